package graph_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden answers anew")

const examples = "../examples"

// TestExamples asks the example questions of the corpus and compares with the answers that are kept. After a
// change of the corpus: go test ./graph -run Examples -update, and read the difference.
func TestExamples(t *testing.T) {
	server := serve(t)
	files, err := filepath.Glob(filepath.Join(examples, "*.graphql"))
	if err != nil || len(files) < 50 {
		t.Fatalf("%d examples, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			query, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.HasPrefix(query, []byte("# ")) {
				t.Error("the question in words is missing")
			}
			r := ask(t, server, string(query), nil)
			if len(r.Errors) > 0 {
				t.Fatalf("%s", r.body)
			}
			var got bytes.Buffer
			if err := json.Indent(&got, r.Data, "", "  "); err != nil {
				t.Fatal(err)
			}
			got.WriteByte('\n')
			golden := strings.TrimSuffix(file, ".graphql") + ".json"
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("another answer than %s holds:\n%s", golden, got.Bytes())
			}
		})
	}
}
