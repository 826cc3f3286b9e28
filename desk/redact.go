package desk

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"github.com/praxis-kb/praxis/kb"
)

// blanked is what stands at the desk where a text was blanked for law or privacy.
const blanked = "[redacted]"

// Blank names what is blanked, as a redaction of the graph does: a text within texts, wherever it stands or in one
// entity; or a whole text of an entity, by its path.
type Blank struct{ ID, Path, Text string }

// Redact blanks a text in proposals, and what was said of them and of assessments, and gives how many proposals had it.
// It is wiped from the file too.
func (d *Desk) Redact(ctx context.Context, b Blank) (n int, err error) {
	d.deciding.Lock()
	defer d.deciding.Unlock()
	all, err := d.readProposals(ctx, "true")
	if err != nil {
		return 0, err
	}
	if _, err := d.db.ExecContext(ctx, "PRAGMA secure_delete = ON"); err != nil {
		return 0, err
	}
	err = d.inTransaction(ctx, func(tx *sql.Tx) error {
		for _, p := range all {
			changed, err := b.proposal(ctx, tx, p)
			if err != nil {
				return err
			}
			if changed {
				n++
			}
		}
		return b.remarks(ctx, tx)
	})
	if err == nil {
		_, err = d.db.ExecContext(ctx, "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")
	}
	return n, err
}

func (b Blank) proposal(ctx context.Context, tx *sql.Tx, p *kb.Proposed) (changed bool, err error) {
	before, err := json.Marshal(p.Edits)
	if err != nil {
		return false, err
	}
	message, reason := b.remark(p.Message), p.Reason
	if reason != nil {
		why := b.remark(*reason)
		reason = &why
	}
	for i := range p.Edits {
		b.edit(&p.Edits[i])
	}
	after, err := json.Marshal(p.Edits)
	if err != nil || string(after) == string(before) && message == p.Message && (reason == nil || *reason == *p.Reason) {
		return false, err
	}
	_, err = tx.ExecContext(ctx, "UPDATE proposal SET message = ?, reason = ?, edits = ? WHERE number = ?", message, reason, string(after), p.ID)
	return true, err
}

// remarks blanks what was said of proposals and of answers. They are of no entity.
func (b Blank) remarks(ctx context.Context, tx *sql.Tx) error {
	if b.ID != "" || b.Text == "" {
		return nil
	}
	if _, err := tx.ExecContext(ctx, "UPDATE comment SET text = replace(text, ?, ?)", b.Text, blanked); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE answer SET note = replace(note, ?, ?)", b.Text, blanked)
	return err
}

func (b Blank) remark(text string) string {
	if b.ID != "" || b.Text == "" {
		return text
	}
	return strings.ReplaceAll(text, b.Text, blanked)
}

func (b Blank) edit(e *kb.Edit) {
	switch {
	case b.ID != "" && b.ID != e.ID:
	case b.Text != "":
		b.within(e)
	default:
		b.whole(e)
	}
}

// within blanks a part of the texts of an edit.
func (b Blank) within(e *kb.Edit) {
	if e.Text != nil {
		text := strings.ReplaceAll(*e.Text, b.Text, blanked)
		e.Text = &text
	}
	for name, value := range e.Fields {
		e.Fields[name] = b.value(value)
	}
	for i, item := range e.Items {
		e.Items[i] = b.value(item)
	}
	ends := []*kb.LinkEnd{}
	for _, list := range e.Links {
		for i := range list {
			ends = append(ends, &list[i])
		}
	}
	if e.Link != nil {
		ends = append(ends, e.Link)
	}
	for _, end := range ends {
		for name, value := range end.Properties {
			end.Properties[name] = b.value(value)
		}
		for i, citation := range end.Citations {
			end.Citations[i] = b.value(citation)
		}
	}
}

// value is a value without the text. Ids stay: something may lead to them.
func (b Blank) value(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			v[name] = b.value(inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = b.value(inner)
		}
	case string:
		if path, _ := kb.SplitID(v); path == "" {
			return strings.ReplaceAll(v, b.Text, blanked)
		}
	}
	return value
}

// whole blanks the text at the path, in all its languages.
func (b Blank) whole(e *kb.Edit) {
	if e.Text != nil && e.Path == b.Path {
		text := blanked
		e.Text = &text
	}
	text := kb.TextAt(e.Fields, b.Path)
	for language := range text {
		if language != kb.OriginalKey {
			text[language] = blanked
		}
	}
}
