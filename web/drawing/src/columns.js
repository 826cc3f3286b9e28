import { DirectedGraph } from "graphology";

// load asks for the columns. The first who asks after a change waits until everything has been placed, which may take longer
// than an answer may: then it is asked once more.
export async function load(address) {
  for (let again = 3; ; again--) {
    const answer = await fetch(address);
    if (answer.ok) return answer.json();
    if (!again || answer.status !== 503) throw new Error(`${address}: ${answer.status}`);
  }
}

// graphOf makes a graph of columns: the same place in each is one entity, and in from and to one link.
export function graphOf(columns, colours) {
  const graph = new DirectedGraph({ multi: false });
  const small = columns.ids.length > 3000 ? 0.6 : 1;
  columns.ids.forEach((id, i) => {
    const type = columns.typeNames[columns.types[i]];
    graph.addNode(id, {
      label: columns.names[i], x: columns.x[i], y: columns.y[i], type_: type, about: new Set(),
      size: small * (2 + Math.sqrt(columns.degrees[i])), color: colours.of(type),
    });
  });
  columns.about.forEach((places, theme) => places.forEach((i) => graph.getNodeAttribute(columns.ids[i], "about").add(columns.themes[theme].id)));
  columns.from.forEach((from, i) => graph.mergeEdge(columns.ids[from], columns.ids[columns.to[i]]));
  return graph;
}
