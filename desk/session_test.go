package desk_test

import (
	"context"
	"testing"
	"time"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
)

func TestSessions(t *testing.T) {
	ctx, now := context.Background(), time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	d, err := desk.Open(ctx, t.TempDir(), nil, desk.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	soon := now.Add(2 * time.Hour)
	lasting, err := d.CreateToken(ctx, "eve", kb.RoleEditor, nil)
	if err != nil {
		t.Fatal(err)
	}
	short, err := d.CreateToken(ctx, "guest", kb.RoleContributor, &soon)
	if err != nil {
		t.Fatal(err)
	}
	begin := func(token string) string {
		t.Helper()
		secret, err := d.Begin(ctx, token)
		if err != nil {
			t.Fatal(err)
		}
		return secret
	}
	good := func(what, secret string, want bool) {
		t.Helper()
		if _, err := d.Resume(ctx, secret); (err == nil) != want || err != nil && kb.CodeOf(err) != kb.Unknown {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := d.Begin(ctx, lasting+"x"); kb.CodeOf(err) != kb.Unknown {
		t.Errorf("a session with a wrong token: %v", err)
	}
	eve, other, guest := begin(lasting), begin(lasting), begin(short)
	if a, err := d.Resume(ctx, eve); err != nil || a.Name != "eve" || a.Role != kb.RoleEditor {
		t.Errorf("%+v %v", a, err)
	}
	good("a guessed one", eve+"A", false)
	good("the token itself", lasting, false)
	if err := d.End(ctx, other); err != nil {
		t.Fatal(err)
	}
	good("one that was ended", other, false)
	good("one beside it", eve, true)
	now = now.Add(3 * time.Hour)
	good("one whose token has expired", guest, false)
	good("one within its time", eve, true)
	now = now.Add(desk.SessionTime)
	good("one after its time", eve, false)
}
