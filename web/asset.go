package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
)

// typeset is the type of the pages as `make type` cuts it; but for a note it is empty where that was not done.
//
//go:embed type/dist
var typeset embed.FS

// drawing is the script of the whole graph as `make drawing` builds it; but for a note it is empty where that was not done.
//
//go:embed drawing/dist
var drawing embed.FS

// edition is a word that changes whenever a file that pages load does. It is a part of the addresses of all of them, so
// that browsers may keep each for good, and a script never meets an older one that it imports.
func edition() string {
	sum := sha256.New()
	for _, of := range []fs.FS{files, typeset, drawing} {
		err := fs.WalkDir(of, ".", func(path string, entry fs.DirEntry, err error) error {
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
	}
	return hex.EncodeToString(sum.Sum(nil))[:8]
}

// assets are the addresses of the files that pages load.
func (s *Site) assets() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /assets/{edition}/{file}", s.asset)
	mux.HandleFunc("GET /assets/{file}", s.lasting)
	mux.HandleFunc("GET /assets/{edition}/europe.svg", outline)
	mux.HandleFunc("GET /assets/europe.svg", outline)
	return mux
}

// asset answers a file below the edition of this program. What another one named is not here: the page that named it is
// of use without its scripts, and is whole again when it is loaded anew.
func (s *Site) asset(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("edition") != s.edition {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	s.assetNamed(w, r)
}

// lasting answers a file at an address that stays, for what is not loaded by a page of ours.
func (s *Site) lasting(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "max-age=3600")
	s.assetNamed(w, r)
}

func (s *Site) assetNamed(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	if path.Ext(name) == ".woff2" {
		w.Header().Set("Content-Type", "font/woff2")
		http.ServeFileFS(w, r, typeset, "type/dist/"+name)
		return
	}
	if name == drawingScript {
		http.ServeFileFS(w, r, drawing, "drawing/dist/"+name)
		return
	}
	http.ServeFileFS(w, r, files, "assets/"+name)
}

// Typeset says whether pages have type of their own.
func (p *Page) Typeset() bool {
	_, err := fs.Stat(typeset, "type/dist/sans-latin.woff2")
	return err == nil
}
