// Pan and zoom of a picture: by its buttons, by + - 0 and the arrows where it has the focus, by dragging, and by the wheel
// with Ctrl. What leads from one thing to others is lit where the pointer or the focus is.
const most = 8;

export function zoom(figure) {
  const svg = figure.querySelector("svg.picture");
  const whole = svg.viewBox.baseVal;
  const { width, height } = whole;
  let [x, y, scale] = [0, 0, 1];

  const draw = () => {
    x = Math.min(Math.max(x, 0), width - width / scale);
    y = Math.min(Math.max(y, 0), height - height / scale);
    svg.setAttribute("viewBox", `${x} ${y} ${width / scale} ${height / scale}`);
    svg.classList.toggle("closer", scale > 1);
  };

  // by zooms around a point, which is given in parts of the picture as it is seen.
  const by = (factor, across = 0.5, down = 0.5) => {
    const next = Math.min(Math.max(scale * factor, 1), most);
    x += (width / scale - width / next) * across;
    y += (height / scale - height / next) * down;
    scale = next;
    draw();
  };

  const pan = (across, down) => {
    x += (across * width) / scale;
    y += (down * height) / scale;
    draw();
  };

  const act = {
    "+": () => by(1.5), "=": () => by(1.5), "-": () => by(1 / 1.5), 0: () => by(0),
    ArrowLeft: () => pan(-0.1, 0), ArrowRight: () => pan(0.1, 0), ArrowUp: () => pan(0, -0.1), ArrowDown: () => pan(0, 0.1),
  };
  const scroll = figure.querySelector(".scroll");
  scroll.scrollLeft = (scroll.scrollWidth - scroll.clientWidth) / 2; // what a picture is about stands in its middle
  figure.querySelector(".zoom").hidden = false;
  figure.querySelectorAll("[data-key]").forEach((button) => button.addEventListener("click", () => act[button.dataset.key]()));
  scroll.addEventListener("keydown", (event) => {
    if (!act[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith("Arrow") && scale === 1) return; // the arrows scroll as ever
    event.preventDefault();
    act[event.key]();
  });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const seen = svg.getBoundingClientRect();
    by(event.deltaY < 0 ? 1.2 : 1 / 1.2, (event.clientX - seen.left) / seen.width, (event.clientY - seen.top) / seen.height);
  }, { passive: false });
  drag(svg, () => scale > 1, pan);
  light(svg);
}

// drag tells how far the pointer is dragged, in parts of the picture as it is seen. A drag is no click.
function drag(svg, movable, pan) {
  let from = null, moved = false;
  svg.addEventListener("pointerdown", (event) => {
    from = movable() && event.button === 0 ? event : null;
    moved = false;
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from) return;
    moved ||= Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > 4;
    if (!moved) return;
    svg.setPointerCapture(event.pointerId);
    const seen = svg.getBoundingClientRect();
    pan((from.clientX - event.clientX) / seen.width, (from.clientY - event.clientY) / seen.height);
    from = event;
  });
  svg.addEventListener("pointerup", () => (from = null));
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("click", (event) => moved && event.preventDefault(), true);
}

// light marks the ties of what is pointed at.
function light(svg) {
  const ties = svg.querySelectorAll("[data-from]");
  const mark = (event) => {
    const id = event.target.closest?.("[data-id]")?.dataset.id;
    ties.forEach((tie) => tie.classList.toggle("lit", Boolean(id) && (tie.dataset.from === id || tie.dataset.to === id)));
  };
  ["pointerover", "focusin", "focusout"].forEach((name) => svg.addEventListener(name, mark));
}
