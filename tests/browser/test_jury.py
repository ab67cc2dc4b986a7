"""The jury in a browser: two jurors mark, one stands back, the organiser decides, the results appear at their hour."""

import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from django.conf import settings as site_settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core.groups import editors_name
from evenements.contest.desk import desk_url, named_url
from evenements.models import ContestPage
from tests.browser.conftest import STANDARD, follow
from tests.evenements.contest.jury_sample import DELIBERATING, MARKING, applied, filed, juror, jury_edition
from tests.factories.core import UserFactory


@pytest.fixture
def edition(site: str, settings: LazySettings, tmp_path) -> ContestPage:
    """An edition judged blind by Anna and Bruno, with two applications."""
    settings.FROZEN_NOW = MARKING
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    made = jury_edition([juror("anna"), juror("bruno")], year=2031, slug="concours-2031")
    for number in (1, 2):
        filed(applied(made, number), for_jury=True, alternative="Un four ouvert")
    return made


def signed_in(context: BrowserContext, site: str, user: object) -> Page:
    """A page of the admin's, for USER; whoever was signed in before is out."""
    client = Client()
    client.force_login(user)
    session = client.cookies[site_settings.SESSION_COOKIE_NAME].value
    context.clear_cookies()
    context.add_cookies([{"name": site_settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    return context.new_page()


def faults(page: Page) -> list[str]:
    """What axe finds in the content of the page, without Wagtail’s frame and messages, its landmarks told apart."""
    options = {"runOnly": STANDARD[:-1], "rules": {"landmark-unique": {"enabled": True}}}
    found = Axe().run(page, context={"include": ["#main"], "exclude": [".messages"]}, options=options)
    return [f"{page.url}: {each['id']} {each['nodes'][0]['html'][:120]}" for each in found.response["violations"]]


def mark(page: Page, *marks: int) -> None:
    """Gives MARKS to the application on PAGE by the keyboard, and goes to the next."""
    expect(page.locator(".contest-scale")).to_have_count(len(marks))
    for scale, value in zip(page.locator(".contest-scale").all(), marks, strict=True):
        scale.get_by_role("radio", name="Pas de note").focus()
        for _step in range(value + 1):
            page.keyboard.press("ArrowRight")
    follow(page.get_by_role("button", name="Enregistrer et noter la suivante"))


def test_two_jurors_mark_one_stands_back_and_the_results_appear_at_their_hour(
    browser: Browser, browser_context_args: dict[str, object], site: str, edition: ContestPage, settings: LazySettings
):
    context = browser.new_context(**browser_context_args)
    anna, bruno = (row.user for row in edition.jurors.order_by("sort_order"))
    page = signed_in(context, site, anna)
    page.goto(f"{site}/admin/")
    follow(page.get_by_role("link", name="Noter la suivante"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Candidature n° 1")
    expect(page.locator("body")).not_to_contain_text("Kerlann")
    wrong = faults(page)
    mark(page, 6, 6)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Candidature n° 2")
    mark(page, 9, 8)
    expect(page.locator(".contest-table")).to_contain_text("notée")
    wrong += faults(page)

    page = signed_in(context, site, bruno)
    page.goto(f"{site}/admin/jury/{edition.pk}/2/")
    page.get_by_label("Raison").fill("J’y ai travaillé.")
    follow(page.get_by_role("button", name="Me récuser"))
    expect(page.locator(".contest-table")).to_contain_text("récusé")
    follow(page.get_by_role("link", name="Noter la suivante"))
    mark(page, 7, 7)

    settings.FROZEN_NOW = DELIBERATING
    page = signed_in(context, site, UserFactory(groups=[editors_name()]))
    page.goto(site + desk_url(edition))
    wrong += faults(page)
    follow(page.get_by_role("link", name="Délibérer"))
    rows = page.locator(".contest-decisions > li")
    expect(rows.first).to_contain_text("n° 2")
    rows.first.get_by_label("Décision").select_option("lauréate")
    rows.first.get_by_label("Mot du jury").fill("Simple et juste.")
    rows.last.get_by_label("Décision").select_option("finaliste")
    wrong += faults(page)
    follow(page.get_by_role("button", name="Enregistrer la délibération"))
    follow(page.get_by_role("button", name="Retenir : préparer les pages"))
    expect(page.get_by_text("Pages préparées")).to_be_visible()
    wrong += faults(page)
    for address in (reverse("deliberation:index"), desk_url(edition), named_url(edition.applications.get(number=2))):
        page.goto(site + address)
        wrong += faults(page)

    for moment, shown in (("2027-03-20T17:59", False), ("2027-03-20T18:00", True)):
        settings.FROZEN_NOW = moment
        call_command("publish_results", stdout=io.StringIO())
        page.goto(site + edition.url)
        expect(page.get_by_text("Simple et juste.")).to_have_count(int(shown))
    context.close()
    assert wrong == []
