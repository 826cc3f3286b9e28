package desk

import (
	"context"
	"encoding/json"
	"strings"
)

// blanked is what stands at the desk where a text was blanked for law or privacy.
const blanked = "[redacted]"

// Redact blanks a text in proposals and what was said of them, and gives how many had it.
func (d *Desk) Redact(ctx context.Context, text string) (int, error) {
	all, err := d.readProposals(ctx, "true")
	if err != nil {
		return 0, err
	}
	quoted, err := json.Marshal(text)
	if err != nil {
		return 0, err
	}
	inner := strings.Trim(string(quoted), `"`)
	n := 0
	for _, p := range all {
		done, err := d.db.ExecContext(ctx, `UPDATE proposal SET message = replace(message, ?1, ?3), reason = replace(reason, ?1, ?3), edits = replace(replace(edits, ?2, ?3), ?1, ?3)
			WHERE number = ?4 AND (instr(message, ?1) OR instr(coalesce(reason, ''), ?1) OR instr(edits, ?2) OR instr(edits, ?1))`, text, inner, blanked, p.ID)
		if err != nil {
			return n, err
		}
		changed, err := done.RowsAffected()
		if err != nil {
			return n, err
		}
		n += int(changed)
	}
	if _, err := d.db.ExecContext(ctx, "UPDATE comment SET text = replace(text, ?, ?)", text, blanked); err != nil {
		return n, err
	}
	_, err = d.db.ExecContext(ctx, "UPDATE answer SET note = replace(note, ?, ?)", text, blanked)
	return n, err
}
