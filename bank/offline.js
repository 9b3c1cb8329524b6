/**
 * The service worker of the site. FILES maps every address, relative to the worker, to the SHA-256 of what it must hold.
 *
 * A version is taken whole or not at all: it is installed only when every file has arrived and has the expected content, under
 * a cache name of its own; until the reader takes it, or has closed all pages of the old one, the old one answers.
 */
"use strict";

const VERSION = "{{ version }}";
const FILES = {{ files }};
const PREFIX = "handbook ";
const NAME = PREFIX + VERSION;

async function digest(buffer) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", buffer));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What a file must hold: from an older version where it is the same there, else from the server. */
async function fetched(path, expected) {
  const url = new URL(path, self.location.href).href;
  const held = await caches.match(url);
  if (held && (await digest(await held.clone().arrayBuffer())) === expected) { return held; }
  const answer = await fetch(url, { cache: "no-cache" });
  if (!answer.ok || (await digest(await answer.clone().arrayBuffer())) !== expected) {
    throw new Error(`${path} is not of this version`);
  }
  // A browser refuses to open a page from a response that was redirected on its way.
  return answer.redirected ? new Response(await answer.blob(), { headers: answer.headers }) : answer;
}

async function install() {
  const cache = await caches.open(NAME);
  const left = Object.entries(FILES);
  const work = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      await cache.put(new URL(next[0], self.location.href).href, await fetched(...next));
    }
  };
  try {
    await Promise.all(Array.from({ length: 6 }, work));
  } catch (error) {
    await caches.delete(NAME);
    throw error;
  }
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(request) {
  const url = new URL(request.url);
  url.search = "";
  url.hash = "";
  if (url.pathname.endsWith("/")) { url.pathname += "index.html"; }
  const cache = await caches.open(NAME);
  return (await cache.match(url.href)) || fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => { if (event.data === "take") { self.skipWaiting(); } });
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && event.request.url.startsWith(self.registration.scope)) {
    event.respondWith(answer(event.request));
  }
});
