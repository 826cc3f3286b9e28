// What scripts add to pages that work without them: suggestions while typing, pictures that can be moved, and keys.
import { suggest } from "./suggest.js";
import { keys } from "./keys.js";

document.querySelectorAll("input[data-suggest]").forEach(suggest);
const pictures = document.querySelectorAll("[data-zoom]");
if (pictures.length) {
  import("./zoom.js").then(({ zoom }) => pictures.forEach(zoom));
  import("./filter.js").then(({ filter }) => pictures.forEach(filter));
}
keys(document.getElementById("keys"));
