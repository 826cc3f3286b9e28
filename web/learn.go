package web

import (
	"net/http"
	"net/url"
)

// Example is a question that the API page shows, to be run by a link or from a command line.
type Example struct{ Title, Query, Console, Command string }

// examples are the questions of the API page, each with the key of what it asks.
var examples = []struct{ key, query string }{
	{"search", "{\n  search(query: \"language volunteers\", first: 5) {\n    totalCount\n    nodes { id ... on Entity { name summary } }\n  }\n}"},
	{"practice", "{\n  practice(slug: \"buddies-with-refugees\") {\n    name\n    howItWorks\n    firstSteps { text }\n    results { statement method citations { source { name url } } }\n  }\n}"},
	{"transfers", "{\n  transfers(first: 50, filter: {status: {in: [IMPLEMENTED]}}) {\n    nodes { name status statusAsOf changed from { nodes { name city { name } } } to { ... on City { name } } }\n  }\n}"},
	{"gaps", "{\n  keyFactors(first: 50, filter: {practices: {exists: false}}) {\n    nodes { name benchmark { name } }\n  }\n}"},
	{"fit", "{\n  transferable(to: {population: 30000, themes: [\"theme/language-learning\"]}, first: 5) {\n    practice { name }\n    reasons { text weight }\n    cautions { text }\n  }\n}"},
	{"language", "query @inContext(language: LV) {\n  themes(first: 10) { nodes { name } }\n}"},
}

// apiPage answers the page for those who want to ask by program.
func (s *Site) apiPage(w http.ResponseWriter, r *http.Request) {
	p := s.newPage(r, "api")
	p.Title = p.T("title.api")
	var all []Example
	for _, e := range examples {
		body := url.Values{"query": {e.query}}.Encode()
		all = append(all, Example{
			Title: p.T("api.ask." + e.key), Query: e.query, Console: p.Path("console") + "?" + body,
			Command: "curl -G " + p.public("graphql") + " --data-urlencode 'query=" + e.query + "'",
		})
	}
	p.Extra = all
	s.render(w, http.StatusOK, p)
}

// Endpoint is the address that programs ask.
func (p *Page) Endpoint() string { return p.public("graphql") }
