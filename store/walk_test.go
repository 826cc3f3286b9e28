package store_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// tangle is a graph of practices that vary each other in circles, both ways between some, and of problems that many share.
// Some of it is archived, and one practice is known by an alias too. It is given with its neighbours, as they stand.
func tangle(t *testing.T, seed int64) (*store.Store, []string, map[string][]string) {
	t.Helper()
	random := rand.New(rand.NewSource(seed))
	s := mustOpen(t, t.TempDir())
	changes := []kb.Change{put("source/s")}
	var ids []string
	for i := range 60 {
		ids = append(ids, fmt.Sprintf("practice/p%d", i))
		if i < 6 {
			ids = append(ids, fmt.Sprintf("challenge/c%d", i))
		}
	}
	for _, id := range ids {
		changes = append(changes, put(id))
	}
	near := map[string][]string{}
	link := func(from, kind, to string) {
		if from != to && !slices.Contains(near[from], to) {
			changes = append(changes, join(from, kind, to))
			near[from], near[to] = append(near[from], to), append(near[to], from)
			if kind == "practice.variantOf" && random.Intn(2) == 0 {
				changes = append(changes, join(to, kind, from)) // another link, the same neighbours
			}
		}
	}
	for range 60 {
		link(fmt.Sprintf("practice/p%d", random.Intn(60)), "practice.variantOf", fmt.Sprintf("practice/p%d", random.Intn(60)))
	}
	for range 12 {
		link(fmt.Sprintf("practice/p%d", random.Intn(60)), "practice.addresses", fmt.Sprintf("challenge/c%d", random.Intn(6)))
	}
	mustCommit(t, s, changes...)
	for _, gone := range []string{"practice/p3", "challenge/c1", "practice/p17"} {
		mustCommit(t, s, kb.Change{Op: kb.Archive, ID: gone})
		for other := range near {
			near[other] = slices.DeleteFunc(near[other], func(id string) bool { return id == gone })
		}
		near[gone] = nil
	}
	return s, ids, near
}

// shortest counts the shortest ways from one to another, by looking at all of the graph.
func shortest(near map[string][]string, from, to string) (length, ways int) {
	far, count, level := map[string]int{from: 0}, map[string]int{from: 1}, []string{from}
	for len(level) > 0 && count[to] == 0 {
		var next []string
		for _, here := range level {
			for _, id := range near[here] {
				if _, seen := far[id]; !seen {
					far[id] = far[here] + 1
					next = append(next, id)
				}
				if far[id] == far[here]+1 {
					count[id] += count[here]
				}
			}
		}
		level = next
	}
	return far[to], count[to]
}

// TestPathsAreTheShortest compares with a search of the whole graph, between any two.
func TestPathsAreTheShortest(t *testing.T) {
	for seed := range int64(2) {
		s, ids, near := tangle(t, seed)
		for i := 0; i < len(ids); i += 5 {
			from := ids[i]
			for _, to := range ids[i%3*20 : i%3*20+12] {
				paths, err := s.Paths(ctx, from, to, nil, store.MaxPathLength)
				if err != nil {
					t.Fatal(err)
				}
				length, ways := shortest(near, from, to)
				if length > store.MaxPathLength {
					ways = 0
				}
				if len(paths) != min(ways, 5) {
					t.Errorf("%d: from %s to %s lead %d ways of %d links, and %d were found", seed, from, to, ways, length, len(paths))
				}
				seen := map[string]bool{}
				for _, p := range paths {
					if wrong := broken(p, from, to, length); wrong != "" || seen[way(p)] {
						t.Errorf("%d: from %s to %s: %s %s", seed, from, to, way(p), wrong)
					}
					seen[way(p)] = true
				}
			}
		}
	}
}

// broken tells what is wrong with a path; nothing where each link joins the entities that it stands between.
func broken(p *kb.Path, from, to string, length int) string {
	n := len(p.Nodes)
	if p.Length != length || len(p.Links) != length || n != length+1 || p.Nodes[0].Meta().ID != from || p.Nodes[n-1].Meta().ID != to {
		return "leads elsewhere"
	}
	for i, l := range p.Links {
		ends, want := []int64{l.FromKey, l.ToKey}, []int64{p.Nodes[i].Meta().Key, p.Nodes[i+1].Meta().Key}
		if !slices.Contains(ends, want[0]) || !slices.Contains(ends, want[1]) {
			return fmt.Sprintf("link %d joins others", i)
		}
	}
	return ""
}

func way(p *kb.Path) string {
	var ids []string
	for _, e := range p.Nodes {
		ids = append(ids, e.Meta().ID)
	}
	return strings.Join(ids, " ")
}

// TestPathsAreNotGuessed: where more lies in between than is looked at, that is said, since what would be found might not be
// the shortest.
func TestPathsAreNotGuessed(t *testing.T) {
	defer store.ReadAtMost(3)()
	s, _, _ := tangle(t, 0)
	if paths, err := s.Paths(ctx, "practice/p0", "practice/p40", nil, store.MaxPathLength); kb.CodeOf(err) != kb.TooCostly {
		t.Errorf("%d ways, %v", len(paths), err)
	}
	if n, err := s.Neighbourhood(ctx, "practice/p0", 3, nil, 200); err != nil || !n.Truncated {
		t.Errorf("%+v, %v", n, err)
	}
}

// TestWalksByTheEdges: the ends of what path and neighbourhood can be asked.
func TestWalksByTheEdges(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	changes := []kb.Change{put("source/s"), put("theme/hub"), put("practice/alone")}
	for i := range 8 {
		id := fmt.Sprintf("practice/p%d", i)
		if changes = append(changes, put(id), join(id, "practice.about", "theme/hub")); i > 0 {
			changes = append(changes, join(id, "practice.variantOf", fmt.Sprintf("practice/p%d", i-1)))
		}
	}
	mustCommit(t, s, append(changes, kb.Change{Op: kb.Alias, ID: "practice/old", To: "practice/p6"})...)
	for _, test := range []struct {
		from, to string
		through  []string
		most     int
		want     string
	}{
		{"practice/p0", "practice/p6", nil, 6, "practice/p0 practice/p1 practice/p2 practice/p3 practice/p4 practice/p5 practice/p6"},
		{"practice/p0", "practice/p6", nil, 5, ""},
		{"practice/p0", "practice/p7", nil, 6, ""}, // seven links
		{"practice/p6", "practice/p0", []string{"ABOUT"}, 6, "practice/p6 theme/hub practice/p0"},
		{"practice/old", "practice/p5", nil, 6, "practice/p6 practice/p5"},
		{"practice/p6", "practice/old", nil, 1, "practice/p6"},
		{"practice/p0", "practice/alone", nil, 6, ""},
		{"practice/p0", "practice/nothing", nil, 6, ""},
	} {
		paths, err := s.Paths(ctx, test.from, test.to, test.through, test.most)
		got := ""
		for _, p := range paths {
			got += way(p)
		}
		if err != nil || got != test.want {
			t.Errorf("from %s to %s: %q, %v", test.from, test.to, got, err)
		}
	}
	for _, test := range []struct {
		of           string
		depth, first int
		kinds        []string
		nodes, links int
		truncated    bool
	}{
		{"practice/p3", 1, 200, nil, 3, 2, false},
		{"practice/p3", 3, 200, nil, 7, 6, false},
		{"practice/p3", 3, 2, nil, 2, 1, true},
		{"practice/p3", 1, 1, nil, 1, 0, true},
		{"practice/p3", 2, 200, []string{"ABOUT", "VARIANT_OF"}, 9, 15, false},
		{"theme/hub", 1, 200, nil, 1, 0, false},
		{"theme/hub", 1, 5, []string{"ABOUT"}, 5, 4, true},
		{"practice/old", 1, 200, nil, 3, 2, false},
		{"practice/alone", 3, 200, nil, 1, 0, false},
	} {
		n, err := s.Neighbourhood(ctx, test.of, test.depth, test.kinds, test.first)
		if err != nil || len(n.Nodes) != test.nodes || len(n.Links) != test.links || n.Truncated != test.truncated {
			t.Errorf("%+v: %d nodes, %d links, truncated %v, %v", test, len(n.Nodes), len(n.Links), n.Truncated, err)
		}
	}
}
