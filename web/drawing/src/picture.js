import Sigma from "sigma";
import { colours } from "./colours.js";
import { graphOf, load } from "./columns.js";
import { controls } from "./controls.js";

export async function open(figure) {
  const columns = await load(figure.dataset.graph);
  const colour = colours(figure, columns.typeNames);
  const graph = graphOf(columns, colour);
  const stage = figure.querySelector("[data-stage]");
  figure.querySelector("[data-picture]").hidden = false;
  const look = { type: "", theme: "", near: null, found: null };
  const sigma = new Sigma(graph, stage, {
    labelColor: { color: colour.ink }, labelFont: colour.sans, labelSize: 13, labelRenderedSizeThreshold: 7, labelDensity: 0.6,
    defaultEdgeColor: colour.line, zIndex: true, minCameraRatio: 0.02, maxCameraRatio: 2, stagePadding: 40,
    defaultDrawNodeHover: hover(colour),
    nodeReducer: (id, node) => seen(id, node, look, graph),
    edgeReducer: (edge, link) => tied(edge, link, look, graph, colour),
  });
  const leave = (id) => location.assign(new URL(id, new URL(figure.dataset.root, location.href)));
  sigma.on("clickNode", ({ node }) => leave(node));
  sigma.on("enterNode", ({ node }) => { look.near = node; stage.style.cursor = "pointer"; sigma.refresh({ skipIndexation: true }); });
  sigma.on("leaveNode", () => { look.near = null; stage.style.cursor = ""; sigma.refresh({ skipIndexation: true }); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => repaint(sigma, graph, Object.assign(colour, colours(figure, columns.typeNames))));
  controls({ figure, sigma, graph, columns, colour, look, leave });
  figure.dataset.drawn = graph.order;
}

// repaint takes the colours of the page when it turns light or dark.
function repaint(sigma, graph, colour) {
  graph.updateEachNodeAttributes((id, node) => ({ ...node, color: colour.of(node.type_) }), { attributes: ["color"] });
  sigma.setSetting("labelColor", { color: colour.ink });
  sigma.setSetting("defaultEdgeColor", colour.line);
  sigma.refresh();
}

// kept tells whether the filters let an entity be seen.
const kept = (node, look) => (!look.type || node.type_ === look.type) && (!look.theme || node.about.has(look.theme));

function seen(id, node, look, graph) {
  const shown = { ...node, hidden: !kept(node, look) };
  if (id === look.found) Object.assign(shown, { highlighted: true, forceLabel: true, zIndex: 2 });
  if (look.near && id !== look.near && graph.areNeighbors(id, look.near)) Object.assign(shown, { forceLabel: true, zIndex: 1 });
  return shown;
}

function tied(edge, link, look, graph, colour) {
  const [from, to] = graph.extremities(edge);
  const hidden = !kept(graph.getNodeAttributes(from), look) || !kept(graph.getNodeAttributes(to), look);
  const centre = look.near ?? look.found;
  return from === centre || to === centre ? { ...link, hidden, color: colour.accent, size: 1.5, zIndex: 1 } : { ...link, hidden };
}

// hover draws the name of what is pointed at on the paper of the page.
const hover = (colour) => (context, node, settings) => {
  context.font = `${settings.labelSize}px ${settings.labelFont}`;
  const wide = context.measureText(node.label).width, high = settings.labelSize + 8;
  context.fillStyle = colour.paper;
  context.strokeStyle = colour.accent;
  context.beginPath();
  context.roundRect(node.x + node.size + 1, node.y - high / 2, wide + 10, high, 4);
  context.fill();
  context.stroke();
  context.fillStyle = colour.ink;
  context.fillText(node.label, node.x + node.size + 6, node.y + settings.labelSize / 3);
};
