package main

import (
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/praxis-kb/praxis/store"
)

const requestIDHeader = "X-Request-Id"

// aRequestID is what is taken over from a proxy before us: nothing that could be mistaken for more than a number.
var aRequestID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

func newLogger(w io.Writer, format string) *slog.Logger {
	if format == "json" {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}

// logged writes a line for each request and gives it an id, which the answer carries too.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(requestIDHeader)
		if !aRequestID.MatchString(id) {
			id = rand.Text()[:12]
		}
		w.Header().Set(requestIDHeader, id)
		start, rec := time.Now(), &recorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(rec, r)
		slog.Info("request", "method", r.Method, "path", r.URL.Path, "status", rec.status, "bytes", rec.bytes,
			"ms", float64(time.Since(start).Microseconds())/1000, "request_id", id)
	})
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status, bytes int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Unwrap lets a stream flush, and set its own deadline.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) Write(p []byte) (int, error) {
	n, err := r.ResponseWriter.Write(p)
	r.bytes += n
	return n, err
}

// metrics are what /metrics answers.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMetrics(st *store.Store) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "praxis_requests_total", Help: "Requests answered."}, []string{"handler", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "praxis_request_seconds", Help: "How long requests took.", Buckets: prometheus.ExponentialBuckets(0.0005, 2.5, 12)},
			[]string{"handler"}),
	}
	sequence := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "praxis_sequence", Help: "The number of the last change set."},
		func() float64 { return float64(st.Sequence()) })
	m.registry.MustRegister(m.requests, m.seconds, sequence, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) measure(handler string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, rec := time.Now(), &recorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(rec, r)
		m.seconds.WithLabelValues(handler).Observe(time.Since(start).Seconds())
		m.requests.WithLabelValues(handler, strconv.Itoa(rec.status)).Inc()
	})
}
