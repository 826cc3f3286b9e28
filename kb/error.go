package kb

import (
	"errors"
	"fmt"
	"strings"
)

// Code says what kind of thing went wrong. There are few, and clients rely on them.
type Code string

// The codes that anything in praxis may answer.
const (
	Invalid       Code = "INVALID"        // the input breaks a rule; the message names it and the fix
	NotFound      Code = "NOT_FOUND"      // what was named does not exist
	Conflict      Code = "CONFLICT"       // somebody else changed it since
	CursorInvalid Code = "CURSOR_INVALID" // the cursor is of another list, or damaged
	TooCostly     Code = "QUERY_TOO_COSTLY"
	TooLarge      Code = "TOO_LARGE"
	Unknown       Code = "UNAUTHENTICATED" // the token is not one that is good now
	Forbidden     Code = "FORBIDDEN"       // the role does not allow it
	RateLimited   Code = "RATE_LIMITED"    // too much was asked in a short time
	Timeout       Code = "TIMEOUT"
	Unavailable   Code = "UNAVAILABLE" // not now: try again, or mend the data folder
	Internal      Code = "INTERNAL"    // our fault; nothing of it is shown
)

// Error is an error that may be shown to whoever asked. Any other error is an internal one.
type Error struct {
	Code     Code
	Message  string
	Problems Problems // all that is wrong with a change set, where that is the reason
}

func (e *Error) Error() string {
	if len(e.Problems) == 0 {
		return e.Message
	}
	return e.Message + "\n" + e.Problems.String()
}

// Errorf makes an error that may be shown.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// CodeOf is the code of an error: Internal for any that is not ours.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// Problem is one thing that is wrong with a change set.
type Problem struct {
	Change  int    // which change, from 0
	ID      string // the entity it concerns
	Path    string // the place in it, such as observations/0/value
	Code    Code
	Message string
}

// Problems are all that is wrong, in the order of the changes.
type Problems []Problem

func (p Problem) String() string {
	if p.Path == "" {
		return fmt.Sprintf("%s: %s", p.ID, p.Message)
	}
	return fmt.Sprintf("%s: %s: %s", p.ID, p.Path, p.Message)
}

func (ps Problems) String() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = "  " + p.String()
	}
	return strings.Join(lines, "\n")
}

// Err is nil where there are no problems, and else an error that carries them all: a conflict where one of them is.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	code, what := Invalid, "the change set is refused"
	for _, p := range ps {
		if p.Code == Conflict {
			code = Conflict
		}
	}
	return &Error{Code: code, Message: fmt.Sprintf("%s: %d problem(s)", what, len(ps)), Problems: ps}
}
