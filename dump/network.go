package dump

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/layout"
	"github.com/praxis-kb/praxis/store"
)

// network is the graph as graph tools draw it: entities as nodes, each with its place, and links as edges. Only edges
// with both ends in it are written.
type network struct {
	*job
	numbers map[string]int32 // of the nodes, by id
	places  []layout.Point
	degrees []int32
	colours map[string]string // by type
	node    []attribute
	edge    []attribute
}

// attribute is what nodes or edges have by a name: string, boolean, integer or double.
type attribute struct{ name, kind, about string }

// spot is a node, and line an edge, with the values of the attributes; an empty one is left out.
type (
	spot struct {
		id, label, colour string
		at                layout.Point
		size              float64
		values            []string
	}
	line struct {
		id, from, to, label string
		values              []string
	}
)

// drawn writes a network down in one way.
func (j *job) drawn(ctx context.Context, out io.Writer, as func(*bufio.Writer) sketch) error {
	n, err := j.network(ctx)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(out, 256<<10)
	in := as(w)
	in.begin(n.node, n.edge)
	err = n.exporter().Each(ctx, func(e *store.Dumped) error {
		s, err := n.spot(e)
		in.node(s)
		return err
	})
	if err != nil {
		return err
	}
	in.between()
	if err := n.links(ctx, func(c *kb.Change) { in.edge(n.line(c)) }); err != nil {
		return err
	}
	in.end()
	return w.Flush()
}

// links gives the links of which both ends are there.
func (n *network) links(ctx context.Context, give func(*kb.Change)) error {
	return n.exporter().Each(ctx, func(e *store.Dumped) error {
		for i := range e.Links {
			if _, there := n.numbers[e.Links[i].To]; there {
				give(&e.Links[i])
			}
		}
		return nil
	})
}

// network numbers the nodes and places them.
func (j *job) network(ctx context.Context) (*network, error) {
	n := &network{job: j, numbers: map[string]int32{}, colours: map[string]string{}}
	if err := j.exporter().Each(ctx, func(e *store.Dumped) error {
		n.numbers[e.ID] = int32(len(n.numbers))
		return nil
	}); err != nil {
		return nil, err
	}
	var pairs [][2]int32
	n.degrees = make([]int32, len(n.numbers))
	err := n.links(ctx, func(c *kb.Change) {
		from, to := n.numbers[c.ID], n.numbers[c.To]
		pairs = append(pairs, [2]int32{from, to})
		n.degrees[from]++
		n.degrees[to]++
	})
	n.places = layout.Place(len(n.numbers), pairs)
	n.describe()
	return n, err
}

// describe finds out from the declaration what nodes and edges have.
func (n *network) describe() {
	n.node = []attribute{{"type", "string", "Its type."}, {"address", "string", "Its page, and its IRI."}, {"summary", "string", ""},
		{"archived", "boolean", "Whether it is hidden."}, {"degree", "integer", "How many links it has here."}}
	n.edge = []attribute{{"kind", "string", "The kind of link."}, {"position", "integer", "Its place among its siblings."}, {"basis", "string", "On what its own citations rest."}}
	for i, t := range n.Schema.Entities {
		n.colours[t.Path] = colour(i)
		for _, f := range t.Fields {
			if f.Facet {
				n.node = n.plain(n.node, f)
			}
		}
	}
	for _, k := range n.Schema.Kinds {
		if p := k.Field.Relation.Properties; p != nil {
			for _, f := range p.Fields {
				n.edge = n.plain(n.edge, f)
			}
		}
	}
}

// plain adds a field that has a single plain value, once by its name.
func (n *network) plain(to []attribute, f *schema.Field) []attribute {
	known := slices.ContainsFunc(to, func(a attribute) bool { return a.name == f.Name })
	if known || f.List || f.Localized || f.Relation != nil || !f.Stored() || n.Schema.Types[f.Type] != nil {
		return to
	}
	return append(to, attribute{f.Name, "string", f.Description})
}

// colour tells types apart: hues at the golden angle, so that neighbours in the declaration differ.
func colour(i int) string {
	channel := func(n float64) int { // of HSL with saturation 0.55 and lightness 0.5
		k := math.Mod(n+float64(i)*137.508/30, 12)
		return int(math.Round(255 * (0.5 - 0.275*max(-1, min(k-3, 9-k, 1)))))
	}
	return fmt.Sprintf("#%02x%02x%02x", channel(0), channel(8), channel(4))
}

// unit is how far linked nodes stand apart, in the units that graph tools draw in.
const unit = 100

func (n *network) spot(e *store.Dumped) (spot, error) {
	var body map[string]any
	if err := kb.Decode(e.Body, &body); err != nil {
		return spot{}, err
	}
	path, _ := kb.SplitID(e.ID)
	number := n.numbers[e.ID]
	at, degree := n.places[number], n.degrees[number]
	archived := ""
	if e.Archived {
		archived = "true"
	}
	values := []string{path, n.Base + e.ID, inEnglish(body["summary"]), archived, fmt.Sprint(degree)}
	for _, a := range n.node[len(values):] {
		values = append(values, said(body[a.name]))
	}
	return spot{
		id: e.ID, label: inEnglish(body["name"]), colour: n.colours[path], values: values,
		at: layout.Point{X: at.X * unit, Y: at.Y * unit}, size: 10 + 5*math.Sqrt(float64(degree)),
	}, nil
}

func (n *network) line(c *kb.Change) line {
	kind := n.Schema.Kind(c.Kind)
	var bases []string
	for _, item := range c.Citations {
		if basis := said(item.(map[string]any)["basis"]); !slices.Contains(bases, basis) {
			bases = append(bases, basis)
		}
	}
	values := []string{c.Kind, fmt.Sprint(c.Position), strings.Join(bases, "|")}
	for _, a := range n.edge[len(values):] {
		values = append(values, said(c.Properties[a.name]))
	}
	return line{id: kb.LinkID(c.ID, c.Kind, c.To, c.Qualifier), from: c.ID, to: c.To, label: kind.Name, values: values}
}

// inEnglish is a text in English, or else as it was written.
func inEnglish(value any) string {
	text, _ := value.(map[string]any)
	if english := said(text["en"]); english != "" {
		return english
	}
	return said(text[said(text[kb.OriginalKey])])
}

func said(value any) string {
	switch value := value.(type) {
	case nil, map[string]any, []any:
		return ""
	case string:
		return value
	}
	return fmt.Sprint(value)
}
