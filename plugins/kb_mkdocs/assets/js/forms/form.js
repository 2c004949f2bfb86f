// A form of the site: says what is wrong with an answer beside it, keeps a draft, and ends in a submission. The page has the questions, and
// in its data the rules and the words. Needs check, day, submission, combobox, draft and ending before it.
(function (root) {
  "use strict";

  const form = document.getElementById("kb-form");
  if (!form) return;
  const given = JSON.parse(form.dataset.kbForm);
  const { cleaned, isBlank, mistake, shown, inWords, withoutHidden } = root.kbCheck;
  const { element } = root.kbEnding;
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = form) => [...within.querySelectorAll(selector)];
  const PAST = ["event.began_on", "event.ended_on", "held_on"];
  const IN_ORDER = { "event.ended_on": "event.began_on" };
  const ROWS = { items: { choice: "outcome", of: "item", labels: given.outcomes }, objectives: { choice: "rating", of: "objective", labels: given.ratings } };
  const told = new Set(); // questions that have been found wrong once: those are looked at with every key
  let restoring = false;
  let drawn = ""; // the drill whose rows stand in the page
  let loading = null; // the promise of what drills ask
  let waiting = 0; // the timer of the next saving

  all("select[data-kb-search]").forEach(root.kbCombobox.setUp);
  all("[data-kb-repeat]").forEach(setUpRepeat);
  const key = draftKey();
  const prefilled = prefill();

  // --- answers -------------------------------------------------------------------------------------------

  function controlsOf(name) {
    return all("[name]").filter((control) => control.name === name);
  }

  // "sources[0].source" is the question "sources.source".
  function questionOf(name) {
    return given.questions[name.replace(/\[\d+\]/g, "")];
  }

  // What is answered: a text, or a list of texts for boxes and lines.
  function answer(name) {
    const controls = controlsOf(name);
    const { control } = questionOf(name);
    if (control === "ticks") return controls.filter((box) => box.checked).map((box) => box.value);
    if (control === "radios") return controls.find((radio) => radio.checked)?.value ?? "";
    const text = cleaned(controls[0].value);
    if (control === "lines") return text.split("\n").map(cleaned).filter((line) => !isBlank(line));
    if (control === "day") return root.kbDay.read(text);
    return name === "page" ? pageAddress(text) : text;
  }

  // Whoever copies the address of a page copies the site's with it.
  function pageAddress(text) {
    const site = new URL("../../", location.href).href;
    const path = text.startsWith(site) ? text.slice(site.length) : text;
    const page = path.replace(/[?#].*$/s, "").replace(/(^|\/)index\.html$/, "$1");
    return text && page === "" ? "./" : page;
  }

  function isEmpty(value) {
    return value.length === 0;
  }

  function questions() {
    return all("[data-kb-question]");
  }

  // --- what is wrong -------------------------------------------------------------------------------------

  // {message, hint} or null.
  function wrongWith(question) {
    const name = question.dataset.kbQuestion;
    if (question.hidden) return null;
    const asked = questionOf(name);
    const value = answer(name);
    const [control] = controlsOf(name);
    if (asked.control === "search" && root.kbCombobox.unsettled(control)) {
      return { message: `אין ברשימה ${shown(root.kbCombobox.unsettled(control))}`, hint: "הקלידו חלק מן השם, ובחרו מן הרשימה" };
    }
    if (isEmpty(value)) return isNeeded(question, asked) ? missing(question, asked) : null;
    if (["ticks", "radios", "search"].includes(asked.control)) return null;
    const texts = Array.isArray(value) ? value : [value];
    const found = texts.map((text) => mistake(asked.rule, text)).find(Boolean) ?? outOfTime(name, value);
    return found && (asked.control === "day" ? inWordsOfDays(found) : inTheirWords(found));
  }

  function isNeeded(question, asked) {
    if (asked.only_if) return true; // it is asked, or it would be hidden
    if (!asked.required) return false;
    const entry = question.closest("[data-kb-entry]");
    if (!entry) return true;
    const one = question.closest(".kb-repeat__one") ?? entry;
    const isFirstNeeded = entry.hasAttribute("data-kb-needed") && one === entry.querySelector(".kb-repeat__one");
    return isFirstNeeded || all("[data-kb-question]", one).some((other) => !isEmpty(answer(other.dataset.kbQuestion)) || pending(other));
  }

  function pending(question) {
    const [control] = controlsOf(question.dataset.kbQuestion);
    return control.tagName === "SELECT" && root.kbCombobox.unsettled(control) !== "";
  }

  function missing(question, asked) {
    const row = question.closest("[data-kb-rows]");
    if (row) return { message: inWords(given.codes["result-incomplete"].message, { found: shown(labelOf(question)) }), hint: "בחרו אחת מן התשובות" };
    return { message: inWords(given.codes["field-missing"].message, { right: `״${asked.label}״` }), hint: "" }; // why it is asked stands beside it
  }

  function outOfTime(name, value) {
    if (PAST.includes(name) && value > root.kbDay.today()) return { code: "date-future", facts: { found: value } };
    const first = IN_ORDER[name] && answer(IN_ORDER[name]);
    if (first && root.kbCheck.isDay(first) && first > value) return { code: "date-order", facts: { found: first, right: value } };
    return null;
  }

  function inTheirWords({ code, facts }) {
    return { code, message: inWords(given.codes[code].message, facts), hint: inWords(given.codes[code].hint, facts) };
  }

  // A form asks for a day in another order than a file holds it, so it speaks of days as it asks for them.
  function inWordsOfDays(found) {
    const { code, message, hint } = inTheirWords(found);
    return { code, message: root.kbDay.asAsked(message), hint: code === "not-date" ? "יום, חודש ושנה, ויום שיש בלוח השנה" : hint };
  }

  function labelOf(question) {
    const label = question.querySelector("legend, label");
    return (label.dataset.kbLabel ?? label.firstChild.textContent).trim();
  }

  // --- saying so -----------------------------------------------------------------------------------------

  function look(question, { aloud = false } = {}) {
    const wrong = wrongWith(question);
    const place = question.querySelector(".kb-field__error");
    const isNew = wrong && place.dataset.said !== wrong.message;
    if (wrong && !isNew) return wrong; // said already; a button in it may be under a finger
    place.dataset.said = wrong?.message ?? "";
    place.hidden = !wrong;
    question.classList.toggle("kb-field--wrong", Boolean(wrong));
    for (const control of focusable(question)) {
      if (wrong) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
    if (wrong) {
      told.add(question);
      place.replaceChildren(element("strong", {}, wrong.message), wrong.hint ? `. ${wrong.hint}.` : ".");
      if (wrong.code === "text-hidden" && withoutHidden(controlsOf(question.dataset.kbQuestion)[0].value) !== controlsOf(question.dataset.kbQuestion)[0].value) {
        place.append(" ", cleaner(question));
      }
      if (aloud) say(`${labelOf(question)}: ${wrong.message}`);
    } else {
      place.replaceChildren();
    }
    return wrong;
  }

  // What nobody sees nobody can delete by hand.
  function cleaner(question) {
    const button = element("button", { type: "button", className: "kb-button" }, "הסירו את התווים הנסתרים");
    button.addEventListener("click", () => {
      const [control] = controlsOf(question.dataset.kbQuestion);
      control.value = withoutHidden(control.value);
      control.dispatchEvent(new Event("input", { bubbles: true }));
      control.focus();
    });
    return button;
  }

  function focusable(question) {
    return all("input, textarea", question).filter((control) => !control.closest("[hidden]"));
  }

  function say(text) {
    byId("kb-live").textContent = text;
  }

  function summarise(wrong) {
    const summary = byId("kb-summary");
    summary.hidden = wrong.length === 0;
    document.title = document.title.replace(/^\(\d+\) /, "");
    if (!wrong.length) return;
    document.title = `(${wrong.length}) ${document.title}`;
    byId("kb-summary-title").textContent = wrong.length === 1 ? "צריך לתקן דבר אחד" : `צריך לתקן ${wrong.length} דברים`;
    byId("kb-summary-list").replaceChildren(...wrong.map(([question, { message }]) => {
      const label = labelOf(question);
      const told = message.includes(shown(label)) ? message : `${label}: ${message}`;
      const link = element("a", { href: `#${focusable(question)[0].id}` }, told);
      link.addEventListener("click", (event) => { event.preventDefault(); goTo(question); });
      return element("li", {}, link);
    }));
    summary.focus();
  }

  function goTo(question) {
    const folded = question.closest("details");
    if (folded) folded.open = true;
    const [control] = focusable(question);
    question.scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
  }

  // --- parts that come and go ----------------------------------------------------------------------------

  function setUpRepeat(repeat) {
    const prototype = document.querySelector(`[data-kb-prototype="${repeat.dataset.kbRepeat}"]`).firstElementChild;
    const add = repeat.querySelector("[data-kb-add]");
    let next = 0;
    repeat.kbAdd = () => {
      const one = prototype.cloneNode(true);
      const number = next++;
      for (const part of [one, ...one.querySelectorAll("*")]) {
        for (const { name, value } of [...part.attributes]) if (value.includes("NUMBER")) part.setAttribute(name, value.replaceAll("NUMBER", number));
      }
      add.before(one);
      all("select[data-kb-search]", one).forEach(root.kbCombobox.setUp);
      one.querySelector("[data-kb-remove]").addEventListener("click", () => { one.remove(); count(); add.focus(); keep(); });
      count();
      return one;
    };
    repeat.kbNext = () => next;
    add.addEventListener("click", () => focusable(repeat.kbAdd())[0].focus());
    const isNeeded = Boolean(repeat.closest("[data-kb-needed]"));
    if (isNeeded) repeat.kbAdd();

    function count() {
      all(".kb-repeat__one", repeat).forEach((one, index) => {
        one.querySelector("[data-kb-number]").textContent = String(index + 1);
        one.querySelector("[data-kb-remove]").hidden = index === 0 && isNeeded;
      });
    }
  }

  function showWhatIsAsked() {
    for (const question of all("[data-kb-only-if]")) {
      const [name, value] = question.dataset.kbOnlyIf.split("=");
      question.hidden = answer(name) !== value;
    }
  }

  function echoDay(input) {
    const day = root.kbDay.read(cleaned(input.value));
    input.nextElementSibling.textContent = root.kbCheck.isDay(day) ? root.kbDay.inWords(day) : "";
  }

  // The rows of the drill that is chosen; its list is asked for when it is needed.
  async function drawRows() {
    const drill = form.elements.drill?.value;
    if (drill === undefined || drill === drawn) return;
    drawn = drill;
    const asked = drill ? (await drills())?.[drill] : null;
    if (drill !== form.elements.drill.value) return; // another was chosen meanwhile
    for (const [name, { of, choice, labels }] of Object.entries(ROWS)) {
      byId(`${name}-none`).hidden = Boolean(asked);
      if (drill && !asked) byId(`${name}-none`).textContent = "רשימת הסעיפים לא נטענה. רעננו את העמוד: הטיוטה נשמרה.";
      byId(`${name}-rows`).replaceChildren(...(asked?.[name] ?? []).map(([id, text], index) => row(name, index, { of, id, text, choice, labels })));
    }
    all("[data-kb-rows] [data-kb-question]").forEach((question) => told.delete(question));
  }

  function drills() {
    loading ??= new Promise((resolve) => {
      const script = element("script", { src: new URL("../drills.js", location.href).href });
      script.onload = () => resolve(root.kbDrills);
      script.onerror = () => { loading = null; drawn = ""; resolve(null); };
      document.head.append(script);
    });
    return loading;
  }

  function row(name, index, { of, id, text, choice, labels }) {
    const at = (field) => `${name}[${index}].${field}`;
    const own = (field) => `q-${name}-${index}-${field}`;
    const choices = labels.map(([value, label], place) => element("label", {},
      element("input", { type: "radio", name: at(choice), value, id: `${own(choice)}-${place}` }), element("span", {}, label)));
    const more = Object.keys(given.questions).filter((path) => path.startsWith(`${name}.`) && ![of, choice].includes(path.split(".")[1]));
    return element("div", { className: "kb-row" },
      element("input", { type: "hidden", name: at(of), value: id }),
      element("fieldset", { className: "kb-field", "data-kb-question": at(choice), "aria-describedby": `${own(choice)}-error` },
        element("legend", {}, text),
        error(own(choice)),
        element("div", { className: "kb-choices kb-choices--row" }, ...choices)),
      element("details", { className: "kb-fold kb-row__more" },
        element("summary", {}, more.map((path) => given.questions[path].label).join(", "), element("span", { className: "kb-vh" }, `: ${text}`)),
        element("div", { className: "kb-row__fields" }, ...more.map((path) => small(at(path.split(".")[1]), own(path.split(".")[1]), given.questions[path], text)))));
  }

  function small(name, id, asked, of) {
    const isCount = asked.rule.form === "count";
    const input = element("input", { type: "text", name, id, dir: isCount ? "ltr" : "auto", "aria-describedby": `${id}-error` });
    if (isCount) input.inputMode = "numeric";
    return element("div", { className: `kb-field${isCount ? " kb-field--short" : ""}`, "data-kb-question": name },
      element("label", { htmlFor: id }, asked.label, element("span", { className: "kb-vh" }, `: ${of}`)), error(id), input);
  }

  function error(id) {
    return element("p", { className: "kb-field__error", id: `${id}-error`, hidden: true });
  }

  // --- draft ---------------------------------------------------------------------------------------------

  // A lesson is written once at a time; results and corrections are each about something that the address names.
  function draftKey() {
    const query = new URLSearchParams(location.search);
    const about = ["page", "drill"].filter((name) => query.get(name)).map((name) => `${name}=${query.get(name)}`);
    return [location.pathname.replace(/index\.html$/, ""), ...about].join("?");
  }

  function kept() {
    const values = {};
    for (const control of all("[name]")) {
      if (control.type === "hidden") continue;
      if (control.type === "checkbox") { if (control.checked) (values[control.name] ??= []).push(control.value); }
      else if (control.type === "radio") { if (control.checked) values[control.name] = control.value; }
      else if (control.value.trim() && control.value !== prefilled[control.name]) values[control.name] = control.value;
    }
    return values;
  }

  function keep() {
    if (restoring) return;
    clearTimeout(waiting);
    waiting = setTimeout(keepNow, 300);
  }

  function keepNow() {
    if (!waiting) return;
    clearTimeout(waiting);
    waiting = 0;
    root.kbDraft.save(key, kept());
  }

  async function restore(values) {
    for (const name of Object.keys(values)) {
      const [, list, number] = name.match(/^(\w+)\[(\d+)\]/) ?? [];
      const repeat = list && form.querySelector(`[data-kb-repeat="${list}"]`);
      if (repeat) while (repeat.kbNext() <= Number(number)) repeat.kbAdd();
    }
    set(values);
    await drawRows();
    set(values);
    for (const folded of all("details")) if (all("[data-kb-question]", folded).some((question) => !isEmpty(answer(question.dataset.kbQuestion)))) folded.open = true;
    refresh();
  }

  function set(values) {
    for (const control of all("[name]")) {
      const value = values[control.name];
      if (value === undefined) continue;
      if (control.type === "checkbox") control.checked = Array.isArray(value) && value.includes(control.value);
      else if (control.type === "radio") control.checked = value === control.value;
      else if (typeof value === "string") control.value = value;
      if (control.tagName === "SELECT") control.dispatchEvent(new Event("kb-set"));
    }
  }

  // What the link that led here knows: which page, which drill, whose.
  function prefill() {
    const values = {};
    for (const [name, value] of new URLSearchParams(location.search)) if (given.questions[name] && form.elements[name] && value.length < 300) values[name] = given.questions[name].control === "ticks" ? value.split(",") : value;
    if (values.municipality && form.elements.level) values.level = "local";
    set(values);
    return values;
  }

  function refresh() {
    showWhatIsAsked();
    all("[data-kb-day]").forEach(echoDay);
  }

  // --- the course of things ------------------------------------------------------------------------------

  async function start() {
    refresh();
    const draft = root.kbDraft.load(key);
    restoring = true;
    if (draft) {
      await restore(draft.values);
      byId("kb-draft-said").textContent = `שוחזרה טיוטה שנשמרה בדפדפן הזה ב־${new Date(draft.since).toLocaleString("he-IL", { dateStyle: "long", timeStyle: "short" })}.`;
      byId("kb-draft").hidden = false;
    } else {
      await drawRows();
    }
    restoring = false;
    form.setAttribute("data-kb-ready", "");
  }

  byId("kb-draft-clear").addEventListener("click", clear);
  byId("kb-clear").addEventListener("click", () => { if (confirm("למחוק את כל מה שכתבתם כאן?")) clear(); });
  function clear() {
    clearTimeout(waiting);
    waiting = 0;
    root.kbDraft.drop(key);
    removeEventListener("pagehide", keepNow);
    location.reload();
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  function changed(event) {
    keep();
    refresh();
    if (event.target.name === "drill") drawRows();
    const question = event.target.closest("[data-kb-question]");
    if (question && told.has(question)) look(question);
    // What an answer decides elsewhere.
    for (const other of told) if (other !== question && form.contains(other)) look(other);
  }

  form.addEventListener("focusout", (event) => {
    const question = event.target.closest("[data-kb-question]");
    if (!question || question.contains(event.relatedTarget)) return;
    // A question that is only passed by is not wrong yet: it may be answered last.
    const isAnswered = !isEmpty(answer(question.dataset.kbQuestion)) || pending(question);
    if (isAnswered || told.has(question)) look(question, { aloud: true });
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = questions().map((question) => [question, look(question)]).filter(([, found]) => found);
    if (waitingForRows()) { drawn = ""; drawRows(); }
    summarise(wrong);
    if (!wrong.length && !waitingForRows()) finish();
  });

  function waitingForRows() {
    return Boolean(form.elements.drill && !form.querySelector("[data-kb-rows] > *"));
  }

  function finish() {
    const answers = questions().filter((question) => !question.hidden).map((question) => question.dataset.kbQuestion).map((name) => [name, answer(name)]);
    for (const control of all("input[type=hidden]")) answers.push([control.name, control.value]);
    const around = ["submitted_by", ...(given.file.includes("{municipality}") ? ["municipality"] : [])];
    const own = Object.fromEntries(answers.filter(([name]) => around.includes(name)));
    const sent = root.kbSubmission.submission(given, {
      submittedBy: own.submitted_by,
      submittedOn: root.kbDay.today(),
      municipality: own.municipality,
      fields: root.kbSubmission.nested(answers.filter(([name]) => !around.includes(name))),
    });
    if (new TextEncoder().encode(JSON.stringify(sent)).length > given.largest) {
      say("הטופס גדול מדי. קצרו את הטקסטים.");
      return;
    }
    keepNow();
    form.hidden = true;
    root.kbEnding.show(byId("kb-ending"), given, sent, {
      read: questions().filter((question) => !question.hidden).map((question) => [labelOf(question), answerInWords(question.dataset.kbQuestion)]).filter(([, words]) => words),
      back: () => { form.hidden = false; byId("kb-ending").hidden = true; form.querySelector("[type=submit]").focus(); },
      arrived: () => { root.kbDraft.drop(key); removeEventListener("pagehide", keepNow); },
    });
  }

  // As whoever wrote it reads it: names and labels, not ids.
  function answerInWords(name) {
    const controls = controlsOf(name);
    const { control } = questionOf(name);
    const value = answer(name);
    if (control === "search") return controls[0].selectedOptions[0].label.trim();
    if (control === "ticks" || control === "radios") return controls.filter((choice) => choice.checked).map((choice) => choice.nextElementSibling.textContent).join(", ");
    if (control === "day") return value && root.kbDay.inWords(value);
    return Array.isArray(value) ? value.join("\n") : value;
  }

  addEventListener("pagehide", keepNow);
  byId("kb-print").addEventListener("click", () => print());
  start();
})(globalThis);
