// Keeps the page that is open, and what it says it needs (data-kb-keep), for when there is no network: registers the site's service worker and
// tells it what to keep. A preview has no such worker, and takes away one that another site left at its address.
(function (root) {
  "use strict";

  const offline = (root.kbOffline = { ready: false });
  const workers = navigator.serviceWorker;
  if (!workers || location.protocol === "file:") return;
  const site = new URL("../../../", document.currentScript.src);
  if (!document.querySelector("meta[name='kb-offline']")) {
    workers.getRegistration(site.href).then((found) => found?.unregister()).catch(() => {});
    return;
  }

  addEventListener("load", async () => {
    try {
      await workers.register(new URL("sw.js", site), { scope: site.pathname, updateViaCache: "none" });
      ask((await workers.ready).active);
      // A new version took the place of the one that was asked, and knows only of what that one had kept before.
      workers.addEventListener("controllerchange", () => { if (workers.controller) ask(workers.controller); });
    } catch { /* plain http, a private window, a full disk: the page works as long as there is a network, and says so */ }
  });

  function ask(worker) {
    const channel = new MessageChannel();
    offline.ready = false;
    channel.port1.onmessage = ({ data }) => {
      offline.ready = data.missing === 0;
      root.dispatchEvent(new Event("kb-offline"));
    };
    worker.postMessage({ keep: needed() }, [channel.port2]);
  }

  // The page itself, what it has loaded, and what it names.
  function needed() {
    const loaded = performance.getEntriesByType("resource").filter(({ initiatorType }) => ["script", "link", "css", "img"].includes(initiatorType)).map(({ name }) => name);
    const parts = [...document.querySelectorAll("link[rel~='stylesheet'], link[rel~='icon'], script[src]")].map((part) => part.href || part.src);
    const named = [...document.querySelectorAll("[data-kb-keep]")].flatMap((part) => part.dataset.kbKeep.split(" "));
    const all = [location.href, ...loaded, ...parts, ...named].map((address) => new URL(address, location.href));
    for (const address of all) address.hash = "";
    all[0].search = "";
    return [...new Set(all.filter(({ origin }) => origin === location.origin).map(({ href }) => href))];
  }
})(globalThis);
