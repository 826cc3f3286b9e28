package web

import "net/http"

// releasePage answers a release: what it is of, its files, and how it is cited.
func (s *Site) releasePage(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "release")
	if err := p.ask(document("release"), map[string]any{"name": r.PathValue("name")}); err != nil {
		s.failed(w, r, err)
		return
	}
	release, _ := p.Data["release"].(map[string]any)
	if release == nil {
		s.notFound(w, r)
		return
	}
	p.Title, p.at = p.With("release.named", toString(release["name"])), p.Int(release["sequence"])
	s.render(w, http.StatusOK, p)
}

// File is the address of a file, which is the same in all languages.
func (p *Page) File(path string) string { return p.site.Base + path }
