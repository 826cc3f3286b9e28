package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/praxis-kb/praxis/kb"
)

// maxCitations bounds the citations of one entity, far above what the bounds of bodies allow in practice.
const maxCitations = 1000

// Citations are the sources of what an entity says, field by field, those of its values included.
func (s *Store) Citations(ctx context.Context, e kb.Entity, path, basis *string) ([]*kb.Citation, error) {
	if e.Meta().At > 0 {
		return s.citationsAt(ctx, e, path, basis)
	}
	return s.citations(ctx, `SELECT path, body FROM citation WHERE owner = ?1 AND link = '' AND (?2 IS NULL OR path = ?2 OR path LIKE ?2 || '/%')
		AND (?3 IS NULL OR basis = ?3) ORDER BY n LIMIT ?4`, e.Meta().Key, path, basis, maxCitations)
}

// LinkCitations are the sources of a link.
func (s *Store) LinkCitations(ctx context.Context, l *kb.Link) ([]*kb.Citation, error) {
	if len(l.Sources) > 0 {
		all := []*kb.Citation{}
		return all, kb.Decode(l.Sources, &all)
	}
	return s.citations(ctx, "SELECT path, body FROM citation WHERE owner = ? AND link = ? ORDER BY n LIMIT ?", l.FromKey, l.ID, maxCitations)
}

func (s *Store) citations(ctx context.Context, query string, args ...any) ([]*kb.Citation, error) {
	rows, err := s.read.QueryContext(point(ctx), query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := []*kb.Citation{}
	for rows.Next() {
		c, err := scanCitation(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

// scanCitation reads a citation, with the place that it covers as its field.
func scanCitation(rows *sql.Rows, more ...any) (*kb.Citation, error) {
	var c kb.Citation
	var path string
	var body []byte
	if err := rows.Scan(append([]any{&path, &body}, more...)...); err != nil {
		return nil, err
	}
	if err := kb.Decode(body, &c); err != nil {
		return nil, err
	}
	if c.Field = nil; path != "" {
		c.Field = &path
	}
	return &c, nil
}

// ofStanding leaves out citations of what is archived, by an index of the little that is: to look at each owner takes longer
// than to read its citation.
const ofStanding = " AND NOT EXISTS (SELECT 1 FROM entity a INDEXED BY by_archived WHERE a.key = c.owner AND a.archived IS NOT NULL)"

// CitedBy answers a page of the facts that cite a source, in the order in which their entities came in.
func (s *Store) CitedBy(ctx context.Context, source kb.Entity, p kb.PageArguments) ([]*kb.CitedFact, []kb.Cursor, *kb.PageInfo, error) {
	found, cursors, info, err := logPage("citedBy "+source.Meta().ID, []string{"c.owner", "c.link", "c.n"}, " WHERE c.source = ?"+ofStanding,
		[]any{source.Meta().Key}, false, p, func(where, order string, args []any) ([]cited, error) { return s.readCited(ctx, where+order, args) }, cited.place)
	if err != nil {
		return nil, nil, nil, err
	}
	owners, links := make([]int64, len(found)), make([]string, len(found))
	facts := make([]*kb.CitedFact, len(found))
	for i, c := range found {
		facts[i], owners[i], links[i] = c.fact, c.owner, c.link
	}
	entities, err := s.byKeys(ctx, owners)
	if err != nil {
		return nil, nil, nil, err
	}
	through, err := s.linksNamed(ctx, links)
	for i, fact := range facts {
		fact.Entity, fact.Link = entities[i], through[links[i]]
	}
	return facts, cursors, info, err
}

// cited is a fact that cites, and where its citation lies.
type cited struct {
	fact  *kb.CitedFact
	owner int64
	link  string
	n     int
}

func (c cited) place() string { return fmt.Sprintf("%016d.%s.%06d", c.owner, c.link, c.n) }

func (s *Store) readCited(ctx context.Context, rest string, args []any) (all []cited, err error) {
	rows, err := s.read.QueryContext(ctx, "SELECT c.path, c.body, c.owner, c.link, c.n FROM citation c"+rest, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c cited
		citation, err := scanCitation(rows, &c.owner, &c.link, &c.n)
		if err != nil {
			return nil, err
		}
		c.fact = &kb.CitedFact{Path: citation.Field, Citation: citation}
		all = append(all, c)
	}
	return all, rows.Err()
}

// CountCitedBy counts the facts that cite a source.
func (s *Store) CountCitedBy(ctx context.Context, source kb.Entity) (int, error) {
	var n int
	err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM citation c WHERE c.source = ?"+ofStanding, source.Meta().Key).Scan(&n)
	return n, err
}
