package dump

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// sketch is a way to write a network down: first all nodes, then all edges. A failure to write shows in the writer's Flush.
type sketch interface {
	begin(node, edge []attribute)
	node(n spot)
	between()
	edge(l line)
	end()
}

// graphml writes GraphML, as NetworkX, igraph, Gephi and yEd read it. Places, colours and sizes are attributes.
type graphml struct {
	w              *bufio.Writer
	onNode, onEdge []attribute
}

func newGraphML(w *bufio.Writer) sketch { return &graphml{w: w} }

// drawing are the attributes that say how a node is drawn.
var drawing = []attribute{
	{"label", "string", "What it is called, in English where it has an English name."},
	{"x", "double", "Where it stands."}, {"y", "double", "Where it stands."},
	{"color", "string", "The colour of its type."}, {"size", "double", "The more links, the larger."},
}

func (g *graphml) begin(node, edge []attribute) {
	g.onNode, g.onEdge = append(drawing[:len(drawing):len(drawing)], node...), edge
	fmt.Fprint(g.w, xml.Header, `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">`, "\n")
	g.keys("node", g.onNode)
	g.keys("edge", g.onEdge)
	fmt.Fprint(g.w, ` <graph id="praxis" edgedefault="directed">`, "\n")
}

func (g *graphml) keys(of string, attributes []attribute) {
	for _, a := range attributes {
		kind := a.kind
		if kind == "integer" {
			kind = "int"
		}
		fmt.Fprintf(g.w, ` <key id="%s.%s" for="%[1]s" attr.name="%[2]s" attr.type="%s"><desc>%s</desc></key>`+"\n", of, a.name, kind, escaped(a.about))
	}
}

func (g *graphml) node(n spot) {
	fmt.Fprintf(g.w, `  <node id="%s">`, n.id)
	g.data("node", g.onNode, append([]string{n.label, number(n.at.X), number(n.at.Y), n.colour, number(n.size)}, n.values...))
	fmt.Fprint(g.w, "</node>\n")
}

func (g *graphml) between() {}

func (g *graphml) edge(l line) {
	fmt.Fprintf(g.w, `  <edge id="%s" source="%s" target="%s">`, l.id, l.from, l.to)
	g.data("edge", g.onEdge, l.values)
	fmt.Fprint(g.w, "</edge>\n")
}

func (g *graphml) data(of string, attributes []attribute, values []string) {
	for i, value := range values {
		if value != "" {
			fmt.Fprintf(g.w, `<data key="%s.%s">%s</data>`, of, attributes[i].name, escaped(value))
		}
	}
}

func (g *graphml) end() { fmt.Fprint(g.w, " </graph>\n</graphml>\n") }

// gexf writes GEXF 1.2, which Gephi draws as it stands and which NetworkX reads too.
type gexf struct{ w *bufio.Writer }

func newGEXF(w *bufio.Writer) sketch { return &gexf{w} }

func (g *gexf) begin(node, edge []attribute) {
	fmt.Fprint(g.w, xml.Header, `<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">`,
		"\n <meta><creator>praxis</creator></meta>\n <graph mode=\"static\" defaultedgetype=\"directed\">\n")
	g.attributes("node", node)
	g.attributes("edge", edge)
	fmt.Fprint(g.w, "  <nodes>\n")
}

func (g *gexf) attributes(of string, attributes []attribute) {
	fmt.Fprintf(g.w, "  <attributes class=\"%s\">\n", of)
	for i, a := range attributes {
		fmt.Fprintf(g.w, `   <attribute id="%d" title="%s" type="%s"/>`+"\n", i, a.name, a.kind)
	}
	fmt.Fprint(g.w, "  </attributes>\n")
}

func (g *gexf) node(n spot) {
	fmt.Fprintf(g.w, `   <node id="%s" label="%s">`, n.id, escaped(n.label))
	g.values(n.values)
	var red, green, blue int
	fmt.Sscanf(n.colour, "#%02x%02x%02x", &red, &green, &blue) // colour wrote it
	fmt.Fprintf(g.w, `<viz:position x="%s" y="%s" z="0.0"/><viz:size value="%s"/><viz:color r="%d" g="%d" b="%d"/></node>`+"\n",
		number(n.at.X), number(n.at.Y), number(n.size), red, green, blue)
}

func (g *gexf) between() { fmt.Fprint(g.w, "  </nodes>\n  <edges>\n") }

func (g *gexf) edge(l line) {
	fmt.Fprintf(g.w, `   <edge id="%s" source="%s" target="%s" label="%s">`, l.id, l.from, l.to, escaped(l.label))
	g.values(l.values)
	fmt.Fprint(g.w, "</edge>\n")
}

func (g *gexf) values(values []string) {
	fmt.Fprint(g.w, "<attvalues>")
	for i, value := range values {
		if value != "" {
			fmt.Fprintf(g.w, `<attvalue for="%d" value="%s"/>`, i, escaped(value))
		}
	}
	fmt.Fprint(g.w, "</attvalues>")
}

func (g *gexf) end() { fmt.Fprint(g.w, "  </edges>\n </graph>\n</gexf>\n") }

func escaped(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text)) // a Builder takes everything
	return b.String()
}

func number(n float64) string { return strconv.FormatFloat(n, 'f', 2, 64) }
