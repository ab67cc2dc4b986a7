"""A visitor with a keyboard alone: everything is reached, and one always sees where one is."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

MOST = 150
# The element that has the focus: what it is, and whether its outline is drawn, on the screen, and nothing over it.
FOCUSED = """() => {
  const element = document.activeElement;
  const drawn = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const box = element.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const contains = (outer, inner) => outer?.contains(inner) ?? false;
  return {
    tag: element.tagName,
    type: element.type || "",
    name: (element.innerText || element.getAttribute("aria-label") || element.labels?.[0]?.innerText || "").trim(),
    href: element.getAttribute("href") || "",
    outlined: drawn(getComputedStyle(element)) || drawn(getComputedStyle(element, "::after")),
    onScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 1,
    covered: top && !contains(element, top) && !contains(top, element) && !contains(element.closest("label"), top),
  };
}"""
Focus = dict[str, Any]


def press(page: Page, key: str = "Tab") -> Focus:
    """Where the focus is after KEY; it must be seen."""
    page.keyboard.press(key)
    found: Focus = page.evaluate(FOCUSED)
    if found["tag"] not in ("BODY", "MAIN"):  # where one starts from, before anything is reached
        unseen = [
            what
            for what, wrong in (
                ("has no outline", not found["outlined"]),
                ("is not on the screen", not found["onScreen"]),
                ("is covered", found["covered"]),
            )
            if wrong
        ]
        assert not unseen, f"{page.url}: {found} {unseen}"
    return found


def tab_to(page: Page, wanted: Callable[[Focus], bool]) -> Focus:
    """Presses Tab until the focus is on what is WANTED."""
    seen = []
    for _ in range(MOST):
        found = press(page)
        if wanted(found):
            return found
        seen.append(f"{found['tag']} {found['name'][:40]}")
    raise AssertionError(f"{page.url}: not among {seen}")


def named(pattern: str, tag: str = "A") -> Callable[[Focus], bool]:
    return lambda found: found["tag"] == tag and re.search(pattern, found["name"]) is not None


def leading_to(pattern: str) -> Callable[[Focus], bool]:
    return lambda found: re.search(pattern, found["href"]) is not None


def enter(page: Page, url: str) -> None:
    """Follows what has the focus, to an address like URL."""
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(url))
    page.wait_for_load_state()


def skip_to_content(page: Page) -> None:
    first = press(page)
    assert (first["tag"], first["href"]) == ("A", "#contenu")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_from_home_to_a_subscription(page: Page, site: str, complaints: list[str]):
    page.goto(f"{site}/")
    tab_to(page, leading_to("^/agenda/$"))
    enter(page, "/agenda/$")

    skip_to_content(page)
    tab_to(page, lambda found: found["type"] == "checkbox")
    page.keyboard.press("Space")
    tab_to(page, named("autres", "SUMMARY"))
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")
    unfolded = press(page)
    assert unfolded["type"] == "checkbox"
    page.keyboard.press("Space")
    tab_to(page, named("^Voir les dates$", "BUTTON"))
    enter(page, r"/agenda/\?public=[\w-]+&public=[\w-]+")
    query = page.url.split("?")[1]

    skip_to_content(page)
    tab_to(page, leading_to("^/(evenements|ateliers)/"))
    enter(page, "/(evenements|ateliers)/")
    skip_to_content(page)
    tab_to(page, leading_to("evenement.ics$"))

    page.goto(f"{site}/agenda/?{query}")
    skip_to_content(page)
    subscription = tab_to(page, named("^S’abonner"))
    assert all(pair in query for pair in subscription["href"].split("?")[1].split("&"))
    enter(page, "/agenda/abonnement/")
    skip_to_content(page)
    tab_to(page, leading_to("^webcal://"))
    tab_to(page, lambda found: found["tag"] == "INPUT" and "agenda.ics" in page.locator("#url").input_value())


def test_on_a_phone_the_menu_and_the_filters_open_by_keyboard(page: Page, site: str, complaints: list[str]):
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(f"{site}/agenda/")
    tab_to(page, named("^Menu$", "SUMMARY"))
    page.keyboard.press("Enter")
    assert press(page)["href"] == "/plan/"
    tab_to(page, named("^Filtrer", "SUMMARY"))
    page.keyboard.press("Enter")
    tab_to(page, lambda found: found["type"] == "checkbox")
    page.keyboard.press("Space")
    tab_to(page, named("^Voir les dates$", "BUTTON"))
    enter(page, r"/agenda/\?public=")


def test_the_focus_is_seen_on_every_stop_of_the_main_pages(page: Page, site: str, complaints: list[str]):
    for path in ("/", "/annuaire/", "/recherche/?q=numerique", "/agenda/mois/", "/agenda/abonnement/", "/plan/"):
        page.goto(f"{site}{path}")
        stops = 0
        while stops < 400 and press(page)["tag"] != "BODY":
            stops += 1
        assert 10 < stops < 400, f"{path}: {stops}"


def test_a_search_is_typed_and_read_without_a_mouse(page: Page, site: str, complaints: list[str]):
    page.goto(f"{site}/")
    skip_to_content(page)
    tab_to(page, lambda found: found["type"] == "search")
    page.keyboard.type("numérique")
    enter(page, r"/recherche/\?q=num")

    skip_to_content(page)
    tab_to(page, leading_to("^/(evenements|ateliers|annuaire)/."))
    enter(page, "/(evenements|ateliers|annuaire)/.")
