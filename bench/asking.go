package main

import (
	"bytes"
	"database/sql"
)

func (b *bench) questions(dir string) error {
	if err := b.pages(); err != nil {
		return err
	}
	db, err := bareSQL(dir)
	if err != nil {
		return err
	}
	defer db.Close()
	for _, q := range b.asked() {
		if err := b.question(db, q); err != nil {
			return err
		}
	}
	return timed("Q1 again (kept answer)", target{}, func(int) error {
		_, err := b.ask(q1, nil)
		return err
	})
}

// question measures a question, and beside it bare SQL, and over HTTP a handler that only writes the same bytes.
func (b *bench) question(db *sql.DB, q question) error {
	var bodies [][]byte
	each, total := 0.0, 0
	if q.matching != "" && wanted.MatchString(q.what) {
		var err error
		if each, err = q.count(db); err != nil {
			return err
		}
	}
	b.forget() // so that no size is asked of what another question has read
	err := timed(q.what, q.target, func(n int) error {
		if q.cold {
			b.forget()
		}
		a, err := b.ask(q.query, q.variables(n))
		if q.matches != nil {
			matched += q.matches(a.Body)
		}
		if matched += int(each); n >= 0 {
			total = matched
		}
		if len(bodies) < requests {
			bodies = append(bodies, bytes.Clone(a.Body))
		}
		return err
	})
	if err != nil || len(bodies) == 0 {
		return err
	}
	if err := b.knowing(q); err != nil || q.sql == "" {
		return err
	}
	if err := timed(q.what+": bare SQL", target{}, func(n int) error {
		return scan(db, func(int64, string) { matched++ }, q.sql, q.args(q.variables(n))...)
	}); err != nil {
		return err
	}
	return b.overHTTP(q, bodies, total/len(bodies))
}

// knowing asks about a few of its entities again and again.
func (b *bench) knowing(q question) error {
	if !q.known {
		return nil
	}
	ask := func(n int) error {
		v := q.variables((n + few) % few)
		v["again"] = requests + n // no answer of before
		_, err := b.ask(q.query, v)
		return err
	}
	for n := range few {
		if err := ask(n - few); err != nil {
			return err
		}
	}
	return timed(q.what+", of thirty that are known", q.target, ask)
}

// counted is how many requests what they match is counted for.
const counted = 10

func (q *question) count(db *sql.DB) (each float64, err error) {
	for n := range counted {
		var one float64
		if err := db.QueryRow(q.matching, q.args(q.variables(n))...).Scan(&one); err != nil {
			return 0, err
		}
		each += one / counted
	}
	return each, nil
}

// pages measures Q1 over all pages, and then over a few whose links the store keeps by then.
func (b *bench) pages() error {
	if err := timed("Q1 20 practices with city and themes", b.at10k(600), b.walk(0, b.z.practices)); err != nil {
		return err
	}
	again := b.walk(requests, few)
	for n := range few {
		if err := again(n); err != nil {
			return err
		}
	}
	return timed("Q1 over 30 pages, their links known", b.at10k(600), b.walk(2*requests, few))
}

// walk asks for the page after the last one; at the end, or after some pages, it begins again, filtered where all were
// seen. from makes the questions others than those of an earlier walk.
func (b *bench) walk(from, most int) func(n int) error {
	variables, round, seen := vars{}, 0, 0
	return func(n int) error {
		variables["n"] = from + n
		a, err := b.ask(q1, variables)
		if err != nil {
			return err
		}
		seen++
		if _, rest, ok := bytes.Cut(a.Body, []byte(`"endCursor":"`)); ok && seen%most > 0 && bytes.Contains(rest, []byte(`"hasNextPage":true`)) {
			cursor, _, _ := bytes.Cut(rest, []byte(`"`))
			variables["after"] = string(cursor)
			return nil
		}
		if variables = (vars{}); seen%most > 0 {
			round++
			variables["filter"] = vars{"status": vars{"in": []any{[]string{"RUNNING", "PILOT", "ENDED", "PLANNED"}[round%4]}}}
		}
		return nil
	}
}
