"""The table of published dates: equal to the lines, identities kept, nothing written in vain."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Commune
from evenements.enums import AttendanceMode, Frequency, State
from evenements.models import DateLine
from evenements.publication import events_refreshed, publish, publish_many, withdraw
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import PlaceFactory
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory, line

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
WEDNESDAYS = [dt.date(2027, 4, 7) + dt.timedelta(days=7 * week) for week in range(13)]


@pytest.fixture(autouse=True)
def _january(settings):
    settings.FROZEN_NOW = "2027-01-15T12:00:00"


def days(event) -> list[dt.date]:
    return list(event.occurrences.order_by("original_day").values_list("original_day", flat=True))


def edit(event, **facts) -> None:
    """Changes the only line of a published event, and publishes."""
    page = event.get_latest_revision_as_object()
    (only,) = page.date_lines.all()
    for name, value in facts.items():
        setattr(only, name, value)
    page.date_lines = [only]
    page.save_revision(clean=False).publish()


def test_the_rows_are_the_dates_of_the_lines():
    event = EventPageFactory(date_lines=[line(weekly=True), line(start_date=dt.date(2027, 9, 1), whole_day=True)])

    assert days(event) == [*WEDNESDAYS, dt.date(2027, 9, 1)]
    first, last = event.occurrences.earliest("start"), event.occurrences.latest("start")
    assert first.start == dt.datetime(2027, 4, 7, 14, tzinfo=PARIS)
    assert first.end == dt.datetime(2027, 4, 7, 17, tzinfo=PARIS)
    assert (last.all_day, last.start) == (True, dt.datetime(2027, 9, 1, tzinfo=PARIS))
    assert last.end == dt.datetime(2027, 9, 2, tzinfo=PARIS)


def test_a_night_belongs_to_its_two_days():
    row = EventPageFactory(date_lines=[line(overnight=True)]).occurrences.get()

    assert (row.first_day, row.last_day) == (dt.date(2027, 4, 7), dt.date(2027, 4, 8))


def test_dates_without_end_stop_at_the_horizon_and_the_past_is_kept(settings):
    settings.OCCURRENCE_HORIZON_MONTHS = 3
    event = EventPageFactory(date_lines=[line(start_date=dt.date(2026, 12, 2), frequency=Frequency.WEEKLY)])

    assert days(event)[0] == dt.date(2026, 12, 2)
    assert days(event)[-1] == dt.date(2027, 4, 14)


def test_a_date_moved_past_the_horizon_is_still_listed(settings):
    settings.OCCURRENCE_HORIZON_MONTHS = 3
    moved = {"original": "2027-01-20", "start": "2027-09-01T10:00"}
    series = line(start_date=dt.date(2027, 1, 20), frequency=Frequency.WEEKLY, changes=(moved,))

    event = EventPageFactory(date_lines=[series])

    assert event.occurrences.get(original_day=dt.date(2027, 1, 20)).first_day == dt.date(2027, 9, 1)


def test_a_series_that_begins_past_the_horizon_is_listed_once(settings):
    settings.OCCURRENCE_HORIZON_MONTHS = 3

    assert days(EventPageFactory(date_lines=[line(weekly=True)]))[-1] == dt.date(2027, 4, 14)
    later = line(start_date=dt.date(2028, 1, 5), frequency=Frequency.WEEKLY, until=dt.date(2028, 3, 1))
    assert days(EventPageFactory(date_lines=[later])) == [dt.date(2028, 1, 5)]


def test_a_series_without_end_that_begins_past_the_horizon_is_listed_once():
    endless = line(start_date=dt.date(2031, 12, 1), frequency=Frequency.WEEKLY)

    assert days(EventPageFactory(date_lines=[endless])) == [dt.date(2031, 12, 1)]


def test_a_daily_series_older_than_the_agenda_keeps_its_latest_dates():
    event = EventPageFactory(date_lines=[line(start_date=dt.date(2005, 1, 1), frequency=Frequency.DAILY)])

    assert days(event)[-1] == dt.date(2029, 1, 15)
    assert 4990 < len(days(event)) <= 5000


def test_an_edit_of_the_hour_keeps_the_rows():
    event = EventPageFactory(date_lines=[line(weekly=True)])
    before = dict(event.occurrences.values_list("original_day", "pk"))

    edit(event, start_time=dt.time(15))

    assert dict(event.occurrences.values_list("original_day", "pk")) == before
    assert {row.start.astimezone(PARIS).hour for row in event.occurrences.all()} == {15}


def test_an_edit_of_the_end_of_a_series_keeps_the_rows_that_remain():
    event = EventPageFactory(date_lines=[line(weekly=True)])
    before = dict(event.occurrences.values_list("original_day", "pk"))

    edit(event, until=dt.date(2027, 4, 21))

    kept = dict(event.occurrences.values_list("original_day", "pk"))
    assert list(kept) == WEDNESDAYS[:3]
    assert kept.items() <= before.items()


def test_a_single_date_keeps_its_row_when_its_day_is_edited():
    event = EventPageFactory()
    before = event.occurrences.get().pk

    edit(event, start_date=dt.date(2027, 5, 3))

    row = event.occurrences.get()
    assert (row.pk, row.original_day, row.first_day) == (before, dt.date(2027, 5, 3), dt.date(2027, 5, 3))


def test_a_date_that_moves_keeps_its_row_and_says_when_it_was():
    event = EventPageFactory(date_lines=[line(weekly=True)])
    before = event.occurrences.get(original_day=WEDNESDAYS[1]).pk

    edit(event, changes=[{"original": "2027-04-14", "start": "2027-04-15T10:00", "state": "postponed"}])

    row = event.occurrences.get(pk=before)
    assert row.start == dt.datetime(2027, 4, 15, 10, tzinfo=PARIS)
    assert row.previous_start == dt.datetime(2027, 4, 14, 14, tzinfo=PARIS)
    assert row.state == State.POSTPONED


def test_postponed_without_a_date_stays_at_its_former_time():
    row = EventPageFactory(postponed=True).occurrences.get()

    assert (row.state, row.previous_start) == (State.POSTPONED, None)
    assert row.start == dt.datetime(2027, 4, 7, 14, tzinfo=PARIS)


def test_the_state_of_a_date_wins_over_that_of_the_event():
    changes = ({"original": "2027-04-14", "state": "confirmed"}, {"original": "2027-04-21", "state": "full"})
    event = EventPageFactory(cancelled=True, date_lines=[line(weekly=True, changes=changes)])

    states = list(event.occurrences.order_by("start").values_list("state", flat=True)[:4])
    assert states == [State.CANCELLED, State.CONFIRMED, State.FULL, State.CANCELLED]


def test_a_date_moved_online_is_online_and_still_found_in_its_commune():
    place = PlaceFactory(name="Salle haute")
    change = {"original": "2027-04-14", "state": "moved_online"}
    event = EventPageFactory(place=place, date_lines=[line(weekly=True, changes=(change,))])

    moved = event.occurrences.get(original_day=WEDNESDAYS[1])
    usual = event.occurrences.get(original_day=WEDNESDAYS[0])
    assert (moved.mode, usual.mode) == (AttendanceMode.ONLINE, AttendanceMode.ON_SITE)
    assert moved.commune == usual.commune == place.commune
    assert usual.place_label == "Salle haute"


@pytest.mark.parametrize("online", [False, True])
def test_a_date_held_at_an_actor_has_its_address(online):
    place, host = PlaceFactory(name="Salle haute"), ActorPageFactory(located=True, title="Le FabLab")
    change = {"original": "2027-04-14", "host": host.pk}
    where = {"online": True} if online else {"place": place}
    event = EventPageFactory(**where, date_lines=[line(weekly=True, changes=(change,))])

    moved, usual = (event.occurrences.get(original_day=day) for day in (WEDNESDAYS[1], WEDNESDAYS[0]))
    assert (moved.place_label, moved.commune, moved.mode) == ("Le FabLab", host.commune, AttendanceMode.ON_SITE)
    assert (moved.place, moved.host) == (None, host)
    assert (usual.place, usual.host) == (None if online else place, None)


def test_an_actor_that_is_a_draft_is_not_named_by_a_date():
    change = {"original": "2027-04-14", "host": ActorPageFactory(draft=True, located=True).pk}
    event = EventPageFactory(at_place=True, date_lines=[line(weekly=True, changes=(change,))])

    moved = event.occurrences.get(original_day=WEDNESDAYS[1])
    assert (moved.place_label, moved.place, moved.host, moved.commune) == ("", None, None, None)


def test_a_date_has_the_place_it_names_else_the_event_s():
    host = ActorPageFactory(located=True, title="Le FabLab")
    other = PlaceFactory(name="Salle basse", commune=Commune.objects.first())
    change = {"original": "2027-04-14", "place": other.pk}
    event = EventPageFactory(host=host, date_lines=[line(weekly=True, changes=(change,))])

    moved = event.occurrences.get(original_day=WEDNESDAYS[1])
    usual = event.occurrences.get(original_day=WEDNESDAYS[0])
    assert (moved.place_label, moved.commune) == ("Salle basse", other.commune)
    assert (moved.place, moved.host) == (other, None)
    assert (usual.place_label, usual.commune) == ("Le FabLab", host.commune)
    assert (usual.place, usual.host) == (None, host)


def test_an_online_event_has_no_commune():
    row = EventPageFactory(online=True, host=ActorPageFactory(located=True)).occurrences.get()

    assert (row.mode, row.commune, row.place_label) == (AttendanceMode.ONLINE, None, "")


def test_what_lists_filter_by_is_copied():
    row = WorkshopPageFactory(paying=True).occurrences.get()
    other = EventPageFactory().occurrences.get()

    assert (row.is_workshop, row.is_free) == (True, False)
    assert (other.is_workshop, other.is_free) == (False, True)
    assert row.kind == row.event.kind


def test_a_long_note_and_title_are_cut_to_their_columns():
    change = {"original": "2027-04-14", "title": "t" * 300, "note": "n" * 300}
    event = EventPageFactory(date_lines=[line(weekly=True, changes=(change,))])

    row = event.occurrences.get(original_day=WEDNESDAYS[1])
    assert (len(row.title), len(row.note)) == (255, 200)


def test_nothing_is_written_when_nothing_changed():
    event = EventPageFactory(date_lines=[line(weekly=True)])

    assert publish(event.pk).event_ids == set()
    report = publish(event.pk)
    assert (report.created, report.updated, report.deleted) == (0, 0, 0)


def test_only_the_rows_that_change_are_written():
    event = EventPageFactory(date_lines=[line(weekly=True)])
    DateLine.objects.filter(page=event).update(changes=[{"original": "2027-04-14", "state": "full"}])

    report = publish(event.pk)

    assert (report.created, report.updated, report.deleted) == (0, 1, 0)


def test_queries_do_not_grow_with_events_nor_dates(monkeypatch):
    monkeypatch.setattr(events_refreshed, "send", lambda **kwargs: None)
    few = [EventPageFactory().pk for _ in range(2)]
    many = few + [WorkshopPageFactory(at_place=True, date_lines=[line(weekly=True)]).pk for _ in range(8)]
    counts = []
    for events in (few, many):
        withdraw(events)
        with CaptureQueriesContext(connection) as queries:
            publish_many(events)
        counts.append(len([query for query in queries if not query["sql"].startswith("INSERT")]))

    assert counts[0] == counts[1] <= 30
