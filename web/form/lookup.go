package form

import "strconv"

// Sought is what a link was filled in with: an id, or words to look for among what it may lead to.
type Sought struct {
	Path, Words string
	Leads       []string
}

// Links are all links that were filled in.
func (s *Shape) Links(value any, path string) []Sought {
	var all []Sought
	switch s.Kind {
	case Group:
		m, _ := value.(map[string]any)
		for _, f := range s.Fields {
			all = append(all, f.Links(m[f.Name], under(path, f.Name))...)
		}
	case List:
		list, _ := value.([]any)
		for i, item := range list {
			all = append(all, s.Item.Links(item, under(path, strconv.Itoa(i)))...)
		}
	case Link:
		if words := toString(value); words != "" {
			all = append(all, Sought{path, words, s.Leads})
		}
	}
	return all
}
