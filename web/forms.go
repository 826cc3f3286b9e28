package web

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Alternate is the same in another form.
type Alternate struct{ Label, Type, Address string }

// forms are the forms that pages have beside HTML, by the ending of their address.
var forms = map[string]struct{ label, media string }{
	"json":        {"JSON", "application/json"},
	"jsonld":      {"JSON-LD", "application/ld+json"},
	"csv":         {"CSV", "text/csv"},
	"bib":         {"BibTeX", "application/x-bibtex"},
	"ris":         {"RIS", "application/x-research-info-systems"},
	linksetEnding: {"Linkset", linksetType},
	"csl.json":    {"CSL-JSON", "application/vnd.citationstyles.csl+json"},
	"atom":        {"Atom", "application/atom+xml"},
}

// offer names the other forms of the page: path is its address without an ending, and the query stays.
func (p *Page) offer(path string, endings ...string) {
	query := ""
	if p.request.URL.RawQuery != "" {
		query = "?" + p.request.URL.RawQuery
	}
	for _, ending := range endings {
		p.Alternates = append(p.Alternates, Alternate{forms[ending].label, forms[ending].media, p.Path(path) + "." + ending + query})
	}
}

// answerAs answers a page, or what it shows in another form, which is named by an ending.
func (s *Site) answerAs(w http.ResponseWriter, p *Page, ending string) {
	known := ending == linksetEnding && p.signposts() != nil || slices.ContainsFunc(p.Alternates, func(a Alternate) bool { return a.Type == forms[ending].media })
	switch {
	case ending == "":
		s.render(w, http.StatusOK, p)
		return
	case !known:
		s.notFound(w, p.request)
		return
	}
	reference := p.reference(ending)
	if styles[ending] != "" && reference == "" {
		s.notFound(w, p.request) // it was not there yet
		return
	}
	p.linkAlternates(w)
	w.Header().Set("Content-Type", forms[ending].media+"; charset=utf-8")
	switch ending { // the connection is all that can fail from here on
	case "json":
		writeJSON(w, p.Data)
	case "jsonld":
		writeJSON(w, p.markup())
	case linksetEnding:
		writeJSON(w, p.linkset())
	case "csv":
		csv.NewWriter(w).WriteAll(p.table())
	default:
		fmt.Fprint(w, reference)
	}
}

func (p *Page) linkAlternates(w http.ResponseWriter) {
	p.linkSignposts(w)
	for _, a := range p.Alternates {
		w.Header().Add("Link", fmt.Sprintf(`<%s>; rel="alternate"; type="%s"`, a.Address, a.Type))
	}
}

func writeJSON(w http.ResponseWriter, value any) {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	e.Encode(value)
}

// table is the page as a table: of the entities of its list, or of what is known of its one entity.
func (p *Page) table() [][]string {
	if node := p.node(); node != nil {
		return oneRow(node)
	}
	rows := [][]string{{"id", "name", "summary"}}
	for _, name := range []string{"list", "search"} {
		of, _ := p.Data[name].(map[string]any)
		for _, end := range ends(of) {
			if node, ok := end["node"].(map[string]any); ok {
				end = node
			}
			rows = append(rows, []string{cell(end["id"]), cell(end["name"]), cell(end["summary"])})
		}
	}
	return rows
}

// oneRow is a table of the plain values of an entity and the ids that its lists lead to.
func oneRow(node map[string]any) [][]string {
	rows := [][]string{nil, nil}
	for _, name := range slices.Sorted(maps.Keys(node)) {
		if strings.HasSuffix(name, "In") && node[strings.TrimSuffix(name, "In")] != nil {
			continue // the languages of a text
		}
		if text := cell(node[name]); text != "" {
			rows[0], rows[1] = append(rows[0], name), append(rows[1], text)
		}
	}
	return rows
}

// cell is a value as a cell of a table: a list by its items, a thing by its id, and nothing for what is neither. What a
// spreadsheet would take for a formula is made a text.
func cell(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		if v != "" && strings.ContainsRune("=+-@\t\r", rune(v[0])) {
			return "'" + v
		}
		return v
	case []any:
		var parts []string
		for _, one := range v {
			parts = append(parts, cell(one))
		}
		return strings.Join(filled(parts), " ")
	case map[string]any:
		if id := toString(v["id"]); id != "" {
			return id
		}
		if node, ok := v["node"]; ok {
			return cell(node)
		}
		if edges, ok := v["edges"]; ok {
			return cell(edges)
		}
		return cell(v["nodes"])
	}
	return fmt.Sprint(value)
}
