package dump

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"github.com/praxis-kb/praxis/dataset"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// atOnce is how many dumps are written at once: each takes a processor for seconds, which those who ask questions need
// too, and waits for a reader who is slow. Whoever comes then waits for a turn.
const (
	atOnce   = 4
	waitTurn = 20 * time.Second
)

// patience is how long a reader may take over a quarter of a megabyte; the whole may take as long as it does.
const patience = 15 * time.Second

// Site answers the addresses below /dump/.
type Site struct {
	Store   *store.Store
	Root    func(*http.Request) string // the public address, with a slash at its end
	Edition string                     // of the program: what it writes may differ from one to the next

	slots chan struct{}
}

// Handler answers dumps, whole or filtered, and what explains them: an index, the dictionary, the vocabulary, the shapes.
func (s *Site) Handler() http.Handler {
	s.slots = make(chan struct{}, atOnce)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /dump/{$}", s.choose)
	mux.HandleFunc("GET /dump/{file}", s.file)
	zipped, err := gzhttp.NewWrapper(gzhttp.SuffixETag(zippedMark), gzhttp.ContentTypeFilter(compressible))
	if err != nil {
		panic(err) // the options are ours
	}
	return zipped(mux)
}

// zippedMark is what the tag of a compressed answer has at its end.
const zippedMark = "-gzip"

// compressible tells what is not compressed already.
func compressible(media string) bool { return media != "application/zip" }

// choose leads a form, which names the format beside the filter, to the file; without a format it is the index.
func (s *Site) choose(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	name := query.Get("format")
	if name == "" {
		http.Redirect(w, r, "index.json", http.StatusSeeOther)
		return
	}
	f, err := FormatNamed(name)
	if err != nil {
		refuse(w, err)
		return
	}
	query.Del("format")
	filter, err := ReadFilter(s.Store.Schema(), query)
	if err != nil {
		refuse(w, err)
		return
	}
	to := f.File
	if values := filter.Values(); len(values) > 0 {
		to += "?" + values.Encode()
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// file answers a dump, or what explains dumps.
func (s *Site) file(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	for _, f := range Formats {
		if f.File == name {
			if err := s.dump(w, r, f); err != nil {
				refuse(w, err)
			}
			return
		}
	}
	for _, e := range explanations {
		if e.file == name {
			if err := s.explain(w, r, e); err != nil {
				refuse(w, err)
			}
			return
		}
	}
	refuse(w, kb.Errorf(kb.NotFound, "there is no dump %q: /dump/index.json lists them", name))
}

// dump writes a dump as it goes. The error is of what was wrong before anything was sent; a dump that fails on its way
// breaks the connection off, so that nobody takes the part for the whole.
func (s *Site) dump(w http.ResponseWriter, r *http.Request, f Format) error {
	filter, err := ReadFilter(s.Store.Schema(), r.URL.Query())
	if err != nil {
		return err
	}
	o := Options{Schema: s.Store.Schema(), Base: s.Root(r), Filter: filter}
	h := w.Header()
	h.Set("Content-Disposition", "attachment; filename="+f.File)
	h.Set("Link", fmt.Sprintf(`<%sdump/dictionary.json>; rel="describedby", <%s>; rel="license"`, o.Base, dataset.LicenceURL))
	form := s.mark(f.File, o.Base, filter.Values().Encode())
	if s.known(w, r, f.Media, fmt.Sprintf("%d-%s", s.Store.Sequence(), form)) {
		return nil
	}
	turn, cancel := context.WithTimeout(r.Context(), waitTurn)
	defer cancel()
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-turn.Done():
		h.Set("Retry-After", "60")
		return kb.Errorf(kb.Unavailable, "others are taking dumps just now: try again in a minute")
	}
	from, err := s.Store.Dump(r.Context()) // only now: a file of its own for each who waits would be many
	if err != nil {
		return err
	}
	defer from.Close()
	sequence, err := from.Sequence(r.Context())
	if err != nil {
		return err
	}
	h.Set("ETag", fmt.Sprintf(`"%d-%s"`, sequence, form))
	return s.send(w, r.Context(), f.Name, from, o)
}

func (s *Site) send(w http.ResponseWriter, ctx context.Context, format string, from *store.Dump, o Options) error {
	out := &patient{w: w, control: http.NewResponseController(w)}
	err := Write(ctx, out, format, from, o)
	if err == nil || !out.begun {
		return err
	}
	if ctx.Err() == nil {
		slog.Error("a dump was broken off", "format", format, "error", err)
	}
	panic(http.ErrAbortHandler)
}

// patient gives its reader time for each part anew.
type patient struct {
	w       io.Writer
	control *http.ResponseController
	begun   bool
}

func (p *patient) Write(part []byte) (int, error) {
	p.begun = true
	p.control.SetWriteDeadline(time.Now().Add(patience)) // where there is no deadline, none is set
	return p.w.Write(part)
}

// mark tells one answer of a state from another.
func (s *Site) mark(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(append(parts, s.Edition), "\x00")))
	return fmt.Sprintf("%x", sum[:8])
}

// known sets what says which answer this is, and tells whether whoever asks has it, or wants no more than that.
func (s *Site) known(w http.ResponseWriter, r *http.Request, media, mark string) bool {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("ETag", `"`+mark+`"`)
	h.Set("Cache-Control", "no-cache") // ask each time whether it is still the same
	for _, has := range strings.Split(r.Header.Get("If-None-Match"), ",") {
		if strings.TrimSuffix(strings.Trim(strings.TrimPrefix(strings.TrimSpace(has), "W/"), `"`), zippedMark) == mark {
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return r.Method == http.MethodHead
}

// refuse says what is wrong, in a line.
func refuse(w http.ResponseWriter, err error) {
	status := map[kb.Code]int{kb.Invalid: http.StatusBadRequest, kb.NotFound: http.StatusNotFound, kb.Unavailable: http.StatusServiceUnavailable}[kb.CodeOf(err)]
	h := w.Header()
	for _, name := range []string{"Content-Disposition", "ETag", "Link"} {
		h.Del(name)
	}
	if status == 0 {
		slog.Error("dump", "error", err)
		err = kb.Errorf(kb.Internal, "something went wrong here")
	}
	http.Error(w, err.Error(), cmp.Or(status, http.StatusInternalServerError))
}
