package alignment

import (
	"fmt"
	"strings"

	"github.com/praxis-kb/praxis/kb"
)

// endOf is where an alignment leads, with what it carries.
func endOf(line map[string]string) *kb.LinkEnd {
	end := &kb.LinkEnd{To: line[factorColumn], Properties: map[string]any{"relation": line[relationColumn]}}
	if note := gather(line, "note"); note != nil {
		end.Properties["note"] = note
	}
	for i := 1; ; i++ {
		citation := map[string]any{}
		prefix := fmt.Sprintf("citation_%d_", i)
		for _, part := range parts[:5] {
			if cell := line[prefix+part]; cell != "" {
				citation[part] = cell
			}
		}
		if reason := gather(line, prefix+"reason"); reason != nil {
			citation["reason"] = reason
		}
		if len(citation) == 0 {
			return end
		}
		end.Citations = append(end.Citations, citation)
	}
}

// gather is a text of its columns; nil where all are empty. The language it was written in is that of the only cell
// where none is named.
func gather(line map[string]string, name string) any {
	text, original := map[string]any{}, line[name+"_"+languageColumn]
	for column, cell := range line {
		language, ok := strings.CutPrefix(column, name+"_")
		if ok && language != languageColumn && cell != "" {
			text[language] = cell
		}
	}
	if len(text) == 0 {
		return nil
	}
	for language := range text {
		if original == "" && len(text) == 1 {
			original = language
		}
	}
	text[kb.OriginalKey] = original
	return text
}
