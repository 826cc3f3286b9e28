package toolkit

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"
	plain "text/template"
	"unicode"
)

//go:embed toolkit.html toolkit.md
var files embed.FS

var page = template.Must(template.New("toolkit.html").Funcs(template.FuncMap{
	"markdown": inHTML,
}).ParseFS(files, "toolkit.html"))

var pageInMarkdown = plain.Must(plain.New("toolkit.md").Funcs(plain.FuncMap{
	"plain": plainMarkdown, "line": line, "numbers": numbers, "inc": func(i int) int { return i + 1 },
}).ParseFS(files, "toolkit.md"))

// HTML writes the document as a page for reading and printing.
func (d *Document) HTML(w io.Writer) error { return page.Execute(w, d) }

// Markdown writes the document as Markdown.
func (d *Document) Markdown(w io.Writer) error { return pageInMarkdown.Execute(w, d) }

// Address is that of a page that a text names; links that lead to the web stay as they are.
func (d *Document) Address(path string) string {
	if strings.HasPrefix(path, "http://") || strings.HasPrefix(path, "https://") {
		return path
	}
	return d.base + path
}

// RunningTitle is the style that puts the title at the head of each printed page: style sheets cannot read it from the
// page.
func (d *Document) RunningTitle() template.CSS {
	var title strings.Builder
	for _, r := range d.Title.Text {
		if r < 128 && !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != ' ' {
			fmt.Fprintf(&title, `\%06x `, r) // the space ends it
		} else {
			title.WriteRune(r)
		}
	}
	return template.CSS(fmt.Sprintf(`@page { @top-left { content: "%s"; } } @page :first { @top-left { content: none; } }`, title.String()))
}

// StyleHash names that style for a Content-Security-Policy.
func (d *Document) StyleHash() string {
	sum := sha256.Sum256([]byte(d.RunningTitle()))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// line is a text on one line, with what Markdown would take for more than text escaped.
func line(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "|", `\|`).Replace(text)
}

func numbers(list []int) string {
	all := make([]string, len(list))
	for i, n := range list {
		all[i] = fmt.Sprintf("[%d]", n)
	}
	return strings.Join(all, " ")
}

// within is a part of a document for a template that also needs the whole.
type within struct {
	Doc *Document
	It  any
}

// With hands a part to a template together with the document.
func (d *Document) With(it any) within { return within{d, it} }
