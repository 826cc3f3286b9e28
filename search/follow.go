package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strconv"

	index "github.com/blevesearch/bleve_index_api"

	"github.com/praxis-kb/praxis/kb"
)

// Log is what the follower reads: the store.
type Log interface {
	// Sequence is the number of the last change set.
	Sequence() int64
	// News is closed at the next commit.
	News() <-chan struct{}
	// Touched are the ids that change sets after a sequence touched, and how far they go.
	Touched(ctx context.Context, after int64, most int) (ids []string, upTo int64, err error)
	// Entity is what an id leads to, or nil.
	Entity(ctx context.Context, id string) (kb.Entity, error)
	// Body is the body of an entity.
	Body(ctx context.Context, e kb.Entity) (map[string]any, error)
	// Ties are the links of an entity, at either end.
	Ties(ctx context.Context, e kb.Entity) ([]kb.Tie, error)
}

// batchSize is how many entities are indexed at once: more is hardly faster, and takes more memory.
const batchSize = 1000

// Follow reads the log until the context ends: first what the index does not have, then each commit as it comes. It is
// the only thing that writes to the index.
func (x *Index) Follow(ctx context.Context) error {
	if err := x.warm(ctx); err != nil {
		return x.fail(ctx, err)
	}
	for {
		news := x.log.News()
		if err := x.catchUp(ctx); err != nil {
			return x.fail(ctx, err)
		}
		select {
		case <-news:
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
	x.mu.Unlock()
	slog.Error("the index cannot follow", "error", err)
	return err
}

// warm reads into memory what belongs to the documents that the index has already. Where the index is ahead of the log,
// the log is another one: the index begins anew.
func (x *Index) warm(ctx context.Context) error {
	if x.indexed > x.log.Sequence() {
		if err := x.begin(); err != nil {
			return err
		}
	}
	known := rows{} // of its own until it is shown: questions read the rows meanwhile
	for at := int64(0); at < x.indexed; {
		ids, upTo, err := x.log.Touched(ctx, at, batchSize)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if known[id] != nil {
				continue // what is read is the present state, whichever change set touched it
			}
			r, _, err := x.read(ctx, id, false)
			if err != nil {
				return err
			}
			if r != nil {
				known[id] = r
			}
		}
		at = upTo
	}
	x.mu.Lock()
	x.rows = known
	x.mu.Unlock()
	return x.publish(x.indexed, true)
}

// begin throws the index away and makes an empty one.
func (x *Index) begin() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.bleve.Close(); err != nil {
		return err
	}
	if err := os.RemoveAll(x.dir); err != nil {
		return err
	}
	x.sequence, x.indexed, x.rows = 0, 0, rows{}
	if err := x.open(); err != nil {
		return err
	}
	return os.WriteFile(x.formFile(), []byte(form(x.schema)), 0o644)
}

// catchUp indexes what the log has and the index has not, and shows it at the end. What is read is the present state, so
// that each entity is read once, up to the change set that was the last at the beginning.
func (x *Index) catchUp(ctx context.Context) error {
	at, spread := x.sequence, false
	for at < x.log.Sequence() {
		last, seen := x.log.Sequence(), map[string]bool{}
		for at < last {
			ids, upTo, err := x.log.Touched(ctx, at, batchSize)
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
			widened, err := x.index(ctx, ids, upTo)
			if err != nil {
				return err
			}
			at, spread = upTo, spread || widened
			slog.Debug("indexed", "sequence", upTo, "of", x.log.Sequence())
		}
	}
	if at == x.sequence {
		return nil
	}
	return x.publish(at, spread)
}

// index writes a batch, with the sequence in it: both are there, or neither.
func (x *Index) index(ctx context.Context, ids []string, upTo int64) (widened bool, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("index up to %d: %v", upTo, p)
		}
	}()
	batch := x.bleve.NewBatch()
	changed := map[string]*row{}
	for _, id := range ids {
		r, doc, err := x.read(ctx, id, true)
		if err != nil {
			return false, err
		}
		changed[id] = r
		if r == nil || r.hidden {
			batch.Delete(id)
		} else if err := batch.Index(id, doc); err != nil {
			return false, err
		}
	}
	batch.SetInternal(sequenceKey, []byte(strconv.FormatInt(upTo, 10)))
	if err := x.bleve.Batch(batch); err != nil {
		return false, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for id, r := range changed {
		old := x.rows[id]
		widened = widened || leads(old) || leads(r)
		if r == nil {
			delete(x.rows, id)
		} else {
			x.rows[id] = r
		}
	}
	return widened, nil
}

// leads tells whether other rows take values, or questions take words, from this one.
func leads(r *row) bool {
	return r != nil && (len(r.up) > 0 || r.typ == "theme" || r.typ == "territory" || r.typ == "city" || r.typ == "benchmark")
}

// read makes the row of an id, and its document where that is wanted; none where nothing stands there.
func (x *Index) read(ctx context.Context, id string, wanted bool) (*row, document, error) {
	e, err := x.log.Entity(ctx, id)
	if err != nil || e == nil || e.Meta().ID != id || e.Meta().ArchivedAt != nil {
		return nil, document{}, err
	}
	ties, err := x.log.Ties(ctx, e)
	if err != nil {
		return nil, document{}, err
	}
	body, err := x.log.Body(ctx, e)
	if err != nil {
		return nil, document{}, err
	}
	r := newRow(x.schema, e, body, ties)
	if !wanted {
		return r, document{}, nil
	}
	return r, newDocument(x.schema, e, body, ties), nil
}

// publish shows what was indexed: from now on questions are asked of it.
func (x *Index) publish(sequence int64, spread bool) error {
	advanced, err := x.bleve.Advanced()
	if err != nil {
		return err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, r := range x.rows {
		if spread || r.values[byType] == nil {
			x.rows.spread(r)
		}
	}
	at, err := numbered(reader, x.rows)
	if err != nil {
		return errors.Join(err, reader.Close())
	}
	if x.reader != nil {
		x.reader.Close()
	}
	if spread || x.reader == nil {
		x.terms = newTerms(x.rows)
	}
	x.reader, x.at, x.sequence = reader, at, sequence
	close(x.changed)
	x.changed = make(chan struct{})
	return nil
}

// numbered puts the rows in the order of the documents' numbers in a reader.
func numbered(reader index.IndexReader, all rows) ([]*row, error) {
	ids, err := reader.DocIDReaderAll()
	if err != nil {
		return nil, err
	}
	defer ids.Close()
	var at []*row
	for {
		internal, err := ids.Next()
		if err != nil || internal == nil {
			return at, err
		}
		id, err := reader.ExternalID(internal)
		if err != nil {
			return nil, err
		}
		n := internal.Value()
		for uint64(len(at)) <= n {
			at = append(at, nil)
		}
		at[n] = all[id]
	}
}
