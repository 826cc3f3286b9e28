package web

import (
	"net/http"
	"net/url"
)

// awayCookie is what the browser keeps while somebody signs in at an issuer. It must come back with them from there, which
// is another site: unlike the session's it is Lax, and it opens nothing.
const awayCookie = "praxis-away"

// awayTime is how long, in seconds, somebody may take for it.
const awayTime = 600

// back is the address at which people come back from the issuer.
func (s *Site) back(r *http.Request) string { return s.newPage(r, "").public("sign-in/back") }

// away sends somebody to the issuer.
func (s *Site) away(w http.ResponseWriter, r *http.Request) {
	if s.People == nil || !s.People.SignsInElsewhere() {
		s.notFound(w, r)
		return
	}
	address, kept, err := s.People.SendAway(r.Context(), s.back(r))
	if err != nil {
		s.signInFailed(w, r, err)
		return
	}
	kept = url.Values{"kept": {kept}, "next": {s.within(r.FormValue("next"))}}.Encode()
	s.setCookie(w, r, http.Cookie{Name: awayCookie, Value: kept, Path: s.Base + "sign-in", MaxAge: awayTime, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, address, http.StatusSeeOther)
}

// cameBack begins the session of who comes back. It shows a page that leads on, and does not redirect: what another site began
// would come without the cookie of the session.
func (s *Site) cameBack(w http.ResponseWriter, r *http.Request) {
	cookie, err := r.Cookie(awayCookie)
	if err != nil || s.People == nil || !s.People.SignsInElsewhere() {
		http.Redirect(w, r, s.Base+"sign-in", http.StatusSeeOther)
		return
	}
	kept, _ := url.ParseQuery(cookie.Value) // what cannot be read fits nothing
	query := r.URL.Query()
	s.setCookie(w, r, http.Cookie{Name: awayCookie, Path: s.Base + "sign-in", MaxAge: -1, SameSite: http.SameSiteLaxMode})
	secret, err := s.People.ComeBack(r.Context(), s.back(r), query.Get("state"), query.Get("code"), kept.Get("kept"))
	if err != nil {
		s.signInFailed(w, r, err)
		return
	}
	s.setCookie(w, r, http.Cookie{Name: sessionCookie, Value: secret})
	w.Header().Set("Cache-Control", "private, no-store")
	p := s.newPage(r, "onward")
	next := s.within(kept.Get("next"))
	w.Header().Set("Refresh", "0; url="+next)
	p.Title, p.Extra = p.T("title.signIn"), next
	s.render(w, http.StatusOK, p)
}

// signInFailed shows the form with why somebody is not signed in.
func (s *Site) signInFailed(w http.ResponseWriter, r *http.Request, err error) {
	p := s.newPage(r, "signin")
	wrong, status := p.refused(err)
	p.Title, p.Extra = p.T("title.signIn"), &signIn{Next: s.Base, Wrong: wrong, Elsewhere: true}
	w.Header().Set("Cache-Control", "private, no-store")
	s.render(w, status, p)
}
