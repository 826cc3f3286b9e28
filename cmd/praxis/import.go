package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/exchange"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

type importCommand struct {
	Files          []string `arg:"" help:"The files: .yaml, .jsonl, .csv or .jsonld; or a folder or a .zip of them, which is one collection. A name that ends in .bad holds rows that were handed back, and have been mended." type:"path"`
	Name           string   `help:"The name of the collection, by which its next import knows what it brought; by default the file's." env:"PRAXIS_COLLECTION"`
	Author         string   `help:"Who brings it in: an account or a program." default:"import" env:"PRAXIS_AUTHOR"`
	Mapping        string   `help:"For CSV: the YAML file that says which columns become which fields. Without it the columns have the names of the fields." type:"existingfile"`
	Policy         string   `help:"Where rows are wrong: write nothing at all, or skip them and hand them back in FILE.bad." enum:"all,skip" default:"all"`
	OnExisting     string   `help:"Where an entity stands and the row says something else: update it, unless people edited it last; skip the row; or fail, so that the row is refused." enum:"update,skip,fail" default:"update"`
	Duplicates     string   `help:"Where a row looks like another entity: keep it as its own; link, so that its id leads to the other; merge it into the other; or ask, in FILE.duplicates.csv." enum:"keep,link,merge,ask" default:"keep"`
	Decisions      string   `help:"A file of decisions, as --duplicates=ask writes it, with the column choice filled in." type:"existingfile"`
	ArchiveMissing bool     `help:"Archive what the collection brought before and no longer has."`
	DryRun         bool     `help:"Say what would be done, row by row, and do nothing."`
	Report         string   `help:"Write all that is said of rows to this file, as JSON Lines." type:"path"`
	Base           string   `help:"For JSON-LD: the address that ids are below." default:"${base}" env:"PRAXIS_PUBLIC_URL"`
}

// importMemory is how much memory an import takes before the collector works harder: 100,000 rows need half of it, a
// kilobyte each to know which of them look alike.
const importMemory = 256 << 20

// partly says that some rows went in and others not: the program ends with 2.
var errPartly = errors.New("some rows were skipped")

// Run ends with an error where nothing went in, and with errPartly where some rows did not.
func (c *importCommand) Run(ctx context.Context, out io.Writer, errs errorWriter, p *program) error {
	if c.Name != "" && len(c.Files) > 1 {
		return kb.Errorf(kb.Invalid, "--name names one collection: import one file at a time with it")
	}
	spareCollector(importMemory)
	st, err := store.Open(ctx, p.Data, schema.MustRead(praxis.Declaration))
	if err != nil {
		return err
	}
	defer st.Close()
	im, err := c.settings(st.Schema())
	if err != nil {
		return err
	}
	report, err := openReport(c.Report)
	if err != nil {
		return err
	}
	defer report.Close()
	refused := 0
	for _, file := range c.Files {
		n, err := c.one(ctx, st, im, file, out, errs, report)
		if err != nil {
			return err
		}
		refused += n
	}
	if err := report.Close(); err != nil {
		return err
	}
	if refused > 0 {
		return errPartly
	}
	return nil
}

// settings reads what the flags say that is the same for all files.
func (c *importCommand) settings(s *schema.Schema) (exchange.Import, error) {
	im := exchange.Import{Author: c.Author, At: store.Now(), Base: c.Base, Policy: c.Policy, OnExisting: c.OnExisting,
		Duplicates: c.Duplicates, ArchiveMissing: c.ArchiveMissing, DryRun: c.DryRun}
	if c.Mapping != "" {
		text, err := os.ReadFile(c.Mapping)
		if err != nil {
			return im, err
		}
		if im.Mapping, err = exchange.ReadMapping(s, text); err != nil {
			return im, err
		}
	}
	if c.Decisions == "" {
		return im, nil
	}
	file, err := os.Open(c.Decisions)
	if err != nil {
		return im, err
	}
	defer file.Close()
	im.Decisions, err = exchange.ReadDecisions(bufio.NewReader(file))
	return im, err
}

// one imports one collection, and says how many of its rows were refused.
func (c *importCommand) one(ctx context.Context, st *store.Store, im exchange.Import, path string, out io.Writer, errs errorWriter, report *reportFile) (int, error) {
	files, names, err := exchange.Files(path)
	if err != nil {
		return 0, err
	}
	if im.Name = c.Name; im.Name == "" {
		im.Name = exchange.CollectionOf(path)
	}
	bar := newBar(errs)
	say := &sayer{out: out, report: report, most: maxSaid, clear: bar.clear}
	if c.Duplicates == exchange.Ask && !c.DryRun {
		say.questions = path + ".duplicates.csv"
	}
	im.Tell, im.Progress = say.tell, bar.tell
	handed := &handedBack{path: path, single: len(names) == 1}
	done, err := im.Run(ctx, st, files, names, handed.create)
	bar.clear()
	if end := say.end(); err == nil {
		err = end
	}
	fmt.Fprintf(out, "%s: %s\n", path, summary(done, c.DryRun || err != nil))
	if err != nil {
		return 0, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	for _, name := range handed.names {
		fmt.Fprintf(out, "  refused rows stand in %s: mend them there and import it\n", name)
	}
	return done.Refused, nil
}

// spareCollector lets the collector of memory work less, up to so many bytes.
func spareCollector(most int64) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // what is written is done with at once
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(most)
	}
}
