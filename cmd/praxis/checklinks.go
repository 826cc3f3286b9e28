package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/linkcheck"
	"github.com/praxis-kb/praxis/store"
)

type checkLinksCommand struct {
	DryRun   bool          `help:"Ask and tell, and keep nothing. A server may be running."`
	Within   time.Duration `help:"How long all of it may take; what is not asked by then is left as it is." default:"1h"`
	Timeout  time.Duration `help:"How long an address may take to answer, with its redirects." default:"20s"`
	Pause    time.Duration `help:"How long to leave a host alone between two questions." default:"1s"`
	Parallel int           `help:"How many hosts to ask at once." default:"8"`
	Private  bool          `help:"Ask addresses of this machine and its network too."`
	Author   string        `help:"Who keeps what was found." default:"check-links" env:"PRAXIS_AUTHOR"`
	Contact  string        `help:"How hosts reach you, said with each question: an e-mail address, or the address of a page." env:"PRAXIS_CONTACT"`
}

// Run asks all addresses that the graph names, tells which do not answer, and keeps that in one change set.
func (c *checkLinksCommand) Run(ctx context.Context, out io.Writer, errs errorWriter, p *program) error {
	if c.Parallel < 1 {
		return kb.Errorf(kb.Invalid, "--parallel %d: ask one host at a time at least", c.Parallel)
	}
	s := schema.MustRead(praxis.Declaration)
	var st *store.Store
	if !c.DryRun {
		var err error
		if st, err = store.Open(ctx, p.Data, s); err != nil { // before anybody is asked, for what cannot be kept
			return err
		}
		defer st.Close()
	}
	naming, err := gather(ctx, p.Data, s)
	if err != nil {
		return err
	}
	addresses, by := linkcheck.Asked(naming)
	answers := c.ask(ctx, errs, addresses)
	if err := tellAll(out, answers, by); err != nil {
		return err
	}
	changes := linkcheck.Changes(naming, answers, store.Now())
	if st == nil || len(changes) == 0 {
		_, err := fmt.Fprintf(out, "%d entities would be changed; nothing was written\n", len(changes))
		return err
	}
	receipt, err := st.Commit(ctx, kb.ChangeSet{
		Time: store.Now(), Author: c.Author, Origin: linkcheck.Origin, Message: "Keep which addresses do not answer", Changes: changes,
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%d entities changed, sequence %d\n", len(changes), receipt.Sequence)
	return err
}

func gather(ctx context.Context, data string, s *schema.Schema) ([]linkcheck.Naming, error) {
	from, err := store.OpenDump(ctx, data)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	return linkcheck.Gather(ctx, s, from, s.Entities)
}

func (c *checkLinksCommand) ask(ctx context.Context, errs errorWriter, addresses []string) []linkcheck.Answer {
	ctx, cancel := context.WithTimeout(ctx, c.Within)
	defer cancel()
	bar, done := newBar(errs), 0
	defer bar.clear()
	return linkcheck.Check(ctx, addresses, linkcheck.Options{
		Parallel: c.Parallel, Pause: c.Pause, Timeout: c.Timeout, Private: c.Private, Agent: c.agent(),
	}, func(linkcheck.Answer) {
		done++
		bar.tell("addresses", done, len(addresses))
	})
}

// agent says who asks, so that a host that is asked too much knows whom to tell.
func (c *checkLinksCommand) agent() string {
	if c.Contact == "" {
		return "praxis/" + version + " check-links"
	}
	return "praxis/" + version + " check-links (" + c.Contact + ")"
}

// tellAll writes what became of the addresses. The error is Unavailable where none answers: that is no fault of theirs.
func tellAll(out io.Writer, answers []linkcheck.Answer, by map[string][]string) error {
	counts := map[linkcheck.State]int{}
	for _, a := range answers {
		counts[a.State]++
		tell(out, a, by[a.Address])
	}
	fmt.Fprintf(out, "%d addresses: %d answer, %d are dead, %d unclear, %d private, %d not asked\n", len(answers),
		counts[linkcheck.Alive], counts[linkcheck.Dead], counts[linkcheck.Unclear], counts[linkcheck.Private], counts[linkcheck.NotAsked])
	if counts[linkcheck.Alive] == 0 && counts[linkcheck.Dead] > 0 {
		return kb.Errorf(kb.Unavailable, "no address answers at all: see whether this machine is connected; nothing was kept")
	}
	return nil
}

// tell writes a line for an address that did not simply answer.
func tell(out io.Writer, a linkcheck.Answer, by []string) {
	switch {
	case a.State != linkcheck.Alive:
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", a.State, a.Address, a.Words, strings.Join(by, " "))
	case a.Moved != "":
		fmt.Fprintf(out, "moved\t%s\t%s\t%s\n", a.Address, a.Moved, strings.Join(by, " "))
	}
}
