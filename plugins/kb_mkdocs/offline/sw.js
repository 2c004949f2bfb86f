// The site without a network. Pages and scripts come from the network first, and from what was kept when it is silent for three seconds;
// what has its content in its name comes from what was kept. VERSION is of the whole site's content: when it changes, all that was kept is
// fetched anew before it takes the place of the old, so what works offline is always of one piece.
"use strict";

const VERSION = "{version}";
const OURS = `kb-offline ${registration.scope} `;
const KEPT = `${OURS}kept ${VERSION}`; // what pages asked to keep
const SEEN = `${OURS}seen ${VERSION}`; // what went by
const PATIENCE = 3000;
const SILENT = new Error("silent");
const NAMED_BY_CONTENT = /\.[0-9a-f]{8}\.min\.(?:js|css)$|\.woff2$/;
const WORTH_KEEPING = /^(?:text\/(?:html|css|javascript)|application\/javascript|font\/|image\/)/;
let silentUntil = 0; // the network has just said nothing: no use in waiting three seconds for each part of a page

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(refill());
});
addEventListener("activate", (event) => event.waitUntil(tidy().then(() => clients.claim())));
addEventListener("message", (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keep(event.data.keep).then((missing) => event.ports[0]?.postMessage({ missing })));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const isOurs = request.method === "GET" && request.url.startsWith(registration.scope) && !request.headers.has("range");
  if (isOurs) event.respondWith(answer(event));
});

async function answer(event) {
  const { request } = event;
  const at = addressOf(request);
  const kept = await found(at);
  if (kept && (NAMED_BY_CONTENT.test(new URL(at).pathname) || Date.now() < silentUntil)) return kept;
  const network = fetch(request).then((response) => {
    silentUntil = 0;
    event.waitUntil(put(SEEN, at, response.clone()));
    return response;
  });
  if (!kept) return network.catch((error) => { if (request.mode === "navigate") return nothing(); throw error; });
  event.waitUntil(network.catch(() => {}));
  return Promise.race([network, silence()]).catch((error) => {
    if (error === SILENT) silentUntil = Date.now() + 10000; // one that is not there says so at once, and may be back at once
    return kept;
  });
}

function silence() {
  return new Promise((_resolve, reject) => setTimeout(reject, PATIENCE, SILENT));
}

// A page is the same page whatever is asked of its script after "?".
function addressOf(request) {
  const address = new URL(request.url);
  if (request.mode === "navigate") address.search = "";
  return address.href;
}

async function found(at) {
  for (const name of [KEPT, SEEN]) { // what went by may be what the browser had of an earlier version
    const kept = await (await caches.open(name)).match(at);
    if (kept) return kept;
  }
  return undefined;
}

// A response that was redirected cannot answer a navigation.
async function put(name, at, response) {
  const isSound = response.ok && response.type === "basic" && !response.redirected && WORTH_KEEPING.test(response.headers.get("content-type") ?? "");
  if (isSound) await (await caches.open(name)).put(at, response);
  return isSound;
}

// Returns how many could not be kept.
async function keep(addresses) {
  const cache = await caches.open(KEPT);
  const results = await Promise.all(addresses.filter((at) => typeof at === "string" && at.startsWith(registration.scope)).map(async (at) => {
    if (await cache.match(at)) return true;
    return fetch(at, { cache: "reload" }).then((response) => put(KEPT, at, response), () => false);
  }));
  return results.filter((isKept) => !isKept).length;
}

// What was kept of an earlier version, as it is now. Without a network this fails, and the earlier one stays.
async function refill() {
  const old = (await caches.keys()).filter((name) => name.startsWith(`${OURS}kept `) && name !== KEPT);
  const addresses = new Set((await Promise.all(old.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat());
  await Promise.all([...addresses].map(async (at) => put(KEPT, at, await fetch(at, { cache: "reload" }))));
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && ![KEPT, SEEN].includes(name)).map((name) => caches.delete(name)));
}

function nothing() {
  const text = "<!doctype html><html lang=\"he\" dir=\"rtl\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>אין רשת</title><h1>אין רשת</h1><p>העמוד הזה לא נשמר במכשיר. חזרו לעמוד הקודם, או נסו שוב כשתהיה רשת.</p>";
  return new Response(text, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}
