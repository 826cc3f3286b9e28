package release

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// Served answers the files of the releases in a data folder, at paths /release/NAME/FILE. They do not change under their
// address, so that they may be kept.
func Served(data string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, file := r.PathValue("name"), r.PathValue("file")
		path := filepath.Join(data, Folder, name, file)
		if strings.HasPrefix(name, ".") || strings.HasPrefix(file, ".") || strings.ContainsAny(name+file, `/\`) {
			http.NotFound(w, r)
			return
		}
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
			http.NotFound(w, r)
			return
		}
		if media := medium(file); media != "" {
			w.Header().Set("Content-Type", media)
		}
		w.Header().Set("X-Content-Type-Options", "nosniff")
		http.ServeFile(w, r, path)
	})
}

// medium is the media type of a file of a release, where its ending does not tell.
func medium(file string) string {
	switch filepath.Ext(file) {
	case ".ttl":
		return "text/turtle; charset=utf-8"
	case ".jsonld":
		return "application/ld+json"
	case ".jsonl":
		return "application/jsonl"
	case ".nt":
		return "application/n-triples"
	case ".cff", ".yaml":
		return "application/yaml"
	case ".db":
		return "application/vnd.sqlite3"
	case "":
		return "text/plain; charset=utf-8"
	}
	return ""
}
