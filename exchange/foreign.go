package exchange

import (
	"io"

	"github.com/go-json-experiment/json"
	"github.com/piprate/json-gold/ld"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// maxForeign bounds a JSON-LD document of another shape than ours: it is in memory several times while it is turned.
const maxForeign = 32 << 20

// foreign reads a JSON-LD document of any shape: it is expanded, and compacted with our own context. Terms that are not
// ours in the end stay, for validation to refuse. No context is fetched from elsewhere.
func foreign(s *schema.Schema, in io.Reader, base string) (*Rows, error) {
	text, err := io.ReadAll(io.LimitReader(in, maxForeign+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxForeign {
		return nil, kb.Errorf(kb.TooLarge, "a JSON-LD document of another form than `praxis export` writes may have %d bytes", maxForeign)
	}
	var document, context any
	if err := json.Unmarshal(text, &document); err != nil {
		return nil, kb.Errorf(kb.Invalid, "it is no JSON-LD: %v", err)
	}
	ours, err := encodeJSON(Context(s, base))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(ours), &context); err != nil {
		return nil, err
	}
	nodes, err := compact(document, map[string]any{"@context": context}, base)
	if err != nil {
		return nil, kb.Errorf(kb.Invalid, "it is no JSON-LD: %v", err)
	}
	return &Rows{Head: jsonldHead(s, base), Comma: jsonldComma, Tail: jsonldTail, Each: func(yield func(Row, error) bool) {
		for i, node := range nodes {
			raw, err := kb.Canonical(node)
			row := Row{Line: i + 1, Raw: raw}
			if err == nil {
				row.Record, row.Err = nodeRecord(s, raw)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}}, nil
}

// compact gives the nodes of a document as they are written with a context.
func compact(document any, context map[string]any, base string) ([]any, error) {
	options := ld.NewJsonLdOptions(base)
	options.DocumentLoader = noLoader{}
	compacted, err := ld.NewJsonLdProcessor().Compact(document, context, options)
	if err != nil {
		return nil, err
	}
	if graph, ok := compacted["@graph"].([]any); ok {
		return graph, nil
	}
	delete(compacted, "@context")
	return []any{compacted}, nil
}

// noLoader refuses to fetch contexts: what a file means is not for another host to say.
type noLoader struct{}

func (noLoader) LoadDocument(address string) (*ld.RemoteDocument, error) {
	return nil, kb.Errorf(kb.Invalid, "the context %s lies elsewhere: write it into the file", address)
}
