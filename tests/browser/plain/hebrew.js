// Stands in for the analyser where the engine is the plain one: a word is what stands between spaces.
globalThis.kbHebrew = { words: (text) => [...text.matchAll(/\S+/g)].map((it) => ({ text: it[0], start: it.index, end: it.index + it[0].length })) };
