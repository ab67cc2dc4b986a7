"""The little language of the demonstration's days."""

import datetime as dt

import pytest

from home.loading.days import day

TUESDAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("today", "2026-11-24"),
        ("+3d", "2026-11-27"),
        ("-10d", "2026-11-14"),
        ("+0w MO", "2026-11-23"),
        ("+2w WE", "2026-12-09"),
        ("-1w SU", "2026-11-22"),
        ("+0m 2TH", "2026-11-12"),
        ("-11m 1SA", "2025-12-06"),
        ("+3m -1FR", "2027-02-26"),
        ("+2m 15", "2027-01-15"),
        ("2019-04-03", "2019-04-03"),
    ],
)
def test_a_day_is_told_relative_to_the_day_of_loading(words, expected):
    assert day(words, TUESDAY) == dt.date.fromisoformat(expected)


def test_an_open_day_is_neither_a_sunday_nor_a_public_holiday():
    assert day("+5d open", TUESDAY) == dt.date(2026, 11, 30)
    assert day("+4d open", TUESDAY, closed={dt.date(2026, 11, 28)}) == dt.date(2026, 11, 30)
    assert day("+3d open", TUESDAY) == dt.date(2026, 11, 27)


def test_words_that_say_no_day_are_refused():
    with pytest.raises(ValueError, match="bientôt"):
        day("bientôt", TUESDAY)
