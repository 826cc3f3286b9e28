package form

import (
	"encoding/json"
	"net/url"
	"reflect"
	"testing"
)

// declared is a small contract: a thing with texts, a value, a list of values, links and citations.
const declared = `{"__schema": {"types": [
 {"kind": "INPUT_OBJECT", "name": "ThingInput", "inputFields": [
  {"name": "name", "type": {"kind": "INPUT_OBJECT", "name": "TextInput"}},
  {"name": "status", "type": {"kind": "ENUM", "name": "Status"}},
  {"name": "count", "type": {"kind": "SCALAR", "name": "Int"}},
  {"name": "open", "type": {"kind": "SCALAR", "name": "Boolean"}},
  {"name": "tags", "type": {"kind": "LIST", "ofType": {"kind": "NON_NULL", "ofType": {"kind": "SCALAR", "name": "LanguageTag"}}}},
  {"name": "steps", "type": {"kind": "LIST", "ofType": {"kind": "NON_NULL", "ofType": {"kind": "INPUT_OBJECT", "name": "StepInput"}}}},
  {"name": "parts", "type": {"kind": "LIST", "ofType": {"kind": "NON_NULL", "ofType": {"kind": "INPUT_OBJECT", "name": "LinkEndInput"}}}},
  {"name": "citations", "type": {"kind": "LIST", "ofType": {"kind": "NON_NULL", "ofType": {"kind": "INPUT_OBJECT", "name": "CitationInput"}}}}]},
 {"kind": "INPUT_OBJECT", "name": "StepInput", "inputFields": [
  {"name": "text", "type": {"kind": "INPUT_OBJECT", "name": "TextInput"}},
  {"name": "citations", "type": {"kind": "LIST", "ofType": {"kind": "NON_NULL", "ofType": {"kind": "INPUT_OBJECT", "name": "CitationInput"}}}}]},
 {"kind": "INPUT_OBJECT", "name": "CitationInput", "inputFields": [
  {"name": "source", "type": {"kind": "SCALAR", "name": "ID"}}, {"name": "basis", "type": {"kind": "ENUM", "name": "Basis"}}, {"name": "field", "type": {"kind": "SCALAR", "name": "String"}}]},
 {"kind": "INPUT_OBJECT", "name": "LinkEndInput", "inputFields": [{"name": "to", "type": {"kind": "NON_NULL", "ofType": {"kind": "SCALAR", "name": "ID"}}}]},
 {"kind": "INPUT_OBJECT", "name": "TextInput", "inputFields": []},
 {"kind": "ENUM", "name": "Status", "enumValues": [{"name": "ON"}, {"name": "OFF"}]},
 {"kind": "ENUM", "name": "Basis", "enumValues": [{"name": "STATED"}]},
 {"kind": "UNION", "name": "Part", "possibleTypes": [{"name": "City"}, {"name": "Thing"}]},
 {"kind": "OBJECT", "name": "Citation", "fields": [{"name": "source", "type": {"kind": "NON_NULL", "ofType": {"kind": "OBJECT", "name": "Source"}}}]},
 {"kind": "OBJECT", "name": "Thing", "fields": [
  {"name": "name", "type": {"kind": "NON_NULL", "ofType": {"kind": "SCALAR", "name": "String"}}},
  {"name": "parts", "type": {"kind": "OBJECT", "name": "PartConnection"}}]}]}}`

func thing(t *testing.T) *Shape {
	t.Helper()
	var a Answer
	if err := json.Unmarshal([]byte(declared), &a); err != nil {
		t.Fatal(err)
	}
	return Read(a).Input("ThingInput")
}

func TestShape(t *testing.T) {
	s := thing(t)
	if !s.Field("name").Needed || s.Field("status").Needed {
		t.Error("what must be there is not what the contract says")
	}
	if got := s.Field("parts").Item.Field("to").Leads; !reflect.DeepEqual(got, []string{"City", "Thing"}) {
		t.Errorf("a link of a union leads to %v", got)
	}
	if got := s.Field("steps").Item.Field("citations").Item.Field("source").Leads; !reflect.DeepEqual(got, []string{"Source"}) {
		t.Errorf("a reference leads to %v", got)
	}
}

func TestParse(t *testing.T) {
	sent := url.Values{
		"name.text": {"Buurt\r\nhuis"}, "name.language": {"nl"}, "name.translations.0.text": {" "}, "name.translations.0.language": {"en"},
		"name.translations.1.text": {"House"}, "name.translations.1.language": {"en"},
		"status": {"ON"}, "count": {"12"}, "open": {"false"}, "tags.0": {""}, "tags.1": {"ar"},
		"steps.0.text.text": {""}, "steps.0.text.language": {"en"}, "steps.1.text.text": {"First"}, "steps.1.text.language": {"en"},
		"parts.0.to": {"old words", "city/jelgava"}, "parts.1.to": {"Jelgava (city/jelgava)"}, "parts.2.to": {"some words"},
		"citations.0.basis": {"STATED"}, "citations.0.field": {"name"}, "citations.1.source": {"source/s"}, "citations.1.basis": {"STATED"}, "parts.99999.to": {"city/x"},
	}
	want := map[string]any{
		"name":   map[string]any{"language": "nl", "text": "Buurt\nhuis", "translations": []any{map[string]any{"language": "en", "text": "House"}}},
		"status": "ON", "count": 12.0, "open": false, "tags": []any{"ar"},
		"steps":     []any{map[string]any{"text": map[string]any{"language": "en", "text": "First"}}},
		"parts":     []any{map[string]any{"to": "city/jelgava"}, map[string]any{"to": "city/jelgava"}, map[string]any{"to": "some words"}},
		"citations": []any{map[string]any{"source": "source/s", "basis": "STATED"}},
	}
	if got := Written(thing(t).Parse(sent, "")); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if got := thing(t).Parse(url.Values{"count": {"many"}}, ""); !reflect.DeepEqual(got, map[string]any{"count": "many"}) {
		t.Errorf("what is no number is lost: %v", got)
	}
}

func TestRows(t *testing.T) {
	s := thing(t)
	value := func() map[string]any {
		return map[string]any{"tags": []any{"a", "b", "c"}, "steps": []any{map[string]any{}}}
	}
	for do, want := range map[string]struct {
		focus string
		tags  []any
	}{
		"add tags":      {"tags.3", []any{"a", "b", "c", nil}},
		"remove tags.1": {"tags", []any{"a", "c"}},
		"up tags.2":     {"tags.1", []any{"a", "c", "b"}},
		"down tags.0":   {"tags.1", []any{"b", "a", "c"}},
		"up tags.0":     {"tags.0", []any{"a", "b", "c"}},
		"remove tags.9": {"tags", []any{"a", "b", "c"}},
		"remove tags":   {"", []any{"a", "b", "c"}},
		"nonsense":      {"", []any{"a", "b", "c"}},
	} {
		v := value()
		if focus := s.Act(v, do); focus != want.focus || !reflect.DeepEqual(v["tags"], want.tags) {
			t.Errorf("%s: %q %v", do, focus, v["tags"])
		}
	}
	v := value()
	s.Act(v, "add steps.0.citations")
	s.Act(v, "add citations name")
	s.Act(v, "add steps.7.citations") // there is no such row
	if got := v["steps"].([]any)[0]; !reflect.DeepEqual(got, map[string]any{"citations": []any{map[string]any{"basis": "STATED"}}}) {
		t.Errorf("a row of a row: %v", got)
	}
	if !reflect.DeepEqual(v["citations"], []any{map[string]any{"basis": "STATED", "field": "name"}}) {
		t.Errorf("a source of a field: %v", v["citations"])
	}
}

func TestUpdate(t *testing.T) {
	s := thing(t)
	english := func(text string, translations ...any) map[string]any {
		m := map[string]any{"language": "en", "text": text}
		if len(translations) > 0 {
			m["translations"] = translations
		}
		return m
	}
	french := map[string]any{"language": "fr", "text": "Maison"}
	then := map[string]any{"name": english("House", french), "status": "ON", "count": 1.0}
	filled := map[string]any{"name": english("Home"), "count": 1.0, "open": true}
	got := s.Update("thing", "thing/t", 3, then, filled)
	want := []Change{
		{"update": map[string]any{"id": "thing/t", "expectedRevision": 3, "entity": map[string]any{"thing": map[string]any{
			"name": map[string]any{"language": "en", "text": "Home"}, "status": nil, "open": true}}}},
		{"translate": map[string]any{"id": "thing/t", "path": "name", "language": "fr", "text": nil}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	now := map[string]any{"name": english("House", french), "status": "OFF", "count": 2.0}
	if got := s.Rebased(filled, then, now); got["count"] != 2.0 || got["open"] != true || got["status"] != nil {
		t.Errorf("put on what stands now: %v", got)
	}
}

func TestPlace(t *testing.T) {
	s := thing(t)
	value := map[string]any{
		"name":  map[string]any{"language": "nl", "translations": []any{map[string]any{"language": "en"}}},
		"steps": []any{map[string]any{}}, "parts": []any{map[string]any{"to": "city/a"}, map[string]any{"to": "city/b"}},
	}
	for want, path := range map[string][]string{
		"name": {"name", "nl"}, "name.translations.0": {"name", "en"}, "steps.0.text": {"steps", "0", "text", "en"},
		"steps": {"steps", "4", "text"}, "parts.1": {"parts", "city", "b"}, "parts.1.to": {"parts", "city", "b", "to"},
		"": {"nothing"}, "citations": {"citations"}, "count": {"count", "x"},
	} {
		if got := s.Place(value, path); got != want {
			t.Errorf("%v is at %q, not %q", path, got, want)
		}
	}
}
