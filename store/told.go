package store

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/praxis-kb/praxis/kb"
)

// maxToldLine bounds a line of a log that is read: a body has at most a few hundred kilobytes.
const maxToldLine = 32 << 20

// ToldSet is a change set that another log tells.
type ToldSet struct {
	set   kb.LoggedSet
	lines []logged
}

// Changes is how many changes it has.
func (t *ToldSet) Changes() int { return len(t.lines) }

// toldLine is any line of a log that is told.
type toldLine struct {
	Sequence  int            `json:"sequence"`
	Time      string         `json:"time"`
	Author    string         `json:"author"`
	Message   string         `json:"message"`
	Origin    *string        `json:"origin"`
	N         int            `json:"n"`
	Action    string         `json:"action"`
	Entity    string         `json:"entity"`
	Revision  int            `json:"revision"`
	Target    string         `json:"target"`
	Link      jsontext.Value `json:"link"`
	Schema    int            `json:"schema"`
	Body      jsontext.Value `json:"body"`
	Hash      string         `json:"hash"`
	Redaction int            `json:"redaction"`
}

// ReadTold reads a log that is told, and gives each redaction and each change set that is whole. The error is
// io.ErrUnexpectedEOF where it ends within a change set, and Invalid where it is no such log.
func ReadTold(in io.Reader, redaction func(*LoggedRedaction) error, set func(*ToldSet) error) error {
	r := bufio.NewReaderSize(in, 256<<10)
	var open *ToldSet
	for {
		text, err := readToldLine(r)
		if errors.Is(err, io.EOF) {
			if open != nil || len(text) > 0 {
				return io.ErrUnexpectedEOF
			}
			return nil
		}
		if err != nil {
			return err
		}
		var l toldLine
		if err := json.Unmarshal(text, &l); err != nil {
			return notALog(text)
		}
		switch {
		case l.Redaction > 0:
			var blanked LoggedRedaction
			if err := json.Unmarshal(text, &blanked); err != nil {
				return notALog(text)
			}
			err = redaction(&blanked)
		case l.Time != "" && open == nil:
			open, err = l.head()
		case open == nil || l.Sequence != open.set.Sequence:
			return notALog(text)
		case l.Hash != "":
			open.set.Hash = l.Hash
			err, open = set(open), nil
		default:
			open.lines = append(open.lines, logged{index: l.N, action: l.Action, id: l.Entity, revision: l.Revision,
				target: l.Target, link: string(l.Link), schema: l.Schema, body: string(l.Body)})
		}
		if err != nil {
			return err
		}
	}
}

func (l *toldLine) head() (*ToldSet, error) {
	at, err := time.Parse(stampForm, l.Time)
	if err != nil {
		return nil, kb.Errorf(kb.Invalid, "change set %d has no time that can be read: %q", l.Sequence, l.Time)
	}
	return &ToldSet{set: kb.LoggedSet{Sequence: l.Sequence, Time: at, Author: l.Author, Message: l.Message, Origin: l.Origin}}, nil
}

func readToldLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimSuffix(line, []byte("\n")), err
		}
		if len(line) > maxToldLine {
			return nil, kb.Errorf(kb.Invalid, "a line of the log has more than %d bytes", maxToldLine)
		}
	}
}

func notALog(line []byte) error {
	return kb.Errorf(kb.Invalid, "it is no log of praxis: %s", clip(string(line)))
}
