package search

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"syscall"

	segment "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// What lies in the folder of an index.
const (
	lockFile  = "lock"
	formFile  = "form"
	inUse     = "bleve"
	inTheMake = "build" // takes the place of the one in use when it is whole
)

// lockFolder takes the folder for this process. The lock is the system's: it ends with the process, however that ends.
func lockFolder(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, kb.Errorf(kb.Unavailable, "the index %s is in use by another praxis: stop that one first", dir)
	}
	return file, nil
}

// documentVersion rises when documents are made otherwise.
const documentVersion = 4

// form is a fingerprint of how documents are made: of the declaration, the analysis and the mapping.
func form(s *schema.Schema) string {
	sum := sha256.New()
	fmt.Fprintln(sum, documentVersion, Languages, italian, spanish, swedish, greek, latvian, exceptions, typeWeights)
	for _, t := range s.Entities {
		for _, f := range t.Fields {
			fmt.Fprintln(sum, t.Path, f.Name, f.Type, f.Search, f.Relation != nil)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// formed tells whether the documents in the folder are made as they are now.
func (x *Index) formed() bool {
	stored, err := os.ReadFile(filepath.Join(x.dir, formFile))
	return err == nil && string(stored) == form(x.schema)
}

// empty throws away what is in the folder, for an index of the present form.
func (x *Index) empty() error {
	for _, name := range []string{formFile, inUse, inTheMake} {
		if err := os.RemoveAll(filepath.Join(x.dir, name)); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(x.dir, formFile), []byte(form(x.schema)), 0o644)
}

// sound compares the files of segments with the checksums that they end with: Bleve opens flipped bytes without a word.
func (x *Index) sound() error {
	reader, err := x.snapshot()
	if err != nil {
		return err
	}
	defer reader.Close()
	for _, s := range reader.Segments() {
		if on, ok := s.Segment().(segment.PersistedSegment); ok {
			if err := checksum(on.Path()); err != nil {
				return err
			}
		}
	}
	return nil
}

func checksum(path string) error {
	last, err := lastSum(path)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyBuffer(sum, io.LimitReader(file, info.Size()-crc32.Size), make([]byte, 1<<20)); err != nil {
		return err
	}
	if last != sum.Sum32() {
		return fmt.Errorf("%s is damaged", filepath.Base(path))
	}
	return nil
}

// lastSum is the checksum that a file ends with.
func lastSum(path string) (uint32, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	last := make([]byte, crc32.Size)
	if _, err := file.Seek(-crc32.Size, io.SeekEnd); err != nil {
		return 0, err
	}
	_, err = io.ReadFull(file, last)
	return binary.BigEndian.Uint32(last), err
}
