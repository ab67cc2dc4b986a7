"""An editor enters a series of dates in the admin, changes some of them, and publishes, with the keyboard."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtail.models import Locale

from core.groups import editors_name
from core.models import Audience, Place
from evenements.models import DateLine, EventPage, Occurrence
from tests.browser.conftest import follow
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import CommuneFactory, PlaceFactory, UserFactory
from tests.factories.evenements import EventPageFactory

LINE = "date_lines-0"
NEW_LINE = "date_lines-1"


@pytest.fixture
def hall(live_server) -> Place:
    return PlaceFactory(name="La Salle des fêtes", commune=None)


@pytest.fixture
def form(page: Page, live_server, settings, hall: Place) -> Page:
    """The form of a new event, in the browser of an editor who has typed all but the dates."""
    settings.SITE_URL = live_server.url
    settings.FROZEN_NOW = "2027-03-01T09:00"
    client = Client()
    client.force_login(UserFactory(groups=[editors_name()]))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(live_server.url + reverse("evenements:choose_parent"))
    page.fill("#id_title", "Aide aux démarches")
    page.fill("#id_summary", "On y apprend à faire ses démarches en ligne.")
    page.select_option("#id_kind", index=1)
    page.check("#id_audiences_0")
    return page


def type_line(page: Page) -> None:
    """ "tous les mercredis de 14 h à 17 h sauf vacances, jusqu’au 25 juin" """
    page.focus(f"#id_{LINE}-start_date")
    page.keyboard.type("07/04/2027")
    page.keyboard.press("Tab")
    page.keyboard.type("14h")
    page.keyboard.press("Tab")
    expect(page.locator(f"#id_{LINE}-end_time")).to_have_value("16:00")
    page.keyboard.type("17h")
    page.keyboard.press("Tab")
    page.select_option(f"#id_{LINE}-frequency", "weekly")
    page.locator(f'input[name="{LINE}-weekdays"][value="WE"]').press("Space")
    page.focus(f"#id_{LINE}-until")
    page.keyboard.type("25/06/2027")
    page.keyboard.press("Tab")
    page.locator(f"#id_{LINE}-skip_school_holidays").press("Space")
    sentence = "tous les mercredis de 14 h à 17 h jusqu’au 25 juin, sauf vacances scolaires"
    expect(page.locator(".date-line__sentence")).to_contain_text(sentence.replace(" h", "\N{NO-BREAK SPACE}h"))


def changes(page: Page, line: str = LINE) -> list[dict[str, str]]:
    return json.loads(page.input_value(f'[name="{line}-changes"]'))


def test_only_what_applies_shows(form: Page):
    expect(form.locator(f"#id_{LINE}-until")).to_be_hidden()
    expect(form.locator(f"#id_{LINE}-weekdays")).to_be_hidden()

    form.select_option(f"#id_{LINE}-frequency", "weekly")
    expect(form.locator(f"#id_{LINE}-until")).to_be_visible()
    expect(form.locator(f"#id_{LINE}-weekdays")).to_be_visible()

    form.select_option(f"#id_{LINE}-frequency", "daily")
    expect(form.locator(f"#id_{LINE}-weekdays")).to_be_hidden()
    form.check(f"#id_{LINE}-all_day")
    expect(form.locator(f"#id_{LINE}-start_time")).to_be_hidden()
    expect(form.locator("#id_registration_url")).to_be_hidden()
    form.select_option("#id_registration", "external")
    expect(form.locator("#id_registration_url")).to_be_visible()


def test_a_series_with_a_date_cancelled_and_a_date_moved_is_published_by_keyboard(form: Page, hall: Place):
    type_line(form)
    expect(form.get_by_role("status").filter(has_text="10 dates")).to_have_count(1)

    form.locator(f"#{LINE}-2027-04-14-cancel").press("Enter")
    expect(form.locator(f"#{LINE}-2027-04-14-restore")).to_be_focused()
    form.locator(f"#{LINE}-2027-05-05-open").press("Enter")
    expect(form.locator('[data-editor] [data-field="state"]')).to_be_focused()
    form.fill('[data-editor] [data-field="day"]', "2027-05-06")
    form.locator('[data-editor] [data-field="start"]').press("Tab")
    form.select_option('[data-editor] [data-field="venue"]', label="La Salle des fêtes")
    form.fill('[data-editor] [data-field="note"]', "Exceptionnellement un jeudi")
    form.locator('[data-editor] [data-field="note"]').press("Enter")
    expect(form.get_by_text("jeudi 6 mai").first).to_be_visible()
    assert changes(form) == [
        {"original": "2027-04-14", "state": "cancelled"},
        {
            "original": "2027-05-05",
            "place": hall.pk,
            "note": "Exceptionnellement un jeudi",
            "start": "2027-05-06",
        },
    ]
    form.locator('button[name="action-publish"]').press("Enter")
    expect(form.locator(".messages")).to_contain_text("publiée")

    event = EventPage.objects.get(title="Aide aux démarches")
    dates = Occurrence.objects.filter(event=event)
    assert dates.count() == 10
    assert dates.get(original_day="2027-04-14").state == "cancelled"
    assert dates.get(original_day="2027-05-05").first_day == dt.date(2027, 5, 6)
    assert dates.get(original_day="2027-05-05").place_label == "La Salle des fêtes"


def test_this_date_and_the_following_become_another_line(form: Page):
    type_line(form)
    form.locator(f"#{LINE}-2027-05-12-cancel").click()
    expect(form.locator(f"#{LINE}-2027-05-12-restore")).to_be_visible()
    form.locator(f"#{LINE}-2027-05-05-open").click()
    form.locator('[data-editor] [data-field="split"]').click()

    expect(form.locator(f"#id_{NEW_LINE}-start_date")).to_have_value("05/05/2027")
    expect(form.locator(f"#id_{LINE}-until")).to_have_value("04/05/2027")
    expect(form.locator(f"#id_{NEW_LINE}-until")).to_have_value("25/06/2027")
    expect(form.locator(f"#id_{NEW_LINE}-start_time")).to_be_focused()
    assert (changes(form), changes(form, NEW_LINE)) == ([], [{"original": "2027-05-12", "state": "cancelled"}])
    form.fill(f"#id_{NEW_LINE}-start_time", "15:00")
    form.locator('button[name="action-publish"]').click()
    expect(form.locator(".messages")).to_contain_text("publiée")

    first, second = DateLine.objects.filter(page__title="Aide aux démarches").order_by("sort_order")
    assert (first.until, second.start_date, second.start_time) == (
        dt.date(2027, 5, 4),
        dt.date(2027, 5, 5),
        dt.time(15),
    )
    assert first.uid != second.uid
    assert Occurrence.objects.filter(line_uid=second.uid, state="cancelled").count() == 1


def change_of(page: Page, original: str) -> dict[str, str]:
    return next(change for change in changes(page) if change["original"] == original)


def test_a_date_moved_by_day_follows_the_hours_of_its_series(form: Page):
    type_line(form)
    form.locator(f"#{LINE}-2027-05-05-open").click()
    form.fill('[data-editor] [data-field="day"]', "2027-05-06")
    form.locator('[data-editor] [data-field="day"]').press("Tab")
    expect(form.locator(".date-line__dates").first).to_contain_text("jeudi 6 mai, 14\N{NO-BREAK SPACE}h")

    form.fill(f"#id_{LINE}-start_time", "15h")
    form.locator(f"#id_{LINE}-start_time").press("Tab")

    hours = "jeudi 6 mai, 15 h – 17 h".replace(" h", "\N{NO-BREAK SPACE}h")
    expect(form.locator(".date-line__dates").first).to_contain_text(hours)


def test_a_date_that_begins_at_an_hour_of_its_own_keeps_both_its_hours(form: Page):
    type_line(form)
    form.locator(f"#{LINE}-2027-05-05-open").click()
    form.fill('[data-editor] [data-field="start"]', "16:00")
    form.locator('[data-editor] [data-field="start"]').press("Tab")
    moved = {"original": "2027-05-05", "start": "2027-05-05T16:00", "end": "2027-05-05T19:00"}
    assert change_of(form, "2027-05-05") == moved

    form.fill('[data-editor] [data-field="day"]', "2027-05-06")
    form.locator('[data-editor] [data-field="day"]').press("Tab")
    later = {"original": "2027-05-05", "start": "2027-05-06T16:00", "end": "2027-05-06T19:00"}
    assert change_of(form, "2027-05-05") == later

    form.fill('[data-editor] [data-field="start"]', "14:00")
    form.locator('[data-editor] [data-field="start"]').press("Tab")
    assert change_of(form, "2027-05-05") == {"original": "2027-05-05", "start": "2027-05-06"}


def test_a_date_is_held_at_an_actor_until_another_place_is_chosen(form: Page, hall: Place):
    actor = ActorPageFactory(title="Le FabLab")
    type_line(form)
    form.locator(f"#{LINE}-2027-05-05-open").click()
    venue = form.locator('[data-editor] [data-field="venue"]')
    venue.select_option(label="Le FabLab")
    expect(form.locator(".date-line__note")).to_have_text("Le FabLab")
    form.fill('[data-editor] [data-field="note"]', "À vélo")
    form.locator('[data-editor] [data-field="note"]').press("Enter")
    expect(form.get_by_text("À vélo")).to_be_visible()
    assert change_of(form, "2027-05-05") == {"original": "2027-05-05", "note": "À vélo", "host": actor.pk}
    expect(venue).to_have_value(f"host-{actor.pk}")

    venue.select_option(label="La Salle des fêtes")

    assert change_of(form, "2027-05-05") == {"original": "2027-05-05", "note": "À vélo", "place": hall.pk}


def test_a_date_has_other_seats_until_they_are_emptied(form: Page):
    type_line(form)
    form.locator(f"#{LINE}-2027-05-05-open").click()
    seats = form.locator('[data-editor] [data-field="seats"]')
    seats.fill("2")
    seats.press("Tab")
    expect(form.locator(".date-line__note")).to_have_text("2 places")
    assert change_of(form, "2027-05-05") == {"original": "2027-05-05", "seats": 2}
    expect(seats).to_have_value("2")

    seats.fill("")
    seats.press("Tab")

    expect(form.locator(".date-line__note")).to_have_count(0)
    assert changes(form) == []


def test_what_is_postponed_is_seen_as_it_will_be_published(form: Page, live_server):
    event = EventPageFactory(audiences=[Audience.objects.first()])
    form.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[event.pk]))
    dates = form.locator(".date-line").first
    expect(dates).to_contain_text("mercredi 7 avril")
    form.fill(f"#id_{LINE}-start_date", "14/04/2027")
    form.locator(f"#id_{LINE}-start_date").press("Tab")
    expect(dates).to_contain_text("mercredi 14 avril")
    expect(dates).not_to_contain_text("7 avril")

    form.select_option("#id_state", "postponed")

    expect(dates.locator("del")).to_contain_text("mercredi 7 avril")
    form.locator('button[name="action-publish"]').press("Enter")
    expect(form.locator(".messages")).to_contain_text("publiée")
    assert Occurrence.objects.get(event=event).previous_start.day == 7
    form.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[event.pk]))
    expect(form.locator(f"#id_{LINE}-start_date")).to_have_value("14/04/2027")
    expect(dates.locator("del")).to_contain_text("mercredi 7 avril")

    form.get_by_role("button", name="Oublier l’ancienne date").click()

    expect(dates.locator("del")).to_have_count(0)


def test_a_date_removed_can_be_put_back(form: Page):
    type_line(form)
    form.locator(f"#{LINE}-2027-04-14-open").click()
    form.locator('[data-editor] [data-field="remove"]').click()
    expect(form.locator(".date-line__date.is-removed")).to_have_count(1)
    expect(form.locator(".date-line").first).to_contain_text("9 dates.")

    form.locator(f"#{LINE}-2027-04-14-restore").click()

    expect(form.locator(".date-line").first).to_contain_text("10 dates.")
    assert changes(form) == []


def test_a_date_cancelled_is_a_change_that_the_page_knows_of(form: Page):
    type_line(form)
    hears = "name => document.addEventListener('change', ({ target }) => { window.told ||= target.name === name; })"
    form.evaluate(hears, f"{LINE}-changes")

    form.locator(f"#{LINE}-2027-04-14-cancel").click()

    expect(form.locator(f"#{LINE}-2027-04-14-restore")).to_be_visible()
    assert form.evaluate("window.told")


def test_a_narrow_listing_scrolls_to_its_last_column(form: Page, live_server):
    EventPageFactory(
        title="Un titre assez long pour prendre toute la place qu’un titre prend dans une liste",
        place=PlaceFactory(commune=CommuneFactory(name="Saint-Jean-de-la-Motte")),
        cancelled=True,
    )
    form.set_viewport_size({"width": 800, "height": 700})
    form.goto(live_server.url + reverse("evenements:index"))

    listing = form.locator("#listing-results")
    listing.evaluate("listing => { listing.scrollLeft = 1000; }")
    assert listing.evaluate("listing => listing.scrollLeft > 0")
    expect(form.get_by_role("columnheader", name="Publication")).to_be_in_viewport(ratio=0.95)


def test_the_translation_screen_is_in_french(form: Page, live_server):
    event = EventPageFactory()
    breton = Locale.objects.get(language_code="br")
    form.goto(live_server.url + reverse("wagtail_localize:submit_page_translation", args=[event.pk]))
    expect(form.get_by_text("Langues").first).to_be_visible()
    form.check(f'[name="locales"][value="{breton.pk}"]')
    follow(form.locator('form [type="submit"]').last)
    form.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[event.get_translation(breton).pk]))

    editor = form.locator(".js-translation-editor")
    expect(editor).to_contain_text("Traduction : Français → Brezhoneg")
    expect(editor).to_contain_text("Publier en Brezhoneg")
    expect(editor).not_to_contain_text("More actions")
