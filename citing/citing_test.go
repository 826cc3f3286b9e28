package citing_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/praxis-kb/praxis/citing"
)

var update = flag.Bool("update", false, "write the golden files anew")

var works = map[string]citing.Work{
	"whole": {
		Key: "praxis-12", Title: "praxis: good practices for inclusive cities", Language: "en", Authors: []string{"praxis"}, Publisher: "praxis",
		Date: time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC), Version: "change set 12", Address: "https://praxis.example/", Licence: "CC BY 4.0",
	},
	"greek": {
		Key: "praxis-document-odigos-12", Title: "Οδηγός για νεοεισερχόμενους & {εθελοντές}", Language: "el", Authors: []string{"Δήμος Λεβαδέων", "KEDE and partners"},
		Container: "praxis: καλές πρακτικές", Publisher: "praxis", Date: time.Date(2021, 5, 3, 23, 0, 0, 0, time.UTC),
		Version: "σύνολο αλλαγών 12", Address: "https://praxis.example/document/odigos", Licence: "CC BY 4.0",
	},
	"hostile": {
		Key: "praxis-practice-x-1", Title: "100 % \\input{/etc/passwd} $x_1^2$ ~ #1 } @misc{y,\nER  - \nTY  - BOOK <b>\"", Language: "fr",
		Authors: []string{"A and B, C"}, Container: "x{", Version: "1", Address: "https://praxis.example/a}b\\c", Licence: "CC\u2028BY",
	},
}

func TestForms(t *testing.T) {
	for name, work := range works {
		for ending, form := range citing.Forms {
			file := filepath.Join("testdata", name+"."+ending)
			if *update {
				if err := os.WriteFile(file, []byte(form(work)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got := form(work); got != string(want) {
				t.Errorf("%s is\n%s\nnot\n%s", file, got, want)
			}
		}
	}
}

var (
	oneEntry = regexp.MustCompile(`\A@misc\{[a-z0-9-]+(,\n  [a-z]+ = (\{.*\}|[a-z]{3}))*\n\}\n\z`)
	oneLine  = regexp.MustCompile(`\A[A-Z][A-Z0-9]  - [^\r\n]*\z`)
	named    = strings.NewReplacer(`\textbackslash{}`, `\`, `\textbraceleft{}`, `{`, `\textbraceright{}`, `}`, `\textasciitilde{}`, `~`,
		`\textasciicircum{}`, `^`, `\&`, `&`, `\%`, `%`, `\$`, `$`, `\#`, `#`, `\_`, `_`)
)

// FuzzForms holds that whatever a title and a name hold, each form stays one record that says the same.
func FuzzForms(f *testing.F) {
	for _, w := range works {
		f.Add(w.Title, w.Authors[0], w.Address)
	}
	f.Add("\xff\x00\u202e", "{", "\\}")
	f.Fuzz(func(t *testing.T, title, author, address string) {
		w := works["whole"]
		w.Title, w.Authors, w.Address = title, []string{author, "praxis"}, address
		plain := said(title)
		checkBibTeX(t, w.BibTeX(), plain)
		checkRIS(t, w.RIS(), plain)
		var items []struct {
			Title  string
			Author []struct{ Literal string }
		}
		if err := json.Unmarshal([]byte(w.CSL()), &items); err != nil || len(items) != 1 || items[0].Title != plain || len(items[0].Author) != 2 {
			t.Errorf("CSL-JSON says %+v of %q: %v", items, plain, err)
		}
	})
}

// said is what a reference may say of a text: its words, without what is no character of a text.
func said(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsSpace(r) {
			b.WriteRune(' ')
		} else if r != utf8.RuneError && (unicode.IsGraphic(r) || r == '\u200d' || r == '\u200c') {
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func checkBibTeX(t *testing.T, text, title string) {
	t.Helper()
	if !oneEntry.MatchString(text) {
		t.Errorf("it is not one entry:\n%s", text)
	}
	depth := 0
	for i, r := range text {
		depth += map[rune]int{'{': 1, '}': -1}[r]
		if depth == 0 && i > len("@misc") && i < len(text)-2 {
			t.Fatalf("the entry ends at %d:\n%s", i, text)
		}
	}
	_, after, _ := strings.Cut(text, "title = {{")
	value, _, _ := strings.Cut(after, "}},\n") // a title ends with its line
	if got := named.Replace(value); depth != 0 || got != title {
		t.Errorf("the title reads %q, not %q", got, title)
	}
}

func checkRIS(t *testing.T, text, title string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n")
	for i, line := range lines {
		if !oneLine.MatchString(line) || strings.HasPrefix(line, "TY") != (i == 0) || strings.HasPrefix(line, "ER") != (i == len(lines)-1) {
			t.Errorf("line %d is %q", i, line)
		}
	}
	if title != "" && !strings.Contains(text, "\r\nTI  - "+title+"\r\n") {
		t.Errorf("it does not say %q:\n%s", title, text)
	}
}
