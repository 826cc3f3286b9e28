package graph

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/layout"
	"github.com/praxis-kb/praxis/store"
)

// maxDrawn bounds the entities of a picture of the whole graph: more than an eye tells apart, and placed in a few seconds.
const maxDrawn = 25_000

// drawn is the graph as it is drawn: entities that links reach, those with most links first.
type drawn struct {
	keys    []int64
	ids     []string
	types   []int
	degrees []int
	links   [][2]int32
	at      []layout.Point
	themes  []int64
	about   [][]int
	all     int // entities that stand, drawn or not
}

// GraphLayout places the whole graph.
func (r datasetResolver) GraphLayout(ctx context.Context, _ *kb.Dataset, first *int) (*kb.GraphLayout, error) {
	most, err := atMost("first", first, maxDrawn, maxDrawn)
	if err != nil {
		return nil, err
	}
	d, err := r.drawing(ctx)
	if err != nil {
		return nil, err
	}
	n := min(most, len(d.keys))
	l := &kb.GraphLayout{
		Method: layout.Method, Omitted: d.all - n, Keys: d.keys[:n], Ids: d.ids[:n], Types: d.types[:n], Degrees: d.degrees[:n],
		X: make([]float64, n), Y: make([]float64, n), From: []int{}, To: []int{},
	}
	for _, t := range r.schema.Entities {
		l.TypeNames = append(l.TypeNames, t.Enum())
	}
	for i, p := range d.at[:n] {
		l.X[i], l.Y[i] = p.X, p.Y
	}
	for _, link := range d.links {
		if int(max(link[0], link[1])) < n {
			l.From, l.To = append(l.From, int(link[0])), append(l.To, int(link[1]))
		}
	}
	l.NodeCount, l.LinkCount = n, len(l.From)
	return l, r.aboutThemes(ctx, d, n, l)
}

// aboutThemes adds what is about each theme, of the first n.
func (r *Resolver) aboutThemes(ctx context.Context, d *drawn, n int, l *kb.GraphLayout) error {
	themes, err := r.store.At(ctx, d.themes)
	if err != nil {
		return err
	}
	l.Themes, l.About = []*kb.Theme{}, [][]int{}
	for i, e := range themes {
		theme, ok := e.(*kb.Theme)
		here, _ := slices.BinarySearch(d.about[i], n)
		if ok && here > 0 {
			l.Themes, l.About = append(l.Themes, theme), append(l.About, d.about[i][:here])
		}
	}
	return nil
}

// Names are what the entities of a layout are called.
func (r graphLayoutResolver) Names(ctx context.Context, l *kb.GraphLayout) ([]string, error) {
	texts, err := r.store.Names(ctx, l.Keys)
	names := make([]string, len(texts))
	for i, text := range texts {
		names[i], _ = text.Best(kb.LanguageOf(ctx))
	}
	return names, err
}

// Nodes are some of them as entities.
func (r graphLayoutResolver) Nodes(ctx context.Context, l *kb.GraphLayout, first, skip *int) ([]*kb.GraphNode, error) {
	places := make([]int, len(l.Keys))
	for i := range places {
		places[i] = i
	}
	some, err := portion(places, first, skip)
	if err != nil {
		return nil, err
	}
	return shown(ctx, r.Resolver, some, func(i int) int64 { return l.Keys[i] }, func(i int, e kb.Entity) *kb.GraphNode {
		return &kb.GraphNode{Entity: e, Degree: l.Degrees[i]}
	})
}

// draw chooses what is drawn and places it.
func (r *Resolver) draw(ctx context.Context) (*drawn, error) {
	types := slices.DeleteFunc(slices.Clone(r.schema.Entities), func(t *schema.Type) bool { return t.Name == "Source" })
	kinds := slices.DeleteFunc(slices.Clone(r.schema.Kinds), func(k *schema.Kind) bool { return k.Field.Relation.Hub })
	n, err := r.store.Network(ctx, types, kinds)
	if err != nil {
		return nil, err
	}
	d := r.chosen(n)
	if d.ids, err = r.store.IDs(ctx, d.keys); err != nil {
		return nil, err
	}
	d.at = layout.Place(len(d.keys), d.links)
	for i, p := range d.at {
		d.at[i] = layout.Point{X: toHundredths(p.X), Y: toHundredths(p.Y)}
	}
	return d, r.topicsOfDrawn(ctx, d)
}

// toHundredths is finer than anything that is drawn.
func toHundredths(x float64) float64 { return math.Round(x*100) / 100 }

// chosen are the entities that links reach, those with most links first, and the links between them.
func (r *Resolver) chosen(n *store.Network) *drawn {
	degrees, order := make([]int, len(n.Keys)), []int32{}
	for _, l := range n.Links {
		degrees[l[0]]++
		degrees[l[1]]++
	}
	for i, degree := range degrees {
		if degree > 0 {
			order = append(order, int32(i))
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(degrees[b], degrees[a]) })
	order = order[:min(len(order), maxDrawn)]
	d, place := &drawn{all: len(n.Keys)}, slices.Repeat([]int32{-1}, len(n.Keys))
	for i, node := range order {
		place[node] = int32(i)
		d.keys, d.degrees = append(d.keys, n.Keys[node]), append(d.degrees, degrees[node])
		d.types = append(d.types, slices.Index(r.schema.Entities, n.Types[node]))
	}
	for _, l := range n.Links {
		if from, to := place[l[0]], place[l[1]]; from >= 0 && to >= 0 {
			d.links = append(d.links, [2]int32{from, to})
		}
	}
	return d
}

// topicsOfDrawn finds what of it is about which theme.
func (r *Resolver) topicsOfDrawn(ctx context.Context, d *drawn) error {
	place, about := map[int64]int{}, map[string][]int{}
	for i, key := range d.keys {
		place[key] = i
	}
	if err := r.store.Valued(ctx, kb.DimensionTheme.String(), func(key int64, theme string) {
		if i, drawn := place[key]; drawn {
			about[theme] = append(about[theme], i)
		}
	}); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(about)) {
		theme, err := r.store.Entity(ctx, id)
		if err != nil {
			return err
		}
		if theme != nil {
			slices.Sort(about[id])
			d.themes, d.about = append(d.themes, theme.Meta().Key), append(d.about, about[id])
		}
	}
	return nil
}
