"""Public and school holidays: the known calendars, and honest silence beyond them."""

from datetime import date, timedelta

import pytest

from core.closures import closed_days, closure_name, known_until

PUBLIC_HOLIDAYS = {
    2026: "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25",
    2027: "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25",
}
# Zone B (Rennes): the first and the last day without school, as the ministry published them.
SCHOOL_HOLIDAYS = [
    (date(2026, 10, 17), date(2026, 11, 1), "vacances de la Toussaint"),
    (date(2026, 12, 19), date(2027, 1, 3), "vacances de Noël"),
    (date(2027, 2, 20), date(2027, 3, 7), "vacances d’hiver"),
    (date(2027, 4, 17), date(2027, 5, 2), "vacances de printemps"),
    (date(2027, 5, 6), date(2027, 5, 8), "pont de l’Ascension"),
    (date(2027, 7, 3), date(2027, 8, 31), "vacances d’été"),
    (date(2027, 10, 23), date(2027, 11, 7), "vacances de la Toussaint"),
    (date(2027, 12, 18), date(2028, 1, 2), "vacances de Noël"),
    (date(2028, 2, 5), date(2028, 2, 20), "vacances d’hiver"),
    (date(2028, 4, 8), date(2028, 4, 23), "vacances de printemps"),
    (date(2028, 5, 26), date(2028, 5, 27), "pont de l’Ascension"),
    (date(2028, 7, 4), date(2028, 8, 31), "vacances d’été"),
]


def public(first: date, last: date, country: str = "FR") -> frozenset[date]:
    return closed_days(first, last, country=country, school_zone="B", public_holidays=True, school_holidays=False)


def school(first: date, last: date, country: str = "FR", zone: str = "B") -> frozenset[date]:
    return closed_days(first, last, country=country, school_zone=zone, public_holidays=False, school_holidays=True)


def days(first: date, last: date) -> set[date]:
    return {first + timedelta(days=number) for number in range((last - first).days + 1)}


@pytest.mark.parametrize("year", PUBLIC_HOLIDAYS)
def test_the_eleven_public_holidays_of_a_year_are_closed(year: int) -> None:
    expected = {date.fromisoformat(f"{year}-{day}") for day in PUBLIC_HOLIDAYS[year].split()}

    assert public(date(year, 1, 1), date(year, 12, 31)) == expected


@pytest.mark.parametrize(("first", "last", "name"), SCHOOL_HOLIDAYS)
def test_school_holidays_are_closed_from_the_first_to_the_last_day_week_ends_included(
    first: date, last: date, name: str
) -> None:
    around = school(first - timedelta(days=1), last + timedelta(days=1))

    assert around == days(first, last)
    assert {closure_name(day, country="FR", school_zone="B", public_holidays=False) for day in days(first, last)} == {
        name
    }


def test_no_other_day_of_the_known_years_is_a_school_holiday() -> None:
    known = set().union(*(days(first, last) for first, last, _ in SCHOOL_HOLIDAYS))

    assert school(date(2026, 9, 1), date(2028, 8, 31)) == known


def test_the_window_is_inclusive_and_nothing_outside_is_given() -> None:
    assert public(date(2026, 11, 11), date(2026, 11, 11)) == {date(2026, 11, 11)}
    assert public(date(2026, 11, 12), date(2026, 12, 24)) == frozenset()
    assert public(date(2026, 12, 31), date(2026, 1, 1)) == frozenset()


def test_both_reasons_add_up_and_neither_closes_nothing() -> None:
    first, last = date(2026, 10, 1), date(2026, 12, 1)

    def closed(reasons: bool) -> frozenset[date]:
        return closed_days(first, last, country="FR", school_zone="B", public_holidays=reasons, school_holidays=reasons)

    assert closed(True) == days(date(2026, 10, 17), date(2026, 11, 1)) | {date(2026, 11, 11)}
    assert closed(False) == frozenset()


def test_another_zone_has_its_own_winter() -> None:
    assert date(2027, 2, 10) not in school(date(2027, 2, 1), date(2027, 3, 15))
    assert {zone: min(school(date(2027, 1, 15), date(2027, 3, 15), zone=zone)) for zone in "ABC"} == {
        "A": date(2027, 2, 13),
        "B": date(2027, 2, 20),
        "C": date(2027, 2, 6),
    }


def test_beyond_the_school_calendar_what_is_known_is_given_without_error() -> None:
    known = known_until(country="FR", school_zone="B")

    assert known
    assert known >= date(2028, 8, 31)
    assert school(known, known + timedelta(days=4000)) == {known}
    assert school(date(1900, 1, 1), date(1950, 1, 1)) == frozenset()
    assert date(2045, 12, 25) in public(date(2045, 1, 1), date(2045, 12, 31))


@pytest.mark.parametrize(("country", "zone"), [("FR", ""), ("BE", "B"), ("", "")])
def test_a_territory_without_school_calendar_has_no_school_holiday(country: str, zone: str) -> None:
    assert known_until(country=country, school_zone=zone) is None
    assert school(date(2026, 1, 1), date(2028, 12, 31), country, zone) == frozenset()


def test_a_country_is_a_setting_and_none_is_possible() -> None:
    assert date(2026, 7, 21) in public(date(2026, 7, 1), date(2026, 7, 31), country="BE")
    assert public(date(2026, 1, 1), date(2026, 12, 31), country="") == frozenset()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 11, 11), "Armistice"),
        (date(2027, 1, 1), "Jour de l’an"),
        (date(2026, 10, 28), "vacances de la Toussaint"),
        (date(2026, 11, 1), "Toussaint"),
        (date(2026, 11, 4), ""),
    ],
)
def test_a_closed_day_says_why(day: date, name: str) -> None:
    assert closure_name(day, country="FR", school_zone="B") == name


def test_a_day_says_only_the_reasons_asked_for() -> None:
    def reason(day: date, public_holidays: bool) -> str:
        return closure_name(
            day,
            country="FR",
            school_zone="B",
            public_holidays=public_holidays,
            school_holidays=not public_holidays,
        )

    assert reason(date(2026, 11, 1), public_holidays=True) == "Toussaint"
    assert reason(date(2026, 11, 1), public_holidays=False) == "vacances de la Toussaint"
    assert reason(date(2026, 10, 28), public_holidays=True) == ""
