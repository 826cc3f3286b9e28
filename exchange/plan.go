package exchange

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// fate is what is to become of a row.
type fate uint8

const (
	undecided fate = iota
	refused        // something is wrong with it
	same           // it stands as it is
	skipped        // it stands, and stays as it is
	left           // people edited what stands
	created
	updated
	linked // its id is to lead to another entity
	merged // and what it says goes into that one
)

// row is what is kept in memory of a row: who it is, where the rest lies, and which other rows it needs.
type row struct {
	id       string
	file     int32
	line     int
	where    span // the record
	raw      span // as it came in
	entry    int32
	fate     fate
	archived bool    // what stands is
	refs     []int32 // the rows that it names
	needs    []int32 // those of them that must be there before it is
	other    string  // linked, merged: the id that it leads to
	order    int32   // when it was written, from 1
}

// plan is a collection that has been read, and what is to be done with each of its rows.
type plan struct {
	ctx    context.Context
	im     *Import
	store  *store.Store
	schema *schema.Schema
	dump   *store.Dump // the graph as it was before
	spill  *spill
	report Report

	files         []input
	about, origin string
	rows          []row
	byID          map[string]int32
	aliases       map[string]int32             // the row that has an id besides its own
	coming        *known                       // the rows
	standing      *known                       // what stands and has something in common with a row
	exists        map[string]bool              // ids that were looked up
	trees         map[string]map[string]string // by kind of hierarchy: what a row lies in
	batch         *batch
	written       int32   // rows
	later         []int32 // rows with links to rows that were not there yet
	hidden        []int32 // rows that are to be archived once their links are there
	renamed       []int32 // rows with aliases that are ids of hidden ones
}

func newPlan(ctx context.Context, s *store.Store, im *Import) (*plan, error) {
	p := &plan{ctx: ctx, im: im, store: s, schema: s.Schema(), byID: map[string]int32{}, aliases: map[string]int32{}, exists: map[string]bool{},
		coming: newKnown(), standing: newKnown(),
		trees: map[string]map[string]string{}, batch: newBatch()}
	var err error
	if p.spill, err = newSpill(); err != nil {
		return nil, err
	}
	if p.dump, err = s.Dump(ctx); err != nil {
		p.spill.close()
		return nil, err
	}
	return p, nil
}

func (p *plan) close() {
	p.dump.Close()
	p.spill.close()
}

// input is a file of the collection.
type input struct {
	name string
	rows *Rows
}

// readAll takes in all rows of all files.
func (p *plan) readAll(files fs.FS, names []string) error {
	hash := sha256.New()
	for _, name := range names {
		if err := p.readFile(files, name, hash); err != nil {
			return err
		}
	}
	for alias := range p.aliases {
		if _, row := p.byID[alias]; row { // which is to be archived, and goes first till then
			delete(p.aliases, alias)
		}
	}
	p.report.Rows = len(p.rows)
	p.origin = fmt.Sprintf("import:%s:%x", p.im.Name, hash.Sum(nil)[:6])
	return p.spill.flush()
}

func (p *plan) readFile(files fs.FS, name string, hash io.Writer) error {
	if p.im.ArchiveMissing && strings.HasSuffix(name, badEnding) {
		return kb.Errorf(kb.Invalid, "%s holds some rows of a collection only: the others are not missing", name)
	}
	in, err := files.Open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, err := Read(p.schema, name, io.TeeReader(in, hash), p.im.Mapping, p.im.Base)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	p.files = append(p.files, input{name, rows})
	p.about = cmp.Or(p.about, rows.About)
	for r, err := range rows.Each {
		if err == nil {
			err = p.ctx.Err()
		}
		if err == nil {
			err = p.take(r)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		p.im.Progress.tell("read", len(p.rows), 0)
	}
	return nil
}

func (p *plan) take(r Row) (err error) {
	i := int32(len(p.rows))
	p.rows = append(p.rows, row{file: int32(len(p.files) - 1), line: r.Line, entry: -1})
	to := &p.rows[i]
	if to.raw, err = p.spill.put(r.Raw); err != nil {
		return err
	}
	if r.Record != nil {
		to.id = r.Record.ID
	}
	first, twice := p.byID[to.id]
	if to.id != "" && !twice {
		p.byID[to.id] = i
	}
	switch {
	case !utf8.Valid(r.Raw):
		p.refuse(i, "", kb.Invalid, "it is not written in UTF-8")
		return nil
	case r.Err != nil:
		p.refuse(i, "", kb.Invalid, "%v", r.Err)
		return nil
	case twice:
		p.refuse(i, "id", kb.Invalid, "the id stands there twice: line %d has it too", p.rows[first].line)
		return nil
	}
	for _, alias := range r.Record.Aliases {
		p.aliases[alias] = i
	}
	if to.where, err = p.spill.putRecord(r.Record); err != nil {
		p.refuse(i, "", kb.Invalid, "it cannot be read: %v", err)
		return nil
	}
	to.entry = p.coming.add(to.id, traitsOf(r.Record.Body))
	for n := range r.Record.Links {
		for _, key := range p.coming.wantedKeys(p.schema, &r.Record.Links[n]) {
			p.coming.wanted[key] = true
		}
	}
	return nil
}

// refuse says what is wrong with a row. The first time it counts.
func (p *plan) refuse(i int32, path string, code kb.Code, format string, args ...any) {
	r := &p.rows[i]
	if r.fate != refused {
		r.fate = refused
		p.report.Refused++
	}
	p.say(r, Finding{Path: path, Code: string(code), Reason: fmt.Sprintf(format, args...)})
}

// check decides what is to become of each row. After it, the graph as it was is not looked at any more: as long as it
// is, the log of the database cannot be taken into its file, and grows.
func (p *plan) check() error {
	defer p.dump.Close()
	if err := p.learn(); err != nil {
		return err
	}
	for i := range p.rows {
		p.im.Progress.tell("check", i+1, len(p.rows))
		if p.rows[i].fate == refused {
			continue
		}
		if err := p.ctx.Err(); err != nil {
			return err
		}
		if err := p.checkRow(int32(i)); err != nil {
			return err
		}
	}
	if err := p.circles(); err != nil {
		return err
	}
	return p.cascade()
}

// cascade refuses what names a refused row that does not stand yet: a row is in as a whole or not at all.
func (p *plan) cascade() error {
	if p.report.Refused == 0 {
		return nil
	}
	named := make([][]int32, len(p.rows)) // by whom
	var todo []int32
	for i := range p.rows {
		for _, other := range p.rows[i].refs {
			named[other] = append(named[other], int32(i))
		}
		if p.rows[i].fate != refused {
			continue
		}
		stands, err := p.stands(p.rows[i].id)
		if err != nil {
			return err
		}
		if !stands {
			todo = append(todo, int32(i))
		}
	}
	for len(todo) > 0 {
		bad := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, i := range named[bad] {
			if f := p.rows[i].fate; f == created || f == updated || f == linked || f == merged {
				p.refuse(i, "", kb.Invalid, "it names %s, which is refused (line %d)", p.rows[bad].id, p.rows[bad].line)
				todo = append(todo, i)
			}
		}
	}
	return nil
}

// count sums the fates up.
func (p *plan) count() {
	for i := range p.rows {
		switch p.rows[i].fate {
		case created:
			p.report.Created++
		case updated:
			p.report.Updated++
		case same:
			p.report.Same++
		case skipped:
			p.report.Skipped++
		case left:
			p.report.Left++
		case linked:
			p.report.Linked++
		case merged:
			p.report.Merged++
		}
	}
}
