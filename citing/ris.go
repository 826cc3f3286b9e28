package citing

import (
	"fmt"
	"strings"
)

// RIS is a record as reference managers exchange it: a tag and a value in each line, in UTF-8. It has no way to escape,
// and needs none: a value ends with its line.
func (w Work) RIS() string {
	var b strings.Builder
	field := func(tag, value string) {
		if value = line(value); value != "" {
			fmt.Fprintf(&b, "%s  - %s\r\n", tag, value)
		}
	}
	kind := "DATA"
	if w.Container != "" {
		kind = "ELEC"
	}
	field("TY", kind)
	field("ID", w.Key)
	for _, author := range w.Authors {
		field("AU", author)
	}
	field("TI", w.Title)
	field("T2", w.Container)
	field("PB", w.Publisher)
	if !w.Date.IsZero() {
		field("PY", w.Date.UTC().Format("2006"))
		field("DA", w.Date.UTC().Format("2006/01/02"))
	}
	field("ET", w.Version)
	field("LA", w.Language)
	field("UR", w.Address)
	field("N1", w.Licence)
	b.WriteString("ER  - \r\n")
	return b.String()
}
