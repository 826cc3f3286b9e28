package store

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/praxis-kb/praxis/kb"
)

// mirrorFile says in the data folder of which server what lies there is a copy.
const mirrorFile = "mirror-of"

// MirrorOf is the address of the server that a data folder mirrors; empty where it mirrors none.
func MirrorOf(dir string) string {
	text, err := os.ReadFile(filepath.Join(dir, mirrorFile))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// MarkMirror makes a data folder the mirror of a server. The error is Invalid where what lies in it was written there.
func MarkMirror(dir, of string) error {
	if MirrorOf(dir) == "" && exists(filepath.Join(dir, File)) {
		return kb.Errorf(kb.Invalid, "%s holds a database that is no mirror: choose another folder with --data", dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return unwritable(dir, err)
	}
	return os.WriteFile(filepath.Join(dir, mirrorFile), []byte(of+"\n"), 0o644)
}

// mayWrite refuses what would make a mirror something else than a copy.
func (s *Store) mayWrite() error {
	if of := MirrorOf(filepath.Dir(s.path)); of != "" {
		return kb.Errorf(kb.Forbidden, "this is a mirror of %s and only read: write there", of)
	}
	return nil
}
