package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
)

// People is who may sign in on the pages. What is asked under the context of a session is asked by its account.
type People interface {
	// Begin begins a session for who holds a token, and gives the secret that resumes it. The error says why not, where
	// that may be told.
	Begin(ctx context.Context, token string) (secret string, err error)
	// SignsInElsewhere tells whether people may sign in at an issuer of their organisation.
	SignsInElsewhere() bool
	// SendAway gives the address at which they do, and what the browser keeps until it is back at the address given.
	SendAway(ctx context.Context, back string) (address, kept string, err error)
	// ComeBack begins a session for who is back, with what the issuer sent along.
	ComeBack(ctx context.Context, back, state, code, kept string) (secret string, err error)
	// Resume gives a context to ask in under the account of a session.
	Resume(ctx context.Context, secret string) (context.Context, error)
	// End ends a session.
	End(ctx context.Context, secret string) error
}

// sessionCookie is the one cookie of the pages. Only who signs in has it. It counts for pages alone: the API takes
// nothing but tokens, so that no other page can write by it.
const sessionCookie = "praxis-session"

// Viewer is who looks at a page.
type Viewer struct {
	Name, Role string
	Reviewed   bool // what an editor writes waits for another editor too
}

// Decides tells whether the viewer decides on proposals.
func (v *Viewer) Decides() bool { return v != nil && (v.Role == "EDITOR" || v.Role == "ADMIN") }

// Proposes tells whether what the viewer writes waits for an editor.
func (v *Viewer) Proposes() bool { return v != nil && (v.Reviewed || !v.Decides()) }

type viewerKey struct{}

func viewerOf(r *http.Request) *Viewer {
	v, _ := r.Context().Value(viewerKey{}).(*Viewer)
	return v
}

// Viewer is who looks at the page; nil for a reader.
func (p *Page) Viewer() *Viewer { return viewerOf(p.request) }

// Writes tells whether there are pages on which people write.
func (p *Page) Writes() bool { return p.site.People != nil }

// known lets requests pass under the account of their session, and keeps what such people see from being kept by others.
func (s *Site) known(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Cookie")
		cookie, err := r.Cookie(sessionCookie)
		if err != nil || s.People == nil {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Cache-Control", "private, no-store")
		ctx, err := s.People.Resume(r.Context(), cookie.Value)
		if err == nil {
			var answer struct{ Viewer *Viewer }
			err = s.askPlain(ctx, document("viewer"), nil, &answer)
			ctx = context.WithValue(ctx, viewerKey{}, answer.Viewer)
		}
		if err != nil { // it has ended: who had it reads on
			s.setCookie(w, r, http.Cookie{Name: sessionCookie, MaxAge: -1})
			ctx = r.Context()
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// setCookie sends a cookie that no script reads, and that other sites cannot make the browser send.
func (s *Site) setCookie(w http.ResponseWriter, r *http.Request, c http.Cookie) {
	c.HttpOnly = true
	if c.Path == "" {
		c.Path = s.Base
	}
	if c.SameSite == 0 {
		c.SameSite = http.SameSiteStrictMode
	}
	c.Secure = r.TLS != nil || strings.HasPrefix(s.Public, "https://")
	http.SetCookie(w, &c)
}

// signIn shows the form, or begins a session with the token that was given.
func (s *Site) signIn(w http.ResponseWriter, r *http.Request) {
	if s.People == nil {
		s.notFound(w, r)
		return
	}
	p := s.newPage(r, "signin")
	p.Title = p.T("title.signIn")
	form := &signIn{Next: s.within(r.FormValue("next")), Elsewhere: s.People.SignsInElsewhere()}
	p.Extra = form
	status := http.StatusOK
	if r.Method == http.MethodPost {
		err := s.begin(w, r, strings.TrimSpace(r.PostFormValue("token")))
		if err == nil {
			http.Redirect(w, r, form.Next, http.StatusSeeOther)
			return
		}
		form.Wrong, status = p.refused(err)
	}
	w.Header().Set("Cache-Control", "private, no-store")
	s.render(w, status, p)
}

// ErrUnavailable is that it cannot be checked now who somebody is.
var ErrUnavailable = errors.New("accounts cannot be checked now")

// begin begins a session and sends its cookie, which lasts until the browser is closed or the session ends.
func (s *Site) begin(w http.ResponseWriter, r *http.Request, token string) error {
	secret, err := s.People.Begin(r.Context(), token)
	if err == nil {
		s.setCookie(w, r, http.Cookie{Name: sessionCookie, Value: secret})
	}
	return err
}

type signIn struct {
	Next, Wrong string
	Elsewhere   bool // at an issuer too
}

// refused says why somebody cannot sign in, and with which status.
func (p *Page) refused(err error) (string, int) {
	if errors.Is(err, ErrUnavailable) {
		return p.T("signIn.unavailable"), http.StatusServiceUnavailable
	}
	return p.T("signIn.wrong"), http.StatusUnprocessableEntity
}

// within is an address of ours to go on at: that of the start page where another site is named.
func (s *Site) within(next string) string {
	if strings.HasPrefix(next, s.Base) && !strings.HasPrefix(next, "//") && !strings.ContainsAny(next, "\\\r\n") {
		return next
	}
	return s.Base
}

func (s *Site) signOut(w http.ResponseWriter, r *http.Request) {
	if cookie, err := r.Cookie(sessionCookie); err == nil && s.People != nil {
		if err := s.People.End(r.Context(), cookie.Value); err != nil {
			s.failed(w, r, err)
			return
		}
	}
	s.setCookie(w, r, http.Cookie{Name: sessionCookie, MaxAge: -1})
	http.Redirect(w, r, s.Base, http.StatusSeeOther)
}

// Here is the address of the page, to come back to.
func (p *Page) Here() string {
	here := url.URL{Path: p.prefix() + strings.TrimPrefix(p.request.URL.Path, "/"), RawQuery: p.request.URL.RawQuery}
	return here.String()
}

// forPeople lets only those pass who have signed in; others sign in first, and come back.
func (s *Site) forPeople(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "private, no-store")
		if viewerOf(r) == nil {
			p := s.newPage(r, "signin")
			http.Redirect(w, r, p.Path("sign-in")+"?"+url.Values{"next": {p.Here()}}.Encode(), http.StatusSeeOther)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		if err := r.ParseMultipartForm(maxForm); err != nil && !errors.Is(err, http.ErrNotMultipart) {
			s.failed(w, r, &refusal{code: "INVALID", message: s.newPage(r, "failed").T("writing.tooLarge")})
			return
		}
		next(w, r)
	}
}

// maxForm bounds what a form sends: the API takes no more at once.
const maxForm = 1 << 20

// sameSite refuses what another site's page sends: the browser says where it comes from.
func (s *Site) sameSite(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	if s.Public != "" {
		u, err := url.Parse(s.Public)
		if err == nil {
			err = guard.AddTrustedOrigin(u.Scheme + "://" + u.Host)
		}
		if err != nil {
			slog.Warn("the public address is none that browsers name as their origin", "address", s.Public, "error", err)
		}
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := s.newPage(r, "failed")
		p.Title, p.Extra = p.T("title.failed"), p.T("writing.elsewhere")
		s.render(w, http.StatusForbidden, p)
	}))
	return guard.Handler(next)
}
