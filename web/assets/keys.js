// Keys of one letter: / to the search box, j and k through results, ? for help. They can be switched off, since those who
// speak to their computer would press them unawares.
const off = "praxis-keys-off";

export function keys(help) {
  const listen = help.querySelector("input");
  listen.checked = !localStorage.getItem(off);
  listen.addEventListener("change", () => (listen.checked ? localStorage.removeItem(off) : localStorage.setItem(off, "1")));

  const act = {
    "/": () => document.getElementById("q").focus(),
    "?": () => help.showModal(),
    j: () => move(1),
    k: () => move(-1),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const does = act[event.key];
    if (!does || typing || help.open || !listen.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    does();
  });
  document.querySelectorAll("[data-help]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => help.showModal());
  });
}

// move goes from one result to the next.
function move(by) {
  const links = [...document.querySelectorAll(".results > li :is(h2, h3) a, .cards > li :is(h2, h3) a")];
  const here = links.findIndex((link) => link.closest("li").contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by;
  links[next]?.focus();
}
