package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/goccy/go-yaml"

	"github.com/praxis-kb/praxis/kb/schema"
)

// readJSONL reads one entity from each line.
func readJSONL(s *schema.Schema, in io.Reader) (*Rows, error) {
	l := newLines(in)
	return &Rows{Each: func(yield func(Row, error) bool) {
		for {
			line, err := l.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err == nil && len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			row := Row{Line: l.n, Raw: line}
			if err == nil {
				row.Record, row.Err = jsonRecord(s, line)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}}, nil
}

func jsonRecord(s *schema.Schema, text []byte) (*Record, error) {
	value, err := decodeJSON(text)
	if err != nil {
		return nil, fmt.Errorf("it is no JSON: %v", err)
	}
	item, ok := value.(yaml.MapSlice)
	if !ok {
		return nil, errors.New("it is no entity: write an object with an id and fields")
	}
	return NewRecord(s, item)
}

// decodeJSON reads one value and nothing after it; objects keep the order of their members.
func decodeJSON(text []byte) (any, error) {
	d := jsontext.NewDecoder(bytes.NewReader(text))
	value, err := decodeNext(d)
	if err != nil {
		return nil, err
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something stands after its end")
	}
	return value, nil
}

func decodeNext(d *jsontext.Decoder) (any, error) {
	switch d.PeekKind() {
	case '{':
		return decodeObject(d)
	case '[':
		return decodeArray(d)
	}
	var value any
	err := json.UnmarshalDecode(d, &value)
	return value, err
}

func decodeObject(d *jsontext.Decoder) (any, error) {
	object := yaml.MapSlice{}
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		key := name.String() // before the next token takes its place
		value, err := decodeNext(d)
		if err != nil {
			return nil, err
		}
		object = append(object, yaml.MapItem{Key: key, Value: value})
	}
	_, err := d.ReadToken()
	return object, err
}

func decodeArray(d *jsontext.Decoder) (any, error) {
	list := []any{}
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	for d.PeekKind() != ']' {
		value, err := decodeNext(d)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	_, err := d.ReadToken()
	return list, err
}
