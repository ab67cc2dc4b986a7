"""Recurrence: cases worked out by hand, then an independent calendar library as the oracle."""

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from evenements.recurrence import (
    MAX_DATES,
    Change,
    Line,
    Rule,
    Slot,
    TooManyDates,
    effective_start,
    exdates,
    expand,
    first_date,
    last_start,
    overrides,
    regular_start,
    rrule_text,
    rule_dates,
    slot_on,
    to_utc,
    unbounded,
    utc_span,
    validate,
)

PARIS = ZoneInfo("Europe/Paris")
CASES = Path(__file__).parents[1] / "data" / "recurrence"
WEDNESDAYS = Line(
    "wednesdays@test", date(2026, 11, 4), time(14), end_time=time(17), rule=Rule("weekly", until=date(2026, 12, 16))
)


def read_line(case: dict[str, Any]) -> Line:
    given = dict(case.get("rule", {}))
    rule = Rule(**{**given, "weekdays": tuple(given.get("weekdays", ()))}) if given else None
    changes = tuple(Change.from_json(change) for change in case.get("changes", []))
    return Line("case@test", **case["line"], rule=rule, excluded=frozenset(case.get("excluded", [])), changes=changes)


def read_cases() -> list[Any]:
    files = sorted(CASES.glob("*.toml"))
    cases = [(file.stem, case) for file in files for case in tomllib.loads(file.read_text("utf-8"))["case"]]
    return [pytest.param(case, id=f"{stem}: {case['name']}") for stem, case in cases]


COLUMNS = {
    "starts": lambda slot: slot.start,
    "ends": lambda slot: slot.end,
    "utc": lambda slot: utc_span(slot, PARIS)[0],
    "utc_ends": lambda slot: utc_span(slot, PARIS)[1],
    "originals": lambda slot: slot.original,
    "states": lambda slot: slot.state or "",
    "titles": lambda slot: slot.title,
    "previous": lambda slot: slot.previous_start.isoformat() if slot.previous_start else "",
}
FACTS = {
    "rrule": lambda line: rrule_text(line, PARIS),
    "exdates": exdates,
    "overridden": lambda line: [slot.original for slot in overrides(line)],
    "first": first_date,
    "last": last_start,
}


@pytest.mark.parametrize("case", read_cases())
def test_a_line_gives_the_dates_worked_out_by_hand(case: dict[str, Any]) -> None:
    line, (first, last) = read_line(case), case["window"]

    slots = expand(line, first, last)

    for column in COLUMNS.keys() & case.keys():
        assert [COLUMNS[column](slot) for slot in slots] == case[column], column
    for fact in FACTS.keys() & case.keys():
        assert FACTS[fact](line) == case[fact], fact


def test_a_rule_of_ten_years_gives_all_its_dates() -> None:
    daily = Line("d@test", date(2026, 1, 1), time(9), rule=Rule("daily", until=date(2035, 12, 31)))
    weekly = replace(daily, rule=Rule("weekly", until=date(2035, 12, 31)))

    assert len(expand(daily, date(2026, 1, 1), date(2035, 12, 31))) == 3652
    assert len(expand(weekly, date(2026, 1, 1), date(2035, 12, 31))) == 522
    assert last_start(daily) == datetime(2035, 12, 31, 9)


def test_a_date_far_away_is_found_without_counting_the_dates_between() -> None:
    forever = Line("d@test", date(1970, 1, 1), time(9), rule=Rule("daily", interval=2))

    assert [slot.original for slot in expand(forever, date(9000, 1, 1), date(9000, 1, 3))] == [
        day for day in (date(9000, 1, 1), date(9000, 1, 2), date(9000, 1, 3)) if (day - date(1970, 1, 1)).days % 2 == 0
    ]


def test_an_absurd_number_of_dates_is_refused() -> None:
    forever = Line("d@test", date(2026, 1, 1), time(9), rule=Rule("daily"))

    with pytest.raises(TooManyDates, match=str(MAX_DATES)):
        expand(forever, date(2026, 1, 1), date(2060, 1, 1))


def test_a_reversed_window_has_no_date() -> None:
    assert expand(WEDNESDAYS, date(2026, 12, 1), date(2026, 11, 1)) == []


def test_exceptions_survive_an_edit_of_the_hour() -> None:
    changes = (
        Change(date(2026, 11, 11), state="cancelled"),
        Change(date(2026, 11, 18), start=date(2026, 11, 19)),
        Change(date(2026, 11, 25), title="Portes ouvertes"),
        Change(date(2026, 12, 2), removed=True),
    )
    before = replace(WEDNESDAYS, changes=changes)
    after = replace(before, start_time=time(18, 30), end_time=time(20))

    found = [(slot.original, slot.start.isoformat(), slot.state, slot.title) for slot in every_slot(after)]

    assert [slot.original for slot in every_slot(before)] == [original for original, *_ in found]
    assert found == [
        (date(2026, 11, 4), "2026-11-04T18:30:00", None, ""),
        (date(2026, 11, 11), "2026-11-11T18:30:00", "cancelled", ""),
        (date(2026, 11, 18), "2026-11-19T18:30:00", None, ""),
        (date(2026, 11, 25), "2026-11-25T18:30:00", None, "Portes ouvertes"),
        (date(2026, 12, 9), "2026-12-09T18:30:00", None, ""),
        (date(2026, 12, 16), "2026-12-16T18:30:00", None, ""),
    ]
    assert exdates(after) == [datetime(2026, 12, 2, 18, 30)]
    assert [regular_start(after, slot.original) for slot in overrides(after)] == [
        datetime(2026, 11, 11, 18, 30),
        datetime(2026, 11, 18, 18, 30),
        datetime(2026, 11, 25, 18, 30),
    ]


def test_exceptions_survive_a_longer_series() -> None:
    line = replace(WEDNESDAYS, changes=(Change(date(2026, 11, 11), state="cancelled"),))
    longer = replace(line, rule=Rule("weekly", until=date(2027, 6, 30)))

    assert every_slot(longer)[: len(every_slot(line))] == every_slot(line)


def every_slot(line: Line) -> list[Slot]:
    return expand(line, date(2026, 1, 1), date(2028, 12, 31))


def test_no_date_is_both_excluded_and_changed() -> None:
    day = date(2026, 11, 11)
    line = replace(
        WEDNESDAYS,
        excluded=frozenset({day}),
        changes=(Change(day, title="Armistice"), Change(day, removed=True), Change(date(2026, 11, 18), removed=True)),
    )

    assert exdates(line) == [datetime(2026, 11, 11, 14), datetime(2026, 11, 18, 14)]
    assert overrides(line) == []


def test_a_date_is_found_by_its_original_day_wherever_it_went() -> None:
    line = replace(
        WEDNESDAYS, changes=(Change(date(2026, 11, 11), start=datetime(2027, 2, 1, 9), place=3, note="Grève"),)
    )

    slot = slot_on(line, date(2026, 11, 11))

    assert slot == Slot(
        line_uid="wednesdays@test",
        original=date(2026, 11, 11),
        start=datetime(2027, 2, 1, 9),
        end=datetime(2027, 2, 1, 12),
        previous_start=datetime(2026, 11, 11, 14),
        note="Grève",
        place=3,
    )
    assert slot_on(line, date(2026, 11, 12)) is None
    assert slot_on(replace(line, excluded=frozenset({date(2026, 11, 11)})), date(2026, 11, 11)) is None


def test_a_line_without_end_hour_says_so_until_a_change_gives_one() -> None:
    line = replace(WEDNESDAYS, end_time=None, changes=(Change(date(2026, 11, 11), end=datetime(2026, 11, 11, 16)),))

    assert [slot.open_ended for slot in every_slot(line)[:3]] == [True, False, True]
    assert not any(slot.open_ended for slot in every_slot(WEDNESDAYS))
    assert not slot_on(Line("a@test", date(2026, 11, 4), all_day=True), date(2026, 11, 4)).open_ended  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("line", "first_day", "last_day"),
    [
        (Line("l", date(2026, 12, 4), time(20), end_time=time(2)), date(2026, 12, 4), date(2026, 12, 5)),
        (Line("l", date(2026, 12, 4), time(20), end_time=time(0)), date(2026, 12, 4), date(2026, 12, 4)),
        (Line("l", date(2026, 12, 4), all_day=True), date(2026, 12, 4), date(2026, 12, 4)),
        (Line("l", date(2026, 12, 4), end_date=date(2026, 12, 6), all_day=True), date(2026, 12, 4), date(2026, 12, 6)),
    ],
)
def test_a_date_knows_the_days_it_touches(line: Line, first_day: date, last_day: date) -> None:
    slot = slot_on(line, date(2026, 12, 4))

    assert slot
    assert (slot.first_day, slot.last_day) == (first_day, last_day)


def test_only_a_rule_without_until_or_count_is_unbounded() -> None:
    assert unbounded(replace(WEDNESDAYS, rule=Rule("daily")))
    assert not unbounded(WEDNESDAYS)
    assert not unbounded(replace(WEDNESDAYS, rule=Rule("daily", count=2)))
    assert not unbounded(replace(WEDNESDAYS, rule=None))


def test_nothing_is_left_of_a_series_wholly_excluded() -> None:
    line = replace(WEDNESDAYS, excluded=frozenset(rule_dates(WEDNESDAYS)))

    assert first_date(line) is None
    assert last_start(line) is None
    assert expand(line, date(2026, 1, 1), date(2027, 1, 1)) == []


def test_a_rule_that_ends_before_its_first_date_has_no_rrule() -> None:
    line = replace(WEDNESDAYS, rule=Rule("weekly", weekdays=("TU",), until=date(2026, 11, 6)))

    assert effective_start(line) == date(2026, 11, 10)
    with pytest.raises(ValueError, match="without date"):
        rrule_text(line, PARIS)


def test_an_instant_is_the_same_whatever_the_fold_given() -> None:
    repeated = datetime(2026, 10, 25, 2, 30)

    assert (
        to_utc(repeated.replace(fold=1), PARIS) == to_utc(repeated, PARIS) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    )


CHANGES = [
    Change(date(2026, 11, 11)),
    Change(date(2026, 11, 11), removed=True),
    Change(date(2026, 11, 11), "moved_online", note="Lien par courriel"),
    Change(date(2026, 11, 11), start=date(2026, 11, 12), end=date(2026, 11, 13)),
    Change(date(2026, 11, 11), None, datetime(2026, 11, 12, 9, 30), datetime(2026, 11, 12, 11), "Titre", "Note", 12),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_survives_json(change: Change) -> None:
    assert Change.from_json(change.to_json()) == change


def test_a_change_in_json_says_only_what_it_says() -> None:
    assert Change(date(2026, 11, 11), state="full").to_json() == {"original": "2026-11-11", "state": "full"}
    assert CHANGES[4].to_json()["start"] == "2026-11-12T09:30:00"
    assert Change.from_json({"original": "2026-11-11", "state": None, "title": ""}) == Change(date(2026, 11, 11))


@pytest.mark.parametrize(
    ("junk", "said"),
    [
        (None, "original date"),
        ("2026-11-11", "original date"),
        ({"state": "full"}, "original date"),
        ({"original": "demain"}, "Invalid isoformat"),
        ({"original": 20261111}, "original of a change is str"),
        ({"original": "2026-11-11", "start": "2026-11-11T14:00+01:00"}, "local time"),
        ({"original": "2026-11-11", "end": "2026-13-11"}, "month must be"),
        ({"original": "2026-11-11", "removed": "yes"}, "removed of a change is bool"),
        ({"original": "2026-11-11", "place": True}, "place of a change is int"),
        ({"original": "2026-11-11", "titel": "x"}, "nothing of titel"),
        ({"original": "2026-11-11", 3: "x"}, "nothing of 3"),
    ],
)
def test_a_change_read_from_junk_says_what_is_wrong(junk: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Change.from_json(junk)


GOOD = Line("good@test", date(2026, 11, 4), time(14), end_time=time(17), rule=Rule("weekly", until=date(2026, 12, 16)))


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        (GOOD, []),
        (replace(GOOD, rule=None), []),
        (replace(GOOD, end_time=None), []),
        (replace(GOOD, end_time=time(2)), []),
        (replace(GOOD, rule=Rule("daily")), []),
        (replace(GOOD, start_time=None, end_time=None, all_day=True), []),
        (replace(GOOD, start_date=date(202, 11, 4), rule=None), [("start_date", "out_of_range")]),
        (replace(GOOD, start_time=None), [("start_time", "missing")]),
        (replace(GOOD, end_date=date(2026, 11, 6), end_time=None), [("end_time", "missing")]),
        (replace(GOOD, end_date=date(2026, 11, 3)), [("end_date", "before_start")]),
        (replace(GOOD, end_date=date(2026, 11, 4), end_time=time(12)), [("end_time", "before_start")]),
        (replace(GOOD, end_date=date(2026, 11, 4), end_time=time(14)), [("end_time", "before_start")]),
        (replace(GOOD, end_date=date(2028, 11, 4)), [("end_date", "too_long")]),
        (replace(GOOD, rule=Rule("hourly")), [("frequency", "unknown")]),  # type: ignore[arg-type]
        (replace(GOOD, rule=Rule("weekly", interval=0)), [("interval", "out_of_range")]),
        (replace(GOOD, rule=Rule("weekly", interval=100)), [("interval", "out_of_range")]),
        (replace(GOOD, rule=Rule("weekly", weekdays=("MO", "ME"))), [("weekdays", "unknown")]),
        (replace(GOOD, rule=Rule("weekly", count=0)), [("count", "out_of_range")]),
        (replace(GOOD, rule=Rule("weekly", count=1001)), [("count", "out_of_range")]),
        (replace(GOOD, rule=Rule("weekly", count=2, until=date(2026, 12, 1))), [("count", "with_until")]),
        (replace(GOOD, rule=Rule("weekly", until=date(2026, 11, 3))), [("until", "before_start")]),
        (replace(GOOD, rule=Rule("weekly", until=date(9999, 1, 1))), [("until", "out_of_range")]),
        (replace(GOOD, rule=Rule("daily", until=date(2060, 1, 1))), [("until", "too_many")]),
        (replace(GOOD, rule=Rule("weekly", weekdays=("TU",), until=date(2026, 11, 9))), [("start_date", "no_date")]),
        (replace(GOOD, rule=None, excluded=frozenset({date(2026, 11, 4)})), [("start_date", "no_date")]),
        (replace(GOOD, changes=(Change(date(2026, 11, 4)),) * 2), [("changes", "duplicate")]),
        (
            replace(GOOD, changes=(Change(date(2026, 11, 4), start=date(2999, 1, 1)),)),
            [("changes", "out_of_range")],
        ),
        (
            replace(GOOD, changes=(Change(date(2026, 11, 4), start=date(2026, 11, 6), end=date(2026, 11, 5)),)),
            [("changes", "end_before_start")],
        ),
        (
            replace(
                GOOD, changes=(Change(date(2026, 11, 4), None, datetime(2026, 11, 6, 9), datetime(2026, 11, 6, 9)),)
            ),
            [("changes", "end_before_start")],
        ),
    ],
)
def test_what_is_wrong_with_a_line_is_named_by_field(line: Line, problems: list[tuple[str, str]]) -> None:
    assert validate(line) == problems


def test_every_problem_is_named_at_once() -> None:
    line = replace(GOOD, start_time=None, end_date=date(2026, 11, 1), rule=Rule("weekly", interval=0, count=0))

    assert [field for field, _ in validate(line)] == ["start_time", "end_date", "interval", "count"]


def test_a_line_is_a_value() -> None:
    with pytest.raises(AttributeError):
        WEDNESDAYS.uid = "other"  # type: ignore[misc]
    assert hash(WEDNESDAYS) == hash(replace(WEDNESDAYS))
    assert not hasattr(WEDNESDAYS, "__dict__")
