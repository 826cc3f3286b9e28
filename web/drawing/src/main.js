// The picture of the whole graph: a figure of the page with data-graph, which names where its columns come from.
import { open } from "./picture.js";

for (const figure of document.querySelectorAll("figure[data-graph]")) {
  open(figure).catch((reason) => {
    console.warn(reason); // the page has all of it as a table
    figure.querySelector("[data-failed]").hidden = false;
    figure.querySelector("[data-picture]").hidden = true;
  });
}
