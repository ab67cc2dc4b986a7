"""What a small screen asks for: targets large enough, an order that is one, figures whole; and forced colours."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.addresses import page_addresses

TARGET = 44
PAGES = (
    "/", "/agenda/", "/agenda/mois/", "/agenda/abonnement/", "/ateliers/", "/annuaire/", "/annuaire/?vue=carte",
    "/plan/", "/recherche/?q=numerique", "/donnees/", "/agenda/carte/",
)  # fmt: skip
KINDS = ("ActorPage", "EventPage", "WorkshopPage", "ContestIndexPage", "ContestPage", "ContestEntryPage", "ActionPage")
# Links and buttons lower than a finger; one amid a sentence, a label or a row that answers as a whole is none.
SMALL = """(least) => [...document.querySelectorAll("a[href], button, summary, select, input:not([type=hidden])")]
  .filter((element) => {
    const box = element.getBoundingClientRect();
    const amid = element.parentElement.textContent.trim().length > element.textContent.trim().length;
    return box.width > 1 && box.height < least - 0.5 && !element.matches(".stretch, .skip, .vh a, label *")
      && !(amid && element.parentElement.matches("p:not(.plain)"));
  }).map((element) => `${element.textContent.trim()} ${element.getBoundingClientRect().height}`)"""
# What the keyboard reaches in the list's surroundings, in the order of the document, where it stands.
STOPS = """() => [...document.querySelectorAll(".agenda > *, .agenda__list > *")]
  .filter((element) => element.getClientRects().length && element.querySelector("a, input, summary"))
  .map((element) => { const box = element.getBoundingClientRect(); return [element.className, box.left, box.top]; })"""
# How many lines of text of the head's figure lie under another, but for the blank that each has above and below.
OVERLAPS = """(blank) => {
  const seen = [...document.querySelectorAll(".head__mark > *")]
    .filter((element) => getComputedStyle(element).position !== "absolute");
  const boxes = seen.map((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  });
  const meet = (one, other) => one.bottom > other.top + blank && other.bottom > one.top + blank
    && one.right > other.left && other.right > one.left;
  return boxes.filter((box, index) => boxes.slice(index + 1).some((other) => meet(box, other))).length;
}"""
BLANK = 5
# How far a number goes beyond its figure, or the page beyond the screen.
BEYOND = """(number) => {
  const shown = document.querySelector(".head__mark b");
  shown.textContent = number;
  const range = document.createRange();
  range.selectNodeContents(shown);
  const [text, figure] = [range.getBoundingClientRect(), shown.parentElement.getBoundingClientRect()];
  return Math.max(figure.left - text.left, text.right - figure.right,
    document.documentElement.scrollWidth - innerWidth);
}"""

# Default sizes of letters that a reader may ask of the browser, in pixels: 130, 150 and 200 % of what it has at first.
LARGER = (21, 24, 32)
PHONES = (320, 360, 412)
# What goes wrong on a page whose letters grew: it scrolls sideways; a line goes beyond the screen or the button that
# holds it; two lines lie on each other, but for the blank above and below their letters; a word of a title is cut that
# has room on a line of its own. A map is read in two directions, and cut at its edges (WCAG 1.4.10).
BROKEN = """() => {
  const found = new Set(), lines = [], range = document.createRange();
  if (document.documentElement.scrollWidth > innerWidth)
    found.add(`scrolls: ${document.documentElement.scrollWidth} in ${innerWidth}`);
  const hidden = (element) => !element.checkVisibility()
    || element.closest("script, style, svg, option, .skip, .leaflet-container")
    || (element !== document.body
      && (getComputedStyle(element).clipPath.startsWith("inset") || hidden(element.parentElement)));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const said = node.data.trim().slice(0, 30), parent = node.parentElement;
    if (!said || hidden(parent)) continue;
    range.selectNodeContents(node);
    const holder = parent.closest(
      ".button, summary, em, .state, .chip, .publics li, .sections a, .week li, .head__mark");
    const box = holder ? holder.getBoundingClientRect() : { left: 0, right: innerWidth };
    for (const line of range.getClientRects()) {
      if (line.width < 1) continue;
      if (line.left < Math.max(box.left, 0) - 1 || line.right > Math.min(box.right, innerWidth) + 1)
        found.add(`beyond: ${said}`);
      lines.push({ said, left: line.left + 1, right: line.right - 1,
        top: line.top + 0.3 * line.height, bottom: line.bottom - 0.3 * line.height });
    }
    const title = parent.closest("h1, h2, h3, h4");
    for (const word of title ? node.data.matchAll(/[^\\s\\-–—/]+/gu) : []) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const parts = [...range.getClientRects()].filter((part) => part.width > 1);
      if (new Set(parts.map((part) => Math.round(part.top))).size > 1
        && parts.reduce((sum, part) => sum + part.width, 0) <= title.clientWidth) found.add(`cut: ${word[0]}`);
    }
  }
  lines.sort((one, other) => one.top - other.top);
  lines.forEach((line, index) => {
    for (const other of lines.slice(index + 1)) {
      if (other.top >= line.bottom) break;
      if (line.right > other.left && other.right > line.left) found.add(`overlap: ${line.said} / ${other.said}`);
    }
  });
  return [...found];
}"""


def open_at(page: Page, width: int, address: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address


def test_what_a_finger_touches_is_large_enough(page: Page, site: str):
    small: dict[str, Any] = {}
    of = page_addresses()
    for path in (*PAGES, *(of[kind] for kind in KINDS)):
        open_at(page, 360, f"{site}{path}")
        small[path] = page.evaluate(SMALL, TARGET)

    assert {path: found for path, found in small.items() if found} == {}


@pytest.mark.parametrize("width", [360, 1280])
def test_the_agenda_is_reached_in_the_order_it_is_seen(page: Page, site: str, width: int):
    open_at(page, width, f"{site}/agenda/?gratuit=1&mode=sur-place")
    stops = page.evaluate(STOPS)

    # In a screen's two columns the left one is read first.
    columns = [left > 300 for _name, left, _top in stops] if width > 960 else [False] * len(stops)
    seen = [
        stop for _column, stop in sorted(zip(columns, stops, strict=True), key=lambda pair: (pair[0], *spot(pair[1])))
    ]
    assert [name for name, *_spot in stops] == [name for name, *_spot in seen]
    assert sum(name == "views" for name, *_spot in stops) == 1


def spot(stop: list[Any]) -> tuple[int, int]:
    """Where a stop is: its row, to some pixels, then its place in the row."""
    _name, left, top = stop
    return round(top / 12), round(left)


@pytest.mark.parametrize("width", [320, 360, 960, 1280])
def test_a_large_number_stands_whole_in_the_figure(page: Page, site: str, width: int):
    for path in ("/agenda/abonnement/", "/ateliers/", "/annuaire/"):
        open_at(page, width, f"{site}{path}")
        for number, size in (("228", ""), ("1034", "head__mark--long"), ("1\u202f234", "head__mark--long"),
                             ("12\u202f345", "head__mark--longer")):  # fmt: skip
            page.locator(".head__mark").evaluate("(mark, size) => { mark.className = 'head__mark ' + size; }", size)
            assert page.evaluate(BEYOND, number) <= 0, (path, number)


def test_the_name_of_the_site_is_on_one_line(page: Page, site: str):
    open_at(page, 360, f"{site}/")

    lines = page.locator(".brand > span:last-child").evaluate(
        "(name) => { const range = document.createRange(); range.selectNode(name.firstChild);"
        " return range.getClientRects().length; }"
    )
    assert lines == 1


@pytest.mark.parametrize("width", [360, 1280])
def test_in_forced_colours_no_word_of_the_head_hides_another(browser: Browser, site: str, width: int):
    """There, the system paints a plate behind each line of text, as high as its letters."""
    page = browser.new_page(forced_colors="active", reduced_motion="reduce")
    of = page_addresses()
    for path in ("/agenda/", "/ateliers/", "/concours/", of["ActorPage"], of["EventPage"], of["WorkshopPage"]):
        open_at(page, width, f"{site}{path}")
        assert page.evaluate(OVERLAPS, BLANK) == 0, path
    page.close()


@pytest.mark.parametrize("language", ["", "/br"])
def test_a_page_holds_in_letters_made_larger(page: Page, site: str, language: str):
    """Whoever asks the browser for larger letters reads down, never sideways."""
    settings = page.context.new_cdp_session(page)
    of = page_addresses()
    broken: dict[str, Any] = {}
    for path in (*PAGES, *(of[kind] for kind in KINDS)):
        open_at(page, PHONES[0], f"{site}{language}{path}")
        for letters in LARGER:
            settings.send("Page.setFontSizes", {"fontSizes": {"standard": letters}})
            for width in PHONES:
                page.set_viewport_size({"width": width, "height": 800})
                broken[f"{path}, {letters} px in {width}"] = page.evaluate(BROKEN)

    assert {state: found for state, found in broken.items() if found} == {}
