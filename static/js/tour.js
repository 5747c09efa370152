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

/** <tour-fold><details open>…: folded on a narrow screen, unless it is `data-open` or was unfolded on this page. */
class TourFold extends HTMLElement {
  connectedCallback() {
    const details = this.querySelector("details");
    if (!details) return; // read before its content: open, as without a script
    if (narrow.matches && !unfolded && !("open" in this.dataset)) details.open = false;
    details.addEventListener("toggle", () => (unfolded = details.open));
  }
}

customElements.define("tour-fold", TourFold);
