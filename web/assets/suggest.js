// A combobox with a list, after the WAI-ARIA Authoring Practices. A question that is overtaken by the next is taken back,
// so there is nothing to wait for.
let count = 0;

export function suggest(input) {
  const list = document.createElement("ul");
  list.id = `suggestions-${++count}`;
  list.role = "listbox";
  list.ariaLabel = input.labels[0]?.textContent ?? input.placeholder;
  list.hidden = true;
  input.after(list);
  input.role = "combobox";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.ariaExpanded = "false";

  let asked = new AbortController();
  let active = -1;

  const close = () => {
    asked.abort();
    list.hidden = true;
    input.ariaExpanded = "false";
    choose(-1);
  };

  const choose = (index) => {
    active = index;
    [...list.children].forEach((option, i) => (option.ariaSelected = String(i === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    }
  };

  const show = (asked, found) => {
    list.dataset.asked = asked;
    list.replaceChildren(...found.map((one, i) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${i}`;
      option.role = "option";
      option.dataset.address = one.address;
      option.dataset.fill = `${one.text} (${one.id})`;
      option.append(one.text);
      if (one.language) option.lang = one.language;
      const kind = document.createElement("span");
      kind.className = "help";
      kind.lang = document.documentElement.lang;
      kind.append(` ${one.kind}`);
      option.append(kind);
      return option;
    }));
    choose(-1);
    list.hidden = !found.length;
    input.ariaExpanded = String(found.length > 0);
  };

  input.addEventListener("input", async () => {
    asked.abort();
    if (!input.value.trim()) return close();
    asked = new AbortController();
    const typed = input.value;
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}&types=${input.dataset.types ?? ""}`, { signal: asked.signal });
      if (answer.ok) show(typed, await answer.json());
    } catch {
      // taken back, or offline: the form still works
    }
  });

  input.addEventListener("keydown", (event) => {
    const options = list.children.length;
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "ArrowDown" && !list.hidden) choose(active + 1 < options ? active + 1 : -1);
    else if (event.key === "ArrowUp" && !list.hidden) choose(active < 0 ? options - 1 : active - 1);
    else return;
    event.preventDefault();
  });

  // take goes to what was chosen, or in a form puts it into the box.
  const take = (option) => {
    if (input.dataset.fill === undefined) return location.assign(option.dataset.address);
    input.value = option.dataset.fill;
    close();
  };

  input.form.addEventListener("submit", (event) => {
    if (active < 0) return;
    event.preventDefault();
    take(list.children[active]);
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
}
