package search

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"github.com/blevesearch/bleve/v2"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// Log is what the follower reads: the store.
type Log interface {
	// Sequence is the number of the last change set.
	Sequence() int64
	// News is closed at the next commit.
	News() <-chan struct{}
	// Touched are the ids that change sets after a sequence touched, and how far they go.
	Touched(ctx context.Context, after int64, most int) (ids []string, upTo int64, err error)
	// CountPresent counts the entities that stand.
	CountPresent(ctx context.Context) (int64, error)
	// PresentAfter are the next that stand after a row, up to most, with the ties that lead to them of the kinds in back.
	PresentAfter(ctx context.Context, row int64, most int, back []string) ([]kb.Present, error)
	// Present are those of some ids that stand, in no order.
	Present(ctx context.Context, ids, back []string) ([]kb.Present, error)
	// Entity is what an id leads to, or nil.
	Entity(ctx context.Context, id string) (kb.Entity, error)
	// Ties are the links of an entity, at either end.
	Ties(ctx context.Context, e kb.Entity) ([]kb.Tie, error)
}

const (
	batchSize  = 1000                   // entities indexed at once: more is hardly faster, and takes more memory
	readAtOnce = 200                    // of them, whose bodies are in memory together
	pause      = 100 * time.Millisecond // between two batches, so that many commits become one; the first waits for nothing
)

// Follow reads the log until the context ends: first what the index does not have, then each commit as it comes. It is
// the only thing that writes to the index.
func (x *Index) Follow(ctx context.Context) error {
	if err := x.begin(ctx); err != nil {
		return x.fail(ctx, err)
	}
	for {
		news, next := x.log.News(), time.After(pause)
		if err := x.catchUp(ctx); err != nil {
			return x.fail(ctx, err)
		}
		if !x.folds() {
			select {
			case <-news:
			case <-ctx.Done():
				return nil
			}
		}
		select {
		case <-next:
		case <-ctx.Done():
			return nil
		}
	}
}

// fail keeps the reason for /readyz, unless the context just ended.
func (x *Index) fail(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	x.mu.Lock()
	x.failure = err
	x.wake()
	x.mu.Unlock()
	slog.Error("the index cannot follow", "error", err)
	return err
}

// begin shows what the index has already. Where it has nothing, or is ahead of the log, which is another one then, it is
// made anew.
func (x *Index) begin(ctx context.Context) error {
	x.wholes, x.together = wholes{of: map[string]whole{}, shown: &x.values}, map[string]*giver{}
	if x.bleve != nil && x.indexed > x.log.Sequence() {
		if err := x.shut(); err != nil {
			return err
		}
		if err := x.empty(); err != nil {
			return err
		}
	}
	if x.bleve == nil {
		if err := x.build(ctx); err != nil {
			return err
		}
	}
	return x.publish(x.indexed)
}

// catchUp indexes what the log has and the index has not, and shows it at the end. What is read is the present state, so
// that each entity is read once, up to the change set that was the last at the beginning.
func (x *Index) catchUp(ctx context.Context) error {
	for x.indexed < x.log.Sequence() {
		last, seen, crumbs := x.log.Sequence(), map[string]bool{}, x.view.crumbs()
		for x.indexed < last {
			ids, upTo, err := x.log.Touched(ctx, x.indexed, batchSize)
			if err != nil {
				return err
			}
			if upTo > last {
				seen = map[string]bool{} // it goes beyond what was known then
			}
			ids = slices.DeleteFunc(ids, func(id string) bool { return seen[id] })
			for _, id := range ids {
				seen[id] = true
			}
			if err := x.index(ctx, append(ids, crumbs...), upTo); err != nil {
				return err
			}
			crumbs = nil
			slog.Debug("indexed", "sequence", upTo, "of", x.log.Sequence())
		}
	}
	if x.indexed == x.view.sequence && !x.folds() {
		return nil
	}
	return x.publish(x.indexed)
}

// index writes a batch, with the sequence in it: both are there, or neither.
func (x *Index) index(ctx context.Context, ids []string, upTo int64) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("index up to %d: %v", upTo, p)
		}
	}()
	g := gathering{x, x.bleve.NewBatch(), map[string]bool{}, newStemmed()}
	for todo := ids; len(todo) > 0; {
		todo = slices.DeleteFunc(todo, func(id string) bool { return g.taken[id] })
		var more []string
		for some := range slices.Chunk(todo, readAtOnce) {
			beside, err := g.gather(ctx, some)
			if err != nil {
				return err
			}
			more = append(more, beside...)
		}
		todo = more
	}
	g.batch.SetInternal(sequenceKey, []byte(strconv.FormatInt(upTo, 10)))
	if err := x.bleve.Batch(g.batch); err != nil {
		return err
	}
	x.indexed = upTo
	return nil
}

// gathering is a batch being gathered.
type gathering struct {
	*Index
	batch *bleve.Batch
	taken map[string]bool // ids that are in it
	stems *stemmed
}

// gather puts some ids into the batch, and gives what is tied to them and has to be made again as well.
func (g *gathering) gather(ctx context.Context, ids []string) (more []string, err error) {
	present, err := g.log.Present(ctx, ids, tiedBack)
	if err != nil {
		return nil, err
	}
	found := make(map[string]*kb.Present, len(present))
	for i := range present {
		found[present[i].ID] = &present[i]
	}
	for _, id := range ids {
		if g.taken[id] {
			continue
		}
		g.taken[id] = true
		beside, err := g.beside(ctx, id, found[id] != nil)
		if err != nil {
			return nil, err
		}
		more = append(more, beside...)
		if err := g.put(id, found[id]); err != nil {
			return nil, err
		}
	}
	return more, nil
}

// put puts what stands at an id into the batch; nil takes away what did.
func (g *gathering) put(id string, e *kb.Present) error {
	var r *row
	var d document
	if e != nil {
		r, d = prepare(g.schema, e, g.stems)
	}
	if path, _ := kb.SplitID(id); parts[path] {
		g.together[id] = newGiver(r)
	}
	if r == nil {
		g.batch.Delete(id)
		return nil
	}
	return g.batch.Index(id, d)
}

// beside are what is tied to something that was archived or restored: their rows have it no longer, or again.
func (x *Index) beside(ctx context.Context, id string, stands bool) ([]string, error) {
	known, err := x.view.reader.InternalID(id)
	if err != nil || (known != nil) == stands {
		return nil, err
	}
	e, err := x.log.Entity(ctx, id)
	if err != nil || e == nil || e.Meta().ID != id {
		return nil, err
	}
	ties, err := x.log.Ties(ctx, e)
	ids := make([]string, len(ties))
	for i, tie := range ties {
		ids[i] = tie.Other
	}
	return ids, err
}

// prepare makes the row and the document of an entity.
func prepare(s *schema.Schema, e *kb.Present, stems *stemmed) (*row, document) {
	texts := kb.Texts(s, s.ByPath(e.Type), e.Body)
	r := newRow(s, e, texts)
	return r, newDocument(e, r, texts, stems)
}
