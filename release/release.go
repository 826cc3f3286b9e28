// Package release writes the files of a release: the dumps of a state that a change set names, with their hashes and with
// what describes the data to catalogues, search engines and registries. The same release gives the same bytes.
package release

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/praxis-kb/praxis/dataset"
	"github.com/praxis-kb/praxis/dump"
	"github.com/praxis-kb/praxis/exchange"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/rdf"
	"github.com/praxis-kb/praxis/store"
)

// Folder is where releases lie in the data folder, each in a folder of its name. It can be deleted: they are made again
// from the log.
const Folder = "releases"

// manifest is the file of a release that says what is in it.
const manifest = "release.json"

// Options are what the files of a release are made of.
type Options struct {
	Schema   *schema.Schema
	Home     string // the address of the server that it is released on, without a slash at its end
	About    dataset.Description
	Progress exchange.Progress
}

// Write writes the files of a release of the database in a folder into a new folder.
func Write(ctx context.Context, data, out string, r *kb.Release, o Options) error {
	if _, err := os.Stat(out); err == nil {
		return kb.Errorf(kb.Invalid, "%s is there already: choose another name, or take it away", out)
	}
	then, err := store.AsOf(ctx, data, r.Sequence, o.Schema)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	part, err := os.MkdirTemp(filepath.Dir(out), ".part-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(part)
	if err := os.Chmod(part, 0o755); err != nil {
		return err
	}
	w := writer{Options: o, dir: part, release: r, url: o.Home + "/release/" + r.Name}
	if err := w.dumps(ctx, then); err != nil {
		return err
	}
	if err := w.descriptions(); err != nil {
		return err
	}
	return os.Rename(part, out)
}

type writer struct {
	Options
	dir, url string
	release  *kb.Release
	files    []dataset.File
}

// file writes a file, and keeps what it is.
func (w *writer) file(name, media string, write func(io.Writer) error) error {
	f, err := os.Create(filepath.Join(w.dir, name))
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	if err := write(io.MultiWriter(f, sum)); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	w.files = append(w.files, dataset.File{Name: name, Address: w.url + "/" + name, Media: media, Size: size, SHA256: hex.EncodeToString(sum.Sum(nil))})
	return f.Close()
}

func (w *writer) dumps(ctx context.Context, then string) error {
	from, err := store.OpenDump(ctx, then)
	if err != nil {
		return err
	}
	defer from.Close()
	for _, format := range dump.Formats {
		err := w.file(format.File, format.Media, func(out io.Writer) error {
			return dump.Write(ctx, out, format.Name, from, dump.Options{Schema: w.Schema, Base: w.Home + "/", Progress: w.Progress})
		})
		if err != nil {
			return err
		}
	}
	for _, t := range w.Schema.Entities {
		n, err := from.Count(ctx, t.Path)
		if err != nil {
			return err
		}
		w.release.Counts = append(w.release.Counts, &kb.EntityCount{Type: t.Name, Path: t.Path, Count: n})
	}
	return nil
}

// descriptions writes what describes the dumps, and the hashes of all of it.
func (w *writer) descriptions() error {
	if err := w.file("catalog.ttl", "text/turtle", w.catalogue); err != nil {
		return err
	}
	d := w.About
	d.Address, d.Version, d.Sequence, d.Hash, d.Files = w.url, w.release.Name, w.release.Sequence, w.release.LogHash, w.files[:len(w.files)-1]
	d.Date = w.release.Date.UTC().Format(time.DateOnly)
	for _, f := range []struct {
		name, media string
		text        []byte
	}{
		{"dataset.jsonld", "application/ld+json", d.SchemaOrg()},
		{"CITATION.cff", "application/yaml", d.CFF()}, {"datacite.json", "application/json", d.DataCite()},
	} {
		if err := w.file(f.name, f.media, given(f.text)); err != nil {
			return err
		}
	}
	var sums strings.Builder
	for _, f := range w.files {
		fmt.Fprintf(&sums, "%s  %s\n", f.SHA256, f.Name)
	}
	if err := w.file("SHA256SUMS", "text/plain", given([]byte(sums.String()))); err != nil {
		return err
	}
	for _, f := range w.files {
		w.release.Files = append(w.release.Files, &kb.ReleaseFile{Name: f.Name, MediaType: f.Media, Size: int(f.Size), Sha256: f.SHA256, URL: f.Address})
	}
	text, err := json.MarshalIndent(w.release, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.dir, manifest), append(text, '\n'), 0o644)
}

// catalogue describes the dumps after DCAT-AP.
func (w *writer) catalogue(out io.Writer) error {
	c := rdf.Catalogue{Base: w.Home + "/", Dataset: w.url, Version: w.release.Name, Modified: w.release.Date.UTC().Format(time.DateOnly), Licence: w.About.LicenceURL}
	for _, f := range w.files {
		c.Files = append(c.Files, rdf.Distribution{Address: f.Address, Media: f.Media, Title: f.Name, Bytes: f.Size, SHA256: f.SHA256})
	}
	return rdf.WriteCatalogue(out, w.Schema, c)
}

func given(text []byte) func(io.Writer) error {
	return func(out io.Writer) error { _, err := out.Write(text); return err }
}

// Complete adds to a release what was made of it in a data folder, if anything was.
func Complete(data string, r *kb.Release) error {
	r.Files, r.Counts = []*kb.ReleaseFile{}, []*kb.EntityCount{}
	text, err := os.ReadFile(filepath.Join(data, Folder, r.Name, manifest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var made kb.Release
	if err == nil {
		err = json.Unmarshal(text, &made)
	}
	if err == nil && made.LogHash == r.LogHash { // else something was blanked since
		r.Files, r.Counts = made.Files, made.Counts
	}
	return err
}
