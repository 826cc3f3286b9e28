package toolkit

import (
	"fmt"
	"strconv"
	"time"

	"github.com/praxis-kb/praxis/language"
)

// Document is an edition of a toolkit, ready to be written.
type Document struct {
	Title, Summary, Audience Text
	Edition, Date            string
	Sequence                 int
	Draft                    bool // it was not published, or is as it stands after that
	Authors                  []Text
	Licence, LicenceURL      string
	Sections                 []Section
	Sources                  []*Source
	base                     string
	says                     *language.Language
}

// Language is the language of what the document says by itself.
func (d *Document) Language() string { return d.says.Tag }

// Say is what the document says by itself, by a key of its texts.
func (d *Document) Say(key string) string { return d.says.Say("toolkit."+key, nil) }

// SayOf is the same, of a number.
func (d *Document) SayOf(key string, n int) string {
	return d.says.Say("toolkit."+key, map[string]string{"Sequence": strconv.Itoa(n), "Number": strconv.Itoa(n)})
}

// Text is a text in a language, which is empty where it is that of what is said around it, and the path of the page that it names, where it names one.
type Text struct{ Text, Lang, Path string }

// Section is a part under a heading.
type Section struct {
	ID            string
	Heading, Text Text
	Shown         []Shown
}

// Shown is something embedded: a card, with more in it the fuller its form.
type Shown struct {
	Form  string
	Name  Text
	Meta  []Text // where it is done, and how it stands
	Parts []Part
	Table []Row
	Cites []int // the numbers of its sources
}

// Part is a labelled text or list of an entity. The first of a card goes without a label.
type Part struct {
	Label string
	Text  Text
	Items []Text
}

// Row is a line of a table of coverage.
type Row struct {
	Factor    Text
	Practices []Text // with how each is aligned
	Relations []string
}

// composer makes a document and numbers the sources as they come.
type composer struct {
	doc      *Document
	language string
	numbers  map[string]*Source
}

func compose(a *answer, w Wanted) *Document {
	e := a.ToolkitEdition
	c := &composer{language: w.Language, numbers: map[string]*Source{}, doc: &Document{
		Edition: e.Name, Date: e.Toolkit.Published, Sequence: e.Toolkit.PinnedTo, Draft: e.Sequence == 0,
		Licence: a.Dataset.Licence, LicenceURL: a.Dataset.LicenceURL, base: w.Base, says: language.In(w.Language),
	}}
	d, t := c.doc, e.Toolkit
	if e.PublishedAt != nil && d.Date == "" {
		d.Date = e.PublishedAt.Format(time.DateOnly)
	}
	if d.Draft {
		d.Sequence = a.Dataset.Sequence
	}
	d.Title, d.Summary, d.Audience = c.text(t.Named, "name", t.Name), c.text(t.Named, "summary", t.Summary), c.text(t.Named, "audience", t.Audience)
	for _, author := range t.Actors.Nodes {
		d.Authors = append(d.Authors, c.link(author))
	}
	next := 0
	for i, s := range t.Sections {
		section := Section{ID: fmt.Sprintf("section-%d", i+1)}
		section.Heading = c.text(t.Named, fmt.Sprintf("sections/%d/heading", i), s.Heading)
		section.Text = c.text(t.Named, fmt.Sprintf("sections/%d/text", i), s.Text)
		for _, embed := range s.Embeds {
			if shown := e.Embedded[next]; shown != nil {
				section.Shown = append(section.Shown, c.shown(shown, embed.Form, embed.Field))
			}
			next++
		}
		d.Sections = append(d.Sections, section)
	}
	c.cite(c.link(t.Named), t.Citations, []string{"summary", "audience", "sections", "published"})
	return d
}

func (c *composer) text(n Named, path, text string) Text {
	n.asked = c.language
	t := Text{Text: text, Lang: n.Lang(path)}
	if t.Lang == c.doc.says.Tag {
		t.Lang = ""
	}
	return t
}

func (c *composer) link(n Named) Text {
	t := c.text(n, "name", n.Name)
	t.Path = n.ID
	return t
}
