// Files of the index as they are fetched, or not.
import assert from "node:assert/strict";
import { test } from "node:test";

await import("../../plugins/kb_mkdocs/assets/js/search/load.js");

const folder = new URL("https://example.org/search/");

test("a file that was refused is asked of the server again, not of what the browser kept", async () => {
  const asked = [];
  globalThis.fetch = async (address, { cache }) => {
    asked.push(cache);
    return asked.length === 1 ? new Response("", { status: 404 }) : new Response('kbIndex("f1-aa",{"w":"א"})\n');
  };
  const load = globalThis.kbLoad.loader(folder);
  await assert.rejects(load("f1-aa"), { status: 404 });
  assert.deepEqual(await load("f1-aa"), { w: "א" });
  await load("f1-aa");
  assert.deepEqual(asked, ["force-cache", "reload", "force-cache"]);
});

test("the first file is always asked after", async () => {
  const asked = [];
  globalThis.fetch = async (address, { cache }) => {
    asked.push(cache);
    return new Response('kbIndex("meta",{})');
  };
  const load = globalThis.kbLoad.loader(folder);
  await load("meta");
  await load("meta");
  assert.deepEqual(asked, ["no-cache", "no-cache"]);
});

test("what is not a file of the index did not arrive", async () => {
  globalThis.fetch = async () => new Response("<!doctype html>");
  await assert.rejects(globalThis.kbLoad.loader(folder)("meta"), /not a file of the index/);
});
