package main

import (
	"bufio"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json"
	_ "github.com/mattn/go-sqlite3" // the bare driver

	"github.com/praxis-kb/praxis/store"
)

const (
	clients = 4
	turns   = 12 // of each handler, one after the other, so that a neighbour's load meets both
	slot    = 300 * time.Millisecond
)

// loopback compares the kept answer over HTTP with a handler that only writes the same bytes: the limit of the machine.
func (b *bench) loopback() error {
	if !wanted.MatchString("Loopback HTTP") {
		return nil
	}
	kept, err := b.ask(q1, nil)
	if err != nil {
		return err
	}
	bare := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Write(kept.Body)
	})
	var done [2]float64
	for range turns {
		for i, handler := range []http.Handler{bare, b.server} {
			n, err := throughput(handler)
			if err != nil {
				return err
			}
			done[i] += n / turns
		}
	}
	fact("Loopback HTTP: bare handler, the bytes of Q1", fmt.Sprintf("%.0f requests/s", done[0]), done[0], target{})
	fact("Loopback HTTP: Q1 kept", fmt.Sprintf("%.0f requests/s, %.0f %% of the limit", done[1], 100*done[1]/done[0]), 100*done[1]/done[0], atLeast(85))
	return nil
}

// serving is a handler that listens, until it is closed.
func serving(handler http.Handler) (*http.Server, string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", err
	}
	server := &http.Server{Handler: handler}
	go server.Serve(listener)
	return server, listener.Addr().String(), nil
}

// overHTTP asks a question over HTTP, one connection, one request after the other: of praxis, with no answer kept, and of
// a handler that writes the bytes that praxis answered. The client is in both. Each request matches so many.
func (b *bench) overHTTP(q question, bodies [][]byte, each int) error {
	turn := 0
	for _, side := range []struct {
		what    string
		handler http.Handler
	}{
		{"over HTTP", b.server},
		{"over HTTP, a handler that writes the same bytes", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			w.Write(bodies[turn%len(bodies)])
		})},
	} {
		server, addr, err := serving(side.handler)
		if err != nil {
			return err
		}
		c, err := dial(addr)
		if err != nil {
			return err
		}
		err = timed(q.what+": "+side.what, target{}, func(n int) error {
			turn = max(n, 0)
			matched += each
			v := q.variables(n)
			v["again"] = n // no answer of before
			variables, err := json.Marshal(v)
			if err != nil {
				return err
			}
			return c.ask("/?query=" + url.QueryEscape(q.query) + "&variables=" + url.QueryEscape(string(variables)))
		})
		c.Close()
		server.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// client is a plain one, which takes little beside the server.
type client struct {
	net.Conn
	from *bufio.Reader
}

func dial(addr string) (*client, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &client{conn, bufio.NewReaderSize(conn, 64<<10)}, nil
}

func (c *client) ask(path string) error {
	if _, err := fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: bench\r\n\r\n", path); err != nil {
		return err
	}
	response, err := http.ReadResponse(c.from, nil)
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("answered %s", response.Status)
	}
	return nil
}

// throughput is how many requests for Q1 a handler answers in a second.
func throughput(handler http.Handler) (float64, error) {
	server, addr, err := serving(handler)
	if err != nil {
		return 0, err
	}
	defer server.Close()
	path := "/?query=" + url.QueryEscape(q1)
	var answered atomic.Int64
	var failure atomic.Pointer[error]
	var group sync.WaitGroup
	begin := time.Now()
	for range clients {
		group.Go(func() {
			if err := keepAsking(addr, path, begin.Add(slot), &answered); err != nil {
				failure.Store(&err)
			}
		})
	}
	group.Wait()
	if err := failure.Load(); err != nil {
		return 0, *err
	}
	return float64(answered.Load()) / time.Since(begin).Seconds(), nil
}

// keepAsking asks over one connection.
func keepAsking(addr, path string, end time.Time, answered *atomic.Int64) error {
	c, err := dial(addr)
	if err != nil {
		return err
	}
	defer c.Close()
	c.SetDeadline(end.Add(5 * time.Second))
	for time.Now().Before(end) {
		if err := c.ask(path); err != nil {
			return err
		}
		answered.Add(1)
	}
	return nil
}

// bareSQL opens the file with nothing above SQLite.
func bareSQL(dir string) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, store.File)+"?mode=ro&_stmt_cache_size=10")
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

// plainSQL reads the rows of Q1: bodies of the page, and of the cities and themes beside it.
func (b *bench) plainSQL(dir string) error {
	db, err := bareSQL(dir)
	if err != nil {
		return err
	}
	defer db.Close()
	after := ""
	return timed("Q1: bare SQL", target{}, func(int) error {
		var keys []int64
		last := ""
		err := scan(db, func(key int64, sort string) { keys, last = append(keys, key), sort },
			"SELECT key, sort, body FROM entity WHERE type = 'practice' AND archived IS NULL AND sort > ? ORDER BY sort, slug LIMIT 20", after)
		if after = last; err != nil || len(keys) == 0 {
			return err
		}
		list, err := json.Marshal(keys)
		if err != nil {
			return err
		}
		return scan(db, func(int64, string) {}, `SELECT l.from_key, l.kind, o.body FROM json_each(?) k JOIN link l ON l.from_key = k.value
			JOIN entity o ON o.key = l.to_key WHERE l.kind IN ('practice.doneIn', 'practice.about') ORDER BY l.from_key, l.kind, l.position`, string(list))
	})
}

// scan reads all rows of three columns.
func scan(db *sql.DB, visit func(key int64, text string), query string, args ...any) error {
	rows, err := db.Query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key int64
		var text, body string
		if err := rows.Scan(&key, &text, &body); err != nil {
			return err
		}
		visit(key, text)
	}
	return rows.Err()
}
