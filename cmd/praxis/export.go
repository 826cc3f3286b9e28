package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/exchange"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

type exportCommand struct {
	Out    string   `arg:"" optional:"" help:"The file; for CSV a new folder, or a .zip. Without it the output is written." type:"path"`
	Format string   `help:"In what form: JSON Lines, YAML, JSON-LD, or CSV with a table for each type and each kind of link." enum:"jsonl,yaml,jsonld,csv" default:"jsonl"`
	Type   []string `help:"Only these types, such as Practice or city."`
	Base   string   `help:"For JSON-LD: the address that ids are below." default:"${base}" env:"PRAXIS_PUBLIC_URL"`
}

// Run writes the graph as it is at one moment; a server may be running.
func (c *exportCommand) Run(ctx context.Context, out io.Writer, errs errorWriter, p *program) error {
	s := schema.MustRead(praxis.Declaration)
	types, err := typesNamed(s, c.Type)
	if err != nil {
		return err
	}
	dump, err := store.OpenDump(ctx, p.Data)
	if err != nil {
		return err
	}
	defer dump.Close()
	bar := newBar(errs)
	x := &exchange.Exporter{Schema: s, Dump: dump, Types: types, Base: c.Base, Progress: bar.tell}
	err = c.write(ctx, x, out)
	bar.clear()
	if err == nil && c.Out != "" {
		_, err = fmt.Fprintln(out, "written:", c.Out)
	}
	return err
}

func (c *exportCommand) write(ctx context.Context, x *exchange.Exporter, out io.Writer) error {
	csv := c.Format == "csv"
	switch {
	case csv && c.Out == "":
		return kb.Errorf(kb.Invalid, "CSV is several tables: name a new folder, or a file that ends in .zip")
	case c.Out == "":
		return x.Write(ctx, out, c.Format)
	}
	if _, err := os.Stat(c.Out); err == nil {
		return kb.Errorf(kb.Invalid, "%s is there already: choose another name", c.Out)
	}
	part := c.Out + ".part" // what was cut short is not taken for whole
	if csv && !strings.HasSuffix(c.Out, ".zip") {
		if err := os.RemoveAll(part); err != nil {
			return err
		}
		if err := x.Tables(ctx, part); err != nil {
			return err
		}
		return os.Rename(part, c.Out)
	}
	file, err := os.Create(part)
	if err != nil {
		return err
	}
	defer file.Close()
	if csv {
		err = x.Zip(ctx, file)
	} else {
		err = x.Write(ctx, file, c.Format)
	}
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(part, c.Out)
}

// typesNamed finds types by their names or by the first part of their ids; nil for all.
func typesNamed(s *schema.Schema, names []string) ([]*schema.Type, error) {
	var types []*schema.Type
	for _, t := range s.Entities {
		for _, name := range names {
			if name == t.Name || name == t.Path {
				types = append(types, t)
			}
		}
	}
	if len(types) < len(names) {
		return nil, kb.Errorf(kb.NotFound, "not all of %s are types, such as Practice or city", strings.Join(names, ", "))
	}
	return types, nil
}
