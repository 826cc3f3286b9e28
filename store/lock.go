package store

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	sqlite "github.com/mattn/go-sqlite3"

	"github.com/praxis-kb/praxis/kb"
)

// lockFolder takes the data folder for this process. The lock is the system's: it ends with the process, however that
// ends.
func lockFolder(dir string) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(dir, "praxis.lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, unwritable(dir, err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, kb.Errorf(kb.Unavailable, "the data folder %s is in use by another praxis: stop that one, or choose another folder with --data", dir)
	}
	return file, nil
}

func unwritable(dir string, err error) error {
	return kb.Errorf(kb.Unavailable, "the data folder %s cannot be written (%v): give this user the right to, or choose another folder with --data",
		dir, errors.Unwrap(err))
}

// explain turns what SQLite says of a file as a whole into what a person can do about it.
func explain(path string, err error) error {
	var own *kb.Error
	var e sqlite.Error
	if errors.As(err, &own) || !errors.As(err, &e) {
		return err
	}
	switch e.Code {
	case sqlite.ErrNotADB, sqlite.ErrCorrupt:
		return kb.Errorf(kb.Unavailable, "%s is damaged, or no database (%v): keep it aside and bring back a backup with `praxis restore`", path, e)
	case sqlite.ErrCantOpen, sqlite.ErrPerm, sqlite.ErrReadonly:
		return kb.Errorf(kb.Unavailable, "%s cannot be opened for writing (%v): check the rights of the file and its folder", path, e)
	case sqlite.ErrFull:
		return kb.Errorf(kb.Unavailable, "%s: the disk is full (%v)", path, e)
	}
	return err
}
