// GraphiQL over the public contract. It asks its own host only: workers, styles and fonts come from there or from the system.
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./console.css";
import { createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { createGraphiQLFetcher } from "@graphiql/toolkit";

const examples = Object.values(import.meta.glob("../../examples/*.graphql", { query: "?raw", import: "default", eager: true }));
const title = (query) => query.split("\n")[0].replace(/^#\s*/, "");

const EXAMPLES_PLUGIN = {
  title: "Examples",
  icon: () => h("svg", { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", strokeWidth: 1.5, "aria-hidden": true },
    h("path", { d: "M5 4h14v16H5zM8.5 8.5h7M8.5 12h7M8.5 15.5h4" })),
  content: () => h("div", { className: "examples" }, h("h2", null, "Examples"),
    h("ul", null, examples.map((query) => h("li", { key: query },
      h("a", { href: `?query=${encodeURIComponent(query)}` }, title(query)))))),
};

const asked = new URLSearchParams(location.search);
createRoot(document.getElementById("console")).render(h(GraphiQL, {
  fetcher: createGraphiQLFetcher({ url: new URL("../graphql", location.href.replace(/[?#].*/, "")).href }),
  initialQuery: asked.get("query") ?? undefined,
  initialVariables: asked.get("variables") ?? undefined,
  defaultQuery: examples[0],
  plugins: [HISTORY_PLUGIN, EXAMPLES_PLUGIN],
}));
