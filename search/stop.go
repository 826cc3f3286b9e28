package search

import (
	"strings"

	"github.com/blevesearch/bleve/v2/analysis/lang/de"
	"github.com/blevesearch/bleve/v2/analysis/lang/el"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/lang/it"
	"github.com/blevesearch/bleve/v2/analysis/lang/nl"
	"github.com/blevesearch/bleve/v2/analysis/lang/sv"

	"github.com/praxis-kb/praxis/kb"
)

// latvianStops are the commonest small words of Latvian, for which Bleve has no list.
const latvianStops = `un ir ar par no uz ka kā kas lai vai bet arī pie pēc līdz pirms bez to tā tas šis šī tie tās viņš viņa mēs jūs es tu
	nav būt bija būs kur kad cik jo gan vēl jau tikai ļoti caur pret starp dēļ`

// stopWords say nothing by themselves, in one language or another. They are dropped from questions that have other
// words too, never from texts.
var stopWords = readStopWords(en.EnglishStopWords, fr.FrenchStopWords, nl.DutchStopWords, it.ItalianStopWords,
	es.SpanishStopWords, el.GreekStopWords, sv.SwedishStopWords, de.GermanStopWords, []byte(latvianStops))

// sense are words that are stop words in one language and mean something in another of ours.
var sense = map[string]bool{"man": true, "men": true, "want": true, "over": true, "dar": true, "vi": true}

func readStopWords(lists ...[]byte) map[string]bool {
	all := map[string]bool{}
	for _, list := range lists {
		for _, line := range strings.Split(string(list), "\n") {
			line, _, _ = strings.Cut(line, "|")
			if strings.HasPrefix(line, "#") {
				continue
			}
			for _, word := range strings.Fields(line) {
				if word = kb.Fold(word); !sense[word] {
					all[word] = true
				}
			}
		}
	}
	return all
}
