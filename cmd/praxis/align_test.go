package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestATableGoesOutAndComesBack takes a table from a server, and brings it back changed.
func TestATableGoesOutAndComesBack(t *testing.T) {
	data := t.TempDir()
	s := start(t, "--data", data)
	if status, _ := get(t, s.url+"/benchmark/none/alignments.csv"); status != http.StatusNotFound {
		t.Errorf("no benchmark: %d", status)
	}
	status, table := get(t, s.url+"/benchmark/decent-labour-market-integration/alignments.csv")
	if status != http.StatusOK || !strings.HasPrefix(table, "\ufeffkey_factor,key_factor_name,practice,practice_name,relation,note_language,note_en,") {
		t.Fatalf("%d %.200s", status, table)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "table.csv")
	align := func(table string) (string, error) {
		if err := os.WriteFile(file, []byte(table), 0o600); err != nil {
			t.Fatal(err)
		}
		return command(t, "align", "--data", data, file)
	}
	if out, err := align(table); err != nil || !strings.Contains(out, "sequence "+loaded) {
		t.Errorf("the same table writes something: %s %v", out, err)
	}
	if out, err := align(strings.Replace(table, ",ILLUSTRATES,", ",LIKES,", 1)); err == nil || !strings.Contains(out, `relation: "LIKES" is no relation`) || !strings.Contains(out, file+":") {
		t.Errorf("%s %v", out, err)
	}
	if out, err := align(strings.Replace(table, ",ILLUSTRATES,", ",MEETS,", 1)); err != nil || strings.Contains(out, "sequence "+loaded) {
		t.Errorf("%s %v", out, err)
	}
}
