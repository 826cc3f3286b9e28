package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/praxis-kb/praxis/graph"
)

// Bounds of a measurement: enough requests for a p99, and an end where each is slow.
const (
	requests = 400
	longest  = 20 * time.Second
)

// wanted is what is measured.
var wanted = regexp.MustCompile("")

// profiled profiles into a file, if one is named, until stop is called.
func profiled(path string) (stop func() error, err error) {
	if path == "" {
		return func() error { return nil }, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return func() error { pprof.StopCPUProfile(); return file.Close() }, pprof.StartCPUProfile(file)
}

// usage is the processor time that the process has taken, in all its threads.
func usage() time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0 // it cannot fail for the process itself
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// memory tells how much the system cannot take back: not the mapped files. What requests left is collected first.
func memory(what string, z sizes) {
	runtime.GC()
	runtime.GC() // the second frees what the first found in pools
	file, err := os.Open("/proc/self/status")
	if err != nil {
		return // not on Linux
	}
	defer file.Close()
	most := target{}
	switch {
	case z.practices <= 10_000:
		most = atMost(120)
	case z.practices <= 100_000:
		most = atMost(300)
	}
	var heap runtime.MemStats
	runtime.ReadMemStats(&heap)
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if name, value, _ := strings.Cut(lines.Text(), ":"); name == "RssAnon" {
			var kB int
			fmt.Sscan(value, &kB)
			fact(what, fmt.Sprintf("%d MB (live heap %d MB)", kB>>10, heap.HeapAlloc>>20), float64(kB>>10), most)
		}
	}
}

// timed runs something with rotating parameters and tells what one took.
func timed(what string, t target, one func(n int) error) error {
	_, err := measured(what, t, one)
	return err
}

// matched counts what the requests of a measurement matched, where they say so: what their time may grow with.
var matched int

// measured is timed that also gives the processor time of one, to set it beside another; nothing of what is not wanted.
func measured(what string, t target, one func(n int) error) (time.Duration, error) {
	if !wanted.MatchString(what) {
		return 0, nil
	}
	for n := range 5 { // the document is parsed, the paths are warm
		if err := one(-1 - n); err != nil {
			return 0, fmt.Errorf("%s: %w", what, err)
		}
	}
	runtime.GC()
	matched = 0
	times := make([]time.Duration, 0, requests)
	begin, u := time.Now(), usage()
	for n := 0; n < requests && time.Since(begin) < longest; n++ {
		start := time.Now()
		if err := one(n); err != nil {
			return 0, fmt.Errorf("%s: %w", what, err)
		}
		times = append(times, time.Since(start))
	}
	each := (usage() - u) / time.Duration(len(times))
	slices.Sort(times)
	tell(figure{What: what, CPU: micros(each), P50: micros(times[len(times)/2]), P99: micros(times[len(times)*99/100]),
		Matches: float64(matched) / float64(len(times))}, t)
	return each, nil
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

// bench is what the questions are asked of.
type bench struct {
	ctx context.Context
	*opened
	server *graph.Server
	z      sizes
}

// ask asks a question that must be answered without errors.
func (b *bench) ask(query string, variables map[string]any) (graph.Answer, error) {
	a := b.server.Execute(b.ctx, graph.Request{Query: query, Variables: variables}, false)
	if a.ETag == "" {
		return a, fmt.Errorf("%.300s", a.Body)
	}
	return a, nil
}
