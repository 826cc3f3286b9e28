package picture

import (
	"fmt"
	"math"
)

// spoke is a curve from the edge of a box to a point beside it, level at both ends.
func spoke(box Box, centre, to Point) string {
	from := Point{box.X, centre.Y}
	if to.X > centre.X {
		from.X += box.Width
	}
	half := (from.X + to.X) / 2
	return fmt.Sprintf("M%g %gC%g %g %g %g %g %g", round(from.X), round(from.Y), round(half), round(from.Y), round(half), to.Y, to.X, to.Y)
}

// bend is a curve between two points that is drawn towards a third.
func bend(a, b, towards Point) string {
	reach := 0.55
	if a.X == b.X { // on one side: only as far as they lie apart
		reach = math.Min(0.55, math.Abs(a.Y-b.Y)/400+0.12)
	}
	x := func(p Point) float64 { return round(p.X + (towards.X-p.X)*reach) }
	return fmt.Sprintf("M%g %gC%g %g %g %g %g %g", a.X, a.Y, x(a), a.Y, x(b), b.Y, b.X, b.Y)
}

// Arc is a curve from one point to another that bows to its left, the more the higher its rank among those between the
// same two. It ends short of both, to leave room for what stands there.
func Arc(from, to Point, rank int) string {
	dx, dy := to.X-from.X, to.Y-from.Y
	long := math.Hypot(dx, dy)
	if long == 0 {
		return ""
	}
	bow := long * (0.16 + 0.09*float64(rank))
	middle := Point{(from.X+to.X)/2 + dy/long*bow, (from.Y+to.Y)/2 - dx/long*bow}
	start, end := short(from, middle, 7), short(to, middle, 9)
	return fmt.Sprintf("M%g %gQ%g %g %g %g", round(start.X), round(start.Y), round(middle.X), round(middle.Y), round(end.X), round(end.Y))
}

// short is the point a little way from one towards another.
func short(from, towards Point, way float64) Point {
	dx, dy := towards.X-from.X, towards.Y-from.Y
	long := math.Hypot(dx, dy)
	way = math.Min(way, long/3)
	return Point{from.X + dx/long*way, from.Y + dy/long*way}
}
