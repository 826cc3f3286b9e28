package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
)

// point is the context of point reads. They take microseconds, and with a context that can be cancelled the driver
// starts a goroutine for each; whoever reads much looks at the context in between.
func point(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }

const columns = "e.key, e.type, e.slug, e.revision, e.created, e.updated, e.archived, e.sort, CAST(e.body AS BLOB)" // as text it would be copied once more

// Entity is what an id leads to, by an alias too; nil where nothing has it. Archived entities answer as well.
func (s *Store) Entity(ctx context.Context, id string) (kb.Entity, error) {
	key, err := s.key(ctx, id)
	if err != nil || key == 0 {
		return nil, err
	}
	return s.byKey(ctx, key)
}

// Entities are what ids lead to, in their order, with nil for what nothing has. However many there are, it takes a few
// statements.
func (s *Store) Entities(ctx context.Context, ids []string) ([]kb.Entity, error) {
	if err := s.learnKeys(ctx, ids); err != nil {
		return nil, err
	}
	all, keys := make([]kb.Entity, len(ids)), make([]int64, 0, len(ids))
	at := make([]int, 0, len(ids))
	for i, id := range ids {
		key, err := s.key(ctx, id)
		if err != nil {
			return nil, err
		}
		if key != 0 {
			keys, at = append(keys, key), append(at, i)
		}
	}
	found, err := s.byKeys(ctx, keys)
	for n, i := range at {
		all[i] = found[n]
	}
	return all, err
}

// learnKeys keeps the rows of the entities that stand under some ids, so that they need not be asked for one by one.
func (s *Store) learnKeys(ctx context.Context, ids []string) error {
	unknown := slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		_, known := s.cache.ids.get(id)
		return known
	})
	if len(unknown) < 2 {
		return nil
	}
	sequence := s.Sequence()
	list, err := json.Marshal(unknown)
	if err != nil {
		return err
	}
	rows, err := s.read.QueryContext(point(ctx), "SELECT j.value, e.key FROM json_each(?) j CROSS JOIN entity e ON "+idOf("e", "j.value")+" WHERE e.archived IS NULL", string(list))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var key int64
		if err := rows.Scan(&id, &key); err != nil {
			return err
		}
		keep(s, s.cache.ids, sequence, id, is(key))
	}
	return rows.Err()
}

// idOf is the condition that a table's type and slug are an id.
func idOf(table, id string) string {
	return fmt.Sprintf("%[1]s.type = substr(%[2]s, 1, instr(%[2]s, '/') - 1) AND %[1]s.slug = substr(%[2]s, instr(%[2]s, '/') + 1)", table, id)
}

// key is the row that an id leads to; 0 where nothing has it. What stands goes before an alias, and an alias before
// what is archived.
func (s *Store) key(ctx context.Context, id string) (int64, error) {
	if key, ok := s.cache.ids.get(id); ok {
		return key, nil
	}
	sequence := s.Sequence()
	key, err := s.readKey(ctx, id)
	if err == nil {
		keep(s, s.cache.ids, sequence, id, is(key))
	}
	return key, err
}

func (s *Store) readKey(ctx context.Context, id string) (int64, error) {
	path, slug := kb.SplitID(id)
	var key int64
	err := s.read.QueryRowContext(point(ctx), `
		SELECT key, archived IS NOT NULL AS late FROM entity WHERE type = ?1 AND slug = ?2 AND archived IS NULL
		UNION ALL SELECT key, 1 FROM alias WHERE type = ?1 AND slug = ?2
		UNION ALL SELECT key, 2 FROM entity WHERE type = ?1 AND slug = ?2 AND archived IS NOT NULL
		ORDER BY late LIMIT 1`, path, slug).Scan(&key, new(int))
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return key, err
}

// byKey is the entity of a row.
func (s *Store) byKey(ctx context.Context, key int64) (kb.Entity, error) {
	if e, ok := s.cache.entities.get(key); ok {
		return e, nil
	}
	found, err := s.byKeys(ctx, []int64{key})
	return found[0], err
}

// byKeys are the entities of rows in their order, from the cache where it has them and with one statement for the rest.
func (s *Store) byKeys(ctx context.Context, keys []int64) ([]kb.Entity, error) {
	found := make([]kb.Entity, len(keys))
	var missing []int64
	for i, key := range keys {
		var ok bool
		if found[i], ok = s.cache.entities.get(key); !ok {
			missing = append(missing, key)
		}
	}
	if len(missing) == 0 {
		return found, nil
	}
	read, err := s.readEntities(ctx, missing)
	for i, key := range keys {
		if found[i] == nil {
			found[i] = read[key]
		}
	}
	return found, err
}

func (s *Store) readEntities(ctx context.Context, keys []int64) (map[int64]kb.Entity, error) {
	sequence := s.Sequence()
	rows, err := s.read.QueryContext(point(ctx),
		"SELECT "+columns+" FROM json_each(?) j CROSS JOIN entity e ON e.key = j.value", jsonList(keys))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := make(map[int64]kb.Entity, len(keys))
	for rows.Next() {
		e, err := scanEntity(rows)
		if err != nil {
			return nil, err
		}
		found[e.Meta().Key] = e
		keep(s, s.cache.entities, sequence, e.Meta().Key, is(e))
	}
	return found, rows.Err()
}

// jsonList writes rows as an argument of json_each.
func jsonList(rows []int64) string {
	text := []byte{'['}
	for i, row := range rows {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendInt(text, row, 10)
	}
	return string(append(text, ']'))
}

func scanEntity(rows *sql.Rows) (kb.Entity, error) {
	var m kb.Stored
	var body sql.RawBytes
	var created, updated string
	var archived sql.NullString
	if err := rows.Scan(&m.Key, &m.Type, &m.Slug, &m.Revision, &created, &updated, &archived, &m.Sort, &body); err != nil {
		return nil, err
	}
	m.ID = m.Type + "/" + m.Slug
	var err error
	if m.CreatedAt, err = time.Parse(time.RFC3339Nano, created); err != nil {
		return nil, err
	}
	if m.UpdatedAt = m.CreatedAt; updated != created {
		if m.UpdatedAt, err = time.Parse(time.RFC3339Nano, updated); err != nil {
			return nil, err
		}
	}
	if archived.Valid {
		at, err := time.Parse(time.RFC3339Nano, archived.String)
		if err != nil {
			return nil, err
		}
		m.ArchivedAt = &at
	}
	return decode(m, body)
}

func decode(m kb.Stored, body []byte) (kb.Entity, error) {
	e := kb.NewEntity(m.Type)
	if e == nil {
		return nil, kb.Errorf(kb.Internal, "no type has the path %s", m.Type)
	}
	if err := kb.Decode(body, e); err != nil {
		return nil, err
	}
	m.Size = len(body)
	*e.Meta() = m
	return e, nil
}
