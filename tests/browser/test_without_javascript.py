"""A visitor whose browser runs no script: everything is there."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import follow

pytestmark = pytest.mark.browser_context_args(java_script_enabled=False)


def number(text: str | None) -> int:
    """The first number of TEXT."""
    found = re.search(r"\d[\d\s]*", text or "")
    assert found, text
    return int(re.sub(r"\s", "", found[0]))


def section(page: Page, name: str) -> None:
    follow(page.get_by_role("navigation", name="Rubriques").get_by_role("link", name=name))


def test_a_visitor_searches_filters_reads_and_subscribes(page: Page, site: str, complaints: list[str]):
    page.goto(f"{site}/")
    page.get_by_role("search").get_by_role("searchbox").fill("numérique")
    follow(page.get_by_role("search").get_by_role("button"))
    filters = page.get_by_role("form", name="Filtrer")
    kind = filters.locator("label", has_text="À l’agenda")
    told = number(kind.locator("i").text_content())
    kind.click()
    follow(filters.get_by_role("button", name="Voir les réponses"))
    expect(page.get_by_role("heading", name=re.compile(f"^{told} réponses"))).to_be_visible()
    follow(page.locator("main ul.list h3 a, main ul.list h2 a, main ol.list h3 a").first)
    expect(page).to_have_url(re.compile("/evenements/"))

    section(page, "Agenda")
    everything = number(page.locator(".head__lead").text_content())
    filters = page.get_by_role("form", name="Filtrer")
    public = filters.locator("fieldset").first.locator("label").first
    told = number(public.locator("i").text_content())
    public.click()
    follow(filters.get_by_role("button", name="Voir les dates"))
    assert number(page.locator(".head__lead").text_content()) == told < everything
    commune = page.get_by_role("form", name="Filtrer").get_by_label("Commune", exact=True)
    told = number((commune.locator("option").nth(1).text_content() or "").split("(")[1])
    commune.select_option(index=1)
    follow(page.get_by_role("button", name="Voir les dates"))
    assert number(page.locator(".head__lead").text_content()) == told
    assert page.locator(".entry").count() == min(told, 20)
    chips = page.get_by_role("list", name="Filtres actifs").get_by_role("link", name="Retirer le filtre")
    expect(chips).to_have_count(2)

    follow(page.get_by_role("navigation", name="Présentation").get_by_role("link", name="Mois"))
    expect(page.get_by_role("table")).to_be_visible()
    selection = page.url.split("?")[1]
    month = page.locator("h1").text_content() or ""
    follow(page.locator('a[rel="next"]'))
    expect(page.locator("h1")).not_to_have_text(month)
    assert page.url.split("?")[1] == selection
    page.go_back()
    follow(page.get_by_role("navigation", name="Présentation").get_by_role("link", name="Liste"))

    follow(page.locator(".entry a").first)
    expect(page.get_by_role("heading", name="De quoi on parle")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Ajouter à mon agenda").first.click()
    assert download.value.suggested_filename.endswith(".ics")

    page.go_back()
    follow(page.get_by_role("link", name="S’abonner à cette sélection"))
    address = page.get_by_label("Adresse de l’agenda").input_value()
    assert address == f"{site}/agenda/agenda.ics?{selection}"
    assert page.request.get(address).status == 200
    expect(page.get_by_role("button", name="Copier")).to_be_hidden()
    filters = page.get_by_role("form", name="Filtrer")
    filters.get_by_role("checkbox", name="Gratuit").check()
    follow(filters.get_by_role("button", name="Changer la sélection"))
    assert page.get_by_label("Adresse de l’agenda").input_value() == f"{site}/agenda/agenda.ics?{selection}&gratuit=1"


def test_a_visitor_finds_an_actor_and_what_it_does(page: Page, site: str, complaints: list[str]):
    page.goto(f"{site}/")
    section(page, "Annuaire")
    page.get_by_role("search").get_by_role("searchbox").fill("fablab")
    follow(page.get_by_role("search").get_by_role("button"))
    cards = page.locator("main ul.list > li")
    found = cards.count()
    assert found > 0
    filters = page.get_by_role("form", name="Filtrer")
    filters.get_by_label("Commune", exact=True).select_option(index=1)
    follow(filters.get_by_role("button", name="Voir les acteurs"))
    assert 0 < cards.count() <= found
    follow(cards.first.get_by_role("link").first)
    expect(page).to_have_url(re.compile("/annuaire/[^?]+/$"))


def test_a_phone_opens_its_menu_and_its_filters(page: Page, site: str, complaints: list[str]):
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(f"{site}/agenda/")
    page.get_by_text("Menu", exact=True).click()
    expect(page.get_by_role("link", name="Le plan", exact=True)).to_be_visible()
    page.get_by_text("Menu", exact=True).click()
    expect(page.get_by_role("button", name="Voir les dates")).to_be_hidden()
    page.locator("details.filters > summary").click()
    page.get_by_role("checkbox", name="Gratuit").check()
    follow(page.get_by_role("button", name="Voir les dates"))

    expect(page.locator(".chips")).to_contain_text("Gratuit")


def test_going_back_shows_the_filters_of_the_list(page: Page, site: str, complaints: list[str]):
    page.goto(f"{site}/agenda/")
    filters = page.get_by_role("form", name="Filtrer")
    filters.get_by_role("checkbox", name="Gratuit").check()
    follow(filters.get_by_role("button", name="Voir les dates"))
    page.go_back()

    expect(page).to_have_url(f"{site}/agenda/")
    expect(filters.get_by_role("checkbox", name="Gratuit")).not_to_be_checked()


def test_each_language_is_a_link(page: Page, site: str, complaints: list[str]):
    page.goto(f"{site}/agenda/")
    for language in ("br", "en", "fr"):
        follow(page.locator(f'.site__wide a[hreflang="{language}"], .site__wide a[lang="{language}"]').first)
        expect(page.locator("html")).to_have_attribute("lang", language)
