"""axe on each kind of page, in each language, light and dark; and nothing wider than a small phone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from playwright.sync_api import Page

import search.views
from agenda.models import EventIndexPage
from core.languages import DEFAULT_LANGUAGE, codes, prefix
from core.models import GonePath
from tests.addresses import VIEWS, page_addresses
from tests.browser.conftest import violations

STATES = (
    "/agenda/?public=entreprises&type=atelier&gratuit=1",
    "/agenda/?public=inconnu&du=hier&q=%01",
    "/agenda/?du=1999-01-01&au=1999-01-02",
    "/agenda/?page=2",
    "/agenda/mois/",
    "/agenda/carte/?gratuit=1",
    "/agenda/mois/2001-01/",
    "/agenda/abonnement/?public=entreprises&commune=56121",
    "/ateliers/?niveau=beginner&equipement=inconnu",
    "/ateliers/?du=1999-01-01&au=1999-01-02",
    "/annuaire/?q=fablab&genre=association",
    "/annuaire/?q=zzzzzz&genre=inconnu",
    "/annuaire/?vue=carte",
    "/recherche/?q=numerique",
    "/recherche/?q=numerique&type=acteur",
    "/recherche/?q=zzzzzz",
)
FAILURES: dict[str, type[Exception]] = {
    "refused": SuspiciousOperation,
    "forbidden": PermissionDenied,
    "failed": RuntimeError,
}
STATUSES = {"refused": 400, "forbidden": 403, "missing": 404, "gone": 410, "failed": 500}


@pytest.fixture
def errors(site: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An address for each page of what goes wrong."""
    GonePath.objects.create(path="/evenements/retire/")
    ask: Callable[..., Any] = search.views.query

    def fail(text: str, **options: Any) -> Any:
        if text in FAILURES:
            raise FAILURES[text]
        return ask(text, **options)

    monkeypatch.setattr(search.views, "query", fail)
    return {
        **{name: f"/recherche/?q={name}" for name in FAILURES},
        "missing": "/cette-page-n-existe-pas/",
        "gone": "/evenements/retire/",
    }


def wrong_with(page: Page, language: str) -> list[str]:
    """What is wrong with the open page: light, dark (only colours change, alike in each LANGUAGE), narrow."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    wrong = [f"light {line}" for line in violations(page)]
    if language == DEFAULT_LANGUAGE:
        page.emulate_media(color_scheme="dark")
        wrong += [f"dark {line}" for line in violations(page, ["color-contrast", "link-in-text-block"])]
    page.set_viewport_size({"width": 320, "height": 700})
    wide = page.evaluate("document.documentElement.scrollWidth")
    return wrong + ([f"{wide} px wide on a screen of 320"] if wide > 320 else [])


@pytest.mark.parametrize("language", codes())
def test_every_kind_of_page_is_for_everyone(page: Page, site: str, complaints: list[str], language: str):
    wrong: list[str] = []
    # What a state adds to a page is the same template in each language.
    views = (*VIEWS, *STATES) if language == DEFAULT_LANGUAGE else VIEWS
    for name, path in (page_addresses() | {path: path for path in views}).items():
        answer = page.goto(f"{site}{prefix(language)}{path}")
        assert answer is not None
        assert answer.status == 200, path
        assert page.locator("html").get_attribute("lang") == language, path
        assert page.locator("h1").count() == 1, path
        wrong += [f"{name} {fault}" for fault in wrong_with(page, language)]

    assert wrong == []


@pytest.mark.parametrize("language", codes())
def test_the_pages_of_what_goes_wrong_are_for_everyone(
    page: Page, site: str, complaints: list[str], errors: dict[str, str], language: str
):
    wrong: list[str] = []
    for name, path in errors.items():
        answer = page.goto(f"{site}{prefix(language)}{path}")
        assert answer is not None
        assert answer.status == STATUSES[name], path
        assert page.locator("html").get_attribute("lang") == language, path
        assert page.locator("main a[href]").count() > 0, path
        wrong += [f"{name} {fault}" for fault in wrong_with(page, language)]

    assert wrong == []


def test_a_folder_sends_a_person_to_the_agenda(page: Page, site: str, complaints: list[str]):
    assert EventIndexPage.objects.exists()
    page.goto(f"{site}/br/evenements/")

    assert page.url == f"{site}/br/agenda/"
