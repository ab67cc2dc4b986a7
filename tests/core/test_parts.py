"""What the components show."""

import datetime as dt

from core.parts import Choice, Entry, Facet, Month, MonthDay


def boxes(number: int, checked: int | None = None) -> Facet:
    choices = [Choice(str(i), f"Choix {i}", i, checked=i == checked) for i in range(number)]
    return Facet("type", "Quoi", choices=choices, shown=5)


def test_a_short_facet_shows_all_its_choices_and_never_folds_a_single_one():
    assert not boxes(5).more_choices
    assert not boxes(6).more_choices


def test_a_long_facet_folds_the_others_unless_one_of_them_is_ticked():
    facet = boxes(9, checked=7)
    assert [len(facet.first_choices), len(facet.more_choices)] == [5, 4]
    assert facet.more_checked
    assert not boxes(9, checked=2).more_checked


def test_a_month_lists_for_a_phone_the_days_that_have_dates():
    monday = dt.date(2026, 11, 23)
    days = [MonthDay(monday + dt.timedelta(days=i)) for i in range(7)]
    days[3] = MonthDay(days[3].date, [Entry("/x/", "Atelier", "14 h", "2026-11-26T14:00")])
    days[5] = MonthDay(days[5].date, ongoing=1)
    month = Month("Novembre 2026", [days])
    assert [day.date.day for day in month.busy_days] == [26, 28]
    assert [date.isoweekday() for date in month.weekdays] == [1, 2, 3, 4, 5, 6, 7]
