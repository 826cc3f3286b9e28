// Package toolkit renders an edition of a toolkit for reading and printing, as HTML and as Markdown. It asks the public
// contract and knows nothing else.
package toolkit

import _ "embed"

//go:embed toolkit.graphql
var question string

// A coverage is asked by itself, for each benchmark that is shown so: asked with the rest, it would be priced for all
// that is shown.
//
//go:embed coverage.graphql
var coverageQuestion string

// Ask asks a question of the public contract, and reads the data of its answer.
type Ask func(question string, variables map[string]any, data any) error

// Wanted says which toolkit is wanted, and how.
type Wanted struct {
	ID       string
	Edition  string // its name; empty is the newest
	Draft    bool   // as it stands, whatever was published
	Language string // of the texts
	Base     string // the path that the addresses of pages begin with
}

// Read makes a document of an edition of a toolkit; nil where there is none. Errors are those of asking.
func Read(ask Ask, w Wanted) (*Document, error) {
	variables := map[string]any{"id": w.ID, "draft": w.Draft, "language": w.Language}
	if w.Edition != "" {
		variables["edition"] = w.Edition
	}
	var a answer
	if err := ask(question, variables, &a); err != nil || a.ToolkitEdition == nil {
		return nil, err
	}
	if err := a.askCoverage(ask, w.Language); err != nil {
		return nil, err
	}
	return compose(&a, w), nil
}

// askCoverage asks for the tables, as of the change set that the edition is pinned to.
func (a *answer) askCoverage(ask Ask, language string) error {
	e, next := a.ToolkitEdition, 0
	for _, s := range e.Toolkit.Sections {
		for _, embed := range s.Embeds {
			shown := e.Embedded[next]
			next++
			if shown == nil || embed.Form != "COVERAGE" {
				continue
			}
			variables := map[string]any{"id": shown.ID, "language": language}
			if e.Sequence > 0 {
				variables["at"] = e.Toolkit.PinnedTo
			}
			var data struct{ Node *coverage }
			if err := ask(coverageQuestion, variables, &data); err != nil {
				return err
			}
			if data.Node != nil {
				shown.coverage = *data.Node
			}
		}
	}
	return nil
}
