"""The demonstration, loaded."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate
from wagtail.models import Page

from agenda.models import EventIndexPage
from annuaire.freshness.enums import Freshness
from annuaire.models import ActorPage, DirectoryPage
from core.clock import now
from core.models import OutgoingMail
from evenements.booking.allocation import cancel
from evenements.booking.models import BookedDate, Booking
from evenements.booking.retention import forget
from evenements.booking.schedule import follow_time
from evenements.edition_steps import contradictions
from evenements.models import ContestEntryPage, ContestPage, DateLine, EventPage, WorkshopPage
from home.loading.bookings import load_bookings
from home.loading.demo import DemoPages, section
from home.management.commands.load_demo import load_demo
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _demo(django_db_setup, database, django_db_blocker):
    """The demonstration is in the database for the tests of this module, and no longer after them."""
    with django_db_blocker.unblock():
        database.restore("demo")
    yield
    with django_db_blocker.unblock():
        database.restore()


def in_language(model, code):
    return model.objects.live().filter(locale__language_code=code)


def loaded_on():
    """The day the demonstration was loaded: today, or earlier when the database was kept."""
    return localdate(in_language(EventPage, "fr").earliest("first_published_at").first_published_at)


def test_everything_is_published():
    assert in_language(ActorPage, "fr").count() >= 60
    assert in_language(WorkshopPage, "fr").count() >= 15
    assert in_language(EventPage, "fr").count() - in_language(WorkshopPage, "fr").count() >= 40
    assert in_language(ContestEntryPage, "fr").filter(distinction="laureat").count() == 2
    assert not Page.objects.filter(live=False).exists()


def test_every_page_obeys_the_rules_an_editor_obeys():
    for model in (ActorPage, EventPage, WorkshopPage, ContestPage, ContestEntryPage):
        for page in model.objects.all():
            page.full_clean()


def test_the_agenda_says_of_each_edition_what_its_calendar_does():
    for edition in in_language(ContestPage, "fr"):
        assert contradictions(edition) == []


def test_translations_hold_words_and_share_the_address_of_the_french_page():
    for model in (ActorPage, EventPage, ContestPage):
        for page in in_language(model, "br"):
            assert page.canonical.slug == page.slug
            assert page.canonical.pk != page.pk
    assert not DateLine.objects.exclude(page__locale__language_code="fr").exists()
    assert 0 < in_language(EventPage, "br").count() < in_language(EventPage, "fr").count()


def test_dates_are_around_the_day_of_loading_and_something_is_on_that_day():
    starts = DateLine.objects.filter(page__example=True).values_list("start_date", flat=True)

    assert loaded_on() in starts
    assert min(starts) >= loaded_on() - dt.timedelta(days=8 * 31)
    assert max(starts) <= loaded_on() + dt.timedelta(days=9 * 31)


def test_real_events_keep_their_true_dates():
    real = DateLine.objects.filter(page__example=False).order_by("start_date")

    assert [str(line) for line in real] == ["2016-04-27", "2016-05-10", "2019-04-03"]
    assert all(line.page.specific.sources for line in real)


def test_the_open_edition_takes_its_calendar_from_the_agenda():
    edition = in_language(ContestPage, "fr").order_by("year").last()

    assert edition.opens_at.date() < loaded_on() < edition.closes_at.date()
    assert [step.event.slug for step in edition.calendar.all()][-1] == "concours-remise-des-prix"
    assert str(edition.year) in edition.slug


def test_a_second_run_adds_nothing():
    before = Page.objects.count()

    assert load_demo() == 0
    assert Page.objects.count() == before


def test_a_run_next_year_adds_nothing_either(settings):
    settings.FROZEN_NOW = (loaded_on() + dt.timedelta(days=400)).isoformat()

    assert load_demo() == 0


def test_a_second_run_keeps_what_an_editor_changed():
    event = in_language(EventPage, "fr").get(slug="forum-numerique")
    event.title, event.slug = "Un autre nom", "un-autre-nom"
    event.save()

    assert load_demo() == 0
    assert not EventPage.objects.filter(slug="forum-numerique", locale__language_code="fr").exists()


def test_what_is_missing_comes_back():
    in_language(ActorPage, "fr").get(slug="pixel-et-maree").delete()

    assert load_demo() == 1


def test_a_dry_run_writes_nothing(capsys):
    in_language(ActorPage, "fr").get(slug="pixel-et-maree").delete()

    call_command("load_demo", dry_run=True)

    assert "1 pages et lieux à créer" in capsys.readouterr().out
    assert not ActorPage.objects.filter(slug="pixel-et-maree").exists()


def test_each_event_stands_under_its_section():
    (index,) = EventIndexPage.objects.filter(locale__language_code="fr")

    plain = in_language(EventPage, "fr").filter(workshoppage=None)
    assert plain.child_of(index).count() == plain.count()


def test_what_a_translation_does_not_say_stays_in_french():
    page = ActorPage(title="Le banc", slug="le-banc", kind="association", summary="Un banc.", body="")

    DemoPages().add("actors", page, section(DirectoryPage), words={"en": {"title": "The bench"}})

    (english,) = in_language(ActorPage, "en").filter(slug="le-banc")
    assert (english.title, english.summary) == ("The bench", "Un banc.")


def test_a_real_event_says_no_price(client):
    for event in in_language(EventPage, "fr").filter(example=False):
        html = client.get(event.url).content.decode()
        assert "Prix" not in ReadPage(html).facts()
        assert "isAccessibleForFree" not in html


@pytest.mark.parametrize("prefix", ["/br", "/en"])
def test_an_open_edition_tells_how_to_enter_in_each_language(client, prefix):
    edition = in_language(ContestPage, "fr").order_by("year").last()

    page = ReadPage.at(client, prefix + edition.url)

    for anchor in ("#categories", "#criteres", "#prix", "#reglement"):
        assert page.all(anchor)


def test_no_real_actor_is_said_verified_marked_nor_hidden_on_the_day_it_is_loaded(settings):
    real = in_language(ActorPage, "fr").filter(example=False)
    settings.FROZEN_NOW = loaded_on().isoformat()

    call_command("check_freshness")

    assert real.count() >= 31
    assert not real.exclude(verified_on=None).exists()
    assert not real.exclude(freshness=Freshness.CURRENT).exists()
    assert not OutgoingMail.objects.exists()


def test_a_workshop_has_a_full_date_with_a_waiting_list_and_one_with_seats_left(client, settings):
    settings.FROZEN_NOW = loaded_on().isoformat()
    event = in_language(EventPage, "fr").get(slug="broder-son-logo")
    full, open_one = BookedDate.objects.filter(event=event).order_by("start")
    page = ReadPage.at(client, event.url)
    assert [row.count("Complet") for row in page.all("#reserver .choice")] == [1, 0, 0]
    assert "3 personnes sur la liste d’attente" in page.all("#reserver .choice")[0]
    assert "2 places libres" in page.all("#reserver .choice")[1]
    assert (full.held, full.waiting, open_one.held) == (4, 3, 2)


def test_those_who_book_are_examples_of_example_events():
    bookings = Booking.objects.select_related("date__event")
    assert bookings.count() == 7
    for booking in bookings:
        event = booking.date.event.specific
        assert all([event.example, event.host.example, *(each.actor.example for each in event.participants.all())])
        assert booking.name.startswith("Exemple ")
        assert booking.email.endswith("@exemple.invalid")


def test_nothing_is_ever_written_to_those_who_book_as_examples():
    first = Booking.objects.get(name="Exemple Enora")
    assert cancel(first, first.made_at)
    assert Booking.objects.get(name="Exemple Yann").state == "offered"
    assert follow_time(BookedDate.objects.latest("start").start - dt.timedelta(days=1))["reminded"] == 2
    event = first.date.event.specific
    event.state = "cancelled"
    event.save_revision().publish()
    assert set(BookedDate.objects.values_list("state", flat=True)) == {"cancelled"}
    assert not OutgoingMail.objects.exists()


def test_bookings_are_added_once_were_they_forgotten_or_cancelled_since():
    cancel(Booking.objects.first(), now())
    forget(Booking.objects.all())
    load_demo()
    assert Booking.objects.count() == 7


def test_nobody_is_invented_to_go_to_a_real_event():
    event = in_language(EventPage, "fr").filter(example=False).first()
    with pytest.raises(ValueError, match="is not an example"):
        load_bookings({"broder-son-logo": event})


def test_an_example_shows_what_a_marked_entry_is_and_none_is_hidden():
    assert in_language(ActorPage, "fr").filter(freshness=Freshness.STALE).count() == 1
    assert not ActorPage.objects.filter(freshness=Freshness.HIDDEN).exists()
