// Pure functions behind sorting and filtering; no document in here.
//
// A classic script that leaves one global, not an ES module: browsers refuse modules from file://, and a copy of the site on a memory
// stick should still sort and filter. Node imports it for its side effect, the same file as it stands.
(function (root) {
  "use strict";

  const NIQQUD = /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]/g;
  const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
  // Straight, curly, low and Hebrew: רח"ל, רח״ל and רח''ל are one word.
  const QUOTES = /["'`\u00b4\u2018-\u201f\u2032\u2033\u05f3\u05f4]/g;
  const JOINERS = /[-_/\u2010-\u2015\u2212\u05be]/g;
  const FINALS = { "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ" };

  // Text as the filter compares it. Doing it twice changes nothing.
  function normalise(text) {
    return String(text)
      .normalize("NFKD") // presentation forms fall apart into letter and niqqud
      .replace(NIQQUD, "")
      .replace(/[\u0300-\u036f]/g, "")
      .replace(INVISIBLE, "")
      .replace(QUOTES, "")
      .replace(JOINERS, " ")
      .replace(/[ךםןףץ]/g, (letter) => FINALS[letter])
      .replace(/יי/g, "י") // plene and defective spelling: קריית, קרית
      .replace(/וו/g, "ו")
      .toLowerCase()
      .replace(/\s+/g, " ")
      .trim();
  }

  // Every word of the query stands somewhere in the text, in any order.
  function matchesText(text, query) {
    const haystack = normalise(text);
    return normalise(query).split(" ").every((word) => haystack.includes(word));
  }

  // `values` is what an attribute holds: one word or several with spaces between. An empty wish accepts all.
  function matchesChoice(values, wanted) {
    return wanted === "" || String(values ?? "").split(/\s+/).includes(wanted);
  }

  // entry: {text, data: {key: "a b"}}; filters: {text, choices: {key: "a"}}
  function accepts(entry, filters) {
    return (
      matchesText(entry.text, filters.text || "") &&
      Object.entries(filters.choices || {}).every(([key, wanted]) => matchesChoice(entry.data[key], wanted))
    );
  }

  // The first number in a cell: "1,250 תושבים" is 1250. The minus may be a real one and may stand behind a bidi mark.
  function numberIn(text) {
    const found = String(text).replace(INVISIBLE, "").replace(/\u2212/g, "-").replace(/(\d),(?=\d{3})/g, "$1").match(/-?\d+(\.\d+)?/);
    return found ? Number(found[0]) : NaN;
  }

  const collator = new Intl.Collator("he", { numeric: true, sensitivity: "base" });

  // Order of two cell texts. What says nothing (empty, a dash) goes last whichever way the column is sorted.
  function compare(a, b, kind = "text", direction = 1) {
    const blankA = isBlank(a, kind);
    const blankB = isBlank(b, kind);
    if (blankA || blankB) return Number(blankA) - Number(blankB);
    const order = kind === "number" ? numberIn(a) - numberIn(b) : collator.compare(normalise(a), normalise(b));
    return order * direction;
  }

  function isBlank(text, kind) {
    return kind === "number" ? Number.isNaN(numberIn(text)) : normalise(text).replace(/[\u2013\u2014]/g, "") === "";
  }

  // Filters ↔ the address, so that a filtered list can be sent to someone. Keys that are not ours stay as they were.
  function readQuery(search, keys) {
    const params = new URLSearchParams(search);
    return Object.fromEntries(keys.filter((key) => params.has(key)).map((key) => [key, params.get(key)]));
  }

  function writeQuery(search, values) {
    const params = new URLSearchParams(search);
    for (const [key, value] of Object.entries(values)) {
      if (value) params.set(key, value);
      else params.delete(key);
    }
    const text = params.toString();
    return text ? "?" + text : "";
  }

  function countText(shown, all) {
    if (shown === all) return all === 1 ? "פריט אחד" : `${all} פריטים`;
    if (shown === 0) return `אין תוצאות מתוך ${all}. שנו את הסינון`;
    return shown === 1 ? `מוצג אחד מתוך ${all}` : `מוצגים ${shown} מתוך ${all}`;
  }

  root.kbTable = { normalise, matchesText, matchesChoice, accepts, numberIn, compare, readQuery, writeQuery, countText };
})(globalThis);
