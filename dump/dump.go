// Package dump writes the graph to be taken home: in the forms that spreadsheets, statistics, graph tools, SPARQL stores
// and databases read, whole or what a filter keeps of it. The same graph gives the same bytes.
package dump

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/praxis-kb/praxis/exchange"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/rdf"
	"github.com/praxis-kb/praxis/store"
)

// Options are what a dump is made of and how.
type Options struct {
	Schema   *schema.Schema
	Base     string // the address that ids are below
	Filter   Filter
	Progress exchange.Progress // nil where nobody looks
}

// Format is a form that the graph can be taken home in.
type Format struct {
	Name  string // as a flag and in the index
	File  string // what a file of it is called; it says nothing of the state, so that an address stays
	Media string // its media type
	About string // who reads it
	write func(j *job, ctx context.Context, out io.Writer) error
}

// Formats are all of them.
var Formats = []Format{
	{"jsonl", "praxis.jsonl", "application/jsonl", "JSON Lines, an entity with its links in each line: for programs. It can be imported again.", (*job).exported},
	{"jsonld", "praxis.jsonld", "application/ld+json", "JSON-LD with its context. It can be imported again.", (*job).exported},
	{"yaml", "praxis.yaml", "application/yaml", "YAML, as the corpus is written. It can be imported again.", (*job).exported},
	{"csv", "praxis.csv.zip", "application/zip", "CSV: a table for each type and for each kind of link, with a dictionary, in a ZIP archive: for spreadsheets, Python and R. It can be imported again.", (*job).tables},
	{"nt", "praxis.nt", "application/n-triples", "N-Triples: for SPARQL stores.", (*job).triples},
	{"graphml", "praxis.graphml", "application/graphml+xml", "GraphML with places and colours: for NetworkX, igraph and yEd.", func(j *job, ctx context.Context, out io.Writer) error { return j.drawn(ctx, out, newGraphML) }},
	{"sqlite", "praxis.db", "application/vnd.sqlite3", "The SQLite file, with a view for each type and the log: for SQL. What a filter keeps comes without the log.", (*job).database},
	{"gexf", "praxis.gexf", "application/gexf+xml", "GEXF with places and colours: for Gephi.", func(j *job, ctx context.Context, out io.Writer) error { return j.drawn(ctx, out, newGEXF) }},
}

// FormatNamed is the format of a name. The error is Invalid where there is none.
func FormatNamed(name string) (Format, error) {
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
	}
	return Format{}, kb.Errorf(kb.Invalid, "there is no format %q: choose one of %s", name, strings.Join(Names(), ", "))
}

// Names are those of all formats.
func Names() (names []string) {
	for _, f := range Formats {
		names = append(names, f.Name)
	}
	return names
}

// Write writes a dump in a format. Memory stays bounded, however large the graph is. The error is Invalid where there is
// no such format.
func Write(ctx context.Context, out io.Writer, format string, from *store.Dump, o Options) error {
	f, err := FormatNamed(format)
	if err != nil {
		return err
	}
	j, err := begin(ctx, format, from, o)
	if err != nil {
		return err
	}
	return f.write(j, ctx, out)
}

// Tables writes CSV into a new folder instead of an archive.
func Tables(ctx context.Context, dir string, from *store.Dump, o Options) error {
	j, err := begin(ctx, "csv", from, o)
	if err != nil {
		return err
	}
	return j.exporter().Tables(ctx, dir)
}

func begin(ctx context.Context, format string, from *store.Dump, o Options) (*job, error) {
	o.Base = strings.TrimSuffix(o.Base, "/") + "/"
	kept, err := o.Filter.of(ctx, from, o.Schema)
	return &job{Options: o, format: format, kept: kept, from: from}, err
}

// job is a dump being written.
type job struct {
	Options
	format string
	kept   exchange.Entities
	from   *store.Dump
}

func (j *job) exporter() *exchange.Exporter {
	return &exchange.Exporter{Schema: j.Schema, From: j.kept, Types: j.Filter.Types, Base: j.Base, Progress: j.Progress}
}

func (j *job) exported(ctx context.Context, out io.Writer) error {
	return j.exporter().Write(ctx, out, j.format)
}

func (j *job) tables(ctx context.Context, out io.Writer) error { return j.exporter().Zip(ctx, out) }

// database writes the SQLite file: the whole one with its log, or what is kept, without.
func (j *job) database(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "praxis-dump-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, store.File)
	if j.Filter.empty() {
		err = j.from.Copy(ctx, path)
	} else {
		err = store.Extract(ctx, path, j.Schema, func(give func(*store.Dumped) error) error { return j.exporter().Each(ctx, give) })
	}
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(out, file)
	return err
}

func (j *job) triples(ctx context.Context, out io.Writer) error {
	w := bufio.NewWriterSize(out, 256<<10)
	d := &rdf.Describer{Schema: j.Schema, Base: j.Base}
	err := j.exporter().Each(ctx, func(e *store.Dumped) error {
		lines, err := d.Entity(e)
		for _, line := range lines {
			w.WriteString(line) // a failure to write shows in Flush
		}
		return err
	})
	if err != nil {
		return err
	}
	return w.Flush()
}
