package main

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/graph"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/search"
	"github.com/praxis-kb/praxis/store"
	"github.com/praxis-kb/praxis/web"
)

// conflicting asks each question of a page with a field in it that contradicts another.
type conflicting struct{ web.API }

func (c conflicting) Ask(ctx context.Context, query string, variables map[string]any) []byte {
	return c.API.Ask(ctx, strings.Replace(query, "node(id: $id) {", "node(id: $id) { name: __typename", 1), variables)
}

// TestAPageWhoseQuestionIsRefused: what takes too long says when to come back, and of the whole graph that it goes on. Where the question of a page is wrong in itself, it is not the address that leads nowhere,
// and the log says what is wrong.
func TestAPageWhoseQuestionIsRefused(t *testing.T) {
	dir := t.TempDir()
	st, err := store.Open(t.Context(), dir, schema.MustRead(praxis.Declaration))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	index, err := search.Open(filepath.Join(dir, indexFolder), st.Schema(), st)
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	var said bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&said, nil)))
	defer slog.SetDefault(before)
	api := pageAPI{graph.New(st, index, version)}
	ask := func(api web.API, path string) int {
		w := httptest.NewRecorder()
		web.New(api, web.Options{Base: "/"}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code
	}
	for _, path := range []string{"/city/nowhere", "/city/No_Where", "/city/nowhere/practices", "/city/nowhere/practices?after=x", "/city?after=x", "/city/nowhere?after=x"} {
		if status := ask(api, path); status != http.StatusNotFound || said.Len() > 0 {
			t.Errorf("%s: %d, %s", path, status, &said)
		}
	}
	late, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	for path, want := range map[string]string{"/en/whole": "It goes on meanwhile", "/fr/whole/graph": "Le calcul continue", "/en/city/x": "took longer"} {
		said := ""
		for try := 0; try < 50 && !strings.Contains(said, want); try++ { // who is late may also find no place to be answered at
			w := httptest.NewRecorder()
			web.New(api, web.Options{Base: "/"}).ServeHTTP(w, httptest.NewRequestWithContext(late, http.MethodGet, path, nil))
			if said = w.Body.String(); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
				t.Errorf("%s: %d %v", path, w.Code, w.Header())
			}
		}
		if !strings.Contains(said, want) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
	if status := ask(conflicting{api}, "/city/nowhere"); status != http.StatusInternalServerError || !strings.Contains(said.String(), "conflict") {
		t.Errorf("%d, and the log says %q", status, &said)
	}
}
