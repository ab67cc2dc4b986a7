"""A series that goes on as another line from a date on, or at another hour: bookings and agendas follow."""

import datetime as dt

import pytest
from icalendar import Calendar, Event

from core.clock import now
from core.models import OutgoingMail
from evenements.booking import allocation
from evenements.booking.links import path_of
from evenements.booking.models import BookedDate, Booking
from evenements.models import DateLine, EventPage
from tests.evenements.booking.sample import MORNING, asked, booked, date_of, republish, row_of, states, workshop
from tests.factories.evenements import line

pytestmark = pytest.mark.django_db
WEEKLY = {"frequency": "weekly", "until": dt.date(2027, 6, 30)}
FROM = dt.date(2027, 4, 14)


@pytest.fixture(autouse=True)
def _april(settings):
    settings.FROZEN_NOW = MORNING


def publish_lines(event: EventPage, *lines: DateLine) -> EventPage:
    page = type(event).objects.get(pk=event.pk)
    page.date_lines = list(lines)
    page.save_revision().publish()
    return event


def split(event: EventPage, day: dt.date = FROM, **facts) -> DateLine:
    """Publishes EVENT again as who changes it « à partir de cette date », with these FACTS of the line that follows."""
    first = type(event).objects.get(pk=event.pk).date_lines.all()[0]
    first.until, first.count = day - dt.timedelta(days=1), None
    following = line(**{"start_date": day} | WEEKLY | facts)
    publish_lines(event, first, following)
    return following


def mails() -> list[str]:
    """The notices and recipients of all mails, confirmations aside."""
    told = OutgoingMail.objects.order_by("pk").values_list("key", "recipient")
    return [f"{key.split('/')[2]} {to.partition('@')[0]}" for key, to in told if "/booked/" not in key]


def file_of(notice: str, name: str) -> Calendar:
    """The file in the mail of NOTICE to who is called NAME."""
    mail = OutgoingMail.objects.get(key__contains=f"/{notice}/", recipient__startswith=name)
    return Calendar.from_ical(bytes(mail.attachment))


def name_of(vevent: Event) -> tuple[str, dt.datetime]:
    return str(vevent["UID"]), vevent["RECURRENCE-ID"].dt


@pytest.fixture
def event() -> EventPage:
    """A weekly workshop of one seat: Enora is booked on the 7th, Malo on the 14th, on which Nora waits."""
    event = workshop(1, line_facts=WEEKLY)
    booked(event)
    for name in ("Malo", "Nora"):
        allocation.book(date_of(event, 1), asked(name), now())
    OutgoingMail.objects.exclude(key__contains="/booked/").delete()
    return event


def test_bookings_go_with_their_date_and_are_told_of_its_new_hour(event, client):
    old = BookedDate.objects.get(original_day=FROM).line_uid
    following = split(event, end_time=dt.time(20, 30))
    assert states(event) == {"Enora": "booked", "Malo": "booked", "Nora": "waiting"}
    row = BookedDate.objects.get(original_day=FROM)
    assert (row.line_uid, row.state, row.held, row.waiting) == (following.uid, "full", 1, 1)
    assert date_of(event, 1).state == "full"
    assert mails() == ["moved malo", "moved nora"]
    calendar = file_of("moved", "malo")
    assert calendar["METHOD"] == "PUBLISH"
    gone, stays = calendar.events
    assert [(str(one["UID"]), str(one["STATUS"])) for one in (gone, stays)] == [
        (old, "CANCELLED"),
        (following.uid, "CONFIRMED"),
    ]
    (told,) = file_of("booked", "malo").events
    assert name_of(gone) == name_of(told)
    assert gone["SEQUENCE"] > told["SEQUENCE"]
    feed = Calendar.from_ical(client.get(event.url + "evenement.ics").content)
    assert following.uid in {str(one["UID"]) for one in feed.events}


def test_nobody_is_told_of_a_split_that_leaves_hour_and_place_and_the_next_file_takes_the_old_name_away(event):
    old = BookedDate.objects.get(original_day=FROM).line_uid
    following = split(event, FROM)
    assert mails() == []
    republish_following(event, start_time=dt.time(15))
    assert mails() == ["moved malo", "moved nora"]
    assert [str(one["UID"]) for one in file_of("moved", "malo").events] == [old, following.uid]
    OutgoingMail.objects.all().delete()
    republish_following(event, end_time=dt.time(18))
    assert [str(one["UID"]) for one in file_of("moved", "malo").events] == [following.uid]


def republish_following(event: EventPage, **facts) -> None:
    """Publishes EVENT again with FACTS of its last line."""
    lines = type(event).objects.get(pk=event.pk).date_lines.all()
    first, last = sorted(lines, key=lambda line: line.start_date)
    for name, value in facts.items():
        setattr(last, name, value)
    publish_lines(event, first, last)


def test_a_date_cancelled_after_a_silent_split_leaves_the_agenda_by_the_name_it_has_there(event, client):
    old = BookedDate.objects.get(original_day=FROM).line_uid
    following = split(event, FROM)
    malo = Booking.objects.get(name="Malo")
    own = Calendar.from_ical(client.get(path_of(malo, "fr") + "date.ics").content)
    assert [str(one["UID"]) for one in own.events] == [old, following.uid]
    republish_following(event, changes=[{"original": f"{FROM}", "state": "cancelled"}])
    calendar = file_of("date-cancelled", "malo")
    assert calendar["METHOD"] == "CANCEL"
    assert [str(one["UID"]) for one in calendar.events] == [old]


def test_who_books_after_a_split_has_the_new_name_alone(event):
    following = split(event, FROM)
    allocation.book(date_of(event, 2), asked("Yann"), now())
    (vevent,) = file_of("booked", "yann").events
    assert str(vevent["UID"]) == following.uid


def test_a_date_moved_to_another_day_goes_to_the_line_that_begins_there(event):
    moved = {"original": f"{FROM}", "start": "2027-04-15T14:00"}
    first = type(event).objects.get(pk=event.pk).date_lines.all()[0]
    first.changes = [moved]
    publish_lines(event, first)
    OutgoingMail.objects.all().delete()
    first.changes, first.until = [], dt.date(2027, 4, 13)
    following = line(start_date=dt.date(2027, 4, 15), **WEEKLY)
    publish_lines(event, first, following)
    malo = Booking.objects.get(name="Malo").date
    assert (malo.line_uid, malo.original_day, malo.state) == (following.uid, dt.date(2027, 4, 15), "full")
    assert mails() == []


def test_a_split_taken_back_brings_bookings_to_their_first_line(event):
    old = BookedDate.objects.get(original_day=FROM).line_uid
    split(event, FROM)
    first = min(type(event).objects.get(pk=event.pk).date_lines.all(), key=lambda line: line.start_date)
    first.until = WEEKLY["until"]
    publish_lines(event, first)
    assert BookedDate.objects.get(original_day=FROM).line_uid == old
    assert (states(event)["Malo"], mails()) == ("booked", [])


def test_an_event_split_while_it_is_offline_keeps_its_bookings(event):
    event.unpublish()
    following = split(event, FROM)
    assert BookedDate.objects.get(original_day=FROM).line_uid == following.uid
    assert BookedDate.objects.get(original_day=dt.date(2027, 4, 7)).line_uid != following.uid
    assert mails() == []


def test_the_only_booked_date_of_a_series_split_offline_never_goes_to_the_one_before_it():
    event = workshop(line_facts=WEEKLY)
    allocation.book(date_of(event, 1), asked("Malo"), now())
    event.unpublish()
    following = split(event, FROM)
    assert (row_of(event).line_uid, row_of(event).original_day) == (following.uid, FROM)


@pytest.mark.parametrize("is_offline", [False, True])
def test_nobody_goes_from_a_morning_that_is_dropped_to_the_afternoon_there_always_was(is_offline):
    morning, afternoon = line(start_time=dt.time(9), end_time=dt.time(11)), line()
    event = workshop(line_facts={})
    publish_lines(event, morning, afternoon)
    booked(event)
    if is_offline:
        event.unpublish()
    publish_lines(event, afternoon)
    assert row_of(event).line_uid == morning.uid
    assert mails() == ["date-cancelled enora"]


def test_of_two_new_lines_that_day_bookings_take_the_nearest_hour():
    morning, afternoon = ({"start_time": dt.time(hour), "end_time": dt.time(hour + 2)} for hour in (9, 14))
    event = workshop()
    publish_lines(event, line(**morning), line(**afternoon))
    for number, name in enumerate(("Enora", "Malo")):
        allocation.book(date_of(event, number), asked(name), now())
    late, early = line(**afternoon | {"end_time": dt.time(17)}), line(**morning)
    publish_lines(event, late, early)
    lines = dict(Booking.objects.values_list("name", "date__line_uid"))
    assert lines == {"Enora": early.uid, "Malo": late.uid}
    assert mails() == ["moved malo"]


def test_who_was_told_that_a_date_is_cancelled_is_not_brought_to_another_line_that_day():
    event = workshop()
    booked(event)
    publish_lines(event, line(start_date=dt.date(2027, 5, 20)))
    assert mails() == ["date-cancelled enora"]
    publish_lines(event, line())
    assert (row_of(event).state, mails()) == ("cancelled", ["date-cancelled enora"])


def test_a_whole_series_at_another_hour_leaves_one_date_in_the_agenda():
    event = workshop(line_facts=WEEKLY)
    booked(event)
    republish(event, start_time=dt.time(15))
    gone, stays = file_of("moved", "enora").events
    assert [(one["RECURRENCE-ID"].dt.hour, str(one["STATUS"])) for one in (gone, stays)] == [
        (14, "CANCELLED"),
        (15, "CONFIRMED"),
    ]
