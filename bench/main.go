// Command bench loads a made-up graph of the size of Europe's and measures praxis on it, each figure beside the limit of
// the machine in the same run. It prints one table in Markdown.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/graph"
	"github.com/praxis-kb/praxis/internal/heap"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/search"
	"github.com/praxis-kb/praxis/store"
)

// indexFolder is where the index lies beside the store.
const indexFolder = "index"

// loadingGC is GOGC while loading, which is done once and may take memory.
const loadingGC = 400

// cacheMB is shared out as serve does.
var cacheMB = flag.Int("cache-mb", 40, "how many megabytes to keep in memory of entities, links and answers")

func main() {
	sizes := flag.String("practices", "10000", "how many practices, or several numbers with commas between them to see what grows; the rest grows with them")
	keep := flag.String("keep", "", "a folder that keeps the graph of each size for the next run; none throws them away")
	dir := flag.String("data", "", "a folder for the graph of a single size")
	only := flag.Bool("load", false, "load into the folder and stop: the first half of a run, in a process of its own")
	into := flag.String("figures", "", "a file for the figures of a single size, as JSON")
	flag.Func("only", "measure no more than what a regular expression matches, such as Q1", func(text string) (err error) {
		wanted, err = regexp.Compile(text)
		return err
	})
	profile := flag.String("profile", "", "a file for the processor profile of what is measured")
	flag.Parse()
	slog.SetLogLoggerLevel(slog.LevelWarn)
	stop, err := profiled(*profile)
	if err == nil {
		err = errors.Join(run(context.Background(), strings.Split(*sizes, ","), *keep, *dir, *only), stop(), keepFigures(*into))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures one size in a folder, or each in a process of its own.
func run(ctx context.Context, sizes []string, keep, dir string, only bool) error {
	if dir == "" {
		return compareSizes(ctx, keep, sizes)
	}
	practices, err := strconv.Atoi(sizes[0])
	switch {
	case err != nil:
		return err
	case only:
		return loadInto(ctx, dir, sizesOf(practices))
	}
	return measure(ctx, dir, sizesOf(practices))
}

// measure loads in a process of its own, so that start-up and memory are those of a server on data that it finds.
func measure(ctx context.Context, dir string, z sizes) error {
	fmt.Printf("%d practices, %d entities, %s, %d cores, %s\n\n", z.practices, z.entities(), runtime.Version(), runtime.NumCPU(), time.Now().Format(time.DateOnly))
	head()
	loaded := filepath.Join(dir, "load.json")
	if _, err := os.Stat(filepath.Join(dir, indexFolder)); err != nil {
		if err := again(ctx, "-load", "-data", dir, "-practices", fmt.Sprint(z.practices), "-figures", loaded); err != nil {
			return fmt.Errorf("load: %w", err)
		}
	}
	figures, _ = readFigures(loaded) // none where an earlier program loaded it
	if err := sizesOnDisk(dir); err != nil {
		return err
	}
	return ask(ctx, dir, z)
}

// storeBytes is the part of them that the store has.
func storeBytes() int { return *cacheMB << 20 / 8 * 7 }

// opened is a store with its index.
type opened struct {
	store *store.Store
	index *search.Index
	stop  func() error
}

// forget drops what the store keeps in memory.
func (o *opened) forget() { o.store.Keep(storeBytes()) }

// open opens both and waits until the index has all.
func open(ctx context.Context, dir string) (*opened, error) {
	s, err := store.Open(ctx, dir, schema.MustRead(praxis.Declaration))
	if err != nil {
		return nil, err
	}
	s.Keep(storeBytes())
	if err := s.ReadWords(ctx); err != nil { // of a graph that an earlier program loaded
		s.Close()
		return nil, err
	}
	x, err := search.Open(filepath.Join(dir, indexFolder), s.Schema(), s)
	if err != nil {
		s.Close()
		return nil, err
	}
	following, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- x.Follow(following) }()
	o := &opened{s, x, func() error {
		cancel()
		<-ended
		x.Close()
		return s.Close()
	}}
	return o, x.Wait(ctx, s.Sequence())
}

// loadInto fills the store, where it is empty, and makes the index.
func loadInto(ctx context.Context, dir string, z sizes) error {
	debug.SetGCPercent(loadingGC)
	s, err := store.Open(ctx, dir, schema.MustRead(praxis.Declaration))
	if err != nil {
		return err
	}
	present, err := s.CountPresent(ctx)
	if err == nil && present < int64(z.entities()) {
		err = errors.Join(importInto(ctx, s, z), readWords(ctx, s, z))
	}
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	begin, u := time.Now(), usage()
	o, err := open(ctx, dir)
	if err != nil {
		return err
	}
	rate("Index", "documents", z.entities(), time.Since(begin), usage()-u, atLeast(1000))
	return o.stop()
}

func importInto(ctx context.Context, s *store.Store, z sizes) error {
	done, err := load(ctx, s, z)
	if err == nil {
		rate("Import", "entities", done.entities, done.took, done.processor, target{})
	}
	return err
}

// readWords makes what filters by text start from, which a server does beside its answers.
func readWords(ctx context.Context, s *store.Store, z sizes) error {
	begin, u := time.Now(), usage()
	err := s.ReadWords(ctx)
	rate("Words for filters", "entities", z.entities(), time.Since(begin), usage()-u, target{})
	return err
}

// rate tells how many were made in a second, and in one of a processor, which neighbours take less from.
func rate(what, of string, n int, took, processor time.Duration, t target) {
	each := float64(n) / took.Seconds()
	fact(what, fmt.Sprintf("%s %s/s, %s a processor second (%d in %.1f s)", grouped(math.Round(each)), of,
		grouped(math.Round(float64(n)/processor.Seconds())), n, took.Seconds()), each, t)
}

func sizesOnDisk(dir string) error {
	file, err := os.Stat(filepath.Join(dir, store.File))
	if err != nil {
		return err
	}
	var index int64
	err = filepath.Walk(filepath.Join(dir, indexFolder), func(_ string, f os.FileInfo, err error) error {
		if err == nil && !f.IsDir() {
			index += f.Size()
		}
		return err
	})
	fact("On disk", fmt.Sprintf("store %d MB, index %d MB", file.Size()>>20, index>>20), 0, target{})
	return err
}

// ask measures the questions on data that is there.
func ask(ctx context.Context, dir string, z sizes) error {
	heap.Follow() // as serve does
	begin, u := time.Now(), usage()
	o, err := open(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { o.stop() }()
	fact("Start-up, store and index", fmt.Sprintf("%.2f s, CPU %.2f s", time.Since(begin).Seconds(), (usage()-u).Seconds()), 0, target{})
	memory("Memory after start-up", z)
	b := &bench{ctx: ctx, opened: o, server: graph.New(o.store, o.index, "bench").WithCache(*cacheMB << 20 / 8), z: z}
	if err := b.questions(dir); err != nil {
		return err
	}
	memory("Memory after the questions", z)
	if err := b.finding(dir); err != nil {
		return err
	}
	if err := b.loopback(); err != nil {
		return err
	}
	if err := b.plainSQL(dir); err != nil {
		return err
	}
	if err := b.commits(dir); err != nil {
		return err
	}
	return b.steady(dir)
}
