// The legend of a picture chooses what the picture shows: each entry gets a box to tick. What belongs to several kinds, such
// as a tie between two, is seen while all of them are.
export function filter(figure) {
  const off = new Set();
  const parts = figure.querySelectorAll("[data-kinds]");
  const show = () => parts.forEach((part) => part.classList.toggle("off", part.dataset.kinds.split(" ").some((kind) => off.has(kind))));
  figure.querySelectorAll(".legend [data-kind]").forEach((entry) => {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = true;
    box.addEventListener("change", () => {
      off[box.checked ? "delete" : "add"](entry.dataset.kind);
      show();
    });
    const label = document.createElement("label");
    label.append(box, ...entry.childNodes);
    entry.append(label);
  });
}
