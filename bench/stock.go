package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"

	"github.com/praxis-kb/praxis/kb"
)

// stockFolder is where Bleve's own index of the practices lies, beside ours of all.
const stockFolder = "stock"

var (
	stockTexts  = []string{"names", "gist", "body"}
	stockFacets = []string{"theme", "country", "targetGroup", "status"}
)

// stockMapping is what Bleve's documentation leads to: texts analysed by Bleve, and facets as keywords with their values.
func stockMapping() mapping.IndexMapping {
	m, doc := bleve.NewIndexMapping(), bleve.NewDocumentStaticMapping()
	for _, name := range stockTexts {
		f := bleve.NewTextFieldMapping()
		f.Store, f.IncludeInAll, f.DocValues = false, false, false
		doc.AddFieldMappingsAt(name, f)
	}
	for _, name := range stockFacets {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.Store, f.IncludeInAll, f.IncludeTermVectors = keyword.Name, false, false, false
		doc.AddFieldMappingsAt(name, f)
	}
	m.DefaultMapping = doc
	return m
}

// stockDocument is a practice with the words and values that ours has.
func (b *bench) stockDocument(n int) (string, map[string]any, error) {
	id := id("practice", n)
	e, err := b.store.Entity(b.ctx, id)
	if err != nil {
		return id, nil, err
	}
	ties, err := b.store.Ties(b.ctx, e)
	if err != nil {
		return id, nil, err
	}
	body, err := b.store.Body(b.ctx, e)
	if err != nil {
		return id, nil, err
	}
	s := b.store.Schema()
	texts := map[string][]string{}
	for _, t := range kb.Texts(s, s.ByPath("practice"), body) {
		into := stockTexts[2]
		if t.Weight >= 3 {
			into = stockTexts[1]
		}
		if t.Weight >= 4 {
			into = stockTexts[0]
		}
		texts[into] = append(texts[into], t.Text)
	}
	doc := map[string]any{"status": body["status"]}
	for name, all := range texts {
		doc[name] = strings.Join(all, "\n")
	}
	ends := map[string][]string{}
	for _, t := range ties {
		for kind, facet := range map[string]string{"practice.about": "theme", "practice.for": "targetGroup", "practice.doneIn": "country"} {
			if t.Stored == kind && t.Out {
				ends[facet] = append(ends[facet], t.Other)
			}
		}
	}
	for facet, all := range ends {
		doc[facet] = all
	}
	return id, doc, nil
}

// buildStock indexes the practices by Bleve's offline builder, once for a folder.
func (b *bench) buildStock(dir string) error {
	folder := filepath.Join(dir, stockFolder)
	if _, err := os.Stat(folder); err == nil {
		return nil
	}
	builder, err := bleve.NewBuilder(folder, stockMapping(), map[string]any{"buildPathPrefix": dir})
	if err != nil {
		return err
	}
	begin, u := time.Now(), usage()
	for n := range b.z.practices {
		id, doc, err := b.stockDocument(n)
		if err != nil {
			return err
		}
		if err := builder.Index(id, doc); err != nil {
			return err
		}
	}
	if err := builder.Close(); err != nil {
		return err
	}
	took := time.Since(begin)
	fact("Bleve's offline builder, the practices alone", fmt.Sprintf("%.0f documents/s (%.1f s, CPU %.1f s)",
		float64(b.z.practices)/took.Seconds(), took.Seconds(), (usage()-u).Seconds()), "")
	return nil
}

// askStock finds a word in a theme, with four facets, through Bleve's own collector.
func askStock(ctx context.Context, index bleve.Index, word, theme string) error {
	var ways []query.Query
	for _, field := range stockTexts {
		q := bleve.NewMatchQuery(word)
		q.SetField(field)
		ways = append(ways, q)
	}
	in := bleve.NewTermQuery(theme)
	in.SetField("theme")
	request := bleve.NewSearchRequestOptions(bleve.NewConjunctionQuery(bleve.NewDisjunctionQuery(ways...), in), 20, 0, false)
	for _, name := range stockFacets {
		request.AddFacet(name, bleve.NewFacetRequest(name, 100))
	}
	_, err := index.SearchInContext(ctx, request)
	return err
}
