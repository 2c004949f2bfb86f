// The page of a drill that is run: the clock, ticks with time and who, injects that fall due. What is pressed is an event (log.js), is kept
// (store.js) before it is drawn, and what is drawn is the fold of all events. Needs the other scripts of run/ before it.
(function (root) {
  "use strict";

  const place = document.getElementById("kb-run");
  if (!place) return;
  const given = JSON.parse(place.dataset.kbRun);
  const log = root.kbRunLog;
  const { cleaned, mistake, inWords } = root.kbCheck;
  const { element } = root.kbEnding;
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = place) => [...within.querySelectorAll(selector)];
  const depth = (given.at.participants.match(/\//g) ?? []).length + (given.leads ? 1 : 0);
  const site = new URL("../".repeat(depth) || "./", location.href);
  const key = `${site.pathname}#${given.drill}`;
  const OUTCOMES = Object.fromEntries(given.form.outcomes);
  const SHAPES = { done: "met", partly: "partial", not_done: "none", not_relevant: "checked-none" };
  const MOST_DUE = 3; // more would cover a phone
  const LATE = "עבר הזמן, ולא סומן";
  const STANDING = { before: "עוד לא התחיל", running: "", paused: "בהפסקה", ended: "הסתיים" };
  const device = remembered("kb-run-device") || remember("kb-run-device", word(4));
  const tab = `${device}${word(3)}`; // two tabs of one device never make the same id

  let store = null;
  let runs = {}; // {run: events}
  let current = "";
  let state = log.fold([]);
  let unkept = []; // [run, event] that the browser could not keep yet
  const announced = new Set(); // injects that were said to be due
  const watchers = [];

  const run = {
    given, key, site, device,
    events: () => runs[current] ?? [],
    state: () => state,
    runs: () => runs,
    current: () => current,
    lasting: () => store.lasting,
    who, act, actAll, say, take, choose, drop, fresh, trouble,
    onDraw: (call) => watchers.push(call),
  };

  // --- what this browser remembers beside the log ----------------------------------------------------------

  function remembered(name) {
    try { return localStorage.getItem(name) ?? ""; } catch { return ""; }
  }

  function remember(name, value) {
    try { localStorage.setItem(name, value); } catch { /* for this page alone */ }
    return value;
  }

  function word(length) {
    return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => (byte % 36).toString(36)).join("");
  }

  // --- events ----------------------------------------------------------------------------------------------

  // An event of this device; it is drawn once it is kept, or once it is clear that it cannot be.
  function act(kind, more = {}) {
    return actAll(kind, [more]);
  }

  // Several of one kind, kept and drawn together.
  async function actAll(kind, list) {
    const now = Date.now();
    const events = list.map((more) => {
      const event = { id: log.nextId(run.events(), now, tab), kind, at: now, who: who(), ...more };
      runs[current] = log.union(run.events(), [event]);
      return event;
    });
    await keep(current, events);
    draw();
  }

  async function keep(of, events) {
    remember(`kb-run-current:${key}`, of);
    const waiting = unkept.filter(([other]) => other === of).map(([, event]) => event);
    try {
      await store.add(of, [...waiting, ...events]);
      unkept = unkept.filter(([other]) => other !== of);
      if (waiting.length) trouble("");
    } catch (error) {
      unkept.push(...events.map((event) => [of, event]));
      trouble(error.full
        ? "אין מקום במכשיר, והסימונים האחרונים אינם נשמרים. פנו מקום, או שמרו עכשיו קובץ תחת ״מסירה למכשיר אחר״."
        : "הדפדפן אינו מרשה לשמור, והסימונים יאבדו כשהעמוד ייסגר. צאו מגלישה פרטית, או שמרו קובץ תחת ״מסירה למכשיר אחר״.");
    }
  }

  // What was handed over: into the run that it says, or into the one that is chosen. Returns how many events are new here.
  async function take(of, events, { open = true } = {}) {
    const known = new Set((runs[of] ?? []).map((event) => event.id));
    const fresh = events.filter((event) => !known.has(event.id));
    runs[of] = log.union(runs[of] ?? [], fresh);
    if (open) current = of;
    if (fresh.length) await keep(of, fresh);
    draw();
    return fresh.length;
  }

  function choose(of) {
    current = remember(`kb-run-current:${key}`, of);
    announced.clear();
    draw();
  }

  function fresh() {
    choose(word(6));
  }

  async function drop(of) {
    await store.drop(of);
    delete runs[of];
    unkept = unkept.filter(([other]) => other !== of);
    if (of === current) fresh();
    else draw();
  }

  // Another tab wrote: what it kept, and what this one still holds.
  async function reload() {
    const kept = await store.all();
    const known = new Set([...Object.keys(kept), current, ...unkept.map(([of]) => of)]);
    for (const of of Object.keys(runs)) if (!known.has(of)) delete runs[of];
    for (const [of, events] of Object.entries(kept)) runs[of] = log.union(runs[of] ?? [], events);
    draw();
  }

  // --- words -----------------------------------------------------------------------------------------------

  // What comes within a second of what was said stands after it: else the first of the two is never heard.
  let saidAt = 0;
  function say(text) {
    const place = byId("kb-run-said");
    const now = Date.now();
    place.textContent = now - saidAt < 1000 ? `${place.textContent}. ${text}` : text;
    saidAt = now;
  }

  function trouble(text) {
    byId("kb-run-trouble").textContent = text;
    byId("kb-run-trouble").hidden = !text;
  }

  const textOf = (id) => given.items.find((item) => item.id === id)?.text ?? id;
  const whatOf = (id) => given.objectives.find((objective) => objective.id === id)?.what ?? id;

  // An event as people call it.
  function words(event) {
    const names = {
      start: () => "התחלת התרגיל", began: () => "תיקון שעת ההתחלה", pause: () => "העצירה", resume: () => "ההמשך", end: () => "סיום התרגיל",
      tick: () => `הסימון ״${textOf(event.of)}״`, inject: () => `מסירת הזרמה ${event.of}`, rate: () => `הדירוג של ״${whatOf(event.of)}״`, sector: () => "סימון של מגזר",
    };
    return names[event.kind]?.() ?? "הפעולה";
  }

  function clock(milliseconds) {
    const seconds = Math.floor(milliseconds / 1000);
    return [Math.floor(seconds / 3600), ...[Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"))].join(":");
  }

  // --- one line that somebody writes -------------------------------------------------------------------------

  // What is wrong with a text by the rule of the form's question, beside the box; returns whether it may be kept.
  function mend(input, question, text) {
    const asked = given.form.questions[question];
    const found = text ? mistake(asked.rule, text) : null;
    const box = byId(`${input.id}-error`);
    input.toggleAttribute("aria-invalid", false);
    if (found) input.setAttribute("aria-invalid", "true");
    input.closest(".kb-field").classList.toggle("kb-field--wrong", Boolean(found));
    box.hidden = !found;
    box.replaceChildren();
    if (found) {
      const { message, hint } = given.form.codes[found.code];
      box.append(element("strong", {}, inWords(message, found.facts)), hint ? `. ${inWords(hint, found.facts)}.` : ".");
      say(inWords(message, found.facts));
    }
    return !found;
  }

  function who() {
    return remembered(`kb-run-who:${key}`);
  }

  function setWho(text) {
    const input = byId("kb-run-who");
    input.value = text;
    if (mend(input, "items.by", cleaned(text))) remember(`kb-run-who:${key}`, cleaned(text));
    drawWho();
  }

  // Lines are kept a moment after the last letter, so that a battery that dies takes no sentence with it.
  const timers = new Map();
  function setUpLine(input) {
    const keepLine = () => {
      clearTimeout(timers.get(input));
      timers.delete(input);
      const text = cleaned(input.value);
      if (text === shownIn(input)) { mend(input, ruleOf(input), text); return; }
      if (mend(input, ruleOf(input), text)) saveLine(input.dataset, text);
    };
    input.addEventListener("input", () => {
      clearTimeout(timers.get(input));
      timers.set(input, setTimeout(keepLine, 800));
    });
    input.addEventListener("change", keepLine);
  }

  function ruleOf({ dataset }) {
    return dataset.kbOn === "items" ? `items.${dataset.kbLine}` : "objectives.note";
  }

  function saveLine({ kbLine: line, kbOn: on, kbOf: of }, text) {
    if (line === "note") return act("note", { on, of, text });
    const tick = state.items[of];
    const now = { of, value: tick?.value ?? "done", by: tick?.by ?? who(), minute: tick ? log.minuteOf(state, tick) : undefined };
    return act("tick", whole({ ...now, [line]: text }));
  }

  const whole = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

  // What the log says where the box stands.
  function shownIn({ dataset: { kbLine: line, kbOn: on, kbOf: of } }) {
    if (line === "note") return state.notes[on][of] ?? "";
    const tick = state.items[of];
    if (!tick) return "";
    return line === "by" ? tick.by ?? "" : log.isTimed(tick.value) ? log.minuteOf(state, tick) : "";
  }

  // --- drawing ---------------------------------------------------------------------------------------------

  function draw() {
    state = log.fold(run.events());
    drawBar();
    drawItems();
    drawRoom();
    if (given.leads) drawLead();
    tickOver();
    for (const call of watchers) call();
  }

  function drawBar() {
    const standing = log.standing(state);
    byId("kb-run-go").textContent = { before: "התחילו", running: "עצרו", paused: "המשיכו", ended: "המשיכו" }[standing];
    byId("kb-run-stop").hidden = !["running", "paused"].includes(standing);
    byId("kb-run-standing").textContent = STANDING[standing];
    byId("kb-run-bar").dataset.standing = standing;
    const redo = log.lastUndo(run.events(), device);
    const last = log.lastOf(run.events(), device);
    const button = byId("kb-run-undo");
    button.disabled = !redo && !last;
    const target = redo ? run.events().find((event) => event.id === redo.of) : last;
    button.replaceChildren(redo ? "החזירו" : "בטלו", ...(target ? [element("span", { className: "kb-vh" }, ` את ${words(target)}`)] : []));
    root.kbRunAlarm.wake(standing === "running").then((awake) => { place.dataset.awake = String(awake); });
  }

  function drawItems() {
    for (const row of all("[data-kb-item]")) {
      const tick = state.items[row.dataset.kbItem];
      const box = row.querySelector("[data-kb-done]");
      box.checked = tick?.value === "done";
      box.indeterminate = tick?.value === "partly";
      row.dataset.outcome = tick?.value ?? "";
      for (const radio of all("[data-kb-outcome]", row)) radio.checked = radio.value === (tick?.value ?? "");
      drawState(row, tick);
    }
    for (const input of all("[data-kb-line]")) if (document.activeElement !== input && !timers.has(input) && !input.hasAttribute("aria-invalid")) input.value = shownIn(input);
    const counts = Object.entries(OUTCOMES).map(([value, label]) => [label, given.items.filter(({ id }) => state.items[id]?.value === value).length]).filter(([, count]) => count);
    const left = given.items.filter(({ id }) => !state.items[id]).length;
    byId("kb-run-tally").textContent = [...counts.map(([label, count]) => `${label}: ${count}`), ...(left ? [`עוד לא סומנו: ${left}`] : [])].join(" · ");
  }

  function drawState(row, tick) {
    const said = row.querySelector("[data-kb-state]");
    const minute = log.isTimed(tick?.value) ? log.minuteOf(state, tick) : "";
    const text = tick ? [OUTCOMES[tick.value] ?? tick.value, minute && `דקה ${minute}`, tick.by].filter(Boolean).join(" · ") : "";
    if (said.textContent !== text) said.textContent = text;
    said.className = `kb-run__state kb-state--${SHAPES[tick?.value] ?? "unmapped"}`;
  }

  function drawRoom() {
    for (const box of all("[data-kb-sector]")) box.checked = Boolean(state.sectors[box.dataset.kbSector]);
    const count = Object.keys(state.sectors).length;
    const text = count === 0 ? "עוד לא סומן" : count === 1 ? "מגזר אחד" : `${count} מגזרים`;
    byId("kb-run-present-count").textContent = text;
    byId("kb-finish-sectors").textContent = text;
    drawWho();
  }

  function drawWho() {
    for (const button of all("[data-kb-role]")) button.setAttribute("aria-pressed", String(button.dataset.kbRole === who()));
  }

  function drawLead() {
    for (const row of all("[data-kb-inject]")) {
      const tick = state.injects[row.dataset.kbInject];
      row.querySelector("[data-kb-given]").checked = Boolean(tick);
      row.classList.toggle("kb-run__inject--given", Boolean(tick));
    }
    for (const radio of all("[data-kb-rating]")) radio.checked = state.ratings[radio.dataset.kbRating] === radio.value;
  }

  // What changes with the time alone, once a second.
  function tickOver() {
    const now = Date.now();
    const passed = log.elapsed(state, now);
    byId("kb-run-clock").textContent = clock(passed);
    for (const { id, within } of given.items) {
      const isLate = within !== null && state.began !== null && !state.items[id] && passed > within * 60000;
      const row = byId(`item-${id}`);
      const said = row.querySelector("[data-kb-state]");
      row.classList.toggle("kb-run__item--late", isLate);
      if (isLate && said.textContent !== LATE) said.textContent = LATE;
      else if (!isLate && said.textContent === LATE) drawState(row, state.items[id]);
    }
    if (given.leads) tellInjects(passed);
  }

  function tellInjects(passed) {
    const isGoing = log.standing(state) === "running";
    const waiting = given.injects.filter(({ number }) => !state.injects[number]);
    const due = state.began !== null && state.ended === null ? waiting.filter(({ minute }) => minute * 60000 <= passed) : [];
    const next = waiting.filter((inject) => !due.includes(inject)).sort((one, other) => one.minute - other.minute)[0];
    for (const row of all("[data-kb-inject]")) {
      const own = given.injects.find(({ number }) => String(number) === row.dataset.kbInject);
      const tick = state.injects[own.number];
      const text = tick ? `נמסרה${log.minuteOf(state, tick) ? ` בדקה ${log.minuteOf(state, tick)}` : ""}` : due.includes(own) ? "הגיע זמנה" : own === next ? "הבאה" : "";
      const said = row.querySelector("[data-kb-state]");
      if (said.textContent !== text) said.textContent = text;
      row.classList.toggle("kb-run__inject--due", due.includes(own));
    }
    byId("kb-run-due").hidden = !due.length;
    const numbers = due.map(({ number }) => number).join();
    const list = byId("kb-run-due-list");
    if (list.dataset.numbers !== numbers) {
      list.dataset.numbers = numbers;
      list.replaceChildren(...due.slice(0, MOST_DUE).map(dueLine), ...(due.length > MOST_DUE ? [element("li", {}, `ועוד ${due.length - MOST_DUE} ברשימת ההזרמות`)] : []));
    }
    byId("kb-run-next").textContent = nextInWords(next, passed, due);
    const unsaid = isGoing ? due.filter(({ number }) => !announced.has(number)) : [];
    if (unsaid.length) {
      for (const { number } of unsaid) announced.add(number);
      say(`הגיע הזמן: ${unsaid.map(({ number }) => `הזרמה ${number}`).join(", ")}`);
      root.kbRunDesk.alarm();
    }
  }

  function dueLine({ number, minute }) {
    const link = element("a", { href: `#inject-${number}` }, `הזרמה ${number}, דקה ${minute}`);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      byId(`inject-${number}`).scrollIntoView({ block: "start" });
      byId(`inject-${number}`).focus({ preventScroll: true });
    });
    const done = element("button", { type: "button", className: "kb-button kb-button--main" }, "נמסרה", element("span", { className: "kb-vh" }, ` הזרמה ${number}`));
    done.addEventListener("click", () => { act("inject", { of: String(number), value: "given" }); byId(`inject-${number}`).focus({ preventScroll: true }); });
    return element("li", {}, link, " ", done);
  }

  function nextInWords(next, passed, due) {
    if (state.ended !== null || !given.injects.length) return "";
    if (!next) return due.length ? "" : "כל ההזרמות נמסרו";
    if (state.began === null) return `הזרמה ${next.number} בדקה ${next.minute}`;
    return `הזרמה ${next.number} בעוד ${clock(Math.max(0, next.minute * 60000 - passed)).replace(/^0:/, "")}`;
  }

  // --- what is pressed -------------------------------------------------------------------------------------

  function setUp() {
    byId("kb-run-go").addEventListener("click", go);
    byId("kb-run-stop").addEventListener("click", async () => { await act("end"); say("התרגיל הסתיים"); byId("finish").scrollIntoView({ block: "start" }); });
    byId("kb-run-undo").addEventListener("click", undo);
    for (const box of all("[data-kb-done]")) box.addEventListener("change", () => tickItem(box.dataset.kbDone, box.checked ? "done" : ""));
    for (const radio of all("[data-kb-outcome]")) radio.addEventListener("change", () => tickItem(radio.dataset.kbOutcome, radio.value));
    for (const box of all("[data-kb-sector]")) box.addEventListener("change", () => act("sector", { of: box.dataset.kbSector, value: box.checked ? "present" : "" }));
    for (const box of all("[data-kb-given]")) box.addEventListener("change", () => act("inject", { of: box.dataset.kbGiven, value: box.checked ? "given" : "" }));
    for (const radio of all("[data-kb-rating]")) radio.addEventListener("change", () => act("rate", { of: radio.dataset.kbRating, value: radio.value }));
    for (const button of all("[data-kb-role]")) button.addEventListener("click", () => { setWho(button.dataset.kbRole); say(`מסמן/ת: ${button.dataset.kbRole}`); });
    byId("kb-run-who").addEventListener("change", (event) => setWho(event.target.value));
    byId("kb-run-who").value = who();
    all("[data-kb-line]").forEach(setUpLine);
    setInterval(tickOver, 1000);
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") tickOver(); });
    addEventListener("pagehide", () => { for (const input of timers.keys()) input.dispatchEvent(new Event("change")); });
  }

  async function go() {
    const standing = log.standing(state);
    if (standing === "before") {
      root.navigator.storage?.persist?.().catch(() => {});
      await act("start", given.revision ? { revision: given.revision } : {});
      say("התרגיל התחיל");
    } else {
      await act(standing === "running" ? "pause" : "resume");
      say(standing === "running" ? "השעון עצר" : "השעון ממשיך");
    }
  }

  async function tickItem(id, value) {
    const by = who() || state.items[id]?.by;
    await act("tick", whole({ of: id, value, ...(value ? { by: by || undefined, minute: log.minuteNow(state, id) } : {}) }));
    say(value ? `${OUTCOMES[value]}: ${textOf(id)}` : `הסימון הוסר: ${textOf(id)}`);
  }

  async function undo() {
    const redo = log.lastUndo(run.events(), device);
    const target = redo ?? log.lastOf(run.events(), device);
    if (!target) return;
    const meant = redo ? run.events().find((event) => event.id === redo.of) : target;
    await act("undo", { of: target.id });
    say(`${redo ? "הוחזר" : "בוטל"}: ${words(meant)}`);
  }

  // --- the course of things ----------------------------------------------------------------------------------

  async function start() {
    store = await root.kbRunStore.open(key);
    runs = await store.all();
    const latest = Object.entries(runs).sort(([, one], [, other]) => (one.at(-1).id < other.at(-1).id ? 1 : -1))[0]?.[0];
    const last = remembered(`kb-run-current:${key}`);
    current = last in runs || (last && !latest) ? last : latest ?? word(6);
    setUp();
    root.kbRunFinish.setUp(run);
    root.kbRunPassing.setUp(run);
    root.kbRunDesk.setUp(run);
    store.onChange(reload);
    draw();
    byId("kb-run-live").hidden = false;
    await root.kbRunPassing.arrive();
    place.setAttribute("data-kb-ready", "");
  }

  start();
})(globalThis);
