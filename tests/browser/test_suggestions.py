"""What a visitor is proposed while typing: by keyboard, by touch, and nothing that hinders the form."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import violations


def active(page: Page) -> str:
    """The words of the option that the field says is the active one; "" without one."""
    field = page.get_by_role("search").get_by_role("combobox")
    option = field.get_attribute("aria-activedescendant")
    return page.locator(f"#{option}").inner_text() if option else ""


def test_a_page_is_chosen_by_keyboard_among_those_proposed(page: Page, site: str, complaints: list[str]):
    page.goto(f"{site}/")
    field = page.get_by_role("search").get_by_role("combobox")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("atel")
    options = page.get_by_role("listbox", name="Pages proposées").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("search").get_by_role("status")).to_contain_text("proposées")
    assert active(page) == ""

    page.keyboard.press("ArrowDown")
    first = active(page)
    assert first == options.first.inner_text()
    page.keyboard.press("ArrowDown")
    assert active(page) == options.nth(1).inner_text()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert active(page) == ""
    page.keyboard.press("ArrowUp")
    assert active(page) == options.last.inner_text()
    expect(page.locator('[role=option][aria-selected="true"]')).to_have_count(1)
    assert violations(page) == []

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    title = options.first.locator("b").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(title)


def test_escape_closes_the_list_then_enter_sends_what_was_typed(page: Page, site: str, complaints: list[str]):
    page.goto(f"{site}/recherche/")
    field = page.get_by_role("search").get_by_role("combobox")
    field.press_sequentially("atel")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("atel")
    assert active(page) == ""

    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/recherche/\?q=atel$"))


def test_a_page_proposed_is_opened_by_touch_within_the_width_of_a_phone(page: Page, site: str, complaints: list[str]):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site}/")
    page.get_by_role("search").get_by_role("combobox").press_sequentially("atelier")
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    box = option.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    title = option.locator("b").inner_text()
    option.click()
    expect(page.locator("h1")).to_contain_text(title)


@pytest.mark.parametrize("answer", ["failed", "aborted"])
def test_the_form_is_sent_when_nothing_can_be_proposed(page: Page, site: str, answer: str):
    def refuse(route: Route) -> None:
        route.abort() if answer == "aborted" else route.fulfill(status=503, body="")

    page.route("**/suggestions/**", refuse)
    page.goto(f"{site}/")
    with page.expect_request("**/suggestions/**"):
        page.get_by_role("search").get_by_role("combobox").press_sequentially("atelier")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/recherche/\?q=atelier$"))
