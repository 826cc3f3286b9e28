package exchange

import (
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
)

// bare are the texts that YAML reads as they stand whatever it takes for numbers, dates and truth: ids and fields.
var bare = regexp.MustCompile(`^([a-z][a-z-]*/[a-z0-9-]+|[a-z][a-zA-Z]{3,})$`)

// yamlItemText writes an entity as an item of a list. Texts stand in quotes as in JSON, which YAML reads exactly; the
// library's own writer leaves some texts bare that it then cannot read.
func yamlItemText(item yaml.MapSlice) string {
	var b strings.Builder
	b.WriteString("  - ")
	writeYAML(&b, item, "    ")
	return b.String()
}

// writeYAML writes the members of an object below each other; the first stands where the line already is.
func writeYAML(b *strings.Builder, object yaml.MapSlice, indent string) {
	for i, pair := range object {
		if i > 0 {
			b.WriteString(indent)
		}
		b.WriteString(scalarYAML(pair.Key) + ":")
		writeMember(b, pair.Value, indent)
	}
}

func writeMember(b *strings.Builder, value any, indent string) {
	switch value := value.(type) {
	case yaml.MapSlice:
		if len(value) > 0 {
			b.WriteString("\n" + indent + "  ")
			writeYAML(b, value, indent+"  ")
			return
		}
	case []any:
		b.WriteString("\n")
		for _, item := range value {
			b.WriteString(indent + "  -")
			if object, ok := item.(yaml.MapSlice); ok && len(object) > 0 {
				b.WriteString(" ")
				writeYAML(b, object, indent+"    ")
			} else {
				b.WriteString(" " + scalarYAML(item) + "\n")
			}
		}
		return
	}
	b.WriteString(" " + scalarYAML(value) + "\n")
}

func scalarYAML(value any) string {
	if text, ok := value.(string); ok && bare.MatchString(text) && text != "true" && text != "false" && text != "null" {
		return text
	}
	return asJSON(value)
}
