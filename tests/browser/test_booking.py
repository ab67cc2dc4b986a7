"""Booking in a browser: without a script for visitors, by phone for who ticks those who came."""

import datetime as dt

import pytest
from django.conf import settings as site_settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from core.clock import now
from core.groups import editors_name
from evenements.booking import allocation
from evenements.booking.allocation import Asked, cancel
from evenements.booking.allocation import book as book_seats
from evenements.booking.calls import date_url
from evenements.booking.forms import date_value
from evenements.booking.links import path_of
from evenements.booking.models import Booking
from evenements.models import Occurrence, WorkshopPage
from tests.browser.conftest import follow, violations
from tests.factories.core import UserFactory


@pytest.fixture
def date(site: str, monkeypatch: pytest.MonkeyPatch) -> Occurrence:
    """The only date of a workshop of the demonstration, which has one seat left."""
    monkeypatch.setattr("evenements.form_guard.SHORTEST", dt.timedelta(0))
    found = Occurrence.objects.filter(seats__gt=0, state="confirmed", start__gt=now() + dt.timedelta(days=3)).first()
    assert found is not None
    workshop = WorkshopPage.objects.get(pk=found.event_id)
    workshop.seats, workshop.booking_questions = 1, ""
    workshop.save_revision().publish()
    found.refresh_from_db()
    return found


def book(page: Page, address: str, date: Occurrence, name: str) -> None:
    page.goto(address)
    form = page.locator("#reserver form")
    form.locator(f'input[name="date"][value="{date_value(date)}"]').check()
    form.get_by_label("Votre nom").fill(name)
    form.get_by_label("Votre adresse électronique").fill(f"{name.casefold()}@courriel.bzh")
    follow(form.get_by_role("button", name="Réserver"))


def faults(page: Page) -> list[str]:
    """What axe finds, and what goes beyond a narrow screen."""
    page.set_viewport_size({"width": 320, "height": 700})
    wide = page.evaluate("document.documentElement.scrollWidth")
    return violations(page) + ([f"{wide} px wide"] if wide > 320 else [])


def test_a_visitor_books_the_next_waits_and_takes_the_seat_given_back(
    browser: Browser, browser_context_args: dict[str, object], site: str, date: Occurrence
):
    address = f"{site}{date.event.url}"
    page = browser.new_context(**{**browser_context_args, "java_script_enabled": False}).new_page()
    book(page, address, date, "Enora")
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est réservé")
    first = page.url
    book(page, address, date, "Malo")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous êtes sur la liste d’attente")
    second = page.url
    page.goto(first)
    follow(page.get_by_role("button", name="Annuler cette réservation"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette réservation est annulée")
    page.goto(second)
    follow(page.get_by_role("button", name="J’accepte"))
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est réservé")
    assert page.context.cookies() == []
    page.context.close()


def test_the_form_its_errors_and_the_page_of_a_booking_are_for_everyone(
    page: Page, site: str, date: Occurrence, complaints: list[str]
):
    address = f"{site}{date.event.url}"
    page.goto(address)
    wrong = faults(page)
    follow(page.locator("#reserver").get_by_role("button", name="Réserver"))
    expect(page.locator("#reserver .summary")).to_be_visible()
    wrong += faults(page)
    book(page, address, date, "Enora")
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est réservé")
    wrong += faults(page)
    first, second = (
        Booking.objects.get(name="Enora"),
        book_seats(date, Asked("Malo", "malo@courriel.bzh", 1, "br"), now()),
    )
    page.goto(f"{site}{path_of(second, 'br')}")  # who waits
    wrong += faults(page)
    cancel(first, now())
    for path in (path_of(second, "br"), path_of(first, "fr"), "/reservations/rien/"):  # on offer, cancelled, altered
        page.goto(f"{site}{path}")
        wrong += faults(page)
    assert wrong == []


def test_what_became_of_a_booking_is_for_everyone(page: Page, site: str, date: Occurrence, complaints: list[str]):
    def waits(name: str, language: str = "fr") -> Booking:
        return book_seats(date, Asked(name, f"{name.casefold()}@courriel.bzh", 1, language), now())

    def opens(booking: Booking) -> list[str]:
        page.goto(f"{site}{path_of(booking, booking.language)}")
        return faults(page)

    first, refused, expired, erased = waits("Enora"), waits("Malo", "br"), waits("Nolwenn", "en"), waits("Yann")
    page.goto(f"{site}{date.event.url}")
    wrong = faults(page)  # full
    allocation.cancel(first, now())
    wrong += opens(refused)
    allocation.refuse(refused, now())
    follow(page.locator("button[value=accept]"))
    expect(page.get_by_role("alert")).to_be_visible()
    wrong += faults(page) + opens(refused)  # too late, then by its link
    expired.refresh_from_db()
    allocation.expire(expired, expired.offer_ends_at)
    wrong += opens(expired) + opens(erased)
    follow(page.get_by_role("button", name="Effacer mes données"))
    wrong += faults(page) + opens(erased)
    last = waits("Soizic")
    workshop = WorkshopPage.objects.get(pk=date.event_id)
    workshop.state = "cancelled"
    workshop.save_revision().publish()
    wrong += opens(last)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette date est annulée")
    assert wrong == []


def test_who_came_is_ticked_on_a_phone(
    browser: Browser, browser_context_args: dict[str, object], site: str, date: Occurrence
):
    client = Client()
    client.force_login(UserFactory(groups=[editors_name()]))
    context = browser.new_context(**{**browser_context_args, "viewport": {"width": 360, "height": 740}})
    session = client.cookies[site_settings.SESSION_COOKIE_NAME].value
    page = context.new_page()
    book(page, f"{site}{date.event.url}", date, "Enora")
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est réservé")
    context.add_cookies([{"name": site_settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page.goto(f"{site}{date_url(date)}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    follow(page.get_by_role("button", name="Présent ?"))
    expect(page.get_by_role("button", name="Présent")).to_have_attribute("aria-pressed", "true")
    assert Booking.objects.get(name="Enora").came
    for path in (date_url(date, "sheet"), "/admin/reservations/"):
        page.goto(f"{site}{path}")
        assert violations(page) == [], path
    context.close()
