// The search box: what the query was taken for, what did not arrive, what to do when nothing was found, and keys. How a result looks, its
// keys and its address are the theme's; bridge.js tells when an answer comes. Needs bridge.js, list.js and facets.js before it.
(function () {
  "use strict";

  const { kbBridge: bridge, kbList: results, kbFacets: facets } = globalThis;
  const search = document.querySelector(".md-search");
  if (!bridge || !results || !facets) return;

  const part = (name) => search.querySelector(`[data-kb-search="${name}"]`);
  const query = search.querySelector(".md-search__input");
  const meta = search.querySelector(".md-search-result__meta");
  const list = search.querySelector(".md-search-result__list");
  const output = search.querySelector(".md-search__output");
  const notes = part("notes");
  const tell = part("tell");
  const suggest = search.querySelector(".md-search__suggest");
  const toggle = document.getElementById("__search");
  const placeholder = meta.textContent;

  let last = { empty: true };
  let held = null; // where the focus was when the list was drawn anew
  let hurried = false; // Enter was pressed before the answer came

  bridge.box.addEventListener("before", () => { held = focusInList(); });
  bridge.box.addEventListener("after", ({ detail }) => { last = detail; show(detail); restoreFocus(); goOn(); });
  bridge.box.addEventListener("slow", () => { meta.textContent = "מחפשים…"; });
  notes.addEventListener("click", ({ target }) => act(target.closest("button")));
  search.addEventListener("keydown", keepKeys);
  query.addEventListener("keydown", takeSuggestion);
  query.addEventListener("input", hear);
  query.form.addEventListener("submit", (event) => event.preventDefault());
  query.form.addEventListener("reset", () => setTimeout(hear));
  toggle.addEventListener("change", shut);
  shut();

  // What is in a closed box is no stop for Tab.
  function shut() {
    output.inert = !toggle.checked;
  }

  // What an answer says beside its results

  function show(answer) {
    if (answer.empty) facets.forget();
    const none = !answer.empty && !answer.early && !answer.failed && !answer.shown;
    meta.textContent = headline(answer, none);
    notes.replaceChildren(...notesOf(answer, none));
    if (!answer.early && !answer.empty) facets.show(answer.facets);
    tell.hidden = !none || answer.incomplete || !tell.textContent.trim();
    if (none) showReport(answer.query);
  }

  function headline(answer, none) {
    if (answer.empty) return placeholder;
    if (answer.failed) return "החיפוש לא עלה";
    if (answer.early) return "מחפשים. בינתיים, דפים שזה שמם";
    if (none && answer.incomplete) return "החיפוש לא הושלם";
    if (none) return facets.isNarrowed() ? "לא נמצא בסינון הזה" : "לא נמצא";
    const count = answer.total === 1 ? "נמצאה תוצאה אחת" : `נמצאו ${bridge.grouped(answer.total)} תוצאות`;
    if (answer.total > answer.shown) return `${count}, ואלה ${answer.shown} הקרובות ביותר`;
    return answer.total < answer.shown ? `${count}, ועוד קרובות` : count;
  }

  const FAULT = "זו תקלה בחיפוש עצמו, ולא ברשת. רעננו את הדף; אם זה חוזר, ספרו לנו מה חיפשתם.";

  function notesOf(answer, none) {
    const found = [];
    if (answer.failed) found.push(note(answer.fault ? FAULT : "בדקו את החיבור לרשת ונסו שוב. אם זה חוזר, רעננו את הדף.", button("נסו שוב", "again")));
    if (answer.repaired) found.push(note("חיפשנו: ", button(shown(answer.repaired), "repaired", "האם התכוונתם לזה? לחצו כדי לכתוב כך")));
    if (answer.incomplete) found.push(note(`${navigator.onLine ? "חלק מהמאגר לא נטען" : "אין חיבור לרשת"}, וייתכן שחסרות תוצאות.`, button("נסו שוב", "again")));
    if (none && facets.isNarrowed()) found.push(note(button("הסירו את הסינון", "widen")));
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
    if (pressed.dataset.kbAct === "widen") facets.clear();
    if (pressed.dataset.kbAct === "repaired") setQuery(last.repaired);
    query.focus();
  }

  function showReport(text) {
    for (const link of tell.querySelectorAll("a[data-kb-report]")) link.href = link.dataset.kbReport + encodeURIComponent(`חיפוש שלא נענה: ${shown(text)}`);
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
    if (event.key === "Shift") event.stopPropagation(); // on its way to Shift+Tab: the theme would go to the field
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
    results.finish();
    const link = [...list.querySelectorAll("a[href]")].find((it) => placeOf(it) === held.place);
    (link ?? query).focus();
    held = null;
  }

  // Without ?h=, for the words to be marked may differ.
  function placeOf(link) {
    return link.href ? link.pathname + link.hash : null;
  }
})();
