// What a run comes to: the answers of the form for results, by the names that its questions have. Needs log.js before it.
(function (root) {
  "use strict";

  const { isTimed, minuteOf } = root.kbRunLog;

  // state: what stands. drill: {drill, revision, items: [{id}], objectives: [{id}]}. Returns [[name, value], …]; what is not known is empty.
  function answers(state, { drill, revision, items, objectives }) {
    return [
      ["drill", drill],
      ["held_on", dayOf(state)],
      ["revision", state.revision || revision],
      ["sectors", Object.keys(state.sectors).sort()],
      ...known(items, Object.keys(state.items)).flatMap((id, index) => itemAnswers(state, id, `items[${index}]`)),
      ...known(objectives, Object.keys(state.ratings)).flatMap((id, index) => [
        [`objectives[${index}].objective`, id],
        [`objectives[${index}].rating`, state.ratings[id] ?? ""],
        [`objectives[${index}].note`, state.notes.objectives[id] ?? ""],
      ]),
    ];
  }

  // In the order of the page, and after them what was ticked on a device with another revision of the drill: it is told, not dropped.
  function known(listed, answered) {
    const ids = listed.map(({ id }) => id);
    return [...ids, ...answered.filter((id) => !ids.includes(id)).sort()];
  }

  function itemAnswers(state, id, at) {
    const tick = state.items[id];
    return [
      [`${at}.item`, id],
      [`${at}.outcome`, tick?.value ?? ""],
      [`${at}.minute`, isTimed(tick?.value) ? minuteOf(state, tick) : ""],
      [`${at}.by`, tick?.by ?? ""],
      [`${at}.note`, state.notes.items[id] ?? ""],
    ];
  }

  // The day on the calendar of the room; empty before the drill began.
  function dayOf(state) {
    return state.began === null ? "" : root.kbDay.today(new Date(state.began));
  }

  // Items that nobody ticked, and objectives that nobody rated.
  function missing(state, { items, objectives }) {
    return { items: items.filter(({ id }) => !state.items[id]), objectives: objectives.filter(({ id }) => !state.ratings[id]) };
  }

  // Answers as the result form keeps a draft: so it opens filled in.
  function draft(given) {
    return Object.fromEntries(given.filter(([name, value]) => value.length && !/\.(item|objective)$/.test(name)));
  }

  root.kbRunResult = { answers, missing, dayOf, draft };
})(globalThis);
