package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/dump"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

type exportCommand struct {
	Out    string      `arg:"" optional:"" help:"The file; for CSV a new folder, or a .zip. Without it the output is written." type:"path"`
	Format string      `help:"In what form: ${enum}. CSV has a table for each type and each kind of link; GraphML and GEXF are networks with places, nt is RDF." enum:"${formats}" default:"jsonl"`
	Kept   filterFlags `embed:""`
	At     int         `help:"As the graph was at this change set." placeholder:"SEQUENCE"`
	Base   string      `help:"For RDF: the address that ids are below." default:"${base}" env:"PRAXIS_PUBLIC_URL"`
}

// filterFlags say what of the graph to keep. They are named as in the addresses below /dump/.
type filterFlags struct {
	Type      []string `help:"Only these types, such as Practice or city."`
	Theme     []string `help:"Only what is about one of these themes, such as theme/housing, or a narrower one; what it cites with it."`
	Territory []string `help:"Only what is in, for or of one of these territories, such as territory/belgium, or what lies in it."`
	Licence   []string `help:"Only facts that cite sources with one of these licences; unknown for those of which none is known." sep:"none"`
	Basis     []string `help:"Only facts on one of these bases: stated, inferred, editorial."`
}

func (k filterFlags) read(s *schema.Schema) (dump.Filter, error) {
	return dump.ReadFilter(s, url.Values{"type": k.Type, "theme": k.Theme, "territory": k.Territory, "licence": k.Licence, "basis": k.Basis})
}

// Run writes the graph as it is at one moment; a server may be running.
func (c *exportCommand) Run(ctx context.Context, out io.Writer, errs errorWriter, p *program) error {
	s := schema.MustRead(praxis.Declaration)
	filter, err := c.Kept.read(s)
	if err != nil {
		return err
	}
	dir := p.Data
	if c.At != 0 {
		if dir, err = store.AsOf(ctx, p.Data, c.At, s); err != nil {
			return err
		}
	}
	from, err := store.OpenDump(ctx, dir)
	if err != nil {
		return err
	}
	defer from.Close()
	bar := newBar(errs)
	err = c.write(ctx, from, dump.Options{Schema: s, Base: c.Base, Filter: filter, Progress: bar.tell}, out)
	bar.clear()
	if err == nil && c.Out != "" {
		_, err = fmt.Fprintln(out, "written:", c.Out)
	}
	return err
}

func (c *exportCommand) write(ctx context.Context, from *store.Dump, o dump.Options, out io.Writer) error {
	csv := c.Format == "csv"
	switch {
	case csv && c.Out == "":
		return kb.Errorf(kb.Invalid, "CSV is several tables: name a new folder, or a file that ends in .zip")
	case c.Out == "":
		return dump.Write(ctx, out, c.Format, from, o)
	}
	if _, err := os.Stat(c.Out); err == nil {
		return kb.Errorf(kb.Invalid, "%s is there already: choose another name", c.Out)
	}
	part := c.Out + ".part" // what was cut short is not taken for whole
	if csv && !strings.HasSuffix(c.Out, ".zip") {
		if err := os.RemoveAll(part); err != nil {
			return err
		}
		if err := dump.Tables(ctx, part, from, o); err != nil {
			return err
		}
		return os.Rename(part, c.Out)
	}
	file, err := os.Create(part)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := dump.Write(ctx, file, c.Format, from, o); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(part, c.Out)
}
