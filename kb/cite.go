package kb

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/praxis-kb/praxis/kb/schema"
)

// Cited is a citation with the place it stands at.
type Cited struct {
	Path     string // the field or value it covers; empty for the whole
	Source   string // the id of the source
	Citation map[string]any
}

// cited checks that what needs a source has one, and that each citation says what its basis asks for.
func (v *validator) cited(t *schema.Type, body map[string]any) {
	covered := map[string]bool{}
	own, _ := body["citations"].([]any)
	for i, c := range own {
		field, _ := c.(map[string]any)["field"].(string)
		covered[field] = true
		if field != "" && t.Field(field) == nil {
			v.wrong(fmt.Sprintf("citations/%d/field", i), "%s has no field %q", t.Name, field)
		}
	}
	if len(own) == 0 && t.Name != "Source" {
		v.wrong("citations", "nothing stands without a source: name one")
	}
	for _, f := range t.Fields {
		if f.Cited && f.Relation == nil && body[f.Name] != nil && !covered[f.Name] {
			v.wrong(f.Name, "it needs a citation of its own: one whose field is %s", f.Name)
		}
	}
}

// sense checks what the fields of a value say together.
func (v *validator) sense(path string, t *schema.Type, value map[string]any) {
	switch t.Name {
	case "Citation":
		v.basis(path, value)
	case "Period":
		v.inTime(path, value["from"], value["until"])
	case "Observation":
		v.inTime(path, value["date"], value["until"])
		if value["value"] == nil && value["words"] == nil {
			v.wrong(path, "it says nothing: give a value or words")
		}
	}
}

// inTime checks that what begins does not end before. A year may end what begins in one of its months.
func (v *validator) inTime(path string, begins, ends any) {
	from, _ := begins.(string)
	until, _ := ends.(string)
	if from != "" && until != "" && from > until && !strings.HasPrefix(from, until) {
		v.wrong(path, "it ends (%s) before it begins (%s)", until, from)
	}
}

// onePreferred checks that of the observations of an indicator one at most is to be shown.
func (v *validator) onePreferred(body map[string]any) {
	preferred := map[any]bool{}
	list, _ := body["observations"].([]any)
	for i, item := range list {
		o, _ := item.(map[string]any)
		if o["preferred"] != true {
			continue
		}
		if preferred[o["indicator"]] {
			v.wrong(fmt.Sprintf("observations/%d/preferred", i), "another observation of %v is preferred already", o["indicator"])
		}
		preferred[o["indicator"]] = true
	}
}

// basis checks a single citation. It is called for each, wherever it stands.
func (v *validator) basis(path string, citation map[string]any) {
	switch citation["basis"] {
	case string(BasisInferred):
		if citation["reason"] == nil {
			v.wrong(path, "an inference gives its reason")
		}
	case string(BasisEditorial):
		if citation["reason"] == nil || citation["by"] == nil {
			v.wrong(path, "a classification of ours says by whom and by which rule: fill by and reason")
		}
	}
}

// Citations are all citations in a body, those of values included, in a fixed order.
func Citations(body map[string]any) []Cited {
	return collectCitations("", body)
}

func collectCitations(path string, value any) []Cited {
	var all []Cited
	switch value := value.(type) {
	case []any:
		for i, item := range value {
			all = append(all, collectCitations(at(path, fmt.Sprint(i)), item)...)
		}
	case map[string]any:
		for _, name := range SortedKeys(value) {
			if list, ok := value[name].([]any); ok && name == "citations" {
				all = append(all, Cite(path, list)...)
			} else {
				all = append(all, collectCitations(at(path, name), value[name])...)
			}
		}
	}
	return all
}

// SortedKeys are the keys of a map in their order, so that what is made of it is the same each time.
func SortedKeys(m map[string]any) []string {
	return slices.Sorted(maps.Keys(m))
}

// Cite places a list of citations at a path; those that name a field cover that field.
func Cite(path string, list []any) []Cited {
	all := make([]Cited, 0, len(list))
	for _, item := range list {
		c, _ := item.(map[string]any)
		source, _ := c["source"].(string)
		where := path
		if field, ok := c["field"].(string); ok && field != "" {
			where = at(path, field)
		}
		all = append(all, Cited{Path: where, Source: source, Citation: c})
	}
	return all
}

// Derive fills what is computed from the rest of a body.
func Derive(t *schema.Type, body map[string]any) {
	if t.Name == "Practice" {
		body["evidence"] = string(strongest(body["results"]))
	}
	list, _ := body["translations"].([]any)
	for _, item := range list {
		translation, _ := item.(map[string]any)
		path, _ := translation["path"].(string)
		translation["stale"] = translation["madeFrom"] != TextMark(original(TextAt(body, path)))
	}
}

// TextAt is the text per language at a path of a body, such as firstSteps/0/text; nil where there is none.
func TextAt(body map[string]any, path string) map[string]any {
	if text := ObjectAt(body, path); text[OriginalKey] != nil {
		return text
	}
	return nil
}

// ObjectAt is what has fields at a path of a body, such as firstSteps/0; nil where nothing has.
func ObjectAt(body map[string]any, path string) map[string]any {
	var at any = body
	for _, part := range strings.Split(path, "/") {
		switch value := at.(type) {
		case map[string]any:
			at = value[part]
		case []any:
			n, err := strconv.Atoi(part)
			if err != nil || n < 0 || n >= len(value) {
				return nil
			}
			at = value[n]
		default:
			return nil
		}
	}
	object, _ := at.(map[string]any)
	return object
}

// original is a text per language as it was written.
func original(text map[string]any) string {
	language, _ := text[OriginalKey].(string)
	written, _ := text[language].(string)
	return written
}

// strongest is the strongest method among results; AllEvidenceMethod runs from weak to strong.
func strongest(results any) EvidenceMethod {
	best := 0
	list, _ := results.([]any)
	for _, r := range list {
		result, _ := r.(map[string]any)
		method, _ := result["method"].(string)
		best = max(best, slices.Index(AllEvidenceMethod, EvidenceMethod(method)))
	}
	return AllEvidenceMethod[best]
}

// Within tells whether a path is that of a place, or of something in it.
func Within(path, place string) bool { return path == place || strings.HasPrefix(path, place+"/") }
