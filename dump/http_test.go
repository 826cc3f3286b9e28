package dump_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/dump"
)

func serve(t *testing.T) string {
	t.Helper()
	site := &dump.Site{Store: withCorpus(t), Edition: "test", Root: func(*http.Request) string { return base }}
	server := httptest.NewServer(site.Handler())
	t.Cleanup(server.Close)
	return server.URL
}

// get asks as it is told, without decompressing or following anything.
func get(t *testing.T, address string, header ...string) (*http.Response, []byte) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	plain := &http.Transport{DisableCompression: true}
	defer plain.CloseIdleConnections()
	answer, err := plain.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, body
}

// TestDumpsAreServed asks for each dump as the command line writes it, and again.
func TestDumpsAreServed(t *testing.T) {
	root := serve(t)
	for _, f := range dump.Formats {
		answer, body := get(t, root+"/dump/"+f.File)
		if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != f.Media || !bytes.Equal(body, write(t, withCorpus(t), f.Name, dump.Filter{})) {
			t.Errorf("%s: %s, %d bytes of %s", f.File, answer.Status, len(body), answer.Header.Get("Content-Type"))
		}
		if got := answer.Header.Get("Content-Disposition"); got != "attachment; filename="+f.File {
			t.Errorf("%s: %s", f.File, got)
		}
		if again, body := get(t, root+"/dump/"+f.File, "If-None-Match", answer.Header.Get("ETag")); again.StatusCode != http.StatusNotModified || len(body) > 0 {
			t.Errorf("%s: asked again: %s", f.File, again.Status)
		}
	}
}

// TestDumpsAreCompressed asks for one so, and again by the tag of either form.
func TestDumpsAreCompressed(t *testing.T) {
	address := serve(t) + "/dump/praxis.jsonl?type=city"
	plain, body := get(t, address)
	zipped, compressed := get(t, address, "Accept-Encoding", "gzip")
	if !bytes.Equal(unzipped(t, compressed), body) || len(compressed) > len(body)/2 {
		t.Errorf("%d bytes are another dump than %d", len(compressed), len(body))
	}
	for _, tag := range []string{plain.Header.Get("ETag"), zipped.Header.Get("ETag")} {
		if again, _ := get(t, address, "If-None-Match", tag); again.StatusCode != http.StatusNotModified {
			t.Errorf("asked again with %s: %s", tag, again.Status)
		}
		if other, _ := get(t, address+"&type=theme", "If-None-Match", tag); other.StatusCode != http.StatusOK {
			t.Errorf("a part is taken for another by %s", tag)
		}
	}
}

func unzipped(t *testing.T, compressed []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// TestTheIndexLeadsToAllDumps follows every address that the index names.
func TestTheIndexLeadsToAllDumps(t *testing.T) {
	root := serve(t)
	_, body := get(t, root+"/dump/index.json")
	var index struct {
		Sequence            int64
		Dumps, Explanations []struct{ Address, MediaType string }
		Filters             map[string]string
	}
	if err := json.Unmarshal(body, &index, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatal(err)
	}
	if len(index.Dumps) != len(dump.Formats) || len(index.Filters) != len(dump.FilterNames) || index.Sequence != withCorpus(t).Sequence() {
		t.Errorf("%+v", index)
	}
	for _, e := range append(index.Dumps, index.Explanations...) {
		answer, body := get(t, root+"/"+strings.TrimPrefix(e.Address, base))
		if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != e.MediaType || len(body) == 0 {
			t.Errorf("%s: %s, %d bytes", e.Address, answer.Status, len(body))
		}
	}
}

func TestAFormLeadsToAFile(t *testing.T) {
	answer, _ := get(t, serve(t)+"/dump/?format=nt&type=&basis=stated&theme=theme/housing")
	if want := "/dump/praxis.nt?basis=STATED&theme=theme%2Fhousing"; answer.StatusCode != http.StatusSeeOther || answer.Header.Get("Location") != want {
		t.Errorf("%s %s", answer.Status, answer.Header.Get("Location"))
	}
}

func TestWhatCannotBeDumpedIsRefused(t *testing.T) {
	root := serve(t)
	for path, status := range map[string]int{
		"praxis.pdf": 404, "praxis.nt?theme=nowhere": 404, "praxis.nt?basis=" + url.QueryEscape("<b>"): 400, "?format=pdf": 400, "?format=nt&colour=red": 400,
	} {
		answer, body := get(t, root+"/dump/"+path)
		if answer.StatusCode != status || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/plain") || answer.Header.Get("ETag") != "" {
			t.Errorf("%s: %s %s %s", path, answer.Status, body, answer.Header)
		}
	}
}
