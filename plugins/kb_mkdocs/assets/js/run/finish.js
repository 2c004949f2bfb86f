// From a run to a result: asks for what is missing, in the words of the forms, and ends as they do. Needs result.js and the scripts of forms/ before it.
(function (root) {
  "use strict";

  const { element } = root.kbEnding;
  const { cleaned, isBlank, inWords, mistake, shown } = root.kbCheck;
  const byId = (id) => document.getElementById(id);

  let run = null;
  let form = null;
  const told = new Set(); // questions that were found wrong once
  const waiting = new Map();

  function setUp(given) {
    run = given;
    form = byId("kb-finish");
    form.querySelectorAll("select[data-kb-search]").forEach(root.kbCombobox.setUp);
    byId("kb-finish-open").addEventListener("click", open);
    byId("kb-finish-form").addEventListener("click", inTheForm);
    byId("kb-finish-sectors").addEventListener("click", (event) => { event.preventDefault(); goTo(byId("q-sectors")); });
    for (const button of form.querySelectorAll("[data-kb-rest]")) button.addEventListener("click", () => settleRest(button.dataset.kbRest));
    for (const control of controls()) {
      if (control.tagName !== "SELECT") control.maxLength = root.kbRunLog.LONGEST; // a longer one would not be read back
      control.addEventListener("change", () => keep(control));
      control.addEventListener("input", () => { clearTimeout(waiting.get(control)); waiting.set(control, setTimeout(() => keep(control), 800)); });
    }
    form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
    run.onDraw(draw);
  }

  function controls() {
    return [...form.querySelectorAll("[data-kb-question] [name]")].filter((control) => form.contains(control) && asked(control.name));
  }

  const asked = (name) => run.given.form.questions[name];

  function open() {
    form.hidden = false;
    byId("kb-ending").hidden = true;
    byId("kb-finish-open").setAttribute("aria-expanded", "true");
    draw();
    form.scrollIntoView({ block: "start" });
  }

  // --- what is missing -----------------------------------------------------------------------------------------

  // The rows that stood when the form was opened stay while it is open: a row that goes as one answers it takes the next from under the finger.
  let drawn = "";

  function draw() {
    if (form.hidden) { drawn = ""; return; }
    const missing = root.kbRunResult.missing(run.state(), run.given);
    const key = run.current();
    if (drawn !== key) {
      drawn = key;
      rows("items", missing.items, "text", run.given.form.outcomes, (id, value) => run.act("tick", { of: id, value, minute: "", ...by() }));
      rows("objectives", missing.objectives, "what", run.given.form.ratings, (id, value) => run.act("rate", { of: id, value }));
    }
    for (const radio of form.querySelectorAll("[data-kb-answer]")) radio.checked = answerOf(radio) === radio.value;
    for (const control of controls()) {
      if (document.activeElement === control || waiting.has(control) || control.previousElementSibling?.querySelector?.(":focus")) continue;
      const value = fact(control.name);
      if (control.value !== value) { control.value = value; if (control.tagName === "SELECT") control.dispatchEvent(new Event("kb-set")); }
      echo(control);
    }
    for (const question of told) look(question);
  }

  const by = () => (run.who() ? { by: run.who() } : {});

  function answerOf({ dataset: { kbAnswer: kind, kbId: id } }) {
    return kind === "items" ? run.state().items[id]?.value : run.state().ratings[id];
  }

  function rows(name, things, label, choices, answer) {
    byId(`kb-finish-${name}`).hidden = !things.length;
    byId(`kb-finish-${name}-rows`).replaceChildren(...things.map((thing, index) => {
      const id = `q-${name}-${index}`;
      const labels = choices.map(([value, words], place) => {
        const radio = element("input", { type: "radio", name: id, value, id: `${id}-${place}`, "data-kb-answer": name, "data-kb-id": thing.id });
        radio.addEventListener("change", () => answer(thing.id, value));
        return element("label", {}, radio, element("span", {}, name === "objectives" ? `${value} ${words}` : words));
      });
      return element("fieldset", { className: "kb-field kb-row", id, "data-kb-row": name, "data-kb-id": thing.id, "aria-describedby": `${id}-error` },
        element("legend", {}, thing[label]), element("p", { className: "kb-field__error", id: `${id}-error`, hidden: true }), element("div", { className: "kb-choices kb-choices--row" }, ...labels));
    }));
  }

  async function settleRest(value) {
    await run.actAll("tick", root.kbRunResult.missing(run.state(), run.given).items.map(({ id }) => ({ of: id, value, minute: "", ...by() })));
    run.say("סומן לכל השאר");
  }

  // --- who and when ------------------------------------------------------------------------------------------------

  function fact(name) {
    const state = run.state();
    const known = state.facts[name];
    if (known !== undefined) return known;
    if (name === "held_on") return asWritten(root.kbRunResult.dayOf(state));
    return "";
  }

  const asWritten = (day) => (day ? day.split("-").reverse().map(Number).join(".") : "");

  function keep(control) {
    clearTimeout(waiting.get(control));
    waiting.delete(control);
    echo(control);
    const question = control.closest("[data-kb-question]");
    if (told.has(question) || answer(control.name).length) look(question);
    if (control.value !== fact(control.name)) run.act("fact", { of: control.name, text: control.value });
  }

  function echo(control) {
    if (asked(control.name).control !== "day") return;
    const day = root.kbDay.read(cleaned(control.value));
    control.nextElementSibling.textContent = root.kbCheck.isDay(day) ? root.kbDay.inWords(day) : "";
  }

  function answer(name) {
    const control = controls().find((one) => one.name === name);
    const text = cleaned(control.value);
    if (asked(name).control === "lines") return text.split("\n").map(cleaned).filter((line) => !isBlank(line));
    return asked(name).control === "day" ? root.kbDay.read(text) : text;
  }

  // --- what is wrong -----------------------------------------------------------------------------------------------

  // {message, hint} or null.
  function wrongWith(question) {
    if (question.id === "q-sectors") return Object.keys(run.state().sectors).length ? null : missing(asked("sectors").label);
    if (question.dataset.kbRow) return answered(question) ? null : { message: inWords(run.given.form.codes["result-incomplete"].message, { found: shown(question.querySelector("legend").textContent) }), hint: "בחרו אחת מן התשובות" };
    const name = question.dataset.kbQuestion;
    const [control] = controls().filter((one) => one.name === name);
    const { required, rule, label, control: kind } = asked(name);
    if (kind === "search" && root.kbCombobox.unsettled(control)) return { message: `אין ברשימה ${shown(root.kbCombobox.unsettled(control))}`, hint: "הקלידו חלק מן השם, ובחרו מן הרשימה" };
    const value = answer(name);
    if (!value.length) return required && !name.startsWith("review.") ? missing(label) : null;
    const texts = Array.isArray(value) ? value : [value];
    const found = kind === "search" ? null : texts.map((text) => mistake(rule, text)).find(Boolean) ?? (name === "held_on" && value > root.kbDay.today() ? { code: "date-future", facts: { found: value } } : null);
    if (!found) return null;
    const { message, hint } = run.given.form.codes[found.code];
    const words = inWords(message, found.facts);
    return kind === "day" ? { message: root.kbDay.asAsked(words), hint: found.code === "not-date" ? "יום, חודש ושנה, ויום שיש בלוח השנה" : inWords(hint, found.facts) } : { message: words, hint: inWords(hint, found.facts) };
  }

  function missing(label) {
    return { message: inWords(run.given.form.codes["field-missing"].message, { right: `״${label}״` }), hint: "" };
  }

  function answered({ dataset: { kbRow: kind, kbId: id } }) {
    return kind === "items" ? run.state().items[id] : run.state().ratings[id];
  }

  function look(question) {
    const wrong = wrongWith(question);
    const box = question.querySelector(".kb-field__error");
    question.classList.toggle("kb-field--wrong", Boolean(wrong));
    box.hidden = !wrong;
    box.replaceChildren(...(wrong ? [element("strong", {}, wrong.message), wrong.hint ? `. ${wrong.hint}.` : "."] : []));
    for (const control of focusable(question)) {
      if (wrong) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
    if (wrong) told.add(question);
    return wrong;
  }

  function focusable(question) {
    return [...question.querySelectorAll("input, textarea")].filter((control) => !control.closest("[hidden]"));
  }

  function goTo(question) {
    const folded = question.closest("details") ?? question.querySelector("details");
    if (folded) folded.open = true;
    question.scrollIntoView({ block: "start" });
    focusable(question)[0]?.focus({ preventScroll: true });
  }

  // Lines about items and objectives that stand above with something wrong in them.
  function unkept() {
    return [...document.querySelectorAll("#kb-run-live [data-kb-line][aria-invalid]")].map((input) => input.closest(".kb-field"));
  }

  // Lines that came from another device are looked at here too: a link can be written by hand.
  function unsound() {
    const answers = root.kbRunResult.answers(run.state(), run.given);
    return answers.flatMap(([name, value]) => {
      const [, list, number] = name.match(/^(items|objectives)\[(\d+)\]/) ?? [];
      const rule = asked(name.replace(/\[\d+\]/, ""))?.rule;
      const found = list && value && rule && !name.endsWith(".outcome") && !name.endsWith(".rating") ? mistake(rule, value) : null;
      if (!found) return [];
      const id = answers.find(([other]) => other === `${list}[${number}].${list === "items" ? "item" : "objective"}`)[1];
      const row = list === "items" && run.given.items.some((item) => item.id === id) ? byId(`item-${id}`) : byId("kb-finish");
      return [[row, `${run.given.items.find((item) => item.id === id)?.text ?? id}: ${inWords(run.given.form.codes[found.code].message, found.facts)}`]];
    });
  }

  function summarise(wrong) {
    const summary = byId("kb-summary");
    summary.hidden = !wrong.length;
    if (!wrong.length) return;
    byId("kb-summary-title").textContent = wrong.length === 1 ? "צריך להשלים דבר אחד" : `צריך להשלים ${wrong.length} דברים`;
    byId("kb-summary-list").replaceChildren(...wrong.map(([question, message]) => {
      const link = element("a", { href: `#${focusable(question)[0]?.id ?? "finish"}` }, message);
      link.addEventListener("click", (event) => { event.preventDefault(); goTo(question); });
      return element("li", {}, link);
    }));
    summary.focus();
  }

  // --- the end ---------------------------------------------------------------------------------------------------------

  async function submit() {
    for (const control of [...waiting.keys()]) keep(control);
    const questions = [...form.querySelectorAll("[data-kb-row], [data-kb-question]"), byId("q-sectors")];
    const wrong = questions.map((question) => [question, look(question)]).filter(([, found]) => found).map(([question, { message }]) => [question, message]);
    wrong.push(...unkept().map((field) => [field, field.querySelector(".kb-field__error").textContent]), ...unsound());
    summarise(wrong);
    if (!wrong.length) finish();
  }

  function submission() {
    const around = Object.fromEntries(["municipality", "held_on", "submitted_by", "review.strengths", "review.improvements"].map((name) => [name, answer(name)]));
    const answers = new Map(root.kbRunResult.answers(run.state(), run.given));
    for (const name of ["held_on", "review.strengths", "review.improvements"]) answers.set(name, around[name]);
    return root.kbSubmission.submission(run.given.form, {
      submittedBy: around.submitted_by,
      submittedOn: root.kbDay.today(),
      municipality: around.municipality,
      fields: root.kbSubmission.nested([...answers]),
    });
  }

  function finish() {
    const sent = submission();
    if (new TextEncoder().encode(JSON.stringify(sent)).length > run.given.form.largest) { run.say("התוצאה גדולה מדי. קצרו את ההערות."); return; }
    form.hidden = true;
    root.kbEnding.show(byId("kb-ending"), run.given.form, sent, {
      read: inReading(sent),
      back: () => { form.hidden = false; draw(); byId("kb-finish-open").focus(); },
      arrived: () => {},
    });
    byId("kb-ending").scrollIntoView({ block: "start" });
  }

  function inReading(sent) {
    const labels = Object.fromEntries([...run.given.form.outcomes, ...run.given.form.ratings]);
    const named = (list, id, label) => list.find((one) => one.id === id)?.[label] ?? `${id} (אינו בגרסה הזאת של התרגיל)`;
    return [
      ["התרגיל", run.given.title],
      ["תאריך", root.kbDay.inWords(sent.fields.held_on)],
      ...sent.fields.items.map((item) => [named(run.given.items, item.item, "text"), [labels[item.outcome], item.minute && `דקה ${item.minute}`, item.by, item.note].filter(Boolean).join(" · ")]),
      ...sent.fields.objectives.map((one) => [named(run.given.objectives, one.objective, "what"), [`${one.rating} ${labels[one.rating]}`, one.note].filter(Boolean).join(" · ")]),
      ["מי כותב", sent.submitted_by],
    ];
  }

  // The form for results, filled in: what it keeps as a draft is written in its place.
  function inTheForm() {
    const page = new URL(run.given.at.form, run.site);
    const key = `${page.pathname}?drill=${run.given.drill}`;
    if (root.kbDraft.load(key) && !confirm("בטופס כבר יש טיוטה של תוצאות התרגיל הזה. להחליף אותה במה שסומן כאן?")) return;
    const values = root.kbRunResult.draft(root.kbRunResult.answers(run.state(), run.given));
    for (const control of controls()) if (control.value.trim()) values[control.name] = control.value;
    if (!root.kbDraft.save(key, values)) { run.trouble("הדפדפן אינו מרשה להעביר את הנתונים לטופס. הכינו את התוצאה כאן."); return; }
    const file = location.protocol === "file:" ? "index.html" : "";
    location.href = `${page.href}${file}?drill=${encodeURIComponent(run.given.drill)}`;
  }

  root.kbRunFinish = { setUp };
})(globalThis);
