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

func head() {
	fmt.Println("| what | CPU µs/request | p50 µs | p99 µs | target |\n|---|--:|--:|--:|---|")
}

// fact prints a figure that is no time per request.
func fact(what, value, target string) { fmt.Printf("| %s | %s | | | %s |\n", what, value, target) }

// usage is the processor time that the process has taken, in all its threads.
func usage() time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0 // it cannot fail for the process itself
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// anonymous is the memory that the system cannot take back: not the mapped files. What requests left is collected first.
func anonymous() string {
	runtime.GC()
	runtime.GC() // the second frees what the first found in pools
	file, err := os.Open("/proc/self/status")
	if err != nil {
		return "unknown"
	}
	defer file.Close()
	var heap runtime.MemStats
	runtime.ReadMemStats(&heap)
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if name, value, _ := strings.Cut(lines.Text(), ":"); name == "RssAnon" {
			var kB int
			fmt.Sscan(value, &kB)
			return fmt.Sprintf("%d MB (live heap %d MB)", kB>>10, heap.HeapAlloc>>20)
		}
	}
	return "unknown"
}

// timed runs something with rotating parameters and prints what one took.
func timed(what, target string, one func(n int) error) error {
	_, err := measured(what, target, one)
	return err
}

// measured is timed that also gives the processor time of one, to set it beside another; nothing of what is not wanted.
func measured(what, target string, one func(n int) error) (time.Duration, error) {
	if !wanted.MatchString(what) {
		return 0, nil
	}
	for n := range 5 { // the document is parsed, the paths are warm
		if err := one(-1 - n); err != nil {
			return 0, fmt.Errorf("%s: %w", what, err)
		}
	}
	runtime.GC()
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
	fmt.Printf("| %s | %d | %d | %d | %s |\n", what, each.Microseconds(),
		times[len(times)/2].Microseconds(), times[len(times)*99/100].Microseconds(), target)
	return each, nil
}

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
