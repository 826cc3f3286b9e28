package praxis_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/praxis-kb/praxis"

// mayImport is the house: which package knows which. Arrows point down to kb; store, search and web never meet.
var mayImport = map[string][]string{
	"":                {},
	"kb/schema":       {},
	"kb":              {"kb/schema"},
	"store":           {"kb", "kb/schema"},
	"exchange":        {"kb", "kb/schema", "linkcheck", "store"},
	"rdf":             {"dataset", "kb", "kb/schema", "language", "store"},
	"dump":            {"dataset", "exchange", "kb", "kb/schema", "layout", "rdf", "store"},
	"seed":            {"exchange", "kb", "kb/schema", "linkcheck", "store"},
	"graph/generated": {"kb"},
	"search":          {"kb", "kb/schema"},
	"match":           {},
	"alignment":       {"kb", "store"},
	"citing":          {},
	"dataset":         {"language"},
	"desk":            {"kb", "kb/schema", "store"},
	"linkcheck":       {"kb", "kb/schema", "store"},
	"language":        {},
	"mirror":          {"kb", "kb/schema", "store"},
	"layout":          {},
	"network":         {},
	"graph":           {"alignment", "citing", "dataset", "desk", "graph/generated", "kb", "kb/schema", "language", "layout", "match", "release", "network", "search", "store"},
	"release":         {"dataset", "dump", "exchange", "kb", "kb/schema", "rdf", "store"},
	"toolkit":         {"language"},
	"web":             {"dataset", "language", "toolkit", "web/form", "web/picture"},
	"web/form":        {"language"},
	"web/picture":     {},
	"internal/gen":    {"kb/schema"},
	"internal/heap":   {},
	"bench":           {"", "desk", "graph", "internal/heap", "kb", "kb/schema", "search", "store"},
	"cmd/praxis":      {"", "alignment", "dataset", "desk", "dump", "exchange", "graph", "internal/heap", "kb", "kb/schema", "mirror", "linkcheck", "release", "search", "seed", "store", "web"},
}

func TestTheHouseStands(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		words := strings.Fields(line)
		name := short(words[0])
		allowed, known := mayImport[name]
		if !known {
			t.Errorf("package %q has no room in the house: say here what it may know", name)
			continue
		}
		for _, path := range words[1:] {
			if strings.HasPrefix(path, module) && !slices.Contains(allowed, short(path)) {
				t.Errorf("%s imports %s", name, short(path))
			}
		}
	}
}

func short(path string) string { return strings.TrimPrefix(strings.TrimPrefix(path, module), "/") }
