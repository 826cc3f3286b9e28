package rdf_test

import (
	"bytes"
	"context"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/piprate/json-gold/ld"

	"github.com/praxis-kb/praxis/dump"
	"github.com/praxis-kb/praxis/seed"
	"github.com/praxis-kb/praxis/store"
)

// TestJSONLDSaysTheSame reads the JSON-LD of a part of the corpus with a processor that knows nothing of us. All that it
// says stands in the N-Triples; these say besides only what JSON-LD, which names a thing once, has no place for: further
// names of properties, sentences, and the statements that carry the sources of single fields.
func TestJSONLDSaysTheSame(t *testing.T) {
	part := url.Values{"territory": {"territory/latvia"}}
	var document any
	if err := json.Unmarshal(corpus(t, "jsonld", part), &document); err != nil {
		t.Fatal(err)
	}
	read, err := ld.NewJsonLdProcessor().ToRDF(document, ld.NewJsonLdOptions(""))
	if err != nil {
		t.Fatal(err)
	}
	quads, err := (&ld.NQuadRDFSerializer{}).Serialize(read.(*ld.RDFDataset))
	if err != nil {
		t.Fatal(err)
	}
	triples := map[string]bool{}
	for line := range strings.Lines(string(corpus(t, "nt", part))) {
		triples[line] = true
	}
	var missing []string
	said := plain(quads.(string))
	for _, line := range said {
		if !triples[line] {
			missing = append(missing, line)
		}
	}
	if len(missing) > 0 {
		t.Errorf("%d of %d triples of the JSON-LD are missing in the N-Triples:\n%s", len(missing), len(said), strings.Join(missing[:min(len(missing), 20)], ""))
	}
	for _, line := range said {
		delete(triples, line)
	}
	further := furtherNames()
	for line := range triples {
		words := strings.Fields(line)
		if !strings.Contains(words[0], "#fact/") && !strings.Contains(words[0], "#link/") && !further[words[1]] && !further[words[2]] {
			t.Errorf("only the N-Triples say %s", line)
		}
	}
}

// corpus is the corpus, or a part of it, as a dump.
func corpus(t *testing.T, format string, part url.Values) []byte {
	t.Helper()
	ctx := context.Background()
	st, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	from, err := st.Dump(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	filter, err := dump.ReadFilter(declared, part)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := dump.Write(ctx, &out, format, from, dump.Options{Schema: declared, Base: "https://praxis.example/", Filter: filter}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var folder string

// loaded is a store with the corpus, the same for all tests: none writes.
var loaded = sync.OnceValues(func() (*store.Store, error) {
	st, err := store.Open(context.Background(), folder, declared)
	if err == nil {
		_, err = seed.Load(context.Background(), st, seed.Corpus(), "seed", "seed", time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))
	}
	return st, err
})

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "praxis-rdf-"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

// furtherNames are those that the declaration gives beside the first of a field: properties, and classes of what has a value.
func furtherNames() map[string]bool {
	names := map[string]bool{}
	note := func(iris ...[]string) {
		for _, iri := range slices.Concat(iris...) {
			names["<"+iri+">"] = true
		}
	}
	for _, t := range declared.Types {
		note(t.RDF.Properties)
		for _, f := range t.Fields {
			note(f.RDF.Inverses)
			if len(f.RDF.Properties) > 1 {
				note(f.RDF.Properties[1:])
			}
		}
	}
	for enum, values := range declared.Enums {
		for _, value := range values {
			note(declared.ValueRDF(enum, value).Properties, declared.ValueRDF(enum, value).Classes)
		}
	}
	return names
}

// plain are triples in which several values stand for a list of them.
func plain(quads string) (all []string) {
	first, rest := map[string]string{}, map[string]string{}
	var others [][3]string
	for line := range strings.Lines(quads) {
		parts := strings.SplitN(strings.TrimSuffix(line, " .\n"), " ", 3)
		switch parts[1] {
		case "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>":
			first[parts[0]] = parts[2]
		case "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>":
			rest[parts[0]] = parts[2]
		default:
			others = append(others, [3]string(parts))
		}
	}
	for _, t := range others {
		values := []string{t[2]}
		if first[t[2]] != "" {
			values = nil
			for at := t[2]; first[at] != ""; at = rest[at] {
				values = append(values, first[at])
			}
		}
		for _, value := range values {
			all = append(all, t[0]+" "+t[1]+" "+value+" .\n")
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
