package main

import (
	"context"
	"fmt"
	"io"
	"os"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/alignment"
	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

type alignCommand struct {
	File    string `arg:"" help:"The table, as /benchmark/SLUG/alignments.csv gives it." type:"existingfile"`
	Author  string `help:"Who aligns: an account or a program." default:"import" env:"PRAXIS_AUTHOR"`
	Message string `help:"Why: it stands in the history." default:"Align practices as a table says"`
}

func (c *alignCommand) Run(ctx context.Context, out io.Writer, p *program) error {
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	t := alignment.Read(file)
	if len(t.Problems) > 0 {
		return c.refused(out, t, t.Problems)
	}
	st, err := store.Open(ctx, p.Data, schema.MustRead(praxis.Declaration))
	if err != nil {
		return err
	}
	defer st.Close()
	d, err := desk.Open(ctx, p.Data, st, desk.Options{})
	if err != nil {
		return err
	}
	defer d.Close()
	ctx = desk.WithActor(ctx, desk.Actor{Name: c.Author, Role: kb.RoleEditor}) // who has the files may write
	o, err := d.Submit(ctx, desk.Submission{Message: c.Message, Edits: t.Edits})
	if err != nil {
		return err
	}
	if len(o.Problems) > 0 {
		return c.refused(out, t, o.Problems)
	}
	_, err = fmt.Fprintf(out, "%s: %d lines, sequence %d\n", c.File, len(t.Edits), o.Sequence)
	return err
}

// refused tells what is wrong with a table, line by line.
func (c *alignCommand) refused(out io.Writer, t *alignment.Table, problems kb.Problems) error {
	for _, p := range problems {
		fmt.Fprintf(out, "%s:%d: %s\n", c.File, max(1, t.Where(p.Change)), p)
	}
	return kb.Errorf(kb.Invalid, "%d problem(s): nothing was written", len(problems))
}
