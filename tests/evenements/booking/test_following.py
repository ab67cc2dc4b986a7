"""A date that moves or is cancelled, the reminder, and what is forgotten: what those who booked are told."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from core.clock import now
from core.mail.sending import message
from core.models import OutgoingMail
from evenements.booking import allocation
from evenements.booking.models import Booking
from evenements.booking.schedule import follow_time, remind
from evenements.models import EventPage, Occurrence
from tests.evenements.booking.sample import MORNING, asked, booked, date_of, republish, row_of, states, workshop
from tests.factories.annuaire import ActorPageFactory
from tests.factories.evenements import line
from tests.reading import SPACES

pytestmark = pytest.mark.django_db
WEEKLY = {"frequency": "weekly", "until": dt.date(2027, 6, 30)}


@pytest.fixture(autouse=True)
def _april(settings):
    settings.FROZEN_NOW = MORNING


def replace_lines(event: EventPage) -> None:
    """Publishes EVENT again with one date of another line, as who takes a line out of the form and adds one."""
    page = type(event).objects.get(pk=event.pk)
    page.date_lines = [line(start_date=dt.date(2027, 5, 20))]
    page.save_revision().publish()


def sent(notice: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(key__contains=f"/{notice}/").order_by("pk"))


def plain(mail: OutgoingMail) -> str:
    """The text of MAIL with ordinary spaces."""
    return mail.text.translate(SPACES)


def calendar_of(mail: OutgoingMail) -> Calendar:
    assert mail.attachment is not None
    return Calendar.from_ical(bytes(mail.attachment))


def feed_of(client, event) -> Calendar:
    return Calendar.from_ical(client.get(event.url + "evenement.ics").content)


class TestCalendarFile:
    def test_is_that_date_alone_under_the_uid_of_the_feed(self, client):
        event = workshop(line_facts=WEEKLY)
        allocation.book(date_of(event, 2), asked(), now())
        calendar = calendar_of(OutgoingMail.objects.get())
        (vevent,) = calendar.events
        (series,) = feed_of(client, event).events
        assert calendar["METHOD"] == "PUBLISH"
        assert vevent["UID"] == series["UID"]
        assert vevent["SEQUENCE"] == series["SEQUENCE"]
        assert "RRULE" not in vevent
        assert (
            vevent["RECURRENCE-ID"].dt
            == vevent["DTSTART"].dt
            == dt.datetime(2027, 4, 21, 14, tzinfo=vevent["DTSTART"].dt.tzinfo)
        )
        assert str(vevent["DTSTART"].dt.tzinfo) == "Europe/Paris"
        assert len(calendar.timezones) == 1

    def test_of_a_single_date_is_what_the_feed_says(self, client):
        event = workshop()
        booked(event)
        (vevent,) = calendar_of(OutgoingMail.objects.get()).events
        (told,) = feed_of(client, event).events
        assert (vevent["TRANSP"], told["TRANSP"]) == ("OPAQUE", "TRANSPARENT")
        assert vevent["DTSTAMP"].dt == now() >= told["DTSTAMP"].dt
        for one in (vevent, told):
            del one["TRANSP"], one["DTSTAMP"]
        assert vevent.to_ical() == told.to_ical()

    def test_goes_out_whole_with_its_method(self):
        booked(workshop())
        mail = OutgoingMail.objects.get()
        part = message(mail).message().get_payload()[-1]
        assert part.get_content_type() == "text/calendar"
        assert part.get_param("method") == "PUBLISH"
        assert part.get_filename() == "date.ics"
        assert part.get_payload(decode=True) == bytes(mail.attachment)

    def test_a_booking_given_up_takes_the_date_out_of_the_agenda(self):
        event = workshop()
        allocation.cancel(booked(event), now())
        calendar = calendar_of(sent("cancelled")[0])
        assert (calendar["METHOD"], calendar.events[0]["STATUS"]) == ("CANCEL", "CANCELLED")

    def test_who_waits_has_none(self):
        event = workshop(1)
        booked(event)
        booked(event, "Malo")
        assert sent("waiting")[0].attachment is None


class TestMovedDate:
    def test_a_date_moved_tells_each_with_its_new_calendar_file_and_a_way_to_say_no(self):
        event = workshop(1, line_facts=WEEKLY)
        before = Occurrence.objects.get(event=event.pk, original_day=dt.date(2027, 4, 7)).start
        booked(event)
        booked(event, "Malo")
        republish(event, {"original": "2027-04-07", "start": "2027-04-09T10:00"})
        mails = sent("moved")
        assert [mail.recipient for mail in mails] == ["enora@courriel.bzh", "malo@courriel.bzh"]
        assert "C’était auparavant : mercredi 7 avril, 14 h – 17 h." in plain(mails[0])
        assert "vendredi 9 avril, 10 h – 13 h" in plain(mails[0])
        assert "Je ne peux plus venir" in plain(mails[0])
        assert "Votre réservation reste valable." in plain(mails[0])
        assert "Vous êtes toujours sur la liste d’attente." in plain(mails[1])
        (vevent,) = calendar_of(mails[0]).events
        assert vevent["SEQUENCE"] == 1
        assert vevent["RECURRENCE-ID"].dt == before
        assert vevent["DTSTART"].dt.day == 9
        assert mails[1].attachment is None
        assert row_of(event).start == Occurrence.objects.get(event=event.pk, original_day=dt.date(2027, 4, 7)).start

    def test_a_single_date_given_another_day_keeps_its_bookings(self):
        event = workshop()
        booked(event)
        republish(event, start_date=dt.date(2027, 4, 12))
        assert row_of(event).original_day == dt.date(2027, 4, 12)
        assert len(sent("moved")) == 1
        assert date_of(event).state == "confirmed"
        booked(event, "Malo", 2)
        assert row_of(event).held == 3

    def test_a_single_date_given_another_day_while_offline_keeps_its_bookings(self):
        event = workshop()
        booked(event)
        event.unpublish()
        republish(event, start_date=dt.date(2027, 4, 12))
        assert row_of(event).original_day == dt.date(2027, 4, 12)
        assert len(sent("moved")) == 1

    def test_an_event_that_is_over_and_given_another_day_leaves_its_bookings_where_they_were(self, settings):
        event = workshop(1)
        booked(event)
        settings.FROZEN_NOW = "2028-03-01T09:00"
        republish(event, start_date=dt.date(2028, 4, 12))
        row = row_of(event)
        assert (row.original_day, row.state) == (dt.date(2027, 4, 7), "confirmed")
        assert [mail.key.split("/")[2] for mail in OutgoingMail.objects.all()] == ["booked"]
        assert date_of(event).state == "confirmed"
        booked(event, "Malo", form_key="one year later")
        assert states(event) == {"Enora": "booked", "Malo": "booked"}

    def test_the_only_booked_date_of_a_series_is_cancelled_when_it_is_removed_and_never_moves_to_another(self):
        event = workshop(line_facts={"frequency": "weekly", "count": 2, "until": None})
        allocation.book(date_of(event, 1), asked(), now())
        republish(event, {"original": "2027-04-14", "removed": True})
        assert (row_of(event).original_day, row_of(event).state) == (dt.date(2027, 4, 14), "cancelled")
        assert (len(sent("date-cancelled")), sent("moved")) == (1, [])

    def test_nobody_is_told_of_a_publication_that_changes_nothing_for_them(self):
        event = workshop(line_facts=WEEKLY)
        booked(event)
        republish(event, title="Un autre titre")
        republish(event, {"original": "2027-04-14", "start": "2027-04-15T10:00"})
        call_command("rebuild_occurrences", verbosity=0)
        assert OutgoingMail.objects.count() == 1

    def test_nobody_is_told_that_the_name_of_the_venue_was_put_right_and_the_reminder_has_it(self):
        host = ActorPageFactory(title="Fablab de Lanester")
        event = workshop(host=host)
        booked(event)
        host.title = "Le Fablab de Lanester"
        host.save_revision().publish()
        assert date_of(event).place_label == row_of(event).place_label == "Le Fablab de Lanester"
        assert sent("moved") == []
        republish(event, host=ActorPageFactory(title="Médiathèque"))
        assert len(sent("moved")) == 1

    @pytest.mark.parametrize(
        "change",
        [{"state": "cancelled"}, {"removed": True}],
    )
    def test_a_date_cancelled_or_removed_tells_each_and_offers_nothing_more(self, change):
        event = workshop(1, line_facts=WEEKLY)
        first = booked(event)
        booked(event, "Malo")
        republish(event, {"original": "2027-04-07", **change})
        mails = sent("date-cancelled")
        assert [mail.recipient for mail in mails] == ["enora@courriel.bzh", "malo@courriel.bzh"]
        calendar = calendar_of(mails[0])
        assert (calendar["METHOD"], calendar.events[0]["STATUS"]) == ("CANCEL", "CANCELLED")
        assert calendar.events[0]["SEQUENCE"] == 1
        allocation.cancel(first, now())
        assert states(event) == {"Enora": "cancelled", "Malo": "waiting"}

    @pytest.mark.parametrize(
        "line_facts",
        [
            {},
            WEEKLY,
            {"all_day": True, "start_time": None, "end_time": None} | WEEKLY,
        ],
    )
    def test_a_line_taken_out_of_its_event_takes_its_dates_out_of_the_agendas_of_those_who_come(self, line_facts):
        event = workshop(1, line_facts=line_facts)
        booked(event)
        booked(event, "Malo")
        (told,) = calendar_of(sent("booked")[0]).events
        replace_lines(event)
        assert [mail.recipient for mail in sent("date-cancelled")] == ["enora@courriel.bzh", "malo@courriel.bzh"]
        mail, waited = sent("date-cancelled")
        calendar = calendar_of(mail)
        (gone,) = calendar.events
        assert "METHOD=CANCEL" in mail.attachment_type.upper()
        assert (calendar["METHOD"], gone["STATUS"]) == ("CANCEL", "CANCELLED")
        for name in ("UID", "DTSTART", "DTEND", "RECURRENCE-ID", "SUMMARY"):
            assert gone.get(name) == told.get(name), name
        assert ("RECURRENCE-ID" in gone) == bool(line_facts)
        assert gone["SEQUENCE"] > told["SEQUENCE"]
        assert waited.attachment is None
        assert row_of(event).state == "cancelled"

    def test_a_date_moved_then_taken_out_with_its_line_is_called_by_the_time_of_its_series(self):
        event = workshop(line_facts=WEEKLY)
        booked(event)
        republish(event, {"original": "2027-04-07", "start": "2027-04-09T10:00"})
        (moved,) = calendar_of(sent("moved")[0]).events
        replace_lines(event)
        (gone,) = calendar_of(sent("date-cancelled")[0]).events
        for name in ("UID", "DTSTART", "RECURRENCE-ID"):
            assert gone[name] == moved[name], name
        assert gone["SEQUENCE"] > moved["SEQUENCE"]

    def test_a_series_held_at_another_hour_then_taken_out_is_called_by_the_hour_told_last(self):
        event = workshop(line_facts=WEEKLY)
        booked(event)
        republish(event, start_time=dt.time(15))
        replace_lines(event)
        (gone,) = calendar_of(sent("date-cancelled")[0]).events
        assert gone["RECURRENCE-ID"].dt.hour == 15

    def test_a_cancelled_event_tells_each_and_held_again_it_says_so(self):
        event = workshop()
        booked(event)
        republish(event, state="cancelled")
        assert len(sent("date-cancelled")) == 1
        republish(event, state="confirmed")
        assert len(sent("restored")) == 1
        assert states(event) == {"Enora": "booked"}

    def test_an_event_taken_offline_writes_to_nobody_and_comes_back_as_it_was(self):
        event = workshop(1)
        booked(event)
        event.unpublish()
        assert OutgoingMail.objects.count() == 1
        republish(event)
        assert OutgoingMail.objects.count() == 1
        assert date_of(event).state == "full"


def cost(act: Callable[[], object]) -> int:
    """How many queries ACT takes."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


class TestCost:
    """Of a publication, in queries: what nothing changes for costs nothing of its own."""

    LONG = {"frequency": "daily", "count": 30, "until": None}

    @pytest.fixture(autouse=True)
    def _warm(self):
        """What a process reads once is read."""
        workshop(slug="chaud").save_revision().publish()

    def event(self, slug: str, dates: int, people: int = 1, seats: int = 1) -> EventPage:
        """One of 30 dates of which the first DATES are full, with someone who waits and PEOPLE who have a seat."""
        event = workshop(seats * people, slug=slug, line_facts=self.LONG)
        for number in range(dates):
            for who in range(people):
                said = asked(f"P{number}-{who}", seats)
                allocation.book(date_of(event, number), said, now())
            allocation.book(date_of(event, number), asked(f"Q{number}"), now())
        return event

    def test_does_not_grow_with_the_dates_that_are_booked(self):
        few, many = self.event("peu", 3), self.event("beaucoup", 30)
        assert cost(lambda: republish(many, title="Un titre")) == cost(lambda: republish(few, title="Un titre"))
        assert sent("moved") == []

    def test_does_not_grow_with_groups_too_large_for_the_seats_left(self):
        def group(slug: str, dates: int) -> EventPage:
            event = workshop(2, slug=slug, line_facts=self.LONG)
            for number in range(dates):
                allocation.book(date_of(event, number), asked(f"P{number}"), now())
                allocation.book(date_of(event, number), asked(f"Q{number}", 2), now())
            return event

        few, many = group("peu", 3), group("beaucoup", 12)
        assert cost(lambda: republish(many, title="Un titre")) == cost(lambda: republish(few, title="Un titre"))
        assert sent("offered") == []

    def test_does_not_grow_with_dates_that_are_over(self, settings):
        few, many = self.event("peu", 3), self.event("beaucoup", 12)
        settings.FROZEN_NOW = "2027-05-20T09:00"
        assert cost(lambda: republish(many, title="Un titre")) == cost(lambda: republish(few, title="Un titre"))

    def test_is_the_same_for_each_date_that_changes(self):
        def move(event: EventPage, *numbers: int) -> int:
            days = [date_of(event, number).original_day for number in numbers]
            changes = [{"original": f"{day}", "start": f"{day}T10:00"} for day in days]
            return cost(lambda: republish(event, *changes))

        one, two, five = (move(self.event(f"e{number}", 6), *range(number)) for number in (1, 2, 5))
        assert two - one > 0
        assert five - two == 3 * (two - one)
        assert len(sent("moved")) == 2 * (1 + 2 + 5)

    def test_does_not_grow_with_those_who_are_written_to(self):
        few, many = self.event("peu", 1, people=2), self.event("beaucoup", 1, people=20)
        assert cost(lambda: republish(many, state="cancelled")) == cost(lambda: republish(few, state="cancelled"))
        assert len(sent("date-cancelled")) == 2 + 1 + 20 + 1


class TestOfferWhoseDateChanges:
    @pytest.fixture
    def event(self):
        """One whose only seat is on offer to Malo."""
        event = workshop(1)
        first = booked(event)
        booked(event, "Malo")
        allocation.cancel(first, now())
        OutgoingMail.objects.all().delete()
        return event

    def test_is_made_again_with_a_deadline_before_the_new_hour_and_nobody_is_told_they_are_booked(self, event):
        republish(event, start_date=dt.date(2027, 4, 5))
        offer = Booking.objects.get(name="Malo")
        assert offer.state == "offered"
        assert offer.offer_ends_at < date_of(event).start
        (moved,), (offered,) = sent("moved"), sent("offered")
        assert "Vous êtes toujours sur la liste d’attente." in plain(moved)
        assert "réservation reste valable" not in plain(moved)
        assert moved.attachment is None
        assert moved.pk < offered.pk

    def test_is_taken_back_when_the_date_is_too_near_to_answer(self, event, settings):
        settings.FROZEN_NOW = "2027-04-05T13:30"
        republish(event, start_date=dt.date(2027, 4, 5))
        assert states(event)["Malo"] == "waiting"
        assert date_of(event).state == "confirmed"

    def test_is_taken_back_when_the_date_is_cancelled_and_passes_on_to_nobody(self, event):
        late = Booking.objects.get(name="Malo").offer_ends_at
        republish(event, state="cancelled")
        assert states(event)["Malo"] == "waiting"
        assert sent("date-cancelled")[0].attachment is None
        assert follow_time(late)["expired"] == 0
        assert sent("expired") == []


class TestTime:
    def test_those_who_come_are_reminded_once_two_days_before(self):
        event = workshop()
        booked(event)
        start = date_of(event).start
        assert follow_time(start - dt.timedelta(hours=48, seconds=1))["reminded"] == 0
        assert follow_time(start - dt.timedelta(hours=48))["reminded"] == 1
        assert follow_time(start - dt.timedelta(hours=47))["reminded"] == 0
        assert [mail.subject for mail in sent("reminder")] == [f"C’est bientôt : {event.title}"]

    def test_a_date_moved_once_the_reminder_left_has_another_two_days_before_its_new_time(self, settings):
        event = workshop()
        booked(event)
        settings.FROZEN_NOW = "2027-04-06T09:00"
        assert follow_time(now())["reminded"] == 1
        republish(event, start_date=dt.date(2027, 4, 20))
        assert follow_time(now())["reminded"] == 0
        start = date_of(event).start
        assert follow_time(start - dt.timedelta(hours=48, seconds=1))["reminded"] == 0
        assert [follow_time(start - dt.timedelta(hours=hours))["reminded"] for hours in (48, 47)] == [1, 0]
        assert len(sent("reminder")) == 2

    def test_a_date_moved_to_less_than_two_days_ahead_is_told_once_without_a_reminder_beside(self):
        event = workshop()
        booked(event)
        republish(event, start_date=dt.date(2027, 4, 6))
        assert follow_time(now())["reminded"] == 0
        assert len(sent("moved")) == 1

    def test_a_date_held_elsewhere_at_the_same_time_is_not_reminded_twice(self, settings):
        event = workshop()
        booked(event)
        settings.FROZEN_NOW = "2027-04-06T09:00"
        assert follow_time(now())["reminded"] == 1
        republish(event, host=ActorPageFactory(title="Médiathèque"))
        assert len(sent("moved")) == 1
        assert follow_time(now())["reminded"] == 0

    def test_one_moved_while_reminders_leave_is_not_reminded_of_its_old_time(self, settings):
        event = workshop()
        booking = booked(event)
        settings.FROZEN_NOW = "2027-04-06T09:00"
        republish(event, start_date=dt.date(2027, 4, 20))
        assert not remind(booking, now())
        booking.refresh_from_db()
        assert not booking.reminded

    def test_who_booked_lately_waits_or_left_is_not_reminded(self, settings):
        event = workshop(2)
        allocation.cancel(booked(event), now())
        settings.FROZEN_NOW = "2027-04-06T09:00"
        booked(event, "Nolwenn", 2)
        booked(event, "Malo")
        assert follow_time(now())["reminded"] == 0

    def test_the_scheduled_command_does_both(self, settings, capsys):
        event = workshop(1)
        first = booked(event)
        booked(event, "Malo")
        allocation.cancel(first, now())
        settings.FROZEN_NOW = "2027-04-06T09:00"
        call_command("follow_bookings", "--dry-run")
        call_command("follow_bookings")
        assert capsys.readouterr().out.splitlines() == [
            "1 offres à reprendre, 0 rappels",
            "1 offres reprises, 0 rappels, 0 échecs",
        ]


class TestForgetting:
    def test_names_go_the_day_that_is_promised_when_months_have_not_the_same_days(self, settings):
        settings.FROZEN_NOW = "2027-11-05T09:00"
        event = workshop(line_facts={"start_date": dt.date(2027, 11, 30)})
        booked(event)
        settings.FROZEN_NOW = "2028-02-29T16:59"
        call_command("purge_personal_data")
        assert states(event) == {"Enora": "booked"}
        settings.FROZEN_NOW = "2028-02-29T17:01"
        call_command("purge_personal_data")
        assert states(event) == {"": "booked"}

    def test_names_go_three_months_after_the_date_and_counts_stay(self, settings, capsys):
        event = workshop(2)
        booking = booked(event, "Enora", 2, answers=(("Un ordinateur ?", "Oui"),))
        Booking.objects.update(came=True)
        booked(event, "Malo")
        settings.FROZEN_NOW = "2027-07-07T16:59"
        call_command("purge_personal_data")
        assert states(event) == {"Enora": "booked", "Malo": "waiting"}
        settings.FROZEN_NOW = "2027-07-07T17:01"
        call_command("purge_personal_data", "--dry-run")
        call_command("purge_personal_data")
        assert "2 réservations effacées" in capsys.readouterr().out.splitlines()[-1]
        assert not OutgoingMail.objects.exists()
        kept = Booking.objects.get(pk=booking.pk)
        assert (kept.name, kept.email, kept.answers, kept.form_key) == ("", "", [], "")
        assert (kept.people, kept.state, row_of(event).attended) == (2, "booked", 2)
        assert kept.key != booking.key
        call_command("purge_personal_data")
        assert Booking.objects.count() == 2
