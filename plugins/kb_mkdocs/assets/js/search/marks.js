// Where the words of a search stand in a text, and their marks on the page that was opened from the results (?h=).
// In a worker, in node and in a page alike; the theme's own marking finds a short word inside other words, and none that is emphasised in part.
(function (root) {
  "use strict";

  const WORD = "[\\p{L}\\p{M}\\p{N}]";
  const QUOTES = "[\"'`\\u00b4\\u2018-\\u201f\\u2032\\u2033\\u05f3\\u05f4]{1,2}";
  const GOES_ON = new RegExp(`^(${QUOTES})?${WORD}`, "u");
  const WORD_BEFORE = new RegExp(`${WORD}$`, "u");
  const QUOTED_BEFORE = new RegExp(`${WORD}${QUOTES}$`, "u");
  const PARTICLES_BEFORE = new RegExp(`(^|[^\\p{L}\\p{M}\\p{N}])[ושהכלבמ]{1,3}${QUOTES}$`, "u");
  const MOST_FORMS = 60;

  // [[start, end], …] of the forms that stand as words of their own, in order and apart.
  function find(text, forms) {
    const pattern = alternation(forms);
    const found = [];
    if (!pattern) return found;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const end = match.index + match[0].length;
      if (standsAlone(text, match.index, end)) found.push([match.index, end]);
      else pattern.lastIndex = match.index + 1;
    }
    return found;
  }

  // Longest first: of רח and רח״ל the acronym is meant. Case may differ, for a title begins with a capital.
  function alternation(forms) {
    const known = [...new Set(forms)].filter((form) => form.trim()).sort((a, b) => b.length - a.length).slice(0, MOST_FORMS);
    return known.length ? new RegExp(known.map(escapeRegex).join("|"), "giu") : null;
  }

  function escapeRegex(text) {
    return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  }

  // רח is no word of רח״ל, but מועדון is one of ל״מועדון״.
  function standsAlone(text, start, end) {
    if (GOES_ON.test(text.slice(end, end + 4))) return false;
    const before = text.slice(Math.max(0, start - 8), start);
    if (WORD_BEFORE.test(before)) return false;
    return !QUOTED_BEFORE.test(before) || (end - start > 2 && PARTICLES_BEFORE.test(before));
  }

  // HTML of a plain text with its words marked.
  function html(text, forms) {
    let result = "";
    let last = 0;
    for (const [start, end] of find(text, forms)) {
      result += `${escapeHtml(text.slice(last, start))}<mark>${escapeHtml(text.slice(start, end))}</mark>`;
      last = end;
    }
    return result + escapeHtml(text.slice(last));
  }

  const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

  function escapeHtml(text) {
    return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
  }

  root.kbMarks = { find, html, escapeHtml };

  // On a page

  const INLINE = new Set(["A", "ABBR", "B", "BDI", "BDO", "CITE", "DFN", "EM", "I", "MARK", "Q", "S", "SMALL", "SPAN", "STRONG", "SUB", "SUP", "TIME", "U"]);
  const LEFT_OUT = "script, style, svg, textarea, select, button, .md-content__button";

  function markPage(article, forms) {
    for (const run of runs(article)) {
      const text = run.map((node) => node.data).join("");
      let start = 0;
      const whole = find(text, forms);
      // Each node by itself as well: two chips that touch are two words, though nothing stands between them.
      const pieces = run.map((node) => {
        const own = find(node.data, forms).map(([from, to]) => [from + start, to + start]);
        const piece = { node, start, ranges: united([...whole, ...own]) };
        start += node.data.length;
        return piece;
      });
      for (const { node, start: at, ranges } of pieces) markNode(node, at, ranges);
    }
  }

  // Text nodes that read as one line: `ל<b>מתנדבים</b>` is one word in two nodes.
  function* runs(article) {
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, {
      acceptNode: (node) => (node.nodeType === 1 && node.matches(LEFT_OUT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
    });
    let run = [];
    let block = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const breaks = node.nodeType === 1 ? node.tagName === "BR" : blockOf(node) !== block;
      if (breaks && run.length) { yield run; run = []; }
      if (node.nodeType === 3) { run.push(node); block = blockOf(node); }
    }
    if (run.length) yield run;
  }

  function blockOf(node) {
    let element = node.parentElement;
    while (element && INLINE.has(element.tagName)) element = element.parentElement;
    return element;
  }

  function united(ranges) {
    const sorted = ranges.sort((a, b) => a[0] - b[0]);
    const result = [];
    for (const [start, end] of sorted) {
      const last = result[result.length - 1];
      if (last && start < last[1]) last[1] = Math.max(last[1], end);
      else result.push([start, end]);
    }
    return result;
  }

  // From the end, so that what stands before keeps its place.
  function markNode(node, at, ranges) {
    for (const [from, to] of [...ranges].reverse()) {
      const start = Math.max(0, from - at);
      const end = Math.min(node.data.length, to - at);
      if (start >= end) continue;
      if (end < node.data.length) node.splitText(end);
      const word = start > 0 ? node.splitText(start) : node;
      const mark = document.createElement("mark");
      mark.className = "kb-mark";
      word.replaceWith(mark);
      mark.append(word);
    }
  }

  if (typeof document === "undefined") return;
  const words = (new URLSearchParams(location.search).get("h") || "").slice(0, 2000).split(/\s+/).filter(Boolean);
  const article = words.length && document.querySelector(".md-content article");
  if (article) markPage(article, words);
})(globalThis);
