package desk

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/praxis-kb/praxis/kb"
)

// Beside is where the desk's copy lies beside a backup of the graph. It holds what is not public.
func Beside(file string) string { return file + ".desk" }

// Backup writes a consistent copy of the desk of a data folder, for its owner's eyes only. A server may be running. It
// does nothing where there is no desk, and tells so. Errors are Invalid where the file is there already.
func Backup(ctx context.Context, dir, file string) (done bool, err error) {
	from := filepath.Join(dir, File)
	if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if _, err := os.Stat(file); err == nil {
		return false, kb.Errorf(kb.Invalid, "%s is there already: choose another name", file)
	}
	made, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return false, err
	}
	made.Close()
	db, err := sql.Open("sqlite3", "file:"+(&url.URL{Path: from}).EscapedPath()+"?mode=ro&_busy_timeout=5000")
	if err != nil {
		return false, err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", file)
	return err == nil, err
}

// Restore puts the desk's copy that lies beside a backup in place; what was there is kept beside it. It does nothing
// where there is none.
func Restore(file, dir string) (done bool, err error) {
	text, err := os.ReadFile(Beside(file))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	to := filepath.Join(dir, File)
	for _, ending := range []string{"", "-wal", "-shm"} {
		if err := os.Rename(to+ending, to+".before"+ending); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
	}
	return true, os.WriteFile(to, text, 0o600)
}
