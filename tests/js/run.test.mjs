// A drill as it is run: the log, what it comes to, and how it goes from device to device.
import assert from "node:assert/strict";
import { test } from "node:test";
import "../../plugins/kb_mkdocs/assets/js/forms/day.js";
import "../../plugins/kb_mkdocs/assets/js/run/log.js";
import "../../plugins/kb_mkdocs/assets/js/run/handover.js";
import "../../plugins/kb_mkdocs/assets/js/run/result.js";

const log = globalThis.kbRunLog;
const handover = globalThis.kbRunHandover;
const result = globalThis.kbRunResult;
const NOON = Date.UTC(2026, 10, 22, 10, 0, 0);
const MINUTE = 60000;

// A device that acts: (minute of the day after noon, what) → its log grows.
function device(name, log_ = []) {
  const events = [...log_];
  return {
    events,
    act(minute, kind, more = {}) {
      const now = NOON + minute * MINUTE;
      const event = { id: log.nextId(events, now, name), kind, at: now, who: `role of ${name}`, ...more };
      events.push(event);
      return event;
    },
    take(other) { events.splice(0, events.length, ...log.union(events, other)); },
  };
}

// --- what stands --------------------------------------------------------------------------------------------

test("an item is ticked in the minute of the drill, pauses left out", () => {
  const one = device("aaaa");
  one.act(0, "start", { revision: "abc1234" });
  one.act(10, "tick", { of: "first", value: "done", by: "מנכ״ל" });
  one.act(12, "pause");
  one.act(20, "resume");
  one.act(25, "tick", { of: "second", value: "partly", by: "מנכ״ל" });
  const state = log.fold(one.events);
  assert.equal(log.minuteOf(state, state.items.first), "10");
  assert.equal(log.minuteOf(state, state.items.second), "17");
  assert.equal(log.elapsed(state, NOON + 30 * MINUTE), 22 * MINUTE);
  assert.equal(state.revision, "abc1234");
});

test("a drill that began before anybody pressed moves every minute with it", () => {
  const one = device("aaaa");
  one.act(5, "start");
  one.act(10, "tick", { of: "first", value: "done" });
  one.act(11, "began", { value: NOON });
  const state = log.fold(one.events);
  assert.equal(log.minuteOf(state, state.items.first), "10");
});

test("a minute that somebody wrote is the one that counts, and an unknown one is none", () => {
  const one = device("aaaa");
  one.act(0, "start");
  one.act(10, "tick", { of: "first", value: "done", minute: "7" });
  one.act(90, "tick", { of: "second", value: "done", minute: "" });
  const state = log.fold(one.events);
  assert.deepEqual([log.minuteOf(state, state.items.first), log.minuteOf(state, state.items.second)], ["7", ""]);
});

test("what is answered where no clock runs has no minute, and what was ticked in its time keeps it", () => {
  const one = device("aaaa");
  assert.equal(log.minuteNow(log.fold(one.events), "first"), "");
  one.act(0, "start");
  assert.equal(log.minuteNow(log.fold(one.events), "first"), undefined);
  one.act(10, "tick", { of: "first", value: "done" });
  one.act(11, "tick", { of: "second", value: "not_done" });
  one.act(12, "tick", { of: "third", value: "done", minute: "3" });
  assert.deepEqual(["first", "third"].map((id) => log.minuteNow(log.fold(one.events), id)), [undefined, "3"]);
  one.act(60, "end");
  assert.deepEqual(["first", "second", "third", "fourth"].map((id) => log.minuteNow(log.fold(one.events), id)), ["10", "", "3", ""]);
});

test("an hour on the wall is the nearest one: before midnight, after it, and the day after the drill", () => {
  const at = (day, hour, minute) => new Date(2026, 10, day, hour, minute).getTime();
  assert.equal(log.momentNear(at(22, 9, 10), 8, 50), at(22, 8, 50));
  assert.equal(log.momentNear(at(23, 0, 10), 23, 50), at(22, 23, 50));
  assert.equal(log.momentNear(at(22, 23, 50), 0, 5), at(23, 0, 5));
});

test("the clock stands while it is paused and once it is over, and an end that was none is a pause", () => {
  const one = device("aaaa");
  assert.equal(log.standing(log.fold(one.events)), "before");
  one.act(0, "start");
  assert.equal(log.standing(log.fold(one.events)), "running");
  one.act(10, "pause");
  assert.equal(log.standing(log.fold(one.events)), "paused");
  assert.equal(log.elapsed(log.fold(one.events), NOON + 40 * MINUTE), 10 * MINUTE);
  one.act(20, "end");
  assert.equal(log.standing(log.fold(one.events)), "ended");
  assert.equal(log.elapsed(log.fold(one.events), NOON + 90 * MINUTE), 10 * MINUTE);
  one.act(30, "resume");
  assert.equal(log.standing(log.fold(one.events)), "running");
  assert.equal(log.elapsed(log.fold(one.events), NOON + 33 * MINUTE), 13 * MINUTE);
});

test("two that press start, pause or end at once are as one", () => {
  const one = device("aaaa");
  one.act(0, "start");
  const two = device("bbbb", one.events);
  one.act(5, "pause");
  two.act(5.1, "pause");
  two.act(9, "start");
  one.take(two.events);
  one.act(10, "resume");
  assert.equal(log.elapsed(log.fold(one.events), NOON + 12 * MINUTE), 7 * MINUTE);
});

test("taking back, and taking that back", () => {
  const one = device("aaaa");
  one.act(0, "start");
  one.act(1, "tick", { of: "first", value: "done" });
  const second = one.act(2, "tick", { of: "second", value: "done" });
  assert.equal(log.lastOf(one.events, "aaaa").id, second.id);
  const undo = one.act(3, "undo", { of: second.id });
  assert.deepEqual(Object.keys(log.fold(one.events).items), ["first"]);
  assert.equal(log.lastUndo(one.events, "aaaa").id, undo.id);
  one.act(4, "undo", { of: undo.id });
  assert.deepEqual(Object.keys(log.fold(one.events).items), ["first", "second"]);
  assert.equal(log.lastUndo(one.events, "aaaa"), null);
  assert.equal(log.lastOf(one.events, "aaaa").id, second.id);
});

test("a device takes back what it did itself, and not what another did", () => {
  const one = device("aaaa");
  one.act(0, "start");
  const own = one.act(1, "tick", { of: "first", value: "done" });
  const two = device("bbbb", one.events);
  two.act(2, "tick", { of: "second", value: "done" });
  one.take(two.events);
  assert.equal(log.lastOf(one.events, "aaaa").id, own.id);
});

test("whoever saw an event comes after it, although the clock of the device is slow", () => {
  const one = device("aaaa");
  one.act(30, "tick", { of: "first", value: "done" });
  const slow = device("bbbb", one.events);
  slow.act(10, "tick", { of: "first", value: "" });
  assert.deepEqual(Object.keys(log.fold(slow.events).items), []);
  for (let more = 0; more < 1400; more++) slow.act(10, "fact", { of: "x", text: String(more) });
  assert.equal(log.fold(slow.events).facts.x, "1399");
});

test("names from other devices are no names of ours", () => {
  const one = device("aaaa");
  one.act(0, "tick", { of: "__proto__", value: "done" });
  one.act(0, "note", { on: "constructor", of: "x", text: "y" });
  assert.deepEqual(Object.keys(log.fold(one.events).items), ["__proto__"]);
  assert.equal({}.value, undefined);
});

// --- laws of merging ----------------------------------------------------------------------------------------

function random(seed) {
  let state = seed;
  return (below) => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return Math.floor((state / 4294967296) * below);
  };
}

const ACTS = ["start", "began", "pause", "resume", "end", "tick", "tick", "tick", "note", "inject", "rate", "sector", "fact", "undo", "undo"];

function randomAct(next, one, minute) {
  const kind = ACTS[next(ACTS.length)];
  const of = ["first", "second", "third"][next(3)];
  const more = {
    began: { value: NOON + next(60) * MINUTE }, tick: { of, value: ["done", "partly", "", "not_done"][next(4)], ...(next(3) ? {} : { minute: ["", "4"][next(2)] }) },
    note: { on: ["items", "objectives", "injects"][next(3)], of, text: ["", "הערה"][next(2)] }, inject: { of: String(next(3)), value: ["given", ""][next(2)] },
    rate: { of, value: "PSMU"[next(4)] }, sector: { of, value: ["present", ""][next(2)] }, fact: { of, text: of },
    undo: { of: one.events.length ? one.events[next(one.events.length)].id : "0" },
  }[kind];
  one.act(minute, kind, more);
}

// Three devices that act, and sometimes meet.
function threeDevices(seed) {
  const next = random(seed);
  const devices = ["aaaa", "bbbb", "cccc"].map((name) => device(name));
  for (let minute = 0; minute < 40; minute++) {
    const one = devices[next(3)];
    randomAct(next, one, minute + next(7) - 3);
    if (next(8) === 0) one.take(devices[next(3)].events);
  }
  return devices.map(({ events }) => events);
}

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed * 7919 + 1);

test("logs merge alike in any order, in any grouping, and once is as often as twice", () => {
  for (const seed of SEEDS) {
    const [one, two, three] = threeDevices(seed);
    const whole = log.union(one, two, three);
    assert.deepEqual(log.union(three, one, two), whole);
    assert.deepEqual(log.union(one, log.union(two, three)), log.union(log.union(one, two), three));
    assert.deepEqual(log.union(whole, one, whole), whole);
    assert.deepEqual(log.fold([...whole].reverse()), log.fold(whole));
    assert.ok(whole.length >= Math.max(one.length, two.length, three.length));
  }
});

test("one id with two contents is settled alike whoever is first", () => {
  const [one, two] = ["done", "partly"].map((value) => ({ id: log.idOf(NOON, 0, "aaaa"), kind: "tick", at: NOON, who: "", of: "first", value }));
  assert.deepEqual(log.union([one], [two]), log.union([two], [one]));
});

test("time never runs backwards, and no minute is negative", () => {
  for (const seed of SEEDS) {
    const state = log.fold(log.union(...threeDevices(seed)));
    let before = 0;
    for (let minute = -5; minute < 120; minute += 5) {
      const now = log.elapsed(state, NOON + minute * MINUTE);
      assert.ok(now >= before, `seed ${seed}`);
      before = now;
    }
  }
});

// --- handing over -------------------------------------------------------------------------------------------

test("an event is the same after it was a row", () => {
  for (const seed of SEEDS) for (const event of log.union(...threeDevices(seed))) assert.deepEqual(log.ofRow(log.row(event)), event);
});

const LONG = "https://example.org/drills/x/run/";

test("a run arrives as it left, by codes opened in any order", async () => {
  for (const seed of SEEDS.slice(0, 40)) {
    const events = log.union(...threeDevices(seed));
    const run = { drill: "x", run: "abc123", events };
    for (const most of [4000, 700, 450]) {
      const found = await handover.addresses(LONG, run, most);
      if (!found) continue;
      const parts = await Promise.all(found.reverse().map((address) => handover.read(new URL(address).hash)));
      assert.deepEqual(log.union(...parts.map((part) => part.events)), events);
      assert.deepEqual(parts.map((part) => [part.of, part.batch]), parts.map(() => [found.length, parts[0].batch]));
      assert.ok(found.every((address) => address.length <= most && address.startsWith(`${LONG}#run=`)));
    }
  }
});

test("a drill of two hours goes into one code", async () => {
  const one = device("aaaa123");
  one.act(0, "start", { revision: "abc1234" });
  for (let item = 0; item < 12; item++) one.act(item * 9 + 1, "tick", { of: `item-number-${item}`, value: item % 3 ? "done" : "partly", by: "מנהלת השותפויות" });
  for (let number = 1; number < 8; number++) one.act(number * 15, "inject", { of: String(number), value: "given" });
  for (let item = 0; item < 4; item++) one.act(item * 9 + 3, "note", { on: "items", of: `item-number-${item}`, text: `המחליף לא ענה בטלפון, ורק אחרי ${item} דקות נמצא אחר` });
  const found = await handover.addresses(LONG, { drill: "next-wave-tabletop", run: "abc123", events: one.events }, 858);
  assert.deepEqual(found.length, 1, `${found.length} codes of ${found.map((address) => address.length)}`);
});

test("a run too large for codes goes by file", async () => {
  const next = random(5);
  const one = device("aaaa");
  for (let note = 0; note < 400; note++) one.act(note, "note", { on: "items", of: `i${note}`, text: Array.from({ length: 60 }, () => String.fromCodePoint(0x5d0 + next(27))).join("") });
  assert.equal(await handover.addresses(LONG, { drill: "x", run: "r", events: one.events }, 858), null);
  const back = handover.ofText(handover.textOf({ drill: "x", run: "r", events: one.events }));
  assert.deepEqual(back.events, log.union(one.events));
});

test("what is no run is refused, and another fragment is left alone", async () => {
  assert.equal(await handover.read("#checklist"), null);
  assert.equal(await handover.read(""), null);
  for (const broken of ["#run=", "#run=dAAAA.1.1.x", "#run=p.1.1.x", "#run=pe30.1.1.x", "#run=zAAAA.1.1.x", `#run=p${btoa('["hosen-run/2","x","r",0,[],[],[]]').replace(/=/g, "")}.1.1.x`]) {
    assert.equal(await handover.read(broken), undefined, broken);
  }
  const good = JSON.parse(handover.textOf({ drill: "x", run: "r", events: [{ id: log.idOf(NOON, 0, "aaaa"), kind: "tick", at: NOON, who: "w", of: "a", value: "done" }] }));
  for (const change of [
    (whole) => { whole[1] = "../x"; }, (whole) => { whole[3] = "1"; }, (whole) => { whole[4] = {}; }, (whole) => { whole[6][0][3] = 99; }, (whole) => { whole[6][0][5] = 7; },
    (whole) => { whole[6][0][6] = { toString: 1 }; }, (whole) => { whole[6][0][6] = "x".repeat(log.LONGEST + 1); }, (whole) => { whole[6] = Array.from({ length: 6000 }, () => whole[6][0]); },
    (whole) => { whole[6][0][0] = -NOON * 2; }, (whole) => { whole[4][0] = "<script>"; },
  ]) {
    const whole = structuredClone(good);
    change(whole);
    assert.equal(handover.ofText(JSON.stringify(whole)), null, String(change));
  }
});

test("a code that unpacks to more than a run is refused", async () => {
  assert.equal(await handover.unpacked(await handover.packed("א".repeat(2_000_000))), null);
  assert.equal(await handover.unpacked(await handover.packed("שלום")), "שלום");
});

test("what goes to participants has no judgement in it", () => {
  const one = device("aaaa");
  one.act(0, "start");
  const rated = one.act(1, "rate", { of: "meet", value: "M" });
  one.act(2, "note", { on: "objectives", of: "meet", text: "ראינו" });
  one.act(2, "note", { on: "items", of: "first", text: "הערה" });
  one.act(3, "inject", { of: "1", value: "given" });
  const undo = one.act(4, "undo", { of: rated.id });
  one.act(5, "undo", { of: undo.id });
  const ticked = one.act(6, "tick", { of: "first", value: "done" });
  one.act(7, "undo", { of: ticked.id });
  assert.deepEqual(handover.forParticipants(one.events).map((event) => event.kind), ["start", "note", "tick", "undo"]);
});

test("a participants' page on a facilitator's device hands on no inject", () => {
  const one = device("aaaa");
  one.act(0, "start");
  one.act(1, "rate", { of: "meet", value: "M" });
  const given = one.act(2, "inject", { of: "1", value: "given" });
  one.act(3, "note", { on: "injects", of: "1", text: "שתקו" });
  one.act(4, "undo", { of: given.id });
  assert.deepEqual(handover.ofParticipants(one.events).map((event) => event.kind), ["start", "rate"]);
});

test("an answer of many lines is read back whole", () => {
  const one = device("aaaa");
  const fact = one.act(0, "fact", { of: "review.improvements", text: "שורה ארוכה\n".repeat(600) });
  assert.deepEqual(log.ofRow(log.row(fact)), fact);
});

// --- what it comes to ---------------------------------------------------------------------------------------

const DRILL = { drill: "practice", revision: "fff0000", items: [{ id: "first" }, { id: "second" }], objectives: [{ id: "meet" }] };

test("a run becomes the answers of the result form, and what is missing is told", () => {
  const one = device("aaaa");
  one.act(0, "start", { revision: "abc1234" });
  one.act(4, "tick", { of: "first", value: "done", by: "מוקד" });
  one.act(5, "note", { on: "items", of: "first", text: "מהר" });
  one.act(6, "sector", { of: "business", value: "present" });
  one.act(7, "tick", { of: "gone", value: "not_done" });
  const state = log.fold(one.events);
  assert.deepEqual(result.missing(state, DRILL), { items: [{ id: "second" }], objectives: [{ id: "meet" }] });
  const answers = Object.fromEntries(result.answers(state, DRILL));
  assert.equal(answers.revision, "abc1234");
  assert.match(answers.held_on, /^2026-11-22$/);
  assert.deepEqual(answers.sectors, ["business"]);
  assert.deepEqual(["item", "outcome", "minute", "by", "note"].map((field) => answers[`items[0].${field}`]), ["first", "done", "4", "מוקד", "מהר"]);
  assert.deepEqual([answers["items[1].outcome"], answers["items[1].minute"]], ["", ""]);
  assert.deepEqual([answers["items[2].item"], answers["items[2].outcome"], answers["items[2].minute"]], ["gone", "not_done", ""]);
  assert.deepEqual(Object.keys(result.draft(Object.entries(answers))).sort(), ["drill", "held_on", "items[0].by", "items[0].minute", "items[0].note", "items[0].outcome", "items[2].outcome", "revision", "sectors"]);
});
