// A drill as it is run: a log of events that only grows, and what stands now as the fold of them. So two devices that part and meet again
// lose nothing: the log of both is the union of their events, in the order of their ids. Taking back is an event too.
//
// An event is {id, kind, at, who, …}: `at` in milliseconds since 1970, `who` the role of whoever held the device, and the fields of its kind.
// Pure functions in a classic script that leaves one global: it runs from file:// and in node as it stands.
(function (root) {
  "use strict";

  // What each kind of event says beside id, kind, at and who; a field may be left out.
  const FIELDS = {
    start: ["revision"],
    began: ["value"], // the drill had begun before anybody pressed: since when
    pause: [],
    resume: [], // after a pause, and after an end that was none
    end: [],
    tick: ["of", "value", "by", "minute"], // value: an outcome, or empty for "not ticked"; minute: "" is unknown, absent is that of `at`
    note: ["on", "of", "text"],
    inject: ["of", "value"], // value: "given", or empty
    rate: ["of", "value"],
    sector: ["of", "value"], // value: "present", or empty
    fact: ["of", "text"], // what the result asks for beside: whose drill, who reports
    undo: ["of"],
  };
  const KINDS = Object.keys(FIELDS);
  const ID = /^([0-9a-z]{9})-([0-9a-z]{2})-([0-9a-z]{4,12})$/;
  const LONGEST = 20000; // characters of one text: some answers of a result are many lines
  const MOST = 5000; // events of one run

  const MINUTE = 60000;

  // --- ids: the time, a count within it, and which device -------------------------------------------------

  // The id of the next event. Later than all that this device has seen, so that whatever answers an event stands after it, although clocks differ.
  function nextId(events, now, device) {
    const last = events.reduce((latest, event) => (event.id > latest ? event.id : latest), "");
    const [time, count] = last ? [timeOf(last), parseInt(last.slice(10, 12), 36)] : [-1, 0];
    if (now > time) return idOf(now, 0, device);
    return count < 1295 ? idOf(time, count + 1, device) : idOf(time + 1, 0, device);
  }

  function idOf(time, count, device) {
    return `${time.toString(36).padStart(9, "0")}-${count.toString(36).padStart(2, "0")}-${device}`;
  }

  function timeOf(id) {
    return parseInt(id.slice(0, 9), 36);
  }

  function deviceOf(id) {
    return id.slice(13);
  }

  // --- logs ----------------------------------------------------------------------------------------------

  function byId(one, other) {
    return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
  }

  // The events of all logs, each once, in order. Commutative, associative, idempotent.
  function union(...logs) {
    const found = new Map();
    for (const event of logs.flat()) {
      const known = found.get(event.id);
      // One id with two contents comes of a damaged file alone: any choice will do that does not depend on who is first.
      if (!known || JSON.stringify(row(event)) < JSON.stringify(row(known))) found.set(event.id, event);
    }
    return [...found.values()].sort(byId);
  }

  // Event ↔ list: for codes and files, where names of fields would be most of the text.
  function row(event) {
    const more = FIELDS[event.kind].map((field) => event[field] ?? null);
    while (more.length && more.at(-1) === null) more.pop();
    return [event.id, KINDS.indexOf(event.kind), event.at, event.who, ...more];
  }

  // Null for what is no event: logs come from other devices and from files.
  function ofRow(list) {
    if (!Array.isArray(list)) return null;
    const [id, number, at, who, ...more] = list;
    const kind = KINDS[number];
    if (!kind || typeof id !== "string" || !ID.test(id) || !isTime(at) || !isText(who) || more.length > FIELDS[kind].length) return null;
    const event = { id, kind, at, who };
    for (const [place, value] of more.entries()) {
      const field = FIELDS[kind][place];
      if (value === null) continue;
      if (!(kind === "began" ? isTime(value) : isText(value))) return null;
      event[field] = value;
    }
    return event;
  }

  function isTime(value) {
    return Number.isInteger(value) && value >= 0 && value < 4102444800000 * 2;
  }

  function isText(value) {
    return typeof value === "string" && value.length <= LONGEST;
  }

  // --- what stands ---------------------------------------------------------------------------------------

  // Events → {began, ended, pauses: [[from, to or null]], revision, items, notes, injects, ratings, sectors, facts}.
  function fold(events) {
    const ordered = union(events);
    const gone = undone(ordered);
    const notes = { items: table(), objectives: table(), injects: table() };
    const state = { began: null, ended: null, pauses: [], revision: "", items: table(), notes, injects: table(), ratings: table(), sectors: table(), facts: table() };
    for (const event of ordered) if (!gone.has(event.id)) APPLY[event.kind](state, event);
    return state;
  }

  // Its keys come from other devices: an object that inherits would have some already.
  function table() {
    return Object.create(null);
  }

  // The ids of events that were taken back. An undo is taken back by another undo, and stands after what it takes back: so from the last to the first.
  function undone(ordered) {
    const gone = new Set();
    for (const event of [...ordered].reverse()) if (event.kind === "undo" && !gone.has(event.id) && event.of < event.id) gone.add(event.of);
    return gone;
  }

  const APPLY = {
    start(state, { at, revision }) {
      if (state.began !== null) return; // two that pressed: the first is right
      state.began = at;
      state.revision = revision ?? "";
    },
    began(state, { value }) {
      if (state.began !== null && value !== undefined) state.began = value;
    },
    pause(state, { at }) {
      if (isRunning(state)) state.pauses.push([at, null]);
    },
    resume(state, { at }) {
      const last = state.pauses.at(-1);
      if (state.ended !== null) {
        state.pauses.push([state.ended, at]);
        state.ended = null;
      } else if (last && last[1] === null) {
        last[1] = at;
      }
    },
    end(state, { at }) {
      if (state.began === null || state.ended !== null) return;
      const last = state.pauses.at(-1);
      if (last && last[1] === null) last[1] = at;
      state.ended = at;
    },
    tick(state, event) {
      if (event.value) state.items[event.of] = event;
      else delete state.items[event.of];
    },
    note(state, { on, of, text }) {
      if (Object.hasOwn(state.notes, on)) put(state.notes[on], of, text);
    },
    inject(state, event) {
      if (event.value) state.injects[event.of] = event;
      else delete state.injects[event.of];
    },
    rate(state, { of, value }) {
      put(state.ratings, of, value);
    },
    sector(state, { of, value }) {
      put(state.sectors, of, value);
    },
    fact(state, { of, text }) {
      put(state.facts, of, text);
    },
    undo() {},
  };

  function put(into, key, value) {
    if (value) into[key] = value;
    else delete into[key];
  }

  // --- time ----------------------------------------------------------------------------------------------

  function isRunning(state) {
    return state.began !== null && state.ended === null && state.pauses.at(-1)?.[1] !== null;
  }

  // "before", "running", "paused" or "ended".
  function standing(state) {
    if (state.began === null) return "before";
    if (state.ended !== null) return "ended";
    return isRunning(state) ? "running" : "paused";
  }

  // Milliseconds of the drill up to the moment `at`, pauses left out. By the clock on the wall: a device that slept is right when it wakes.
  function elapsed(state, at) {
    if (state.began === null) return 0;
    const until = Math.min(at, state.ended ?? at);
    let paused = 0;
    let counted = state.began; // up to here: clocks of two devices differ, so pauses may overlap
    for (const [from, to] of [...state.pauses].sort(([one], [other]) => one - other)) {
      const start = Math.max(from, counted);
      const stop = Math.min(to ?? until, until);
      if (stop > start) [paused, counted] = [paused + stop - start, stop];
    }
    return Math.max(0, until - state.began - paused);
  }

  // The minute of the drill in which an item was ticked; "" when nobody knows.
  function minuteOf(state, tick) {
    if (tick.minute !== undefined) return tick.minute;
    return state.began === null ? "" : String(Math.floor(elapsed(state, tick.at) / MINUTE));
  }

  // What a tick says of its minute when an item is answered now: nothing is "the minute of the event", and "" is "nobody knows". What somebody wrote
  // stays; and where no clock runs, what was ticked in its time keeps it, while what is only answered then has none.
  function minuteNow(state, of) {
    const before = state.items[of];
    if (before?.minute) return before.minute;
    if (["running", "paused"].includes(standing(state))) return undefined;
    return isTimed(before?.value) ? minuteOf(state, before) : "";
  }

  // An item that was not done was not done at no minute.
  function isTimed(outcome) {
    return outcome === "done" || outcome === "partly";
  }

  // The moment nearest to `near` at which the clock on the wall says so: around midnight that may be the day before, or the day after.
  function momentNear(near, hours, minutes) {
    const moments = [-1, 0, 1].map((days) => {
      const moment = new Date(near);
      moment.setDate(moment.getDate() + days);
      return moment.setHours(hours, minutes, 0, 0);
    });
    return moments.reduce((best, moment) => (Math.abs(moment - near) < Math.abs(best - near) ? moment : best));
  }

  // --- taking back ---------------------------------------------------------------------------------------

  // What "undo" on this device takes back: its own last event that stands, and was not only typing. Null when there is none.
  function lastOf(events, device) {
    const ordered = union(events);
    const gone = undone(ordered);
    return ordered.findLast((event) => deviceOf(event.id).startsWith(device) && !["undo", "fact", "note"].includes(event.kind) && !gone.has(event.id)) ?? null;
  }

  // The undo that "redo" takes back: only when nothing was done on this device since. One that took back an undo was a redo itself.
  function lastUndo(events, device) {
    const ordered = union(events);
    const gone = undone(ordered);
    const last = ordered.findLast((event) => deviceOf(event.id).startsWith(device) && !gone.has(event.id));
    const target = last?.kind === "undo" ? ordered.find((event) => event.id === last.of) : null;
    return target && target.kind !== "undo" ? last : null;
  }

  root.kbRunLog = { FIELDS, LONGEST, MOST, nextId, idOf, timeOf, deviceOf, union, row, ofRow, fold, standing, elapsed, minuteOf, minuteNow, isTimed, momentNear, lastOf, lastUndo };
})(globalThis);
