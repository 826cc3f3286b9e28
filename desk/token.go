package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/praxis-kb/praxis/kb"
)

// Token is what lets an account write. The secret itself is known only to who was given it.
type Token struct {
	ID      string
	Name    string
	Role    kb.Role
	Created time.Time
	Expires *time.Time
	Revoked *time.Time
	Used    *time.Time // the last time, to the minute
}

// A token reads praxis_<id>_<secret>: the prefix lets scanners of leaked secrets know it.
const tokenPrefix = "praxis_"

// usedEvery is how exactly the last use is known: more would write at every request.
const usedEvery = time.Minute

// CreateToken makes a token and gives it, once. Errors are Invalid.
func (d *Desk) CreateToken(ctx context.Context, name string, role kb.Role, expires *time.Time) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "" || len(name) > kb.MaxAuthor || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }):
		return "", kb.Errorf(kb.Invalid, "name %q: name the account, in at most %d bytes", name, kb.MaxAuthor)
	case role == kb.RoleReader || !slices.Contains(kb.AllRole, role):
		return "", kb.Errorf(kb.Invalid, "role %q: give contributor, editor or admin", role)
	case expires != nil && !expires.After(d.now()):
		return "", kb.Errorf(kb.Invalid, "expires %s: that is past", expires.Format(time.RFC3339))
	}
	id, secret := strings.ToLower(rand.Text()[:10]), rand.Text()
	var until any
	if expires != nil {
		until = written(*expires)
	}
	_, err := d.db.ExecContext(ctx, "INSERT INTO token (id, hash, name, role, created, expires) VALUES (?, ?, ?, ?, ?, ?)",
		id, hashed(secret), name, role, written(d.now()), until)
	return tokenPrefix + id + "_" + secret, err
}

// Tokens are all tokens there ever were, the newest first.
func (d *Desk) Tokens(ctx context.Context) ([]Token, error) {
	rows, err := d.db.QueryContext(ctx, "SELECT "+tokenColumns+" FROM token ORDER BY created DESC, id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Token
	for rows.Next() {
		t, _, err := scanToken(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, rows.Err()
}

// RevokeToken ends a token from now on. It stays in the list.
func (d *Desk) RevokeToken(ctx context.Context, id string) error {
	done, err := d.db.ExecContext(ctx, "UPDATE token SET revoked = ? WHERE id = ? AND revoked IS NULL", written(d.now()), id)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return kb.Errorf(kb.NotFound, "no token %q is good now", id)
}

// errNotGood does not say what is wrong with a token: whoever guesses should not learn.
var errNotGood = kb.Errorf(kb.Unknown, "the token is not good: it is misspelt, has expired or was revoked")

// Authenticate gives the account that a token stands for. The error is Unknown and does not say what is wrong with it.
func (d *Desk) Authenticate(ctx context.Context, token string) (Actor, error) {
	if d.issuer != nil && !strings.HasPrefix(token, tokenPrefix) {
		return d.issuer.authenticate(ctx, token)
	}
	id, secret, ok := strings.Cut(strings.TrimPrefix(token, tokenPrefix), "_")
	if !ok || !strings.HasPrefix(token, tokenPrefix) {
		return Actor{}, errNotGood
	}
	t, hash, err := scanToken(d.db.QueryRowContext(ctx, "SELECT "+tokenColumns+" FROM token WHERE id = ?", id))
	if errors.Is(err, sql.ErrNoRows) {
		return Actor{}, errNotGood
	}
	if err != nil {
		return Actor{}, err
	}
	now := d.now()
	if subtle.ConstantTimeCompare(hash, hashed(secret)) != 1 || t.Revoked != nil || t.Expires != nil && !t.Expires.After(now) {
		return Actor{}, errNotGood
	}
	if t.Used == nil || now.Sub(*t.Used) >= usedEvery {
		if _, err := d.db.ExecContext(ctx, "UPDATE token SET used = ? WHERE id = ?", written(now.Truncate(usedEvery)), id); err != nil {
			return Actor{}, err
		}
	}
	return Actor{t.Name, t.Role}, nil
}

const tokenColumns = "id, hash, name, role, created, expires, revoked, used"

func scanToken(row interface{ Scan(...any) error }) (t Token, hash []byte, err error) {
	var created string
	var expires, revoked, used sql.NullString
	if err = row.Scan(&t.ID, &hash, &t.Name, &t.Role, &created, &expires, &revoked, &used); err != nil {
		return t, nil, err
	}
	if t.Created, err = time.Parse(time.RFC3339Nano, created); err != nil {
		return t, nil, err
	}
	for _, at := range []struct {
		text sql.NullString
		into **time.Time
	}{{expires, &t.Expires}, {revoked, &t.Revoked}, {used, &t.Used}} {
		if *at.into, err = read(at.text); err != nil {
			return t, nil, err
		}
	}
	return t, hash, nil
}

// hashed is what is kept of a secret. It has 128 bits of chance, so that no slow hash is needed.
func hashed(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}
