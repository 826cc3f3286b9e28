package picture

import "strings"

// Group is what lies around a centre and is of one kind, which its key names.
type Group struct {
	Key, Label string
	Items      []Item
}

// Item is one thing around a centre. ID tells it from others.
type Item struct{ ID, Label, Address string }

// Neighbourhood is a centre with what lies around it, half of it on either side, a row for each, so that no label covers
// another however many there are.
type Neighbourhood struct {
	Width, Height float64
	Centre        Point
	Lines         []string // the name of the centre
	Middle        Box      // what the name stands in
	Headings      []Heading
	Spokes        []Spoke
	Between       []Curve
}

// Heading is the label of a group.
type Heading struct {
	At         Point
	Left       bool
	Key, Label string
}

// Spoke is an item with the curve that ties it to the centre.
type Spoke struct {
	Item
	At    Point
	Left  bool
	Short string // the label as far as there is room
	Path  string
}

// Curve ties two items.
type Curve struct{ From, To, Path string }

// The measures of a neighbourhood. A row is high enough to be hit by a finger.
const (
	spreadWidth = 960.0
	rowHeight   = 25.0
	groupGap    = 14.0
	labelSize   = 14.0
	labelRoom   = 300.0 // for a label on either side
	margin      = 20.0
	middleRoom  = 190.0
	dotGap      = 11.0 // from a point to its label
)

// Spread places groups around a centre. ties are pairs of ids of items that are tied to one another too.
func Spread(centre string, groups []Group, ties [][2]string) Neighbourhood {
	left, right := halves(groups)
	n := Neighbourhood{Width: spreadWidth, Lines: wrap(centre, 22, 4)}
	n.Height = max(heightOf(left), heightOf(right), float64(len(n.Lines))*20+40) + 2*margin
	n.Centre = Point{spreadWidth / 2, n.Height / 2}
	n.Middle = Box{n.Centre.X - middleRoom/2, n.Centre.Y - float64(len(n.Lines))*10 - 12, middleRoom, float64(len(n.Lines))*20 + 24}
	n.place(left, true)
	n.place(right, false)
	n.tie(ties)
	return n
}

// halves shares groups out so that both sides are about as high, in their order.
func halves(groups []Group) (left, right []Group) {
	whole, high := heightOf(groups), 0.0
	for _, g := range groups {
		own := heightOf([]Group{g})
		if high+own/2 <= whole/2 {
			right = append(right, g)
		} else {
			left = append(left, g)
		}
		high += own
	}
	return left, right
}

func heightOf(groups []Group) float64 {
	high := 0.0
	for _, g := range groups {
		high += float64(len(g.Items)+1)*rowHeight + groupGap
	}
	return high
}

func (n *Neighbourhood) place(groups []Group, left bool) {
	x := spreadWidth - labelRoom - margin
	if left {
		x = labelRoom + margin
	}
	y := n.Centre.Y - heightOf(groups)/2 + rowHeight/2
	for _, g := range groups {
		n.Headings = append(n.Headings, Heading{Point{x, round(y)}, left, g.Key, g.Label})
		for _, item := range g.Items {
			y += rowHeight
			at := Point{x, round(y)}
			n.Spokes = append(n.Spokes, Spoke{item, at, left, Cut(item.Label, labelSize, labelRoom), ""})
			last := &n.Spokes[len(n.Spokes)-1]
			last.Path = spoke(n.Middle, n.Centre, Point{last.DotX(), last.At.Y})
		}
		y += rowHeight + groupGap
	}
}

// tie draws what ties items to one another, as curves that bend towards the centre.
func (n *Neighbourhood) tie(ties [][2]string) {
	at := map[string]Point{}
	for _, s := range n.Spokes {
		at[s.ID] = Point{s.DotX(), s.At.Y}
	}
	for _, t := range ties {
		a, known := at[t[0]]
		b, also := at[t[1]]
		if known && also && t[0] != t[1] {
			n.Between = append(n.Between, Curve{t[0], t[1], bend(a, b, n.Centre)})
		}
	}
}

// wrap breaks a text into lines of about a number of letters, at most so many lines.
func wrap(text string, letters, lines int) []string {
	var all []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len([]rune(line+" "+word)) > letters {
			all, line = append(all, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	all = append(all, line)
	if len(all) > lines {
		all = append(all[:lines-1:lines-1], all[lines-1]+" …")
	}
	return all
}

// LineY is where a line of the name of the centre stands.
func (n Neighbourhood) LineY(i int) float64 {
	return n.Centre.Y + (float64(i)-float64(len(n.Lines)-1)/2)*20 + 5
}

// DotX is where the point of an item stands: between its label and its curve.
func (s Spoke) DotX() float64 {
	if s.Left {
		return s.At.X + dotGap
	}
	return s.At.X - dotGap
}
