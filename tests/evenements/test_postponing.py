"""A date that happens once: where its line says it is, and when it was to be."""

import datetime as dt
from typing import Any

import pytest

from evenements.models import DateLine
from evenements.postponing import settle
from evenements.recurrence import expand

DAY = dt.date(2026, 12, 10)
LATER = dt.date(2026, 12, 17)
LAST = dt.date(2027, 1, 7)
WAS = {"previous": "2026-12-10T18:00:00"}
POSTPONED = {"state": "postponed"}


def line(day: dt.date = DAY, *changes: dict[str, Any], **fields: Any) -> DateLine:
    evening = {"start_time": dt.time(18), "end_time": dt.time(20)}
    return DateLine(uid="line@test", start_date=day, changes=list(changes), **evening | fields)


def said(day: dt.date, **facts: Any) -> dict[str, Any]:
    return {"original": day.isoformat(), **facts}


@pytest.mark.parametrize(
    ("published", "typed", "state", "day", "changes"),
    [
        pytest.param(line(), line(), "postponed", DAY, [], id="no new day yet"),
        pytest.param(line(), line(LATER), "postponed", LATER, [said(LATER, **WAS)], id="a new day"),
        pytest.param(line(), line(LATER), "confirmed", LATER, [], id="a day corrected"),
        pytest.param(None, line(LATER), "postponed", LATER, [], id="never published"),
        pytest.param(
            line(LATER, said(LATER, **WAS)),
            line(LAST, said(LATER, **WAS)),
            "postponed",
            LAST,
            [said(LAST, **WAS)],
            id="postponed again",
        ),
        pytest.param(
            line(LATER, said(LATER, **WAS)),
            line(LAST, said(LATER, **WAS)),
            "confirmed",
            LAST,
            [said(LAST, **WAS)],
            id="the new day corrected",
        ),
        pytest.param(
            line(LATER, said(LATER, **WAS)), line(DAY, said(LATER, **WAS)), "postponed", DAY, [], id="back where it was"
        ),
        pytest.param(
            line(LATER, said(LATER, **WAS)), line(LATER), "postponed", LATER, [], id="the former date is forgotten"
        ),
        pytest.param(
            line(DAY, said(DAY, note="x")),
            line(LATER, said(DAY, note="x")),
            "postponed",
            LATER,
            [said(LATER, note="x", **WAS)],
            id="what is said of the date follows it",
        ),
        pytest.param(
            line(DAY, said(DAY, note="x")),
            line(LATER, said(DAY, note="x")),
            "confirmed",
            LATER,
            [said(DAY, note="x")],
            id="what is said of a day corrected waits",
        ),
        pytest.param(
            line(),
            line(LATER, said(LATER, **POSTPONED)),
            "confirmed",
            LATER,
            [said(LATER, **POSTPONED, **WAS)],
            id="the date alone is postponed",
        ),
        pytest.param(
            line(),
            line(LATER, said(LATER, state="cancelled")),
            "postponed",
            LATER,
            [said(LATER, state="cancelled")],
            id="the date alone is cancelled",
        ),
        pytest.param(
            line(),
            line(DAY, said(DAY, start="2026-12-17")),
            "confirmed",
            LATER,
            [said(LATER, **WAS)],
            id="moved in the list",
        ),
        pytest.param(
            line(DAY, said(DAY, start="2026-12-17")),
            line(LAST, said(DAY, start="2026-12-17")),
            "postponed",
            LAST,
            [said(LAST, **WAS)],
            id="stored before lines took the new day",
        ),
        pytest.param(
            line(),
            line(DAY, start_time=dt.time(19)),
            "postponed",
            DAY,
            [said(DAY, **WAS)],
            id="a new hour",
        ),
        pytest.param(line(), line(DAY, end_time=dt.time(21)), "postponed", DAY, [], id="only a new end"),
        pytest.param(
            line(frequency="weekly"),
            line(LATER, frequency="weekly"),
            "postponed",
            LATER,
            [],
            id="a series begins later",
        ),
        pytest.param(
            line(frequency="weekly"), line(LATER), "postponed", LATER, [], id="a series that became a single date"
        ),
    ],
)
def test_a_line_takes_the_new_day_and_its_exception_the_former(published, typed, state, day, changes):
    settle([typed], {published.uid: published} if published else {}, state)

    assert (typed.start_date, typed.changes) == (day, changes)
    assert settle([typed], {typed.uid: typed}, state) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"start": "2026-12-17"},
        {"start": "2026-12-17T09:30:00", "end": "2026-12-17T12:00:00"},
        {"start": "2026-12-17T22:00:00", "end": "2026-12-18T02:00:00"},
        {"start": "2026-12-17T22:00:00", "end": "2026-12-19T23:00:00"},
        {"end": "2026-12-10T23:00:00", "state": "full", "title": "x"},
    ],
)
@pytest.mark.parametrize(
    "usual",
    [
        {},
        {"end_time": None},
        {"start_time": dt.time(20), "end_time": dt.time(2)},
        {"end_date": dt.date(2026, 12, 11)},
        {"all_day": True, "start_time": None, "end_time": None},
        {"all_day": True, "start_time": None, "end_time": None, "end_date": dt.date(2026, 12, 12)},
    ],
)
def test_a_date_moved_in_the_list_is_the_same_once_its_line_has_taken_the_day(usual, fields):
    typed = line(DAY, said(DAY, **fields), **usual)
    [before] = expand(typed.line, dt.date.min, dt.date.max)

    settle([typed], {}, "confirmed")

    [after] = expand(typed.line, dt.date.min, dt.date.max)
    names = ("start", "end", "all_day", "open_ended", "state", "title", "previous_start")
    assert [getattr(after, name) for name in names] == [getattr(before, name) for name in names]
    assert after.original == after.first_day
