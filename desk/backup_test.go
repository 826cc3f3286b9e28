package desk_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
)

// TestTheFirstToken opens a desk where nothing is yet: what it keeps is for its owner's eyes only.
func TestTheFirstToken(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there")
	d, err := desk.Open(t.Context(), dir, nil, desk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.CreateToken(t.Context(), "eve", kb.RoleEditor, nil); err != nil {
		t.Fatal(err)
	}
	for _, ending := range []string{"", "-wal"} {
		info, err := os.Stat(filepath.Join(dir, desk.File+ending))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", ending, info, err)
		}
	}
}

func TestBackup(t *testing.T) {
	ctx, dir, other, file := context.Background(), t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "b.db")
	if done, err := desk.Backup(ctx, dir, desk.Beside(file)); done || err != nil {
		t.Fatalf("without a desk: %v %v", done, err)
	}
	d, err := desk.Open(ctx, dir, nil, desk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	token, err := d.CreateToken(ctx, "eve", kb.RoleEditor, nil)
	if err != nil {
		t.Fatal(err)
	}
	if done, err := desk.Backup(ctx, dir, desk.Beside(file)); !done || err != nil {
		t.Fatal(done, err)
	}
	if _, err := desk.Backup(ctx, dir, desk.Beside(file)); kb.CodeOf(err) != kb.Invalid {
		t.Errorf("a backup is written over: %v", err)
	}
	if done, err := desk.Restore(file, other); !done || err != nil {
		t.Fatal(done, err)
	}
	again, err := desk.Open(ctx, other, nil, desk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if a, err := again.Authenticate(ctx, token); err != nil || a.Name != "eve" {
		t.Errorf("%+v %v", a, err)
	}
}
