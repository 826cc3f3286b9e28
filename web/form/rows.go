package form

import (
	"strconv"
	"strings"
)

// Act does what a button of a form asks for: "add results", "remove results.0", "up sections.2" or "down sections.0". It
// gives the value, and the name of the control to go on at.
func (s *Shape) Act(value map[string]any, do string) (focus string) {
	act, path, _ := strings.Cut(do, " ")
	path, field, _ := strings.Cut(path, " ")
	parts := strings.Split(path, ".")
	switch act {
	case "add":
		n := 0
		edit(value, parts, func(list []any) []any {
			n = len(list)
			return append(list, s.fresh(parts[len(parts)-1], field))
		})
		return under(path, strconv.Itoa(n))
	case "remove":
		at(value, parts, func(list []any, i int) []any { return append(list[:i:i], list[i+1:]...) })
		return strings.Join(parts[:len(parts)-1], ".")
	case "up", "down":
		by := map[string]int{"up": -1, "down": 1}[act]
		at(value, parts, func(list []any, i int) []any {
			if j := i + by; j >= 0 && j < len(list) {
				list[i], list[j] = list[j], list[i]
				path = under(strings.Join(parts[:len(parts)-1], "."), strconv.Itoa(j))
			}
			return list
		})
	}
	return path
}

// fresh is a new row: what it cites is mostly said by the source in so many words.
func (s *Shape) fresh(list, field string) any {
	if list != "citations" {
		return nil
	}
	row := map[string]any{"basis": "STATED"}
	if field != "" {
		row["field"] = field
	}
	return row
}

// at changes the list in which the last of parts is a row.
func at(value map[string]any, parts []string, change func([]any, int) []any) {
	last := len(parts) - 1
	i, err := strconv.Atoi(parts[last])
	if err != nil || last == 0 {
		return
	}
	edit(value, parts[:last], func(list []any) []any {
		if i < 0 || i >= len(list) {
			return list
		}
		return change(list, i)
	})
}

// edit changes a list of a value; what leads to it is made where it is missing.
func edit(value map[string]any, parts []string, change func([]any) []any) {
	if len(parts) == 1 {
		list, _ := value[parts[0]].([]any)
		value[parts[0]] = change(list)
		return
	}
	row, err := strconv.Atoi(parts[1])
	if err != nil {
		inner, _ := value[parts[0]].(map[string]any)
		if inner == nil {
			inner = map[string]any{}
			value[parts[0]] = inner
		}
		edit(inner, parts[1:], change)
		return
	}
	list, _ := value[parts[0]].([]any)
	if row < 0 || row >= len(list) || len(parts) < 3 {
		return
	}
	inner, _ := list[row].(map[string]any)
	if inner == nil {
		inner = map[string]any{}
		list[row] = inner
	}
	edit(inner, parts[2:], change)
}
