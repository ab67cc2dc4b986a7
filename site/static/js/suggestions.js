// Proposes pages as one types in a search field: a combobox with a list to choose from (ARIA Authoring Practices).
// The form sends what was typed as it does without this: Enter chooses a page only once an arrow has led to it.

const PAUSE = 150; // milliseconds without a key, before asking
const SHORTEST = 2; // letters

class Suggestions {
  constructor(form, number) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.answers = new Map();
    this.active = -1;
    this.list = this.add("ul", {
      id: `suggestions-${number}`,
      class: "input list",
      role: "listbox",
      "aria-label": form.dataset.suggestionsLabel,
    });
    this.status = this.add("p", { role: "status", class: "vh" });
    this.list.hidden = true;
    const states = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(states)) this.input.setAttribute(name, value);
    this.input.setAttribute("aria-expanded", "false");
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    // The field keeps the focus when a page is pressed.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.follow(event.target.closest("[role=option]")));
  }

  add(tag, attributes, parent = this.form) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    parent.append(element);
    return element;
  }

  wait() {
    clearTimeout(this.timer);
    this.asking?.abort();
    const text = this.input.value.trim();
    if (text.length < SHORTEST) this.close();
    else this.timer = setTimeout(() => this.ask(text), PAUSE);
  }

  async ask(text) {
    this.asking = new AbortController();
    try {
      if (!this.answers.has(text)) {
        const address = `${this.form.dataset.suggestions}?${new URLSearchParams({ q: text })}`;
        const response = await fetch(address, { signal: this.asking.signal });
        if (!response.ok) return this.close();
        this.answers.set(text, (await response.json()).suggestions);
      }
    } catch {
      return this.close(); // another key was pressed, or the network is away: the form still works
    }
    if (this.input.value.trim() === text && document.activeElement === this.input) this.show(this.answers.get(text));
  }

  show(pages) {
    this.list.replaceChildren();
    for (const [number, page] of pages.entries()) {
      const option = this.add("li", { id: `${this.list.id}-${number}`, role: "option", "aria-selected": "false" }, this.list);
      option.dataset.url = page.url;
      const title = this.add("b", page.lang ? { lang: page.lang } : {}, option);
      title.textContent = page.title;
      option.append(" ");
      this.add("span", { class: "small" }, option).textContent = page.detail;
    }
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.open(pages.length > 0);
    const said = { 0: "suggestionsNone", 1: "suggestionsOne" }[pages.length] ?? "suggestionsMany";
    this.status.textContent = this.form.dataset[said].replace("{number}", pages.length);
  }

  open(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.activate(-1);
    this.open(false);
    this.status.textContent = "";
  }

  activate(number) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = number;
    const option = this.list.children[number];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  press(event) {
    if (event.isComposing) return;
    const last = this.list.children.length - 1;
    const key = event.altKey || event.ctrlKey || event.metaKey ? "" : event.key;
    if (this.list.hidden) {
      if (key === "ArrowDown" && this.input.value.trim().length >= SHORTEST) {
        event.preventDefault();
        this.ask(this.input.value.trim());
      }
      return;
    }
    // Past either end is the field itself, where no page is chosen.
    if (key === "ArrowDown") this.activate(this.active === last ? -1 : this.active + 1);
    else if (key === "ArrowUp") this.activate(this.active === -1 ? last : this.active - 1);
    else if (key === "Enter" && this.active >= 0) this.follow(this.list.children[this.active]);
    else if (key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  follow(option) {
    if (option) location.assign(option.dataset.url);
  }
}

/** Every form of ROOT with data-suggestions (the address that answers) proposes pages below its field. */
export function watchSearches(root) {
  for (const [number, form] of root.querySelectorAll("form[data-suggestions]").entries()) new Suggestions(form, number);
}
