package rdf_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/praxis-kb/praxis/rdf"
)

// conformance holds the outside check: a SHACL validator that others have written.
const conformance = "conformance"

// TestTheCorpusConforms holds the N-Triples of the corpus to the shapes that the declaration asks for, and some with faults
// as well, so that it shows that the shapes are looked at.
func TestTheCorpusConforms(t *testing.T) {
	if testing.Short() {
		t.Skip("the outside check installs npm packages and takes seconds: leave out -short to run it")
	}
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed: the outside check of rdf/conformance needs Node.js 20 or newer with npm", tool)
		}
	}
	installChecks(t)
	dir := t.TempDir()
	var shapes bytes.Buffer
	if err := rdf.WriteShapes(&shapes, declared); err != nil {
		t.Fatal(err)
	}
	const faulty = `<urn:p> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:praxis:Practice> .
<urn:p> <http://www.w3.org/ns/adms#status> <urn:praxis:TransferStatus/ENDED> .
<urn:c> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:praxis:City> .
<urn:c> <urn:praxis:country> "Italy" .
`
	files := map[string]string{"good.nt": string(corpus(t, "nt", nil)), "faulty.nt": faulty, "shapes.ttl": shapes.String()}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	validate := func(name string) (string, error) {
		return check(t, "node", "validate.mjs", filepath.Join(dir, name), filepath.Join(dir, "shapes.ttl"))
	}
	if out, err := validate("good.nt"); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	out, err := validate("faulty.nt")
	for _, fault := range []string{"adms#status InConstraint", "urn:praxis:country MaxLengthConstraint", "urn:c http://purl.org/dc/terms/title MinCount"} {
		if err == nil || !strings.Contains(out, fault) {
			t.Errorf("it does not see %q: %v\n%s", fault, err, out)
		}
	}
}

// installChecks installs what the lock file names, unless that was done since it last changed.
func installChecks(t *testing.T) {
	t.Helper()
	lock, err := os.Stat(conformance + "/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	installed, err := os.Stat(conformance + "/node_modules/.package-lock.json")
	if err == nil && installed.ModTime().After(lock.ModTime()) {
		return
	}
	if out, err := check(t, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// check runs a command in the folder of the check.
func check(t *testing.T, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, name, args...)
	command.Dir = conformance
	command.WaitDelay = 5 * time.Second
	out, err := command.CombinedOutput()
	return string(out), err
}
