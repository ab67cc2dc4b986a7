"""Entering the contest in a browser: without a script; the form, its errors and its page for everyone."""

import datetime as dt

import pytest
from playwright.sync_api import Browser, Page, expect

from evenements.contest.links import path_of
from evenements.contest.models import Application
from evenements.models import ContestPage
from tests.browser.conftest import follow, violations
from tests.evenements.contest.sample import PDF


@pytest.fixture
def address(site: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where one enters the open edition of the demonstration."""
    monkeypatch.setattr("evenements.form_guard.SHORTEST", dt.timedelta(0))
    edition = ContestPage.objects.published().order_by("year").last()
    assert edition is not None
    return f"{site}{edition.url}"


def begin(page: Page, address: str) -> None:
    """From the page of the edition to that of a draft."""
    page.goto(address)
    follow(page.locator("#candidater").get_by_role("link", name="Commencer"))
    page.get_by_label("Votre nom").fill("Enora")
    page.get_by_label("Votre adresse électronique").fill("enora@courriel.bzh")
    follow(page.get_by_role("button", name="Commencer"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre candidature, en brouillon")


def faults(page: Page) -> list[str]:
    """What axe finds, and what goes beyond a narrow screen."""
    page.set_viewport_size({"width": 320, "height": 700})
    page.wait_for_load_state("networkidle")  # the sheet and the font have their say on the width
    page.wait_for_function("innerWidth === 320")
    wide = page.evaluate("document.documentElement.scrollWidth")
    return violations(page) + ([f"{wide} px wide"] if wide > 320 else [])


def test_someone_applies_with_a_file_and_withdraws_without_a_script(
    browser: Browser, browser_context_args: dict[str, object], address: str
):
    page = browser.new_context(**{**browser_context_args, "java_script_enabled": False}).new_page()
    begin(page, address)
    page.get_by_label("Titre de la candidature").fill("Sans papier")
    page.get_by_label("Qui candidate ?").fill("Voilerie du port")
    page.get_by_text("Elle n’est pas dans l’annuaire").click()
    page.get_by_label("Sa commune").select_option(index=1)
    page.get_by_label("Entreprise", exact=True).check()
    page.get_by_label("En une phrase ou deux").fill("Les patrons passent à l’écran.")
    page.get_by_label("Ce qui a été fait").fill("Avant, on découpait.\n\nMaintenant, on règle.")
    file = {"name": "rapport.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.get_by_label("Joindre un fichier").set_input_files([file])
    follow(page.get_by_role("button", name="Ajouter ce fichier"))
    expect(page.get_by_role("link", name="rapport.pdf")).to_be_visible()
    page.get_by_label("J’ai lu le règlement et je l’accepte.").check()
    follow(page.get_by_role("button", name="Déposer ma candidature"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre candidature est déposée")
    made = Application.objects.get()
    assert (made.state, made.number, made.files.count()) == ("submitted", 1, 1)
    page.get_by_text("Je veux la retirer").click()
    follow(page.get_by_role("button", name="Retirer et tout effacer"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre candidature est retirée")
    assert page.context.cookies() == []
    page.context.close()


def test_the_form_its_errors_and_the_page_of_an_application_are_for_everyone(
    page: Page, site: str, address: str, complaints: list[str]
):
    page.goto(f"{address}candidater/")
    wrong = faults(page)
    follow(page.get_by_role("button", name="Commencer"))
    expect(page.locator(".summary")).to_be_visible()
    wrong += faults(page)
    begin(page, address)
    wrong += faults(page)
    follow(page.get_by_role("button", name="Déposer ma candidature"))
    expect(page.locator(".summary")).to_be_visible()
    wrong += faults(page)
    for language in ("br", "en"):
        page.goto(f"{site}{path_of(Application.objects.get(), language)}")
        wrong += faults(page)
    page.goto(f"{site}/candidatures/rien/")
    assert wrong + faults(page) == []
