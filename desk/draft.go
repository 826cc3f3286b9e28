package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// draft turns edits into the changes that they amount to against what stands. Later edits see what earlier ones did.
type draft struct {
	ctx      context.Context
	store    *store.Store
	schema   *schema.Schema
	entities map[string]*drafted // by id
	changes  []kb.Change
	edits    []int // for each change, the edit that it comes from
	edit     int
	order    []string // the ids that were edited, in their order
	added    []added
	problems kb.Problems
	looked   map[string]bool // the ids that were looked at
	wide     bool            // what comes out hangs on more than these
	err      error
}

// added are the items that an edit puts at the end of a list of an entity.
type added struct {
	edit, change int
	list         string
	from, to     int
}

// drafted is an entity as the edits so far leave it.
type drafted struct {
	id   string
	now  kb.Entity // nil where it is new
	body map[string]any
	put  int // the change that writes its body, or none
}

const none = -1

// newDraft works edits out. What is wrong with them stands in problems, whose Change is the edit's place.
func newDraft(ctx context.Context, s *store.Store, edits []kb.Edit) (*draft, error) {
	d := &draft{ctx: ctx, store: s, schema: s.Schema(), entities: map[string]*drafted{}, looked: map[string]bool{}}
	for i := range edits {
		d.edit = i
		d.one(&edits[i])
		if d.err != nil {
			return nil, d.err
		}
	}
	d.linkPlaced()
	d.editions()
	d.hidden()
	return d, d.err
}

func (d *draft) one(e *kb.Edit) {
	switch e.Op {
	case kb.EditCreate:
		d.create(e)
	case kb.EditUpdate:
		d.update(e)
	case kb.EditAppend:
		d.append(e)
	case kb.EditTranslate:
		d.translate(e)
	case kb.EditArchive:
		d.hide(e, kb.Archive)
	case kb.EditRestore:
		d.hide(e, kb.Restore)
	case kb.EditMerge:
		d.merge(e)
	case kb.EditLink:
		d.link(e)
	case kb.EditUnlink:
		d.add(kb.Change{Op: kb.Part, ID: d.present(e.ID), ExpectedRevision: e.ExpectedRevision, Kind: e.Kind, To: e.To, Qualifier: e.Qualifier})
	}
}

func (d *draft) wrong(id, path string, code kb.Code, format string, args ...any) {
	d.problems = append(d.problems, kb.Problem{Change: d.edit, ID: id, Path: path, Code: code, Message: fmt.Sprintf(format, args...)})
}

func (d *draft) add(c kb.Change) {
	if !slices.Contains(d.order, c.ID) {
		d.order = append(d.order, c.ID)
	}
	d.changes, d.edits = append(d.changes, c), append(d.edits, d.edit)
}

// get is an entity as the edits so far leave it; nil, with a problem, where there is none.
func (d *draft) get(id, path string) *drafted {
	if e := d.entities[id]; e != nil {
		return e
	}
	now, err := d.entity(id)
	if err != nil || now == nil {
		d.err = err
		d.wrong(id, path, kb.NotFound, "there is no %q", id)
		return nil
	}
	if present := d.entities[now.Meta().ID]; present != nil {
		return present // by an alias
	}
	e := &drafted{id: now.Meta().ID, now: now, put: none}
	e.body, d.err = d.store.Body(d.ctx, now)
	d.entities[e.id] = e
	return e
}

// write makes the change that writes the body, once for each entity.
func (d *draft) write(e *drafted, expected *int) {
	if e.put == none {
		e.put = len(d.changes)
		d.add(kb.Change{Op: kb.Put, ID: e.id})
	}
	c := &d.changes[e.put]
	c.Body = e.body
	if expected != nil {
		c.ExpectedRevision = expected
	}
}

func (d *draft) create(e *kb.Edit) {
	if now, err := d.entity(e.ID); err != nil || now != nil || d.entities[e.ID] != nil {
		d.err = err
		d.wrong(e.ID, "id", kb.Conflict, "there is a %q already: choose another id, or update that one", e.ID)
		return
	}
	t := kb.TypeOf(d.schema, e.ID)
	if t == nil {
		d.wrong(e.ID, "id", kb.Invalid, "%q is no id: write type/slug with lower-case letters, digits and hyphens, the slug at most %d long", e.ID, kb.MaxSlug)
		return
	}
	made := &drafted{id: e.ID, put: none, body: map[string]any{}}
	d.entities[e.ID] = made
	patch(made.body, e.Fields)
	d.write(made, nil)
	d.links(made, t, e.Links)
}

func (d *draft) update(e *kb.Edit) {
	now := d.get(e.ID, "id")
	if now == nil {
		return
	}
	if len(e.Fields) > 0 || e.ExpectedRevision != nil {
		patch(now.body, e.Fields)
		d.write(now, e.ExpectedRevision)
	}
	before := len(d.changes)
	d.links(now, kb.TypeOf(d.schema, now.id), e.Links)
	if len(d.changes) == before {
		d.write(now, nil) // an update that finds all as it should be is no mistake
	}
}

// patch sets what is named: null clears, what has fields is patched in turn, and lists are replaced.
func patch(body, fields map[string]any) {
	for name, value := range fields {
		inner, isMap := value.(map[string]any)
		before, wasMap := body[name].(map[string]any)
		switch {
		case value == nil:
			delete(body, name)
		case name == kb.OriginalKey && body[name] != nil: // a text stays in the language it was written in
		case isMap && wasMap:
			patch(before, inner)
		case isMap:
			made := map[string]any{}
			patch(made, inner)
			body[name] = made
		default:
			body[name] = value
		}
	}
}

func (d *draft) append(e *kb.Edit) {
	now := d.get(e.ID, "id")
	if now == nil {
		return
	}
	list, _ := now.body[e.Path].([]any)
	now.body[e.Path] = append(slices.Clone(list), e.Items...)
	d.write(now, e.ExpectedRevision)
	d.added = append(d.added, added{d.edit, now.put, e.Path, len(list), len(list) + len(e.Items)})
}

// translate sets a text in a language, and notes what it was made from.
func (d *draft) translate(e *kb.Edit) {
	now := d.get(e.ID, "id")
	if now == nil {
		return
	}
	text := kb.TextAt(now.body, e.Path)
	if text == nil {
		d.wrong(now.id, "path", kb.Invalid, "%q is no text that it has: name one such as summary or firstSteps/0/text", e.Path)
		return
	}
	original, _ := text[kb.OriginalKey].(string)
	if e.Language == original {
		d.wrong(now.id, "language", kb.Invalid, "it was written in %s: that is no translation; use an update", original)
		return
	}
	if n := e.ExpectedRevision; n != nil && (now.now == nil || *n < 1 || *n > now.now.Meta().Revision) {
		d.wrong(now.id, "madeFrom", kb.Invalid, "it has no revision %d", *n)
		return
	}
	if e.Language == kb.OriginalKey {
		d.wrong(now.id, "language", kb.Invalid, "%q is no language tag", e.Language)
		return
	}
	made := d.madeFrom(now, e, original)
	list, _ := now.body["translations"].([]any)
	now.body["translations"] = slices.DeleteFunc(slices.Clone(list), func(item any) bool {
		t, _ := item.(map[string]any)
		return t["path"] == e.Path && t["language"] == e.Language
	})
	if e.Text == nil {
		delete(text, e.Language)
	} else {
		text[e.Language] = *e.Text
		now.body["translations"] = append(now.body["translations"].([]any), made)
	}
	d.write(now, nil)
}

// madeFrom is the note of what a translation was made from: the present revision, or the one that the edit names.
func (d *draft) madeFrom(now *drafted, e *kb.Edit, original string) map[string]any {
	revision, body := 0, now.body
	if now.now != nil {
		revision = now.now.Meta().Revision
	}
	if e.ExpectedRevision != nil {
		revision = *e.ExpectedRevision
		if then, err := d.store.BodyAt(d.ctx, now.id, revision); err != nil {
			d.err = err
		} else if then != nil {
			body = then
		}
	}
	written, _ := kb.TextAt(body, e.Path)[original].(string)
	return map[string]any{"path": e.Path, "language": e.Language, "fromRevision": int64(revision), "madeFrom": kb.TextMark(written)}
}

// hide archives what an id leads to, or restores what has the id itself: an alias may stand beside it since a merge.
func (d *draft) hide(e *kb.Edit, op kb.Op) {
	id := e.ID
	if op == kb.Archive {
		if now := d.get(id, "id"); now != nil {
			id = now.id
		}
	}
	d.add(kb.Change{Op: op, ID: id, ExpectedRevision: e.ExpectedRevision})
}

// present is the id that an id leads to; one that leads nowhere is given back, to be refused later.
func (d *draft) present(id string) string {
	now, err := d.entity(id)
	if d.err = cmp.Or(d.err, err); now == nil {
		return id
	}
	return now.Meta().ID
}

// outcome says what became of what was tried: the problems of the change set are put at the edits that they come from.
func (d *draft) outcome(err error) (kb.Problems, error) {
	own := &kb.Error{}
	if e, ok := err.(*kb.Error); ok && len(e.Problems) > 0 {
		own = e
	} else if err != nil {
		return nil, err
	}
	all := slices.Clone(d.problems)
	for _, p := range own.Problems {
		p = d.atEdit(p)
		if !slices.ContainsFunc(all, func(q kb.Problem) bool { return q.ID == p.ID && strings.HasPrefix(q.Path, "id") }) {
			all = append(all, p)
		}
	}
	return all, nil
}

// atEdit puts a problem of a change at the edit that it comes from: of what was added to a list, at its place among that.
func (d *draft) atEdit(p kb.Problem) kb.Problem {
	change := p.Change
	if change < len(d.edits) {
		p.Change = d.edits[change]
	}
	path := strings.SplitN(p.Path, "/", 3)
	for _, a := range d.added {
		if a.change != change || a.list != path[0] || len(path) < 2 {
			continue
		}
		if n, err := strconv.Atoi(path[1]); err == nil && a.from <= n && n < a.to {
			path[1] = strconv.Itoa(n - a.from)
			p.Change, p.Path = a.edit, strings.Join(path, "/")
			break
		}
	}
	return p
}
