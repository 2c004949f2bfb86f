// Events kept in this browser: in IndexedDB, flushed to the disk before they are said to be kept; where that is closed, in localStorage, an entry an
// event, so that two tabs never write over each other. Needs log.js before it, whose union brings together what lies in both.
(function (root) {
  "use strict";

  const NAME = "kb-run";
  const PREFIX = "kb-run:";
  const PATIENCE = 3000; // some browsers never answer when a database is opened
  const { row, ofRow } = root.kbRunLog;

  // place: the drill's page on this site. Returns {all, add, drop, onChange, lasting}.
  async function open(place) {
    const database = await opened().catch(() => null);
    const channel = root.BroadcastChannel ? new BroadcastChannel(`${NAME}:${place}`) : null;

    // {run: events} of all that was kept.
    async function all() {
      const found = {};
      const rows = [...(database ? await rowsIn(database, place).catch(() => []) : []), ...rowsInStorage(place)];
      for (const [run, list] of rows) {
        const event = ofRow(list);
        if (event) (found[run] ??= []).push(event);
      }
      return Object.fromEntries(Object.entries(found).map(([run, events]) => [run, root.kbRunLog.union(events)]));
    }

    // Resolves once the events are on the disk. Rejects with an error whose `full` says whether the device is out of room.
    async function add(run, events) {
      try {
        if (!database) throw new Error("no database");
        await put(database, place, run, events);
      } catch (error) {
        try {
          for (const event of events) localStorage.setItem(`${PREFIX}${place}|${run}|${event.id}`, JSON.stringify(row(event)));
        } catch (second) {
          throw Object.assign(new Error("not kept"), { full: [error, second].some((each) => each?.name === "QuotaExceededError") });
        }
      }
      channel?.postMessage(run);
    }

    async function drop(run) {
      if (database) await removed(database, place, run);
      for (const key of keysOf(place)) if (key.startsWith(`${PREFIX}${place}|${run}|`)) localStorage.removeItem(key);
      channel?.postMessage(run);
    }

    // Another tab wrote.
    function onChange(call) {
      if (channel) channel.onmessage = () => call();
      root.addEventListener("storage", (event) => { if (event.key?.startsWith(`${PREFIX}${place}|`)) call(); });
    }

    return { all, add, drop, onChange, lasting: Boolean(database) };
  }

  // --- IndexedDB -----------------------------------------------------------------------------------------

  function opened() {
    return new Promise((resolve, reject) => {
      const request = root.indexedDB.open(NAME, 1);
      const timer = setTimeout(() => reject(new Error("no answer")), PATIENCE);
      request.onupgradeneeded = () => request.result.createObjectStore("events", { keyPath: ["place", "run", "id"] });
      request.onsuccess = () => {
        clearTimeout(timer);
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = () => { clearTimeout(timer); reject(request.error); };
      request.onblocked = request.onerror;
    });
  }

  const range = (...from) => IDBKeyRange.bound(from, [...from, []]); // an array is more than any text

  function rowsIn(database, place) {
    return new Promise((resolve, reject) => {
      const request = database.transaction("events").objectStore("events").getAll(range(place));
      request.onsuccess = () => resolve(request.result.map(({ run, row: list }) => [run, list]));
      request.onerror = () => reject(request.error);
    });
  }

  // "strict": the transaction is complete when the disk has it, not when the system has taken it.
  function put(database, place, run, events) {
    return finished(database, (events_) => events.forEach((event) => events_.put({ place, run, id: event.id, row: row(event) })));
  }

  function removed(database, place, run) {
    return finished(database, (events_) => events_.delete(range(place, run)));
  }

  function finished(database, work) {
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("events", "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
      work(transaction.objectStore("events"));
    });
  }

  // --- localStorage --------------------------------------------------------------------------------------

  function keysOf(place) {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${place}|`));
    } catch {
      return [];
    }
  }

  function rowsInStorage(place) {
    return keysOf(place).flatMap((key) => {
      try {
        return [[key.split("|").at(-2), JSON.parse(localStorage.getItem(key))]];
      } catch {
        return [];
      }
    });
  }

  root.kbRunStore = { open };
})(globalThis);
