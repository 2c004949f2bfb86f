// Nothing: the plain engine needs none.
globalThis.kbStore = {};
