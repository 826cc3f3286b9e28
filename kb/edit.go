package kb

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Edit is what a person asks to change of one entity. It says no more than was asked: against what stands when it is
// made, or when a proposal of it is accepted, it becomes changes.
type Edit struct {
	Op               EditOp               `json:"op"`
	ID               string               `json:"id"`                         // the entity, or the one where the link starts
	ExpectedRevision *int                 `json:"expectedRevision,omitempty"` // that it was made from; nil accepts any
	Fields           map[string]any       `json:"fields,omitempty"`           // Create, Update: what is named; null clears
	Links            map[string][]LinkEnd `json:"links,omitempty"`            // Create, Update: by field; all that it leads to
	Path             string               `json:"path,omitempty"`             // Append: the list; Translate: the text
	Items            []any                `json:"items,omitempty"`            // Append
	Language         string               `json:"language,omitempty"`         // Translate
	Text             *string              `json:"text,omitempty"`             // Translate; nil takes it away
	Kind             string               `json:"kind,omitempty"`             // Link, Unlink: as it is stored
	Link             *LinkEnd             `json:"link,omitempty"`             // Link
	To               string               `json:"to,omitempty"`               // Unlink: where it ends; Merge: what stays
	Qualifier        string               `json:"qualifier,omitempty"`        // Unlink: which of several
}

// EditOp is what an edit does.
type EditOp string

// The edits there are.
const (
	EditCreate    EditOp = "create"
	EditUpdate    EditOp = "update"
	EditAppend    EditOp = "append" // to a list of values, such as citations
	EditTranslate EditOp = "translate"
	EditArchive   EditOp = "archive"
	EditRestore   EditOp = "restore"
	EditMerge     EditOp = "merge"
	EditLink      EditOp = "link"
	EditUnlink    EditOp = "unlink"
)

// LinkEnd is where a link leads, with what it carries.
type LinkEnd struct {
	To         string         `json:"to"`
	Position   *int           `json:"position,omitempty"` // nil is the last
	Properties map[string]any `json:"properties,omitempty"`
	Citations  []any          `json:"citations,omitempty"`
}

// Proposed is a proposal: edits that wait for an editor.
type Proposed struct {
	ID        string
	Author    string
	Message   string
	State     ProposalState
	CreatedAt time.Time
	MadeFrom  int // the sequence it was made from, or last rebased on
	Edits     []Edit
	Comments  []*ProposalComment
	DecidedBy *string
	DecidedAt *time.Time
	Reason    *string
	Sequence  *int
}

// TextMark is a fingerprint of a text, by which a translation tells whether its original has changed.
func TextMark(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}
