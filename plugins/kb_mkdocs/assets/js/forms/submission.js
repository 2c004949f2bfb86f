// Answers → what is sent: a submission (JSON), its id, and the file that it becomes, as kb_tools.model.submission and the intake make them.
// Pure; needs sha256.js before it.
(function (root) {
  "use strict";

  const FIGURE = /^(-?[0-9]+(\.[0-9]+)?|true|false)$/;

  // "sources[0].source" → ["sources", 0, "source"]
  function parts(path) {
    return path.split(/[.[]/).map((part) => (part.endsWith("]") ? Number(part.slice(0, -1)) : part));
  }

  // [[path, value], …] → nested fields. What is empty is left out, and lists close up over what is missing.
  function nested(answers) {
    const whole = {};
    for (const [path, value] of answers) {
      if (value === "" || (Array.isArray(value) && !value.length)) continue;
      const names = parts(path);
      let here = whole;
      names.slice(0, -1).forEach((name, index) => { here = here[name] ??= typeof names[index + 1] === "number" ? [] : {}; });
      here[names.at(-1)] = value;
    }
    return closed(whole);
  }

  function closed(value) {
    if (Array.isArray(value)) return value.filter((item) => item !== undefined).map(closed);
    if (typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, closed(inner)]));
  }

  // JSON with sorted keys and no spaces: what ids are made of.
  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (typeof value !== "object") return JSON.stringify(value);
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }

  // given: the page's data. Keys in the order in which people read them.
  function submission(given, { submittedBy, submittedOn, municipality, fields }) {
    return {
      format: given.format,
      kind: given.kind,
      submitted_by: submittedBy,
      submitted_on: submittedOn,
      ...(municipality ? { municipality } : {}),
      fields,
    };
  }

  function idOf(given, sent) {
    const whole = { kind: sent.kind, fields: sent.fields, ...(sent.municipality ? { municipality: sent.municipality } : {}) };
    return `${given.prefix}-${sent.submitted_on.replaceAll("-", "")}-${root.kbSha256.hex(canonical(whole)).slice(0, 8)}`;
  }

  function pathOf(given, sent) {
    return given.file.replace("{id}", idOf(given, sent)).replace("{municipality}", sent.municipality ?? "");
  }

  // What the file says: the fields, and what is set for all of its kind.
  function fileValues(given, sent) {
    const values = { id: idOf(given, sent), ...sent.fields };
    const { submitted_on: dated, source, owner, status } = given.set;
    if (dated) values.submitted_on = sent.submitted_on;
    if (source) values.sources ??= [{ source, at: `${sent.submitted_by}, ${sent.submitted_on}` }];
    if (owner) values.owner ??= owner;
    if (status) values.status = status;
    return values;
  }

  function fileText(given, sent) {
    return [given.first_line, ...block(given, fileValues(given, sent), "")].join("\n") + "\n";
  }

  // YAML in blocks, as kb_tools.content.record_text writes it. A text is always in quotes, as JSON quotes it: so it is text, whatever it says.
  function block(given, values, path) {
    const order = given.keys[path] ?? [];
    return order.filter((key) => key in values).flatMap((key) => keyed(given, key, values[key], path ? `${path}.${key}` : key));
  }

  function keyed(given, key, value, path) {
    if (typeof value === "string") return [`${key}: ${given.figures.includes(path) && FIGURE.test(value) ? value : JSON.stringify(value)}`];
    if (!Array.isArray(value)) return [`${key}:`, ...indented(block(given, value, path))];
    return [`${key}:`, ...indented(value.flatMap((item) => listed(given, item, path)))];
  }

  function listed(given, item, path) {
    const [first, ...rest] = typeof item === "string" ? [JSON.stringify(item)] : block(given, item, path);
    return [`- ${first}`, ...indented(rest)];
  }

  function indented(lines) {
    return lines.map((line) => `  ${line}`);
  }

  // --- addresses -----------------------------------------------------------------------------------------

  const LONGEST_ADDRESS = 7500; // GitHub answers 414 at about 8 kB, and a Hebrew letter takes six characters

  // The forge's page for the new file, and whether the text goes along in its address.
  function forgeAddress(pattern, path, text) {
    const whole = filled(pattern, { path, text });
    if (pattern.includes("{text}") && whole.length <= LONGEST_ADDRESS) return { address: whole, withText: true };
    return { address: filled(pattern.replace(/[?&][a-z]+={text}/, ""), { path }), withText: false };
  }

  function filled(pattern, parts) {
    return pattern.replace(/{(path|text)}/g, (_whole, name) => encoded(parts[name]));
  }

  function encoded(text) {
    return encodeURIComponent(text).replaceAll("'", "%27");
  }

  function mailAddress(to, subject, body) {
    return `mailto:${to}?subject=${encoded(subject)}&body=${encoded(body)}`;
  }

  root.kbSubmission = { parts, nested, canonical, submission, idOf, pathOf, fileValues, fileText, forgeAddress, mailAddress };
})(globalThis);
