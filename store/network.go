package store

import (
	"context"
	"fmt"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// Network is a part of the graph by numbers: entities in the order of their ids, and links between them.
type Network struct {
	Keys  []int64        // of the entities
	Types []*schema.Type // of each of them
	Links [][2]int32     // from and to, as places in Keys; several between the same two as one each
	Kinds []*schema.Kind // of each link
}

// Network reads the entities that stand of some types, and the links of some kinds between them.
func (s *Store) Network(ctx context.Context, types []*schema.Type, kinds []*schema.Kind) (*Network, error) {
	n, place := &Network{}, map[int64]int32{}
	err := s.each(ctx, func(scan func(...any) error) error {
		var key int64
		var path string
		if err := scan(&key, &path); err != nil {
			return err
		}
		place[key] = int32(len(n.Keys))
		n.Keys, n.Types = append(n.Keys, key), append(n.Types, s.schema.ByPath(path))
		return nil
	}, fmt.Sprintf("SELECT key, type FROM entity WHERE archived IS NULL AND type IN (%s) ORDER BY type, slug", typeList(types)))
	if err != nil {
		return nil, err
	}
	for _, k := range kinds {
		if err := s.join(ctx, n, place, k); err != nil {
			return nil, err
		}
	}
	return n, nil
}

func (s *Store) join(ctx context.Context, n *Network, place map[int64]int32, k *schema.Kind) error {
	return s.each(ctx, func(scan func(...any) error) error {
		var ends [2]int64
		if err := scan(&ends[0], &ends[1]); err != nil {
			return err
		}
		from, starts := place[ends[0]]
		to, stops := place[ends[1]]
		if starts && stops {
			n.Links, n.Kinds = append(n.Links, [2]int32{from, to}), append(n.Kinds, k)
		}
		return nil
	}, `SELECT l.from_key, l.to_key FROM entity f CROSS JOIN link l ON l.from_key = f.key AND l.kind = ?2
		WHERE f.type = ?1 AND f.archived IS NULL ORDER BY f.slug, l.position, l.to_key`, k.From.Path, k.Stored)
}

// Degree is how many links of a kind lead to something, and from it.
type Degree struct {
	Kind    *schema.Kind
	In, Out int
}

// Degrees are how many links of some kinds lead to and from entities of some types, for each of some rows, in the order of
// the kinds.
func (s *Store) Degrees(ctx context.Context, keys []int64, kinds []*schema.Kind, types []*schema.Type) (map[int64][]Degree, error) {
	all := map[int64][]Degree{}
	list, among := jsonList(keys), typeList(types)
	for _, k := range kinds {
		if err := s.each(ctx, func(scan func(...any) error) error {
			var key int64
			d := Degree{Kind: k}
			err := scan(&key, &d.In, &d.Out)
			if d.In+d.Out > 0 {
				all[key] = append(all[key], d)
			}
			return err
		}, fmt.Sprintf(`SELECT n.value,
			(SELECT count(*) FROM link l CROSS JOIN entity e ON e.key = l.from_key WHERE l.to_key = n.value AND l.kind = ?2 AND e.archived IS NULL),
			(SELECT count(*) FROM link l CROSS JOIN entity e ON e.key = l.to_key WHERE l.from_key = n.value AND l.kind = ?2 AND e.archived IS NULL
				AND e.type IN (%s))
			FROM json_each(?1) n`, among), list, k.Stored); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// IDs are the ids of rows, in their order; empty where a row has gone.
func (s *Store) IDs(ctx context.Context, keys []int64) ([]string, error) {
	all := make([]string, 0, len(keys))
	err := s.each(ctx, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		all = append(all, id)
		return err
	}, `SELECT ifnull(e.type || '/' || e.slug, '') FROM json_each(?) j LEFT JOIN entity e ON e.key = j.value ORDER BY j.key`, jsonList(keys))
	return all, err
}

// Names are the names of rows, in their order, without the rest of their bodies.
func (s *Store) Names(ctx context.Context, keys []int64) ([]kb.Text, error) {
	all := make([]kb.Text, 0, len(keys))
	err := s.each(ctx, func(scan func(...any) error) error {
		var body []byte
		var name kb.Text
		if err := scan(&body); err != nil {
			return err
		}
		err := kb.Decode(body, &name)
		all = append(all, name)
		return err
	}, `SELECT ifnull(e.body -> '$.name', '{}') FROM json_each(?) j LEFT JOIN entity e ON e.key = j.value ORDER BY j.key`, jsonList(keys))
	return all, err
}
