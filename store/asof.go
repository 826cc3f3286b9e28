package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// PastFolder is where the states of the past lie in the data folder. It can be deleted at any time: they are made again
// from the log.
const PastFolder = "past"

// AsOf makes, of the database in a folder, the one that its log amounted to at a change set, and gives the folder of
// that. It is made once, below PastFolder, and named after the change set and the hash of the log up to it: what is
// blanked later is blanked in it too. A server may be running. The error is Invalid where there is no such change set.
func AsOf(ctx context.Context, dir string, at int, s *schema.Schema) (string, error) {
	db, err := openExisting(dir)
	if err != nil {
		return "", err
	}
	defer db.Close()
	from := &Store{schema: s, read: db}
	hash, err := from.HashAt(ctx, at)
	if err != nil {
		return "", older(dir, err)
	}
	past := filepath.Join(dir, PastFolder)
	folder := filepath.Join(past, fmt.Sprintf("%d-%.16s", at, hash))
	if exists(folder) {
		return folder, nil
	}
	if err := os.MkdirAll(past, 0o755); err != nil {
		return "", unwritable(dir, err)
	}
	part, err := os.MkdirTemp(past, ".part-")
	if err != nil {
		return "", unwritable(dir, err)
	}
	defer os.RemoveAll(part)
	if err := from.replayInto(ctx, filepath.Join(part, File), at, hash); err != nil {
		return "", err
	}
	if err := os.Rename(part, folder); err != nil && !errors.Is(err, fs.ErrExist) && !exists(folder) { // another one may have been quicker
		return "", err
	}
	return folder, nil
}

// older says what to do where a file has not the form that is asked for.
func older(dir string, err error) error {
	var own *kb.Error
	if err == nil || errors.As(err, &own) {
		return err
	}
	return kb.Errorf(kb.Unavailable, "%s cannot be read (%v): where an older praxis wrote it, start `praxis serve` on it once", dir, err)
}

// replayInto replays the log up to a change set into a new file, and holds that it came out as its hash says.
func (s *Store) replayInto(ctx context.Context, path string, at int, hash string) error {
	fresh, err := open(ctx, path, s.schema)
	if err != nil {
		return err
	}
	defer fresh.Close()
	if _, err := fresh.replay(ctx, s, at); err != nil {
		return err
	}
	if err := fresh.takeRedactions(ctx, s, at); err != nil {
		return err
	}
	got, err := fresh.HashAt(ctx, at)
	if err == nil && got != hash {
		err = kb.Errorf(kb.Unavailable, "the log was blanked while it was read: try again")
	}
	return err
}

// takeRedactions keeps what says that lines up to a change set were blanked.
func (s *Store) takeRedactions(ctx context.Context, from *Store, at int) error {
	all, err := from.redactionsAfter(ctx, 0)
	if err != nil {
		return err
	}
	return s.inTransaction(ctx, func(tx *sql.Tx) error {
		for _, r := range all {
			r.Lines = r.upTo(at)
			if len(r.Lines) == 0 {
				continue
			}
			if err := r.keep(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
}
