package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/hex"

	"github.com/praxis-kb/praxis/kb"
)

// TakeUp applies change sets of another log, the first of which follows the last one here, all or nothing. Each has to
// amount to what it says, and to have the hash that it says. The errors are Conflict or Invalid where it does not.
func (s *Store) TakeUp(ctx context.Context, sets []*ToldSet) error {
	if len(sets) == 0 {
		return nil
	}
	return s.advance(ctx, func(tx *sql.Tx) (func(), error) {
		for i, told := range sets {
			if err := s.takeUp(ctx, tx, told, int(s.Sequence())+i+1); err != nil {
				return nil, err
			}
		}
		last := sets[len(sets)-1].set
		return func() {
			s.cache.empty()
			s.move(int64(last.Sequence), stamp(last.Time), last.Author, last.Message)
		}, nil
	})
}

func (s *Store) takeUp(ctx context.Context, tx *sql.Tx, told *ToldSet, next int) error {
	if told.set.Sequence != next {
		return kb.Errorf(kb.Conflict, "the log goes on with change set %d, and %d is the next one here", told.set.Sequence, next)
	}
	if _, err := s.redo(ctx, tx, &told.set, told.lines); err != nil {
		return err
	}
	hash, err := lastHash(ctx, tx, next+1)
	if err == nil && hex.EncodeToString(hash) != told.set.Hash {
		err = kb.Errorf(kb.Conflict, "change set %d has another hash than it says: it was damaged on its way, or does not follow on what is here", next)
	}
	return err
}

// TakeRedactions keeps what says which lines of change sets were blanked, where they are taken up blanked.
func (s *Store) TakeRedactions(ctx context.Context, all []*LoggedRedaction) error {
	return s.inTransaction(ctx, func(tx *sql.Tx) error {
		for _, r := range all {
			if err := r.keep(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// GoesOn tells whether a log goes on from another: it has all its change sets, and they differ only in what its
// redactions say. The error is Conflict and says where they part.
func (s *Store) GoesOn(ctx context.Context, from *Store) error {
	if s.Sequence() < from.Sequence() {
		return kb.Errorf(kb.Conflict, "the log there ends with change set %d, and this copy has %d", s.Sequence(), from.Sequence())
	}
	blanked := map[[2]int]bool{}
	all, err := s.redactionsAfter(ctx, 0)
	if err != nil {
		return err
	}
	for _, r := range all {
		for _, l := range r.Lines {
			blanked[[2]int{l.Sequence, l.N}] = true
		}
	}
	sets, err := from.changeSets(ctx, " ORDER BY sequence", nil)
	if err != nil {
		return err
	}
	for _, set := range sets {
		if err := s.sameSet(ctx, from, set, blanked); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) sameSet(ctx context.Context, from *Store, set *kb.LoggedSet, blanked map[[2]int]bool) error {
	parted := kb.Errorf(kb.Conflict, "the log there is another one: it parts from this copy at change set %d", set.Sequence)
	here, err := s.ChangeSet(ctx, set.Sequence)
	if here == nil || err != nil {
		return cmp.Or[error](err, parted)
	}
	if blanked[[2]int{set.Sequence, -1}] {
		here.Message = set.Message
	}
	old, err := readLines(ctx, from.read, set.Sequence)
	if err != nil {
		return err
	}
	lines, err := readLines(ctx, s.read, set.Sequence)
	if err != nil {
		return err
	}
	if head(here) != head(set) || len(old) != len(lines) {
		return parted
	}
	for i, l := range lines {
		if blanked[[2]int{set.Sequence, l.index}] {
			l.body, l.link = old[i].body, old[i].link
		}
		if l != old[i] {
			return parted
		}
	}
	return nil
}
