package kb_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/praxis-kb/praxis/kb"
)

func TestFold(t *testing.T) {
	cases := map[string]string{"Līvāni": "livani", "Λιβαδειά": "λιβαδεια", "Saint-Jean": "saint-jean", "Straße": "strasse", "ΟΔΟΣ": "οδοσ", "Jõhvi": "johvi"}
	for in, want := range cases {
		if got := kb.Fold(in); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

// TestFoldLetterByLetter holds the quick way, which mixes of European letters take, to the slow one, which a sign beyond
// them sends a text through.
func TestFoldLetterByLetter(t *testing.T) {
	const slow = "—"
	letter := rapid.RuneFrom(nil, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Mn, unicode.Nd, unicode.Po)
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringOf(letter).Draw(r, "text")
		if quick, slowly := kb.Fold(text), kb.Fold(text+slow); quick+slow != slowly {
			r.Errorf("%q: %q by letter, %q as a whole", text, quick, slowly)
		}
	})
}

func TestTextFallsBack(t *testing.T) {
	text := kb.NewText("nl", map[string]string{"fr": "Quartier", "fr-BE": "Maison", "nl": "Buurt"})
	cases := map[string][2]string{"": {"Buurt", "nl"}, "fr": {"Quartier", "fr"}, "fr-BE": {"Maison", "fr-BE"}, "fr-CH": {"Quartier", "fr"}, "el": {"Buurt", "nl"}}
	for want, is := range cases {
		if got, language := text.Best(want); got != is[0] || language != is[1] {
			t.Errorf("%q: %q in %q", want, got, language)
		}
	}
	if got := text.Languages(); !slices.Equal(got, []string{"nl", "fr", "fr-BE"}) {
		t.Errorf("languages %v", got)
	}
	written, err := json.Marshal(text)
	var back kb.Text
	if err != nil || kb.Decode(written, &back) != nil || back != text || text.Original() != "nl" {
		t.Errorf("%s comes back as %+v, %v", written, back, err)
	}
}

// FuzzText holds the reading of a text to that of any JSON.
func FuzzText(f *testing.F) {
	for _, stored := range []string{`{"en":"a","original":"en"}`, `{ "original" : "nl", "nl" : "\"\\\\\" \u00e9" }`, `{"original":"\\u0065n","en":"}\",\""}`,
		`{}`, `{"en":1}`, `{"en":{"original":"en"}}`, `"en"`, `null`, `{"en":"a"`, `{"":"","original":""}`} {
		f.Add(stored)
	}
	f.Fuzz(func(t *testing.T, stored string) {
		var text kb.Text
		members := map[string]string(nil)
		if whole, read := kb.Decode([]byte(stored), &members), kb.Decode([]byte(stored), &text); whole != nil || members == nil {
			if read == nil && !strings.Contains(stored, "null") { // a map takes null for a text
				t.Fatalf("%s is read as a text", stored)
			}
			return
		} else if read != nil {
			if strings.Contains(stored, "null") {
				return
			}
			t.Fatalf("%s: %v", stored, read)
		}
		if text.Original() != members[kb.OriginalKey] {
			t.Errorf("%s was written in %q", stored, text.Original())
		}
		for language, want := range members {
			if got, in := text.Best(language); language != kb.OriginalKey && language != "" && (got != want || in != language) {
				t.Errorf("%s: %q in %s is read as %q in %s", stored, want, language, got, in)
			}
		}
	})
}

func TestDateSpan(t *testing.T) {
	cases := map[string][2]string{"2021": {"2021-01-01", "2021-12-31"}, "2024-02": {"2024-02-01", "2024-02-29"}, "2021-05-03": {"2021-05-03", "2021-05-03"}}
	for date, want := range cases {
		first, last, err := kb.DateSpan(date)
		if err != nil || first != want[0] || last != want[1] {
			t.Errorf("%s: %s to %s, %v", date, first, last, err)
		}
	}
	for _, wrong := range []string{"", "21", "2021-13", "2021-02-30", "May 2021", "2021-5"} {
		if _, _, err := kb.DateSpan(wrong); err == nil {
			t.Errorf("%q is taken for a date", wrong)
		}
	}
}

func TestSplitID(t *testing.T) {
	for id, want := range map[string]string{"practice/camim": "camim", "one-stop-shop/welkom-app": "welkom-app"} {
		if _, slug := kb.SplitID(id); slug != want {
			t.Errorf("%s: %q", id, slug)
		}
	}
	for _, wrong := range []string{"", "practice", "practice/", "practice/Camim", "practice/-x", "practice/a--b", "practice/é", "practice/a/b", "practice/" + strings.Repeat("a", 81)} {
		if path, slug := kb.SplitID(wrong); path != "" || slug != "" {
			t.Errorf("%q is taken for an id", wrong)
		}
	}
}

func FuzzReadCursor(f *testing.F) {
	f.Add(kb.NewCursor("practices", "x").String(), "practices")
	f.Add("", "")
	f.Add("eyJjIjoxfQ", "practices")
	f.Fuzz(func(t *testing.T, text, list string) {
		var position string
		if err := kb.ReadCursor("after", text, list, &position); err == nil && kb.NewCursor(list, position).String() == "" {
			t.Error("a cursor that is read cannot be written")
		} else if err != nil && kb.CodeOf(err) != kb.CursorInvalid {
			t.Errorf("%v", err)
		}
	})
}
