package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

var (
	entitiesLine = regexp.MustCompile(`^entities:\s*(#.*)?$`)
	itemLine     = regexp.MustCompile(`^( *)-(\s|$)`)
)

// readYAML reads what stands below `entities:`, item by item, so that a file of any length takes the memory of one item:
// in a list that is written as a block, only the beginning of an item stands as far left as its hyphen.
func readYAML(s *schema.Schema, in io.Reader) (*Rows, error) {
	l := newLines(in)
	head, err := yamlHead(l)
	if err != nil {
		return nil, err
	}
	var said struct {
		About    string `yaml:"about"`
		Entities any    `yaml:"entities"`
	}
	if err := yaml.UnmarshalWithOptions([]byte(head), &said, yaml.Strict()); err != nil {
		return nil, kb.Errorf(kb.Invalid, "%v", err)
	}
	if said.About == "" {
		return nil, kb.Errorf(kb.Invalid, "say in `about` what the file is about")
	}
	return &Rows{About: said.About, Head: head, Each: func(yield func(Row, error) bool) {
		for {
			raw, line, err := yamlItem(l)
			if errors.Is(err, io.EOF) {
				return
			}
			row := Row{Line: line, Raw: raw}
			if err == nil {
				row.Record, row.Err = yamlRecord(s, raw)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}}, nil
}

// yamlHead reads all down to the line `entities:`.
func yamlHead(l *lines) (string, error) {
	var head strings.Builder
	for {
		line, err := l.next()
		if errors.Is(err, io.EOF) {
			return "", kb.Errorf(kb.Invalid, "there is no line `entities:` with a list below it, one item after the other, each beginning with a hyphen")
		}
		if err != nil {
			return "", err
		}
		head.Write(line)
		if entitiesLine.Match(bytes.TrimRight(line, "\r\n")) {
			return head.String(), nil
		}
	}
}

// yamlItem reads the lines of the next item.
func yamlItem(l *lines) (raw []byte, first int, err error) {
	indent := -1
	for {
		line, err := l.next()
		if errors.Is(err, io.EOF) && indent >= 0 {
			l.n--
			return raw, first, nil
		}
		if err != nil {
			return nil, l.n, err
		}
		text := bytes.TrimSpace(line)
		if len(text) == 0 || text[0] == '#' {
			if indent >= 0 {
				raw = append(raw, line...)
			}
			continue
		}
		m := itemLine.FindSubmatch(line)
		depth := len(line) - len(bytes.TrimLeft(line, " "))
		switch {
		case indent < 0 && m != nil:
			indent, first = depth, l.n
		case indent >= 0 && depth == indent && m != nil:
			l.back(line)
			return raw, first, nil
		case indent < 0 || depth <= indent:
			return nil, l.n, kb.Errorf(kb.Invalid, "line %d: below `entities:` stands a list and nothing else, each item beginning with a hyphen", l.n)
		}
		if raw = append(raw, line...); len(raw) > maxRow {
			return nil, first, kb.Errorf(kb.TooLarge, "the item of line %d is longer than %d bytes", first, maxRow)
		}
	}
}

func yamlRecord(s *schema.Schema, raw []byte) (*Record, error) {
	var items []yaml.MapSlice
	if err := yaml.UnmarshalWithOptions(raw, &items, yaml.UseOrderedMap()); err != nil {
		return nil, fmt.Errorf("it is no YAML: %v", err)
	}
	if len(items) != 1 {
		return nil, errors.New("it is no entity: write an id and fields")
	}
	return NewRecord(s, items[0])
}
