package toolkit

import (
	"strings"
	"testing"
)

func TestMarkdownIsMadeSafe(t *testing.T) {
	cases := map[string]struct{ source, want, never string }{
		"a script":              {"Hello <script>alert(1)</script>", "Hello alert(1)", "<script"},
		"a block of HTML":       {"<iframe src=x></iframe>\n\ntext", "<p>text</p>", "iframe"},
		"an attribute":          {`<p onclick="x()">text</p>`, "", "onclick"},
		"a link that acts":      {"[press](javascript:alert(1))", "press", "javascript"},
		"a link in disguise":    {"[press](JaVaScRiPt&#58;alert(1))", "press", "alert"},
		"data":                  {"[press](data:text/html;base64,PHNjcmlwdD4=)", "press", "data:"},
		"an autolink that acts": {"<javascript:alert(1)>", "", `href="javascript`},
		"a picture":             {"![seen](https://elsewhere.example/pixel.png)", "", "<img"},
		"a link to the web":     {"[page](https://example.org/a)", `<a href="https://example.org/a">page</a>`, "\x00"},
		"a link within":         {"[page](/practice/x)", `<a href="/practice/x">page</a>`, "\x00"},
		"headings":              {"# One\n\n### Two\n\n# Three", "<h3>One</h3>\n<h4>Two</h4>\n<h3>Three</h3>", "<h1"},
		"a style":               {"<style>body{}</style>", "", "<style"},
		"a closing tag":         {"</section></main>", "", "</main>"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := inHTML(c.source)
			if err != nil || !strings.Contains(string(got), c.want) || strings.Contains(string(got), c.never) {
				t.Errorf("%q, %v", got, err)
			}
			if text := plainMarkdown(c.source); strings.Contains(text, "<script") || strings.Contains(text, "<iframe") || strings.Contains(text, "onclick") {
				t.Errorf("in Markdown: %q", text)
			}
		})
	}
}

// TestLargeMarkdown stays whole, whatever is nested in what.
func TestLargeMarkdown(t *testing.T) {
	for _, mark := range []string{">", "- ", "[", "*", "_a_ ", "`", "<a", "![", "1. ", "\n> - ", "1.\t", "a\n- ", "[a]: b\n", "<!--", "\\", "| a ", "&amp;"} {
		source := strings.Repeat(mark, maxMarkdown/len(mark))
		if got, err := inHTML(source); err != nil || len(got) > 20*maxMarkdown {
			t.Errorf("%q: %d bytes, %v", mark, len(got), err)
		}
		plainMarkdown(source)
	}
}

func TestTooMuchMarkdown(t *testing.T) {
	for source, want := range map[string]bool{
		strings.Repeat("1. ", 100): true, strings.Repeat(">", 100): true, strings.Repeat("- ", 100): true,
		strings.Repeat("[", 2000): true, strings.Repeat("a", maxMarkdown+1): true,
		strings.Repeat("- one *two* [three](https://example.org). \n", 300): false, "1. one\n   - two\n     > three": false,
	} {
		if tooMuch(source) != want {
			t.Errorf("%.20q…: %v", source, !want)
		}
	}
}

func BenchmarkLargeMarkdown(b *testing.B) {
	source := strings.Repeat("A line with *stress* and [a link](https://example.org).\n\n", 1400)
	for b.Loop() {
		if _, err := inHTML(source); err != nil {
			b.Fatal(err)
		}
	}
}
