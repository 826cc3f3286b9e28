package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// slack is how much faster than its matches a question may grow before it is called over: caches hold less of more.
const slack = 1.5

// compareSizes measures each size in processes of its own, and then prints how each figure grows from the first to the
// last. Where folder is empty, the graphs are thrown away.
func compareSizes(ctx context.Context, folder string, sizes []string) error {
	if folder == "" {
		made, err := os.MkdirTemp("", "praxis-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(made)
		folder = made
	}
	var all [][]figure
	for _, practices := range sizes {
		dir := filepath.Join(folder, practices)
		path := filepath.Join(folder, practices+".json")
		if err := again(ctx, "-data", dir, "-practices", practices, "-figures", path); err != nil {
			return err
		}
		found, err := readFigures(path)
		if err != nil {
			return err
		}
		all = append(all, found)
		fmt.Println()
	}
	if len(sizes) > 1 {
		growth(sizes, all)
	}
	return nil
}

// again runs this program with other flags, and with those that say what is measured.
func again(ctx context.Context, flags ...string) error {
	child := exec.CommandContext(ctx, os.Args[0], append(flags, "-only", wanted.String())...)
	child.Stdout, child.Stderr = os.Stdout, os.Stderr
	return child.Run()
}

// growth prints the processor time of each question at each size, with the matches that it had, and the figures that are
// no times.
func growth(sizes []string, all [][]figure) {
	fmt.Printf("| CPU µs a request (matches) | %s | grows | its matches |\n|---|%s--:|--:|\n", strings.Join(sizes, " | "), strings.Repeat("--:|", len(sizes)))
	for _, first := range all[0] {
		var cells []string
		last := first
		for _, found := range all {
			at := slices.IndexFunc(found, func(f figure) bool { return f.What == first.What })
			if at < 0 {
				cells = append(cells, "")
				continue
			}
			last = found[at]
			cells = append(cells, last.cell())
		}
		fmt.Printf("| %s | %s | %s |\n", first.What, strings.Join(cells, " | "), grows(first, last))
	}
}

func (f figure) cell() string {
	switch {
	case f.Value != "":
		return f.Value
	case f.Matches > 0:
		return fmt.Sprintf("%.0f (%s)", f.CPU, grouped(float64(int(f.Matches+0.5))))
	}
	return fmt.Sprintf("%.0f", f.CPU)
}

// grows says how much longer a request takes than at the first size, and how many more matches it has.
func grows(first, last figure) string {
	if first.Value != "" || first.CPU == 0 {
		return " | "
	}
	times, matches := last.CPU/first.CPU, 1.0
	if first.Matches > 0 {
		matches = last.Matches / first.Matches
	}
	text := fmt.Sprintf("× %.1f | × %.1f", times, matches)
	if !first.Beside && times > slack*max(matches, 1) {
		text = fmt.Sprintf("× %.1f: **over** | × %.1f", times, matches)
	}
	return text
}
