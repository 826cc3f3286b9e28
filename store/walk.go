package store

import (
	"context"
	"database/sql"
	"slices"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
)

// Bounds of a walk. Beyond them an answer says little and costs much.
const (
	MaxDepth      = 3
	MaxNeighbours = 500
)

// maxLinksOfLevel is how many links a level of a walk reads; tests set it lower.
var maxLinksOfLevel = 20_000

const linkColumns = "l.id, l.kind, l.from_key, l.to_key, l.qualifier, l.position, l.properties"

// Neighbourhood is what lies around an entity.
func (s *Store) Neighbourhood(ctx context.Context, of string, depth int, kinds []string, first int) (*kb.Neighbourhood, error) {
	if depth < 1 || depth > MaxDepth {
		return nil, kb.Errorf(kb.Invalid, "depth is %d; it may be 1 to %d", depth, MaxDepth)
	}
	if first < 1 || first > MaxNeighbours {
		return nil, kb.Errorf(kb.Invalid, "first is %d; it may be 1 to %d", first, MaxNeighbours)
	}
	centre, err := s.key(ctx, of)
	if err != nil || centre == 0 {
		return nil, err
	}
	w := &walk{store: s, ctx: ctx, kinds: s.walked(kinds)}
	seen, level := map[int64]bool{centre: true}, []int64{centre}
	order, truncated := []int64{centre}, false
	for range depth {
		links, err := w.links(level)
		if err != nil {
			return nil, err
		}
		level = nil
		for _, l := range links {
			for _, key := range []int64{l.FromKey, l.ToKey} {
				if seen[key] {
					continue
				}
				if len(order) == first {
					truncated = true
					continue
				}
				seen[key] = true
				order, level = append(order, key), append(level, key)
			}
		}
	}
	links, err := w.among(order)
	if err != nil {
		return nil, err
	}
	nodes, err := s.inOrder(ctx, order)
	return &kb.Neighbourhood{Nodes: nodes, Links: links, Truncated: truncated || w.cut}, err
}

// walk reads links level by level.
type walk struct {
	store *Store
	ctx   context.Context
	kinds string
	cut   bool // more links were there than a level may read
}

// walked are the stored kinds to walk, as a JSON list: those named, or all but the hubs.
func (s *Store) walked(named []string) string {
	var kinds []string
	for _, k := range s.schema.Kinds {
		if slices.Contains(named, k.Enum()) || len(named) == 0 && !k.Field.Relation.Hub {
			kinds = append(kinds, k.Stored)
		}
	}
	list, _ := json.Marshal(kinds) // names only
	return string(list)
}

// links are those at either end of some entities, where both ends stand, in a fixed order.
func (w *walk) links(keys []int64) ([]*kb.Link, error) {
	return w.read(`SELECT o.* FROM near CROSS JOIN link o ON o.from_key = near.key WHERE o.kind IN kind
		UNION SELECT i.* FROM near CROSS JOIN link i ON i.to_key = near.key WHERE i.kind IN kind`, keys)
}

// among are the links between some entities, in the same order.
func (w *walk) among(keys []int64) ([]*kb.Link, error) {
	return w.read("SELECT o.* FROM near CROSS JOIN link o ON o.from_key = near.key WHERE o.kind IN kind AND o.to_key IN near", keys)
}

func (w *walk) read(links string, keys []int64) ([]*kb.Link, error) {
	if err := w.ctx.Err(); err != nil {
		return nil, err
	}
	rows, err := w.store.read.QueryContext(w.ctx, `WITH near (key) AS (SELECT value FROM json_each(?1)),
		kind (name) AS (SELECT value FROM json_each(?2))
		SELECT `+linkColumns+` FROM (`+links+`) l
		JOIN entity f ON f.key = l.from_key JOIN entity t ON t.key = l.to_key
		WHERE f.archived IS NULL AND t.archived IS NULL
		ORDER BY f.type, f.slug, l.kind, l.position, t.type, t.slug, l.qualifier LIMIT ?3`, jsonList(keys), w.kinds, maxLinksOfLevel+1)
	if err != nil {
		return nil, err
	}
	all, err := w.store.scanLinks(rows)
	if len(all) > maxLinksOfLevel {
		w.cut, all = true, all[:maxLinksOfLevel]
	}
	return all, err
}

func (s *Store) scanLinks(rows *sql.Rows) ([]*kb.Link, error) {
	defer rows.Close()
	all := []*kb.Link{}
	var stored sql.RawBytes // there are few kinds, and each has its name already
	for rows.Next() {
		var l kb.Link
		if err := rows.Scan(&l.ID, &stored, &l.FromKey, &l.ToKey, &l.Qualifier, &l.Position, &l.Properties); err != nil {
			return nil, err
		}
		kind := s.schema.Kind(string(stored))
		l.Stored, l.Kind = kind.Stored, kind.Enum()
		all = append(all, &l)
	}
	return all, rows.Err()
}

// linksNamed are the links that have some ids, by these. An empty one is no link's.
func (s *Store) linksNamed(ctx context.Context, ids []string) (map[string]*kb.Link, error) {
	found := map[string]*kb.Link{}
	wanted := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	if len(wanted) == 0 {
		return found, nil
	}
	list, err := json.Marshal(wanted)
	if err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(point(ctx), "SELECT "+linkColumns+" FROM json_each(?) j CROSS JOIN link l ON l.id = j.value", string(list))
	if err != nil {
		return nil, err
	}
	all, err := s.scanLinks(rows)
	for _, l := range all {
		found[l.ID] = l
	}
	return found, err
}

// Ends are the entities where a link starts and where it ends.
func (s *Store) Ends(ctx context.Context, l *kb.Link) (from, to kb.Entity, err error) {
	found, err := s.byKeys(ctx, []int64{l.FromKey, l.ToKey})
	return found[0], found[1], err
}

func (s *Store) inOrder(ctx context.Context, keys []int64) ([]kb.Entity, error) {
	found, err := s.byKeys(ctx, keys)
	return slices.DeleteFunc(found, func(e kb.Entity) bool { return e == nil }), err
}
