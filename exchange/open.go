package exchange

import (
	"archive/zip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// badEnding is added to the name of a file for the rows of it that were refused. A file of that name is of the format,
// and of the collection, of the one that it was taken from.
const badEnding = ".bad"

// Read begins to read a collection, in the format that the ending of its name says. Errors are Invalid and say what is
// wrong with the file as such; what is wrong with a row stands in the row.
func Read(s *schema.Schema, name string, in io.Reader, m *Mapping, base string) (*Rows, error) {
	switch ending := filepath.Ext(strings.TrimSuffix(name, badEnding)); ending {
	case ".yaml", ".yml":
		return readYAML(s, in)
	case ".jsonl", ".ndjson":
		return readJSONL(s, in)
	case ".csv", ".tsv":
		return readCSV(s, in, m)
	case ".jsonld":
		return readJSONLD(s, in, base)
	default:
		return nil, kb.Errorf(kb.Invalid, "no format is known by the ending %q: name the file .yaml, .jsonl, .csv or .jsonld", ending)
	}
}

// CollectionOf is the name that a collection has by its file.
func CollectionOf(path string) string { return strings.TrimSuffix(filepath.Base(path), badEnding) }

// dictionaryFile describes the tables of an export; it is no table itself.
const dictionaryFile = "dictionary.csv"

// Files are the files of a collection: a single one, or those of a folder or of a .zip, in the order of their names.
// Errors are NotFound, or Invalid where there is none that could be read.
func Files(path string) (fs.FS, []string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, kb.Errorf(kb.NotFound, "there is no %s", path)
	}
	var files fs.FS = os.DirFS(path)
	switch {
	case filepath.Ext(path) == ".zip":
		if files, err = zip.OpenReader(path); err != nil { // open until the program ends
			return nil, nil, kb.Errorf(kb.Invalid, "%s: %v", path, err)
		}
	case !info.IsDir():
		return os.DirFS(filepath.Dir(path)), []string{filepath.Base(path)}, nil
	}
	all, err := fs.ReadDir(files, ".")
	var names []string
	for _, entry := range all {
		if name := entry.Name(); !entry.IsDir() && name != dictionaryFile && slices.Contains(endings, filepath.Ext(name)) {
			names = append(names, name)
		}
	}
	if err == nil && len(names) == 0 {
		err = kb.Errorf(kb.Invalid, "%s: no file in it ends in %s", path, strings.Join(endings, ", "))
	}
	return files, names, err
}

// endings are those of the formats that can be read.
var endings = []string{".yaml", ".yml", ".jsonl", ".ndjson", ".csv", ".tsv", ".jsonld"}
