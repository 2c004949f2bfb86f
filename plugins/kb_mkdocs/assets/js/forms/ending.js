// What can be done with a finished submission: send it, open the forge, save a file, write a mail. Each is an act of whoever wrote it.
// Needs submission.js before it.
(function (root) {
  "use strict";

  const PATIENCE = 30000;

  // place: the section to fill. given: the page's data. sent: the submission. read: [[question, answer in words]]. back, arrived: what to do when
  // one goes back to the form, and once the intake has taken it.
  function show(place, given, sent, { read, back, arrived }) {
    const { fileText, pathOf, idOf, forgeAddress, mailAddress } = root.kbSubmission;
    const text = fileText(given, sent);
    const name = `${idOf(given, sent)}.json`;
    const title = element("h2", { id: "kb-ending-title", tabIndex: -1 }, "ההצעה מוכנה. איך לשלוח אותה?");
    const said = element("p", { className: "kb-ending__said", role: "status" });
    const save = () => download(name, JSON.stringify(sent, null, 1) + "\n");
    const ways = [];

    if (given.intake.address) {
      const button = element("button", { type: "button", className: "kb-button kb-button--main", id: "kb-send" }, "שלחו עכשיו");
      button.addEventListener("click", () => send(given, sent, button, said, arrived));
      ways.push(way("שליחה מכאן", "ההצעה תעבור בדיקה, ואדם יקרא אותה לפני שתתפרסם.", button));
    }
    if (given.forge) ways.push(byForge());
    ways.push(asFile());
    place.replaceChildren(title, element("p", {}, "עדיין לא נשלח דבר."), ...ways, said, preview(), asText(), goBack());
    place.setAttribute("aria-labelledby", title.id);
    place.hidden = false;
    title.focus();

    function byForge() {
      const { address, withText } = forgeAddress(given.forge.address, pathOf(given, sent), text);
      const link = element("a", { className: "kb-button", id: "kb-forge", href: address, target: "_blank", rel: "noopener noreferrer" }, `העתיקו ופתחו ב־${given.forge.name}`);
      link.addEventListener("click", () => copy(text, said));
      const why = withText
        ? "נפתח עמוד ״קובץ חדש״ שהטקסט כבר בו. הטקסט גם מועתק: אם העמוד נפתח ריק, הדביקו אותו."
        : "הטקסט אינו עובר בכתובת: הוא מועתק. בעמוד ״קובץ חדש״ שנפתח הדביקו אותו.";
      return way(`למי שיש חשבון ב־${given.forge.name}`, `${why} שמרו כהצעה לבדיקה (Propose changes).`, link);
    }

    function asFile() {
      const button = element("button", { type: "button", className: "kb-button", id: "kb-download" }, "שמרו קובץ");
      button.addEventListener("click", () => { save(); said.textContent = `הקובץ ${name} נשמר במכשיר.`; });
      const mail = given.intake.mail && element("a", {
        className: "kb-button",
        id: "kb-mail",
        href: mailAddress(given.intake.mail, given.heading, `שלום,\n\nמצורף הקובץ ${name} (${given.heading}).\nאת הקובץ שמר הטופס במכשיר: צרפו אותו להודעה לפני השליחה.\n`),
      }, "כתבו מייל");
      const whom = given.intake.mail
        ? `שמרו את הקובץ, וצרפו אותו למייל אל ${given.intake.mail}. אפשר גם אחר כך, כשתהיה רשת.`
        : `שמרו את הקובץ, ומסרו אותו ${given.contact ? `ל${given.contact}` : "למי שמתחזק את המאגר"}. אפשר גם אחר כך, כשתהיה רשת.`;
      return way("קובץ", whom, button, ...(mail ? [mail] : []));
    }

    function preview() {
      const lines = read.flatMap(([label, answer]) => [element("dt", {}, label), element("dd", { dir: "auto" }, answer)]);
      return element("details", { className: "kb-fold", id: "kb-preview" }, element("summary", {}, "מה יישלח"), element("dl", {}, ...lines));
    }

    function asText() {
      const button = element("button", { type: "button", className: "kb-button", id: "kb-copy" }, "העתיקו");
      button.addEventListener("click", () => copy(text, said));
      return element("details", { className: "kb-fold", id: "kb-as-file" }, element("summary", {}, "הקובץ שייכתב במאגר"),
        element("pre", { className: "kb-ending__text", dir: "ltr", tabIndex: 0 }, text), element("p", {}, button));
    }

    function goBack() {
      const button = element("button", { type: "button", className: "kb-button", id: "kb-back" }, "חזרו לטופס");
      button.addEventListener("click", () => { place.hidden = true; back(); });
      return element("p", {}, button);
    }
  }

  function way(title, text, ...buttons) {
    return element("section", { className: "kb-ending__way" }, element("h3", {}, title), element("p", {}, text), element("p", { className: "kb-buttons" }, ...buttons));
  }

  function element(tag, properties = {}, ...inside) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in made && name !== "role") made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...inside);
    return made;
  }

  function download(name, text) {
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const link = element("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  async function copy(text, said) {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = "הטקסט הועתק.";
    } catch {
      // The clipboard is not open to pages on plain http and in some browsers from a folder.
      const box = element("textarea", { value: text, className: "kb-vh" });
      document.body.append(box);
      box.select();
      said.textContent = document.execCommand("copy") ? "הטקסט הועתק." : "הדפדפן אינו מרשה להעתיק: סמנו את הטקסט ב״הקובץ שייכתב במאגר״ והעתיקו ידנית.";
      box.remove();
    }
  }

  // The intake's answer, in its own words. Whatever goes wrong on the way, the draft stays and the file can be saved.
  async function send(given, sent, button, said, arrived) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), PATIENCE);
    button.disabled = true;
    said.textContent = "שולחים…";
    try {
      const response = await fetch(given.intake.address, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(sent),
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: abort.signal,
      });
      const answer = await response.json();
      said.replaceChildren(...told(given, answer, response.ok));
      if (response.ok) arrived();
      else button.disabled = false;
    } catch {
      said.textContent = "השליחה לא הצליחה: אין תשובה מן השרת. הטיוטה נשמרה. נסו שוב, או שמרו קובץ ושלחו אותו אחר כך.";
      button.disabled = false;
    } finally {
      clearTimeout(timer);
    }
  }

  function told(given, answer, ok) {
    const message = typeof answer?.message === "string" ? answer.message : ok ? "ההצעה התקבלה, ותיבדק." : "ההצעה לא התקבלה.";
    const reasons = Array.isArray(answer?.reasons) ? answer.reasons.filter((reason) => typeof reason?.message === "string") : [];
    const lines = reasons.map((reason) => {
      const label = given.questions[String(reason.field ?? "").replace(/\[\d+\]/g, "")]?.label;
      return element("li", {}, [label ? `${label}: ${reason.message}` : reason.message, reason.hint].filter(Boolean).join(". "));
    });
    return [message, ...(lines.length ? [element("ul", {}, ...lines)] : [])];
  }

  root.kbEnding = { show, element };
})(globalThis);
