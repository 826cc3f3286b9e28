package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
)

// Redaction blanks a text for law or privacy, in what stands and in all that stood before.
type Redaction struct {
	ID     string // the entity; where it is empty, the text is blanked everywhere
	Path   string // a text of the entity, such as summary or observations/0/words, in all its languages
	Text   string // or a text within texts, such as a name
	By     string
	Reason string
	At     time.Time
}

// Redacted says what was blanked.
type Redacted struct {
	Number  int
	Lines   int // of the log
	Present int // entities and links as they stand
}

// Redact changes the log, as nothing else does. It leaves who did it, when and why, and a hash of each line that it
// changed, and wipes what stood there from the file. Errors are Invalid or NotFound.
func (s *Store) Redact(ctx context.Context, r Redaction) (done Redacted, err error) {
	if err := cmp.Or(s.mayWrite(), r.check()); err != nil {
		return done, err
	}
	if _, err := s.write.ExecContext(ctx, "PRAGMA secure_delete = ON"); err != nil {
		return done, err
	}
	s.commits.Lock()
	defer s.commits.Unlock()
	err = s.inTransaction(ctx, func(tx *sql.Tx) error {
		x := &redactor{Redaction: r, ctx: ctx, tx: tx, store: s}
		err := cmp.Or(x.all(), forgetWords(ctx, tx))
		done = x.done
		return err
	})
	if err != nil {
		return done, writeError(err)
	}
	s.wordsRead.Store(0)
	s.caching.Lock()
	s.cache.empty()
	s.caching.Unlock()
	_, err = s.write.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")
	return done, err
}

func (r *Redaction) check() error {
	switch {
	case (r.Path == "") == (r.Text == ""):
		return kb.Errorf(kb.Invalid, "name a text of an entity by its path, or a text to blank wherever it stands")
	case r.Path != "" && r.ID == "":
		return kb.Errorf(kb.Invalid, "name the entity that %q is a text of", r.Path)
	case len(strings.TrimSpace(r.Text)) < 3 && r.Path == "":
		return kb.Errorf(kb.Invalid, "%q is too short: it would blank much that is not meant", r.Text)
	case r.By == "" || r.Reason == "":
		return kb.Errorf(kb.Invalid, "say who blanks it, and why")
	}
	return nil
}

// redactor blanks a text within a transaction.
type redactor struct {
	Redaction
	ctx   context.Context
	tx    *sql.Tx
	store *Store
	done  Redacted
}

func (x *redactor) all() error {
	if x.ID != "" {
		var known bool
		if err := x.tx.QueryRowContext(x.ctx, "SELECT count(*) > 0 FROM change WHERE entity = ?", x.ID).Scan(&known); err != nil || !known {
			return cmp.Or[error](err, kb.Errorf(kb.NotFound, "there never was a %q", x.ID))
		}
	}
	if err := x.tx.QueryRowContext(x.ctx, "INSERT INTO redaction (time, by, reason, path) VALUES (?, ?, ?, ?) RETURNING number",
		stamp(x.At), x.By, x.Reason, x.Path).Scan(&x.done.Number); err != nil {
		return err
	}
	for _, part := range []func() error{x.lines, x.messages, x.entities, x.links} {
		if err := part(); err != nil {
			return err
		}
	}
	if x.done.Lines == 0 {
		return kb.Errorf(kb.NotFound, "no such text stands in the log")
	}
	var first int
	if err := x.tx.QueryRowContext(x.ctx, "SELECT min(sequence) FROM redacted WHERE number = ?", x.done.Number).Scan(&first); err != nil {
		return err
	}
	return rechain(x.ctx, x.tx, first)
}

// lines blanks the bodies and links of the log.
func (x *redactor) lines() error {
	return x.each("SELECT sequence || '.' || n, entity, coalesce(body, ''), coalesce(link, '') FROM change WHERE (?1 = '' OR entity = ?1)",
		func(place, id, body, link string) error {
			blankBody, err := x.body(body)
			if err != nil {
				return err
			}
			blankLink, err := x.link(link)
			if err != nil || blankBody == body && blankLink == link {
				return err
			}
			var sequence, n int
			if _, err := fmt.Sscanf(place, "%d.%d", &sequence, &n); err != nil {
				return err
			}
			x.done.Lines++
			if _, err := x.tx.ExecContext(x.ctx, "UPDATE change SET body = ?, link = ? WHERE sequence = ? AND n = ?", null(blankBody), null(blankLink), sequence, n); err != nil {
				return err
			}
			return x.note(sequence, n, id, body+link)
		})
}

func (x *redactor) note(sequence, n int, id, before string) error {
	sum := sha256.Sum256([]byte(before))
	_, err := x.tx.ExecContext(x.ctx, "INSERT INTO redacted (number, sequence, n, entity, hash) VALUES (?, ?, ?, ?, ?)", x.done.Number, sequence, n, id, sum[:])
	return err
}

// messages blanks what was said of change sets.
func (x *redactor) messages() error {
	if x.Text == "" || x.ID != "" {
		return nil
	}
	return x.each("SELECT sequence, '', message, '' FROM changeset WHERE ?1 = ''", func(place, _, message, _ string) error {
		blank := strings.ReplaceAll(message, x.Text, x.mark())
		if blank == message {
			return nil
		}
		var sequence int
		if _, err := fmt.Sscan(place, &sequence); err != nil {
			return err
		}
		x.done.Lines++
		if _, err := x.tx.ExecContext(x.ctx, "UPDATE changeset SET message = ? WHERE sequence = ?", blank, sequence); err != nil {
			return err
		}
		return x.note(sequence, -1, "", message)
	})
}

// entities blanks what stands, and makes anew what is read out of bodies.
func (x *redactor) entities() error {
	a := x.store.newApplier(x.ctx, x.tx, x.store.Sequence(), x.At)
	return x.each("SELECT key, type || '/' || slug, body, '' FROM entity WHERE (?1 = '' OR type || '/' || slug = ?1)", func(place, id, text, _ string) error {
		blank, err := x.body(text)
		if err != nil || blank == text {
			return err
		}
		var key int64
		if _, err := fmt.Sscan(place, &key); err != nil {
			return err
		}
		body := map[string]any{}
		if err := json.Unmarshal([]byte(blank), &body); err != nil {
			return err
		}
		x.done.Present++
		a.exec("UPDATE entity SET body = ?, sort = ? WHERE key = ?", blank, sortName(body), key)
		t := kb.TypeOf(x.store.schema, id)
		a.reword(key, kb.SearchText(x.store.schema, t, body))
		a.items(key, t, text, body)
		a.citations(key, "", kb.Citations(body))
		a.flush()
		return a.err
	})
}

// links blanks what links carry.
func (x *redactor) links() error {
	if x.Text == "" {
		return nil
	}
	a := x.store.newApplier(x.ctx, x.tx, x.store.Sequence(), x.At)
	return x.each(`SELECT l.id, l.from_key, coalesce(l.properties, ''), coalesce(l.citations, '') FROM link l JOIN entity e ON e.key = l.from_key
		WHERE (?1 = '' OR e.type || '/' || e.slug = ?1)`, func(id, owner, properties, citations string) error {
		blankProperties, err := x.body(properties)
		if err != nil {
			return err
		}
		blankCitations, err := x.body(citations)
		if err != nil || blankProperties == properties && blankCitations == citations {
			return err
		}
		var key int64
		if _, err := fmt.Sscan(owner, &key); err != nil {
			return err
		}
		var list []any
		if blankCitations != "" {
			if err := json.Unmarshal([]byte(blankCitations), &list); err != nil {
				return err
			}
		}
		x.done.Present++
		a.exec("UPDATE link SET properties = ?, citations = ? WHERE id = ?", null(blankProperties), null(blankCitations), id)
		a.citations(key, id, kb.Cite("", list))
		a.flush()
		return a.err
	})
}

// each reads all rows of four columns before it acts on them, since what it does changes them.
func (x *redactor) each(query string, act func(place, id, one, two string) error) error {
	rows, err := x.tx.QueryContext(x.ctx, query, x.ID)
	if err != nil {
		return err
	}
	defer rows.Close()
	var all [][4]string
	for rows.Next() {
		var r [4]string
		if err := rows.Scan(&r[0], &r[1], &r[2], &r[3]); err != nil {
			return err
		}
		if x.Path != "" || strings.Contains(r[2]+r[3], escaped(x.Text)) || strings.Contains(r[2]+r[3], x.Text) || strings.Contains(r[3], `\`) {
			all = append(all, r)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, r := range all {
		if err := act(r[0], r[1], r[2], r[3]); err != nil {
			return err
		}
	}
	return nil
}
