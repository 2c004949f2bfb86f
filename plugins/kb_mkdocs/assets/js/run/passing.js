// From this device to another: codes to photograph, a link, a file; and what arrives by them. Needs handover.js and uqr.js before it.
(function (root) {
  "use strict";

  const { element } = root.kbEnding;
  const handover = root.kbRunHandover;
  const byId = (id) => document.getElementById(id);
  const VERSION = 20; // 97 squares a side: what the camera of a phone still reads off another phone
  const LONGEST = 858; // bytes that such a code holds, at the lowest correction: screens do not tear
  const FOR_A_LINK = 30000;
  const LARGEST_FILE = 1024 * 1024;

  let run = null;

  function setUp(given) {
    run = given;
    byId("kb-pass-code").addEventListener("click", showCodes);
    byId("kb-pass-link").addEventListener("click", copyLink);
    byId("kb-pass-file").addEventListener("click", saveFile);
    byId("kb-pass-open").addEventListener("change", openFile);
    addEventListener("hashchange", arrive);
  }

  // --- away --------------------------------------------------------------------------------------------------

  function whole() {
    const forParticipants = document.querySelector("[name=kb-pass-to]:checked")?.value === "participants";
    const leave = forParticipants ? handover.forParticipants : run.given.leads ? (events) => events : handover.ofParticipants;
    return { drill: run.given.drill, run: run.current(), events: leave(run.events()), page: address(forParticipants) };
  }

  // The page's own address as another device opens it; null when only this one has it.
  function address(forParticipants) {
    const page = forParticipants ? run.given.at.participants : run.given.at.facilitator ?? run.given.at.participants;
    if (location.protocol !== "file:") return new URL(page, run.site).href;
    return run.given.home ? run.given.home + page : null;
  }

  async function addressesUpTo(most) {
    const { page, ...rest } = whole();
    if (!page) return told("העמוד נפתח מתיקייה, ואין לו כתובת שמכשיר אחר פותח. שמרו קובץ, והעבירו אותו.");
    if (!rest.events.length) return told("עוד לא סומן דבר, ואין מה למסור.");
    return (await handover.addresses(page, rest, most)) ?? told("סומן ונכתב יותר ממה שנכנס לקודים. שמרו קובץ, והעבירו אותו.");
  }

  function told(text) {
    show(element("p", {}, text));
    run.say(text);
    return null;
  }

  function show(...inside) {
    const box = byId("kb-pass-codes");
    box.replaceChildren(...inside);
    box.hidden = false;
    return box;
  }

  async function showCodes() {
    const found = await addressesUpTo(LONGEST);
    if (!found) return;
    const figures = found.map((text, index) => element("figure", {}, drawn(text), element("figcaption", {}, found.length > 1 ? `קוד ${index + 1} מתוך ${found.length}` : "סרקו במצלמה של המכשיר השני")));
    const more = found.length > 1 ? [element("p", {}, "סרקו את כולם, בכל סדר. כל אחד פותח את העמוד ומוסיף את חלקו.")] : [];
    const box = show(...more, ...figures);
    box.focus({ preventScroll: true });
    box.scrollIntoView({ block: found.length > 1 ? "start" : "center" }); // a code under the bar is not read
    run.say(found.length > 1 ? `${found.length} קודים לסריקה` : "הקוד מוכן לסריקה");
  }

  // Black on white in either scheme, with the quiet edge that readers need.
  function drawn(text) {
    const { data, size } = root.kbQr(text, { ecc: "L", border: 4, maxVersion: VERSION });
    const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const squares = document.createElementNS("http://www.w3.org/2000/svg", "path");
    for (const [name, value] of Object.entries({ viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": "קוד QR של ההפעלה", "shape-rendering": "crispEdges", class: "kb-run__code" })) svg.setAttribute(name, value);
    squares.setAttribute("d", path);
    svg.dataset.kbAddress = text;
    svg.append(squares);
    return svg;
  }

  async function copyLink() {
    const found = await addressesUpTo(FOR_A_LINK);
    if (!found) return;
    const box = element("textarea", { value: found[0], readOnly: true, dir: "ltr", rows: 3, "aria-label": "הקישור" });
    const said = element("p", {}, "");
    show(said, box);
    try {
      await navigator.clipboard.writeText(found[0]);
      said.textContent = "הקישור הועתק. מי שיפתח אותו ימשיך מכאן.";
    } catch {
      box.select();
      said.textContent = "הדפדפן אינו מרשה להעתיק: העתיקו מכאן.";
    }
    run.say(said.textContent);
  }

  function saveFile() {
    const { page: _page, ...rest } = whole();
    if (!rest.events.length) { told("עוד לא סומן דבר, ואין מה למסור."); return; }
    const day = root.kbRunResult.dayOf(run.state()) || root.kbDay.today();
    const name = `hosen-run-${run.given.drill}-${day}.json`;
    const link = element("a", { href: URL.createObjectURL(new Blob([handover.textOf(rest), "\n"], { type: "application/json" })), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    told(`הקובץ ${name} נשמר. במכשיר השני פותחים את העמוד הזה, ולוחצים ״קלטו קובץ״.`);
  }

  // --- here --------------------------------------------------------------------------------------------------

  async function openFile(event) {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    const found = file.size <= LARGEST_FILE ? handover.ofText(await file.text()) : null;
    if (found) await receive({ ...found, part: 1, of: 1, batch: "" });
    else tell(`הקובץ ${file.name} אינו הפעלה שנשמרה כאן.`);
  }

  // What the address brought, once; then it goes from the address, so that a reload does not bring it again.
  async function arrive() {
    const found = await handover.read(location.hash);
    if (found === null) return;
    try { history.replaceState(history.state, "", location.pathname + location.search); } catch { /* from a folder some browsers refuse */ }
    if (found) await receive(found);
    else tell("הקוד לא נקרא: אולי נסרק רק חלק ממנו. סרקו שוב, או העבירו קובץ.");
  }

  async function receive(incoming) {
    if (incoming.drill !== run.given.drill) { tell("זו הפעלה של תרגיל אחר. פתחו אותה בעמוד ההפעלה שלו."); return; }
    const joined = memory("joined")[incoming.run] ?? incoming.run;
    const isNew = joined !== run.current() && run.events().length > 0 && !(joined in run.runs());
    if (isNew) ask(incoming);
    else await put(joined, incoming);
  }

  async function put(into, incoming) {
    const count = await run.take(into, incoming.events);
    const counted = count === 0 ? "הכול כבר היה כאן" : count === 1 ? "נקלטה פעולה אחת" : `נקלטו ${count} פעולות`;
    tell([`${counted}.`, partsLeft(incoming)].filter(Boolean).join(" "));
  }

  // Two who pressed "start" each on a device of their own may mean one drill or two.
  function ask(incoming) {
    const box = byId("kb-run-arrived");
    const join = element("button", { type: "button", className: "kb-button kb-button--main" }, "צרפו להפעלה שכאן");
    const apart = element("button", { type: "button", className: "kb-button" }, "פתחו בנפרד");
    join.addEventListener("click", () => { note("joined", incoming.run, run.current()); put(run.current(), incoming); });
    apart.addEventListener("click", () => put(incoming.run, incoming));
    box.replaceChildren(element("p", {}, "הגיעה הפעלה ממכשיר אחר, וכאן כבר יש אחת. זה אותו תרגיל באותו חדר?"), element("p", { className: "kb-buttons" }, join, apart));
    box.hidden = false;
    box.focus();
  }

  function partsLeft({ part, of, batch }) {
    if (of === 1) return "";
    const seen = [...new Set([...(memory("parts")[batch] ?? []), part])];
    note("parts", batch, seen);
    const left = Array.from({ length: of }, (_, index) => index + 1).filter((number) => !seen.includes(number));
    return left.length ? `סרקו גם: ${left.map((number) => `קוד ${number}`).join(", ")}.` : "כל הקודים נקלטו.";
  }

  function tell(text) {
    const box = byId("kb-run-arrived");
    box.replaceChildren(element("p", {}, text));
    box.hidden = false;
    box.focus();
  }

  function memory(name) {
    try { return JSON.parse(localStorage.getItem(`kb-run-${name}:${run.key}`)) ?? {}; } catch { return {}; }
  }

  function note(name, of, value) {
    try { localStorage.setItem(`kb-run-${name}:${run.key}`, JSON.stringify({ ...memory(name), [of]: value })); } catch { /* asked again next time */ }
  }

  root.kbRunPassing = { setUp, arrive };
})(globalThis);
