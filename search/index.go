package search

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/searcher"
	index "github.com/blevesearch/bleve_index_api"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// The searched fields of a document: the declared weights in three classes, and the ids of what an entity is tied to.
const (
	inNames = "names" // weight 4 and more: names and other names
	inGist  = "gist"  // weight 3: summaries, statements, goals
	inBody  = "body"  // the rest
	inTies  = "ties"
)

// boosts are how much a word counts in each field.
var boosts = map[string]float64{inNames: 5, inGist: 3, inBody: 1.5}

// sequenceKey is where the index keeps the sequence that it has, written with each batch.
var sequenceKey = []byte("sequence")

// maxTerms bounds what a beginning or a misspelling may stand for, so that no question becomes slow.
const maxTerms = 1024

func init() { searcher.DisjunctionMaxClauseCount = maxTerms }

// Index finds entities. Its methods may be called from many goroutines.
type Index struct {
	schema *schema.Schema
	log    Log
	dir    string

	mu       sync.RWMutex // held for reading while a question is answered
	bleve    bleve.Index
	reader   index.IndexReader
	at       []*row // by the document's number in the reader
	rows     rows
	terms    *terms
	sequence int64         // of what is shown
	indexed  int64         // of what Bleve has
	failure  error         // why the index cannot follow; nil while it does
	changed  chan struct{} // closed and made anew whenever the sequence rises

	names struct { // what is suggested, made when it is asked for
		sync.Mutex
		entries  []entry
		sequence int64
	}
}

// Open opens the index in a folder, or makes an empty one where there is none, where it is damaged, or where the form of
// its documents has changed. It knows nothing until Follow has caught up.
func Open(dir string, s *schema.Schema, log Log) (*Index, error) {
	x := &Index{schema: s, log: log, dir: dir, rows: rows{}, terms: newTerms(nil), changed: make(chan struct{})}
	form := form(s)
	if stored, err := os.ReadFile(x.formFile()); err != nil || string(stored) != form || checkManifest(dir) != nil {
		if err := os.RemoveAll(dir); err != nil {
			return nil, err
		}
	}
	if err := x.open(); err != nil {
		if err := os.RemoveAll(dir); err != nil {
			return nil, err
		}
		if err := x.open(); err != nil {
			return nil, err
		}
	}
	return x, os.WriteFile(x.formFile(), []byte(form), 0o644)
}

func (x *Index) formFile() string { return filepath.Join(x.dir, "form") }

// form is a fingerprint of how documents are made: of the declaration, the analysis and the mapping.
func form(s *schema.Schema) string {
	sum := sha256.New()
	fmt.Fprintln(sum, documentVersion, Languages, greek, latvian)
	for _, t := range s.Entities {
		for _, f := range t.Fields {
			fmt.Fprintln(sum, t.Path, f.Name, f.Type, f.Search, f.Relation != nil)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// documentVersion rises when documents are made otherwise.
const documentVersion = 1

// open opens the folder, guarding against the panics that a damaged file can cause.
func (x *Index) open() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("open the index: %v", p)
		}
	}()
	path := filepath.Join(x.dir, "bleve")
	config := map[string]interface{}{"bolt_timeout": "1s"} // another process would make us wait for ever
	x.bleve, err = bleve.OpenUsing(path, config)
	if errors.Is(err, bleve.ErrorIndexPathDoesNotExist) {
		if err := os.MkdirAll(x.dir, 0o755); err != nil {
			return err
		}
		m, err := newMapping()
		if err != nil {
			return err
		}
		x.bleve, err = bleve.NewUsing(path, m, scorch.Name, scorch.Name, config)
		return err
	}
	if err != nil {
		return err
	}
	stored, err := x.bleve.GetInternal(sequenceKey)
	if err == nil && stored != nil {
		x.indexed, err = strconv.ParseInt(string(stored), 10, 64)
	}
	return err
}

// newMapping indexes texts that are stems already, with their places for phrases, and keeps nothing else.
func newMapping() (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	if err := m.AddCustomAnalyzer("stems", map[string]interface{}{"type": custom.Name, "tokenizer": whitespace.Name}); err != nil {
		return nil, err
	}
	m.ScoringModel = index.BM25Scoring
	m.IndexDynamic, m.StoreDynamic, m.DocValuesDynamic = false, false, false
	doc := bleve.NewDocumentStaticMapping()
	for _, name := range []string{inNames, inGist, inBody, inTies} {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.Store, f.IncludeInAll, f.DocValues = "stems", false, false, false
		f.IncludeTermVectors = name != inTies
		doc.AddFieldMappingsAt(name, f)
	}
	m.DefaultMapping = doc
	return m, m.Validate()
}

// Sequence is the number of the last change set that the index has.
func (x *Index) Sequence() int64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.sequence
}

// Failure is why the index cannot follow the log; nil while it can.
func (x *Index) Failure() error {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.failure
}

// Wait waits until the index has a change set, or the context ends. The error says how far it is.
func (x *Index) Wait(ctx context.Context, sequence int64) error {
	for {
		x.mu.RLock()
		have, changed := x.sequence, x.changed
		x.mu.RUnlock()
		if have >= sequence {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return kb.Errorf(kb.Unavailable, "the index has change set %d and not yet %d: ask again in a moment", have, sequence)
		}
	}
}

// Close ends the index. What it was doing is done again after the next Open.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.reader != nil {
		x.reader.Close()
		x.reader = nil
	}
	if err := x.bleve.Close(); err != nil {
		return err
	}
	return writeManifest(x.dir)
}

// manifestFile lists the files of a closed index with their hashes: Bleve opens a folder with flipped bytes without a
// word. Where there is none, the process was killed; what Bleve wrote is then whole, or its own checks find it is not.
const manifestFile = "manifest"

func writeManifest(dir string) error {
	text, err := listFiles(dir)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, manifestFile), []byte(text), 0o644)
}

// checkManifest compares the files with the list, and takes the list away: from now on they change.
func checkManifest(dir string) error {
	path := filepath.Join(dir, manifestFile)
	want, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	have, err := listFiles(dir)
	if err != nil {
		return err
	}
	if have != string(want) {
		return errors.New("the files of the index are not those that were written")
	}
	return os.Remove(path)
}

func listFiles(dir string) (string, error) {
	text := ""
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Base(path) == manifestFile || filepath.Base(path) == "form" {
			return err
		}
		data, err := os.ReadFile(path)
		text += fmt.Sprintf("%x %s\n", sha256.Sum256(data), filepath.Base(path))
		return err
	})
	return text, err
}
