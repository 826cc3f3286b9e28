package kb

import "fmt"

// Untranslated are the texts of a body that are answered in another language than the wanted one, in the order of their
// paths. Where none is wanted all are answered as they were written, and all are told.
func Untranslated(body map[string]any, want string) []*UntranslatedText {
	all := []*UntranslatedText{}
	untranslated("", body, want, &all)
	return all
}

func untranslated(path string, value any, want string, all *[]*UntranslatedText) {
	switch v := value.(type) {
	case []any:
		for i, item := range v {
			untranslated(fmt.Sprintf("%s/%d", path, i), item, want, all)
		}
	case map[string]any:
		if v[OriginalKey] != nil {
			if language := answered(v, want); language != want {
				*all = append(*all, &UntranslatedText{Path: path, Language: language})
			}
			return
		}
		for _, name := range SortedKeys(v) {
			untranslated(at(path, name), v[name], want, all)
		}
	}
}

// answered is the language that a stored text is answered in.
func answered(text map[string]any, want string) string {
	stored, _ := Canonical(text) // it came as JSON
	_, language := Text{string(stored)}.Best(want)
	return language
}
