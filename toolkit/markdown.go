package toolkit

import (
	"bytes"
	"html/template"
	"regexp"
	"slices"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The author's text is Markdown of people we need not trust: raw HTML is left out, headings fit below those of the
// sections, and only a short list of elements passes.

const (
	topHeading  = 3        // below the headings of sections
	maxMarkdown = 80 << 10 // bytes: the 20,000 characters that the declaration allows, each of up to four
	maxNested   = 30       // quotes and lists begun on one line: what they take grows with the square, 34,000 take 20 seconds
	maxMarks    = 1_000    // brackets and stars on one line, which may all wait for their end
)

var markdown = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.Strikethrough),
	goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(belowSections{}, 100))),
)

// allowed is what may stand in a text: no pictures, no scripts, no styles; links to the web or within the site.
var allowed = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li",
		"h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
}()

// Rendered is a text of an author as it stands in a toolkit.
func Rendered(source string) (template.HTML, error) { return inHTML(source) }

// inHTML renders a text of an author. What is too large to be one is shown as it is.
func inHTML(source string) (template.HTML, error) {
	if tooMuch(source) {
		return template.HTML("<pre>" + template.HTMLEscapeString(source) + "</pre>"), nil
	}
	var b bytes.Buffer
	if err := markdown.Convert([]byte(source), &b); err != nil {
		return "", err
	}
	return template.HTML(allowed.SanitizeBytes(b.Bytes())), nil
}

// nests is the beginning of a line that opens quotes and lists in one another.
var nests = regexp.MustCompile(`^(?:[ \t]*(?:>|[-+*]|[0-9]{1,9}[.)]))+`)

// tooMuch tells a text that would take longer to read than any that is meant to be read.
func tooMuch(source string) bool {
	if len(source) > maxMarkdown {
		return true
	}
	for line := range strings.Lines(source) {
		marks := strings.Count(line, "[") + strings.Count(line, "*") + strings.Count(line, "_")
		if marks > maxMarks || len(strings.Fields(nests.FindString(line)))+strings.Count(line, ">") > maxNested {
			return true
		}
	}
	return false
}

// belowSections moves the headings of a text below those of sections, and lets none skip a level.
type belowSections struct{}

func (belowSections) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	var open []int // the levels, as they were written, of the headings that we are under
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		h, ok := n.(*ast.Heading)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		open = slices.DeleteFunc(open, func(level int) bool { return level >= h.Level })
		open = append(open, h.Level)
		h.Level = min(topHeading+len(open)-1, 6)
		return ast.WalkSkipChildren, nil
	})
}

// plainMarkdown is a text of an author without its raw HTML, for readers whose programs would run it.
func plainMarkdown(source string) string {
	if tooMuch(source) {
		return "```\n" + source + "\n```"
	}
	text := []byte(source)
	return strings.TrimSpace(string(without(text, rawHTML(text))))
}

// rawHTML are the places of raw HTML in a text.
func rawHTML(source []byte) []text.Segment {
	var all []text.Segment
	ast.Walk(goldmark.New().Parser().Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		var lines *text.Segments
		switch n := n.(type) {
		case *ast.RawHTML:
			lines = n.Segments
		case *ast.HTMLBlock:
			lines = n.Lines()
			if entering && n.HasClosure() {
				all = append(all, n.ClosureLine)
			}
		}
		for i := 0; entering && lines != nil && i < lines.Len(); i++ {
			all = append(all, lines.At(i))
		}
		return ast.WalkContinue, nil
	})
	slices.SortFunc(all, func(a, b text.Segment) int { return a.Start - b.Start })
	return all
}

func without(source []byte, places []text.Segment) []byte {
	out, at := make([]byte, 0, len(source)), 0
	for _, p := range places {
		if p.Start >= at {
			out = append(out, source[at:p.Start]...)
			at = p.Stop
		}
	}
	return append(out, source[at:]...)
}
