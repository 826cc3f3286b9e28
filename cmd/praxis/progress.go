package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// errorWriter is where progress goes: the error stream.
type errorWriter struct{ io.Writer }

// bar shows how far a long command has come, with the rate and the time left: on a terminal as a bar, elsewhere as a line
// now and then.
type bar struct {
	out      io.Writer
	terminal bool
	stage    string
	now      *progressbar.ProgressBar
	began    time.Time // the stage
	told     time.Time // the last line
}

func newBar(errs errorWriter) *bar {
	file, ok := errs.Writer.(*os.File)
	return &bar{out: errs, terminal: ok && term.IsTerminal(int(file.Fd())), told: time.Now()}
}

// lineEvery is how long nothing is said where nobody looks: a log should not be all progress.
const lineEvery = 10 * time.Second

// progressStep is how many rows go by between two looks at the clock.
const progressStep = 64

func (b *bar) tell(stage string, done, total int) {
	if done%progressStep != 0 && done != total {
		return
	}
	if !b.terminal {
		b.tellLine(stage, done, total)
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

func (b *bar) tellLine(stage string, done, total int) {
	now := time.Now()
	if stage != b.stage {
		b.stage, b.began = stage, now
	}
	if now.Sub(b.told) < lineEvery {
		return
	}
	b.told = now
	rate := float64(done) / max(now.Sub(b.began).Seconds(), 0.001)
	line := fmt.Sprintf("%s: %d rows, %.0f rows/s", stage, done, rate)
	if total > 0 && rate > 0 {
		left := time.Duration(float64(total-done) / rate * float64(time.Second))
		line = fmt.Sprintf("%s: %d of %d rows, %.0f rows/s, %s left", stage, done, total, rate, left.Round(time.Second))
	}
	fmt.Fprintln(b.out, line)
}

// clear takes the line away, before something else is written.
func (b *bar) clear() {
	if b.now != nil {
		b.now.Clear()
	}
}
