// Makes server-written pages handier; without it everything is still there to read. Nothing is fetched or evaluated, so it runs under
// a content policy of script-src 'self'. Needs table.js before it.
(function () {
  "use strict";

  const { accepts, compare, readQuery, writeQuery, countText } = globalThis.kbTable;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  document.documentElement.setAttribute("data-kb-js", ""); // shows what works only with a script

  all("form.kb-filter[data-kb-for]").forEach(setUpFilter);
  all("th[data-kb-sort]").forEach(setUpSort);
  all(".kb-switch").forEach(setUpSwitch);
  all(".kb-ticks[data-kb-remember]").forEach(setUpTicks);
  all(".kb-scroll").forEach(setUpScroll);
  all("label:is(.md-header__button[for='__search'], .md-header__button[for='__drawer'], .kb-search-open)").forEach(makeButton);
  all(".task-list-item input[type='checkbox']").forEach(nameTask);

  // Filter bar: a text box and selects over table rows or cards

  function setUpFilter(form) {
    const target = document.getElementById(form.dataset.kbFor);
    if (!target) return;
    const rows = target.matches("table") ? all("tbody > tr", target) : all("li:is(.kb-card, .kb-change)", target);
    const entries = rows.map((row) => ({ row, text: `${row.textContent} ${row.dataset.kbText || ""}`, data: row.dataset }));
    const fields = all("input[name], select[name]", form);
    const count = form.querySelector("[data-kb-count]") || form.appendChild(document.createElement("p"));
    count.setAttribute("data-kb-count", "");
    count.setAttribute("role", "status");

    const saved = readQuery(location.search, fields.map((field) => field.name));
    for (const field of fields) if (field.name in saved) field.value = saved[field.name];

    const apply = () => {
      const filters = { text: "", choices: {} };
      for (const field of fields) {
        if (field.tagName === "SELECT") filters.choices[datasetKey(field.dataset.kbColumn || field.name)] = field.value;
        else filters.text += " " + field.value;
      }
      for (const entry of entries) entry.row.hidden = !accepts(entry, filters);
      count.textContent = countText(entries.filter((entry) => !entry.row.hidden).length, entries.length);
    };
    const applyAndShare = () => {
      apply();
      const values = Object.fromEntries(fields.map((field) => [field.name, field.value]));
      // On file:// some browsers refuse to change the address; the filter works all the same.
      try { history.replaceState(history.state, "", location.pathname + writeQuery(location.search, values) + location.hash); } catch { /* not shareable */ }
    };
    form.addEventListener("input", applyAndShare);
    form.addEventListener("reset", () => setTimeout(applyAndShare));
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
  }

  // data-sub-district is dataset.subDistrict
  function datasetKey(name) {
    return name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
  }

  // Sortable columns

  function setUpSort(th) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...th.childNodes);
    th.append(button);
    button.addEventListener("click", () => sortBy(th));
  }

  function sortBy(th) {
    const direction = th.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    const column = [...th.parentElement.children].indexOf(th);
    const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
    for (const other of th.parentElement.children) other.removeAttribute("aria-sort");
    th.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
    for (const body of th.closest("table").tBodies) {
      body.append(...[...body.rows].sort((a, b) => compare(value(a), value(b), th.dataset.kbSort, direction)));
    }
  }

  // Switch between two views of the same steps

  function setUpSwitch(group) {
    const buttons = all("button[data-kb-show]", group);
    const section = (button) => document.getElementById(button.dataset.kbShow);
    const show = (chosen) => {
      for (const button of buttons) {
        button.setAttribute("aria-pressed", String(button === chosen));
        if (section(button)) section(button).hidden = button !== chosen;
      }
    };
    // A deep link wins: the step that was linked to must be in the view that shows.
    const linked = () => {
      const goal = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      return goal && buttons.find((button) => section(button)?.contains(goal));
    };
    for (const button of buttons) button.addEventListener("click", () => show(button));
    addEventListener("hashchange", () => {
      const button = linked();
      if (button) { show(button); document.getElementById(decodeURIComponent(location.hash.slice(1))).scrollIntoView(); }
    });
    show(linked() || buttons.find((button) => button.getAttribute("aria-pressed") === "true") || buttons[0]);
  }

  // Tick boxes remembered on this device, with a tally and the hour they began: an old event's ticks must not pass for today's

  function setUpTicks(list) {
    const key = `kb-ticks:${location.pathname}:${list.dataset.kbRemember}`;
    const boxes = all("input[type='checkbox']", list);
    const name = (box, index) => box.dataset.kbTick || box.name || String(index);
    const ticked = () => [...new Set(boxes.flatMap((box, index) => (box.checked ? [name(box, index)] : [])))];
    const total = new Set(boxes.map(name)).size;
    const tally = document.createElement("p");
    const said = document.createElement("span");
    const clear = document.createElement("button");
    tally.className = "kb-ticks__tally";
    said.setAttribute("role", "status");
    clear.type = "button";
    clear.textContent = "נקו את הסימונים";
    tally.append(said, clear);
    list.before(tally);

    let state = load(key);
    boxes.forEach((box, index) => { box.checked = state.done.includes(name(box, index)); });
    report();

    list.addEventListener("change", (event) => {
      // The same task may stand in two views of one list, by time and by role: ticked in one, it is ticked in both.
      const changed = name(event.target, boxes.indexOf(event.target));
      boxes.forEach((box, index) => { if (name(box, index) === changed) box.checked = event.target.checked; });
      const done = ticked();
      state = { since: done.length ? state.since || Date.now() : null, done };
      save(key, state);
      report();
    });
    clear.addEventListener("click", () => {
      for (const box of boxes) box.checked = false;
      state = { since: null, done: [] };
      save(key, state);
      report();
    });

    function report() {
      const done = ticked().length;
      const since = done && state.since ? " · מאז " + new Date(state.since).toLocaleString("he-IL", { dateStyle: "short", timeStyle: "short" }) : "";
      said.textContent = `בוצעו ${done} מתוך ${total}${since}`;
      clear.hidden = done === 0;
    }
  }

  // Storage may be full, forbidden, or hold what an older version wrote: then the boxes just start empty.
  function load(key) {
    try {
      const state = JSON.parse(localStorage.getItem(key));
      if (Array.isArray(state?.done)) return state;
    } catch { /* as if nothing was saved */ }
    return { since: null, done: [] };
  }

  function save(key, state) {
    try {
      if (state.done.length) localStorage.setItem(key, JSON.stringify(state));
      else localStorage.removeItem(key);
    } catch { /* not remembered */ }
  }

  // A table that overflows says so, and can be scrolled with the arrow keys

  function setUpScroll(box) {
    const look = () => {
      const overflows = box.scrollWidth > box.clientWidth + 1;
      box.toggleAttribute("data-kb-overflows", overflows);
      if (!overflows) { box.removeAttribute("tabindex"); box.removeAttribute("role"); box.removeAttribute("aria-label"); return; }
      box.tabIndex = 0;
      box.setAttribute("role", "group"); // not a region: a page of tables would be a page of landmarks
      box.setAttribute("aria-label", box.querySelector("caption")?.textContent.trim() || "טבלה רחבה");
    };
    look();
    if (globalThis.ResizeObserver) new ResizeObserver(look).observe(box);
  }

  // The theme opens search and menu by labels, which no keyboard reaches once the window is narrow or zoomed: buttons in their place.
  // They keep the label's classes and its `for`, by which the theme's style and script find them.

  function makeButton(label) {
    const toggle = document.getElementById(label.htmlFor);
    const button = document.createElement("button");
    button.type = "button";
    for (const { name, value } of label.attributes) button.setAttribute(name, value);
    button.append(...label.childNodes);
    // The theme opens search when its query gets the focus; toggling here as well would close it again.
    const query = label.htmlFor === "__search" && document.querySelector(".md-search__input");
    button.addEventListener("click", () => (query ? query.focus() : toggle.click()));
    const tell = () => button.setAttribute("aria-expanded", String(toggle.checked));
    toggle.addEventListener("change", tell);
    tell();
    label.replaceWith(button);
  }

  // Markdown task lists write a box without a name
  function nameTask(box) {
    if (!box.getAttribute("aria-label")) box.setAttribute("aria-label", box.closest(".task-list-item").textContent.trim().slice(0, 200));
  }
})();
