package main

import (
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// errorWriter is where progress goes: the error stream.
type errorWriter struct{ io.Writer }

// bar shows how far a long command has come, with the rate and the time left. Where nobody looks it shows nothing.
type bar struct {
	out   io.Writer // nil where it is no terminal
	stage string
	now   *progressbar.ProgressBar
}

func newBar(errs errorWriter) *bar {
	if file, ok := errs.Writer.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return &bar{out: file}
	}
	return &bar{}
}

// progressStep is how many rows go by between two looks at the clock.
const progressStep = 64

func (b *bar) tell(stage string, done, total int) {
	if b.out == nil || done%progressStep != 0 && done != total {
		return
	}
	if stage != b.stage {
		b.clear()
		if total == 0 {
			total = -1 // not known
		}
		b.stage, b.now = stage, progressbar.NewOptions(total, progressbar.OptionSetWriter(b.out), progressbar.OptionSetDescription(stage),
			progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("rows"), progressbar.OptionClearOnFinish())
	}
	b.now.Set(done)
}

// clear takes the line away, before something else is written.
func (b *bar) clear() {
	if b.now != nil {
		b.now.Clear()
	}
}
