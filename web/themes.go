package web

// Branch is a concept with those that are narrower.
type Branch struct {
	Node   map[string]any
	Count  int // of what is about it, or about what is narrower where that is another
	Within []Branch
}

// Tree orders the concepts of a list by what they are narrower than. A concept whose wider one is not in the list
// stands at the top.
func (p *Page) Tree(connection any) []Branch {
	all := nodes(connection)
	known, below := map[any]bool{}, map[any][]map[string]any{}
	for _, one := range all {
		known[one["id"]] = true
	}
	for _, one := range all {
		var wider any
		if broader, ok := one["broader"].(map[string]any); ok && known[broader["id"]] {
			wider = broader["id"]
		}
		below[wider] = append(below[wider], one)
	}
	return p.branches(below, nil)
}

func (p *Page) branches(below map[any][]map[string]any, of any) []Branch {
	var all []Branch
	for _, one := range below[of] {
		practices, _ := one["practices"].(map[string]any)
		all = append(all, Branch{Node: one, Count: p.Int(practices["totalCount"]), Within: p.branches(below, one["id"])})
	}
	return all
}
