// Package picture is the geometry of pictures: where things stand, so that nothing covers anything else. It draws
// nothing and knows nothing of what it places; templates draw.
package picture

import "math"

// Point is a place in a picture, in its own units; y grows downwards.
type Point struct{ X, Y float64 }

// Box is a rectangle in a picture.
type Box struct{ X, Y, Width, Height float64 }

func (b Box) meets(other Box) bool {
	return b.X < other.X+other.Width && other.X < b.X+b.Width && b.Y < other.Y+other.Height && other.Y < b.Y+b.Height
}

func (b Box) within(other Box) bool {
	return b.X >= other.X && b.Y >= other.Y && b.X+b.Width <= other.X+other.Width && b.Y+b.Height <= other.Y+other.Height
}

// letterWidth is the mean width of a letter in parts of its size. It is a little more than that of common sans serif
// faces, since the reader's face is not known.
const letterWidth = 0.56

// TextWidth is about how wide a text is in a size.
func TextWidth(text string, size float64) float64 {
	return float64(len([]rune(text))) * letterWidth * size
}

// Cut shortens a text to what fits a width in a size, and says by an ellipsis that it did.
func Cut(text string, size, width float64) string {
	letters, room := []rune(text), int(width/(letterWidth*size))
	if len(letters) <= room || room < 1 {
		return text
	}
	return string(letters[:room-1]) + "…"
}

func round(x float64) float64 { return math.Round(x*10) / 10 }
