package search_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/search"
	"github.com/praxis-kb/praxis/seed"
	"github.com/praxis-kb/praxis/store"
)

var (
	ctx      = context.Background()
	declared = schema.MustRead(praxis.Declaration)
	update   = flag.Bool("update", false, "write the statistics anew")
)

// The one corpus that tests only ask.
var shared struct {
	index *search.Index
	store *store.Store
}

func TestMain(m *testing.M) {
	if dir := os.Getenv(victimFolder); dir != "" {
		beVictim(dir)
	}
	os.Exit(withCorpus(m.Run))
}

func withCorpus(act func() int) int {
	dir, err := os.MkdirTemp("", "praxis-search-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	s, err := store.Open(ctx, dir, declared)
	if err != nil {
		panic(err)
	}
	defer s.Close()
	if _, err := seed.Load(ctx, s, seed.Corpus(), "seed", "seed", time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)); err != nil {
		panic(err)
	}
	x, err := search.Open(filepath.Join(dir, "index"), declared, s)
	if err != nil {
		panic(err)
	}
	follow, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { x.Follow(follow); close(done) }()
	if err := x.Wait(ctx, s.Sequence()); err != nil {
		panic(err)
	}
	shared.index, shared.store = x, s
	code := act()
	stop()
	<-done
	x.Close()
	return code
}

func ask(t testing.TB, a search.Ask) *search.Result {
	t.Helper()
	r, err := shared.index.Search(ctx, a)
	if err != nil {
		t.Fatalf("%+v: %v", a, err)
	}
	return r
}

func ids(r *search.Result) []string {
	all := make([]string, len(r.Hits))
	for i, h := range r.Hits {
		all[i] = h.ID
	}
	return all
}

// golden is a question with what a sensible person accepts as its first answer.
type golden struct {
	Q        string   `yaml:"q"`
	Language string   `yaml:"language"`
	Want     []string `yaml:"want"`
	Half     string   `yaml:"half"`
}

// score is how well a group of questions is answered.
type score struct {
	n, at1, at5 int
	reciprocal  float64
}

func (s *score) add(rank int) {
	s.n++
	if rank == 1 {
		s.at1++
	}
	if rank >= 1 && rank <= 5 {
		s.at5++
	}
	if rank > 0 {
		s.reciprocal += 1 / float64(rank)
	}
}

func (s score) String() string {
	n := float64(s.n)
	return fmt.Sprintf("%4d questions   recall@1 %.3f   recall@5 %.3f   MRR %.3f", s.n, float64(s.at1)/n, float64(s.at5)/n, s.reciprocal/n)
}

const statistics = "testdata/relevance.txt"

// TestRelevance asks the golden questions and compares with the statistics that are kept, so that every change of the
// ranking shows. After one: go test ./search -run Relevance -update. Half of the questions were never looked at while
// the ranking was tuned.
func TestRelevance(t *testing.T) {
	text, err := os.ReadFile("testdata/golden.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var questions []golden
	if err := yaml.Unmarshal(text, &questions); err != nil {
		t.Fatal(err)
	}
	scores := map[string]*score{}
	var missed []string
	ten := 10
	for _, g := range questions {
		found := ids(ask(t, search.Ask{Query: g.Q, Page: kb.PageArguments{First: &ten}}))
		rank := 1 + slices.IndexFunc(found, func(id string) bool { return slices.Contains(g.Want, id) })
		group := map[bool]string{true: "en", false: "others"}[g.Language == "en"]
		for _, name := range []string{"all", group, "language " + g.Language, "half " + g.Half, group + " " + g.Half} {
			if scores[name] == nil {
				scores[name] = &score{}
			}
			scores[name].add(rank)
		}
		if rank == 0 || rank > 5 {
			missed = append(missed, fmt.Sprintf("missed  %-5s %s  %q", g.Half, g.Language, g.Q))
		}
	}
	lines := []string{}
	for name, s := range scores {
		lines = append(lines, fmt.Sprintf("%-14s %s", name, s))
	}
	slices.Sort(lines)
	slices.Sort(missed)
	got := strings.Join(append(append(lines, ""), missed...), "\n") + "\n"
	if *update {
		if err := os.WriteFile(statistics, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(statistics)
	if err != nil || string(want) != got {
		t.Errorf("the ranking has changed (%v):\n%s", err, got)
	}
}

// TestStems holds the stemmers to word pairs of the field's vocabulary.
func TestStems(t *testing.T) {
	text, err := os.ReadFile("testdata/stems.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var pairs map[string]struct{ Same, Apart [][]string }
	if err := yaml.Unmarshal(text, &pairs); err != nil {
		t.Fatal(err)
	}
	for language, p := range pairs {
		meets := func(a, b string) bool { return search.Stem(language, kb.Fold(a)) == search.Stem(language, kb.Fold(b)) }
		for _, group := range p.Same {
			for _, word := range group[1:] {
				if !meets(group[0], word) {
					t.Errorf("%s: %s and %s do not meet: %s, %s", language, group[0], word, search.Stem(language, kb.Fold(group[0])), search.Stem(language, kb.Fold(word)))
				}
			}
		}
		for _, pair := range p.Apart {
			if meets(pair[0], pair[1]) {
				t.Errorf("%s: %s and %s meet", language, pair[0], pair[1])
			}
		}
	}
}
