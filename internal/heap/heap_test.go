package heap

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

func TestPercent(t *testing.T) {
	for alive, want := range map[uint64]int{0: most, 1 << 20: most, 20 << 20: 200, 40 << 20: 100, 1 << 30: least} {
		if got := percent(alive); got != want {
			t.Errorf("with %d bytes alive GOGC is %d, not %d", alive, got, want)
		}
	}
}

// TestItFollows keeps something alive and lets it go, and looks what the collector was told each time.
func TestItFollows(t *testing.T) {
	t.Setenv("GOGC", "")
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	Follow()
	held := make([]byte, 64<<20)
	until(t, 63, 50)
	runtime.KeepAlive(held)
	held = nil
	until(t, most, most)
}

// until collects until GOGC lies between two values: it is set beside the program.
func until(t *testing.T, high, low int) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); ; runtime.Gosched() {
		runtime.GC()
		is := percent(alive())
		if set := debug.SetGCPercent(is); is >= low && is <= high && set == is {
			return
		} else if debug.SetGCPercent(set); time.Now().After(end) {
			t.Fatalf("GOGC is %d, and should be %d", set, is)
		}
	}
}
