package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/dataset"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/release"
	"github.com/praxis-kb/praxis/store"
)

type releaseCommand struct {
	Name    string `arg:"" help:"What it is called, such as 2026.1."`
	At      int    `help:"The change set that it is of; the last one where none is given." placeholder:"SEQUENCE"`
	Message string `help:"What is said of it."`
	By      string `help:"Who releases it: a role, as it will be shown." default:"release"`
	Out     string `help:"The new folder for its files; where none is given they are served." type:"path"`
	Base    string `help:"The address of the server that it is released on." default:"${base}" env:"PRAXIS_PUBLIC_URL"`
}

// Run names a change set, and makes the files of it; again, where they are gone.
func (c *releaseCommand) Run(ctx context.Context, out io.Writer, errs errorWriter, p *program) error {
	s := schema.MustRead(praxis.Declaration)
	r, err := c.name(ctx, p.Data, s)
	if err != nil {
		return err
	}
	folder := c.Out
	if folder == "" {
		folder = filepath.Join(p.Data, release.Folder, r.Name)
	}
	bar := newBar(errs)
	o := release.Options{Schema: s, Home: strings.TrimSuffix(c.Base, "/"), About: dataset.Praxis(), Progress: bar.tell}
	err = release.Write(ctx, p.Data, folder, r, o)
	bar.clear()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "release %s of change set %d: %d files in %s\n", r.Name, r.Sequence, len(r.Files), folder)
	return err
}

func (c *releaseCommand) name(ctx context.Context, data string, s *schema.Schema) (*kb.Release, error) {
	st, err := store.Open(ctx, data, s)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	return st.Name(ctx, c.Name, c.At, kb.ChangeSet{Time: store.Now(), Author: c.By, Message: c.Message})
}
