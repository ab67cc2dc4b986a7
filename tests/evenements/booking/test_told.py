"""What mails and the page of a booking say of a date: where, from afar, put off, by its own title, in each language."""

import datetime as dt
from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from icalendar import Calendar

from core.clock import now
from core.groups import editors_name
from core.models import OutgoingMail
from evenements.booking import allocation
from evenements.booking.calls import date_url
from evenements.booking.links import path_of
from evenements.booking.listing import PAST
from evenements.booking.models import BookedDate, Booking
from evenements.booking.schedule import follow_time, to_remind
from evenements.enums import AttendanceMode
from evenements.models import EventPage
from tests.evenements.booking.sample import MORNING, booked, date_of, republish, row_of, states, workshop
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import PlaceFactory, UserFactory, translate
from tests.reading import SPACES, ReadPage

pytestmark = pytest.mark.django_db
WEEKLY = {"frequency": "weekly", "until": dt.date(2027, 6, 30)}
FIRST = "2027-04-07"
ROOM = "https://visio.example/salle"


@pytest.fixture(autouse=True)
def _april(settings):
    settings.FROZEN_NOW = MORNING


def mail(notice: str, name: str = "enora") -> OutgoingMail:
    return OutgoingMail.objects.get(key__contains=f"/{notice}/", recipient__startswith=name)


def told(notice: str, name: str = "enora") -> list[str]:
    """The lines of the mail of NOTICE to who is called NAME, with ordinary spaces."""
    return [line for line in mail(notice, name).text.translate(SPACES).splitlines() if line]


def notices() -> list[str]:
    return [key.split("/")[2] for key in OutgoingMail.objects.order_by("pk").values_list("key", flat=True)]


def file_of(notice: str) -> Calendar:
    return Calendar.from_ical(bytes(mail(notice).attachment))


def page_of(client, booking: Booking, language: str = "fr") -> ReadPage:
    return ReadPage.at(client, path_of(booking, language))


class TestFromAfar:
    @pytest.fixture
    def event(self) -> EventPage:
        """At a place; Enora is booked, Malo waits."""
        event = workshop(1, place=PlaceFactory(name="Auditorium du port", street="3 quai Neuf"))
        booked(event)
        booked(event, "Malo")
        return event

    def test_a_date_moved_online_says_so_and_its_link_to_those_who_come(self, event, client):
        assert "– Où : Auditorium du port" in told("booked")
        republish(event, state="moved_online", online_url=ROOM)
        lines = told("moved")
        assert "Elle se tient désormais en ligne." in lines
        assert "– Où : En ligne" in lines
        assert lines[lines.index("Rejoindre en ligne") + 1] == ROOM
        assert not [line for line in lines if "Auditorium" in line or "quai Neuf" in line]
        assert ("– Où : En ligne" in told("moved", "malo"), ROOM in told("moved", "malo")) == (True, False)
        (vevent,) = file_of("moved").events
        assert (vevent["LOCATION"], vevent["CONFERENCE"]) == ("En ligne", ROOM)
        enora, malo = (page_of(client, Booking.objects.get(name=name)) for name in ("Enora", "Malo"))
        assert enora.facts()["Où"] == malo.facts()["Où"] == "En ligne"
        assert enora.links()["Rejoindre en ligne"] == ROOM
        assert "Rejoindre en ligne" not in malo.links()

    def test_one_brought_back_to_its_room_says_so(self, event):
        republish(event, state="moved_online", online_url=ROOM)
        OutgoingMail.objects.all().delete()
        republish(event, state="confirmed")
        assert "– Où : Auditorium du port" in told("moved")
        assert ROOM not in told("moved")

    def test_another_room_while_it_is_held_online_is_no_news(self, event):
        republish(event, state="moved_online", online_url=ROOM)
        republish(event, place=PlaceFactory(name="Autre salle"))
        assert notices().count("moved") == 2

    def test_an_event_that_is_online_from_the_start_says_so(self, client):
        booking = booked(workshop(mode=AttendanceMode.ONLINE, online_url=ROOM))
        lines = told("booked")
        assert "– Où : En ligne" in lines
        assert lines[lines.index("Rejoindre en ligne") + 1] == ROOM
        assert page_of(client, booking).links()["Rejoindre en ligne"] == ROOM

    def test_an_event_that_becomes_online_is_told_as_moved(self):
        event = workshop()
        booked(event)
        republish(event, mode=AttendanceMode.ONLINE, online_url=ROOM)
        assert "– Où : En ligne" in told("moved")

    def test_a_cancelled_date_gives_no_link_to_join(self, client):
        event = workshop(mode=AttendanceMode.ONLINE, online_url=ROOM)
        booking = booked(event)
        republish(event, state="cancelled")
        assert ROOM not in told("date-cancelled")
        assert "Rejoindre en ligne" not in page_of(client, booking).links()


class TestPutOff:
    @pytest.fixture
    def event(self) -> EventPage:
        """Put off without a day; Enora is booked, Malo waits."""
        event = workshop(1)
        booked(event)
        booked(event, "Malo")
        republish(event, state="postponed")
        return event

    def test_without_a_day_it_says_so_and_bookings_are_kept(self, event, client):
        assert notices() == ["booked", "waiting", "postponed", "postponed"]
        lines = told("postponed")
        assert mail("postponed").subject.translate(SPACES) == f"Date reportée : {event.title}"
        assert "La nouvelle date n’est pas encore connue. Nous vous l’écrirons." in lines
        assert "– Quand : nouvelle date à venir" in lines
        assert "– Date initiale : mercredi 7 avril, 14 h – 17 h" in lines
        assert "Votre réservation reste valable." in lines
        assert "Vous êtes toujours sur la liste d’attente." in told("postponed", "malo")
        assert "Je ne peux plus venir : le dire, ou voir ma réservation" in lines
        assert states(event) == {"Enora": "booked", "Malo": "waiting"}
        page = page_of(client, Booking.objects.get(name="Enora"))
        assert page.one("h1") == "Cette date est reportée"
        assert page.facts()["Quand"] == "nouvelle date à venir"
        assert page.facts()["Date initiale"].translate(SPACES) == "mercredi 7 avril, 14 h – 17 h"

    def test_its_file_says_what_the_feed_does(self, event, client):
        calendar = file_of("postponed")
        (vevent,) = calendar.events
        (feed,) = Calendar.from_ical(client.get(event.url + "evenement.ics").content).events
        assert (calendar["METHOD"], vevent["STATUS"], vevent["TRANSP"]) == ("PUBLISH", "TENTATIVE", "TRANSPARENT")
        for name in ("UID", "STATUS", "SEQUENCE", "SUMMARY"):
            assert vevent[name] == feed[name], name

    def test_nobody_is_reminded_of_the_day_it_had(self, event, settings):
        settings.FROZEN_NOW = "2027-04-06T09:00"
        assert to_remind(now()) == []

    def test_published_again_it_says_nothing_more_and_nobody_is_offered_a_seat(self, event):
        republish(event, title="Autre titre")
        allocation.cancel(Booking.objects.get(name="Enora"), now())
        assert states(event)["Malo"] == "waiting"
        assert notices()[4:] == ["cancelled"]

    @pytest.mark.parametrize("today", ["2027-04-05T10:00", "2027-05-05T10:00"])
    def test_with_its_new_day_it_says_both_and_how_to_say_no(self, event, client, settings, today):
        settings.FROZEN_NOW = today
        change = {"original": "2027-05-12", "previous": "2027-04-07T14:00"}
        republish(event, change, start_date=dt.date(2027, 5, 12))
        lines = told("moved")
        assert "C’était auparavant : mercredi 7 avril, 14 h – 17 h." in lines
        assert "– Quand : mercredi 12 mai, 14 h – 17 h" in lines
        assert "Je ne peux plus venir : le dire, ou voir ma réservation" in lines
        assert notices()[4:] == ["moved", "moved"]
        facts = page_of(client, Booking.objects.get(name="Enora")).facts()
        assert facts["Quand"].translate(SPACES) == "mercredi 12 mai, 14 h – 17 h"
        assert facts["Date initiale"].translate(SPACES) == "mercredi 7 avril, 14 h"
        assert row_of(event).original_day == dt.date(2027, 5, 12)

    def test_held_as_foreseen_after_all_it_says_so(self, event):
        republish(event, state="confirmed")
        assert "Cette date a finalement lieu." in told("restored")
        assert notices()[4:] == ["restored", "restored"]

    def test_cancelled_once_its_day_is_past_it_says_so(self, event, settings):
        settings.FROZEN_NOW = "2027-05-05T10:00"
        republish(event, state="cancelled")
        assert notices()[4:] == ["date-cancelled", "date-cancelled"]

    def test_names_that_went_meanwhile_hold_no_seat_of_the_new_day(self, event, settings):
        settings.FROZEN_NOW = "2027-07-08T10:00"
        call_command("purge_personal_data", verbosity=0)
        change = {"original": "2027-09-08", "previous": "2027-04-07T14:00"}
        republish(event, change, start_date=dt.date(2027, 9, 8))
        assert (row_of(event).original_day, date_of(event).state) == (dt.date(2027, 4, 7), "postponed")
        assert not OutgoingMail.objects.exists()
        booking = booked(event, "Yann", form_key="later")
        assert booking.state == "booked"

    def test_organisers_see_that_it_awaits_a_day(self, event, client, settings):
        client.force_login(UserFactory(groups=[editors_name()]))
        assert "Nouvelle date à venir" in client.get(date_url(date_of(event))).content.decode()
        settings.FROZEN_NOW = "2027-05-05T10:00"
        assert "Reporté" in client.get("/admin/reservations/?liste=" + PAST).content.decode()

    def test_one_may_say_no_once_its_day_is_past(self, event, client, settings):
        settings.FROZEN_NOW = "2027-05-05T10:00"
        client.post(path_of(Booking.objects.get(name="Enora"), "fr"), {"action": "cancel"})
        assert states(event)["Enora"] == "cancelled"


def test_a_date_cancelled_then_held_on_another_day_says_both_days():
    event = workshop()
    booked(event)
    republish(event, state="cancelled")
    republish(event, state="confirmed", start_date=dt.date(2027, 4, 12))
    assert "C’était auparavant : mercredi 7 avril, 14 h – 17 h." in told("restored")
    assert "Je ne peux plus venir : le dire, ou voir ma réservation" in told("restored")


class TestOwnWords:
    def test_a_date_is_told_by_its_own_title_and_note(self, client):
        change = {"original": FIRST, "title": "Spécial Noël", "note": "Apportez un casque."}
        event = workshop(line_facts=WEEKLY | {"changes": [change]})
        translate(event, "br", title="Titloù")
        booking = booked(event, language="br")
        sent = mail("booked")
        assert sent.subject.endswith("Spécial Noël")
        soup = BeautifulSoup(sent.html, "html.parser")
        marked = {value.get_text(): value["lang"] for value in soup.select("dd[lang]")}
        assert marked == {"Spécial Noël": "fr", "Apportez un casque.": "fr"}
        assert file_of("booked").events[0]["SUMMARY"] == "Spécial Noël"
        page = page_of(client, booking, "br")
        assert page.language_of("Apportez un casque.") == page.language_of("Spécial Noël") == "fr"

    def test_an_event_says_why_it_is_not_as_foreseen(self):
        event = workshop()
        booked(event)
        republish(event, state="cancelled", state_note="Panne de courant.")
        assert "– Précision : Panne de courant." in told("date-cancelled")


class TestLanguages:
    @pytest.fixture
    def event(self) -> EventPage:
        """At an actor's that has a name in Breton, with a title in French alone."""
        host = ActorPageFactory(title="Fablab de la rade", located=True)
        translate(host, "br", title="Fablab ar morlenn")
        return workshop(host=host, title="Découpe laser")

    def test_the_place_is_named_as_its_calendar_file_does_with_its_street(self, event, client):
        booking = booked(event, language="br")
        lines = told("booked")
        assert "– Pelec’h: Fablab ar morlenn" in lines
        (address,) = [line for line in lines if line.startswith("– Chomlec’h: ")]
        assert address.startswith("– Chomlec’h: 1 rue du Port, ")
        location = f"Fablab ar morlenn, {address.removeprefix('– Chomlec’h: ')}"
        assert file_of("booked").events[0]["LOCATION"] == location
        assert page_of(client, booking, "br").facts()["Pelec’h"] == "Fablab ar morlenn"

    def test_french_words_are_marked_in_mails_and_pages_of_another_language(self, event, client):
        booking = booked(event, language="en")
        soup = BeautifulSoup(mail("booked").html, "html.parser")
        assert {value.get_text(): value["lang"] for value in soup.select("dd[lang]")} == {
            "Découpe laser": "fr",
            "Fablab de la rade": "fr",
        }
        page = page_of(client, booking, "en")
        assert page.language_of("Découpe laser") == page.language_of("Fablab de la rade") == "fr"
        assert not BeautifulSoup(mail_in_french(event).html, "html.parser").select("dd[lang]")

    def test_of_a_date_taken_out_the_place_keeps_its_name(self, event):
        booked(event, language="br")
        republish(event, {"original": FIRST, "removed": True}, frequency="weekly", until=dt.date(2027, 6, 30))
        assert "– Pelec’h: Fablab ar morlenn" in told("date-cancelled")


def mail_in_french(event: EventPage) -> OutgoingMail:
    booked(event, "Yann")
    return mail("booked", "yann")


def test_a_seat_given_up_then_booked_again_is_three_files_of_which_each_is_later(settings):
    event, stamps = workshop(), []
    for hour, name in enumerate(("booked", "cancelled", "booked")):
        settings.FROZEN_NOW = f"2027-04-05T{9 + hour:02}:00"
        if name == "booked":
            booked(event, form_key=f"form-{hour}")
        else:
            allocation.cancel(Booking.objects.get(), now())
        (vevent,) = Calendar.from_ical(bytes(OutgoingMail.objects.order_by("-pk")[0].attachment)).events
        stamps.append((vevent["SEQUENCE"], vevent["DTSTAMP"].dt))
    assert stamps == sorted(set(stamps))


def test_who_takes_an_offer_or_changes_it_within_two_days_is_not_reminded_of_what_was_just_said(settings):
    event = workshop(2)
    first = booked(event)
    booked(event, "Malo")
    booked(event, "Nora")
    settings.FROZEN_NOW = "2027-04-05T15:00"
    allocation.cancel(first, now())
    allocation.accept(Booking.objects.get(name="Nora"), now())
    assert date_of(event).start - now() < dt.timedelta(days=2)
    follow_time(now())
    reminded = OutgoingMail.objects.filter(key__contains="/reminder/").values_list("recipient", flat=True)
    assert list(reminded) == ["malo@courriel.bzh"]


def test_dates_booked_before_it_was_kept_learn_how_one_attends_them():
    event = workshop(mode=AttendanceMode.ONLINE, online_url=ROOM)
    booked(event)
    migration = import_module("evenements.migrations.0016_what_became_of_booked_dates")
    BookedDate.objects.update(mode="")
    migration.tell_modes(apps, connection.schema_editor())
    assert row_of(event).mode == AttendanceMode.ONLINE
    BookedDate.objects.update(original_day=dt.date(2027, 1, 1))
    migration.tell_modes(apps, connection.schema_editor())
    assert row_of(event).mode == ""
