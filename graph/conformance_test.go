package graph_test

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"
)

// conformance holds the outside checks: they read the contract with tools that others have written.
const conformance = "conformance"

// TestConformance holds the server to GraphQL over HTTP, the contract to its lint rules, and the one to the other.
func TestConformance(t *testing.T) {
	if testing.Short() {
		t.Skip("the outside checks install npm packages and take seconds: leave out -short to run them")
	}
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed: the outside checks of graph/conformance need Node.js 20 or newer with npm", tool)
		}
	}
	watchFiles(t)
	installChecks(t)
	url := startServer(t)
	t.Run("audit", func(t *testing.T) { npm(t, "run", "--silent", "audit", "--", url) })
	t.Run("lint", func(t *testing.T) { npm(t, "run", "--silent", "lint") })
	t.Run("oracle", func(t *testing.T) { npm(t, "run", "--silent", "oracle", "--", url) })
}

// watchFiles looks at the folders that npm will read, so that go test answers from its cache only while they stay.
func watchFiles(t *testing.T) {
	for _, folder := range []string{".", conformance} {
		if _, err := os.ReadDir(folder); err != nil {
			t.Fatal(err)
		}
	}
}

// installChecks installs what the lock file names, unless that was done since it last changed.
func installChecks(t *testing.T) {
	lock, err := os.Stat(conformance + "/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	installed, err := os.Stat(conformance + "/node_modules/.package-lock.json")
	if err == nil && installed.ModTime().After(lock.ModTime()) {
		return
	}
	npm(t, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
}

// npm runs a command of npm in the folder of the checks; what it printed is shown where it fails.
func npm(t *testing.T, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "npm", args...)
	command.Dir = conformance
	command.WaitDelay = 5 * time.Second // npm may leave children behind when it is stopped
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("npm %v: %v\n%s", args, err, out)
	}
}

// startServer serves an empty store with the real handler, and answers its address.
func startServer(t *testing.T) string {
	_, handler := fresh(t)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}
