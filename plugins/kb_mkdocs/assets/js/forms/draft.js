// What was typed and not yet sent, kept in this browser alone. Storage may be full or forbidden: then nothing is kept, and nothing breaks.
(function (root) {
  "use strict";

  const PREFIX = "kb-draft:";

  function load(key) {
    try {
      const draft = JSON.parse(localStorage.getItem(PREFIX + key));
      return draft && typeof draft.values === "object" && Number.isFinite(draft.since) ? draft : null;
    } catch {
      return null;
    }
  }

  // values: {name: text or list of texts}, the empty ones left out. Returns whether it is kept.
  function save(key, values, now = Date.now()) {
    try {
      if (Object.keys(values).length) localStorage.setItem(PREFIX + key, JSON.stringify({ since: now, values }));
      else localStorage.removeItem(PREFIX + key);
      return true;
    } catch {
      return false;
    }
  }

  function drop(key) {
    try { localStorage.removeItem(PREFIX + key); } catch { /* there is none */ }
  }

  root.kbDraft = { load, save, drop };
})(globalThis);
