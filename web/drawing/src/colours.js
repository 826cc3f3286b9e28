// Colours of types: those of the pages for practices and transfers, and others that are told apart from them and from each
// other, in light and in dark.
const wheel = [
  "#4e79a7", "#b04a9a", "#d37295", "#8d6b57", "#86a33a", "#c2a13a", "#3fa7a0", "#7a6fc0", "#5f9e4a", "#7d3c78",
  "#6b8e9e", "#d0622b", "#3d5fc4", "#a3324e", "#9a8f2c", "#2f7f94", "#c78ac0", "#6d7a3e", "#4b4f8f", "#b5835a",
];
const own = { PRACTICE: "--accent", TRANSFER: "--warm" };

export function colours(element, types) {
  const style = getComputedStyle(element);
  const page = (name) => style.getPropertyValue(name).trim();
  const others = types.filter((type) => !own[type]);
  return {
    of: (type) => (own[type] ? page(own[type]) : wheel[others.indexOf(type) % wheel.length]),
    ink: page("--ink"), paper: page("--paper"), line: page("--line"), accent: page("--accent"), sans: page("--sans"),
  };
}
