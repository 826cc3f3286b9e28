package seed

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"time"

	"github.com/praxis-kb/praxis/exchange"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/linkcheck"
	"github.com/praxis-kb/praxis/store"
)

//go:embed corpus/*.yaml
var corpus embed.FS

// Corpus is the corpus that praxis comes with.
func Corpus() fs.FS {
	sub, err := fs.Sub(corpus, "corpus")
	if err != nil {
		panic(err) // the folder is built in
	}
	return sub
}

// Report says what a load did.
type Report struct {
	Files   int      // read, since they were new or changed
	Changes int      // that changed something
	Left    []string // entities that people edited since, left as they are, each with the reason
}

// Load brings the YAML files of a folder into a store, in the order of their names, one change set for each, and writes
// into the log that it did. Where the folder is as it was at the last load, nothing is read. What a newer folder says
// of what nobody touched since is brought up to date, and what it no longer has is archived; what people edited is left
// alone and reported.
func Load(ctx context.Context, s *store.Store, files fs.FS, origin, author string, at time.Time) (Report, error) {
	var report Report
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return report, err
	}
	texts, hash, err := readAll(files, names)
	if err != nil {
		return report, err
	}
	last, lastAt, err := s.LastOrigin(ctx, origin+"#")
	if err != nil || last == origin+"#"+hash {
		return report, err
	}
	l := loader{ctx: ctx, store: s, report: &report, origin: origin, author: author, at: at, since: lastAt}
	if l.before, err = s.Written(ctx, origin); err != nil {
		return report, err
	}
	for i, name := range names {
		if err := l.load(name, texts[i]); err != nil {
			return report, err
		}
	}
	if err := l.gone(); err != nil {
		return report, err
	}
	_, err = s.Commit(ctx, kb.ChangeSet{Time: at, Author: author, Message: "The collection is loaded as it is in its files",
		Origin: origin + "#" + hash, Key: fmt.Sprintf("%s#%s:%d", origin, hash, lastAt)})
	return report, err
}

func readAll(files fs.FS, names []string) (texts [][]byte, hash string, err error) {
	sum := sha256.New()
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, "", err
		}
		fmt.Fprintf(sum, "%s %d\n%s", name, len(text), text)
		texts = append(texts, text)
	}
	return texts, hex.EncodeToString(sum.Sum(nil)[:12]), nil
}

// loader loads the files of an origin.
type loader struct {
	ctx    context.Context
	store  *store.Store
	report *Report
	origin string
	author string
	at     time.Time
	since  int64          // the sequence of the last load
	before map[string]int // what this origin wrote, with the revisions; what the files have is taken out
}

// load brings in what a file says, as one change set that is keyed by the file's hash.
func (l *loader) load(name string, text []byte) error {
	l.report.Files++
	file, err := Parse(l.store.Schema(), name, text)
	if err != nil {
		return err
	}
	var changes []kb.Change
	for _, e := range file.Entities {
		more, err := l.entity(e)
		if err != nil {
			return err
		}
		changes = append(changes, more...)
		delete(l.before, e.ID)
	}
	if len(changes) == 0 {
		return nil
	}
	sum := sha256.Sum256(text)
	return l.commit(kb.ChangeSet{Message: file.About, Origin: l.origin + ":" + name, Changes: changes,
		Key: fmt.Sprintf("%s:%s:%x:%d", l.origin, name, sum, l.since)}, name)
}

func (l *loader) commit(cs kb.ChangeSet, name string) error {
	cs.Time, cs.Author = l.at, l.author
	receipt, err := l.store.Commit(l.ctx, cs)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	l.report.Changes += receipt.Changed
	return nil
}

func (l *loader) entity(e *exchange.Record) ([]kb.Change, error) {
	put := kb.Change{Op: kb.Put, ID: e.ID, Body: e.Body}
	now, err := l.store.Entity(l.ctx, e.ID)
	if err != nil {
		return nil, err
	}
	if now == nil {
		return append([]kb.Change{put}, e.Links...), nil
	}
	if untouched, err := l.untouched(e.ID, now); err != nil || !untouched {
		return nil, err
	}
	standing, err := l.store.Body(l.ctx, now)
	if err != nil {
		return nil, err
	}
	put.Body = linkcheck.Carry(standing, put.Body)
	changes := []kb.Change{put}
	if now.Meta().ArchivedAt != nil { // by a load that did not have it
		changes = []kb.Change{{Op: kb.Restore, ID: e.ID}, put}
	}
	stale, err := l.stale(now, e.Links)
	return append(append(changes, stale...), e.Links...), err
}

// untouched tells whether the entity is as the last load left it, but for what a check of its addresses found.
func (l *loader) untouched(id string, now kb.Entity) (bool, error) {
	m := now.Meta()
	wrote, ours := l.before[id]
	edited, err := linkcheck.Edited(l.ctx, l.store, m.ID, m.Revision, wrote)
	if err != nil {
		return false, err
	}
	switch {
	case !ours:
		l.leave("%s: it did not come from here", id)
	case m.ID != id:
		l.leave("%s: it leads to %s now", id, m.ID)
	case edited:
		l.leave("%s: it was edited since (revision %d, the last load wrote %d)", id, m.Revision, wrote)
	default:
		return true, nil
	}
	return false, nil
}

func (l *loader) leave(format string, args ...any) {
	l.report.Left = append(l.report.Left, fmt.Sprintf(format, args...))
}

// stale takes away the links that the file no longer names.
func (l *loader) stale(now kb.Entity, links []kb.Change) ([]kb.Change, error) {
	standing, err := l.store.LinksFrom(l.ctx, now)
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for i := range links {
		wanted[links[i].Kind+" "+links[i].To+" "+kb.Qualifier(l.store.Schema(), &links[i])] = true
	}
	var stale []kb.Change
	for _, c := range standing {
		if !wanted[c.Kind+" "+c.To+" "+c.Qualifier] {
			stale = append(stale, c)
		}
	}
	return stale, nil
}

// gone archives what the files no longer have, where nobody touched it.
func (l *loader) gone() error {
	var changes []kb.Change
	for _, id := range slices.Sorted(maps.Keys(l.before)) {
		now, err := l.store.Entity(l.ctx, id)
		if err != nil {
			return err
		}
		if now == nil || now.Meta().ArchivedAt != nil {
			continue
		}
		if untouched, err := l.untouched(id, now); err != nil {
			return err
		} else if untouched {
			changes = append(changes, kb.Change{Op: kb.Archive, ID: id})
		}
	}
	if len(changes) == 0 {
		return nil
	}
	return l.commit(kb.ChangeSet{Message: "No longer in the collection", Origin: l.origin + ":gone", Changes: changes}, "what is gone")
}
