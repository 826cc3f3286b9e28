package kb_test

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/praxis-kb/praxis/kb"
)

func TestMarksKeepFormulasFromRunning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringOf(rapid.SampledFrom([]rune("'=+-@\t\ra 1."))).Draw(t, "cell")
		marked := kb.MarkCell(cell)
		if kb.UnmarkCell(marked) != cell {
			t.Errorf("%q comes back as %q", cell, kb.UnmarkCell(marked))
		}
		if _, err := strconv.ParseFloat(cell, 64); err == nil && !strings.HasPrefix(cell, "+") {
			return // a number runs nothing
		}
		if marked != "" && strings.ContainsRune("=+-@\t\r", rune(marked[0])) {
			t.Errorf("%q is a formula", marked)
		}
	})
}
