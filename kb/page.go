package kb

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"

	"github.com/99designs/gqlgen/graphql"
	"github.com/go-json-experiment/json"
)

// Bounds of a page.
const (
	DefaultPage = 20  // what a person reads at once
	MaxPage     = 100 // what a list may hold without being slow
)

// cursorVersion rises when the form of cursors changes, so that old ones are told from damaged ones.
const cursorVersion = 1

// PageArguments say which part of a list is wanted.
type PageArguments struct {
	First, Last   *int
	After, Before *string
}

// Check refuses what makes no sense. The error names the argument.
func (p PageArguments) Check() error {
	if p.First != nil && p.Last != nil {
		return Errorf(Invalid, "give first or last, not both")
	}
	for name, n := range map[string]*int{"first": p.First, "last": p.Last} {
		if n != nil && (*n < 0 || *n > MaxPage) {
			return Errorf(Invalid, "%s is %d; it may be 0 to %d: ask for further pages with after or before", name, *n, MaxPage)
		}
	}
	return nil
}

// Backward tells whether the page is read from its end.
func (p PageArguments) Backward() bool { return p.Last != nil }

// Size is how many the page holds at the most.
func (p PageArguments) Size() int {
	switch {
	case p.First != nil:
		return *p.First
	case p.Last != nil:
		return *p.Last
	}
	return DefaultPage
}

// Around says whether there is more after and before the page, given whether more was found in the direction of
// reading. A cursor says that its own place is there.
func (p PageArguments) Around(more bool) (next, previous bool) {
	if p.Backward() {
		return p.Before != nil, more
	}
	return more, p.After != nil
}

// cursor is what stands in a cursor: never the row, which a replay may number otherwise.
type cursor struct {
	Version  int    `json:"c"`
	List     string `json:"h"` // hash of what the list is
	Position any    `json:"p"`
}

// Cursor is a place in a list, which is named by what it is. It becomes an opaque text where it is asked for: few are.
type Cursor struct {
	list string
	at   any
}

// NewCursor is the cursor of a place: any plain value.
func NewCursor(list string, at any) Cursor { return Cursor{list, at} }

func (c Cursor) String() string {
	text, _ := json.Marshal(cursor{cursorVersion, listHash(c.list), c.at}) // plain values only
	return base64.RawURLEncoding.EncodeToString(text)
}

// MarshalGQL writes the text.
func (c Cursor) MarshalGQL(w io.Writer) { graphql.MarshalString(c.String()).MarshalGQL(w) }

// UnmarshalGQL refuses: as arguments, cursors are plain texts.
func (c *Cursor) UnmarshalGQL(any) error { return errors.New("a cursor is given as a text") }

// ReadCursor reads a cursor of the same list into position. The error is CursorInvalid and names the argument.
func ReadCursor(argument, text, list string, position any) error {
	data, err := base64.RawURLEncoding.DecodeString(text)
	c := cursor{Position: position}
	if err == nil {
		err = json.Unmarshal(data, &c, json.RejectUnknownMembers(true))
	}
	switch {
	case err != nil || c.Version != cursorVersion:
		return Errorf(CursorInvalid, "%s is no cursor of ours: take one from pageInfo or an edge", argument)
	case c.List != listHash(list):
		return Errorf(CursorInvalid, "%s is a cursor of another list: it holds only for the same parent, filter and order", argument)
	}
	return nil
}

func listHash(list string) string {
	sum := sha256.Sum256([]byte(list))
	return hex.EncodeToString(sum[:6])
}
