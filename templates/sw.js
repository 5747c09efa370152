{% load static %}// The worker of the public site: pages that ask for it can be read again without network.
//
// A page asks by carrying components/copy_banner.html. Each copy is a cache of its own, with the files it names: it is
// whole, and goes as a whole. The network is always asked first, so nothing shown is older than it must be.
// A new build is a new worker, which fetches the offline page again: {% static "css/tour.css" %}

const OFFLINE = "{% url 'offline' %}";
const COPY = "copie:"; // and the path of the page
const MOST_COPIES = 30;
const PATIENCE = 4000; // ms for the network to answer, when there is a copy

const MARK = / data-copy-of="([^"]*)"/;
const FILE = / (?:href|src)="(\/(?:static|media)\/[^"]+)"/g;

/** Store a page and its files in a cache. `<html data-copy>` tells the style sheet; forms would be stale, and go. */
async function store(name, path, response, html) {
  const copy = html
    .replace("<html", "<html data-copy")
    .replace(/<form\b.*?<\/form>/gs, "")
    .replace(/ srcset="[^"]*"/g, ""); // one file for each picture: its src
  const addresses = new Set(Array.from(copy.matchAll(FILE), ([, address]) => address));
  const files = await Promise.all(Array.from(addresses, (address) => fetch(address)));
  await caches.delete(name);
  try {
    const cache = await caches.open(name);
    await cache.put(path, new Response(copy, response));
    await Promise.all(files.filter(({ ok }) => ok).map((file) => cache.put(file.url, file)));
  } catch (error) {
    await caches.delete(name); // no room: nothing is better than a part
    throw error;
  }
}

/** Keep a copy of a page that asks for it and is everybody's; forget the copy of one that no longer does. */
async function keep(path, response) {
  const isPublic = !/private|no-store/.test(response.headers.get("Cache-Control"));
  const html = response.status === 200 && !response.redirected && isPublic ? await response.text() : "";
  if (MARK.test(html)) {
    await store(COPY + path, path, response, html);
    const others = (await copies()).filter((name) => name !== COPY + path);
    await Promise.all(others.slice(0, 1 - MOST_COPIES).map((name) => caches.delete(name)));
  } else if (response.status < 500) await caches.delete(COPY + path);
}

/** The names of the caches that are copies, the oldest first. */
async function copies() {
  return (await caches.keys()).filter((name) => name.startsWith(COPY));
}

/** What is stored for an address, whatever its query; undefined when nothing is, or when storage is refused. */
function stored(address) {
  return caches.match(address, { ignoreSearch: true, ignoreVary: true }).catch(() => undefined);
}

/** The page « Vous êtes hors ligne », with a link to each copy. */
async function offline() {
  const [page, ...links] = await Promise.all([
    stored(OFFLINE),
    ...(await copies()).map(async (name) => {
      const path = name.slice(COPY.length);
      const [, label] = MARK.exec(await (await stored(path)).text());
      return `<li><a href="${path}">${label}</a></li>`;
    }),
  ]);
  const html = await page.text();
  return new Response(links.length ? html.replace(/<li>.*?<\/li>/s, () => links.join("")) : html, page);
}

/** The network's answer; what is stored when there is none, or none in time. */
async function answer(request, network) {
  const copy = await stored(request.url);
  const answers = [network];
  if (copy) answers.push(new Promise((resolve) => setTimeout(resolve, PATIENCE, copy)));
  try {
    return await Promise.race(answers);
  } catch (error) {
    if (copy) return copy;
    if (request.mode === "navigate") return offline();
    throw error;
  }
}

addEventListener("install", (event) => {
  const prepare = async () => {
    const response = await fetch(OFFLINE);
    await store("hors-ligne", OFFLINE, response, await response.text());
    await skipWaiting();
  };
  event.waitUntil(prepare());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || pathname.startsWith("/admin/")) return;
  const network = fetch(request);
  if (request.mode === "navigate") {
    // Without network, or without room, there is no new copy: nothing else depends on it.
    event.waitUntil(network.then((response) => keep(pathname, response.clone())).catch(() => {}));
  }
  event.respondWith(answer(request, network));
});

// A page that was opened before the worker was there.
addEventListener("message", (event) => {
  const { pathname } = new URL(event.source.url);
  event.waitUntil(fetch(pathname).then((response) => keep(pathname, response)).catch(() => {}));
});
