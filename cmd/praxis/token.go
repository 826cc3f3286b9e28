package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
)

// The commands that keep tokens. A server may be running: the desk's database takes several programs.

type tokenCommand struct {
	Create tokenCreateCommand `cmd:"" help:"Make a token and show it, once."`
	List   tokenListCommand   `cmd:"" help:"List the tokens, with their last use; never their secrets."`
	Revoke tokenRevokeCommand `cmd:"" help:"End a token from now on."`
}

type tokenCreateCommand struct {
	Name    string `help:"The account, as it will stand in the history: a role or an organisation, not a person." required:""`
	Role    string `help:"What it may do: propose (contributor), write (editor), all (admin)." enum:"contributor,editor,admin" required:""`
	Expires string `help:"When it ends: a date (2027-01-31), or a time from now (720h). Never, where none is given."`
}

func (c *tokenCreateCommand) Run(ctx context.Context, out io.Writer, p *program) error {
	expires, err := expiry(c.Expires, time.Now())
	if err != nil {
		return err
	}
	return p.atDesk(ctx, func(d *desk.Desk) error {
		token, err := d.CreateToken(ctx, c.Name, kb.Role(strings.ToUpper(c.Role)), expires)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s\n\nKeep it now: it is shown this once. Send it as  Authorization: Bearer %s\n", token, token)
		return err
	})
}

func expiry(text string, now time.Time) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	if d, err := time.ParseDuration(text); err == nil {
		at := now.Add(d)
		return &at, nil
	}
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil, kb.Errorf(kb.Invalid, "expires %q: write a date such as 2027-01-31, or a time from now such as 720h", text)
	}
	return &at, nil
}

type tokenListCommand struct{}

func (tokenListCommand) Run(ctx context.Context, out io.Writer, p *program) error {
	return p.atDesk(ctx, func(d *desk.Desk) error {
		all, err := d.Tokens(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
		fmt.Fprintln(w, "ID\tNAME\tROLE\tCREATED\tEXPIRES\tREVOKED\tLAST USED")
		for _, t := range all {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", t.ID, t.Name, strings.ToLower(string(t.Role)), t.Created.Format(time.DateOnly),
				orNever(t.Expires), orNever(t.Revoked), orNever(t.Used))
		}
		return w.Flush()
	})
}

func orNever(t *time.Time) string {
	if t == nil {
		return "never"
	}
	return t.Format("2006-01-02 15:04")
}

type tokenRevokeCommand struct {
	ID string `arg:"" help:"The id, as list shows it."`
}

func (c *tokenRevokeCommand) Run(ctx context.Context, out io.Writer, p *program) error {
	return p.atDesk(ctx, func(d *desk.Desk) error {
		if err := d.RevokeToken(ctx, c.ID); err != nil {
			return err
		}
		_, err := fmt.Fprintln(out, "revoked:", c.ID)
		return err
	})
}

// atDesk acts on the desk alone, without the graph.
func (p *program) atDesk(ctx context.Context, act func(*desk.Desk) error) error {
	d, err := desk.Open(ctx, p.Data, nil, desk.Options{})
	if err != nil {
		return err
	}
	defer d.Close()
	return act(d)
}

// issuerFlags are an OpenID Connect issuer whose tokens are taken beside our own.
type issuerFlags struct {
	Issuer    string `help:"The address of an OpenID Connect issuer whose tokens are taken too." env:"PRAXIS_OIDC_ISSUER"`
	Audience  string `help:"The audience that its tokens must name." env:"PRAXIS_OIDC_AUDIENCE"`
	RoleClaim string `help:"The claim that holds the role, or a list with it: contributor, editor or admin." default:"roles" env:"PRAXIS_OIDC_ROLE_CLAIM"`
	ClientID  string `help:"As which client people sign in at the issuer on the pages; its redirect address is /sign-in/back." env:"PRAXIS_OIDC_CLIENT_ID"`
	Secret    string `help:"The secret of that client, where the issuer asks for one." env:"PRAXIS_OIDC_CLIENT_SECRET" name:"client-secret"`
	NameClaim string `help:"The claim that names the account, as it will stand in the history." default:"preferred_username" env:"PRAXIS_OIDC_NAME_CLAIM"`
}

func (f issuerFlags) issuer() *desk.Issuer {
	if f.Issuer == "" {
		return nil
	}
	return &desk.Issuer{URL: f.Issuer, Audience: f.Audience, RoleClaim: f.RoleClaim, NameClaim: f.NameClaim, ClientID: f.ClientID, ClientSecret: f.Secret}
}
