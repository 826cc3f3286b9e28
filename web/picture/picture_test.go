package picture_test

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"testing"

	"github.com/praxis-kb/praxis/web/picture"
)

// TestNoLabelCoversAnother lays out forty things in groups of every size, as the widest the names can be.
func TestNoLabelCoversAnother(t *testing.T) {
	var groups []picture.Group
	id := 0
	for size := 1; size < 9; size++ {
		g := picture.Group{Label: fmt.Sprint("Group ", size)}
		for range size {
			id++
			g.Items = append(g.Items, picture.Item{ID: fmt.Sprint(id), Label: "Izpratnes kampaņas par jauniebraucējiem Jelgavā un citur Latvijā"})
		}
		groups = append(groups, g)
	}
	n := picture.Spread("The municipality has little capacity for integration", groups, [][2]string{{"1", "36"}, {"35", "36"}})
	if len(n.Spokes) != 36 || len(n.Between) != 2 || len(n.Headings) != 8 {
		t.Fatalf("%d things, %d ties, %d headings", len(n.Spokes), len(n.Between), len(n.Headings))
	}
	var boxes []picture.Box
	for _, s := range n.Spokes {
		boxes = append(boxes, picture.Box{X: textX(s.At.X, s.Left, s.Short), Y: s.At.Y - 8, Width: picture.TextWidth(s.Short, 14), Height: 16})
	}
	for _, h := range n.Headings {
		boxes = append(boxes, picture.Box{X: textX(h.At.X, h.Left, h.Label), Y: h.At.Y - 8, Width: picture.TextWidth(h.Label, 14), Height: 16})
	}
	apart(t, append(boxes, n.Middle), picture.Box{Width: n.Width, Height: n.Height})
}

func textX(x float64, left bool, text string) float64 {
	if left {
		return x - picture.TextWidth(text, 14)
	}
	return x
}

// apart fails where two boxes meet, or one leaves the page.
func apart(t *testing.T, boxes []picture.Box, page picture.Box) {
	t.Helper()
	for i, a := range boxes {
		if a.X < page.X || a.Y < page.Y || a.X+a.Width > page.Width || a.Y+a.Height > page.Height {
			t.Errorf("%v leaves the page %v", a, page)
		}
		for _, b := range boxes[:i] {
			if a.X < b.X+b.Width && b.X < a.X+a.Width && a.Y < b.Y+b.Height && b.Y < a.Y+a.Height {
				t.Errorf("%v covers %v", a, b)
			}
		}
	}
}

// TestProject compares with the projection of the ellipsoid (EPSG:3035, less its false origin), after Snyder.
func TestProject(t *testing.T) {
	for name, c := range map[string]struct{ latitude, longitude, x, y float64 }{
		"the centre": {52, 10, 0, 0},
		"Brussels":   {50.8467, 4.3517, -397.4, 113.0},
		"Athens":     {37.9838, 23.7275, 1207.4, 1445.3},
	} {
		if p := picture.Project(c.latitude, c.longitude); math.Hypot(p.X-c.x, p.Y-c.y) > 12 {
			t.Errorf("%s lies at %.1f", name, p)
		}
	}
}

// TestNeighboursAreToldApart puts four cities of one agglomeration on a map of a continent.
func TestNeighboursAreToldApart(t *testing.T) {
	m := picture.Fit([]picture.Place{
		{ID: "a", Label: "City of Brussels", Latitude: 50.8467, Longitude: 4.3517}, {ID: "b", Label: "Schaerbeek", Latitude: 50.8608, Longitude: 4.3875},
		{ID: "c", Label: "Mechelen", Latitude: 51.0287, Longitude: 4.4502}, {ID: "d", Label: "Levadia", Latitude: 38.4362, Longitude: 22.8767},
		{ID: "e", Label: "Jelgava", Latitude: 56.6522, Longitude: 23.7244}, {ID: "f", Label: "Fuenlabrada", Latitude: 40.2833, Longitude: -3.8},
	})
	var boxes []picture.Box
	for _, p := range m.Places {
		width := picture.TextWidth(p.Label, 14)
		x := map[string]float64{"start": p.Text.X, "end": p.Text.X - width, "middle": p.Text.X - width/2}[p.Anchor]
		boxes = append(boxes, picture.Box{X: x, Y: p.Text.Y - 8, Width: width, Height: 16})
	}
	apart(t, boxes, picture.Box{Width: m.Width, Height: m.Height})
}

// TestOutline holds the land to be one sound SVG, small enough to come with a page.
func TestOutline(t *testing.T) {
	d := xml.NewDecoder(bytes.NewReader(picture.Outline()))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write(picture.Outline())
	w.Close()
	if size := packed.Len(); size < 10_000 || size > 30_000 {
		t.Errorf("%d bytes gzipped, %d plain", size, len(picture.Outline()))
	}
}

func TestTimeline(t *testing.T) {
	line := picture.Line([]picture.Event{
		{ID: "late", Days: []string{"2022"}}, {ID: "never"}, {ID: "first", Days: []string{"2021-05-18", "2021-05-19"}}, {ID: "then", Days: []string{"2022-04", "2022-05"}},
	})
	var order string
	for i, r := range line.Rows {
		order += r.ID + " "
		if i > 0 && r.Y-line.Rows[i-1].Y < 24 {
			t.Errorf("%s is no row of its own", r.ID)
		}
	}
	if order != "first late then " || len(line.Undated) != 1 || line.Ticks[0].X != 20 {
		t.Errorf("%s, %v, %v", order, line.Undated, line.Ticks)
	}
}
