package web

import "slices"

// dumpFormats are the forms that the graph can be taken home in, the most asked for first.
var dumpFormats = []string{"csv", "jsonl", "nt", "jsonld", "gexf", "graphml", "sqlite", "yaml"}

// DumpFormats are the forms that the graph can be taken home in.
func (p *Page) DumpFormats() []string { return dumpFormats }

// Dump is the address of something below /dump/, which is the same in all languages.
func (p *Page) Dump(path string) string { return p.site.Base + "dump/" + path }

// Licences are those of the sources that the page asked for, each once.
func (p *Page) Licences() (all []string) {
	sources, _ := p.Data["sources"].(map[string]any)
	nodes, _ := sources["nodes"].([]any)
	for _, node := range nodes {
		source, _ := node.(map[string]any)
		all = append(all, toString(source["licence"]))
	}
	slices.Sort(all)
	return slices.Compact(all)
}
