package store

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
)

// Between answers a page of what differs between two change sets, entity by entity in the order of their ids, from the
// start only. What came and went again in between is left out. The errors are Invalid and CursorInvalid.
func (s *Store) Between(ctx context.Context, from, to int, p kb.PageArguments) ([]*kb.EntityDifference, []kb.Cursor, *kb.PageInfo, error) {
	list, after := fmt.Sprintf("diff %d %d", from, to), ""
	if err := s.checkBetween(from, to, p); err != nil {
		return nil, nil, nil, err
	}
	if p.After != nil {
		if err := kb.ReadCursor("after", *p.After, list, &after); err != nil {
			return nil, nil, nil, err
		}
	}
	var found []*kb.EntityDifference
	err := s.eachBetween(ctx, from, to, after, func(d *kb.EntityDifference) bool {
		found = append(found, d)
		return len(found) <= p.Size()
	})
	if err != nil {
		return nil, nil, nil, err
	}
	found, cursors, info := paged(list, found, p, func(d *kb.EntityDifference) string { return d.ID })
	return found, cursors, info, nil
}

// CountBetween counts what differs.
func (s *Store) CountBetween(ctx context.Context, from, to int) (n int, err error) {
	if err := s.checkBetween(from, to, kb.PageArguments{}); err != nil {
		return 0, err
	}
	err = s.eachBetween(ctx, from, to, "", func(*kb.EntityDifference) bool { n++; return true })
	return n, err
}

func (s *Store) checkBetween(from, to int, p kb.PageArguments) error {
	switch last := int(s.Sequence()); {
	case from < 0 || from > to:
		return kb.Errorf(kb.Invalid, "from is %d and to is %d: name an earlier change set, or 0, and then a later one", from, to)
	case to > last:
		return kb.Errorf(kb.Invalid, "there is no change set %d: the log has 1 to %d", to, last)
	case p.Backward() || p.Before != nil:
		return kb.Errorf(kb.Invalid, "what differs is answered from the start: ask with first and after")
	}
	return p.Check()
}

// eachBetween gives what differs, until it is told to stop.
func (s *Store) eachBetween(ctx context.Context, from, to int, after string, give func(*kb.EntityDifference) bool) error {
	for {
		ids, err := s.changedBetween(ctx, from, to, after)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if err := ctx.Err(); err != nil {
				return err
			}
			d, err := s.differs(ctx, id, from, to)
			if err != nil || d != nil && !give(d) {
				return err
			}
		}
		after = ids[len(ids)-1]
	}
}

// changedBetween are the ids, after one, that change sets named.
func (s *Store) changedBetween(ctx context.Context, from, to int, after string) ([]string, error) {
	return column[string](s.read.QueryContext(ctx, `SELECT DISTINCT entity FROM change
		WHERE sequence > ? AND sequence <= ? AND entity > ? ORDER BY entity LIMIT 200`, from, to, after))
}

// differs is how an entity differs between two change sets; nil where it does not.
func (s *Store) differs(ctx context.Context, id string, from, to int) (*kb.EntityDifference, error) {
	old, before, err := s.stoodAt(ctx, id, from)
	if err != nil {
		return nil, err
	}
	new, after, err := s.stoodAt(ctx, id, to)
	if err != nil || old == nil && new == nil {
		return nil, err
	}
	d := &kb.EntityDifference{ID: id, Kind: kb.DifferenceKindChanged, Entity: new}
	switch {
	case old == nil:
		d.Kind = kb.DifferenceKindAdded
	case new == nil:
		d.Kind, d.Entity, d.Fields, d.Links = kb.DifferenceKindRemoved, old, []*kb.FieldChange{}, []*kb.LinkDifference{}
		return d, nil
	}
	if d.Fields, err = kb.Differences(before, after); err != nil {
		return nil, err
	}
	if d.Links, err = s.linksDiffer(ctx, id, from, to); err != nil || len(d.Fields)+len(d.Links) == 0 {
		return nil, err
	}
	return d, nil
}

// stoodAt is an entity as of a change set, with its body; nil where it was not there, or hidden.
func (s *Store) stoodAt(ctx context.Context, id string, at int) (kb.Entity, map[string]any, error) {
	if at == 0 {
		return nil, nil, nil
	}
	e, err := s.EntityAt(ctx, id, at)
	if e == nil || err != nil || e.Meta().ArchivedAt != nil {
		return nil, nil, err
	}
	body, err := s.Body(ctx, e)
	return e, body, err
}

// linksDiffer are the links from an entity that differ, in the order of kind and end.
func (s *Store) linksDiffer(ctx context.Context, id string, from, to int) ([]*kb.LinkDifference, error) {
	old, err := s.linksByID(ctx, id, from)
	if err != nil {
		return nil, err
	}
	new, err := s.linksByID(ctx, id, to)
	if err != nil {
		return nil, err
	}
	both := maps.Clone(old)
	maps.Copy(both, new)
	all := []*kb.LinkDifference{}
	for _, link := range both {
		before, was := old[link.link.ID]
		after, is := new[link.link.ID]
		d := &kb.LinkDifference{ID: link.link.ID, LinkKind: link.link.Kind, To: link.name, Kind: kb.DifferenceKindChanged, Fields: []*kb.FieldChange{}}
		switch {
		case !was:
			d.Kind = kb.DifferenceKindAdded
		case !is:
			d.Kind = kb.DifferenceKindRemoved
		default:
			if d.Fields, err = carryDiffers(before.link, after.link); err != nil {
				return nil, err
			}
			if len(d.Fields) == 0 {
				continue
			}
		}
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b *kb.LinkDifference) int {
		return bytes.Compare([]byte(a.LinkKind+" "+a.To+" "+a.ID), []byte(b.LinkKind+" "+b.To+" "+b.ID))
	})
	return all, nil
}

func (s *Store) linksByID(ctx context.Context, id string, at int) (map[string]endAt, error) {
	list, err := s.linksAt(ctx, id, at, true)
	all := map[string]endAt{}
	for _, l := range list {
		all[l.link.ID] = l
	}
	return all, err
}

// carryDiffers is how what a link carries differs.
func carryDiffers(before, after *kb.Link) ([]*kb.FieldChange, error) {
	old, err := carries(before)
	if err != nil {
		return nil, err
	}
	new, err := carries(after)
	if err != nil {
		return nil, err
	}
	return kb.Differences(old, new)
}

func carries(l *kb.Link) (map[string]any, error) {
	all := map[string]any{}
	if len(l.Properties) > 0 {
		if err := json.Unmarshal([]byte(l.Properties), &all); err != nil {
			return nil, err
		}
	}
	var sources []any
	if err := json.Unmarshal([]byte(l.Sources), &sources); err != nil {
		return nil, err
	}
	all["citations"], all["position"] = sources, float64(l.Position)
	return all, nil
}
