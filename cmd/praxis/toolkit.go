package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/praxis-kb/praxis/kb"
)

// The commands that write toolkits to files. Each reads the very page that people see, from a server that is running
// (--url) or from one that it starts for itself on the data folder.

type toolkitCommand struct {
	HTML     toolkitHTMLCommand     `cmd:"" name:"html" help:"Write a toolkit as one HTML page with its styles in it."`
	Markdown toolkitMarkdownCommand `cmd:"" name:"md" help:"Write a toolkit as Markdown."`
	PDF      toolkitPDFCommand      `cmd:"" name:"pdf" help:"Print a toolkit as PDF, with a Chromium."`
}

// wanted says which toolkit, in what state and language, and where it goes.
type wanted struct {
	Slug    string `arg:"" help:"The last part of its id."`
	Out     string `help:"The file to write; standard output where none is named." type:"path" short:"o"`
	Edition string `help:"The edition; the newest where none is named."`
	Draft   bool   `help:"The toolkit as it stands, whatever was published."`
	Lang    string `help:"The language of its texts." default:"en"`
	URL     string `help:"The address of a running server, such as http://127.0.0.1:8080; where none is given, the data folder is served for the moment, so no server may hold it." name:"url" env:"PRAXIS_URL"`
}

func (w *wanted) address(root, page string) string {
	query := url.Values{"lang": {w.Lang}}
	if w.Edition != "" {
		query.Set("edition", w.Edition)
	}
	if w.Draft {
		query.Set("draft", "1")
	}
	return fmt.Sprintf("%s/toolkit/%s%s?%s", root, url.PathEscape(w.Slug), page, query.Encode())
}

// at acts while a server answers.
func (w *wanted) at(ctx context.Context, p *program, act func(root string) error) error {
	if w.URL != "" {
		return act(strings.TrimSuffix(w.URL, "/"))
	}
	return p.whileServed(ctx, act)
}

// put writes what was made to where it is wanted.
func (w *wanted) put(out io.Writer, data []byte) error {
	if w.Out == "" {
		_, err := out.Write(data)
		return err
	}
	if err := os.WriteFile(w.Out, data, 0o644); err != nil {
		return err
	}
	_, err := fmt.Fprintln(out, "written:", w.Out)
	return err
}

type toolkitMarkdownCommand struct{ wanted }

func (c *toolkitMarkdownCommand) Run(ctx context.Context, out io.Writer, p *program) error {
	return c.at(ctx, p, func(root string) error {
		text, err := fetch(ctx, c.address(root, ".md"))
		if err != nil {
			return err
		}
		return c.put(out, text)
	})
}

type toolkitHTMLCommand struct{ wanted }

func (c *toolkitHTMLCommand) Run(ctx context.Context, out io.Writer, p *program) error {
	return c.at(ctx, p, func(root string) error {
		page, err := fetch(ctx, c.address(root, "/print"))
		if err != nil {
			return err
		}
		style, err := fetch(ctx, root+"/assets/toolkit.css")
		if err != nil {
			return err
		}
		before, after, _ := strings.Cut(string(page), `<link rel="stylesheet" href="`)
		_, after, _ = strings.Cut(after, ">")
		return c.put(out, []byte(before+"<style>\n"+string(style)+"</style>"+after))
	})
}

const fetchTime = 30 * time.Second

// fetch reads a page. Errors are NotFound or Unavailable.
func fetch(ctx context.Context, address string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, kb.Errorf(kb.Invalid, "%s is no address", address)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, kb.Errorf(kb.Unavailable, "no server answers (%v)", err)
	}
	defer res.Body.Close()
	switch res.StatusCode {
	case http.StatusOK:
		return io.ReadAll(res.Body)
	case http.StatusNotFound:
		return nil, kb.Errorf(kb.NotFound, "there is no such toolkit or edition: %s", address)
	}
	return nil, kb.Errorf(kb.Unavailable, "%s answers %s", address, res.Status)
}
