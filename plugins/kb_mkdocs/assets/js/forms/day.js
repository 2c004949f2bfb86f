// Days as people write them → the one way in which files hold them, and back into words. What is not a day stays as it was written.
(function (root) {
  "use strict";

  const MONTHS = ["ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"];
  const IN_DIGITS = /^([0-9]{1,2})[./\-\s]([0-9]{1,2})[./\-\s]([0-9]{4}|[0-9]{2})$/; // the day first: here nobody writes the month first
  const IN_WORDS = /^([0-9]{1,2})\s+ב?([א-ת]+),?\s+([0-9]{4})$/;
  const MARKS = /[\u200e\u200f]/g;

  // "22.11.2026", "22/11/26", "22 בנובמבר 2026" → "2026-11-22".
  function read(text) {
    const plain = text.replace(MARKS, "").replace(/\s*([./-])\s*/g, "$1").trim();
    const digits = plain.match(IN_DIGITS);
    if (digits) return written(digits[3].length === 2 ? `20${digits[3]}` : digits[3], digits[2], digits[1]);
    const words = plain.match(IN_WORDS);
    const month = words ? MONTHS.indexOf(words[2] === "מרס" ? "מרץ" : words[2]) + 1 : 0;
    return month ? written(words[3], String(month), words[1]) : plain;
  }

  function written(year, month, day) {
    return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  }

  // "2026-11-22" → "22 בנובמבר 2026".
  function inWords(iso) {
    const [year, month, day] = iso.split("-").map(Number);
    return `${day} ב${MONTHS[month - 1]} ${year}`;
  }

  // A text that speaks of days as files hold them → as the form asks for them: "2026-11-02" → "2.11.2026".
  function asAsked(text) {
    return text.replace(/([0-9]{4})-([0-9]{2})-([0-9]{2})/g, (_whole, year, month, day) => `${Number(day)}.${Number(month)}.${year}`);
  }

  // The day on the calendar of whoever writes.
  function today(now = new Date()) {
    return written(String(now.getFullYear()), String(now.getMonth() + 1), String(now.getDate()));
  }

  root.kbDay = { read, inWords, asAsked, today };
})(globalThis);
