package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// Backup writes a consistent copy of the database in a folder to a new file, while a server may be running on it. The
// copy is checked before it gets its name, so a file of that name is always whole.
func Backup(ctx context.Context, dir, file string) error {
	if _, err := os.Stat(file); err == nil {
		return kb.Errorf(kb.Invalid, "%s exists already: choose another name", file)
	}
	path := filepath.Join(dir, File)
	db, err := openExisting(dir)
	if err != nil {
		return err
	}
	defer db.Close()
	temp, err := os.MkdirTemp(filepath.Dir(file), ".praxis-backup-")
	if err != nil {
		return unwritable(filepath.Dir(file), err)
	}
	defer os.RemoveAll(temp)
	part := filepath.Join(temp, File)
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		return fmt.Errorf("copy %s to %s: %w", path, part, err)
	}
	if err := sound(ctx, part); err != nil {
		return err
	}
	if err := flush(part); err != nil {
		return err
	}
	return os.Rename(part, file)
}

// openExisting opens the database in a folder for reading only, without taking the folder.
func openExisting(dir string) (*sql.DB, error) {
	path := filepath.Join(dir, File)
	if _, err := os.Stat(path); err != nil {
		return nil, kb.Errorf(kb.NotFound, "there is no database in %s: name its folder with --data", dir)
	}
	return sql.Open("praxis", source(path, "ro")) // query_only would forbid to copy
}

// Restore puts a backup in the place of the database in a folder. What was there is kept beside it, with the ending
// .before-restore. Nobody may be using the folder.
func Restore(ctx context.Context, file, dir string, s *schema.Schema) error {
	if info, err := os.Stat(file + "-wal"); err == nil && info.Size() > 0 {
		return kb.Errorf(kb.Invalid, "%s has newer changes beside it in %s-wal: make a backup of it with `praxis backup`, and restore that", file, file)
	}
	if err := sound(ctx, file); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return unwritable(dir, err)
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return err
	}
	defer lock.Close()
	path := filepath.Join(dir, File)
	part := path + ".part"
	if err := copyFile(file, part); err != nil {
		return err
	}
	st, err := open(ctx, part, s)
	if err != nil {
		return err
	}
	if err := st.Close(); err != nil {
		return err
	}
	kept := path + ".before-restore"
	for n := 2; exists(kept); n++ {
		kept = fmt.Sprintf("%s.before-restore-%d", path, n)
	}
	for _, end := range []string{"-shm", "-wal", ""} {
		if err := os.Rename(path+end, kept+end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return flush(dir)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// sound tells whether a file is a whole database of ours.
func sound(ctx context.Context, file string) error {
	if _, err := os.Stat(file); err != nil {
		return kb.Errorf(kb.NotFound, "there is no file %s", file)
	}
	db, err := sql.Open("praxis", source(file, "ro", "immutable=1"))
	if err != nil {
		return err
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return explain(file, err)
	}
	var id int
	if err := pragma(ctx, db, "application_id", &id); err != nil {
		return explain(file, err)
	}
	if verdict != "ok" {
		return kb.Errorf(kb.Unavailable, "%s is damaged: %s", file, verdict)
	}
	if id != applicationID {
		return kb.Errorf(kb.Invalid, "%s is no database of praxis", file)
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	defer out.Close()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Sync()
}

func flush(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
