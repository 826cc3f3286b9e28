package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// The columns of a segment are kept in a file beside it, so that a start need not read the rows of all documents. It is a
// copy, and nothing more: where it is missing, damaged or of another segment, the rows are read and it is made anew.

const (
	columnsFolder  = "columns" // in that of Bleve's index, with which it goes
	columnsVersion = 1         // rises when the file is written otherwise
	worthKeeping   = 100       // documents: the rows of fewer are read as quickly
)

// columnFile is the file for the columns of a segment.
type columnFile struct {
	path string
	of   string // how it was made, and of which segment: Bleve gives a name again, where it crashed before it used it
}

// columnFile names the file of a segment; not ok where the segment has none.
func (x *Index) columnFile(s *scorch.SegmentSnapshot) (f columnFile, ok bool) {
	on, ok := s.Segment().(segment.PersistedSegment)
	if !ok || s.FullSize() < worthKeeping {
		return f, false
	}
	sum, err := lastSum(on.Path())
	return columnFile{filepath.Join(x.columnsFolder(), filepath.Base(on.Path())), fmt.Sprint(columnsVersion, parts, named, sum)}, err == nil
}

func (x *Index) columnsFolder() string { return filepath.Join(x.dir, inUse, columnsFolder) }

// columnsOf gives the columns of a segment, from their file or else from its rows.
func (x *Index) columnsOf(s *scorch.SegmentSnapshot) (*columns, []given, error) {
	file, ok := x.columnFile(s)
	if !ok {
		return x.read(s)
	}
	c, givers, err := file.read(&x.wholes.own)
	if err == nil {
		return c, givers, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		slog.Warn("the columns of a segment are read from its rows", "because", err)
	}
	if c, givers, err = x.read(s); err != nil {
		return nil, nil, err
	}
	if err := file.write(c, givers, &x.wholes.own); err != nil {
		slog.Warn("the columns of a segment are not kept", "because", err)
	}
	return c, givers, nil
}

func (f columnFile) read(known *values) (c *columns, givers []given, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: %v", filepath.Base(f.path), p)
		}
	}()
	data, err := mapped(f.path)
	if err != nil {
		return nil, nil, err
	}
	defer syscall.Munmap(data) // what is kept of it is copied
	body := data[:max(len(data)-crc32.Size, 0)]
	if sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)); string(sum) != string(data[len(body):]) {
		return nil, nil, fmt.Errorf("%s is damaged", filepath.Base(f.path))
	}
	u := &unpacker{bytes: body}
	if u.own() != f.of {
		return nil, nil, fmt.Errorf("%s is of another segment", filepath.Base(f.path))
	}
	c = unpackColumns(u, known)
	return c, unpackGivers(u.section()), nil
}

// mapped is a file as memory that is the system's, to be given back.
func mapped(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	return syscall.Mmap(int(file.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_PRIVATE)
}

func (f columnFile) write(c *columns, givers []given, known *values) error {
	var p packer
	p.text(f.of)
	c.pack(&p, known)
	p.text(packGivers(givers))
	p = binary.BigEndian.AppendUint32(p, crc32.ChecksumIEEE(p))
	if err := os.MkdirAll(filepath.Dir(f.path), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(f.path+".new", p, 0o644); err != nil {
		return err
	}
	return os.Rename(f.path+".new", f.path)
}

// sweep removes the files of segments that are no more, and what a crash left half written.
func (x *Index) sweep(reader *scorch.IndexSnapshot) {
	stands := map[string]bool{}
	for _, s := range reader.Segments() {
		if on, ok := s.Segment().(segment.PersistedSegment); ok {
			stands[filepath.Base(on.Path())] = true
		}
	}
	files, _ := os.ReadDir(x.columnsFolder()) // there may be none yet
	for _, file := range files {
		if stands[file.Name()] {
			continue
		}
		if err := os.Remove(filepath.Join(x.columnsFolder(), file.Name())); err != nil {
			slog.Warn("the columns of a segment that is no more stay", "because", err)
		}
	}
}
