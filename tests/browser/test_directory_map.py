"""The directory's map: from a point to its card and back, by keyboard, on a phone; and the list by distance."""

import re

import pytest
from playwright.sync_api import Page, expect

from core.map_tiles import read_tiles
from tests.browser.conftest import violations

NEAR = {"latitude": 47.91612345, "longitude": -3.39712345}

FAR = {"latitude": 48.857, "longitude": 2.352}


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


def test_a_card_leads_to_its_point_and_the_point_to_its_card(page: Page, site: str, complaints: list[str]):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/annuaire/?commune=56166")
    live = page.get_by_role("region", name="Carte")
    expect(live).to_be_visible()
    expect(live.get_by_role("button", name="Agrandir la carte")).to_be_visible()
    expect(page.locator(".directory__list [data-locate]")).to_have_count(2)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, ["color-contrast"]) == []
    page.emulate_media(color_scheme="light")

    button = page.locator(".directory__list [data-locate]").first
    name = page.locator(".directory__list h2 a").first.inner_text()
    button.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    expect(popup.get_by_role("link", name=name)).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(page.locator(".map__name", has_text="Plouay").locator("span")).to_be_visible()
    ground, commune = live.bounding_box(), page.locator(".map path.on").bounding_box()
    assert ground is not None
    assert commune is not None
    assert commune["width"] < ground["width"]
    assert commune["height"] < ground["height"]
    assert focused(page).startswith("Voir sur la carte")

    page.keyboard.press("Enter")
    popup.get_by_role("button", name="Voir dans la liste").first.click()
    assert focused(page) == name
    page.locator(".map__point--some").click()
    page.locator(".map__point--one").first.click()
    expect(page.locator("li.is-here")).to_have_count(1)
    assert focused(page) in page.locator("li.is-here h2").inner_text()
    assert all(url.startswith((site, "data:")) for url in asked)


def test_the_map_can_be_passed_and_moving_it_changes_nothing_else(page: Page, site: str, complaints: list[str]):
    page.goto(f"{site}/annuaire/")
    live = page.get_by_role("region", name="Carte")
    expect(live).to_be_visible()
    page.get_by_role("link", name="Passer la carte").focus()
    expect(page.get_by_role("link", name="Passer la carte")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.map')")

    live.get_by_role("button", name="Agrandir la carte").click()
    live.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(f"{site}/annuaire/#sous-la-carte")
    assert page.locator(".map__live .leaflet-marker-pane [tabindex]").count() == 0


def test_on_a_phone_a_card_leads_to_the_map_s_own_view(page: Page, site: str, complaints: list[str]):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site}/br/annuaire/?commune=56166")
    expect(page.locator(".map")).to_be_hidden()
    card = page.locator(".directory__list [data-locate]").first
    box = card.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    card.click()
    expect(page).to_have_url(re.compile(r"vue=carte#acteur-\d+$"))
    expect(page.locator(".leaflet-popup-content a").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []
    page.locator(".leaflet-popup-content a", has_text=re.compile(".")).last.click()
    expect(page).not_to_have_url(re.compile("vue=carte"))


def test_the_list_is_by_distance_from_a_position_asked_once_and_never_written_in_an_address(
    page: Page, site: str, complaints: list[str]
):
    page.context.grant_permissions(["geolocation"], origin=site)
    page.context.set_geolocation(NEAR)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/annuaire/?public=habitants")
    page.get_by_role("button", name="Près de chez moi").click()
    expect(page.get_by_text("Distances à vol d’oiseau depuis votre position")).to_be_visible()
    assert "pres=ici" in page.url
    first = page.locator(".directory__list li p.muted").first
    expect(first).to_have_text(re.compile(r"à [\d,]+\s(m|km)"))
    expect(page.locator(".map__origin")).to_have_count(1)
    assert page.evaluate("sessionStorage.getItem('position')") == "47.916,-3.397"

    page.reload()
    expect(page.get_by_text("Distances à vol d’oiseau depuis votre position")).to_be_visible()
    assert not [url for url in asked if "47.9" in url]


def test_from_afar_the_map_shows_every_point_and_says_why(page: Page, site: str, complaints: list[str]):
    page.context.grant_permissions(["geolocation"], origin=site)
    page.context.set_geolocation(FAR)
    page.goto(f"{site}/annuaire/")
    page.get_by_role("button", name="Près de chez moi").click()
    expect(page.locator("figcaption")).to_contain_text("Vous êtes loin du territoire")
    expect(page.locator(".map__point").first).to_be_in_viewport()


def test_a_position_refused_is_said_and_a_commune_does_as_well(page: Page, site: str, complaints: list[str]):
    page.goto(f"{site}/annuaire/")
    page.get_by_role("button", name="Près de chez moi").click()
    expect(page.get_by_text("Choisissez une commune.")).to_be_visible()
    page.get_by_label("Près de").select_option("56166")
    page.get_by_role("button", name="Voir les acteurs").click()
    expect(page.get_by_text("Distances à vol d’oiseau depuis le centre de la commune (Plouay).")).to_be_visible()


@pytest.mark.parametrize("missing", ["**/points.json*", "**/leaflet*.js"])
def test_what_cannot_come_leaves_the_drawing(page: Page, site: str, missing: str):
    page.route(missing, lambda route: route.fulfill(status=503, body=""))
    page.goto(f"{site}/annuaire/")
    expect(page.locator("[data-locate]")).to_have_count(0)
    expect(page.locator(".map > svg")).to_be_visible()


@pytest.mark.parametrize(("number", "sentence"), [(21, "Et un autre"), (22, "Et 2 autres")])
def test_a_point_with_too_many_says_how_many_more(page: Page, site: str, number: int, sentence: str):
    card = {"key": 0, "url": "/annuaire/", "lang": "fr", "name": "Acteur", "kind": "", "place": ""}
    points = [[47.9, -3.4, True, list(range(number))]]
    page.route("**/points.json*", lambda route: route.fulfill(json={"points": points}))
    page.route("**/*?cle=*", lambda route: route.fulfill(json={"cards": [card] * 20}))
    page.goto(f"{site}/annuaire/")
    page.locator(".map__point--some").click()
    expect(page.locator(".leaflet-popup-content")).to_contain_text(f"{sentence} :")
    assert "{number}" not in page.locator(".leaflet-popup-content").inner_text()


def test_tiles_come_from_the_server_of_the_setting_and_say_whose_they_are(page: Page, site: str, settings):
    settings.MAP_TILES = read_tiles(
        "https://tuiles.example/{z}/{x}/{y}.png", '© <a href="https://tuiles.example/">Untel</a>'
    )
    policy = settings.CONTENT_SECURITY_POLICY
    pictures = [*policy["DIRECTIVES"]["img-src"], settings.MAP_TILES.origin]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy["DIRECTIVES"] | {"img-src": pictures}}
    asked: list[str] = []
    page.route("https://**/*", lambda route: (asked.append(route.request.url), route.abort()))
    with page.expect_request("https://tuiles.example/**"):
        page.goto(f"{site}/annuaire/")
    expect(page.get_by_role("link", name="Untel")).to_be_visible()
    assert {url.split("/")[2] for url in asked} == {"tuiles.example"}
