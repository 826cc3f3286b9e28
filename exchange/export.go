package exchange

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// Progress is told how far something has come; total is 0 where it is not known.
type Progress func(stage string, done, total int)

// Entities is a graph to read through: a store.Dump, or what is kept of one.
type Entities interface {
	// Count counts the entities of a type.
	Count(ctx context.Context, path string) (int, error)
	// Each gives the entities of a type one by one, in the order of their slugs.
	Each(ctx context.Context, path string, give func(*store.Dumped) error) error
}

// Exporter writes the graph, or some of its types, as files. The same graph gives the same bytes.
type Exporter struct {
	Schema   *schema.Schema
	From     Entities
	Types    []*schema.Type // nil is all
	Base     string         // the address that ids are below, for JSON-LD
	Progress Progress
}

// Formats are those that a single file can be written in.
var Formats = []string{"jsonl", "yaml", "jsonld"}

// Write writes one file of a format. The error is Invalid where there is no such format.
func (x *Exporter) Write(ctx context.Context, out io.Writer, format string) error {
	w := bufio.NewWriterSize(out, 256<<10)
	head, comma, tail, write := x.form(format)
	if write == nil {
		return kb.Errorf(kb.Invalid, "there is no format %q: choose one of %s", format, strings.Join(Formats, ", "))
	}
	w.WriteString(head) // a failure to write shows in Flush
	n := 0
	err := x.Each(ctx, func(e *store.Dumped) error {
		text, err := write(e)
		if n++; n > 1 {
			w.WriteString(comma)
		}
		w.WriteString(text)
		return err
	})
	if err != nil {
		return err
	}
	w.WriteString(tail)
	return w.Flush()
}

// form is what stands around the entities of a file, and how one is written.
func (x *Exporter) form(format string) (head, comma, tail string, write func(*store.Dumped) (string, error)) {
	switch format {
	case "jsonl":
		return "", "", "", x.jsonl
	case "yaml":
		return "about: Exported from praxis\nentities:\n", "", "", x.yaml
	case "jsonld":
		return jsonldHead(x.Schema, x.Base), jsonldComma, jsonldTail, x.jsonld
	}
	return "", "", "", nil
}

func (x *Exporter) jsonl(e *store.Dumped) (string, error) {
	item, err := members(x.Schema, e, named)
	if err != nil {
		return "", err
	}
	text, err := encodeJSON(item)
	return text + "\n", err
}

func (x *Exporter) yaml(e *store.Dumped) (string, error) {
	item, err := members(x.Schema, e, firstIsOriginal)
	if err != nil {
		return "", err
	}
	return yamlItemText(item), nil
}

func (x *Exporter) types() []*schema.Type {
	if x.Types == nil {
		return x.Schema.Entities
	}
	return x.Types
}

// Each gives all entities, type by type in the order of the declaration.
func (x *Exporter) Each(ctx context.Context, give func(*store.Dumped) error) error {
	total, done := 0, 0
	for _, t := range x.types() {
		n, err := x.From.Count(ctx, t.Path)
		if err != nil {
			return err
		}
		total += n
	}
	for _, t := range x.types() {
		err := x.From.Each(ctx, t.Path, func(e *store.Dumped) error {
			done++
			x.Progress.tell("export", done, total)
			return give(e)
		})
		if err != nil {
			return fmt.Errorf("export %s: %w", t.Path, err)
		}
	}
	return nil
}

func (p Progress) tell(stage string, done, total int) {
	if p != nil {
		p(stage, done, total)
	}
}
