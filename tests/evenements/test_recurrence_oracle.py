"""Recurrence against an independent reader: what iCalendar says of a line gives the line's own dates."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event, vRecur

from evenements.recurrence import (
    WEEKDAYS,
    Change,
    Line,
    Moment,
    Rule,
    duration,
    effective_start,
    exdates,
    expand,
    last_start,
    overrides,
    regular_start,
    rrule_text,
    rule_dates,
    slot_on,
    validate,
)

PARIS = ZoneInfo("Europe/Paris")
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
DAYS = st.dates(FIRST, date(2027, 12, 31))
HOURS = st.builds(time, st.sampled_from([*range(0, 24)]), st.sampled_from([0, 15, 30]))


@st.composite
def rules(draw: st.DrawFn, start: date) -> Rule:
    frequency = draw(st.sampled_from(["daily", "weekly", "monthly_weekday", "monthly_day"]))
    ends = draw(st.sampled_from(["until", "count", "never"]))
    return Rule(
        frequency,
        interval=draw(st.integers(1, 4)),
        weekdays=tuple(sorted(draw(st.sets(st.sampled_from(WEEKDAYS), max_size=3)))) if frequency == "weekly" else (),
        until=start + timedelta(days=draw(st.integers(0, 500))) if ends == "until" else None,
        count=draw(st.integers(1, 60)) if ends == "count" else None,
        last=frequency == "monthly_weekday" and draw(st.booleans()),
    )


@st.composite
def lines(draw: st.DrawFn) -> Line:
    start, all_day = draw(DAYS), draw(st.booleans())
    line = Line(
        "generated@test",
        start,
        start_time=None if all_day else draw(HOURS),
        end_date=draw(st.none() | st.integers(0, 3).map(lambda days: start + timedelta(days=days))),
        end_time=None if all_day else draw(HOURS),
        all_day=all_day,
        rule=draw(st.none() | rules(start)),
    )
    given_dates = rule_dates(line, FIRST, LAST)
    some = st.lists(st.sampled_from(given_dates), max_size=4, unique=True) if given_dates else st.just([])
    return replace(line, excluded=frozenset(draw(some)), changes=tuple(draw_change(draw, line, d) for d in draw(some)))


def draw_change(draw: st.DrawFn, line: Line, day: date) -> Change:
    kind = draw(st.sampled_from(["cancelled", "removed", "moved", "renamed"]))
    to: Moment = day + timedelta(days=draw(st.integers(-90, 90)))
    if kind == "moved" and not line.all_day and draw(st.booleans()):
        to = datetime.combine(to, draw(HOURS))
    return Change(
        day,
        state="cancelled" if kind == "cancelled" else None,
        start=to if kind == "moved" else None,
        title="Portes ouvertes" if kind == "renamed" else "",
        removed=kind == "removed",
    )


def aware(moment: Moment) -> Moment:
    return moment.replace(tzinfo=PARIS) if isinstance(moment, datetime) else moment


def as_calendar(line: Line) -> Calendar:
    """The line as a feed writes it: a master with its rule and EXDATEs, then its overrides."""
    calendar = Calendar()
    first = regular_start(line, effective_start(line))
    if line.rule or slot_on(line, line.start_date):
        master = Event()
        master.add("uid", line.uid)
        master.add("summary", "")
        master.add("dtstart", aware(first))
        master.add("dtend", aware(first + duration(line)))
        if line.rule:
            master.add("rrule", vRecur.from_ical(rrule_text(line, PARIS)))
        if gone := exdates(line):
            master.add("exdate", [aware(moment) for moment in gone])
        calendar.add_component(master)
    for slot in overrides(line):
        event = Event()
        event.add("uid", line.uid)
        event.add("summary", slot.title)
        event.add("recurrence-id", aware(regular_start(line, slot.original)))
        event.add("dtstart", aware(slot.start))
        event.add("dtend", aware(slot.end))
        if slot.state == "cancelled":
            event.add("status", "CANCELLED")
        calendar.add_component(event)
    return Calendar.from_ical(calendar.to_ical())


def read_back(calendar: Calendar, first: date, last: date) -> list[tuple[str, str, str, str]]:
    events = recurring_ical_events.of(calendar).between(first, last + timedelta(days=1))
    return sorted(
        (local(event.start), local(event.end), str(event.get("summary", "")), str(event.get("status", "")))
        for event in events
    )


def local(moment: Moment) -> str:
    return (moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment).isoformat()


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(line=lines().filter(lambda line: not validate(line)))
def test_the_icalendar_text_of_a_line_gives_the_dates_of_the_line(line: Line) -> None:
    window = (FIRST, LAST) if last_start(line) else (FIRST, date(2027, 6, 30))

    expected = sorted(
        (slot.start.isoformat(), slot.end.isoformat(), slot.title, (slot.state or "").upper())
        for slot in expand(line, *window)
    )

    assert read_back(as_calendar(line), *window) == expected


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(line=lines().filter(lambda line: not validate(line)), days=st.integers(0, 900))
def test_a_window_gives_what_the_whole_gives_in_it(line: Line, days: int) -> None:
    first = FIRST + timedelta(days=days)
    last = first + timedelta(days=20)

    in_it = [slot for slot in expand(line, FIRST, LAST) if slot.first_day <= last and slot.last_day >= first]

    assert expand(line, first, last) == in_it


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(line=lines())
def test_a_date_is_an_exdate_or_an_override_or_plain_never_two_of_them(line: Line) -> None:
    gone, changed = exdates(line), [regular_start(line, slot.original) for slot in overrides(line)]

    assert not set(gone) & set(changed)
    assert set(gone) <= {regular_start(line, day) for day in rule_dates(line, FIRST, LAST)}
