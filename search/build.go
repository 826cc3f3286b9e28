package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
)

// progress is how far a build is.
type progress struct {
	done, of atomic.Int64
	began    atomic.Int64 // in nanoseconds of the clock; 0 while nothing is built
}

// Progress is how far the index is with being made anew: documents done, of how many, and how many in a second.
type Progress struct {
	Done, Of int64
	Rate     float64
}

// Making tells how far the index is with being made anew; not ok where it is not being made.
func (x *Index) Making() (p Progress, ok bool) {
	began := x.making.began.Load()
	if began == 0 {
		return Progress{}, false
	}
	p = Progress{Done: x.making.done.Load(), Of: x.making.of.Load()}
	p.Rate = float64(p.Done) / max(time.Since(time.Unix(0, began)).Seconds(), 0.001)
	return p, true
}

// A build of 100,000 merges its parts once; more at once takes more memory.
const (
	buildBatch = 2000
	buildMerge = 128
)

// tellEvery is how often the log says how far a build is.
const tellEvery = 5 * time.Second

// build makes an index of all that stands, in one segment, beside the place where it belongs, and then puts it there.
// A process that is killed meanwhile leaves what the next one throws away.
func (x *Index) build(ctx context.Context) error {
	last := x.log.Sequence()
	present, err := x.log.CountPresent(ctx)
	if err != nil {
		return err
	}
	x.making.done.Store(0)
	x.making.of.Store(present)
	x.making.began.Store(time.Now().UnixNano())
	defer x.making.began.Store(0)
	folder := filepath.Join(x.dir, inTheMake)
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	n, err := x.fill(ctx, folder)
	if err != nil {
		return err
	}
	if n == 0 {
		return x.buildOfNothing(folder, last)
	}
	if err := stamp(folder, last); err != nil {
		return err
	}
	if err := os.Rename(folder, filepath.Join(x.dir, inUse)); err != nil {
		return err
	}
	return x.open()
}

// fill builds an index in a folder, and gives the number of its documents. What is read and stemmed comes from another goroutine: the builder works alone.
func (x *Index) fill(ctx context.Context, folder string) (n int, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("build the index: %v", p)
		}
	}()
	builder, err := bleve.NewBuilder(folder, x.mapping, map[string]any{"batchSize": buildBatch, "mergeMax": buildMerge, "buildPathPrefix": folder})
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	told := time.Now()
	for d := range x.documents(ctx) {
		if d.err == nil {
			n++
			d.err = builder.Index(d.id, d.document)
		}
		if d.err != nil {
			return n, d.err
		}
		x.making.done.Add(1)
		told = x.tell(told)
	}
	if err := ctx.Err(); err != nil || n == 0 {
		return 0, err
	}
	return n, builder.Close()
}

// tell says in the log how far a build is, if it is time to.
func (x *Index) tell(last time.Time) time.Time {
	if time.Since(last) < tellEvery {
		return last
	}
	p, _ := x.Making()
	slog.Info("the index is being made", "documents", p.Done, "of", p.Of, "per_second", int(p.Rate))
	return time.Now()
}

// buildOfNothing makes an index without documents, which the builder cannot.
func (x *Index) buildOfNothing(folder string, sequence int64) (err error) {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if x.bleve, err = bleve.NewUsing(filepath.Join(x.dir, inUse), x.mapping, scorch.Name, scorch.Name, settings()); err != nil {
		x.bleve = nil
		return err
	}
	x.indexed = sequence
	return setSequence(x.bleve, sequence)
}

func setSequence(b bleve.Index, sequence int64) error {
	return b.SetInternal(sequenceKey, []byte(strconv.FormatInt(sequence, 10)))
}

// made is what became of an entity.
type made struct {
	id       string
	document document
	err      error
}

// documents makes the documents of all that stands, until the context ends.
func (x *Index) documents(ctx context.Context) <-chan made {
	all := make(chan made, 64)
	give := func(d made) bool {
		select {
		case all <- d:
			return true
		case <-ctx.Done():
			return false
		}
	}
	go func() {
		defer close(all)
		defer func() {
			if p := recover(); p != nil { // else it would end the program
				give(made{err: fmt.Errorf("make documents: %v", p)})
			}
		}()
		stems := newStemmed()
		for row := int64(0); ; {
			some, err := x.log.PresentAfter(ctx, row, readAtOnce, tiedBack)
			if err != nil {
				give(made{err: err})
			}
			if err != nil || len(some) == 0 {
				return
			}
			for i := range some {
				_, d := prepare(x.schema, &some[i], stems)
				if !give(made{id: some[i].ID, document: d}) {
					return
				}
			}
			row = some[len(some)-1].Row
		}
	}()
	return all
}

// stamp writes the sequence into an index that was built: the builder cannot.
func stamp(folder string, sequence int64) error {
	b, err := bleve.OpenUsing(folder, settings())
	if err != nil {
		return err
	}
	return errors.Join(setSequence(b, sequence), b.Close())
}
