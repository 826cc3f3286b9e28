package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"regexp"
	"strings"
)

// figure is what was measured: times of a request in microseconds, or something else as a text.
type figure struct {
	What          string
	Value         string `json:",omitempty"`
	Number        float64
	CPU, P50, P99 float64
	Matches       float64 // that each request had; 0 where it does not say
	Target        string  // with what became of it
	Beside        bool    // it is not of praxis, but what that is compared with
}

// besides is how the names of figures end, or go on, that praxis is compared with.
var besides = regexp.MustCompile(`: bare SQL$|writes the same bytes$|Bleve's own collector$|: SQLite, |^Bleve's offline|^A page written`)

// figures are all of this run.
var figures []figure

// target is what a figure should be; without an aspect there is none.
type target struct {
	aspect func(figure) float64
	name   string // what of the figure it is about, where that is not plain
	least  bool   // the figure should not be less; else, not more
	bound  float64
}

func cpuAtMost(bound float64) target {
	return target{func(f figure) float64 { return f.CPU }, "", false, bound}
}
func p50AtMost(bound float64) target {
	return target{func(f figure) float64 { return f.P50 }, "p50", false, bound}
}
func p99AtMost(bound float64) target {
	return target{func(f figure) float64 { return f.P99 }, "p99", false, bound}
}
func atMost(bound float64) target {
	return target{func(f figure) float64 { return f.Number }, "", false, bound}
}
func atLeast(bound float64) target {
	return target{func(f figure) float64 { return f.Number }, "", true, bound}
}

// judge writes the target, and whether the figure misses it.
func (t target) judge(f figure) string {
	if t.aspect == nil {
		return ""
	}
	sign, miss := "≤", ": **over**"
	missed := t.aspect(f) > t.bound
	if t.least {
		sign, miss, missed = "≥", ": **under**", t.aspect(f) < t.bound
	}
	text := strings.TrimSpace(fmt.Sprintf("%s %s %s", t.name, sign, grouped(t.bound)))
	if missed {
		text += miss
	}
	return text
}

// grouped writes a number with commas between thousands.
func grouped(n float64) string {
	if n != math.Trunc(n) {
		return fmt.Sprint(n)
	}
	text := fmt.Sprintf("%.0f", n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

func head() {
	fmt.Println("| what | CPU µs/request | p50 µs | p99 µs | target |\n|---|--:|--:|--:|---|")
}

// tell keeps a figure and prints its line.
func tell(f figure, t target) {
	f.Target, f.Beside = t.judge(f), besides.MatchString(f.What)
	figures = append(figures, f)
	if f.Value != "" {
		fmt.Printf("| %s | %s | | | %s |\n", f.What, f.Value, f.Target)
		return
	}
	fmt.Printf("| %s | %.0f | %.0f | %.0f | %s |\n", f.What, f.CPU, f.P50, f.P99, f.Target)
}

// fact tells a figure that is no time of a request.
func fact(what, value string, number float64, t target) {
	tell(figure{What: what, Value: value, Number: number}, t)
}

// keepFigures writes the figures of a run where the run that compares sizes finds them.
func keepFigures(path string) error {
	if path == "" {
		return nil
	}
	text, err := json.MarshalIndent(figures, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}

func readFigures(path string) (all []figure, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return all, json.Unmarshal(text, &all)
}
