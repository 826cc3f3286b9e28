package main

import (
	"os"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
)

// stockFolder is where an index lies beside ours whose facets Bleve's own collector counts.
const stockFolder = "alike"

var (
	stockTexts  = []string{"names", "gist", "body", "ties"}
	stockFacets = []string{"theme", "country", "targetGroup", "status"}
)

// stockMapping is ours for texts: terms that are made already, between spaces. Facets are keywords with their values, as
// Bleve's documentation has them.
func stockMapping() (mapping.IndexMapping, error) {
	m, doc := bleve.NewIndexMapping(), bleve.NewDocumentStaticMapping()
	err := m.AddCustomAnalyzer("terms", map[string]any{"type": custom.Name, "tokenizer": "spaced"})
	for _, name := range stockTexts {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.Store, f.IncludeInAll, f.DocValues = "terms", false, false, false
		doc.AddFieldMappingsAt(name, f)
	}
	for _, name := range append([]string{"type"}, stockFacets...) {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.Store, f.IncludeInAll, f.IncludeTermVectors = keyword.Name, false, false, false
		doc.AddFieldMappingsAt(name, f)
	}
	m.DefaultMapping = doc
	return m, err
}

// buildStock gives Bleve's offline builder the documents that ours has, once for a folder.
func (b *bench) buildStock(dir string) error {
	folder := filepath.Join(dir, stockFolder)
	if _, err := os.Stat(folder); err == nil {
		return nil
	}
	alike, err := stockMapping()
	if err != nil {
		return err
	}
	builder, err := bleve.NewBuilder(folder, alike, map[string]any{"buildPathPrefix": dir})
	if err != nil {
		return err
	}
	var took, processor time.Duration // of Bleve alone: the documents are there already
	timing := func(act func() error) error {
		begin, u := time.Now(), usage()
		err := act()
		took, processor = took+time.Since(begin), processor+usage()-u
		return err
	}
	for _, p := range b.z.parts() {
		for n := range p.n {
			id := id(p.typ, n)
			doc, err := b.index.Document(b.ctx, id)
			if err != nil {
				return err
			}
			if err := timing(func() error { return builder.Index(id, doc) }); err != nil {
				return err
			}
		}
	}
	if err := timing(builder.Close); err != nil {
		return err
	}
	rate("Bleve's offline builder, the same documents", "documents", b.z.entities(), took, processor, target{})
	return nil
}

// askStock asks Bleve's own collector the same as ours is asked: the very query that ours makes of a word, over documents
// with the same terms and values, within the same type and theme, with the same facets. So the figures compare how it is
// collected and counted, and not what is asked. What ours takes to make the query is in both.
func (b *bench) askStock(stock bleve.Index, word, theme string) error {
	q, err := b.index.Query(word)
	if err != nil {
		return err
	}
	request := bleve.NewSearchRequestOptions(bleve.NewConjunctionQuery(q, within("type", "practice"), within("theme", theme)), 20, 0, false)
	for _, name := range stockFacets {
		request.AddFacet(name, bleve.NewFacetRequest(name, 100))
	}
	_, err = stock.SearchInContext(b.ctx, request)
	return err
}

// within is a filter: it weighs nothing.
func within(field, value string) query.Query {
	q := bleve.NewTermQuery(value)
	q.SetField(field)
	q.SetBoost(0)
	return q
}
