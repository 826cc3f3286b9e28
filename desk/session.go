package desk

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/praxis-kb/praxis/kb"
)

// SessionTime is how long one who signed in on the pages stays so: a working day.
const SessionTime = 10 * time.Hour

// Begin begins a session for the account that a token stands for, and gives the secret that resumes it. Errors are those
// of Authenticate.
func (d *Desk) Begin(ctx context.Context, token string) (secret string, err error) {
	actor, err := d.Authenticate(ctx, token)
	if err != nil {
		return "", err
	}
	var id any
	if own, found := strings.CutPrefix(token, tokenPrefix); found {
		id, _, _ = strings.Cut(own, "_")
	}
	return d.begin(ctx, actor, id)
}

// begin begins a session, which ends with the token of an id where there is one.
func (d *Desk) begin(ctx context.Context, actor Actor, id any) (secret string, err error) {
	now := d.now()
	if _, err := d.db.ExecContext(ctx, "DELETE FROM session WHERE expires <= ?", written(now)); err != nil {
		return "", err
	}
	secret = rand.Text()
	_, err = d.db.ExecContext(ctx, "INSERT INTO session (hash, token, name, role, expires) VALUES (?, ?, ?, ?, ?)",
		hashed(secret), id, actor.Name, actor.Role, written(now.Add(SessionTime)))
	return secret, err
}

// Resume gives the account of a session. The error is Unknown where it has ended, or the token it was begun with has.
func (d *Desk) Resume(ctx context.Context, secret string) (Actor, error) {
	var a Actor
	now := written(d.now())
	err := d.db.QueryRowContext(ctx, `SELECT s.name, s.role FROM session s LEFT JOIN token t ON t.id = s.token
		WHERE s.hash = ? AND s.expires > ? AND t.revoked IS NULL AND (t.expires IS NULL OR t.expires > ?)`, hashed(secret), now, now).Scan(&a.Name, &a.Role)
	if errors.Is(err, sql.ErrNoRows) {
		return a, kb.Errorf(kb.Unknown, "the session has ended: sign in again")
	}
	return a, err
}

// End ends a session.
func (d *Desk) End(ctx context.Context, secret string) error {
	_, err := d.db.ExecContext(ctx, "DELETE FROM session WHERE hash = ?", hashed(secret))
	return err
}
