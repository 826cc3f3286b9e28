package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/exchange"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/release"
	"github.com/praxis-kb/praxis/store"
)

// The commands that keep the database.

type checkCommand struct {
	Folder string `arg:"" help:"The file, or a folder of files, which may refer to one another." type:"path"`
}

func (c *checkCommand) Run(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "praxis-check-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	st, err := store.Open(ctx, dir, schema.MustRead(praxis.Declaration))
	if err != nil {
		return err
	}
	defer st.Close()
	files, names, err := exchange.Files(c.Folder)
	if err != nil {
		return err
	}
	im := exchange.Import{Name: "check", Author: "check", At: store.Now(), Tell: func(f exchange.Finding) {
		if f.Code != exchange.Duplicate {
			fmt.Fprintln(out, line(f))
		}
	}}
	report, err := im.Run(ctx, st, files, names, nil)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%d files with %d entities are sound\n", len(names), report.Rows)
	return err
}

type logCommand struct {
	First int `help:"How many." default:"20" short:"n"`
}

func (c *logCommand) Run(ctx context.Context, out io.Writer, p *program) error {
	sets, err := store.Log(ctx, p.Data, c.First)
	if err != nil {
		return err
	}
	for _, set := range sets {
		origin := ""
		if set.Origin != nil {
			origin = " [" + *set.Origin + "]"
		}
		fmt.Fprintf(out, "%6d  %s  %s  %s%s\n", set.Sequence, set.Time.Format(time.DateTime), set.Author, set.Message, origin)
	}
	return nil
}

type verifyCommand struct{}

func (verifyCommand) Run(ctx context.Context, out io.Writer, p *program) error {
	start := time.Now()
	report, err := store.Verify(ctx, p.Data, schema.MustRead(praxis.Declaration))
	if err != nil {
		return err
	}
	for _, difference := range report.Differences {
		fmt.Fprintln(out, difference)
	}
	if len(report.Differences) > 0 {
		return kb.Errorf(kb.Unavailable, "the state is not what the log amounts to: bring back a backup with `praxis restore`")
	}
	for _, r := range report.Redactions {
		fmt.Fprintf(out, "redaction %d: %d lines of the log were blanked by %s on %s: %s\n", r.Number, r.Lines, r.By, r.Time.Format(time.DateOnly), r.Reason)
	}
	_, err = fmt.Fprintf(out, "sound: %d change sets with %d changes replay to the same state %s, in %s\n",
		report.Sequence, report.Changes, report.Hash[:16], time.Since(start).Round(time.Millisecond))
	return err
}

type redactCommand struct {
	ID     string `arg:"" optional:"" help:"The entity whose text is blanked; without one, --text is blanked wherever it stands."`
	Path   string `help:"The text of the entity, such as summary or observations/0/words, in all its languages."`
	Text   string `help:"A text within texts, such as a name."`
	By     string `help:"Who blanks it: a role, as it will be shown." required:""`
	Reason string `help:"Why: it will be shown." required:""`
}

func (c *redactCommand) Run(ctx context.Context, out io.Writer, p *program) error {
	st, err := store.Open(ctx, p.Data, schema.MustRead(praxis.Declaration))
	if err != nil {
		return err
	}
	defer st.Close()
	people, err := desk.Open(ctx, p.Data, st, desk.Options{})
	if err != nil {
		return err
	}
	defer people.Close()
	done, err := st.Redact(ctx, store.Redaction{ID: c.ID, Path: c.Path, Text: c.Text, By: c.By, Reason: c.Reason, At: store.Now()})
	if err != nil && kb.CodeOf(err) != kb.NotFound {
		return err
	}
	waiting, failed := people.Redact(ctx, desk.Blank{ID: c.ID, Path: c.Path, Text: c.Text})
	if failed != nil {
		return failed
	}
	if err != nil && waiting == 0 { // it may stand in proposals alone
		return err
	}
	// The index holds the words that were blanked, and so do states of the past and the files of releases, which
	// `praxis release` makes anew.
	for _, folder := range []string{indexFolder, store.PastFolder, release.Folder} {
		if err := os.RemoveAll(filepath.Join(p.Data, folder)); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(out, "redaction %d: %d lines of the log, %d entities and links that stand, %d proposals.\nBackups, dumps and copies that others took still have it; ids do not change: merge to leave one.\n",
		done.Number, done.Lines, done.Present, waiting)
	return err
}

type backupCommand struct {
	File string `arg:"" help:"The new file." type:"path"`
}

func (c *backupCommand) Run(ctx context.Context, out io.Writer, p *program) error {
	if err := store.Backup(ctx, p.Data, c.File); err != nil {
		return err
	}
	fmt.Fprintln(out, "written:", c.File)
	done, err := desk.Backup(ctx, p.Data, desk.Beside(c.File))
	if done {
		fmt.Fprintln(out, "written:", desk.Beside(c.File), "(tokens, proposals, assessments: not public)")
	}
	return err
}

type restoreCommand struct {
	File string `arg:"" help:"The backup." type:"existingfile"`
}

func (c *restoreCommand) Run(ctx context.Context, out io.Writer, p *program) error {
	if err := store.Restore(ctx, c.File, p.Data, schema.MustRead(praxis.Declaration)); err != nil {
		return err
	}
	// The index is that of the database before: it is made anew at the next start.
	if err := os.RemoveAll(filepath.Join(p.Data, indexFolder)); err != nil {
		return err
	}
	fmt.Fprintln(out, "restored:", filepath.Join(p.Data, store.File))
	done, err := desk.Restore(c.File, p.Data)
	if done {
		fmt.Fprintln(out, "restored:", filepath.Join(p.Data, desk.File))
	}
	return err
}
