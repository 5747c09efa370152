// The rows of an edit form are called by what they hold: « Moment 3 · Table ronde », not « Moment 3 » alone.

const NAMES = '.chooser__title, input[type=text], textarea, [name^="requirements-"][name$="-kind"]';

function said(field) {
  if (field.selectedOptions) return field.value && field.selectedOptions[0].text;
  return (field.value ?? field.textContent).trim();
}

function name(row) {
  const heading = row.querySelector("[data-inline-panel-child-count]");
  if (!heading) return;
  const own = [...row.querySelectorAll(NAMES)].filter(
    (field) => field.closest("[data-inline-panel-child]") === row && !/-(day|value|unit|publisher)$/.test(field.name ?? ""),
  );
  const words = own.map(said).find(Boolean) ?? "";
  let shown = heading.parentElement.querySelector("[data-row-name]");
  if (!shown) {
    shown = document.createElement("span");
    shown.dataset.rowName = "";
    heading.after(shown);
  }
  const text = words ? ` · ${words.length > 60 ? `${words.slice(0, 60)}…` : words}` : "";
  if (shown.textContent !== text) shown.textContent = text;
}

function nameAll() {
  document.querySelectorAll("[data-inline-panel-child]").forEach(name);
}

for (const event of ["DOMContentLoaded", "input", "change", "click"]) {
  // After Wagtail's own scripts have drawn what was asked for.
  document.addEventListener(event, () => requestAnimationFrame(nameAll));
}
