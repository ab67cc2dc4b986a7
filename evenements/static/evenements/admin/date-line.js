/* The dates a line gives, shown while it is typed, and changed one by one.
 *
 * The server computes and words them (evenements/preview.py); this script sends it the line's fields, shows its answer, and
 * keeps the exceptions, in JSON, in the line's hidden field: it alone is posted.
 */
(() => {
  const LINES = "date_lines";
  const HOURS = ["start", "end"];
  const MOMENTS = [...HOURS, "day", "endDay"];
  const DELAY = 400;
  const TYPICAL_HOURS = 2;
  const MINUTE = 60000;
  const DAY = 24 * 60 * MINUTE;

  /* Local moments, "2027-03-10" or "2027-03-10T14:00", read as if they were UTC: no clock change gets in the way. */
  const parse = (moment) => Date.parse(moment.includes("T") ? `${moment}:00Z` : `${moment}T00:00Z`);
  const shift = (moment, milliseconds) => new Date(parse(moment) + milliseconds).toISOString().slice(0, moment.length);
  const dayOf = (moment) => moment.slice(0, 10);
  const hourOf = (moment) => moment.slice(11, 16);
  const length = (start, end) => parse(end) - parse(start);

  /* A new line has its identity at once, so that saving it twice is saving it once. (`randomUUID` wants https.) */
  const uuid = () => {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] % 16) + 64;
    bytes[8] = (bytes[8] % 64) + 128;
    const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  const hourTyped = (text) => {
    const found = /^(\d{1,2})\s*(?:[h:.]\s*)?(\d{2})?/i.exec(text.trim());
    return found && found[1] < 24 ? `${found[1].padStart(2, "0")}:${found[2] || "00"}` : "";
  };

  class DateLine extends window.StimulusModule.Controller {
    static targets = ["changes", "result", "status", "failure", "timed", "repeating", "weekly"];

    static values = { url: String, host: String };

    connect() {
      this.prefix = this.changesTarget.name.slice(0, -"-changes".length);
      this.form = this.element.closest("form");
      this.opened = new Set();
      this.endIsOurs = false;
      this.state = this.form.elements.namedItem("state");
      this.hearState = () => this.refresh(); // a date that is postponed keeps its former day
      this.state?.addEventListener("change", this.hearState);
      this.field("uid").value ||= `${uuid()}@${this.hostValue}`;
      this.field("end_time").addEventListener("click", ({ target }) => this.endIsOurs && target.select());
      this.copyHoursOfPreviousLine();
      this.showWhatApplies();
      this.refresh();
    }

    disconnect() {
      this.state?.removeEventListener("change", this.hearState);
      window.clearTimeout(this.waiting);
      this.request?.abort();
    }

    /* --- The line's fields --- */

    field(name, prefix = this.prefix) {
      return this.form.elements.namedItem(`${prefix}-${name}`);
    }

    typed(event) {
      if (event.target === this.changesTarget || event.target.closest("[data-editor]")) return;
      this.proposeEnd(event.target);
      this.showWhatApplies();
      window.clearTimeout(this.waiting);
      this.waiting = window.setTimeout(() => this.refresh(), DELAY);
    }

    showWhatApplies() {
      const frequency = this.field("frequency").value;
      const show = (targets, applies) => {
        for (const target of targets) target.hidden = !applies && !target.querySelector(".w-field--error");
      };
      show(this.timedTargets, !this.field("all_day").checked);
      show(this.repeatingTargets, frequency !== "");
      show(this.weeklyTargets, frequency === "weekly");
    }

    /* While the start is typed: what is proposed is seen before one goes there, and typing there replaces it. */
    proposeEnd(changed) {
      const end = this.field("end_time");
      if (changed === end) this.endIsOurs = false;
      const start = this.field("start_time");
      const hour = hourTyped(start.value);
      if (changed !== start || !hour || (end.value && !this.endIsOurs)) return;
      end.value = hourOf(shift(`2000-01-01T${hour}`, TYPICAL_HOURS * 60 * MINUTE));
      this.endIsOurs = true;
    }

    copyHoursOfPreviousLine() {
      const previous = this.otherLines().filter((line) => this.field("start_date", line).value).pop();
      if (!previous || this.field("start_date").value || this.field("start_time").value) return;
      for (const name of ["start_time", "end_time"]) this.field(name).value = this.field(name, previous).value;
      this.field("all_day").checked = this.field("all_day", previous).checked;
    }

    otherLines() {
      const number = Number(this.form.elements.namedItem(`${LINES}-TOTAL_FORMS`).value);
      const lines = Array.from({ length: number }, (_, index) => `${LINES}-${index}`);
      return lines.filter((line) => line !== this.prefix && this.field("start_date", line) && this.field("DELETE", line).value !== "1");
    }

    /* --- The dates shown --- */

    async refresh() {
      window.clearTimeout(this.waiting);
      this.request?.abort();
      this.request = new AbortController();
      const body = new FormData();
      for (const [name, value] of new FormData(this.form)) if (name.startsWith(`${LINES}-`)) body.append(name, value);
      body.append("line", this.prefix);
      body.append("limit", this.limit || 0);
      body.append("state", this.state?.value || "");
      const { CSRF_HEADER_NAME, CSRF_TOKEN } = window.wagtailConfig;
      try {
        const response = await fetch(this.urlValue, {
          method: "POST",
          body,
          headers: { [CSRF_HEADER_NAME]: CSRF_TOKEN },
          signal: this.request.signal,
        });
        if (!response.ok) throw new Error(response.statusText);
        this.show(await response.text());
      } catch (error) {
        if (error.name !== "AbortError") this.show(this.failureTarget.innerHTML);
      }
    }

    show(html) {
      const focus = this.focused();
      const unfolded = Array.from(this.resultTarget.querySelectorAll("details[open]"), (details) => details.dataset.keepOpen);
      this.resultTarget.innerHTML = html;
      for (const name of unfolded) this.resultTarget.querySelector(`details[data-keep-open="${name}"]`)?.setAttribute("open", "");
      for (const original of [...this.opened]) this.openEditor(this.row(original));
      this.focusAgain(focus);
      const said = this.resultTarget.querySelector("[data-announcement]")?.dataset.announcement;
      if (said !== undefined) this.statusTarget.textContent = said.trim();
    }

    /* What has the focus in the dates, to give it back to what replaces it, with what is being typed there. */
    focused() {
      const element = document.activeElement;
      if (!this.resultTarget.contains(element)) return null;
      const row = element.closest("[data-facts], [data-original]");
      return { id: element.id, field: element.dataset.field, original: row && this.originalOf(row), value: element.value };
    }

    focusAgain(focus) {
      if (!focus) return;
      const row = focus.original && this.row(focus.original);
      const field = focus.field && row?.querySelector(`[data-field="${focus.field}"]`);
      if (field?.matches("input")) field.value = focus.value;
      const button = focus.id && document.getElementById(focus.id);
      (field || button || row?.querySelector("button") || this.resultTarget.querySelector("button"))?.focus();
    }

    showMore(event) {
      this.limit = event.currentTarget.dataset.limit;
      this.refresh();
    }

    /* --- One date --- */

    originalOf(row) {
      return row.dataset.original || JSON.parse(row.dataset.facts).original;
    }

    row(original) {
      const rows = this.resultTarget.querySelectorAll("[data-facts], [data-original]");
      return Array.from(rows).find((row) => this.originalOf(row) === original);
    }

    rowOf(event) {
      return event.target.closest("[data-facts], [data-original]");
    }

    get list() {
      try {
        const list = JSON.parse(this.changesTarget.value || "[]");
        return Array.isArray(list) ? list : [];
      } catch {
        return [];
      }
    }

    set list(changes) {
      const ordered = changes.toSorted((one, other) => one.original.localeCompare(other.original));
      this.write(this.changesTarget, JSON.stringify(ordered));
    }

    /* Sets a field that nobody types in: the page must know of it, to save it and to warn who leaves. */
    write(field, value) {
      if (field.value === value) return;
      field.value = value;
      for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
    }

    /* Replaces what is said of a date by CHANGE, whose empty values say nothing. */
    say(original, change) {
      const said = Object.entries(change).filter(([, value]) => value);
      const others = this.list.filter((other) => other.original !== original);
      this.list = said.length ? [...others, { original, ...Object.fromEntries(said) }] : others;
      this.refresh();
    }

    saidOf(original) {
      const { original: _, ...change } = this.list.find((other) => other.original === original) || {};
      return change;
    }

    cancel(event) {
      const original = this.originalOf(this.rowOf(event));
      this.say(original, { ...this.saidOf(original), state: "cancelled" });
    }

    /* As its line says; a former date is not the line's to say. */
    restore(event) {
      const original = this.originalOf(this.rowOf(event));
      this.opened.delete(original);
      this.say(original, { previous: this.saidOf(original).previous });
    }

    forget(event) {
      this.say(this.originalOf(this.rowOf(event)), {});
    }

    forgetFormer(event) {
      const original = this.originalOf(this.rowOf(event));
      this.say(original, { ...this.saidOf(original), previous: "" });
    }

    remove(event) {
      const original = this.originalOf(this.rowOf(event));
      this.opened.delete(original);
      this.say(original, { removed: true });
    }

    forgetAll() {
      this.opened.clear();
      this.list = [];
      this.refresh();
    }

    toggle(event) {
      const row = this.rowOf(event);
      if (row.querySelector("[data-editor]")) this.close(event);
      else this.openEditor(row)?.querySelector("select").focus();
    }

    close(event) {
      const row = this.rowOf(event);
      this.opened.delete(this.originalOf(row));
      row.querySelector("[data-editor]").remove();
      const button = row.querySelector("[data-opens]");
      button.setAttribute("aria-expanded", "false");
      button.focus();
    }

    openEditor(row) {
      const template = this.resultTarget.querySelector("[data-editor-template]");
      if (!row?.querySelector("[data-opens]") || !template) return null;
      const facts = JSON.parse(row.dataset.facts);
      row.append(template.content.cloneNode(true));
      const editor = row.querySelector("[data-editor]");
      const { state = "", place, host, title = "", note = "", seats = "" } = this.saidOf(facts.original);
      const venue = (host && `host-${host}`) || (place && `place-${place}`) || "";
      this.fill(editor, { state, venue, title, note, seats });
      this.fillMoments(editor, facts.start, facts.end);
      editor.querySelector('[data-field="split"]')?.toggleAttribute("hidden", facts.isFirst);
      editor.addEventListener("change", (event) => this.edit(row, editor, event.target.dataset.field));
      editor.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || !event.target.matches("input")) return;
        event.preventDefault();
        this.edit(row, editor, event.target.dataset.field);
      });
      row.querySelector("[data-opens]").setAttribute("aria-expanded", "true");
      this.opened.add(facts.original);
      return editor;
    }

    fill(editor, values) {
      for (const [name, value] of Object.entries(values)) {
        const field = editor.querySelector(`[data-field="${name}"]`);
        if (field) field.value = value;
      }
    }

    fillMoments(editor, start, end) {
      this.fill(editor, { day: dayOf(start), start: hourOf(start), endDay: dayOf(end), end: hourOf(end) });
    }

    edit(row, editor, changed) {
      const facts = JSON.parse(row.dataset.facts);
      const value = (name) => editor.querySelector(`[data-field="${name}"]`)?.value.trim() || "";
      const said = this.saidOf(facts.original);
      this.say(facts.original, {
        ...said,
        state: value("state"),
        ...(changed === "venue" ? this.venueOf(value("venue")) : {}),
        title: value("title"),
        note: value("note"),
        seats: Number(value("seats")) || "",
        ...(MOMENTS.includes(changed) ? this.momentsOf(editor, facts, said, changed) : {}),
      });
    }

    /* "host-12", "place-3" or nothing: an actor of the directory, another place, or where the event is. */
    venueOf(venue) {
      const [name, pk] = venue.split("-");
      return { host: "", place: "", ...(pk && { [name]: Number(pk) }) };
    }

    /* The start and the end to say of a date. An hour nobody typed for it is left out, and follows the line's; whoever
       changes when it begins sees when it ends too: both are then its own. */
    momentsOf(editor, facts, said, changed) {
      const value = (name) => editor.querySelector(`[data-field="${name}"]`)?.value.trim() || "";
      const isTimed = facts.usualStart.includes("T");
      const at = (day, hour) => (isTimed ? `${day}T${hour}` : day);
      const start = at(value("day") || dayOf(facts.usualStart), value("start") || hourOf(facts.usualStart));
      let end = this.endOf(editor, value, start, at);
      if (["day", "start"].includes(changed) && facts.end) {
        end = shift(start, length(facts.start, facts.end)); // moved whole
        this.fillMoments(editor, start, end);
      }
      const usualEnd = facts.usualEnd && shift(start, length(facts.usualStart, facts.usualEnd));
      const isOwn = (name, moment, usual) =>
        hourOf(moment) !== hourOf(usual) || (isTimed && !HOURS.includes(changed) && hourOf(said[name] || "") !== "");
      const ownStart = isOwn("start", start, facts.usualStart);
      const ownEnd = end && (ownStart || isOwn("end", end, usualEnd));
      return {
        start: ownStart ? start : start !== facts.usualStart && dayOf(start),
        end: ownEnd ? end : end !== usualEnd && dayOf(end),
      };
    }

    /* The end as it is in the editor; an hour that is not after the start's is the next day's. */
    endOf(editor, value, start, at) {
      const hasDay = editor.querySelector('[data-field="endDay"]');
      if (!start.includes("T")) return hasDay ? value("endDay") : start;
      if (!value("end")) return "";
      const end = at((hasDay && value("endDay")) || dayOf(start), value("end"));
      return hasDay || parse(end) > parse(start) ? end : shift(end, DAY);
    }

    /* --- This and the following ones --- */

    split(event) {
      const facts = JSON.parse(this.rowOf(event).dataset.facts);
      document.getElementById(`id_${LINES}-ADD`).click();
      const other = this.otherLinesAndNew().pop();
      this.copyFieldsTo(other);
      const isLater = (change) => change.original >= facts.original;
      this.write(this.field("changes", other), JSON.stringify(this.list.filter(isLater)));
      this.list = this.list.filter((change) => !isLater(change));
      this.field("start_date", other).value = facts.day;
      this.field("end_date", other).value = facts.lastDay;
      this.field("count", other).value = facts.remaining ?? "";
      this.field("count").value = "";
      this.field("until").value = facts.eve;
      this.opened.clear();
      this.refresh();
      this.field("start_time", other).focus();
    }

    otherLinesAndNew() {
      const number = Number(this.form.elements.namedItem(`${LINES}-TOTAL_FORMS`).value);
      return Array.from({ length: number }, (_, index) => `${LINES}-${index}`);
    }

    copyFieldsTo(other) {
      const ours = ["id", "uid", "ORDER", "DELETE", "changes"].map((name) => `${this.prefix}-${name}`);
      for (const source of this.form.elements) {
        if (!source.name.startsWith(`${this.prefix}-`) || ours.includes(source.name)) continue;
        const name = other + source.name.slice(this.prefix.length);
        const copies = Array.from(this.form.querySelectorAll(`[name="${name}"]`));
        const copy = copies.find((found) => source.type !== "checkbox" || found.value === source.value);
        if (source.type === "checkbox") copy.checked = source.checked;
        else copy.value = source.value;
      }
    }
  }

  window.wagtail.app.register("date-line", DateLine);
})();
