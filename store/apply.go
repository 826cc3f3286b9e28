package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"sort"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// applier applies one change set to the state, within one transaction. Replaying the log uses it as committing does,
// so both give the same state.
type applier struct {
	writing
	schema    *schema.Schema
	shapes    *shapes
	wordsRead int64 // the last entity whose words are in the index of words
	sequence  int64
	time      string
	touched   map[string]*touched // by id
	logged    []logged
	problems  kb.Problems
	stale     stale               // what is kept in memory and is no longer true
	known     map[string]*current // entities as the change set has left them, by id; nil for what nothing has
	aliases   map[string]int64    // rows that ids lead to as aliases; 0 for none
	nextKey   int64               // of the next entity that comes in; 0 where that is not known yet
	shaped    map[int64]*shaping  // what may have another shape by now
	bare      map[int64]bool      // entities that came in, with no links and nothing cited before
	cited     map[citing]bool     // what of theirs cites by now
	held      map[rejoined]int    // how many links of a kind they have by now
	linked    map[string]bool     // their links, by id
	reached   map[int64]bool      // what a link leads to by now that did not before
	rejoined  map[rejoined]bool   // only a new link can close a circle, or be one too many
	malformed map[string]bool     // ids whose bodies were refused already
	redoing   bool                // the log is replayed: each of its lines changed something, though blanked texts hide it
}

// rejoined is an entity that got a link of a kind.
type rejoined struct{ id, kind string }

// citing is what cites: an entity, or a link from it.
type citing struct {
	owner int64
	link  string
}

// touched is an entity that the change set changed.
type touched struct {
	key      int64
	revision int // after the change set
	created  bool
	indexes  []int // of the changes that touched it
}

func (s *Store) newApplier(ctx context.Context, tx *sql.Tx, sequence int64, at time.Time) *applier {
	return &applier{
		writing: writing{ctx: point(ctx), tx: tx}, schema: s.schema, shapes: s.shapes, wordsRead: s.wordsRead.Load(), sequence: sequence, time: stamp(at), stale: newStale(), touched: map[string]*touched{},
		shaped: map[int64]*shaping{}, known: map[string]*current{}, aliases: map[string]int64{}, rejoined: map[rejoined]bool{},
		bare: map[int64]bool{}, cited: map[citing]bool{}, held: map[rejoined]int{}, linked: map[string]bool{}, reached: map[int64]bool{},
	}
}

// apply does the entities first and the links then, so that a change set may name what it brings in itself.
func (a *applier) apply(ops []operation) error {
	a.meet(ops)
	for i := range ops {
		switch o := &ops[i]; o.op {
		case kb.Put:
			a.put(o)
		case kb.Archive, kb.Restore:
			a.hide(o)
		case kb.Alias:
			a.alias(o)
		}
	}
	for i := range ops {
		switch o := &ops[i]; o.op {
		case kb.Put:
			a.cite(o)
		case kb.Join:
			a.join(o)
		case kb.Part:
			a.part(o)
		}
	}
	for _, t := range a.touched {
		if t.created {
			continue // it came in with its revision and its time
		}
		a.exec("UPDATE entity SET revision = ?, updated = ? WHERE key = ?", t.revision, a.time, t.key)
	}
	if a.err == nil {
		a.checkGraph()
	}
	a.reshape()
	a.flush()
	return a.err
}

func (a *applier) wrong(o *operation, path string, code kb.Code, format string, args ...any) {
	a.problems = append(a.problems, kb.Problem{
		Change: o.index, ID: o.id, Path: path, Code: code, Message: fmt.Sprintf(format, args...),
	})
}

// guard refuses a change that was made from another revision than the entity has.
func (a *applier) guard(o *operation, revision int) bool {
	if t := a.touched[o.id]; t != nil {
		revision = t.revision - 1
	}
	if o.expected != nil && *o.expected != revision {
		a.wrong(o, "expectedRevision", kb.Conflict, "it is at revision %d, and the change was made from %d", revision, *o.expected)
		return false
	}
	return true
}

// note marks an entity as changed, once for the whole change set, and keeps the line for the log.
func (a *applier) note(o *operation, action string, c *current) {
	t := a.touched[o.id]
	if t == nil {
		t = &touched{key: c.key, revision: c.revision + 1, created: action == "CREATE"}
		a.touched[o.id] = t
	}
	t.indexes = append(t.indexes, o.index)
	a.logged = append(a.logged, o.logLine(action))
}

func (a *applier) put(o *operation) {
	c := a.current(o.id)
	if c == nil {
		a.create(o)
		return
	}
	var before string
	a.row([]any{&before}, "SELECT body FROM entity WHERE key = ?", c.key)
	if !a.guard(o, c.revision) || before == o.body && !a.redoing {
		return
	}
	if c.archived {
		a.wrong(o, "", kb.Invalid, "it is archived: restore it first")
		return
	}
	sort := a.read(o)
	a.exec("UPDATE entity SET sort = ?, body = ? WHERE key = ?", sort, o.body, c.key)
	a.note(o, "UPDATE", c)
	t := kb.TypeOf(a.schema, o.id)
	if sort != c.sort || t.Field("number") != nil {
		a.moved(c.key, t)
	}
	c.sort = sort
	a.reword(c.key, kb.SearchText(a.schema, t, o.read))
	a.items(c.key, t, before, o.read)
}

// create brings an entity in.
func (a *applier) create(o *operation) {
	if !a.guard(o, 0) {
		return
	}
	if a.aliased(o.id) != 0 {
		a.wrong(o, "id", kb.Invalid, "the id is an alias of another entity: choose another")
		return
	}
	path, slug := kb.SplitID(o.id)
	c := &current{sort: a.read(o)}
	c.key = a.newKey()
	a.insert(toEntity, c.key, path, slug, 1, a.time, a.time, c.sort, o.body)
	a.note(o, "CREATE", c)
	a.known[o.id], a.bare[c.key] = c, true
	a.stale.types[path] = true
	t := a.schema.ByPath(path)
	a.insert(toWords, c.key, kb.SearchText(a.schema, t, o.read))
	a.shaping(c.key, t)
	a.items(c.key, t, "", o.read)
}

// newKey is a row for an entity that comes in: one more than the last.
func (a *applier) newKey() int64 {
	if a.nextKey == 0 {
		a.before([]any{&a.nextKey}, "SELECT coalesce(max(key), 0) + 1 FROM entity")
	}
	a.nextKey++
	return a.nextKey - 1
}

// read reads the body of an operation, once, and gives the name that it is sorted by.
func (a *applier) read(o *operation) string {
	o.read = map[string]any{}
	if err := json.Unmarshal([]byte(o.body), &o.read); err != nil {
		a.err = cmp.Or(a.err, err)
	}
	return sortName(o.read)
}

// cite resolves what a new body refers to, and keeps its citations where they can be asked from both ends.
func (a *applier) cite(o *operation) {
	t := a.touched[o.id]
	if t == nil || o.read == nil {
		return
	}
	for _, ref := range kb.References(a.schema, kb.TypeOf(a.schema, o.id), o.read) {
		if a.key(ref.ID) == 0 && !a.malformed[ref.ID] {
			a.wrong(o, ref.Path, kb.Invalid, "there is no %s", ref.ID)
		}
	}
	cited := kb.Citations(o.read)
	a.citations(t.key, "", cited)
	a.cites(t.key, kb.TypeOf(a.schema, o.id), cited)
	o.read = nil
}

func (a *applier) citations(owner int64, link string, cited []kb.Cited) {
	if at := (citing{owner, link}); !a.bare[owner] || a.cited[at] {
		a.exec("DELETE FROM citation WHERE owner = ? AND link = ?", owner, link)
	} else if len(cited) > 0 {
		a.cited[at] = true
	}
	for n, c := range cited {
		source := a.key(c.Source)
		if source == 0 || a.err != nil {
			continue
		}
		text, err := kb.Canonical(c.Citation)
		if err != nil {
			a.err = err
			return
		}
		a.insert(toCitation, owner, link, n, source, c.Path, c.Citation["basis"], string(text))
	}
}

func (a *applier) hide(o *operation) {
	c := a.current(o.id)
	if c == nil {
		a.wrong(o, "", kb.NotFound, "there is no such entity")
		return
	}
	if !a.guard(o, c.revision) || c.archived == (o.op == kb.Archive) {
		return
	}
	c.archived = o.op == kb.Archive
	if c.archived {
		a.exec("UPDATE entity SET archived = ? WHERE key = ?", a.time, c.key)
		a.note(o, "ARCHIVE", c)
	} else {
		a.exec("UPDATE entity SET archived = NULL WHERE key = ?", c.key)
		a.note(o, "RESTORE", c)
	}
	a.moved(c.key, kb.TypeOf(a.schema, o.id))
}

// alias makes an id lead elsewhere. An entity that stands cannot become an alias: it is archived first.
func (a *applier) alias(o *operation) {
	target := a.current(o.to)
	if target == nil || target.archived {
		a.wrong(o, "to", kb.NotFound, "there is no %s", o.to)
		return
	}
	if c := a.current(o.id); c != nil && !c.archived {
		a.wrong(o, "", kb.Invalid, "it stands: archive it before its id leads to %s", o.to)
		return
	}
	if a.aliased(o.id) == target.key {
		return
	}
	path, slug := kb.SplitID(o.id)
	a.exec("INSERT OR REPLACE INTO alias (type, slug, key) VALUES (?, ?, ?)", path, slug, target.key)
	a.aliases[o.id] = target.key
	a.leadOn(o.id, target.key)
	line := o.logLine("ALIAS")
	if t := a.touched[o.to]; t == nil {
		a.touched[o.to] = &touched{key: target.key, revision: target.revision + 1}
	}
	if a.touched[o.id] == nil {
		a.touched[o.id] = &touched{key: target.key, revision: a.touched[o.to].revision}
	}
	a.logged = append(a.logged, line)
}

// leadOn makes the aliases of what has become an alias lead on with it: an alias leads to where a link can be put, in one
// step, so that what is logged reads the same when it is replayed.
func (a *applier) leadOn(id string, to int64) {
	c := a.current(id)
	if c == nil || c.key == to {
		return
	}
	const one = "UPDATE alias SET key = ?2 WHERE (type, slug) = (SELECT type, slug FROM alias WHERE key = ?1 LIMIT 1) RETURNING type || '/' || slug"
	for other := ""; a.row([]any{&other}, one, c.key, to); {
		a.aliases[other] = to
		a.stale.ids = append(a.stale.ids, other)
	}
}

func sortName(body map[string]any) string {
	name, _ := body["name"].(map[string]any)
	original, _ := name[kb.OriginalKey].(string)
	text, _ := name[original].(string)
	return kb.Fold(text)
}

// inOrder are the lines of the log as the change set has them.
func (a *applier) inOrder() []logged {
	sort.SliceStable(a.logged, func(i, j int) bool { return a.logged[i].index < a.logged[j].index })
	return a.logged
}
