package picture

import "math"

// Europe is projected by Lambert's azimuthal equal-area projection around 52° N 10° E, which is what the European Union
// prescribes for statistics (EPSG:3035): areas can be compared. The sphere in place of the ellipsoid is off by less than
// a pixel.
const (
	earthRadius = 6371.0 // kilometres
	centreNorth = 52.0
	centreEast  = 10.0
)

// Project is where a place lies in kilometres from the centre of the map; y grows to the south.
func Project(latitude, longitude float64) Point {
	north, east := latitude*math.Pi/180, (longitude-centreEast)*math.Pi/180
	middle := centreNorth * math.Pi / 180
	k := math.Sqrt(2 / (1 + math.Sin(middle)*math.Sin(north) + math.Cos(middle)*math.Cos(north)*math.Cos(east)))
	return Point{
		X: earthRadius * k * math.Cos(north) * math.Sin(east),
		Y: -earthRadius * k * (math.Cos(middle)*math.Sin(north) - math.Sin(middle)*math.Cos(north)*math.Cos(east)),
	}
}

// Frame is the part of the map that is drawn, in kilometres: from the Azores' side of Ireland to the Caucasus.
var Frame = Box{X: -2700, Y: -2300, Width: 5400, Height: 4500}
