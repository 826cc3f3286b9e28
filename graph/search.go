package graph

import (
	"context"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/language"
	"github.com/praxis-kb/praxis/search"
)

// searchFilter is SearchFilter as JSON has it.
type searchFilter struct {
	Types, Themes, TargetGroups, Countries, Cities      []string
	Statuses, Evidence, Benchmarks, Toolkits, Languages []string
	Challenges                                          []string
	FromYear, UntilYear                                 int
}

func (r queryResolver) Search(ctx context.Context, query string, filter map[string]any, orderBy *kb.SearchOrder, first *int,
	after *string, minSequence *int) (*kb.SearchConnection, error) {
	ask := search.Ask{Query: query, Page: kb.PageArguments{First: first, After: after}, MinSequence: int64(orDefault(minSequence, 0))}
	if orderBy != nil {
		ask.Order = orderBy.String()
	}
	if err := r.readFilter(filter, &ask); err != nil {
		return nil, err
	}
	result, err := r.index.Search(ctx, ask)
	if err != nil {
		return nil, err
	}
	edges, err := r.searchEdges(ctx, result)
	if err != nil {
		return nil, err
	}
	c := &kb.SearchConnection{
		Edges: edges, PageInfo: &kb.PageInfo{HasNextPage: result.HasNext, HasPreviousPage: after != nil},
		Relaxed: result.Relaxed, RankingChanged: result.RankingChanged, Sequence: int(result.Sequence), Facets: kb.Facets{Found: result},
	}
	c.Total = func(context.Context) (int, error) { return result.Total, nil }
	if result.DidYouMean != "" {
		c.DidYouMean = &result.DidYouMean
	}
	if n := len(edges); n > 0 {
		c.PageInfo.StartCursor, c.PageInfo.EndCursor = &edges[0].Cursor, &edges[n-1].Cursor
	}
	return c, nil
}

func (r queryResolver) readFilter(in map[string]any, ask *search.Ask) error {
	var f searchFilter
	text, err := kb.Canonical(in)
	if err != nil || in == nil {
		return err
	}
	if err := json.Unmarshal(text, &f, json.MatchCaseInsensitiveNames(true)); err != nil {
		return err
	}
	for i, name := range f.Types {
		for _, t := range r.schema.Entities {
			if t.Enum() == name {
				f.Types[i] = t.Path
			}
		}
	}
	for i, tag := range f.Languages {
		f.Languages[i] = kb.LanguageTag(tag)
	}
	ask.From, ask.Until = f.FromYear, f.UntilYear
	ask.Filter = map[string][]string{
		"type": f.Types, "theme": f.Themes, "targetGroup": f.TargetGroups, "country": f.Countries, "city": f.Cities,
		"status": f.Statuses, "evidence": f.Evidence, "benchmark": f.Benchmarks, "toolkit": f.Toolkits, "language": f.Languages, "challenge": f.Challenges,
	}
	return nil
}

// searchEdges loads what was found, in the order in which it was found. Highlights are made only when they are asked for.
func (r queryResolver) searchEdges(ctx context.Context, result *search.Result) ([]*kb.SearchEdge, error) {
	highlights := selects(ctx, "edges", "highlights")
	edges := make([]*kb.SearchEdge, 0, len(result.Hits))
	for _, hit := range result.Hits {
		e, err := r.store.Entity(ctx, hit.ID)
		if err != nil {
			return nil, err
		}
		if e == nil {
			continue
		}
		edge := &kb.SearchEdge{Cursor: hit.Cursor, Node: e, Score: hit.Score}
		if highlights {
			if edge.Highlights, err = r.highlights(ctx, e, result.Marks); err != nil {
				return nil, err
			}
		}
		edges = append(edges, edge)
	}
	return edges, nil
}

func (r queryResolver) highlights(ctx context.Context, e kb.Entity, marks search.Marks) ([]*kb.Highlight, error) {
	body, err := r.store.Body(ctx, e)
	if err != nil {
		return nil, err
	}
	found, err := search.Highlights(r.schema, r.schema.ByPath(e.Meta().Type), body, marks)
	all := make([]*kb.Highlight, len(found))
	for i, h := range found {
		all[i] = &kb.Highlight{Field: h.Path, Text: h.Text}
		if h.Language != "" {
			all[i].Language = &h.Language
		}
		for _, p := range h.Places {
			all[i].Places = append(all[i].Places, &kb.HighlightPlace{Start: p.Start, End: p.End})
		}
	}
	return all, err
}

// Facets counts only what is asked for.
func (r searchConnectionResolver) Facets(ctx context.Context, c *kb.SearchConnection, names []string) ([]*kb.SearchFacet, error) {
	found, ok := c.Found.(*search.Result)
	if !ok {
		return []*kb.SearchFacet{}, nil
	}
	speaks := language.In(kb.LanguageOf(ctx))
	counted, err := found.Facets(names)
	all := make([]*kb.SearchFacet, 0, len(counted))
	for _, facet := range counted {
		f := &kb.SearchFacet{Name: facet.Name, Label: speaks.Say("facet."+facet.Name, nil), Values: make([]*kb.SearchFacetValue, len(facet.Values))}
		for i, v := range facet.Values {
			label, err := r.facetLabel(ctx, speaks, facet.Name, v.Value)
			if err != nil {
				return nil, err
			}
			f.Values[i] = &kb.SearchFacetValue{Value: v.Value, Label: label, Count: v.Count}
		}
		all = append(all, f)
	}
	return all, err
}

func (r queryResolver) Suggest(ctx context.Context, prefix string, first *int, types []string) ([]*kb.Suggestion, error) {
	found, err := r.index.Suggest(ctx, prefix, orDefault(first, 8), r.paths(types)...)
	if err != nil {
		return nil, err
	}
	all := []*kb.Suggestion{}
	for _, s := range found {
		e, err := r.store.Entity(ctx, s.ID)
		if err != nil {
			return nil, err
		}
		if e == nil {
			continue
		}
		one := &kb.Suggestion{Text: s.Text, Entity: e, Exact: s.Exact}
		if s.Language != "" {
			one.Language = &s.Language
		}
		all = append(all, one)
	}
	return all, nil
}
