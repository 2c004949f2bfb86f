// What is set and known beside the drill itself: since when, how to ring, whether the page stays, and which runs are kept here.
// Needs log.js and alarm.js before it.
(function (root) {
  "use strict";

  const { element } = root.kbEnding;
  const log = root.kbRunLog;
  const byId = (id) => document.getElementById(id);
  const HOUR = /^([01]?[0-9]|2[0-3])[:.]?([0-5][0-9])$/;

  let run = null;

  function setUp(given) {
    run = given;
    byId("kb-desk-began").addEventListener("change", (event) => moveStart(event.target));
    byId("kb-desk-new").addEventListener("click", () => { run.fresh(); run.say("הפעלה חדשה. הקודמת נשמרה ברשימה."); });
    byId("kb-desk-sound")?.addEventListener("change", (event) => { if (event.target.checked && !root.kbRunAlarm.allowSound()) event.target.checked = false; else if (event.target.checked) root.kbRunAlarm.ring(); });
    byId("kb-desk-shake-field")?.toggleAttribute("hidden", !root.kbRunAlarm.canShake());
    run.onDraw(draw);
    addEventListener("online", draw);
    addEventListener("offline", draw);
    addEventListener("kb-offline", draw);
  }

  function alarm() {
    if (byId("kb-desk-sound")?.checked) root.kbRunAlarm.ring();
    if (byId("kb-desk-shake")?.checked) root.kbRunAlarm.shake();
  }

  // "9:05" or "0905" → the moment nearest to what stands.
  function moveStart(input) {
    const found = input.value.trim().match(HOUR);
    const state = run.state();
    const error = byId("kb-desk-began-error");
    const began = found && state.began !== null ? log.momentNear(state.began, Number(found[1]), Number(found[2])) : null;
    const wrong = state.began === null ? "התרגיל עוד לא התחיל: לחצו ״התחילו״, ואז תקנו" : !found ? "צריך להיות שעה כמו 09:05" : began > Date.now() ? "השעה הזאת עוד לא הגיעה" : "";
    error.textContent = wrong;
    error.hidden = !wrong;
    if (wrong) { run.say(wrong); return; }
    run.act("began", { value: began }).then(() => run.say("שעת ההתחלה תוקנה"));
  }

  function draw() {
    const { began } = run.state();
    const input = byId("kb-desk-began");
    if (document.activeElement !== input) input.value = began === null ? "" : new Date(began).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    drawDevice();
    drawRuns();
  }

  async function drawDevice() {
    const lines = [
      run.lasting() ? "הסימונים נשמרים בדפדפן הזה, גם כשהעמוד נסגר או הסוללה נגמרת." : "הסימונים נשמרים בדפדפן הזה באחסון פשוט. לגיבוי, שמרו קובץ מדי פעם.",
      (await navigator.storage?.persisted?.().catch(() => false)) ? "הדפדפן הבטיח לא למחוק אותם כשהמקום אוזל." : "הדפדפן עשוי למחוק נתוני אתרים כשהמקום במכשיר אוזל: שמרו קובץ בסוף התרגיל.",
      root.kbOffline?.ready ? "העמוד יעבוד גם בלי רשת." : location.protocol === "file:" ? "העמוד נפתח מתיקייה, ואינו צריך רשת." : "העמוד עוד לא נשמר לעבודה בלי רשת. הישארו מחוברים, או פתחו אותו שוב.",
      document.getElementById("kb-run").dataset.awake === "true" ? "המסך נשאר דולק כל עוד השעון רץ." : "המסך עשוי לכבות מעצמו. השעון ימשיך נכון גם אז.",
    ];
    byId("kb-desk-device").replaceChildren(...lines.map((line) => element("li", {}, line)));
  }

  function drawRuns() {
    const kept = Object.entries(run.runs()).filter(([, events]) => events.length).sort(([, one], [, other]) => (one.at(-1).id < other.at(-1).id ? 1 : -1));
    const lines = kept.map(([id, events]) => {
      const state = log.fold(events);
      const when = new Date(state.began ?? events[0].at).toLocaleString("he-IL", { dateStyle: "short", timeStyle: "short" });
      const ticked = Object.keys(state.items).length;
      const name = `${when}, ${ticked === 1 ? "סעיף אחד" : `${ticked} סעיפים`}`;
      const isOpen = id === run.current();
      const open = element("button", { type: "button", className: "kb-button" }, "פתחו", hiddenWords(name));
      open.addEventListener("click", () => { run.choose(id); run.say(`נפתחה ההפעלה מ־${when}`); });
      const remove = element("button", { type: "button", className: "kb-button" }, "מחקו", hiddenWords(name));
      remove.addEventListener("click", () => { if (confirm(`למחוק מהמכשיר הזה את ההפעלה מ־${name}? אי אפשר לשחזר.`)) run.drop(id); });
      return element("li", {}, name, isOpen ? " · פתוחה עכשיו " : " ", element("span", { className: "kb-buttons" }, ...(isOpen ? [] : [open]), remove));
    });
    byId("kb-desk-runs").replaceChildren(...(lines.length ? lines : [element("li", {}, "עוד אין.")]));
  }

  function hiddenWords(text) {
    return element("span", { className: "kb-vh" }, ` את ההפעלה מ־${text}`);
  }

  root.kbRunDesk = { setUp, alarm };
})(globalThis);
