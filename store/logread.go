package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
)

// Log reads the newest change sets of the database in a folder, newest first, while a server may be running on it.
func Log(ctx context.Context, dir string, first int) ([]*kb.LoggedSet, error) {
	db, err := openExisting(dir)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	s := &Store{read: db}
	sets, err := s.changeSets(ctx, " ORDER BY sequence DESC LIMIT ?", []any{first})
	return sets, older(dir, explain(dir, err))
}

// ChangeSets answers a page of the log, of those with the words of a text: newest first, or after since oldest first.
func (s *Store) ChangeSets(ctx context.Context, since *int, text string, p kb.PageArguments) ([]*kb.LoggedSet, []kb.Cursor, *kb.PageInfo, error) {
	list, down := fmt.Sprintf("changeSets %q", text), true
	if since != nil {
		list, down = fmt.Sprintf("%s since %d", list, *since), false
	}
	if n := len(strings.Fields(text)); n > maxLogWords {
		return nil, nil, nil, kb.Errorf(kb.Invalid, "text has %d words; at most %d are looked for", n, maxLogWords)
	}
	where, args := setsWith(since, text)
	return logPage(list, []string{"sequence"}, where, args, down, p, func(where, order string, args []any) ([]*kb.LoggedSet, error) {
		return s.changeSets(ctx, where+order, args)
	}, func(c *kb.LoggedSet) string { return fmt.Sprintf("%012d", c.Sequence) })
}

// ChangeSetCount counts the change sets after since that have the words of a text.
func (s *Store) ChangeSetCount(ctx context.Context, since *int, text string) (n int, err error) {
	where, args := setsWith(since, text)
	err = s.read.QueryRowContext(ctx, "SELECT count(*) FROM changeset"+where, args...).Scan(&n)
	return n, err
}

// maxLogWords bounds the words that change sets are looked for by: each is looked for in every message.
const maxLogWords = 16

// setsWith asks for the change sets after one, whose message or author has each word of a text.
func setsWith(since *int, text string) (where string, args []any) {
	first := 0
	if since != nil {
		first = *since
	}
	where, args = " WHERE sequence > ?", []any{first}
	words := strings.Fields(text)
	for _, word := range words[:min(len(words), maxLogWords)] {
		where, args = where+" AND instr(lower(message || char(10) || author), lower(?)) > 0", append(args, word)
	}
	return where, args
}

// ChangeSet is one change set of the log, or nil.
func (s *Store) ChangeSet(ctx context.Context, sequence int) (*kb.LoggedSet, error) {
	all, err := s.changeSets(ctx, " WHERE sequence = ?", []any{sequence})
	if len(all) == 0 {
		return nil, err
	}
	return all[0], err
}

func (s *Store) changeSets(ctx context.Context, rest string, args []any) ([]*kb.LoggedSet, error) {
	return readSets(ctx, s.read, rest, args)
}

func readSets(ctx context.Context, db asker, rest string, args []any) ([]*kb.LoggedSet, error) {
	rows, err := db.QueryContext(ctx, "SELECT sequence, time, author, message, origin, coalesce(lower(hex(hash)), '') FROM changeset"+rest, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []*kb.LoggedSet
	for rows.Next() {
		var c kb.LoggedSet
		var at string
		if err := rows.Scan(&c.Sequence, &at, &c.Author, &c.Message, &c.Origin, &c.Hash); err != nil {
			return nil, err
		}
		if c.Time, err = time.Parse(time.RFC3339Nano, at); err != nil {
			return nil, err
		}
		all = append(all, &c)
	}
	return all, rows.Err()
}

// History answers a page of the changes of an entity and of the links at either of its ends, newest first.
func (s *Store) History(ctx context.Context, id string, p kb.PageArguments) ([]*kb.Logged, []kb.Cursor, *kb.PageInfo, error) {
	return logPage("history "+id, places, " WHERE true", nil, true, p, func(where, order string, args []any) ([]*kb.Logged, error) {
		at := func(end string) string {
			return "SELECT sequence, n FROM (SELECT c.sequence, c.n FROM change c" + where + " AND c." + end + " = ?" + order + ")"
		}
		args = append(args, id)
		few := strings.ReplaceAll(order, "c.", "+c.") // what was found is put in order, not all of the log gone through
		return s.changes(ctx, "("+at("entity")+" UNION ALL "+at("target")+") k CROSS JOIN change c ON c.sequence = k.sequence AND c.n = k.n"+few, slices.Concat(args, args))
	}, placeOf)
}

// Changes answers a page of the changes of a change set, in their order.
func (s *Store) Changes(ctx context.Context, sequence int, p kb.PageArguments) ([]*kb.Logged, []kb.Cursor, *kb.PageInfo, error) {
	return logPage(fmt.Sprint("changes ", sequence), places, " WHERE c.sequence = ?", []any{sequence}, false, p,
		func(where, order string, args []any) ([]*kb.Logged, error) {
			return s.changes(ctx, "change c"+where+order, args)
		}, placeOf)
}

// CountChanges counts the changes of an entity, or of a change set where id is empty.
func (s *Store) CountChanges(ctx context.Context, id string, sequence int) (int, error) {
	var n int
	query, args := "SELECT count(*) FROM change WHERE entity = ?1 OR target = ?1", []any{id}
	if id == "" {
		query, args = "SELECT count(*) FROM change WHERE sequence = ?", []any{sequence}
	}
	err := s.read.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, err
}

// places orders changes.
var places = []string{"c.sequence", "c.n"}

func placeOf(c *kb.Logged) string { return fmt.Sprintf("%012d.%09d", c.Sequence, c.N) }

func (s *Store) changes(ctx context.Context, from string, args []any) ([]*kb.Logged, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT c.sequence, c.n, c.action, c.entity, c.revision, c.target, c.link, c.body,
		CASE c.action WHEN 'UPDATE' THEN (SELECT b.body FROM change b WHERE b.entity = c.entity AND b.body IS NOT NULL
			AND (b.sequence, b.n) < (c.sequence, c.n) ORDER BY b.sequence DESC, b.n DESC LIMIT 1) END
		FROM `+from, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []*kb.Logged
	for rows.Next() {
		c, err := s.scanChange(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

func (s *Store) scanChange(rows *sql.Rows) (*kb.Logged, error) {
	var c kb.Logged
	var target, link sql.NullString
	if err := rows.Scan(&c.Sequence, &c.N, &c.Action, &c.EntityID, &c.Revision, &target, &link, &c.After, &c.Before); err != nil {
		return nil, err
	}
	if !link.Valid {
		return &c, nil
	}
	var l linkRow
	if err := json.Unmarshal([]byte(link.String), &l); err != nil {
		return nil, err
	}
	_, name, _ := strings.Cut(l.Kind, ".")
	if kind := s.schema.Kind(l.Kind); kind != nil {
		name = kind.Enum()
	}
	c.Link = &kb.ChangedLink{
		ID: kb.LinkID(c.EntityID, l.Kind, target.String, l.Qualifier), Kind: name,
		From: c.EntityID, To: target.String, Qualifier: l.Qualifier, Properties: kb.JSON(l.Properties),
	}
	return &c, nil
}

// logPage reads a page of something that is ordered by some columns of the log, as an index has them: so a page takes no
// longer where there are many. key gives their values, with points between them.
func logPage[T any](list string, by []string, where string, args []any, down bool, p kb.PageArguments,
	read func(where, order string, args []any) ([]T, error), key func(T) string) ([]T, []kb.Cursor, *kb.PageInfo, error) {
	if err := p.Check(); err != nil {
		return nil, nil, nil, err
	}
	for _, end := range []struct {
		name   string
		cursor *string
		sign   string
	}{{"after", p.After, map[bool]string{true: "<", false: ">"}[down]}, {"before", p.Before, map[bool]string{true: ">", false: "<"}[down]}} {
		if end.cursor == nil {
			continue
		}
		var at string
		if err := kb.ReadCursor(end.name, *end.cursor, list, &at); err != nil {
			return nil, nil, nil, err
		}
		values, err := valuesOf(at, len(by))
		if err != nil {
			return nil, nil, nil, err
		}
		where += fmt.Sprintf(" AND (%s) %s (?%s)", strings.Join(by, ", "), end.sign, strings.Repeat(", ?", len(by)-1))
		args = append(args, values...)
	}
	direction := map[bool]string{true: "DESC", false: "ASC"}[down != p.Backward()]
	found, err := read(where, fmt.Sprintf(" ORDER BY %s %s LIMIT %d", strings.Join(by, " "+direction+", "), direction, p.Size()+1), args)
	if err != nil {
		return nil, nil, nil, err
	}
	found, cursors, info := paged(list, found, p, key)
	return found, cursors, info, nil
}

// paged is the page of what was found for it, which is one more where there is more; key tells the place of each.
func paged[T any](list string, found []T, p kb.PageArguments, key func(T) string) ([]T, []kb.Cursor, *kb.PageInfo) {
	info := &kb.PageInfo{}
	info.HasNextPage, info.HasPreviousPage = p.Around(len(found) > p.Size())
	found = found[:min(len(found), p.Size())]
	if p.Backward() {
		slices.Reverse(found)
	}
	cursors := make([]kb.Cursor, len(found))
	for i, item := range found {
		cursors[i] = kb.NewCursor(list, key(item))
	}
	if n := len(found); n > 0 {
		info.StartCursor, info.EndCursor = &cursors[0], &cursors[n-1]
	}
	return found, cursors, info
}

// valuesOf takes the key of a place in the log apart: numbers, and ids of links.
func valuesOf(key string, n int) ([]any, error) {
	parts := strings.Split(key, ".")
	if len(parts) != n {
		return nil, kb.Errorf(kb.CursorInvalid, "the cursor is not one of this list")
	}
	values := make([]any, n)
	for i, part := range parts {
		values[i] = part
		if number, err := strconv.ParseInt(part, 10, 64); err == nil {
			values[i] = number
		}
	}
	return values, nil
}
