// What the picture is steered by: search, filters, buttons and keys.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const mostOffered = 12;

export function controls({ figure, sigma, graph, columns, colour, look, leave }) {
  const field = (name) => figure.querySelector(`[data-${name}]`);
  const redraw = () => sigma.refresh({ skipIndexation: true });
  filters({ field, columns, colour, look, redraw });
  search({ field, sigma, graph, columns, look, leave, redraw });
  keys({ field, sigma, figure });
}

function filters({ field, columns, colour, look, redraw }) {
  const theme = field("theme");
  [...columns.themes].sort((a, b) => a.name.localeCompare(b.name)).forEach(({ id, name }) => theme.add(new Option(name, id)));
  theme.addEventListener("change", () => { look.theme = theme.value; redraw(); });
  const type = field("type");
  const here = new Set(columns.types.map((i) => columns.typeNames[i]));
  [...type.options].forEach((option) => option.value && !here.has(option.value) && option.remove());
  type.addEventListener("change", () => { look.type = type.value; redraw(); });
  field("legend").replaceChildren(...[...type.options].filter((option) => option.value).map((option) => mark(option, colour)));
}

function mark(option, colour) {
  const item = document.createElement("li"), svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 12 12");
  svg.setAttribute("width", 12);
  svg.setAttribute("height", 12);
  svg.setAttribute("aria-hidden", true);
  const dot = document.createElementNS(svg.namespaceURI, "circle");
  for (const [name, value] of Object.entries({ cx: 6, cy: 6, r: 5, fill: colour.of(option.value) })) dot.setAttribute(name, value);
  svg.append(dot);
  item.append(svg, ` ${option.text}`);
  return item;
}

// search offers names, goes to what is chosen, and opens its page when it is chosen once more.
function search({ field, sigma, graph, columns, look, leave, redraw }) {
  const input = field("find"), offered = field("offered"), said = field("said");
  const folded = columns.names.map(fold);
  const matching = (text) => {
    const wanted = fold(text.trim()), places = [];
    for (let i = 0; wanted && i < folded.length && places.length < mostOffered; i++) if (folded[i].includes(wanted)) places.push(i);
    return places.sort((a, b) => (folded[a] === wanted ? 0 : 1) - (folded[b] === wanted ? 0 : 1));
  };
  input.addEventListener("input", () => offered.replaceChildren(...matching(input.value).map((i) => new Option("", columns.names[i]))));
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [place] = matching(input.value), id = columns.ids[place];
    if (id && id === look.found) return leave(id);
    look.found = id ?? null;
    said.textContent = id ? `${columns.names[place]} (${columns.degrees[place]})` : "–";
    redraw();
    if (id) sigma.getCamera().animate({ ...position(sigma, id), ratio: 0.25 }, { duration: still() ? 0 : 400 });
  });
}

const position = (sigma, id) => { const { x, y } = sigma.getNodeDisplayData(id); return { x, y }; };
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function keys({ field, sigma, figure }) {
  const camera = sigma.getCamera();
  const to = (state) => camera.animate(state, { duration: still() ? 0 : 150 });
  const move = (x, y) => to({ x: camera.x + x * camera.ratio, y: camera.y + y * camera.ratio });
  const act = {
    "+": () => to({ ratio: camera.ratio / 1.5 }), "=": () => act["+"](), "-": () => to({ ratio: camera.ratio * 1.5 }), 0: () => to({ x: 0.5, y: 0.5, ratio: 1 }),
    ArrowLeft: () => move(-0.1, 0), ArrowRight: () => move(0.1, 0), ArrowUp: () => move(0, 0.1), ArrowDown: () => move(0, -0.1),
  };
  figure.querySelector(".zoom").hidden = false;
  figure.querySelectorAll("[data-key]").forEach((button) => button.addEventListener("click", () => act[button.dataset.key]()));
  field("stage").addEventListener("keydown", (event) => {
    if (!act[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act[event.key]();
  });
}
