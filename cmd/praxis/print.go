package main

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/praxis-kb/praxis/kb"
)

type toolkitPDFCommand struct {
	wanted
	Chromium string `help:"The Chromium or Chrome to print with; looked for where none is named." env:"PRAXIS_CHROMIUM"`
}

// browsers are the names that Chromium goes by.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}

const printTime = 2 * time.Minute

func (c *toolkitPDFCommand) Run(ctx context.Context, out io.Writer, p *program) error {
	chromium, err := findChromium(c.Chromium)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "praxis-print-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	return c.at(ctx, p, func(root string) error {
		address := c.address(root, "/print")
		if _, err := fetch(ctx, address); err != nil { // else the page that says so would be printed
			return err
		}
		file := filepath.Join(dir, "toolkit.pdf")
		ctx, cancel := context.WithTimeout(ctx, printTime)
		defer cancel()
		said, err := exec.CommandContext(ctx, chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
			"--user-data-dir="+filepath.Join(dir, "profile"), "--print-to-pdf="+file, address).CombinedOutput()
		data, missing := os.ReadFile(file)
		if err != nil || missing != nil {
			return kb.Errorf(kb.Unavailable, "%s did not print (%v): %s", chromium, err, said)
		}
		return c.put(out, data)
	})
}

// findChromium is the Chromium to use. The error says what to do where there is none.
func findChromium(named string) (string, error) {
	names := browsers
	if named != "" {
		names = []string{named}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", kb.Errorf(kb.Unavailable, "there is no Chromium here (looked for %s): install one, name it with --chromium, or write HTML (praxis toolkit html) and print it with a browser",
		strings.Join(names, ", "))
}
