package exchange_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/exchange"
	"github.com/praxis-kb/praxis/kb"
)

const long = "A weekly evening at which residents and newcomers cook together, talk about the quarter and find out who can help whom with letters, forms and school."

// alike are rows that look like practice/there, and why.
var alike = map[string]struct{ row, why string }{
	"name":       {practice("row", "Café of LANGUAGES"), "the same name"},
	"other name": {practice("row", "Other", `"alternativeNames":[{"text":"Talking table"}]`), "a name in common"},
	"identifier": {practice("row", "Other", `"identifiers":[{"scheme":"wikidata","value":"Q1"}]`), "the same identifier"},
	"text":       {practice("row", "Other thing", `"summary":"`+strings.Replace(long, "weekly", "monthly", 1)+`"`), "nearly the same text"},
}

var there = aSource + "\n" + aTheme + "\n" + practice("there", "Cafe of languages", `"summary":"`+long+`"`,
	`"alternativeNames":[{"text":"Talking table"}]`, `"identifiers":[{"scheme":"wikidata","value":"Q1"}]`) + "\n"

func TestDuplicatesAreShown(t *testing.T) {
	for name, c := range alike {
		t.Run(name, func(t *testing.T) {
			s := mustOpen(t, t.TempDir())
			newCollection().mustRun(t, s, "a.jsonl", there)
			rows := newCollection()
			r := rows.mustRun(t, s, "b.jsonl", c.row+"\n"+practice("unlike", "Something else"))
			if r.Created != 2 || r.Duplicates != 1 || len(rows.found) != 1 || rows.found[0].Other != "practice/there" || rows.found[0].Reason != c.why || rows.found[0].Line != 1 {
				t.Errorf("%+v %+v", r, rows.found)
			}
		})
	}
}

// TestDecisions links, merges and asks: links to the row lead to the other entity, and nothing of it is lost.
func TestDecisions(t *testing.T) {
	row := practice("row", "Café of languages", `"problem":"Few meet."`, `"themes":["theme/t"]`, `"identifiers":[{"scheme":"own","value":"7"}]`, `"alternativeNames":[{"text":"Talk"}]`)
	names := practice("after", "Another", `"variantOf":["practice/row"]`)
	for _, choice := range []string{exchange.Link, exchange.Merge} {
		t.Run(choice, func(t *testing.T) {
			s := mustOpen(t, t.TempDir())
			newCollection().mustRun(t, s, "a.jsonl", there)
			c := newCollection(func(im *exchange.Import) { im.Duplicates = choice })
			if r := c.mustRun(t, s, "b.jsonl", names+"\n"+row); r.Created != 1 || r.Linked+r.Merged != 1 {
				t.Fatalf("%+v %+v", r, c.found)
			}
			e, _ := s.Entity(ctx, "practice/row")
			p := e.(*kb.Practice)
			if p.ID != "practice/there" {
				t.Errorf("practice/row leads to %s", p.ID)
			}
			merged := choice == exchange.Merge
			if (p.Problem != nil) != merged || (len(p.Identifiers) == 2) != merged || (len(p.AlternativeNames) == 2) != merged {
				t.Errorf("%+v", p)
			}
			if links, err := s.LinksFrom(ctx, p); err != nil || (len(links) == 1) != merged {
				t.Errorf("%v, %v", links, err)
			}
			after, _ := s.Entity(ctx, "practice/after")
			if links, _ := s.LinksFrom(ctx, after); len(links) != 1 || links[0].To != "practice/there" {
				t.Errorf("%v", links)
			}
			if r := newCollection().mustRun(t, s, "b.jsonl", names+"\n"+row); r.Left != 1 || r.Same != 1 {
				t.Errorf("the decision is not remembered: %+v", r)
			}
		})
	}
	t.Run("ask", func(t *testing.T) {
		s := mustOpen(t, t.TempDir())
		newCollection().mustRun(t, s, "a.jsonl", there)
		before := s.Sequence()
		asks := newCollection(func(im *exchange.Import) { im.Duplicates = exchange.Ask })
		if r, err := asks.run(s, "b.jsonl", row); kb.CodeOf(err) != kb.Invalid || r.Asked != 1 || s.Sequence() != before {
			t.Errorf("%+v, %v", r, err)
		}
		line := exchange.Question(asks.found[0])
		line[slices.Index(exchange.QuestionColumns(), "choice")] = "keep"
		decisions, err := exchange.ReadDecisions(strings.NewReader(strings.Join(exchange.QuestionColumns(), ",") + "\n" + strings.Join(line, ",") + "\n"))
		if err != nil {
			t.Fatal(err)
		}
		decided := newCollection(func(im *exchange.Import) { im.Duplicates, im.Decisions = exchange.Ask, decisions })
		if r := decided.mustRun(t, s, "b.jsonl", row); r.Created != 1 {
			t.Errorf("%+v", r)
		}
	})
}
