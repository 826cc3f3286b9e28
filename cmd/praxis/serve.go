package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/graph"
	"github.com/praxis-kb/praxis/internal/heap"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/mirror"
	"github.com/praxis-kb/praxis/search"
	"github.com/praxis-kb/praxis/seed"
	"github.com/praxis-kb/praxis/store"
	"github.com/praxis-kb/praxis/web"
)

// The limits of a connection. Answers are small and made in at most ten seconds.
const (
	readTime  = 15 * time.Second
	writeTime = 30 * time.Second
	idleTime  = 2 * time.Minute
	maxHeader = 64 << 10
	stopTime  = 20 * time.Second // for requests in flight, when the server is told to stop
)

type serveCommand struct {
	Addr      string      `help:"The address to listen on; port 0 takes a free one." default:"127.0.0.1:8080" env:"PRAXIS_ADDR"`
	BasePath  string      `help:"The path below which all addresses lie." default:"/" env:"PRAXIS_BASE_PATH"`
	PublicURL string      `help:"The address that people see, where it differs from the one listened on." env:"PRAXIS_PUBLIC_URL" name:"public-url"`
	Contact   string      `help:"How readers reach you about barriers and mistakes: an e-mail address, or the address of a page." env:"PRAXIS_CONTACT"`
	Origins   []string    `help:"Origins that browsers may ask from; * for all." default:"*" env:"PRAXIS_ORIGINS"`
	At        int         `help:"Serve the graph as it was at this change set, to read only; a server of the present may be running on the same folder." placeholder:"SEQUENCE"`
	Empty     bool        `help:"Do not load the corpus that comes with the program." env:"PRAXIS_EMPTY"`
	Reviewed  bool        `help:"What an editor writes waits for another editor too." env:"PRAXIS_REVIEWED"`
	Rate      int         `help:"How much one account or address may ask in a minute, in values as the cost of a question counts them; 0 for no bound." default:"120000000" env:"PRAXIS_RATE"`
	Proxies   int         `help:"How many proxies of yours stand before the server: the address that the outermost one saw is counted." default:"0" env:"PRAXIS_PROXIES"`
	CacheMB   int         `help:"How many megabytes to keep in memory of entities, links and answers." default:"40" env:"PRAXIS_CACHE_MB" name:"cache-mb"`
	Issuer    issuerFlags `embed:"" prefix:"oidc-"`
	LogFormat string      `help:"How to write the log." enum:"text,json" default:"text" env:"PRAXIS_LOG_FORMAT"`
}

// Run serves until the process is told to stop. A mirror that something was blanked in is made anew, and served again.
func (c *serveCommand) Run(ctx context.Context, out io.Writer, p *program) error {
	heap.Follow()
	slog.SetDefault(newLogger(os.Stderr, c.LogFormat))
	err := c.serve(ctx, out, p)
	for errors.Is(err, mirror.ErrBlanked) {
		if err = p.renewMirror(ctx, store.MirrorOf(p.Data), out); err == nil {
			err = c.serve(ctx, out, p)
		}
	}
	return err
}

func (c *serveCommand) serve(ctx context.Context, out io.Writer, p *program) error {
	base, err := basePath(c.BasePath)
	if err != nil {
		return err
	}
	listener, err := listen(c.Addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	dir, origin, err := c.source(ctx, p.Data)
	if err != nil {
		return err
	}
	st, err := store.Open(ctx, dir, schema.MustRead(praxis.Declaration))
	if err != nil {
		return err
	}
	defer st.Close()
	forStore, _ := c.cache()
	st.Keep(forStore)
	if err := c.loadCorpus(ctx, st, origin, out); err != nil {
		if st.Sequence() == 0 {
			return err
		}
		slog.Error("the corpus is not brought up to date; what is there is served", "error", err)
	}
	index, err := search.Open(filepath.Join(dir, indexFolder), st.Schema(), st)
	if err != nil {
		return err
	}
	defer follow(ctx, index)()
	defer beside(ctx, st.FollowWords)()
	ctx, stop := followServer(ctx, origin.MirrorOf, st)
	defer stop()
	people, err := desk.Open(ctx, dir, st, desk.Options{Reviewed: c.Reviewed, Issuer: c.Issuer.issuer()})
	if err != nil {
		return err
	}
	defer people.Close()
	_, forAnswers := c.cache()
	root := c.root(listener, base)
	api := graph.New(st, index, version).WithHome(root).WithCache(forAnswers).WithDesk(people).WithRate(c.Rate).WithOrigin(origin)
	defer beside(ctx, api.KeepReady)()
	fmt.Fprintf(out, "praxis %s serves %s (sequence %d)\n\n  pages    %s/\n  GraphQL  %[4]s/graphql\n  console  %[4]s/console\n  health   %[4]s/readyz\n\nStop with Ctrl-C.\n",
		version, p.Data, st.Sequence(), root)
	server := newServer(c.handler(st, index, api, people, origin, base))
	server.RegisterOnShutdown(api.EndStreams)
	if err := serve(ctx, server, listener); err != nil {
		return err
	}
	if err := context.Cause(ctx); errors.Is(err, mirror.ErrBlanked) {
		return err
	}
	return nil
}

// root is the address that people see, without a slash at its end.
func (c *serveCommand) root(listener net.Listener, base string) string {
	return cmp.Or(strings.TrimSuffix(c.PublicURL, "/"), "http://"+listener.Addr().String()+strings.TrimSuffix(base, "/"))
}

func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
}

// source is the folder that is served, and where what lies in it comes from.
func (c *serveCommand) source(ctx context.Context, data string) (string, graph.Origin, error) {
	if c.At == 0 {
		return data, graph.Origin{MirrorOf: store.MirrorOf(data)}, nil
	}
	last, err := store.Log(ctx, data, 1)
	if err != nil {
		return "", graph.Origin{}, err
	}
	dir, err := store.AsOf(ctx, data, c.At, schema.MustRead(praxis.Declaration))
	if err != nil {
		return "", graph.Origin{}, err
	}
	return dir, graph.Origin{PastOf: last[0].Sequence}, nil
}

// whileServed acts while the data folder is served on a free port of this machine, to nobody else.
func (p *program) whileServed(ctx context.Context, act func(root string) error) error {
	st, err := store.Open(ctx, p.Data, schema.MustRead(praxis.Declaration))
	if err != nil {
		return kb.Errorf(kb.CodeOf(err), "%v; where a server holds it, give its address with --url", err)
	}
	defer st.Close()
	index, err := search.Open(filepath.Join(p.Data, indexFolder), st.Schema(), st)
	if err != nil {
		return err
	}
	defer index.Close()
	listener, err := listen("127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: web.New(pageAPI{graph.New(st, index, version)}, web.Options{Base: "/"}), ReadTimeout: readTime}
	defer server.Close()
	go server.Serve(listener)
	return act("http://" + listener.Addr().String())
}

// handler are all addresses, for whom each token stands for. Where nobody can write, tokens mean nothing.
func (c *serveCommand) handler(st *store.Store, index *search.Index, api *graph.Server, people *desk.Desk, origin graph.Origin, base string) http.Handler {
	pages := web.Options{Base: base, Public: strings.TrimSuffix(c.PublicURL, "/"), Contact: c.Contact}
	if origin != (graph.Origin{}) {
		return logged(addressed(c.Proxies, routes(st, index, api, pages, c.Origins)))
	}
	pages.People = pagePeople{people}
	return logged(addressed(c.Proxies, people.Known(routes(st, index, api, pages, c.Origins))))
}

// cache shares out what is kept in memory: an eighth to answers, the rest to what all questions are answered from.
func (c *serveCommand) cache() (forStore, forAnswers int) {
	bytes := max(c.CacheMB, 1) << 20
	return bytes / 8 * 7, bytes / 8
}

// indexFolder is where the index lies in the data folder. It can be deleted at any time: it is made again from the log.
const indexFolder = "index"

// follow lets the index follow the log beside the server, which answers look-ups meanwhile. What it gives ends both.
func follow(ctx context.Context, index *search.Index) func() {
	end := beside(ctx, func(ctx context.Context) { index.Follow(ctx) }) // says in the log and in /readyz why it cannot
	return func() {
		end()
		if err := index.Close(); err != nil {
			slog.Error("close the index", "error", err)
		}
	}
}

// beside does something beside the server until its context ends, or what it gives is called, which waits for its end.
func beside(ctx context.Context, do func(context.Context)) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		do(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}

// serve answers until the context ends, and then finishes the requests in flight.
func serve(ctx context.Context, server *http.Server, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	slog.Info("stopping; requests in flight are finished")
	stop, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	return server.Shutdown(stop)
}

func (c *serveCommand) loadCorpus(ctx context.Context, st *store.Store, origin graph.Origin, out io.Writer) error {
	if c.Empty || origin != (graph.Origin{}) {
		return nil
	}
	report, err := seed.Load(ctx, st, seed.Corpus(), "seed", "seed", store.Now())
	if err != nil {
		return err
	}
	if report.Files > 0 {
		fmt.Fprintf(out, "corpus: %d files, %d changes\n", report.Files, report.Changes)
	}
	for _, left := range report.Left {
		fmt.Fprintln(out, "corpus: left alone:", left)
	}
	return nil
}

func listen(addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, kb.Errorf(kb.Unavailable, "%s is taken by another program: stop it, or choose another address with --addr", addr)
	case err != nil:
		return nil, kb.Errorf(kb.Unavailable, "cannot listen on %s (%v): choose another address with --addr", addr, err)
	}
	return listener, nil
}

// basePath brings the base path into the form /x/; the root is /.
func basePath(path string) (string, error) {
	path = "/" + strings.Trim(path, "/")
	if strings.ContainsAny(path, "?#{} ") || strings.Contains(path, "..") {
		return "", kb.Errorf(kb.Invalid, "base path %q: write a path such as /praxis", path)
	}
	if path != "/" {
		path += "/"
	}
	return path, nil
}
