"""Who gets a seat: the rules alone, without a database."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenements.booking.rules import SHORTEST_OFFER, Party, deadline, free_seats, offered, opening, rank

NOON = dt.datetime(2027, 4, 7, 12, tzinfo=dt.UTC)
LONGEST = dt.timedelta(hours=48)
PARIS = ZoneInfo("Europe/Paris")


def hours(number: float) -> dt.timedelta:
    return dt.timedelta(hours=number)


@pytest.mark.parametrize(
    ("waiting", "free", "expected"),
    [
        ([], 3, []),
        ([1, 1, 1], 2, [0, 1]),
        ([2], 1, []),  # never split
        ([3, 1, 2], 2, [1]),  # never blocks those behind, who take what is left in their order
        ([3, 2, 1], 3, [0]),
        ([4, 1, 1], 0, []),
        ([2, 2, 1], 3, [0, 2]),
    ],
)
def test_free_seats_go_in_order_to_those_they_suffice_for(waiting, free, expected):
    parties = [Party(key, people) for key, people in enumerate(waiting)]
    assert [party.key for party in offered(parties, free)] == expected


@given(st.lists(st.integers(1, 6), max_size=30), st.integers(0, 20))
def test_offers_hold_what_is_free_and_leave_nobody_they_suffice_for(sizes, free):
    parties = [Party(key, people) for key, people in enumerate(sizes)]
    chosen = offered(parties, free)
    left = free - sum(party.people for party in chosen)
    assert left >= 0
    assert [party.key for party in chosen] == sorted(party.key for party in chosen)
    assert all(party.people > left for party in parties if party not in chosen)
    # Who comes first is served first: whoever is passed over asked for more than there was when its turn came.
    for party in parties:
        before = sum(other.people for other in chosen if other.key < party.key)
        assert (party in chosen) == (party.people <= free - before)


@given(st.integers(0, 100), st.integers(0, 200))
def test_seats_lowered_below_what_is_held_leave_none_free_and_take_none_back(seats, held):
    assert free_seats(seats, held) == max(0, seats - held)


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (hours(24 * 30), hours(48)),
        (hours(192), hours(48)),
        (hours(96), hours(24)),
        (hours(8), hours(2)),
        (hours(3), hours(1)),
        (hours(1), hours(1)),
        (hours(0.99), None),
        (-hours(1), None),
    ],
)
def test_an_offer_ends_sooner_as_the_date_nears_and_none_is_made_too_late(left, expected):
    found = deadline(NOON, NOON + left, LONGEST, PARIS)
    assert found == (None if expected is None else NOON + expected)


@given(st.timedeltas(min_value=SHORTEST_OFFER, max_value=dt.timedelta(days=400)))
def test_an_offer_leaves_at_least_an_hour_and_ends_before_the_date_begins(left):
    ends = deadline(NOON, NOON + left, LONGEST, PARIS)
    assert ends is not None
    assert NOON + SHORTEST_OFFER <= ends <= NOON + left
    assert ends <= NOON + LONGEST + hours(12)


@pytest.mark.parametrize(
    ("now", "start", "expected"),
    [
        ("2027-04-05T20:00", "2027-04-06T14:00", "2027-04-06T09:00"),  # half past midnight
        ("2027-04-06T02:00", "2027-04-06T14:00", "2027-04-06T09:00"),  # five in the morning
        ("2027-04-05T17:00", "2027-04-06T09:00", "2027-04-05T21:00"),  # the date begins as people are up
        ("2027-04-05T19:00", "2027-04-06T09:30", "2027-04-05T22:37:30"),  # too near to wait for the morning
        ("2027-04-05T09:00", "2027-04-07T09:00", "2027-04-06T09:00"),  # nine is sharp
        ("2027-03-27T20:00", "2027-03-28T14:00", "2027-03-28T09:00"),  # the night the clocks change
    ],
)
def test_an_offer_never_ends_at_night_unless_the_date_is_too_near(now, start, expected):
    there = [dt.datetime.fromisoformat(moment).replace(tzinfo=PARIS) for moment in (now, start)]
    ends = deadline(*(moment.astimezone(dt.UTC) for moment in there), LONGEST, PARIS)
    assert ends is not None
    assert ends.astimezone(PARIS).replace(tzinfo=None).isoformat().removesuffix(":00") == expected


@pytest.mark.parametrize(
    ("days", "hours_before", "expected"),
    [(None, 0, (None, NOON)), (7, 2, (NOON - dt.timedelta(days=7), NOON - hours(2)))],
)
def test_a_date_opens_days_and_closes_hours_before_it_begins(days, hours_before, expected):
    found = opening(NOON, days, hours_before, PARIS)
    assert (found.opens, found.closes) == expected


def test_a_date_opens_at_its_own_hour_when_the_clock_has_changed_since():
    start = dt.datetime(2027, 3, 30, 18, tzinfo=PARIS)
    found = opening(start.astimezone(dt.UTC), 7, 0, PARIS)
    assert found.opens == dt.datetime(2027, 3, 23, 18, tzinfo=PARIS)


def test_the_place_in_the_list_is_counted_from_one():
    waiting = [Party(7, 1), Party(3, 2)]
    assert [rank(waiting, key) for key in (7, 3, 9)] == [1, 2, 0]
