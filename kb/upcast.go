package kb

import (
	"fmt"

	"github.com/go-json-experiment/json"

	"github.com/praxis-kb/praxis/kb/schema"
)

// upcasters bring a body one version of the schema up: upcasters[1] makes version 2 of version 1. Each is a pure
// function of the id and the body. The log is never rewritten; old bodies pass through here when they are replayed.
var upcasters = map[int]func(id string, body map[string]any){}

// Upcast brings a logged body of an older schema up to today's. Bodies of today's come back as they are.
func Upcast(id, body string, version int) (string, error) {
	if version == schema.Version || body == "" {
		return body, nil
	}
	if version > schema.Version {
		return "", fmt.Errorf("%s was written by a newer schema, %d", id, version)
	}
	m := map[string]any{}
	if err := json.Unmarshal([]byte(body), &m); err != nil {
		return "", err
	}
	for ; version < schema.Version; version++ {
		if up := upcasters[version]; up != nil {
			up(id, m)
		}
	}
	text, err := Canonical(m)
	return string(text), err
}
