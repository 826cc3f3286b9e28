package desk

import (
	"context"
	"testing"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/store"
)

// TestADraftHoldsWhileOthersWriteElsewhere works edits out, lets others write, and looks whether they would come out the
// same.
func TestADraftHoldsWhileOthersWriteElsewhere(t *testing.T) {
	ctx, dir := WithActor(context.Background(), Actor{"eve", kb.RoleEditor}), t.TempDir()
	s, err := store.Open(ctx, dir, schema.MustRead(praxis.Declaration))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d, err := Open(ctx, dir, s, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	write := func(edits ...kb.Edit) {
		t.Helper()
		if o, err := d.Submit(ctx, Submission{Message: "m", Edits: edits}); err != nil || len(o.Problems) > 0 {
			t.Fatalf("%+v %v", o, err)
		}
	}
	theme := func(id string) kb.Edit {
		return kb.Edit{Op: kb.EditCreate, ID: id, Fields: map[string]any{"name": map[string]any{"original": "en", "en": id}, "scheme": "THEME",
			"citations": []any{map[string]any{"source": "source/s", "basis": "STATED"}}}}
	}
	rename := func(id, name string) kb.Edit {
		return kb.Edit{Op: kb.EditUpdate, ID: id, Fields: map[string]any{"name": map[string]any{"original": "en", "en": name}}}
	}
	write(kb.Edit{Op: kb.EditCreate, ID: "source/s", Fields: map[string]any{"name": map[string]any{"original": "en", "en": "S"}, "kind": "WEB_PAGE"}})
	write(theme("theme/a"), theme("theme/b"), theme("theme/c"), theme("theme/d"))
	link := kb.Edit{Op: kb.EditLink, ID: "theme/a", Kind: "theme.broader", Link: &kb.LinkEnd{To: "theme/b"}}
	for _, c := range []struct {
		name  string
		ours  kb.Edit
		other kb.Edit
		holds bool
	}{
		{"elsewhere", link, rename("theme/c", "C2"), true},
		{"where it starts", link, rename("theme/a", "A2"), false},
		{"where it leads", link, kb.Edit{Op: kb.EditArchive, ID: "theme/b"}, false},
		{"what is to be new", theme("theme/e"), theme("theme/e"), false},
		{"a merge", kb.Edit{Op: kb.EditMerge, ID: "theme/d", To: "theme/a"}, rename("theme/c", "C3"), false},
	} {
		begun := s.Sequence()
		dr, err := newDraft(ctx, s, []kb.Edit{c.ours})
		if err != nil || len(dr.problems) > 0 {
			t.Fatalf("%s: %v %+v", c.name, err, dr.problems)
		}
		if holds, err := d.holds(ctx, dr, begun); !holds || err != nil {
			t.Errorf("%s: it does not hold while nobody writes (%v)", c.name, err)
		}
		write(c.other)
		if holds, err := d.holds(ctx, dr, begun); holds != c.holds || err != nil {
			t.Errorf("%s: holds is %v (%v)", c.name, holds, err)
		}
	}
}
