// Whoever comes from the code on a paper is told whether that paper still holds. Works from a folder too: the page knows all it needs.
(function (root) {
  "use strict";

  const MARK = /^([0-9a-f]{0,64})-([0-9a-f]{8})$/;

  // What the page says of a paper: { state, title, since }. `state` is "current", "old", "unknown", or null when no paper is asked about.
  function judge(known, paper) {
    if (paper === null || paper === undefined) return { state: null, since: [] };
    const mark = MARK.exec(paper);
    if (!mark) return { state: "unknown", since: [] };
    const [, revision, print] = mark;
    if (Object.hasOwn(known.prints, print)) return { state: "current", title: known.prints[print], since: [] };
    const place = revision.length < 7 ? -1 : known.changes.findIndex(([id]) => id.startsWith(revision));
    if (place < 0) return { state: "unknown", since: [] };
    return { state: "old", since: known.changes.slice(0, place) };
  }

  const WORDS = {
    current: ["הדף שבידכם מעודכן.", "הוא אומר מה שכתוב כאן היום."],
    old: ["הדף שבידכם אינו מעודכן.", "מאז שהודפס השתנה מה שכתוב בו. הדפיסו אותו שוב מכאן."],
    unknown: ["אי אפשר לדעת אם הדף שבידכם מעודכן.", "הוא אינו כמו זה שיודפס מכאן היום, והגרסה שעליו אינה מוכרת לעמוד הזה. הדפיסו אותו שוב."],
  };

  function say(box, found) {
    const make = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
    const line = document.createElement("p");
    const [head, rest] = WORDS[found.state];
    line.append(make("strong", head), ` ${found.title ? `${found.title}. ` : ""}${rest}`);
    box.replaceChildren(line);
    if (found.since.length) {
      const list = document.createElement("ul");
      for (const [, day, subject] of found.since.slice(0, 8)) {
        const item = make("li", `${day}: `);
        item.append(Object.assign(make("bdi", subject), { dir: "auto" }));
        list.append(item);
      }
      if (found.since.length > 8) list.append(make("li", `ועוד ${found.since.length - 8} שינויים קודמים`));
      box.append(make("p", "מה השתנה מאז:"), list);
    }
    const past = document.querySelector("details.kb-past");
    if (past && found.state !== "current") {
      past.id ||= "past";
      const link = Object.assign(make("a", "כל ההיסטוריה של העמוד"), { href: `#${past.id}` });
      link.addEventListener("click", () => { past.open = true; });
      const more = document.createElement("p");
      more.append(link);
      box.append(more);
    }
    box.classList.toggle("kb-warn", found.state !== "current");
    box.hidden = false;
  }

  root.kbPaper = { judge };
  if (typeof document === "undefined") return;
  const box = document.querySelector("[data-kb-paper]");
  if (!box) return;
  const found = judge(JSON.parse(box.dataset.kbPaper), new URLSearchParams(location.search).get("paper"));
  if (found.state) say(box, found);
})(globalThis);
