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
	slot    = time.Second // two for each handler, in turn, so that a neighbour's load meets both
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
	for range 2 {
		for i, handler := range []http.Handler{bare, b.server} {
			n, err := throughput(handler)
			if err != nil {
				return err
			}
			done[i] += n / 2
		}
	}
	fact("Loopback HTTP: bare handler, the bytes of Q1", fmt.Sprintf("%.0f requests/s", done[0]), "")
	fact("Loopback HTTP: Q1 kept", fmt.Sprintf("%.0f requests/s, %.0f %% of the limit", done[1], 100*done[1]/done[0]), "≥ 85 %")
	return nil
}

// throughput is how many requests for Q1 a handler answers in a second.
func throughput(handler http.Handler) (float64, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	server := &http.Server{Handler: handler}
	go server.Serve(listener)
	defer server.Close()
	request := fmt.Sprintf("GET /?query=%s HTTP/1.1\r\nHost: bench\r\n\r\n", url.QueryEscape(q1))
	var answered atomic.Int64
	var failure atomic.Pointer[error]
	var group sync.WaitGroup
	begin := time.Now()
	for range clients {
		group.Go(func() {
			if err := keepAsking(listener.Addr().String(), request, begin.Add(slot), &answered); err != nil {
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

// keepAsking asks over one connection. It is a plain client, which takes little beside the server.
func keepAsking(addr, request string, end time.Time, answered *atomic.Int64) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetDeadline(end.Add(5 * time.Second))
	from := bufio.NewReaderSize(conn, 64<<10)
	for time.Now().Before(end) {
		if _, err := io.WriteString(conn, request); err != nil {
			return err
		}
		response, err := http.ReadResponse(from, nil)
		if err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, response.Body); err != nil {
			return err
		}
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("answered %s", response.Status)
		}
		answered.Add(1)
	}
	return nil
}

// plainSQL reads the rows of Q1 with nothing above SQLite: bodies of the page, and of the cities and themes beside it.
func (b *bench) plainSQL(dir string) error {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, store.File)+"?mode=ro&_stmt_cache_size=10")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	after := ""
	return timed("Bare SQL: the rows of Q1", "", func(int) error {
		var keys []int64
		last := ""
		err := each(db, func(key int64, sort string) { keys, last = append(keys, key), sort },
			"SELECT key, sort, body FROM entity WHERE type = 'practice' AND archived IS NULL AND sort > ? ORDER BY sort, slug LIMIT 20", after)
		if after = last; err != nil || len(keys) == 0 {
			return err
		}
		list, err := json.Marshal(keys)
		if err != nil {
			return err
		}
		return each(db, func(int64, string) {}, `SELECT l.from_key, l.kind, o.body FROM json_each(?) k JOIN link l ON l.from_key = k.value
			JOIN entity o ON o.key = l.to_key WHERE l.kind IN ('practice.doneIn', 'practice.about') ORDER BY l.from_key, l.kind, l.position`, string(list))
	})
}

func each(db *sql.DB, visit func(key int64, text string), query string, args ...any) error {
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
