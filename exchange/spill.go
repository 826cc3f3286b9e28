package exchange

import (
	"bufio"
	"io"
	"os"

	"github.com/go-json-experiment/json"
)

// spill keeps what does not fit into memory in a file that is gone when the program is.
type spill struct {
	file *os.File
	out  *bufio.Writer
	end  int64
}

// span is where something lies in a spill.
type span struct {
	at   int64
	size int32
}

func newSpill() (*spill, error) {
	file, err := os.CreateTemp("", "praxis-import-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil { // it lives on while it is open
		file.Close()
		return nil, err
	}
	return &spill{file: file, out: bufio.NewWriterSize(file, 256<<10)}, nil
}

func (s *spill) close() { s.file.Close() }

func (s *spill) put(text []byte) (span, error) {
	where := span{s.end, int32(len(text))}
	s.end += int64(len(text))
	_, err := s.out.Write(text)
	return where, err
}

// get reads what was put, once flush has been called.
func (s *spill) get(where span) ([]byte, error) {
	text := make([]byte, where.size)
	_, err := io.ReadFull(io.NewSectionReader(s.file, where.at, int64(where.size)), text)
	return text, err
}

func (s *spill) flush() error { return s.out.Flush() }

func (s *spill) putRecord(r *Record) (span, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return span{}, err
	}
	return s.put(text)
}

func (s *spill) record(where span) (*Record, error) {
	text, err := s.get(where)
	if err != nil {
		return nil, err
	}
	r := &Record{}
	return r, json.Unmarshal(text, r)
}
