package desk_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
)

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
