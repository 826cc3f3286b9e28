package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/praxis-kb/praxis/kb/schema"
)

// readJSONLD reads the entities of a JSON-LD document. One as export writes it, an entity in each line, is read line by
// line; any other shape is brought into that form first, which takes the whole of it into memory.
func readJSONLD(s *schema.Schema, in io.Reader, base string) (*Rows, error) {
	l := newLines(in)
	head, err := l.next()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if !bytes.Contains(head, []byte(`"@vocab":"`+schema.Vocabulary+`"`)) || !bytes.HasSuffix(head, []byte("\"@graph\":[\n")) {
		return foreign(s, io.MultiReader(bytes.NewReader(head), l.in), base)
	}
	return &Rows{Head: string(head), Comma: jsonldComma, Tail: jsonldTail, Each: func(yield func(Row, error) bool) {
		for {
			line, err := l.next()
			raw := bytes.TrimSuffix(bytes.TrimSpace(line), []byte(","))
			if errors.Is(err, io.EOF) || string(raw) == strings.TrimSpace(jsonldTail[1:]) {
				return
			}
			row := Row{Line: l.n, Raw: raw}
			if err == nil {
				row.Record, row.Err = nodeRecord(s, raw)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}}, nil
}

// nodeRecord reads a node that is written with our context.
func nodeRecord(s *schema.Schema, text []byte) (*Record, error) {
	value, err := decodeJSON(text)
	if err != nil {
		return nil, fmt.Errorf("it is no JSON: %v", err)
	}
	item, ok := value.(yaml.MapSlice)
	if !ok {
		return nil, errors.New("it is no node: write an object with @id and fields")
	}
	for i, pair := range item {
		if pair.Key == "@id" {
			item[i].Key = idMember
		}
	}
	return NewRecord(s, untyped(item).(yaml.MapSlice))
}

// untyped takes off what only JSON-LD needs: addresses and types of values, and the object around an id or a date. A
// link comes back from the end that shows it.
func untyped(value any) any {
	switch value := value.(type) {
	case []any:
		for i, item := range value {
			value[i] = untyped(item)
		}
	case yaml.MapSlice:
		if plain := get(value, "@value"); plain != nil {
			return plain
		}
		id := get(value, "@id")
		if link, ok := get(value, linkTerm).(yaml.MapSlice); ok {
			return append(object{{Key: "to", Value: id}}, unmarked(link, subjectTerm, predicateTerm)...)
		}
		if len(value) == 1 && id != nil {
			return id
		}
		return unmarked(value)
	}
	return value
}

// unmarked are the members of an object without some and those of JSON-LD.
func unmarked(value yaml.MapSlice, without ...string) yaml.MapSlice {
	out := yaml.MapSlice{}
	for _, pair := range value {
		if name := fmt.Sprint(pair.Key); !strings.HasPrefix(name, "@") && !slices.Contains(without, name) {
			out = append(out, yaml.MapItem{Key: pair.Key, Value: untyped(pair.Value)})
		}
	}
	return out
}
