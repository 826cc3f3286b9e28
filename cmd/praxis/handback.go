package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
)

// handedBack makes the files for refused rows: FILE.bad, or FOLDER.bad with a file for each. Those of such a file take
// its place.
type handedBack struct {
	path   string
	single bool
	names  []string
}

func (h *handedBack) create(name string) (io.WriteCloser, error) {
	to := strings.TrimSuffix(h.path, ".bad") + ".bad"
	if info, err := os.Stat(h.path); err == nil && (info.IsDir() || !h.single) {
		if err := os.MkdirAll(to, 0o755); err != nil {
			return nil, err
		}
		to = filepath.Join(to, filepath.Base(name))
	}
	h.names = append(h.names, to)
	part, err := os.Create(to + ".part")
	return badFile{part, to}, err
}

// badFile takes the place of the file of that name once it is whole.
type badFile struct {
	*os.File
	name string
}

func (b badFile) Close() error {
	if err := b.File.Close(); err != nil {
		return err
	}
	return os.Rename(b.File.Name(), b.name)
}
