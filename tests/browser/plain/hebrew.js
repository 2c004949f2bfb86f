// Stands in for the analyser where the engine is the plain one.
globalThis.kbHebrew = { version: "plain" };
