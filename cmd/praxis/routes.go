package main

import (
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/rs/cors"

	"github.com/praxis-kb/praxis/dump"
	"github.com/praxis-kb/praxis/graph"
	"github.com/praxis-kb/praxis/mirror"
	"github.com/praxis-kb/praxis/release"
	"github.com/praxis-kb/praxis/search"
	"github.com/praxis-kb/praxis/store"
	"github.com/praxis-kb/praxis/web"
)

// routes are all addresses of the server.
func routes(st *store.Store, index *search.Index, api *graph.Server, pages web.Options, origins []string) http.Handler {
	m := newMetrics(st)
	open := cors.New(cors.Options{
		AllowedOrigins: origins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: []string{"Content-Type", "Authorization", "If-None-Match"},
		ExposedHeaders: []string{"ETag", "RateLimit", "RateLimit-Policy", requestIDHeader},
	})
	mux := http.NewServeMux()
	mux.Handle("/graphql", m.measure("graphql", open.Handler(api)))
	mux.Handle("GET /benchmark/{slug}/alignments.csv", m.measure("alignments", open.Handler(api.Alignments())))
	dumps := &dump.Site{Store: st, Edition: version, Root: rootOf(pages)}
	mux.Handle("GET /catalog.ttl", http.RedirectHandler("dump/catalogue.ttl", http.StatusMovedPermanently))
	mux.Handle("GET /dump/", m.measure("dumps", open.Handler(dumps.Handler())))
	mux.Handle("GET /log.jsonl", m.measure("log", open.Handler(mirror.Log(st, api.Ending()))))
	mux.Handle("GET /release/{name}/{file}", m.measure("releases", open.Handler(release.Served(st.Folder()))))
	mux.Handle("GET /healthz", m.measure("healthz", http.HandlerFunc(healthz)))
	mux.Handle("GET /readyz", m.measure("readyz", readyz(st, index, api)))
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	mux.Handle("/", m.measure("pages", web.New(pageAPI{api}, pages)))
	below := http.NewServeMux() // redirects of its own keep the base path
	below.Handle(pages.Base, http.StripPrefix(strings.TrimSuffix(pages.Base, "/"), mux))
	return below
}

// rootOf gives the address that people see, with a slash at its end: where none is set, the one that was asked at.
func rootOf(pages web.Options) func(*http.Request) string {
	return func(r *http.Request) string {
		if pages.Public != "" {
			return pages.Public + "/"
		}
		return "http://" + r.Host + pages.Base
	}
}

// addressed says from which address is asked, for the bounds on how much one may ask. Behind proxies of our own it is
// the one that the outermost of them saw; what stands before that in the header anybody can write.
func addressed(proxies int, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		address, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			address = r.RemoteAddr
		}
		if seen := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ","); proxies > 0 && len(seen) >= proxies {
			address = strings.TrimSpace(seen[len(seen)-proxies])
		}
		next.ServeHTTP(w, r.WithContext(graph.WithAddress(r.Context(), address)))
	})
}

// healthz says that the process is alive.
func healthz(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "alive") }

// readyz says whether questions are answered, by asking one, and how far search is. Look-ups are answered while the
// index is still being made.
func readyz(st *store.Store, index *search.Index, api *graph.Server) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		err := st.Check(r.Context())
		answer := api.Execute(r.Context(), graph.Request{Query: "{ viewer { role } practices(first: 1) { nodes { id name } } }"}, false)
		if err != nil || !answer.Whole() {
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprintln(w, `{"ready": false}`)
			return
		}
		at := index.Sequence()
		fmt.Fprintf(w, "{\"ready\": true, \"sequence\": %d, \"search\": {\"sequence\": %d, \"caughtUp\": %t, \"follows\": %t%s}}\n",
			st.Sequence(), at, at == st.Sequence(), index.Failure() == nil, making(index))
	})
}

// making says how far search is, while it is made anew.
func making(index *search.Index) string {
	p, ok := index.Making()
	if !ok {
		return ""
	}
	return fmt.Sprintf(", \"making\": {\"documents\": %d, \"of\": %d, \"perCent\": %d, \"perSecond\": %.0f}", p.Done, p.Of, 100*p.Done/max(p.Of, 1), p.Rate)
}
