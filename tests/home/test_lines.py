"""Date lines read from the demonstration's data."""

import datetime as dt

import pytest

from evenements import recurrence
from evenements.line_rules import problems
from home.loading.files import read
from home.loading.lines import LineReader

TODAY = dt.date(2026, 11, 24)
PLACES = {"salle": 7}


def read_line(**entry):
    return LineReader(TODAY, PLACES).line(entry, 0)


def dates(line):
    return list(recurrence.expand(line.line, dt.date(2026, 1, 1), dt.date(2027, 12, 31)))


def test_an_end_before_the_start_is_the_next_day():
    line = read_line(day="+4w SA", start="20:00", end="02:00")

    (slot,) = dates(line)
    assert slot.end == dt.datetime(2026, 12, 27, 2, 0)


def test_school_holidays_are_left_out_of_a_series():
    line = read_line(
        day="+0w WE", start="14:00", end="17:00", repeat="weekly", on=["WE"], until="+6w WE", skip_school=True
    )

    days = [slot.original.isoformat() for slot in dates(line)]
    assert days == ["2026-11-25", "2026-12-02", "2026-12-09", "2026-12-16", "2027-01-06"]


def test_an_exception_is_on_the_nth_date_or_the_first_one_after_a_day():
    line = read_line(
        day="+0w TU", start="14:00", end="16:00", repeat="weekly", every=2, on=["TU"], count=5,
        changes=[{"after": "+1d", "state": "cancelled"}, {"nth": 4, "shift": "+1d", "place": "salle"}],
    )  # fmt: skip

    assert line.changes == [
        {"original": "2026-12-08", "state": "cancelled"},
        {"original": "2027-01-05", "start": "2027-01-06", "place": 7},
    ]
    moved = [slot for slot in dates(line) if slot.original == dt.date(2027, 1, 5)]
    assert (moved[0].start, moved[0].end) == (dt.datetime(2027, 1, 6, 14), dt.datetime(2027, 1, 6, 16))


def test_an_exception_may_give_other_hours():
    line = read_line(day="+1w WE", start="14:00", end="17:00", changes=[{"nth": 1, "start": "09:30", "end": "12:00"}])

    (slot,) = dates(line)
    assert (slot.start.hour, slot.end.hour) == (9, 12)


@pytest.mark.parametrize("today", ["2026-01-01", "2026-08-15", "2026-11-24", "2027-02-28", "2028-02-29"])
def test_every_line_of_the_demonstration_is_valid_whatever_the_day_it_is_loaded(today):
    places = {place["slug"]: 1 for place in read("demo/events")["places"]}
    reader = LineReader(dt.date.fromisoformat(today), places)
    entries = [*read("demo/events")["events"], *read("demo/workshops")["workshops"]]

    found = {
        (entry["slug"], str(problem))
        for entry in entries
        for line in entry["dates"]
        for problem in problems(reader.line(line, 0)).items()
    }

    assert found == set()
