"""axe on each page type, in each language, light and dark; no request elsewhere, nothing wider than a small phone."""

import pytest
from django.apps import apps
from playwright.sync_api import Page
from wagtail.models import Page as WagtailPage
from wagtail.models import get_page_models

from core.languages import codes, prefix
from tests.browser.conftest import violations

# Pages that are not Wagtail's own, and views under a page.
VIEWS = (
    "/recherche/?q=numerique",
    "/recherche/?q=zzzzzz",
    "/agenda/abonnement/",
    "/agenda/?public=entreprises",
    "/agenda/?du=1999-01-01&au=1999-01-02",
    "/annuaire/?q=fablab",
    "/cette-page-n-existe-pas/",
)


def addresses(site: str) -> dict[str, str]:
    """An address per page type (redirecting folders left out), and the views; by a name to report."""
    found: dict[str, str] = {}
    for model in get_page_models():
        if model is WagtailPage or model is apps.get_model("agenda.EventIndexPage"):
            continue
        page = model.objects.filter(locale__language_code="fr").live().last()
        assert page is not None, f"the demonstration has no {model.__name__}"
        found[model.__name__] = page.get_url_parts()[2]
    return found | {view: view for view in VIEWS}


@pytest.mark.parametrize("language", codes())
def test_no_violation_no_stranger_and_no_sideways_scroll(page: Page, site: str, strangers: list[str], language: str):
    wrong: list[str] = []
    for name, path in addresses(site).items():
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        page.goto(f"{site}{prefix(language)}{path}")
        wrong += [f"{name} light {line}" for line in violations(page)]
        page.emulate_media(color_scheme="dark")
        wrong += [f"{name} dark {line}" for line in violations(page)]
        page.set_viewport_size({"width": 320, "height": 700})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > 320:
            wrong.append(f"{name} is {wide} px wide on a screen of 320")

    assert wrong == []
    assert strangers == []
