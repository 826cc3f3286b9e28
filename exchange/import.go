package exchange

import (
	"bufio"
	"context"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// What to do with a file in which some rows are wrong.
const (
	AllOrNothing = "all"  // nothing is written unless every row is sound
	Skip         = "skip" // the sound rows go in, and the others are handed back
)

// What to do with a row whose entity stands already, and says something else.
const (
	OnExistingUpdate = "update"
	OnExistingSkip   = "skip"
	OnExistingFail   = "fail"
)

// Import says how a collection is to come in.
type Import struct {
	Name           string // of the collection; what it brought before is known by it
	Author         string
	At             time.Time
	Mapping        *Mapping // for CSV; nil where the columns have the names of fields
	Base           string   // the address that ids are below, for JSON-LD of other shapes
	Policy         string
	OnExisting     string
	Duplicates     string              // Keep, Link, Merge or Ask
	Decisions      map[string]Decision // by the id of the row; they go before Duplicates
	ArchiveMissing bool                // archive what the collection brought before and no longer has
	DryRun         bool                // say what would be done, and do nothing
	Tell           func(Finding)       // is told of everything that is to be said of a row
	Progress       Progress
}

// Finding is something to be said of a row: why it is refused or left, what it looks like, what it would change.
type Finding struct {
	File   string  `json:"file,omitempty"` // where the collection is several
	Line   int     `json:"line,omitzero"`
	ID     string  `json:"id,omitempty"`
	Path   string  `json:"path,omitempty"`
	Code   string  `json:"code"`
	Reason string  `json:"reason"`
	Other  string  `json:"other,omitempty"` // the entity that it looks like
	Score  float64 `json:"score,omitempty,omitzero"`
}

// The codes of findings besides those of errors, which say why a row is refused.
const (
	Left      = "LEFT"      // what stands was edited by people, or leads elsewhere, and is left as it is
	Skipped   = "SKIPPED"   // it stands already
	Duplicate = "DUPLICATE" // it looks like another entity
	Creates   = "CREATE"    // a dry run: it would be new
	Updates   = "UPDATE"    // a dry run: it would change these fields
	Archives  = "ARCHIVE"   // the collection no longer has it
)

// Report says what became of the rows.
type Report struct {
	Rows, Created, Updated, Same, Skipped, Left, Linked, Merged, Refused int
	Archived                                                             int // that the collection no longer has
	Duplicates                                                           int // rows that look like something else
	Asked                                                                int // of them, those that wait for a decision
}

// Run brings a collection in: a file, or several that are one, such as the tables of an export. It reads and checks all
// of it before it writes; then it commits in batches, each whole by itself, so that a run that was killed is finished by
// running it again. Rows may refer to rows further down, in other files too. Under the policy Skip, bad is asked for a
// writer for each file with refused rows, which takes them in the format that they came in. The error is Invalid where
// nothing was written since rows are refused, or a file cannot be read at all.
func (im Import) Run(ctx context.Context, s *store.Store, files fs.FS, names []string, bad func(name string) (io.WriteCloser, error)) (Report, error) {
	if strings.ContainsAny(im.Name, ":#") || im.Name == "" {
		return Report{}, kb.Errorf(kb.Invalid, "name %q: a collection needs a name, without : and #", im.Name)
	}
	p, err := newPlan(ctx, s, &im)
	if err != nil {
		return Report{}, err
	}
	defer p.close()
	if err := p.readAll(files, names); err != nil {
		return p.report, err
	}
	if err := p.check(); err != nil {
		return p.report, err
	}
	err = p.act()
	p.count()
	if err == nil && p.report.Refused > 0 && im.Policy == Skip && !im.DryRun && bad != nil {
		err = p.handBack(bad)
	}
	return p.report, err
}

// act writes what the plan says, or says why not.
func (p *plan) act() error {
	switch {
	case p.report.Asked > 0 && !p.im.DryRun:
		return kb.Errorf(kb.Invalid, "%d rows look like something else and wait for a decision", p.report.Asked)
	case p.report.Refused > 0 && p.im.Policy != Skip && !p.im.DryRun:
		return kb.Errorf(kb.Invalid, "nothing was written: %d of %d rows are refused", p.report.Refused, p.report.Rows)
	}
	missing, err := p.missing()
	if err != nil || p.im.DryRun {
		return err
	}
	if err := p.write(); err != nil {
		return err
	}
	return p.archive(missing)
}

// handBack writes the refused rows, to be mended and imported again.
func (p *plan) handBack(bad func(name string) (io.WriteCloser, error)) error {
	for n := range p.files {
		var rows []*row
		for i := range p.rows {
			if r := &p.rows[i]; r.fate == refused && int(r.file) == n {
				rows = append(rows, r)
			}
		}
		if len(rows) == 0 {
			continue
		}
		w, err := bad(p.files[n].name)
		if err != nil {
			return err
		}
		if err := p.handBackFile(w, p.files[n].rows, rows); err != nil {
			w.Close()
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
	}
	return nil
}

func (p *plan) handBackFile(w io.Writer, around *Rows, rows []*row) error {
	out := bufio.NewWriter(w)
	between := around.Head
	for _, r := range rows {
		raw, err := p.spill.get(r.raw)
		if err != nil {
			return err
		}
		out.WriteString(between) // a failure shows in Flush
		out.Write(raw)
		between = around.Comma
	}
	out.WriteString(around.Tail)
	return out.Flush()
}

// say tells something of a row.
func (p *plan) say(r *row, f Finding) {
	if len(p.files) > 1 {
		f.File = p.files[r.file].name
	}
	f.Line, f.ID = r.line, r.id
	p.tell(f)
}

func (p *plan) tell(f Finding) {
	if p.im.Tell != nil {
		p.im.Tell(f)
	}
}
