// The search box: facets as chips, what the query was taken for, what did not arrive, and what to do when nothing was found. How a result
// looks, its keys and its address are the theme's; bridge.js tells when an answer comes. Needs bridge.js and list.js before it.
(function () {
  "use strict";

  const bridge = globalThis.kbBridge;
  const search = document.querySelector(".md-search");
  if (!bridge || !search) return;

  const part = (name) => search.querySelector(`[data-kb-search="${name}"]`);
  const query = search.querySelector(".md-search__input");
  const meta = search.querySelector(".md-search-result__meta");
  const list = search.querySelector(".md-search-result__list");
  const notes = part("notes");
  const facets = part("facets");
  const tell = part("tell");
  const suggest = search.querySelector(".md-search__suggest");
  const toggle = document.getElementById("__search");

  const FACETS = [
    { field: "kinds", counts: "kind", label: "סוג" },
    { field: "scenarios", counts: "scenario", label: "תרחיש" },
    { field: "authorities", counts: "authority", label: facets.dataset.kbUnit || "רשות" },
  ];
  const FEW = 5; // chips of a facet before "עוד"; what is chosen is always there

  let chosen = nothingChosen();
  let opened = new Set(); // facets that show all their chips
  let last = { empty: true };
  let held = null; // where the focus was when the list was drawn anew
  let hurried = false; // Enter was pressed before the answer came

  bridge.box.addEventListener("before", () => { held = focusInList(); });
  bridge.box.addEventListener("after", ({ detail }) => { last = detail; show(detail); restoreFocus(); goOn(); });
  bridge.box.addEventListener("slow", () => { meta.textContent = "מחפשים…"; });
  facets.addEventListener("click", ({ target }) => press(target.closest("button")));
  facets.addEventListener("keydown", moveAmongChips);
  notes.addEventListener("click", ({ target }) => act(target.closest("button")));
  search.addEventListener("keydown", keepKeys);
  query.addEventListener("keydown", takeSuggestion);
  query.addEventListener("input", hear);
  query.form.addEventListener("submit", (event) => event.preventDefault());
  query.form.addEventListener("reset", () => setTimeout(hear));
  toggle.addEventListener("change", () => { if (!toggle.checked && isNarrowed()) narrow(nothingChosen()); });

  // What an answer says beside its results

  function show(answer) {
    if (answer.empty) chosen = nothingChosen(), opened = new Set(), bridge.narrow(chosen);
    const none = !answer.empty && !answer.early && !answer.failed && !answer.shown;
    if (!answer.empty) meta.textContent = headline(answer, none);
    notes.replaceChildren(...notesOf(answer, none));
    if (!answer.early) showFacets(answer.facets);
    tell.hidden = !none || answer.incomplete || !tell.textContent.trim();
    if (none) showReport(answer.query);
  }

  function headline(answer, none) {
    if (answer.failed) return "החיפוש לא עלה";
    if (answer.early) return "מחפשים. בינתיים, דפים שזה שמם";
    if (none && answer.incomplete) return "החיפוש לא הושלם";
    if (none) return isNarrowed() ? "לא נמצא בסינון הזה" : "לא נמצא";
    const count = answer.total === 1 ? "נמצאה תוצאה אחת" : `נמצאו ${grouped(answer.total)} תוצאות`;
    if (answer.total > answer.shown) return `${count}, ואלה ${answer.shown} הקרובות ביותר`;
    return answer.total < answer.shown ? `${count}, ועוד קרובות` : count;
  }

  // 1,250. Not toLocaleString: its first use alone holds a slow phone for longer than a letter may take.
  function grouped(number) {
    return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  }

  const FAULT = "זו תקלה בחיפוש עצמו, ולא ברשת. רעננו את הדף; אם זה חוזר, ספרו לנו מה חיפשתם.";

  function notesOf(answer, none) {
    const found = [];
    if (answer.failed) found.push(note(answer.fault ? FAULT : "בדקו את החיבור לרשת ונסו שוב. אם זה חוזר, רעננו את הדף.", button("נסו שוב", "again")));
    if (answer.repaired) found.push(note("חיפשנו: ", button(shown(answer.repaired), "repaired", "האם התכוונתם לזה? לחצו כדי לכתוב כך")));
    if (answer.incomplete) found.push(note(`${navigator.onLine ? "חלק מהמאגר לא נטען" : "אין חיבור לרשת"}, וייתכן שחסרות תוצאות.`, button("נסו שוב", "again")));
    if (none && isNarrowed()) found.push(note(button("הסירו את הסינון", "widen")));
    if (none && answer.nearest) found.push(note("אולי אחד מאלה:"));
    else if (none && !answer.incomplete) found.push(note("נסו פחות מילים, או את שם הדבר עצמו."));
    return found;
  }

  function note(...parts) {
    const line = document.createElement("p");
    line.className = "kb-found__note";
    line.append(...parts);
    return line;
  }

  function button(text, action, title = "") {
    const it = document.createElement("button");
    it.type = "button";
    it.className = "kb-found__button";
    it.dataset.kbAct = action;
    it.dir = "auto";
    it.textContent = text;
    if (title) it.title = title;
    return it;
  }

  // A query as it may be printed: short, and with nothing that turns the line around.
  function shown(text) {
    const plain = text.replace(/[\u0000-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, " ").replace(/\s+/g, " ").trim();
    const signs = [...plain];
    return signs.length > 60 ? `${signs.slice(0, 60).join("")}…` : plain;
  }

  function act(pressed) {
    if (!pressed) return;
    if (pressed.dataset.kbAct === "again") bridge.again();
    if (pressed.dataset.kbAct === "widen") narrow(nothingChosen());
    if (pressed.dataset.kbAct === "repaired") setQuery(last.repaired);
    query.focus();
  }

  function showReport(text) {
    for (const link of tell.querySelectorAll("a[data-kb-report]")) link.href = link.dataset.kbReport + encodeURIComponent(`חיפוש שלא נענה: ${shown(text)}`);
  }

  // Facets

  function nothingChosen() {
    return { kinds: [], scenarios: [], authorities: [] };
  }

  function isNarrowed() {
    return FACETS.some(({ field }) => chosen[field].length > 0);
  }

  function narrow(next) {
    chosen = next;
    bridge.narrow(chosen);
  }

  const names = new Map(); // a chip that was pressed keeps its name when no result is left under it

  function showFacets(counts) {
    const focused = facets.contains(document.activeElement) ? document.activeElement.dataset.kbChip : null;
    const groups = counts ? FACETS.map((facet) => facetGroup(facet, counts[facet.counts])).filter(Boolean) : [];
    facets.replaceChildren(...groups);
    facets.hidden = groups.length === 0;
    const chips = allChips();
    const again = chips.find((chip) => chip.dataset.kbChip === focused);
    const stop = again ?? chips.find((chip) => chip.getAttribute("aria-pressed") === "true") ?? chips[0];
    for (const chip of chips) chip.tabIndex = chip === stop ? 0 : -1;
    if (focused) (again ?? query).focus();
  }

  function allChips() {
    return [...facets.querySelectorAll("button")];
  }

  function facetGroup(facet, counts) {
    const pressed = chosen[facet.field];
    for (const [code, label] of counts) names.set(`${facet.field}:${code}`, label);
    const absent = pressed.filter((code) => !counts.some(([known]) => known === code));
    const all = [...counts, ...absent.map((code) => [code, names.get(`${facet.field}:${code}`), 0])];
    if (all.length < 2 && !pressed.length) return null; // one choice is none
    const group = document.createElement("div");
    group.className = "kb-facet";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", facet.label);
    const name = document.createElement("span");
    name.className = "kb-facet__name";
    name.textContent = facet.label;
    const whole = opened.has(facet.field) || all.length === FEW + 1; // "עוד 1" is no shorter than the chip
    const few = all.filter(([code], at) => whole || at < FEW || pressed.includes(code));
    group.append(name, ...few.map((entry) => chip(facet, entry)));
    if (few.length < all.length) group.append(moreChip(facet, all.length - few.length));
    return group;
  }

  function chip({ field }, [code, label, count]) {
    const it = document.createElement("button");
    it.type = "button";
    it.className = "kb-facet__chip";
    it.dataset.kbChip = `${field}:${code}`;
    it.dataset.kbField = field;
    it.dataset.kbCode = code;
    it.setAttribute("aria-pressed", String(chosen[field].includes(code)));
    const number = document.createElement("span");
    number.className = "kb-facet__count";
    number.textContent = grouped(count);
    it.append(label, " ", number);
    return it;
  }

  function moreChip({ field }, count) {
    const it = document.createElement("button");
    it.type = "button";
    it.className = "kb-facet__chip kb-facet__chip--more";
    it.dataset.kbChip = `${field}:`;
    it.dataset.kbMore = field;
    it.textContent = `עוד ${count}`;
    return it;
  }

  function press(pressed) {
    if (!pressed) return;
    const { kbMore, kbField, kbCode } = pressed.dataset;
    if (kbMore) {
      opened.add(kbMore);
      showFacets(last.facets);
      return focusChip(facets.querySelectorAll(`[data-kb-field="${kbMore}"]`)[FEW]);
    }
    const codes = chosen[kbField];
    narrow({ ...chosen, [kbField]: codes.includes(kbCode) ? codes.filter((code) => code !== kbCode) : [...codes, kbCode] });
    const on = chosen[kbField].includes(kbCode);
    pressed.setAttribute("aria-pressed", String(on)); // at once, whenever the answer comes
  }

  function focusChip(goal) {
    if (!goal) return;
    for (const it of allChips()) it.tabIndex = it === goal ? 0 : -1;
    goal.focus();
    goal.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // One stop for Tab; the arrows go on from there, in the direction they point.
  function moveAmongChips(event) {
    const chips = allChips();
    const at = chips.indexOf(event.target);
    const step = { ArrowLeft: at + 1, ArrowRight: at - 1, Home: 0, End: chips.length - 1 }[event.key];
    if (at < 0 || step === undefined) return;
    event.preventDefault();
    focusChip(chips[Math.max(0, Math.min(step, chips.length - 1))]);
  }

  // Keys: the theme takes every key of the window while its box is open, and closes it at Tab

  function keepKeys(event) {
    if (!toggle.checked) return;
    const onButton = event.target.closest("button, .kb-found__tell a");
    if (onButton && ["Enter", " ", "ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) event.stopPropagation();
    if (event.target === query && event.key === "Enter" && !(last.shown && isAnswered())) {
      event.preventDefault();
      event.stopPropagation();
      hurried = !isAnswered();
    }
    if (event.key !== "Tab") return;
    event.stopPropagation();
    setTimeout(() => { if (toggle.checked && !search.contains(document.activeElement)) toggle.click(); });
  }

  // Enter opens the best result of what is written now, not of what was written before, and never one of the nearest.
  function isAnswered() {
    return !last.early && !last.empty && bridge.isOf(last, query.value);
  }

  function goOn() {
    if (!hurried || !isAnswered()) return;
    hurried = false;
    if (last.shown) query.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  }

  // A suggestion goes on where the line goes on: to the left of Hebrew, to the right of Latin letters. The theme knows right alone.
  function takeSuggestion(event) {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    event.stopPropagation();
    const offered = suggest?.textContent ?? "";
    const forward = /[a-z]\s*$/i.test(query.value) ? "ArrowRight" : "ArrowLeft";
    if (event.key !== forward || offered.length <= query.value.length || query.selectionStart !== query.value.length) return;
    event.preventDefault();
    setQuery(offered);
  }

  function setQuery(text) {
    query.value = text;
    hear();
  }

  // The theme searches at keyup and suggests at keydown: text that is pasted, dictated or dragged comes without either.
  function hear() {
    query.dispatchEvent(new KeyboardEvent("keydown"));
    query.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  }

  // An answer that comes late must not take the place of whoever is already among the results
  function focusInList() {
    const link = document.activeElement;
    return list.contains(link) ? { place: placeOf(link) } : null;
  }

  function restoreFocus() {
    if (!held) return;
    globalThis.kbList.finish();
    const link = [...list.querySelectorAll("a[href]")].find((it) => placeOf(it) === held.place);
    (link ?? query).focus();
    held = null;
  }

  // Without ?h=, for the words to be marked may differ.
  function placeOf(link) {
    return link.href ? link.pathname + link.hash : null;
  }
})();
