package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/praxis-kb/praxis/exchange"
)

// maxSaid is how many lines of a kind are printed: more is for a file.
const maxSaid = 1_000

// sayer says what is to be said of rows: to people, into the report and, where asked for, into a file of decisions.
type sayer struct {
	out       io.Writer
	report    *reportFile
	clear     func()
	most      int
	said      map[string]int
	questions string // the file of decisions; empty where none is wanted
	asked     [][]string
}

func (s *sayer) tell(f exchange.Finding) {
	s.report.add(f)
	if question := exchange.Question(f); question != nil && s.questions != "" {
		s.asked = append(s.asked, question)
	}
	if s.said == nil {
		s.said = map[string]int{}
	}
	if s.said[f.Code]++; s.said[f.Code] <= s.most {
		s.clear()
		fmt.Fprintln(s.out, line(f))
	}
}

// line writes a finding as people read it.
func line(f exchange.Finding) string {
	var parts []string
	if f.File != "" {
		parts = append(parts, f.File)
	}
	if f.Line > 0 {
		parts = append(parts, fmt.Sprintf("line %d", f.Line))
	}
	for _, part := range []string{f.ID, f.Path} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	text := f.Reason
	if f.Code == exchange.Duplicate {
		text = fmt.Sprintf("%s as %s (%.2f)", f.Reason, f.Other, f.Score)
	}
	return fmt.Sprintf("  %-9s %s", f.Code, strings.Join(append(parts, text), ": "))
}

// end says how much was not printed, and writes the file of decisions.
func (s *sayer) end() error {
	for code, n := range s.said {
		if n > s.most {
			fmt.Fprintf(s.out, "  %-9s … and %d more: --report FILE has them all\n", code, n-s.most)
		}
	}
	if len(s.asked) == 0 {
		return nil
	}
	file, err := os.Create(s.questions)
	if err != nil {
		return err
	}
	defer file.Close()
	w := csv.NewWriter(file)
	if err := w.WriteAll(append([][]string{exchange.QuestionColumns()}, s.asked...)); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "  fill in the column choice (keep, link, merge) of %s and import again with --decisions\n", s.questions)
	return file.Close()
}

// summary says what became of the rows of a file.
func summary(r exchange.Report, dry bool) string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{
		{r.Created, "new"}, {r.Updated, "brought up to date"}, {r.Same, "as they were"}, {r.Skipped, "skipped"}, {r.Left, "left alone"},
		{r.Linked, "linked"}, {r.Merged, "merged"}, {r.Refused, "refused"}, {r.Archived, "archived as missing"}, {r.Duplicates, "look like something else"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	text := fmt.Sprintf("%d rows", r.Rows)
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	if dry {
		text += " (nothing was written)"
	}
	return text
}

// reportFile is a file of findings as JSON Lines. Without a path it takes nothing.
type reportFile struct {
	file *os.File
	err  error
}

func openReport(path string) (*reportFile, error) {
	if path == "" {
		return &reportFile{}, nil
	}
	file, err := os.Create(path)
	return &reportFile{file: file}, err
}

func (r *reportFile) add(f exchange.Finding) {
	if r.file == nil || r.err != nil {
		return
	}
	text, err := json.Marshal(f, jsontext.EscapeForHTML(false))
	if err == nil {
		_, err = r.file.Write(append(text, '\n'))
	}
	r.err = err
}

// Close ends the report; a second time it does nothing.
func (r *reportFile) Close() error {
	if r.file == nil {
		return nil
	}
	err := r.file.Close()
	r.file = nil
	if r.err != nil {
		return r.err
	}
	return err
}
