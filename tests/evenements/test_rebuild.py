"""`rebuild_occurrences` brings the horizon forward, heals, and writes nothing in vain."""

import datetime as dt

import pytest
from django.core.management import call_command

from core import closures
from evenements.enums import Frequency
from evenements.models import DateLine, EventBytes, FeedVersion, Occurrence
from tests.evenements.calendars import content_lines, told
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _january(settings):
    settings.FROZEN_NOW = "2027-01-15T12:00:00"


def rebuild(capsys, **options) -> str:
    capsys.readouterr()
    call_command("rebuild_occurrences", **options)
    return capsys.readouterr().out.strip()


def test_the_horizon_comes_forward_and_the_calendar_does_not_change(settings, capsys):
    event = EventPageFactory(date_lines=[line(start_date=dt.date(2027, 1, 20), frequency=Frequency.WEEKLY)])
    before, data = dict(event.occurrences.values_list("original_day", "pk")), told(event.pk)
    settings.FROZEN_NOW = "2027-02-15T12:00:00"

    said = rebuild(capsys)

    after = dict(event.occurrences.values_list("original_day", "pk"))
    assert said == "rebuild_occurrences: 1 events, 1 told again; dates created 5, updated 0, deleted 0"
    assert max(after) == dt.date(2029, 2, 14)
    assert before.items() <= after.items()
    assert told(event.pk) == data


def test_a_second_run_writes_nothing(capsys):
    EventPageFactory(date_lines=[line(weekly=True, skip_public_holidays=True)])
    versions = list(FeedVersion.objects.values_list())

    assert rebuild(capsys).endswith("0 told again; dates created 0, updated 0, deleted 0")
    assert list(FeedVersion.objects.values_list()) == versions


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(capsys):
    event = EventPageFactory()
    Occurrence.objects.all().delete()

    said = rebuild(capsys, dry_run=True)

    assert said.endswith("1 would be told again; dates would be created 1, updated 0, deleted 0")
    assert not event.occurrences.exists()


def test_what_is_lost_or_left_over_is_healed(capsys):
    event, draft = EventPageFactory(), EventPageFactory(draft=True)
    data = told(event.pk)
    EventBytes.objects.all().delete()
    Occurrence.objects.update(title="faux")
    EventBytes.objects.create(event=draft, language="fr", data=b"x", modified=dt.datetime(2027, 1, 1, tzinfo=dt.UTC))

    rebuild(capsys)

    assert told(event.pk) == data
    assert event.occurrences.get().title == ""
    assert not told(draft.pk)


def test_holidays_that_calendars_have_learnt_are_left_out(monkeypatch, capsys):
    event = EventPageFactory(date_lines=[line(weekly=True, skip_school_holidays=True)])
    assert dt.date(2027, 6, 2) in event.occurrences.values_list("original_day", flat=True)
    known = closures.closed_days
    learnt = frozenset([dt.date(2027, 6, 2)])
    monkeypatch.setattr(closures, "closed_days", lambda *days, **zone: known(*days, **zone) | learnt)

    rebuild(capsys)

    assert dt.date(2027, 6, 2) not in event.occurrences.values_list("original_day", flat=True)
    (exdate,) = [of for of in content_lines(told(event.pk)) if of.startswith("EXDATE")]
    assert "20270602T140000" in exdate
    assert "2027-06-02" in DateLine.objects.get(page=event).excluded


def test_a_line_without_end_looks_for_holidays_to_the_end_of_a_year():
    event = EventPageFactory(
        date_lines=[line(start_date=dt.date(2020, 1, 1), frequency=Frequency.WEEKLY, skip_public_holidays=True)]
    )

    days = DateLine.objects.get(page=event).excluded
    assert (days[0], days[-1]) == ("2020-01-01", "2031-12-25")
