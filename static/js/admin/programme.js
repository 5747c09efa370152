// The programme of a stage in its edit form: a line that adds a moment, and the timetable that the rows make, live.
// The rows stay Wagtail's own; everything here reads and writes their fields.

import { compare, daysOf, gapsOf, hourInField, hourInWords, minutesOf, overlapsOf, rowOf } from "./timetable.js";

/** Milliseconds without typing after which what there is to check is told. */
const WAIT = 1200;

class ProgrammeEditor extends HTMLElement {
  summary = "";

  connectedCallback() {
    this.relation = this.dataset.relation;
    this.forms = document.getElementById(`id_${this.relation}-FORMS`);
    this.line = this.querySelector("#programme-line");
    this.line.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault(); // it would send the form
      this.addTyped();
    });
    this.line.addEventListener("input", () => this.complain(""));
    this.querySelector("[data-add]").addEventListener("click", () => this.addTyped());
    this.querySelector("[data-sort]").addEventListener("click", () => this.sortRows());
    this.closest("form").addEventListener("submit", () => this.addLeft(), { capture: true });
    for (const event of ["input", "change", "click"]) {
      this.forms.addEventListener(event, () => this.drawSoon());
    }
    new MutationObserver(() => this.drawSoon()).observe(this.forms, {
      attributeFilter: ["class"],
      childList: true,
      subtree: true,
    });
    this.hidden = false;
    this.draw();
  }

  /** Wagtail's own panel: it makes, numbers and counts the rows. */
  get panel() {
    return window.wagtail.editHandler.getPanelByName(this.relation);
  }

  /** The rows that stay, in their order, as timetable.js takes them; `element` is where each is edited. */
  get rows() {
    return [...this.forms.children]
      .filter((element) => element.matches("[data-inline-panel-child]:not(.deleted)"))
      .map((element) => this.read(element));
  }

  field(element, name) {
    return element.querySelector(`[name="${element.id.replace("inline_child_", "")}-${name}"]`);
  }

  read(element) {
    const value = (name) => this.field(element, name).value;
    const start = minutesOf(value("start_time"));
    const end = minutesOf(value("end_time"));
    const isWrong = Number.isNaN(start) || Number.isNaN(end) || (end !== null && (start === null || end <= start));
    return {
      element,
      title: value("title").trim() || "(sans intitulé)",
      day: Number(value("day")) || 1,
      isAllDay: this.field(element, "is_all_day").checked,
      start: Number.isNaN(start) ? null : start,
      end: isWrong ? null : end,
      isWrong,
    };
  }

  addTyped() {
    const typed = rowOf(this.line.value);
    if (typed.error) {
      this.complain(typed.error);
      this.line.focus();
      return;
    }
    const { scrollX, scrollY } = window;
    this.add(typed);
    this.draw();
    this.say(`Ajouté\u00a0: ${this.describe(typed)} ${typed.title}`);
    window.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" }); // Wagtail goes to the new row
    this.line.focus();
  }

  /** What is typed still when the form is sent is not lost: whole in a title, if no more can be made of it. */
  addLeft() {
    const title = this.line.value.trim();
    if (!title) return;
    const typed = rowOf(title);
    this.add(typed.error ? { ...rowOf(""), title } : typed);
  }

  add(row) {
    this.place(this.addRow(row), row);
    this.line.value = "";
  }

  addRow({ title, day, isAllDay, start, end }) {
    this.panel.addForm();
    const element = this.forms.lastElementChild;
    const values = { title, day, start_time: hourInField(start), end_time: hourInField(end) };
    for (const [name, value] of Object.entries(values)) this.field(element, name).value = value;
    this.field(element, "is_all_day").checked = isAllDay;
    this.field(element, "title").dispatchEvent(new Event("input", { bubbles: true }));
    return element;
  }

  /** Put a new row before the first one that comes later. */
  place(element, typed) {
    const next = this.rows.find((row) => row.element !== element && compare(row, typed) > 0);
    if (next) next.element.before(element);
    this.renumber(element);
  }

  sortRows() {
    const sorted = this.rows.sort(compare);
    this.forms.prepend(...sorted.map((row) => row.element));
    this.renumber(sorted[0].element);
    this.draw();
    this.say("Les moments sont rangés dans l’ordre des heures.");
    this.line.focus();
  }

  renumber(element) {
    this.panel.updateOrderValues();
    this.panel.updateControlStates();
    this.field(element, "ORDER").dispatchEvent(new Event("change", { bubbles: true }));
  }

  drawSoon() {
    // After Wagtail's own scripts have done what was asked for.
    this.asked ??= requestAnimationFrame(() => {
      this.asked = undefined;
      this.draw();
    });
  }

  draw() {
    const rows = this.rows;
    const days = daysOf(rows);
    const told = rows.map(({ element, ...row }) => [element.id, row]);
    this.querySelector("[data-sort]").hidden = rows.every((row, rank) => !rank || compare(rows[rank - 1], row) <= 0);
    const drawn = JSON.stringify(told);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const lists = days.flatMap((day) => this.dayList(day, days.length > 1 || day.number > 1));
    this.querySelector("[data-timetable]").replaceChildren(
      ...(lists.length ? lists : [made("p", "help", "Aucun moment pour l’instant.")]),
    );
    this.summarise(days);
  }

  dayList(day, isNamed) {
    const overlaps = overlapsOf(day);
    const gaps = gapsOf(day);
    const lines = day.allDay.map((row) => this.item(row, "Toute la journée"));
    for (const slot of day.slots) {
      const gap = gaps.find(({ before }) => before === slot);
      if (gap) {
        const text = `rien de prévu entre ${hourInWords(gap.start)} et ${hourInWords(gap.end)}`;
        lines.push(made("li", "programme-lines__gap", text));
      }
      const end = slot.end === null ? "fin à confirmer" : hourInWords(slot.end);
      const note = slot.isInferred ? "jusqu’au moment suivant" : "";
      const line = this.item(slot.row, `${hourInWords(slot.start)} – ${end}`, note);
      for (const { first, start, end: until } of overlaps.filter(({ second }) => second === slot)) {
        const [from, to] = [start, until].map((at) => at !== null && hourInWords(at));
        const when = to ? `de ${from} à ${to}` : `à partir de ${from}`;
        const text = `chevauchement avec «\u00a0${first.row.title}\u00a0» ${when}`;
        line.append(made("p", "programme-lines__warning", text));
      }
      lines.push(line);
    }
    lines.push(...day.unscheduled.map((row) => this.item(row, "Horaire à confirmer")));
    const list = made("ol", "programme-lines");
    list.append(...lines);
    return isNamed ? [made("h4", "programme-editor__day", `Jour ${day.number}`), list] : [list];
  }

  item(row, hours, note = "") {
    const line = document.createElement("li");
    const button = made("button", "programme-lines__line");
    button.type = "button";
    const title = made("span", "", row.title);
    if (note) title.append(" ", made("small", "", note));
    button.append(made("span", "programme-lines__hours", hours), " ", title);
    button.addEventListener("click", () => this.open(row.element));
    line.append(button);
    if (row.isWrong) line.append(made("p", "programme-lines__warning", "horaire à corriger"));
    return line;
  }

  /** Go to where a moment is edited. */
  open(element) {
    const toggle = element.querySelector("[data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
    const title = this.field(element, "title");
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: "center" });
  }

  describe({ day, isAllDay, start, end }) {
    const [from, to] = [start, end].map((at) => at !== null && hourInWords(at));
    const hours = from ? (to ? `de ${from} à ${to}` : `à ${from}`) : "horaire à confirmer";
    return `${day > 1 ? `jour ${day}, ` : ""}${isAllDay ? "toute la journée" : hours},`;
  }

  complain(text) {
    this.line.setAttribute("aria-invalid", Boolean(text));
    this.say(text, Boolean(text));
  }

  say(text, isError = false) {
    const message = this.querySelector("[data-message]");
    message.textContent = text;
    message.classList.toggle("error-message", isError);
  }

  /** Tell screen readers what there is to check, once typing pauses, if that changed. */
  summarise(days) {
    const [overlaps, gaps] = [overlapsOf, gapsOf].map((of) => days.flatMap(of).length);
    const told = [];
    if (overlaps) told.push(`${overlaps} chevauchement${overlaps > 1 ? "s" : ""}`);
    if (gaps) told.push(`${gaps} temps sans rien de prévu`);
    const text = told.length ? `Déroulé\u00a0: ${told.join(", ")}.` : "";
    if (text === this.summary) return;
    this.summary = text;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.querySelector("[data-summary]").textContent = text || "Déroulé\u00a0: plus rien à vérifier.";
    }, WAIT);
  }
}

function made(tag, className, text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

customElements.define("programme-editor", ProgrammeEditor);
