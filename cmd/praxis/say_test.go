package main

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestWhatPagesSay looks for what somebody comes to a page for.
func TestWhatPagesSay(t *testing.T) {
	s := startFound(t)
	for path, parts := range map[string][]string{
		"/en/city/brussels":                                {"181,726", "the one we use", "Practices that others took from here", "What would fit here", "Cities like it", "Belgium"},
		"/fr/city/brussels":                                {"Belgique", `<html lang="fr">`},
		"/en/practice/bapa-bxl":                            {"as of March 2023", "Who copied it", "Which office to ask", "1,500,000 EUR", `href="#source-1"`},
		"/en/mentoring-scheme/mechelen-capaci":             {"21 June 2021 – 24 June 2021", "3 lessons", "Tutti Capaci"},
		"/en/benchmark/migrant-childrens-access-to-school": {"What no practice shows yet", "alignments.csv"},
		"/en/theme/buddy-scheme":                           {"Patenschaftsprogramm", "Social contact", "search?type=practice&amp;theme="},
		"/en/source/inclucities-brochure":                  {"facts rest on it", "Next page"},
		"/en/compare?p=bapa-bxl&p=milma&p=nothing":         {"Nothing here goes by this name", "Fuenlabrada", "City of Brussels", "Which office to ask"},
		"/en/brief?p=buddies-with-refugees&city=levadia":   {"The problem is the same: Little contact between newcomers and locals.", "what it costs", "Talk at length with schools"},
		"/en/fit?city=levadia":                             {"practices fit", "The problem is the same", "Add to my brief"},
		"/en/practice/buddies-with-refugees":               {`edit?field=targetGroups"`, `edit?field=themes"`, `edit?field=problem"`},
		"/en/fit?city=city/levadia&theme=theme/housing":    {"practices fit", "Housing"},
		"/en/brief?p=practice/milma&city=city/levadia":     {"MILMA"},
		"/en/fit?population=many&money=12":                 {"Inhabitants: this is no number", `value="many"`},
		"/en/practice/bapa-bxl/history":                    {"29 changes.", "Video presenting the pair", "<ins>"},
		"/en/search?q=nothingwhatever":                     {"Nothing was found"},
		"/en/data":                                         {"CC BY 4.0", "practice.csv"},
	} {
		_, body := get(t, s.url+path)
		for _, part := range parts {
			if !strings.Contains(body, part) {
				t.Errorf("%s does not say %q", path, part)
			}
		}
	}
}

// TestContact looks for how the accessibility statement says to reach whoever runs the server.
func TestContact(t *testing.T) {
	for contact, want := range map[string]string{
		"":                     "has not said yet how to be reached",
		"help@city.example":    `<a href="mailto:help@city.example">help@city.example</a>`,
		"https://city.example": `<a href="https://city.example">https://city.example</a>`,
	} {
		s := start(t, "--data", t.TempDir(), "--empty", "--contact", contact)
		if _, body := get(t, s.url+"/en/accessibility"); !strings.Contains(body, want) {
			t.Errorf("%q: without %s", contact, want)
		}
	}
}

// TestExamplesAreAnswered asks what the API page shows.
func TestExamplesAreAnswered(t *testing.T) {
	s := startFound(t)
	_, body := get(t, s.url+"/en/api")
	asked := 0
	for _, address := range links(t, body) {
		if query, shown := strings.CutPrefix(address, "/en/console?"); shown {
			asked++
			if _, answer := get(t, s.url+"/graphql?"+query); strings.Contains(answer, `"errors"`) || !strings.Contains(answer, `"name"`) {
				t.Errorf("%s: %.300s", query, answer)
			}
		}
	}
	if asked < 6 {
		t.Errorf("only %d examples", asked)
	}
}

// TestEveryPageAsksWhatItShows opens the console with the question of each page, filled in.
func TestEveryPageAsksWhatItShows(t *testing.T) {
	s := startFound(t)
	for _, path := range forEachKind(t, s.url) {
		_, body := get(t, s.url+"/en"+path)
		for _, address := range links(t, body) {
			query, shown := strings.CutPrefix(address, "/en/console?")
			if !shown || strings.HasPrefix(path, "/api") {
				continue
			}
			if _, answer := get(t, s.url+"/graphql?"+query); !strings.HasPrefix(answer, `{"data"`) {
				t.Errorf("%s: %.300s", path, answer)
			}
		}
	}
}

// TestFeed reads the feed, all of it and what is about a theme.
func TestFeed(t *testing.T) {
	s := startFound(t)
	for query, want := range map[string]int{"": 40, "?theme=buddy-scheme": 7, "?q=nothingwhatever": 0} {
		var feed struct {
			Updated string `xml:"updated"`
			Entries []struct {
				ID string `xml:"id"`
			} `xml:"entry"`
		}
		_, body := get(t, s.url+"/feed.atom"+query)
		if err := xml.Unmarshal([]byte(body), &feed); err != nil || len(feed.Entries) != want || feed.Updated == "" {
			t.Errorf("%s: %v, %d entries: %.300s", query, err, len(feed.Entries), body)
		}
	}
}

// TestLongListsAreCut brings in more than a page shows at once, and follows the link to all.
func TestLongListsAreCut(t *testing.T) {
	dir := t.TempDir()
	start(t, "--data", dir).stop()
	var b strings.Builder
	b.WriteString("about: many\nentities:\n")
	for i := range 60 {
		fmt.Fprintf(&b, "  - {id: document/many-%d, name: Many %d, kind: REPORT, about: [city/capaci], citations: [{source: source/inclucities-videos, for: [name, about, kind]}]}\n", i, i)
	}
	file := filepath.Join(t.TempDir(), "many.yaml")
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := command(t, "import", "--data", dir, file); err != nil {
		t.Fatal(err)
	}
	s := start(t, "--data", dir)
	s.found(t)
	_, body := get(t, s.url+"/en/city/capaci")
	all := regexp.MustCompile(`<a href="(/en/city/capaci/documents)">Show all (\d+)</a>`).FindStringSubmatch(body)
	if all == nil || strings.Count(body, "/document/many-") > 50 {
		t.Fatalf("the list is not cut, or leads nowhere: %v", all)
	}
	shown := 0
	for path := all[1]; path != ""; {
		_, body := get(t, s.url+path)
		shown += strings.Count(body, `<li><h2 `)
		next := regexp.MustCompile(`rel="next" href="([^"]+)"`).FindStringSubmatch(body)
		path = ""
		if next != nil {
			path = html.UnescapeString(next[1])
		}
	}
	if fmt.Sprint(shown) != all[2] {
		t.Errorf("%d of %s are shown", shown, all[2])
	}
}
