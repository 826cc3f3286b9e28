package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/praxis-kb/praxis/desk"
)

// TestChangeSetsByWords finds change sets by what was said of them, which search leaves out.
func TestChangeSetsByWords(t *testing.T) {
	w := newWriting(t, desk.Options{}).ground()
	for _, message := range []string{"Limits of the house", "Costs of the house", "Limits, 100% sure"} {
		w.wrote("fay", `updatePractice(input: {message: "`+message+`", id: "practice/p", practice: {limits: {language: EN, text: "`+message+`"}}})`)
	}
	for arguments, want := range map[string]string{
		`text: "limits"`:            "4 2",
		`text: "LIMITS house"`:      "2",
		`text: "fay costs"`:         "3",
		`text: "100%"`:              "4",
		`text: "0%0"`:               "",
		`text: "limits", since: 2`:  "4",
		`text: "of fay", since: 0`:  "2 3",
		`text: " "`:                 "4 3 2 1",
		`text: "limits' OR 1=1 --"`: "",
	} {
		var got struct {
			ChangeSets struct {
				TotalCount int
				Nodes      []struct{ Sequence int }
			}
		}
		w.send("nobody", `{ changeSets(`+arguments+`) { totalCount nodes { sequence } } }`, &got)
		var found []string
		for _, n := range got.ChangeSets.Nodes {
			found = append(found, string(rune('0'+n.Sequence)))
		}
		if strings.Join(found, " ") != want || got.ChangeSets.TotalCount != len(found) {
			t.Errorf("%s: %v, %d in all", arguments, found, got.ChangeSets.TotalCount)
		}
	}
	many := strings.Join(slices.Repeat([]string{"a"}, 17), " ")
	if _, code := w.send("nobody", `{ changeSets(text: "`+many+`") { totalCount nodes { sequence } } }`, nil); code != "INVALID" {
		t.Errorf("17 words: %s", code)
	}
}
