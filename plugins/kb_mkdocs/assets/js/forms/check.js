// What `kb check` would say of one value, in the browser: the twin of kb_tools.content.text and .personal and of the model's scalars.
// The rules come from the page, which has them from the types; the words of the messages too.
//
// Pure functions in a classic script that leaves one global: it runs from file:// and in node as it stands.
(function (root) {
  "use strict";

  // What Python's str.split and str.isspace take for a space: \s has U+FEFF too, and not U+0085.
  const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  const SPACES = new RegExp(`[${SPACE}]+`, "g");
  const AT_ENDS = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
  const INVISIBLE = "\\x7f-\\x9f\\xad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u180e\\u200b\\u202a-\\u202e\\u2060-\\u2065\\u206a-\\u206f\\ufeff" +
    "\\ufff9-\\ufffb\\u2028\\u2029\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u3164\\uffa0\\ue000-\\uf8ff" +
    "\\u{110bd}\\u{110cd}\\u{13430}-\\u{1343f}\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e007f}\\u{f0000}-\\u{10ffff}\\ud800-\\udfff";
  const HIDDEN = `\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f${INVISIBLE}`;
  const ISOLATES = "\\u2066-\\u2069";
  const ONE_HIDDEN = new RegExp(`[${HIDDEN}]`, "u");
  const ONE_ISOLATE = new RegExp(`[${ISOLATES}]`, "u");
  const ALL_HIDDEN = new RegExp(`[${HIDDEN}${ISOLATES}]`, "gu");
  const UNPRINTABLE = new RegExp(`[\\x00-\\x1f${INVISIBLE}\\u200c-\\u200f${ISOLATES}]`, "gu");
  const REFERENCE = /&(?:#[0-9]{1,9};?|#[xX][0-9A-Fa-f]{1,8};?|[A-Za-z][A-Za-z0-9]{1,31};|shy(?!=))/g;
  // HTML's names of characters that no file may hold.
  const REFERENCES = {
    "af;": "\u2061", "ApplyFunction;": "\u2061", "ic;": "\u2063", "InvisibleComma;": "\u2063", "it;": "\u2062", "InvisibleTimes;": "\u2062",
    "NegativeMediumSpace;": "\u200b", "NegativeThickSpace;": "\u200b", "NegativeThinSpace;": "\u200b", "NegativeVeryThinSpace;": "\u200b",
    "ZeroWidthSpace;": "\u200b", "NoBreak;": "\u2060",
  };
  const NAMES = new Map(Object.entries({
    ad: "SOFT HYPHEN", "34f": "COMBINING GRAPHEME JOINER", 600: "ARABIC NUMBER SIGN", 601: "ARABIC SIGN SANAH", 602: "ARABIC FOOTNOTE MARKER",
    603: "ARABIC SIGN SAFHA", 604: "ARABIC SIGN SAMVAT", 605: "ARABIC NUMBER MARK ABOVE", "61c": "ARABIC LETTER MARK", "6dd": "ARABIC END OF AYAH",
    "70f": "SYRIAC ABBREVIATION MARK", 890: "ARABIC POUND MARK ABOVE", 891: "ARABIC PIASTRE MARK ABOVE", "8e2": "ARABIC DISPUTED END OF AYAH",
    "115f": "HANGUL CHOSEONG FILLER", 1160: "HANGUL JUNGSEONG FILLER", "17b4": "KHMER VOWEL INHERENT AQ", "17b5": "KHMER VOWEL INHERENT AA",
    "180e": "MONGOLIAN VOWEL SEPARATOR", "200b": "ZERO WIDTH SPACE", 2028: "LINE SEPARATOR", 2029: "PARAGRAPH SEPARATOR",
    "202a": "LEFT-TO-RIGHT EMBEDDING", "202b": "RIGHT-TO-LEFT EMBEDDING", "202c": "POP DIRECTIONAL FORMATTING", "202d": "LEFT-TO-RIGHT OVERRIDE",
    "202e": "RIGHT-TO-LEFT OVERRIDE", 2060: "WORD JOINER", 2061: "FUNCTION APPLICATION", 2062: "INVISIBLE TIMES", 2063: "INVISIBLE SEPARATOR",
    2064: "INVISIBLE PLUS", 2066: "LEFT-TO-RIGHT ISOLATE", 2067: "RIGHT-TO-LEFT ISOLATE", 2068: "FIRST STRONG ISOLATE",
    2069: "POP DIRECTIONAL ISOLATE", "206a": "INHIBIT SYMMETRIC SWAPPING", "206b": "ACTIVATE SYMMETRIC SWAPPING",
    "206c": "INHIBIT ARABIC FORM SHAPING", "206d": "ACTIVATE ARABIC FORM SHAPING", "206e": "NATIONAL DIGIT SHAPES", "206f": "NOMINAL DIGIT SHAPES",
    3164: "HANGUL FILLER", feff: "ZERO WIDTH NO-BREAK SPACE", ffa0: "HALFWIDTH HANGUL FILLER", fff9: "INTERLINEAR ANNOTATION ANCHOR",
    fffa: "INTERLINEAR ANNOTATION SEPARATOR", fffb: "INTERLINEAR ANNOTATION TERMINATOR",
  }));

  // The text as a file would hold it: composed, its line ends as \n, no space around it.
  function cleaned(text) {
    return text.replace(/\r\n?/g, "\n").normalize("NFC").replace(AT_ENDS, "");
  }

  function isBlank(text) {
    return text.replace(SPACES, "") === "";
  }

  // The first character that a quoted value may not hold, as itself or as a reference of HTML: its number and name. Empty when none.
  function escapedMark(text) {
    const found = text.match(ONE_HIDDEN) ?? text.match(ONE_ISOLATE);
    if (found) return nameOf(found[0]);
    for (const [reference] of text.matchAll(REFERENCE)) {
      const meant = referred(reference);
      const hidden = meant.match(ONE_HIDDEN) ?? meant.match(ONE_ISOLATE);
      if (hidden) return `${reference} (${nameOf(hidden[0])})`;
    }
    return "";
  }

  function referred(reference) {
    if (!reference.startsWith("&#")) return reference.startsWith("&shy") ? "\u00ad" : REFERENCES[reference.slice(1)] ?? "";
    const digits = reference.slice(2).replace(/;$/, "");
    const number = /^[xX]/.test(digits) ? parseInt(digits.slice(1), 16) : parseInt(digits, 10);
    return number <= 0x10ffff ? String.fromCodePoint(number) : "";
  }

  function nameOf(character) {
    const number = character.codePointAt(0);
    const nameless = /\p{Co}/u.test(character) ? "תו לשימוש פרטי" : "תו בקרה";
    const name = NAMES.get(number.toString(16)) ?? (number > 0xffff && nameless === "תו בקרה" ? "" : nameless);
    return `${hexadecimal(number)} ${name}`.trim();
  }

  function hexadecimal(number) {
    return `U+${number.toString(16).toUpperCase().padStart(4, "0")}`;
  }

  // The text without what no eye sees and no file may hold.
  function withoutHidden(text) {
    return text.replace(ALL_HIDDEN, "");
  }

  function printable(text) {
    return text.replace(UNPRINTABLE, (mark) => hexadecimal(mark.codePointAt(0)));
  }

  // A value as a message quotes it.
  function shown(text) {
    const line = [...printable(text.replace(AT_ENDS, "").replace(SPACES, " "))];
    return `״${line.length <= 60 ? line.join("") : line.slice(0, 57).join("") + "…"}״`;
  }

  // --- details of people ---------------------------------------------------------------------------------

  const PHONE = "מספר טלפון";
  const MAIL = "כתובת דואר אלקטרוני";
  const IDENTITY = "מספר זהות";
  const MOST = 20;
  const NEAR = 40;
  const WORD = "[\\p{L}\\p{N}_]";
  const GAP = "[-. ()/\\u05be\\u2010-\\u2014]{0,2}";
  const SUSPECT = new RegExp(
    `0(?:5[0-9]|7[2-9]|[23489])${GAP}[0-9]{3}${GAP}[0-9]{4}(?!${WORD})` +
    `|\\+972${GAP}0?${GAP}(?:5[0-9]|7[2-9]|[23489])${GAP}[0-9]{3}${GAP}[0-9]{4}(?!${WORD})` +
    `|972${GAP}(?:5[0-9]|7[2-9]|[23489])${GAP}[0-9]{3}${GAP}[0-9]{4}(?!${WORD})` +
    "|@(?<=[A-Za-z0-9_%+-]@)[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){0,8}\\.[A-Za-z]{2,}", "gu");
  const INSIDE_A_WORD = /[\p{L}\p{N}_.+/=#@-]/u;
  const IDENTITY_NUMBER = /[0-9]{8}-?[0-9](?![0-9])/g;
  const IDENTITY_WORD = /ת[\\״"'׳.]{1,3}ז(?![א-ת])|תעוד(?:ת|ות) ה?זהות|(?:מספר|מספרי|מס[׳'.]) ה?זהות|מספר מזהה/g;
  const DIGIT = /[\p{Nd}\u00b2\u00b3\u00b9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792]/u;
  const ADDRESS_AT_END = /https?:\/\/[^\s<>"')\]]*$/;
  const MARKS = /[\u200c-\u200f\u2066-\u2069]/g;

  // What details of people stand in the text, in the order in which they are found.
  function personalData(text) {
    const found = [];
    for (const what of details(onePlane(text).replace(MARKS, ""))) {
      if (found.length === MOST) break;
      found.push(what);
    }
    return found;
  }

  // Characters beyond U+FFFF as one of the same sort below it, so that distances count characters.
  function onePlane(text) {
    return text.replace(/[\u{10000}-\u{10ffff}]/gu, (far) => (/\p{Nd}/u.test(far) ? "\u0663" : /[\p{L}\p{N}]/u.test(far) ? "\u044f" : "\u25a1"));
  }

  function* details(text) {
    for (const match of text.matchAll(SUSPECT)) {
      const isMail = match[0][0] === "@";
      const beginsInside = !isMail && match.index > 0 && INSIDE_A_WORD.test(text[match.index - 1]);
      if (!beginsInside && !isInAddress(text, match.index)) yield isMail ? MAIL : PHONE;
    }
    for (const word of text.matchAll(IDENTITY_WORD)) {
      const from = Math.max(0, word.index - NEAR);
      const around = text.slice(0, word.index + word[0].length + NEAR);
      IDENTITY_NUMBER.lastIndex = from;
      for (let match; (match = IDENTITY_NUMBER.exec(around)); ) {
        const inside = match.index > 0 && DIGIT.test(text[match.index - 1]);
        if (!inside && isIdentity(match[0].replace("-", "")) && !isInAddress(text, match.index)) yield IDENTITY;
      }
    }
  }

  function isIdentity(digits) {
    const sum = [...digits].map((digit, place) => Number(digit) * (1 + (place % 2))).reduce((all, number) => all + Math.floor(number / 10) + (number % 10), 0);
    return sum % 10 === 0;
  }

  function isInAddress(text, index) {
    return ADDRESS_AT_END.test(text.slice(Math.max(0, index - 500), index));
  }

  // --- Markdown that stays cheap -------------------------------------------------------------------------

  const LONGEST_LINE = 5000;
  const OPENERS_A_PARAGRAPH = 1000;
  const OPENERS_SQUARED = 4000000;
  const MOST_HEADINGS = 500;
  const MOST_TAGS = 2000;
  const DEEPEST_INDENT = 40;
  const DEEPEST_QUOTE = 10;
  const OPENERS = /[[<!*_`&]/g;
  const NESTED = new RegExp(`^[ \\t]*(?:>[ ]?|(?:[-*+]|[0-9]+[.)])[ \\t]+){${DEEPEST_QUOTE + 1},}`);
  const HEADING = /^[ ]{0,3}(?:#|-+[ ]*$|=+[ ]*$)/;

  const length = (text) => [...text].length;
  const counted = (number) => number.toLocaleString("en-US");

  // The bound that a Markdown text passes, in words; empty when all is well.
  function excess(text) {
    let openers = 0;
    let squared = 0;
    let headings = 0;
    let tags = 0;
    for (const line of text.split("\n")) {
      const beyond = beyondALine(line);
      if (beyond) return beyond;
      if (isBlank(line)) {
        squared += openers * openers;
        openers = 0;
        continue;
      }
      openers += (line.match(OPENERS) ?? []).length;
      headings += HEADING.test(line) ? 1 : 0;
      tags += line.split("<").length - 1;
      if (openers > OPENERS_A_PARAGRAPH) return `יותר מ־${counted(OPENERS_A_PARAGRAPH)} סימנים פותחים ([ < ! * _ \`) בפסקה אחת`;
      if (squared + openers * openers > OPENERS_SQUARED) return "יותר מדי פסקאות צפופות בסימנים פותחים ([ < ! * _ `)";
      if (headings > MOST_HEADINGS) return `יותר מ־${MOST_HEADINGS} כותרות וקווים מפרידים`;
      if (tags > MOST_TAGS) return `יותר מ־${counted(MOST_TAGS)} סימני < בטקסט אחד`;
    }
    return "";
  }

  function beyondALine(line) {
    if (length(line) > LONGEST_LINE) return `שורה באורך ${counted(length(line))} תווים (מותר עד ${counted(LONGEST_LINE)})`;
    const stripped = line.replace(/^[ \t]+/, "");
    const indented = stripped.length < line.length && /^[-*+>0-9]/.test(stripped || "-");
    if (indented && widthWithTabs(line) - widthWithTabs(stripped) > DEEPEST_INDENT) return `הזחה עמוקה מדי (מותר עד ${DEEPEST_INDENT} רווחים)`;
    if (NESTED.test(line)) return `יותר מ־${DEEPEST_QUOTE} ציטוטים או רשימות זה בתוך זה`;
    return "";
  }

  function widthWithTabs(line) {
    let width = 0;
    let column = 0;
    for (const character of line) {
      const wide = character === "\t" ? 4 - (column % 4) : 1;
      width += wide;
      column = character === "\r" ? 0 : column + wide;
    }
    return width;
  }

  // --- one value -----------------------------------------------------------------------------------------

  // rule: {form, pattern?, code?, right?, least?, most?, minimum?, maximum?}. Returns {code, facts}, or null when the value is right.
  function mistake(rule, text) {
    const mark = escapedMark(text);
    if (mark) return { code: "text-hidden", facts: { found: mark } };
    const [personal] = personalData(text);
    if (personal) return { code: "personal-data", facts: { found: personal } };
    if (isBlank(text)) return { code: "field-empty", facts: {} };
    return (FORMS[rule.form] ?? inForm)(rule, text);
  }

  const FORMS = {
    day: (_rule, text) => (isDay(text) ? null : { code: "not-date", facts: { found: shown(text) } }),
    year: (_rule, text) => (/^(19|20|21)[0-9]{2}$/.test(text) ? null : { code: "not-year", facts: { found: shown(text) } }),
    count: countIn,
    prose: proseIn,
  };

  function inForm(rule, text) {
    if (rule.most !== undefined && length(text) > rule.most) return tooLong(rule, text);
    if (rule.pattern === undefined || new RegExp(rule.pattern, "u").test(text)) return null;
    return { code: rule.code, facts: { found: shown(text), right: rule.right } };
  }

  function proseIn(rule, text) {
    if (rule.most !== undefined && length(text) > rule.most) return tooLong(rule, text);
    const what = excess(text);
    return what ? { code: "markdown-excess", facts: { found: what } } : null;
  }

  function countIn(rule, text) {
    if (!/^[0-9]{1,12}$/.test(text)) return { code: "not-integer", facts: { found: shown(text) } };
    const number = Number(text);
    if (rule.minimum !== undefined && number < rule.minimum) return outOfRange(text, `לפחות ${rule.minimum}`);
    if (rule.maximum !== undefined && number > rule.maximum) return outOfRange(text, `לכל היותר ${rule.maximum}`);
    return null;
  }

  function tooLong(rule, text) {
    return { code: "text-long", facts: { found: counted(length(text)), right: counted(rule.most) } };
  }

  function outOfRange(text, right) {
    return { code: "out-of-range", facts: { found: shown(text), right } };
  }

  function isDay(text) {
    const [, year, month, day] = (text.match(/^([0-9]{4})-([0-9]{2})-([0-9]{2})$/) ?? []).map(Number);
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  }

  function daysIn(year, month) {
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  }

  // A template of the page's table of codes, with its facts put in.
  function inWords(template, facts) {
    return template.replace(/{(\w+)}/g, (_whole, name) => facts[name] ?? "");
  }

  root.kbCheck = { cleaned, isBlank, escapedMark, withoutHidden, printable, shown, personalData, excess, mistake, isDay, inWords };
})(globalThis);
