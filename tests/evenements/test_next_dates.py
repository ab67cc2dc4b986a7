"""The one date that tells an event wherever it is listed alone."""

import datetime as dt

import pytest

from evenements.enums import Frequency, State
from evenements.presentation import next_dates
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = (dt.date(2027, 4, day) for day in (7, 14, 21))


def shown(day: dt.date, **states: State) -> dt.date:
    """The day shown on DAY of three Wednesdays, some of which are in another state."""
    days = {"first": FIRST, "second": SECOND, "third": THIRD}
    changes = tuple({"original": days[name].isoformat(), "state": state} for name, state in states.items())
    event = EventPageFactory(
        date_lines=[line(start_date=FIRST, frequency=Frequency.WEEKLY, weekdays="WE", count=3, changes=changes)]
    )
    return next_dates([event.pk], dt.datetime.combine(day, dt.time(6), dt.UTC))[event.pk].first_day


def test_it_is_the_first_that_is_not_over() -> None:
    assert shown(FIRST) == FIRST
    assert shown(SECOND) == SECOND


@pytest.mark.parametrize("away", [State.CANCELLED, State.POSTPONED])
def test_one_that_is_not_held_gives_way_to_the_next(away: State) -> None:
    assert shown(FIRST, first=away) == SECOND


@pytest.mark.parametrize("held", [State.FULL, State.MOVED_ONLINE])
def test_one_that_is_held_otherwise_is_told(held: State) -> None:
    assert shown(FIRST, first=held) == FIRST


def test_when_none_to_come_is_held_the_first_says_why() -> None:
    assert shown(SECOND, second=State.CANCELLED, third=State.CANCELLED) == SECOND


def test_when_all_are_over_it_is_the_last() -> None:
    assert shown(THIRD + dt.timedelta(days=1)) == THIRD
