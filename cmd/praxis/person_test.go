package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// person is somebody who uses the pages without scripts: follows links, fills in forms, presses buttons.
type person struct {
	*testing.T
	root   string
	client *http.Client
	at     string // the address of the page
	status int
	header http.Header
	body   string
	filled url.Values // the form of the page in which people write
}

// newPerson is somebody whom the server does not know.
func (s started) newPerson(t *testing.T) *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &person{T: t, root: s.url, client: &http.Client{Jar: jar}}
}

var tokenForm = regexp.MustCompile(`praxis_[a-z0-9]+_[A-Z0-9]+`)

// tokenFor makes a token with the command, as an administrator does.
func tokenFor(t *testing.T, data, name, role string) string {
	t.Helper()
	out, err := command(t, "--data", data, "token", "create", "--name", name, "--role", role)
	if err != nil {
		t.Fatal(err)
	}
	return tokenForm.FindString(out)
}

// signedIn is somebody who signed in with a new token.
func (s started) signedIn(t *testing.T, data, name, role string) *person {
	t.Helper()
	p := s.newPerson(t)
	p.open("/sign-in")
	p.fill("token", tokenFor(t, data, name, role))
	p.press("")
	if p.status != http.StatusOK {
		t.Fatalf("%s cannot sign in: %d", name, p.status)
	}
	return p
}

func (p *person) open(path string) *person {
	p.Helper()
	response, err := p.client.Get(p.root + path)
	p.came(response, err)
	return p
}

func (p *person) came(response *http.Response, err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.Fatal(err)
	}
	p.at, p.status, p.header, p.body = strings.TrimPrefix(response.Request.URL.String(), p.root), response.StatusCode, response.Header, string(body)
	p.filled = formOf(p.T, p.body)
}

// fill fills in a control of the form; what is not there is a mistake of the test.
func (p *person) fill(pairs ...string) *person {
	p.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if _, there := p.filled[pairs[i]]; !there {
			p.Fatalf("%s has no field %s, but %v", p.at, pairs[i], slices.Sorted(keys(p.filled)))
		}
		p.filled.Set(pairs[i], pairs[i+1])
	}
	return p
}

func keys(values url.Values) func(func(string) bool) {
	return func(yield func(string) bool) {
		for name := range values {
			if !yield(name) {
				return
			}
		}
	}
}

// press sends the form by a button that has a value; the page must have it.
func (p *person) press(do string) *person {
	p.Helper()
	if do != "" {
		if !strings.Contains(p.body, `value="`+do+`"`) {
			p.Fatalf("%s has no button %q", p.at, do)
		}
		p.filled.Set("do", do)
	}
	response, err := p.client.PostForm(p.root+p.at, p.filled)
	p.came(response, err)
	return p
}

// says fails where the page does not say something.
func (p *person) says(parts ...string) *person {
	p.Helper()
	for _, part := range parts {
		if !strings.Contains(html.UnescapeString(p.body), part) {
			p.Errorf("%s (%d) does not say %q:\n%s", p.at, p.status, part, mainOf(p.body))
		}
	}
	return p
}

// mainOf is what a page says, without its tags.
func mainOf(body string) string {
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return body
	}
	for _, main := range elements(root, atom.Main) {
		body = text(main)
	}
	return body[:min(len(body), 3000)]
}

// formOf is what a browser would send of the form in which people write, as it came.
func formOf(t *testing.T, body string) url.Values {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	values := url.Values{}
	for _, form := range elements(root, atom.Form) {
		if attribute(form, "class") != "write" {
			continue
		}
		for _, control := range elements(form, atom.Input, atom.Select, atom.Textarea) {
			if name := attribute(control, "name"); name != "" && (attribute(control, "type") != "radio" || has(control, "checked")) {
				values.Add(name, valueOf(control))
			}
		}
	}
	return values
}

func valueOf(control *html.Node) string {
	switch control.DataAtom {
	case atom.Textarea:
		return raw(control)
	case atom.Select:
		options := elements(control, atom.Option)
		for _, option := range options {
			if has(option, "selected") {
				return attribute(option, "value")
			}
		}
		return attribute(options[0], "value")
	}
	return attribute(control, "value")
}

func raw(n *html.Node) string {
	if n.FirstChild == nil {
		return ""
	}
	return n.FirstChild.Data
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}
