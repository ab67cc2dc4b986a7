"""From an editor's login to a subscriber's calendar: a series with a date cancelled and another moved."""

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from django.conf import LazySettings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core.groups import editors_name
from evenements.models import EventPage, Occurrence
from tests.browser.conftest import follow
from tests.factories.core import UserFactory

PARIS = ZoneInfo("Europe/Paris")
TITLE = "Les mercredis du code"
LINE = "date_lines-0"
CANCELLED, MOVED, NEW_DAY = dt.date(2027, 4, 14), dt.date(2027, 5, 5), dt.date(2027, 5, 6)


@pytest.fixture
def spring(site: str, settings: LazySettings) -> str:
    """The site at the beginning of a spring whose holidays are known."""
    settings.FROZEN_NOW = "2027-03-01T09:00"
    UserFactory(username="camille", groups=[editors_name()])
    return site


@pytest.fixture
def visitor(browser: Browser, browser_context_args: dict) -> BrowserContext:
    """Another person, on another machine."""
    context = browser.new_context(**browser_context_args)
    yield context
    context.close()


def log_in(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/")
    page.fill("#id_username", "camille")
    page.fill("#id_password", "secret")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Agenda", exact=True)).to_be_visible()


def enter_the_event(page: Page) -> None:
    """Every Wednesday from 2 to 5 except in the holidays, until 25 June."""
    follow(page.get_by_role("link", name="Agenda", exact=True))
    follow(page.get_by_role("link", name="Ajouter").first)
    page.fill("#id_title", TITLE)
    page.fill("#id_summary", "On apprend à écrire un programme, pas à pas.")
    page.select_option("#id_kind", label="Atelier")
    page.get_by_role("checkbox", name="Jeunes", exact=True).check()
    page.fill(f"#id_{LINE}-start_date", "07/04/2027")
    page.fill(f"#id_{LINE}-start_time", "14h")
    page.fill(f"#id_{LINE}-end_time", "17h")
    page.select_option(f"#id_{LINE}-frequency", "weekly")
    page.check(f'input[name="{LINE}-weekdays"][value="WE"]')
    page.fill(f"#id_{LINE}-until", "25/06/2027")
    page.check(f"#id_{LINE}-skip_school_holidays")
    expect(page.locator(".date-line__sentence")).to_contain_text("sauf vacances scolaires")


def cancel_one_and_move_another(page: Page) -> None:
    page.locator(f"#{LINE}-{CANCELLED}-cancel").click()
    expect(page.locator(f"#{LINE}-{CANCELLED}-restore")).to_be_visible()
    page.locator(f"#{LINE}-{MOVED}-open").click()
    page.fill('[data-editor] [data-field="day"]', str(NEW_DAY))
    page.locator('[data-editor] [data-field="day"]').press("Enter")
    expect(page.get_by_text("jeudi 6 mai").first).to_be_visible()


def publish(page: Page) -> None:
    page.locator('button[name="action-publish"]').click()
    expect(page.locator(".messages")).to_contain_text("publiée")


def find_the_event(page: Page, site: str) -> None:
    """Filters the agenda until the event is there, and opens it."""
    page.goto(f"{site}/")
    follow(page.get_by_role("navigation", name="Rubriques").get_by_role("link", name="Agenda"))
    filters = page.get_by_role("form", name="Filtrer")
    filters.get_by_role("checkbox", name="Atelier", exact=False).first.check()
    filters.get_by_label("Mots du titre ou du résumé").fill("mercredis code")
    follow(filters.get_by_role("button", name="Voir les dates"))
    expect(page.locator(".head__lead")).to_contain_text("10 dates")
    follow(page.get_by_role("link", name=TITLE).first)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("main")).to_contain_text("Annulé")
    expect(page.locator("main")).to_contain_text("jeudi 6 mai")


def subscribe(page: Page) -> str:
    """From the list, in two actions, to the address of the calendar."""
    page.go_back()
    follow(page.get_by_role("link", name="S’abonner à cette sélection"))
    address = page.get_by_label("Adresse de l’agenda").input_value()
    hooks = [link.get_attribute("href") or "" for link in page.locator(".clients a").all()]
    assert any(hook == address.replace("http:", "webcal:") for hook in hooks)
    assert any(hook.startswith("https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F") for hook in hooks)
    page.get_by_role("button", name="Copier").click()
    expect(page.get_by_role("status").first).to_have_text("Lien copié.")
    assert page.evaluate("navigator.clipboard.readText()") == address
    return address


def read(page: Page, address: str) -> dict[str | None, icalendar.Event]:
    """The components of the series in the calendar at ADDRESS, by the day they replace; the series itself by None."""
    answer = page.request.get(address)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    components = icalendar.Calendar.from_ical(answer.body()).walk("VEVENT")
    ours = [component for component in components if TITLE in component["SUMMARY"]]
    assert len({component["UID"] for component in ours}) == 1
    return {
        str(component["RECURRENCE-ID"].dt.date()) if "RECURRENCE-ID" in component else None: component
        for component in ours
    }


def dates(components: dict[str | None, icalendar.Event]) -> list[tuple[dt.datetime, str]]:
    calendar = icalendar.Calendar()
    for component in components.values():
        calendar.add_component(component)
    found = recurring_ical_events.of(calendar).between(dt.date(2027, 1, 1), dt.date(2028, 1, 1))
    return sorted((event["DTSTART"].dt.astimezone(dt.UTC), str(event["STATUS"])) for event in found)


def test_what_an_editor_publishes_a_subscriber_gets(
    page: Page, visitor: BrowserContext, spring: str, complaints: list[str]
):
    log_in(page, spring)
    enter_the_event(page)
    cancel_one_and_move_another(page)
    publish(page)

    visitor.grant_permissions(["clipboard-read", "clipboard-write"])
    reader = visitor.new_page()
    find_the_event(reader, spring)
    assert visitor.cookies() == []
    address = subscribe(reader)
    told = read(reader, address)

    series, cancelled, moved = told[None], told[str(CANCELLED)], told[str(MOVED)]
    skipped = {day.dt.date() for day in series["EXDATE"].dts}
    assert {dt.date(2027, 4, 21), dt.date(2027, 4, 28)} <= skipped
    assert series["RRULE"]["FREQ"] == ["WEEKLY"]
    assert cancelled["STATUS"] == "CANCELLED"
    assert str(cancelled["SUMMARY"]) == f"ANNULÉ – {TITLE}"
    assert moved["DTSTART"].dt == dt.datetime(2027, 5, 6, 14, tzinfo=PARIS)
    event = EventPage.objects.get(title=TITLE)
    rows = Occurrence.objects.filter(event=event)
    assert dates(told) == sorted((row.start, "CANCELLED" if row.state == "cancelled" else "CONFIRMED") for row in rows)

    page.goto(f"{spring}/admin/pages/{event.pk}/edit/")
    page.locator(f"#{LINE}-{CANCELLED}-restore").click()
    expect(page.locator(f"#{LINE}-{CANCELLED}-cancel")).to_be_visible()
    publish(page)
    after = read(reader, address)

    assert str(CANCELLED) not in after
    assert after[None]["UID"] == series["UID"]
    assert after[None]["SEQUENCE"] == series["SEQUENCE"] + 1
    assert after[None]["LAST-MODIFIED"].dt > series["LAST-MODIFIED"].dt
    assert all(status == "CONFIRMED" for _start, status in dates(after))
