// The list of results, drawn in slices: a whole list of twelve holds a slow phone for longer than a letter may take. The theme makes each
// group in a list of its own that nobody sees; from there it is moved to the one that is seen. Needs bridge.js before it.
(function () {
  "use strict";

  const bridge = globalThis.kbBridge;
  const list = document.querySelector(".md-search-result__list");
  const workshop = document.querySelector("[data-kb-search=workshop]");
  if (!bridge || !list || !workshop) return;

  const SLICE = 6; // milliseconds of script; the layout and the painting of what it made take about three times as long

  let drawn = []; // what each group in the list was made of
  let waiting = []; // [what it is made of, group]
  let frame = 0;
  let timer = 0;

  bridge.box.addEventListener("list", ({ detail }) => draw(detail));
  // Keys go to what is there: all of it.
  list.closest(".md-search").addEventListener("keydown", ({ key }) => { if (["ArrowDown", "ArrowUp", "Enter", "Tab"].includes(key)) finish(); }, true);
  // The icon of a result is a picture, and reading it takes as long as a slice: it is read before the first answer, and not while the box opens.
  document.getElementById("__search").addEventListener("change", () => setTimeout(() => list.classList.add("kb-list--ready"), 300), { once: true });
  list.addEventListener("toggle", ({ target }) => keepInSight(target), true);

  // The groups at the head that did not change stay as they are.
  function draw(groups) {
    const wanted = groups.map((group) => [JSON.stringify(group), group]);
    const changed = wanted.findIndex(([made], at) => made !== drawn[at]);
    const same = changed < 0 ? wanted.length : changed;
    while (list.children.length > same) list.lastElementChild.remove();
    drawn.length = same;
    waiting = wanted.slice(same);
    slice();
  }

  function slice() {
    const began = performance.now();
    if (waiting.length) drawNext(); // one at least
    while (waiting.length && performance.now() - began < SLICE) drawNext();
    goOnLater();
  }

  function finish() {
    while (waiting.length) drawNext();
    goOnLater();
  }

  // A slice and its layout are two tasks.
  function goOnLater() {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    list.setAttribute("aria-busy", String(waiting.length > 0));
    if (waiting.length) frame = requestAnimationFrame(() => { timer = setTimeout(slice); });
  }

  function drawNext() {
    const [made, group] = waiting.shift();
    bridge.draw(group);
    for (const stop of workshop.querySelectorAll("a, summary")) stop.tabIndex = 0; // the theme's arrows reach them, and so does Tab
    list.append(...workshop.children);
    drawn.push(made);
  }

  // Places of a page that are folded back above the window take what is read with them.
  function keepInSight(details) {
    const window = list.closest(".md-search__scrollwrap");
    if (!details.open && details.offsetTop <= window.scrollTop) window.scrollTo({ top: details.offsetTop });
  }

  globalThis.kbList = { finish };
})();
