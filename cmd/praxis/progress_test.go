package main

import (
	"bytes"
	"regexp"
	"testing"
	"time"
)

// TestProgressWithoutATerminal says now and then how far a command has come, and how long it takes yet, but not often.
func TestProgressWithoutATerminal(t *testing.T) {
	var out bytes.Buffer
	b := newBar(errorWriter{&out})
	b.tell("write", progressStep, 10*progressStep)
	if out.Len() > 0 {
		t.Errorf("it says %q at once", out.String())
	}
	b.began, b.told = time.Now().Add(-time.Minute), time.Time{}
	b.tell("write", 2*progressStep, 10*progressStep)
	if want := regexp.MustCompile(`^write: 128 of 640 rows, \d+ rows/s, \d+m\d+s left\n$`); !want.MatchString(out.String()) {
		t.Errorf("it says %q", out.String())
	}
	out.Reset()
	b.told = time.Time{}
	b.tell("read", 3*progressStep, 0)
	if want := regexp.MustCompile(`^read: 192 rows, \d+ rows/s\n$`); !want.MatchString(out.String()) {
		t.Errorf("of a number that is not known it says %q", out.String())
	}
}
