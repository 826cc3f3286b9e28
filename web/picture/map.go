package picture

import "math"

// Map is a part of Europe in which all its places lie.
type Map struct {
	Width, Height float64
	Land          Box // where the outline lies
	Places        []Place
}

// Place is a named point of a map with its label.
type Place struct {
	ID, Label           string
	Latitude, Longitude float64
	At, Text            Point
	Anchor              string // of the text, as SVG has it
	Leader              bool   // whether a line leads from the point to the label
}

// The measures of a map.
const (
	mapWidth    = 960.0
	mapHeight   = 660.0
	mapMargin   = 80.0
	mapLabel    = 14.0
	pointRadius = 6.0
	widestScale = 0.6  // pixels in a kilometre: cities of one country are not drawn as far apart as a continent
	labelHeight = 17.0 // of a line of text with a little air
)

// Fit makes the map that shows all places, and puts a label to each where it covers neither a point nor another label.
func Fit(places []Place) Map {
	m := Map{Width: mapWidth, Height: mapHeight}
	if len(places) == 0 {
		return m
	}
	low, high := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for i := range places {
		p := Project(places[i].Latitude, places[i].Longitude)
		places[i].At = p
		low, high = Point{min(low.X, p.X), min(low.Y, p.Y)}, Point{max(high.X, p.X), max(high.Y, p.Y)}
	}
	scale := min((mapWidth-2*mapMargin)/(high.X-low.X), (mapHeight-2*mapMargin)/(high.Y-low.Y), widestScale)
	left := mapWidth/2 - scale*(low.X+high.X)/2
	top := mapHeight/2 - scale*(low.Y+high.Y)/2
	for i := range places {
		at := places[i].At
		places[i].At = Point{round(left + scale*at.X), round(top + scale*at.Y)}
	}
	m.Land = Box{round(left + scale*Frame.X), round(top + scale*Frame.Y), round(scale * Frame.Width), round(scale * Frame.Height)}
	m.Places = label(places)
	return m
}

// label puts the labels beside their points: at the first of several places where there is room, the nearer ones first.
func label(places []Place) []Place {
	var taken []Box
	for _, p := range places {
		taken = append(taken, Box{p.At.X - pointRadius, p.At.Y - pointRadius, 2 * pointRadius, 2 * pointRadius})
	}
	for i := range places {
		taken = append(taken, places[i].put(taken))
	}
	return places
}

// put chooses where the label of a place stands, and gives the box that it fills.
func (p *Place) put(taken []Box) Box {
	width := TextWidth(p.Label, mapLabel)
	page := Box{0, 0, mapWidth, mapHeight}
	var box Box
	for ring := range 8 {
		away := 10 + float64(ring)*14
		for _, d := range []Point{{1, 0}, {-1, 0}, {0.7, -0.8}, {0.7, 0.8}, {-0.7, -0.8}, {-0.7, 0.8}, {0, -1.2}, {0, 1.2}} {
			p.Text = Point{round(p.At.X + d.X*away), round(p.At.Y + d.Y*away)}
			box = Box{p.Text.X, p.Text.Y - labelHeight/2, width, labelHeight}
			p.Anchor, p.Leader = "start", ring > 0
			if d.X < 0 {
				p.Anchor, box.X = "end", p.Text.X-width
			} else if d.X == 0 {
				p.Anchor, box.X = "middle", p.Text.X-width/2
			}
			if box.within(page) && free(box, taken) {
				return box
			}
		}
	}
	return box
}

func free(box Box, taken []Box) bool {
	for _, other := range taken {
		if box.meets(other) {
			return false
		}
	}
	return true
}
