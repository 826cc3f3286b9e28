package search

import (
	"bytes"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/registry"
	index "github.com/blevesearch/bleve_index_api"
)

// The fields of a document: the declared weights in three classes, the ids of what an entity is tied to, its names as
// they are looked up, and its row.
const (
	inNames = "names" // weight 4 and more: names and other names
	inGist  = "gist"  // weight 3: summaries, statements, goals
	inBody  = "body"  // the rest
	inTies  = "ties"
	inWords = "words" // of names, as they are written
	inCalls = "calls" // names as a whole, and from each word on
	inRow   = "row"
)

// boosts are how much a word counts in each field.
var boosts = map[string]float64{inNames: 5, inGist: 3, inBody: 1.5}

// Between the terms of a text.
const (
	space = ' '
	line  = '\n' // where the terms have spaces themselves
)

// newMapping indexes texts that are terms already, with their places for phrases, and stores nothing but the row.
func newMapping() (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	for _, name := range []string{"spaced", "lined"} {
		if err := m.AddCustomAnalyzer(name, map[string]any{"type": custom.Name, "tokenizer": name}); err != nil {
			return nil, err
		}
	}
	m.ScoringModel = index.BM25Scoring
	m.IndexDynamic, m.StoreDynamic, m.DocValuesDynamic = false, false, false
	doc := bleve.NewDocumentStaticMapping()
	for _, name := range []string{inNames, inGist, inBody, inTies, inWords, inCalls, inRow} {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.IncludeInAll, f.DocValues = "spaced", false, false
		f.Store, f.Index = name == inRow, name != inRow
		f.IncludeTermVectors = boosts[name] > 0
		switch name {
		case inCalls:
			f.Analyzer, f.SkipFreqNorm = "lined", true
		case inWords:
			f.SkipFreqNorm = true
		}
		doc.AddFieldMappingsAt(name, f)
	}
	m.DefaultMapping = doc
	return m, m.Validate()
}

// splitter takes a text apart at one sign. Bleve's own tokenizers make room for a thousand terms in every text.
type splitter byte

func (s splitter) Tokenize(text []byte) analysis.TokenStream {
	most := bytes.Count(text, []byte{byte(s)}) + 1
	tokens, all := make([]analysis.Token, 0, most), make(analysis.TokenStream, 0, most)
	for at := 0; at < len(text); {
		end := len(text)
		if n := bytes.IndexByte(text[at:], byte(s)); n >= 0 {
			end = at + n
		}
		if end > at {
			tokens = append(tokens, analysis.Token{Term: text[at:end], Start: at, End: end, Position: len(tokens) + 1, Type: analysis.AlphaNumeric})
			all = append(all, &tokens[len(tokens)-1])
		}
		at = end + 1
	}
	return all
}

func init() {
	for name, sign := range map[string]byte{"spaced": space, "lined": line} {
		err := registry.RegisterTokenizer(name, func(map[string]any, *registry.Cache) (analysis.Tokenizer, error) { return splitter(sign), nil })
		if err != nil {
			panic(err) // the name is taken
		}
	}
}
