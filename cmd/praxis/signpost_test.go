package main

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var header = regexp.MustCompile(`^<([^>]+)>; rel="([^"]+)"(?:; type="([^"]+)")?$`)

// posted are the addresses in the headers of a page, by what they lead to.
func posted(t *testing.T, address string) map[string][]string {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	all := map[string][]string{}
	for _, text := range res.Header.Values("Link") {
		m := header.FindStringSubmatch(text)
		if m == nil {
			t.Fatalf("%s has the header %s", address, text)
		}
		all[m[2]] = append(all[m[2]], m[1])
	}
	return all
}

// TestSignposts follows what pages say to programs that harvest data, in their headers and in the linkset.
func TestSignposts(t *testing.T) {
	s := startFound(t)
	for path, want := range map[string]map[string]string{
		"/fr/practice/bapa-bxl": {"cite-as": "/practice/bapa-bxl", "describedby": "/practice/bapa-bxl.jsonld", "collection": "/practice", "linkset": "/practice/bapa-bxl.linkset.json", "type": "https://schema.org/Article"},
		"/practice":             {"item": "/practice/bapa-bxl", "collection": "/data"},
		"/data":                 {"cite-as": "/data", "describedby": "/dump/catalogue.ttl", "linkset": "/data.linkset.json", "item": "/dump/praxis.nt", "type": "https://schema.org/Dataset"},
	} {
		links := posted(t, s.url+path)
		if !slices.Contains(links["license"], "https://creativecommons.org/licenses/by/4.0/") {
			t.Errorf("%s has no licence: %v", path, links)
		}
		for rel, address := range want {
			if !strings.HasPrefix(address, "https://") {
				address = s.url + address
			}
			if !slices.Contains(links[rel], address) {
				t.Errorf("%s has %q as %s, not %s", path, links[rel], rel, address)
			}
		}
		for rel, addresses := range links {
			for _, address := range addresses {
				if strings.HasPrefix(address, s.url) && rel != "alternate" {
					if status, _ := get(t, address); status != http.StatusOK {
						t.Errorf("%s: %s %s is answered %d", path, rel, address, status)
					}
				}
			}
		}
	}
	var set struct {
		Linkset []map[string]any
	}
	_, body := get(t, s.url+"/practice/bapa-bxl.linkset.json")
	if err := json.Unmarshal([]byte(body), &set); err != nil || len(set.Linkset) != 1 || set.Linkset[0]["anchor"] != s.url+"/practice/bapa-bxl" || set.Linkset[0]["cite-as"] == nil {
		t.Errorf("the linkset is %s (%v)", body, err)
	}
	for path, want := range map[string]string{"/dataset.jsonld": `"@type": "Dataset"`, "/catalog.ttl": "a dcat:Catalog ;"} {
		if _, body := get(t, s.url+path); !strings.Contains(body, want) || !strings.Contains(body, s.url+"/dump/praxis.nt") {
			t.Errorf("%s answers %s", path, body)
		}
	}
}
