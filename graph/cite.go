package graph

import (
	"context"
	"fmt"
	"strings"

	"github.com/praxis-kb/praxis/citing"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/language"
	"github.com/praxis-kb/praxis/store"
)

// How the data, and what is in it, is cited: always in one state, which the sequence names.

// house is who makes the data as a whole, and whatever in it nobody else is named for.
const house = "praxis"

func (r queryResolver) Cite(ctx context.Context, id *string, at *int, style *kb.CiteStyle) (*kb.CitedAs, error) {
	w, sequence, err := r.cited(ctx, id, at)
	if w == nil || err != nil {
		return nil, err
	}
	ref := &kb.CitedAs{Sequence: sequence, Address: w.Address}
	switch {
	case style == nil || *style == kb.CiteStyleSentence:
		ref.Text = sentence(language.In(kb.LanguageOf(ctx)), w, sequence)
	case *style == kb.CiteStyleBibtex:
		ref.Text = w.BibTeX()
	case *style == kb.CiteStyleRis:
		ref.Text = w.RIS()
	default:
		ref.Text = w.CSL()
	}
	return ref, nil
}

// cited is an entity as of a change set, or all of them, as it is cited; nil where nothing had the id then.
func (r *Resolver) cited(ctx context.Context, id *string, at *int) (*citing.Work, int, error) {
	sequence := orDefault(at, int(r.store.Sequence()))
	set, err := r.store.ChangeSet(ctx, sequence)
	if err != nil {
		return nil, 0, err
	}
	if set == nil && at != nil {
		return nil, 0, kb.Errorf(kb.Invalid, "at: there is no change set %d: the log has 1 to %d", sequence, r.store.Sequence())
	}
	speaks := language.In(kb.LanguageOf(ctx))
	w := &citing.Work{
		Key: fmt.Sprint(house, "-", sequence), Title: speaks.Say("title.home", nil), Language: speaks.Tag, Authors: []string{house},
		Publisher: house, Version: speaks.Say("citing.version", map[string]string{"Sequence": fmt.Sprint(sequence)}),
		Address: r.home + "/", Licence: licence,
	}
	if set != nil {
		w.Date = set.Time
	}
	if id == nil {
		return w, sequence, nil
	}
	e, err := r.asOf(ctx, *id, at)
	if e == nil || err != nil {
		return nil, 0, err
	}
	return w, sequence, r.asEntry(ctx, w, e)
}

// asEntry makes of the data as a whole an entry in it.
func (r *Resolver) asEntry(ctx context.Context, w *citing.Work, e kb.Entity) error {
	m := e.Meta()
	w.Container, w.Address = w.Title, r.home+"/"+m.ID
	w.Key = strings.Replace(w.Key, "-", "-"+strings.ReplaceAll(m.ID, "/", "-")+"-", 1)
	w.Title, w.Language = kb.NameOf(e).Best(kb.LanguageOf(ctx))
	authors, err := r.authors(ctx, e)
	if len(authors) > 0 {
		w.Authors = authors
	}
	return err
}

// authors are the organisations that made what an entry is of, where it is a work of somebody's; praxis makes the rest.
func (r *Resolver) authors(ctx context.Context, e kb.Entity) ([]string, error) {
	field := map[string]string{"toolkit": "actors", "document": "publishers"}[e.Meta().Type]
	if s, ok := e.(*kb.Source); ok && s.Publisher != nil {
		return []string{*s.Publisher}, nil
	}
	if field == "" {
		return nil, nil
	}
	list, err := r.store.List(ctx, store.Query{Parent: e, Field: r.schema.ByPath(e.Meta().Type).Field(field)})
	if err != nil {
		return nil, err
	}
	var names []string
	for _, edge := range list.Edges {
		name, _ := kb.NameOf(edge.Node).Best(kb.LanguageOf(ctx))
		names = append(names, name)
	}
	return names, nil
}

// sentence is a reference to read. Its date is written as all languages have it.
func sentence(speaks *language.Language, w *citing.Work, sequence int) string {
	key, with := "citing.whole", map[string]string{
		"Authors": strings.Join(w.Authors, "; "), "Title": w.Title, "Container": w.Container, "Sequence": fmt.Sprint(sequence),
		"Address": w.Address, "Licence": w.Licence, "Year": w.Date.UTC().Format("2006"), "Date": w.Date.UTC().Format("2006-01-02"),
	}
	if w.Container != "" {
		key = "citing.entry"
	}
	return speaks.Say(key, with)
}
