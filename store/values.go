package store

import (
	"fmt"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// computed are the values that are worked out from links when they are read, as SQL over the entity e.
var computed = map[string]string{"Transfer.relation": transferRelation}

// transferRelation follows a transfer to the cities it comes from and the place it leads to, and looks how these stand
// in the mentoring schemes. An end that no scheme knows, or that is not named, lies outside.
const transferRelation = `(
	WITH origin (scheme, role) AS (
		SELECT f.from_key, f.kind FROM link p CROSS JOIN entity m ON m.key = p.to_key AND m.archived IS NULL
		CROSS JOIN link c ON c.from_key = p.to_key AND c.kind = 'practice.doneIn' CROSS JOIN link f ON f.to_key = c.to_key AND f.kind IN (` + ofScheme + `)
		CROSS JOIN entity s ON s.key = f.from_key AND s.archived IS NULL WHERE p.from_key = %[1]s.key AND p.kind = 'transfer.from'),
	goal (scheme, role) AS (
		SELECT t.from_key, t.kind FROM link g CROSS JOIN link t ON t.to_key = g.to_key AND t.kind IN (` + ofScheme + `)
		CROSS JOIN entity s ON s.key = t.from_key AND s.archived IS NULL WHERE g.from_key = %[1]s.key AND g.kind = 'transfer.to')
	SELECT CASE
		WHEN EXISTS (SELECT 1 FROM origin o JOIN goal g ON g.scheme = o.scheme WHERE o.role = ` + mentor + ` AND g.role = ` + mentee + `) THEN 'ALONG_PAIR'
		WHEN EXISTS (SELECT 1 FROM origin o JOIN goal g ON g.scheme = o.scheme WHERE o.role = ` + mentee + ` AND g.role = ` + mentor + `) THEN 'AGAINST_PAIR'
		WHEN EXISTS (SELECT 1 FROM origin) AND EXISTS (SELECT 1 FROM goal) THEN 'ACROSS_PAIRS'
		ELSE 'OUTSIDE' END)`

// The links of a scheme to its places.
const (
	mentor   = "'mentoring-scheme.mentor'"
	mentee   = "'mentoring-scheme.mentee'"
	ofScheme = mentor + ", " + mentee
)

// startsOfComputed select what may have any value but one that is worked out where nothing says otherwise.
var startsOfComputed = map[string]struct{ otherwise, sql string }{"Transfer.relation": {"OUTSIDE", `SELECT p.from_key AS key FROM entity s
	CROSS JOIN link f ON f.from_key = s.key AND f.kind IN (` + ofScheme + `) CROSS JOIN link c ON c.to_key = f.to_key AND c.kind = 'practice.doneIn'
	CROSS JOIN link p ON p.to_key = c.from_key AND p.kind = 'transfer.from' WHERE s.type = 'mentoring-scheme' AND s.archived IS NULL`}}

// valueOf is the SQL that reads a field of the entity e.
func valueOf(t *schema.Type, f *schema.Field, e string) string {
	if sql, ok := computed[t.Name+"."+f.Name]; ok {
		return fmt.Sprintf(sql, e)
	}
	return value(f, e+".body")
}

// asPlain makes of an input object what JSON would have given: the API gives values in types of its own.
func asPlain(in map[string]any) (map[string]any, error) {
	if len(in) == 0 {
		return nil, nil
	}
	text, err := kb.Canonical(in)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	return out, json.Unmarshal(text, &out)
}

// inOneForm writes language tags as they are stored: FR is fr.
func inOneForm(field *schema.Field, value any) any {
	list, ok := value.([]any)
	if field.Type != "LanguageTag" || !ok {
		return value
	}
	tags := make([]any, len(list))
	for i, tag := range list {
		tags[i] = kb.LanguageTag(fmt.Sprint(tag))
	}
	return tags
}

// toMap reads an input object.
func toMap(value any) map[string]any {
	m, _ := value.(map[string]any)
	return m
}

// listOf writes a list of values as JSON, within bounds.
func listOf(name string, value any) (string, error) {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	if len(list) > maxFilterValues {
		return "", kb.Errorf(kb.Invalid, "%s has more than %d values", name, maxFilterValues)
	}
	text, err := json.Marshal(list)
	return string(text), err
}

func texts(name string, value any) ([]string, error) {
	text, err := listOf(name, value)
	if err != nil {
		return nil, err
	}
	var list []string
	err = json.Unmarshal([]byte(text), &list)
	return list, err
}
