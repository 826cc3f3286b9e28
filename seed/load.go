package seed

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"time"

	"github.com/praxis-kb/praxis/kb"
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

// Load brings the YAML files of a folder into a store, in the order of their names, one change set for each. A file
// that was loaded before is not read again. Of a newer file, what nobody touched since is brought up to date; what
// people edited is left alone and reported.
func Load(ctx context.Context, s *store.Store, files fs.FS, origin, author string, at time.Time) (Report, error) {
	var report Report
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return report, err
	}
	for _, name := range names {
		one, err := LoadFile(ctx, s, files, name, origin, author, at)
		if err != nil {
			return report, err
		}
		report.Files += one.Files
		report.Changes += one.Changes
		report.Left = append(report.Left, one.Left...)
	}
	return report, nil
}

// LoadFile is Load for one file.
func LoadFile(ctx context.Context, s *store.Store, files fs.FS, name, origin, author string, at time.Time) (Report, error) {
	var report Report
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return report, err
	}
	l := loader{ctx: ctx, store: s, report: &report, origin: origin + ":" + name, author: author, at: at}
	return report, l.load(name, text)
}

// loader loads one file.
type loader struct {
	ctx    context.Context
	store  *store.Store
	report *Report
	origin string
	author string
	at     time.Time
}

func (l *loader) load(name string, text []byte) error {
	sum := sha256.Sum256(text)
	key := l.origin + ":" + hex.EncodeToString(sum[:])
	if done, err := l.store.Done(l.ctx, key); done || err != nil {
		return err
	}
	l.report.Files++
	file, err := Parse(l.store.Schema(), name, text)
	if err != nil {
		return err
	}
	changes, err := l.changes(file)
	if err != nil || len(changes) == 0 {
		return err
	}
	receipt, err := l.store.Commit(l.ctx, kb.ChangeSet{
		Time: l.at, Author: l.author, Message: file.About, Origin: l.origin, Key: key, Changes: changes,
	})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	l.report.Changes += receipt.Changed
	return nil
}

// changes are what brings the store from what the file said last to what it says now.
func (l *loader) changes(file *File) ([]kb.Change, error) {
	before, err := l.store.Written(l.ctx, l.origin)
	if err != nil {
		return nil, err
	}
	var all []kb.Change
	for _, e := range file.Entities {
		changes, err := l.entity(e, before)
		if err != nil {
			return nil, err
		}
		all = append(all, changes...)
		delete(before, e.ID)
	}
	gone, err := l.gone(before)
	return append(all, gone...), err
}

func (l *loader) entity(e Entity, before map[string]int) ([]kb.Change, error) {
	put := kb.Change{Op: kb.Put, ID: e.ID, Body: e.Body}
	now, err := l.store.Entity(l.ctx, e.ID)
	if err != nil {
		return nil, err
	}
	if now == nil {
		return append([]kb.Change{put}, e.Links...), nil
	}
	if !l.untouched(e.ID, now, before) {
		return nil, nil
	}
	stale, err := l.stale(now, e.Links)
	return append(append([]kb.Change{put}, stale...), e.Links...), err
}

// untouched tells whether the entity is as this file left it.
func (l *loader) untouched(id string, now kb.Entity, before map[string]int) bool {
	m := now.Meta()
	wrote, ours := before[id]
	switch {
	case !ours:
		l.leave("%s: it did not come from this file", id)
	case m.ID != id:
		l.leave("%s: it leads to %s now", id, m.ID)
	case m.Revision != wrote:
		l.leave("%s: it was edited since (revision %d, this file wrote %d)", id, m.Revision, wrote)
	default:
		return true
	}
	return false
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

// gone archives what the file no longer has, where nobody touched it.
func (l *loader) gone(before map[string]int) ([]kb.Change, error) {
	var all []kb.Change
	for id := range before {
		now, err := l.store.Entity(l.ctx, id)
		if err != nil {
			return nil, err
		}
		if now != nil && now.Meta().ArchivedAt == nil && l.untouched(id, now, before) {
			all = append(all, kb.Change{Op: kb.Archive, ID: id})
		}
	}
	return all, nil
}
