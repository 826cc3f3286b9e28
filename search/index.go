package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/searcher"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// sequenceKey is where the index keeps the sequence that it has, written with each batch.
var sequenceKey = []byte("sequence")

// maxTerms bounds what a beginning or a misspelling may stand for, so that no question becomes slow.
const maxTerms = 1024

func init() { searcher.DisjunctionMaxClauseCount = maxTerms }

// Index finds entities. Its methods may be called from many goroutines.
type Index struct {
	schema  *schema.Schema
	log     Log
	dir     string
	lock    *os.File
	mapping mapping.IndexMapping
	values  values
	making  progress

	// Of the follower alone.
	bleve    bleve.Index // nil until there is one
	indexed  int64       // of what Bleve has
	wholes   wholes
	columns  map[uint64]*columns // by the number of the segment
	together map[string]*giver   // what changed since the last view and other rows or questions take something from

	mu      sync.RWMutex
	view    *view // nil until there is something to ask
	terms   *terms
	failure error         // why the index cannot follow; nil while it does
	changed chan struct{} // closed and made anew whenever the sequence rises
}

// Open opens the index in a folder, for this process alone. Where there is none, where it is damaged, or where the form
// of its documents has changed, Follow makes it. It knows nothing until Follow has caught up. The error is Unavailable
// where another process has the folder.
func Open(dir string, s *schema.Schema, log Log) (*Index, error) {
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	x := &Index{schema: s, log: log, dir: dir, lock: lock, terms: newTerms(), changed: make(chan struct{})}
	if x.mapping, err = newMapping(); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	if x.formed() {
		if err = x.open(); err == nil {
			return x, nil
		}
		slog.Warn("the index is made anew", "because", err)
		err = x.shut()
	}
	if err = errors.Join(err, x.empty()); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return x, nil
}

// open opens what is in use, if there is any, guarding against the panics that a damaged file can cause.
func (x *Index) open() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("open the index: %v", p)
		}
	}()
	x.bleve, err = bleve.OpenUsing(filepath.Join(x.dir, inUse), settings())
	if errors.Is(err, bleve.ErrorIndexPathDoesNotExist) {
		x.bleve = nil
		return nil
	}
	if err != nil {
		x.bleve = nil
		return err
	}
	stored, err := x.bleve.GetInternal(sequenceKey)
	if err != nil {
		return err
	}
	if x.indexed, err = strconv.ParseInt(string(stored), 10, 64); err != nil {
		return err
	}
	return x.sound()
}

// settings end a wait for a file that something else holds: without them, it is for ever. Bleve writes into what it is
// given, so that each index has its own.
func settings() map[string]any { return map[string]any{"bolt_timeout": "1s"} }

// snapshot is the present state of what Bleve has.
func (x *Index) snapshot() (*scorch.IndexSnapshot, error) {
	advanced, err := x.bleve.Advanced()
	if err != nil {
		return nil, err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return nil, err
	}
	return reader.(*scorch.IndexSnapshot), nil // files are of no other kind
}

// Sequence is the number of the last change set that the index has.
func (x *Index) Sequence() int64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.sequence()
}

func (x *Index) sequence() int64 {
	if x.view == nil {
		return 0
	}
	return x.view.sequence
}

// Failure is why the index cannot follow the log; nil while it can.
func (x *Index) Failure() error {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.failure
}

// Wait waits until there is an index and it has a change set, or the context ends. The error is Unavailable and says how
// far it is, or that it cannot follow.
func (x *Index) Wait(ctx context.Context, sequence int64) error {
	for {
		x.mu.RLock()
		have, shown, failure, changed := x.sequence(), x.view != nil, x.failure, x.changed
		x.mu.RUnlock()
		if shown && have >= sequence {
			return nil
		}
		if failure != nil {
			return kb.Errorf(kb.Unavailable, "the index has change set %d and cannot follow the log", have)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return kb.Errorf(kb.Unavailable, "the index has change set %d and not yet %d: ask again in a moment", have, sequence)
		}
	}
}

// Close ends the index, once Follow has ended. What it was doing is done again after the next Open.
func (x *Index) Close() error {
	x.show(nil)
	return errors.Join(x.shut(), x.lock.Close())
}

// shut closes what Bleve has open.
func (x *Index) shut() error {
	if x.bleve == nil {
		return nil
	}
	err := x.bleve.Close()
	x.bleve, x.indexed = nil, 0
	return err
}
