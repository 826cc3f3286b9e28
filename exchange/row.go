package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"

	"github.com/praxis-kb/praxis/kb"
)

// maxRow bounds a row in bytes, so that a file without line ends cannot fill the memory. The longest body that is
// valid takes less.
const maxRow = 4 << 20

// Row is a record with the place where it stands, or with what is wrong with its form.
type Row struct {
	Line   int    // from 1
	Raw    []byte // as it stands there, for mending
	Record *Record
	Err    error
}

// Rows are a file being read: its rows one by one, and what stands around them.
type Rows struct {
	About             string // what the file says it is about; may be empty
	Head, Comma, Tail string // what makes a file again of raw rows
	Each              iter.Seq2[Row, error]
}

// lines reads a text line by line, each with its end, and counts them.
type lines struct {
	in     *bufio.Reader
	n      int // of the line given last
	backed [][]byte
}

func newLines(r io.Reader) *lines {
	in := bufio.NewReaderSize(r, 64<<10)
	if mark, err := in.Peek(3); err == nil && bytes.Equal(mark, []byte("\ufeff")) {
		in.Discard(len(mark)) // editors on Windows write a byte order mark
	}
	return &lines{in: in}
}

// next gives the next line; io.EOF at the end.
func (l *lines) next() ([]byte, error) {
	l.n++
	if n := len(l.backed); n > 0 {
		line := l.backed[n-1]
		l.backed = l.backed[:n-1]
		return line, nil
	}
	var line []byte
	for {
		part, err := l.in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > maxRow:
			return nil, kb.Errorf(kb.TooLarge, "line %d is longer than %d bytes", l.n, maxRow)
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(line) > 0:
			return append(line, '\n'), nil
		default:
			return line, err
		}
	}
}

// back gives a line back, to be read again.
func (l *lines) back(line []byte) {
	l.n--
	l.backed = append(l.backed, line)
}
