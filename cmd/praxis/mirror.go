package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/mirror"
	"github.com/praxis-kb/praxis/release"
	"github.com/praxis-kb/praxis/store"
)

type mirrorCommand struct {
	URL  string `arg:"" help:"The address of the server to follow, such as https://praxis.example."`
	Once bool   `help:"End when all that the server has by now is there."`
}

// Run follows a server until it is told to stop.
func (c *mirrorCommand) Run(ctx context.Context, out io.Writer, errs errorWriter, p *program) error {
	of := strings.TrimSuffix(c.URL, "/")
	if !strings.HasPrefix(of, "http://") && !strings.HasPrefix(of, "https://") {
		return kb.Errorf(kb.Invalid, "%q is no address of a server: write one such as https://praxis.example", c.URL)
	}
	if store.MirrorOf(p.Data) == "" {
		if err := store.MarkMirror(p.Data, of); err != nil {
			return err
		}
	}
	err := c.follow(ctx, of, out, p)
	for errors.Is(err, mirror.ErrBlanked) && ctx.Err() == nil {
		if err = p.renewMirror(ctx, of, out); err == nil {
			err = c.follow(ctx, of, out, p)
		}
	}
	return refusedBy(of, err)
}

func (c *mirrorCommand) follow(ctx context.Context, of string, out io.Writer, p *program) error {
	st, err := store.Open(ctx, p.Data, schema.MustRead(praxis.Declaration))
	if err != nil {
		return err
	}
	defer st.Close()
	m := &mirror.Mirror{Of: of, Store: st, Tell: func(sequence int64) { fmt.Fprintln(out, "change set", sequence) }}
	err = m.CatchUp(ctx)
	if err == nil {
		err = store.MarkMirror(p.Data, of) // it goes on from what is here
	}
	if err != nil && (c.Once || errors.Is(err, mirror.ErrBlanked)) {
		return err
	}
	fmt.Fprintf(out, "%s mirrors %s up to change set %d\n", p.Data, of, st.Sequence())
	if c.Once {
		return nil
	}
	return m.Follow(ctx)
}

// renewMirror makes the mirror anew, after something was blanked in the log.
func (p *program) renewMirror(ctx context.Context, of string, out io.Writer) error {
	err := mirror.Renew(ctx, p.Data, of, schema.MustRead(praxis.Declaration), indexFolder, release.Folder)
	if err == nil {
		fmt.Fprintln(out, "something was blanked in the log: the mirror was made anew")
	}
	return err
}

// refusedBy says of a mirror whose log is not that of its server what can be done.
func refusedBy(of string, err error) error {
	if kb.CodeOf(err) != kb.Conflict {
		return err
	}
	return kb.Errorf(kb.Conflict, "%s is not followed: %s. What is here stays as it is; to mirror that server, choose another folder with --data", of, explain(err))
}

// followServer lets a mirror follow while it is served; nothing where it is none. The context that it gives ends with
// ErrBlanked where the mirror has to be made anew.
func followServer(ctx context.Context, of string, st *store.Store) (context.Context, func()) {
	ctx, end := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if of == "" {
			return
		}
		err := (&mirror.Mirror{Of: of, Store: st}).Follow(ctx)
		switch {
		case errors.Is(err, mirror.ErrBlanked):
			end(err)
		case err != nil: // what is there is served on
			slog.Error("the mirror follows no longer", "error", explain(refusedBy(of, err)))
		}
	}()
	return ctx, func() { end(nil); <-done }
}
