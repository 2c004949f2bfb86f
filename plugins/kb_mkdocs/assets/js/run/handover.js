// A run as text that goes to another device: in the fragment of an address, which no server sees and a QR code holds, or in a file.
// Needs log.js before it.
(function (root) {
  "use strict";

  const FORMAT = "hosen-run/1";
  const LARGEST = 1024 * 1024; // of what comes in, unpacked: a run of an evening is some ten thousand characters
  const MOST_CODES = 6; // more than this nobody photographs: a file is quicker
  const NAME = "run=";
  const { row, ofRow, union, MOST, timeOf } = root.kbRunLog;

  // --- run ↔ text ----------------------------------------------------------------------------------------

  // run: {drill, run, events}. Times are counted from the first event, devices and roles by their place in a list: a code holds little.
  function textOf({ drill, run, events }) {
    const ordered = union(events);
    const from = ordered.length ? timeOf(ordered[0].id) : 0;
    const devices = [];
    const people = [];
    const rows = ordered.map((event) => {
      const [id, kind, at, who, ...more] = row(event);
      const time = timeOf(id);
      return [time - from, parseInt(id.slice(10, 12), 36), placeOf(devices, id.slice(13)), kind, at - time, placeOf(people, who), ...more];
    });
    return JSON.stringify([FORMAT, drill, run, from, devices, people, rows]);
  }

  function placeOf(list, value) {
    const place = list.indexOf(value);
    return place < 0 ? list.push(value) - 1 : place;
  }

  // Text → {drill, run, events}; null for what is no run.
  function ofText(text) {
    let whole;
    try {
      whole = JSON.parse(text);
    } catch {
      return null;
    }
    if (!Array.isArray(whole)) return null;
    const [format, drill, run, from, devices, people, rows] = whole;
    const isSound = format === FORMAT && isName(drill) && isName(run) && Number.isInteger(from) && [devices, people, rows].every(Array.isArray) && rows.length <= MOST;
    if (!isSound) return null;
    const events = rows.map((one) => eventOf(one, { from, devices, people }));
    return events.includes(null) ? null : { drill, run, events: union(events) };
  }

  function eventOf(one, { from, devices, people }) {
    if (!Array.isArray(one) || !one.slice(0, 6).every(Number.isInteger)) return null;
    const [time, count, device, kind, late, who, ...more] = one;
    if (from + time < 0 || count < 0 || count > 1295) return null;
    return ofRow([root.kbRunLog.idOf(from + time, count, devices[device]), kind, from + time + late, people[who], ...more]);
  }

  function isName(value) {
    return typeof value === "string" && /^[a-z0-9][a-z0-9-]{0,63}$/.test(value);
  }

  // --- text ↔ packed -------------------------------------------------------------------------------------

  // "d…" is deflated, "p…" is plain: old browsers have no compression of their own.
  async function packed(text) {
    const bytes = new TextEncoder().encode(text);
    if (!root.CompressionStream) return `p${base64(bytes)}`;
    return `d${base64(await through(new CompressionStream("deflate-raw"), bytes, Infinity))}`;
  }

  // Null for what cannot be unpacked, or is larger than any run.
  async function unpacked(word) {
    try {
      const bytes = ofBase64(word.slice(1));
      const deflated = word[0] === "d";
      if (!deflated && word[0] !== "p") return null;
      const whole = deflated ? await through(new DecompressionStream("deflate-raw"), bytes, LARGEST) : bytes;
      return whole && new TextDecoder("utf-8", { fatal: true }).decode(whole);
    } catch {
      return null;
    }
  }

  async function through(stream, bytes, most) {
    const writer = stream.writable.getWriter();
    const written = writer.write(bytes).then(() => writer.close());
    written.catch(() => {}); // the reader tells of it
    const parts = [];
    let size = 0;
    const reader = stream.readable.getReader();
    for (let part; !(part = await reader.read()).done; ) {
      size += part.value.length;
      if (size > most) {
        await reader.cancel();
        return null;
      }
      parts.push(part.value);
    }
    const whole = new Uint8Array(size);
    parts.reduce((place, part) => (whole.set(part, place), place + part.length), 0);
    return whole;
  }

  function base64(bytes) {
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  }

  function ofBase64(text) {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
  }

  // --- addresses -----------------------------------------------------------------------------------------

  // The addresses that together hand the run over, each no longer than `most`; null when there would be too many. Each holds a part of the events
  // and is a run by itself, so they may be opened in any order, twice, or not all.
  async function addresses(page, run, most) {
    const events = union(run.events);
    for (let count = 1; count <= MOST_CODES; count++) {
      const size = Math.max(1, Math.ceil(events.length / count));
      const words = await Promise.all(Array.from({ length: count }, (_, part) => packed(textOf({ ...run, events: events.slice(part * size, (part + 1) * size) }))));
      const found = words.map((word, part) => `${page}#${NAME}${word}.${part + 1}.${count}.${batch(run.run, events)}`);
      if (found.every((address) => address.length <= most)) return found;
    }
    return null;
  }

  // Tells the codes of one handing over from those of another.
  function batch(run, events) {
    return `${run}${events.length.toString(36)}`;
  }

  // The part that an address's fragment holds: {drill, run, events, part, of, batch}; null when there is none, undefined when it cannot be read.
  async function read(fragment) {
    const plain = fragment.replace(/^#/, "");
    if (!plain.startsWith(NAME)) return null;
    const found = plain.slice(NAME.length).match(/^([dp][A-Za-z0-9_-]+)\.([1-9])\.([1-9])\.([a-z0-9]{1,40})$/);
    const text = found && (await unpacked(found[1]));
    const run = text ? ofText(text) : null;
    return run ? { ...run, part: Number(found[2]), of: Number(found[3]), batch: found[4] } : undefined;
  }

  // What goes to the participants' page leaves out what facilitators saw and judged.
  function forParticipants(events) {
    return without(events, (event) => event.kind === "rate" || isOfInject(event) || (event.kind === "note" && event.on !== "items"));
  }

  // What a participants' page hands on: it asks for ratings itself, but one that lies on a facilitator's device has their injects beside it.
  function ofParticipants(events) {
    return without(events, isOfInject);
  }

  const isOfInject = (event) => event.kind === "inject" || (event.kind === "note" && event.on === "injects");

  // Nor what took any of it back, and so on: an undo stands after what it takes back.
  function without(events, isLeft) {
    const known = new Set();
    return union(events).filter((event) => {
      const stays = !isLeft(event) && (event.kind !== "undo" || known.has(event.of));
      if (stays) known.add(event.id);
      return stays;
    });
  }

  root.kbRunHandover = { FORMAT, textOf, ofText, packed, unpacked, addresses, read, forParticipants, ofParticipants };
})(globalThis);
