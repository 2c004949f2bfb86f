// A site and a browser on it, and what the browser's main thread did meanwhile.
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml",
};

export function launch() {
  const executablePath = process.env.CHROMIUM ?? BROWSERS.find((path) => existsSync(path));
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
}

// What the browser tells of itself while `act` goes on.
export async function traced(browser, act) {
  const session = await browser.newBrowserCDPSession();
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const ended = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["toplevel", "blink.user_timing"] } });
  await act();
  await session.send("Tracing.end");
  await ended;
  return events;
}

// Tasks of the main thread of the page that left this mark: ms by the clock and of CPU. The browser has pages of its own, in processes of theirs.
export function mainTasks(events, mark) {
  const { pid: own, ts: since } = events.find(({ name }) => name === mark);
  const mains = new Set(events.filter(({ args, pid }) => pid === own && args?.name === "CrRendererMain").map(({ tid }) => tid));
  return events
    .filter(({ name, pid, tid, ts }) => name.endsWith("RunTask") && pid === own && mains.has(tid) && ts >= since)
    .map(({ dur, tdur }) => ({ clock: (dur ?? 0) / 1000, cpu: (tdur ?? 0) / 1000 }));
}

// As a Hebrew keyboard does it, with keys that go down and up: the theme listens to those. pause: ms between letters.
export async function typedIn(page, text, pause) {
  const session = await page.context().newCDPSession(page);
  for (const letter of text) {
    const next = performance.now() + pause;
    await session.send("Input.dispatchKeyEvent", { type: "keyDown", key: letter, text: letter });
    await session.send("Input.dispatchKeyEvent", { type: "keyUp", key: letter });
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
  }
  await session.detach();
}

// A static server on loopback, which sends as a site does: gzip -9. own: pages of the benchmark itself, by path.
export async function serve(root, own = {}) {
  const sent = new Map();
  const ready = new Map();
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const body = own[path] ?? ready.get(path) ?? (await bodyOf(root, path));
    if (!body) return void response.writeHead(404).end();
    ready.set(path, body);
    sent.set(path, body.content.length);
    response.writeHead(200, body.headers);
    response.end(body.content);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { address: `http://127.0.0.1:${server.address().port}/`, sent, close: () => server.close() };
}

async function bodyOf(root, address) {
  let path = join(root, normalize(address));
  if (!existsSync(path)) return null;
  if ((await stat(path)).isDirectory()) path = join(path, "index.html");
  return served(extname(path), await readFile(path));
}

// Files of other types are compressed already.
export function served(suffix, content) {
  const type = TYPES[suffix];
  if (!type) return { content, headers: { "content-type": "application/octet-stream" } };
  return { content: gzipSync(content, { level: 9 }), headers: { "content-type": type, "content-encoding": "gzip" } };
}
