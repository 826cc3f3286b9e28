package search

import (
	_ "embed"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis/lang/de"
	"github.com/blevesearch/bleve/v2/analysis/lang/el"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/lang/it"
	"github.com/blevesearch/bleve/v2/analysis/lang/nl"
	"github.com/blevesearch/bleve/v2/analysis/lang/sv"
	"github.com/goccy/go-yaml"

	"github.com/praxis-kb/praxis/kb"
)

//go:embed small.yaml
var smallText []byte

var small = func() map[string]string {
	lists := map[string]string{}
	if err := yaml.Unmarshal(smallText, &lists); err != nil {
		panic(err) // the file is built in
	}
	return lists
}()

// stopWords say nothing by themselves, in one language or another. They are dropped from questions that have other
// words too, never from texts.
var stopWords = func() map[string]bool {
	all := map[string]bool{}
	for _, list := range [][]byte{en.EnglishStopWords, fr.FrenchStopWords, nl.DutchStopWords, it.ItalianStopWords,
		es.SpanishStopWords, el.GreekStopWords, sv.SwedishStopWords, de.GermanStopWords} {
		addStops(all, string(list), true)
	}
	for _, language := range Languages {
		addStops(all, small[language], true)
	}
	addStops(all, small["meaning"], false)
	return all
}()

// addStops reads a list as Snowball writes them, with what follows a | or stands behind a # as a remark.
func addStops(all map[string]bool, list string, stop bool) {
	for _, line := range strings.Split(list, "\n") {
		line, _, _ = strings.Cut(line, "|")
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, word := range strings.Fields(line) {
			all[kb.Fold(word)] = stop
		}
	}
}

// apostrophes part what is written together: l'intégration, don't.
const apostrophes = "'’ʼ`´"

// bare is a word without the small ones that an apostrophe ties to it.
func bare(word string) string {
	parts := strings.FieldsFunc(word, func(r rune) bool { return strings.ContainsRune(apostrophes, r) })
	kept := parts[:0:0]
	for _, part := range parts {
		if !stopWords[kb.Fold(part)] {
			kept = append(kept, part)
		}
	}
	if len(kept) == 0 && len(parts) > 0 {
		return parts[0]
	}
	return strings.Join(kept, " ")
}
