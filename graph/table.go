package graph

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/praxis-kb/praxis/alignment"
	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
)

// AlignTable aligns practices as a table says.
func (r mutationResolver) AlignTable(ctx context.Context, input map[string]any) (*kb.WritePayload, error) {
	c, err := plain(input)
	if err != nil {
		return nil, err
	}
	t := alignment.Read(strings.NewReader(text(c, "csv")))
	return r.submit(ctx, desk.Submission{Message: text(c, "message"), Key: text(c, "key"), Edits: t.Edits},
		&reader{s: r.schema, problems: t.Problems}, inTable(t))
}

// inTable is the place of an edit that a table holds: its line.
func inTable(t *alignment.Table) func(kb.Problem) []string {
	return func(p kb.Problem) []string {
		at := []string{"input", "csv"}
		if line := t.Where(p.Change); line > 0 {
			at = append(at, "line", fmt.Sprint(line))
		}
		return at
	}
}

// Alignments answers the table of a benchmark's alignments as CSV, at an address that holds its slug.
func (s *Server) Alignments() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var table bytes.Buffer
		slug := r.PathValue("slug")
		err := alignment.Write(r.Context(), &table, s.store, "benchmark/"+slug)
		switch {
		case kb.CodeOf(err) == kb.NotFound:
			http.Error(w, err.Error(), http.StatusNotFound)
		case err != nil:
			http.Error(w, present(r.Context(), err).Message, http.StatusInternalServerError)
		default:
			w.Header().Set("Content-Type", "text/csv; charset=utf-8")
			w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="alignments-%s.csv"`, slug))
			w.Header().Set("X-Content-Type-Options", "nosniff")
			w.Write(table.Bytes())
		}
	})
}
