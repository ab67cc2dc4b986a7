"""The agenda's map: a point tells its next dates, each leading to its event."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import violations


def test_a_point_tells_its_dates_and_each_leads_to_its_event(page: Page, site: str, complaints: list[str]):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site}/agenda/")
    page.get_by_role("navigation", name="Présentation").get_by_role("link", name="Carte").last.click()
    expect(page.get_by_role("region", name="Carte")).to_be_visible()
    covered = """[...document.querySelectorAll(".map__point")].filter((point) => {
        const buttons = document.querySelector(".leaflet-control-zoom").getBoundingClientRect();
        const box = point.getBoundingClientRect();
        const across = box.left < buttons.right && box.right > buttons.left;
        return across && box.top < buttons.bottom && box.bottom > buttons.top;
    }).length"""
    expect(page.locator(".map__point").first).to_be_visible()
    assert page.evaluate(covered) == 0
    page.goto(f"{page.url}?commune=56166")
    page.locator(".map__point").first.click()
    told = page.locator(".leaflet-popup-content a").first
    expect(told).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    name = told.inner_text()
    told.click()
    expect(page.locator("h1")).to_contain_text(name)
