// What narrows a search: a line of facets, each of which opens its chips below it. What is chosen is in the address that is shared, and
// comes back with it. Needs bridge.js before it.
(function () {
  "use strict";

  const bridge = globalThis.kbBridge;
  const search = document.querySelector(".md-search");
  const line = search?.querySelector("[data-kb-search=facets]");
  if (!bridge || !line) return;

  const query = search.querySelector(".md-search__input");
  const share = search.querySelector("[data-md-component=search-share]");
  const toggle = document.getElementById("__search");

  // counts: what the engine calls it; field: what the bridge, and the address, call it.
  const FACETS = [
    { field: "kinds", counts: "kind", label: "סוג" },
    { field: "scenarios", counts: "scenario", label: "תרחיש" },
    { field: "authorities", counts: "authority", label: line.dataset.kbUnit || "רשות" },
  ];
  const FEW = 12; // chips of a facet before "עוד"; what is chosen is always there
  const CODE = /^[a-z0-9][a-z0-9-]{0,79}$/i; // of what comes from an address
  const MOST_CODES = 20;

  let chosen = nothingChosen();
  let opened = null; // the field whose chips are seen
  let whole = false; // all of them
  let counts = null;
  let drawn = "";

  line.addEventListener("click", ({ target }) => press(target.closest("button")));
  line.addEventListener("keydown", moveAmongButtons);
  toggle.addEventListener("change", close);
  if (share) new MutationObserver(shareChoices).observe(share, { attributes: true, attributeFilter: ["href", "data-clipboard-text"] });
  chooseFromAddress();

  // Choices

  function nothingChosen() {
    return { kinds: [], scenarios: [], authorities: [] };
  }

  function isNarrowed() {
    return FACETS.some(({ field }) => chosen[field].length > 0);
  }

  function narrow(next) {
    chosen = next;
    draw();
    shareChoices();
    bridge.narrow(chosen);
  }

  function clear() {
    narrow(nothingChosen());
  }

  // The box was emptied: as if nothing had been chosen or opened.
  function forget() {
    [chosen, opened, whole] = [nothingChosen(), null, false];
    bridge.narrow(chosen);
    shareChoices();
    show(null);
  }

  function close() {
    if (toggle.checked) return;
    if (isNarrowed()) clear();
    const address = new URL(location);
    if (!withoutChoices(address)) return;
    // On file:// some browsers refuse to change the address.
    try { history.replaceState(history.state, "", address); } catch { /* it goes on telling what was chosen */ }
  }

  // The address

  function chooseFromAddress() {
    const given = new URLSearchParams(location.search);
    if (!given.has("q")) return;
    const codes = (field) => [...new Set((given.get(`q-${field}`) ?? "").split(","))].filter((code) => CODE.test(code)).slice(0, MOST_CODES);
    chosen = Object.fromEntries(FACETS.map(({ field }) => [field, codes(field)]));
    if (!isNarrowed()) return;
    bridge.narrow(chosen);
    shareChoices();
  }

  // The theme writes the query alone, at every letter; it copies what stands in data-clipboard-text.
  function shareChoices() {
    if (!share) return;
    const address = new URL(share.href);
    withoutChoices(address);
    const added = FACETS.filter(({ field }) => chosen[field].length).map(({ field }) => `&q-${field}=${chosen[field].join(",")}`);
    address.search += added.join("");
    const wanted = String(address);
    if (share.href !== wanted) share.href = wanted;
    if (share.dataset.clipboardText !== wanted) share.dataset.clipboardText = wanted;
  }

  // By hand: URLSearchParams would write the query anew, and less readably than the theme does.
  function withoutChoices(address) {
    const kept = address.search.slice(1).split("&").filter((part) => !FACETS.some(({ field }) => part.startsWith(`q-${field}=`)));
    const search = kept.join("&");
    if (search === address.search.slice(1)) return false;
    address.search = search;
    return true;
  }

  // The line

  const names = new Map(); // a chip that was pressed keeps its name when no result is left under it

  // found: {kind, scenario, authority}, of each [[code, label, count], …]; null: nothing to narrow.
  function show(found) {
    counts = found;
    for (const { field, counts: key } of FACETS) for (const [code, label] of counts?.[key] ?? []) names.set(`${field}:${code}`, label);
    draw();
  }

  // Only what differs from what stands there: at most letters nothing does.
  function draw() {
    const groups = counts ? FACETS.map(groupOf).filter(Boolean) : [];
    const wanted = JSON.stringify(groups);
    if (wanted === drawn) return;
    drawn = wanted;
    const focused = line.contains(document.activeElement) ? document.activeElement.dataset.kbChip : null;
    const scrolled = line.querySelector(".kb-facet")?.scrollTop ?? 0;
    line.replaceChildren(...groups.flatMap(drawnGroup), ...(groups.length && isNarrowed() ? [clearButton()] : []));
    line.hidden = groups.length === 0;
    const panel = line.querySelector(".kb-facet");
    if (panel) panel.scrollTop = scrolled;
    keepFocus(focused);
  }

  // What of a facet is to be drawn; null of one that leaves no choice.
  function groupOf({ field, counts: key, label }) {
    const found = counts[key] ?? [];
    const pressed = chosen[field];
    const absent = pressed.filter((code) => !found.some(([known]) => known === code));
    const all = [...found, ...absent.map((code) => [code, names.get(`${field}:${code}`) ?? code, 0])];
    if (all.length < 2 && !pressed.length) return null;
    const picked = all.filter(([code]) => pressed.includes(code)).map(([, name]) => name);
    const group = { field, label, chosen: picked.length > 1 ? String(picked.length) : picked.join("") };
    if (opened !== field) return group;
    const few = all.filter(([code], at) => whole || all.length === FEW + 1 || at < FEW || pressed.includes(code)); // "עוד 1" is no shorter than the chip
    const chips = few.map(([code, name, count]) => ({ code, name, count, pressed: pressed.includes(code) }));
    return { ...group, chips, more: all.length - few.length, foldable: whole && all.length > FEW + 1 };
  }

  function drawnGroup({ field, label, chosen, chips, more, foldable }) {
    const opener = button("kb-facet__open", `${field}=`, chosen ? `${label}: ${chosen}` : label);
    opener.dataset.kbOpen = field;
    opener.setAttribute("aria-expanded", String(Boolean(chips)));
    opener.classList.toggle("kb-facet__open--chosen", Boolean(chosen));
    if (!chips) return [opener];
    const panel = document.createElement("div");
    panel.className = "kb-facet";
    panel.setAttribute("role", "group");
    panel.setAttribute("aria-label", label);
    panel.append(...chips.map((entry) => chip(field, entry)));
    if (more) panel.append(moreButton(`עוד ${more}`));
    if (foldable) panel.append(moreButton("פחות"));
    return [opener, panel];
  }

  function chip(field, { code, name, count, pressed }) {
    const it = button("kb-facet__chip", `${field}:${code}`, name);
    it.dataset.kbField = field;
    it.dataset.kbCode = code;
    it.setAttribute("aria-pressed", String(pressed));
    const number = document.createElement("span");
    number.className = "kb-facet__count";
    number.textContent = bridge.grouped(count);
    it.append(" ", number);
    return it;
  }

  function moreButton(text) {
    const it = button("kb-facet__chip kb-facet__chip--more", "more", text);
    it.dataset.kbMore = "";
    return it;
  }

  function clearButton() {
    const it = button("kb-facet__clear", "clear", "הסירו הכול");
    it.dataset.kbClear = "";
    return it;
  }

  function button(name, key, text) {
    const it = document.createElement("button");
    it.type = "button";
    it.className = name;
    it.dataset.kbChip = key;
    it.textContent = text;
    return it;
  }

  // Pressing, and moving among what can be pressed

  function press(pressed) {
    if (!pressed) return;
    const { kbOpen, kbMore, kbClear, kbField, kbCode } = pressed.dataset;
    if (kbOpen !== undefined) return open(kbOpen);
    if (kbMore !== undefined) return foldOrUnfold();
    if (kbClear !== undefined) { query.focus(); return clear(); }
    const codes = chosen[kbField];
    narrow({ ...chosen, [kbField]: codes.includes(kbCode) ? codes.filter((code) => code !== kbCode) : [...codes, kbCode] });
  }

  function open(field) {
    [opened, whole] = [opened === field ? null : field, false];
    draw();
  }

  function foldOrUnfold() {
    const before = line.querySelectorAll(".kb-facet [data-kb-code]").length;
    whole = !whole;
    draw();
    focus(whole ? line.querySelectorAll(".kb-facet [data-kb-code]")[before] : line.querySelector("[data-kb-more]"));
  }

  function allButtons() {
    return [...line.querySelectorAll("button")];
  }

  // One stop for Tab, where it was.
  function keepFocus(focused) {
    const buttons = allButtons();
    const again = buttons.find((it) => it.dataset.kbChip === focused);
    setStop(again ?? buttons[0]);
    if (focused) (again ?? query).focus();
  }

  function setStop(goal) {
    for (const it of allButtons()) it.tabIndex = it === goal ? 0 : -1;
  }

  function focus(goal) {
    if (!goal) return;
    setStop(goal);
    goal.focus();
    goal.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // The arrows go on from the stop, in the direction they point.
  function moveAmongButtons(event) {
    const buttons = allButtons();
    const at = buttons.indexOf(event.target);
    const step = { ArrowLeft: at + 1, ArrowRight: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || step === undefined) return;
    event.preventDefault();
    focus(buttons[Math.max(0, Math.min(step, buttons.length - 1))]);
  }

  globalThis.kbFacets = { show, forget, clear, isNarrowed };
})();
