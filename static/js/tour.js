// All of this is optional: every page works without it.

const KEY = "tour-theme";
const root = document.documentElement;

function read() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage refused: the system's scheme applies
  }
}

const saved = read();
if (saved === "light" || saved === "dark") root.dataset.theme = saved;

/** <tour-theme hidden><button>…</button></tour-theme>: switches between light and dark, and remembers it. */
class TourTheme extends HTMLElement {
  connectedCallback() {
    // Loaded before the document's end, the element exists before its button does.
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.start());
    else this.start();
  }

  start() {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
    const button = this.querySelector("button");
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem(KEY, root.dataset.theme);
      } catch {
        // not remembered, still applied to this page
      }
      show();
    });
    system.addEventListener("change", show);
    show();
    this.hidden = false;
  }
}

customElements.define("tour-theme", TourTheme);

const narrow = matchMedia("(width < 64rem)");
let unfolded = false;

/** <tour-fold><details open>…: folded on a narrow screen, unless it was unfolded on this page. */
class TourFold extends HTMLElement {
  connectedCallback() {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.start());
    else this.start();
  }

  start() {
    const details = this.querySelector("details");
    if (narrow.matches && !unfolded) details.open = false;
    details.addEventListener("toggle", () => (unfolded = details.open));
  }
}

customElements.define("tour-fold", TourFold);

// Without network, the worker (templates/sw.js) shows copies of pages that were opened. It leaves the admin alone.
if ("serviceWorker" in navigator && !location.pathname.startsWith("/admin/")) {
  const whenIdle = window.requestIdleCallback ?? setTimeout;
  addEventListener("load", () => whenIdle(startWorker));
}

async function startWorker() {
  try {
    await navigator.serviceWorker.register("/sw.js");
    const { active } = await navigator.serviceWorker.ready;
    // The worker has not seen this page pass.
    if (!navigator.serviceWorker.controller) active.postMessage("keep this page");
  } catch {
    // storage refused: pages need the network, as ever
  }
}

/** Ask every few seconds whether the site answers, and open the page again when it does. */
async function leaveCopy() {
  const response = await fetch("/sw.js", { method: "HEAD" }).catch(() => null);
  if (response?.ok) location.reload();
  else setTimeout(leaveCopy, 5000);
}

// The browser's own "online" comes before the network answers, and not at all after one that was slow. A copy holds no
// form: nothing typed is lost.
if ("copy" in root.dataset) setTimeout(leaveCopy, 5000);
