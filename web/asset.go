package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
)

// edition is a word that changes whenever a file of a folder does, so that no browser keeps an old one.
func edition(of fs.FS, folder string) string {
	sum := sha256.New()
	err := fs.WalkDir(of, folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(of, path)
		sum.Write(data)
		return err
	})
	if err != nil {
		panic(err) // they lie within the program
	}
	return hex.EncodeToString(sum.Sum(nil))[:8]
}

func (s *Site) asset(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "max-age=3600")
	http.ServeFileFS(w, r, files, "assets/"+r.PathValue("file"))
}
