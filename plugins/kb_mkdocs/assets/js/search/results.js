// Answers of the engine as the theme's search box draws them: a group for each page, words marked, text cut around the best place.
(function (root) {
  "use strict";

  const { find, html, escapeHtml } = root.kbMarks;
  const TEASER = 200;
  const SEARCHED = 40000; // of a text, for the best place in it
  const MOST_TERMS = 24;
  // What one of a kind is called; facets have their own names, of many. A unit is called by the knowledge base itself.
  const ONE = {
    playbook: "ספר הפעלה", step: "צעד", scenario: "תרחיש", role: "תפקיד", lesson: "לקח", drill: "תרגיל", "drill-item": "סעיף לבדיקה",
    municipality: "", district: "מחוז", need: "צורך", actor: "שחקן", result: "תוצאת תרגיל", adaptation: "התאמה", call: "קול קורא",
    term: "מונח", source: "מקור", guide: "מדריך", problem: "קוד בעיה", page: "",
  };

  // hits → the theme's items. written: a word of the query as the engine knows it → as it was typed. unit: what a municipality is called here. asFiles: links name index.html, for file:// has no index of a folder.
  function items(hits, { written = withFinals, unit = "", asFiles = false } = {}) {
    const pages = new Map();
    for (const hit of hits) {
      const [page] = hit.address.split("#");
      if (!pages.has(page)) pages.set(page, []);
      pages.get(page).push(hit);
    }
    return [...pages].map(([page, found]) => group(page, found, { names: { ...ONE, municipality: unit }, written, asFiles }));
  }

  // The theme wants the page's own entry in every group; when it is no hit, it goes last and below the rest. A link marks on the opened
  // page what was found anywhere on it.
  function group(page, found, options) {
    const onPage = [...new Set(found.flatMap((hit) => hit.marks ?? []))];
    const drawn = found.map((hit) => item(hit, onPage, options));
    if (found.some((hit) => hit.address === page)) return drawn;
    const own = { address: page, title: found[0].page, text: "", marks: onPage, score: drawn[drawn.length - 1].score / 2 };
    return [...drawn, item(own, onPage, options)];
  }

  function item(hit, onPage, { names, written, asFiles }) {
    const marks = hit.marks ?? [];
    const name = Object.hasOwn(names, hit.kind) ? names[hit.kind] : "";
    const label = name ? ` <span class="kb-found__kind">${escapeHtml(name)}</span>` : "";
    return {
      location: asFiles ? asFile(hit.address) : hit.address,
      title: html(hit.title, marks) + label,
      text: hit.text ? `<p>${teaser(hit.text, marks)}</p>` : "",
      score: Number.isFinite(hit.score) ? hit.score : 0,
      terms: terms([...marks, ...onPage], (hit.missing ?? []).map(written)),
    };
  }

  function asFile(address) {
    const [page, anchor] = address.split("#");
    const file = page === "" || page.endsWith("/") ? `${page}index.html` : page;
    return anchor === undefined ? file : `${file}#${anchor}`;
  }

  // Found words go into ?h= of the link, the others are told as missing.
  function terms(marks, missing) {
    const result = Object.create(null);
    for (const word of missing.slice(0, MOST_TERMS)) result[word] = false;
    for (const word of marks.slice(0, MOST_TERMS)) result[word] = true;
    return result;
  }

  // About two hundred characters around the place where most of the words stand together, as HTML.
  function teaser(text, marks) {
    if (text.length <= TEASER * 1.2) return html(text, marks);
    const start = wordStart(text, bestStart(text.slice(0, SEARCHED), marks));
    const end = wordEnd(text, start + TEASER);
    return `${start > 0 ? "…\u00a0" : ""}${html(text.slice(start, end), marks)}${end < text.length ? "\u00a0…" : ""}`;
  }

  // Different words count, and the first of equal places: the same word ten times is no better than once.
  function bestStart(text, marks) {
    const places = find(text, marks);
    let [best, most] = [0, 0];
    for (let first = 0; first < places.length; first++) {
      const words = new Set();
      for (let i = first; i < places.length && places[i][1] <= places[first][0] + TEASER * 0.8; i++) words.add(text.slice(...places[i]).toLowerCase());
      if (words.size > most) [best, most] = [places[first][0], words.size];
    }
    return best < TEASER / 2 ? 0 : best - TEASER / 5;
  }

  function wordStart(text, at) {
    const start = Math.max(0, Math.min(Math.round(at), text.length - TEASER));
    const space = text.indexOf(" ", start);
    if (start === 0) return 0;
    return space >= 0 && space - start < 30 ? space + 1 : wholeSign(text, start);
  }

  function wordEnd(text, at) {
    if (at >= text.length) return text.length;
    const space = text.lastIndexOf(" ", at);
    return at - space < 30 ? space : wholeSign(text, at);
  }

  // Not between the two halves of an emoji.
  function wholeSign(text, at) {
    return /[\udc00-\udfff]/.test(text[at]) ? at + 1 : at;
  }

  // What the last word may become, from titles: the theme shows it behind what is typed.
  function suggestion(query, hits) {
    const typed = query.split(/[\s-]+/).pop();
    if (typed.length < 2) return [];
    const words = hits.flatMap((hit) => hit.title.split(/[\s,:()]+/));
    const found = words.find((word) => word.length > typed.length && word.startsWith(typed));
    return found ? [found] : [];
  }

  const FINALS = { כ: "ך", מ: "ם", נ: "ן", פ: "ף", צ: "ץ" };

  // The engine compares words without final letters; whoever reads them wants them back.
  function withFinals(text) {
    return text.replace(/([א-ת])([כמנפצ])(?![\p{L}\p{M}\p{N}"'״׳])/gu, (_, before, last) => before + FINALS[last]);
  }

  root.kbResults = { withFinals, items, teaser, suggestion };
})(globalThis);
