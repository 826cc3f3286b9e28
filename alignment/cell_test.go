package alignment

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMarksKeepFormulasFromRunning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringOf(rapid.SampledFrom([]rune("'=+-@\t\ra "))).Draw(t, "cell")
		marked := mark(cell)
		if unmark(marked) != cell {
			t.Errorf("%q comes back as %q", cell, unmark(marked))
		}
		if marked != "" && strings.ContainsRune("=+-@\t\r", rune(marked[0])) {
			t.Errorf("%q is a formula", marked)
		}
	})
}
