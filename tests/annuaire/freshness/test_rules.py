"""When an entry is asked about, marked, hidden."""

import datetime as dt

import pytest

from annuaire.freshness.enums import Freshness, Step
from annuaire.freshness.rules import GRACE, Age, Delays, after, hidden_from, state_on, step_on

BASE = dt.date(2026, 1, 31)
DELAYS = Delays()


def day(months: int, days: int = 0) -> dt.date:
    return after(BASE, months) + dt.timedelta(days=days)


def asked(first: dt.date, last: dt.date | None = None, *steps: Step, waits: bool = False) -> Age:
    return Age(BASE, first, last or first, frozenset(steps), waits)


def test_a_month_that_is_too_short_ends_on_its_last_day():
    assert day(1) == dt.date(2026, 2, 28)


@pytest.mark.parametrize(
    ("months", "days", "state"),
    [
        (0, 0, Freshness.CURRENT),
        (12, -1, Freshness.CURRENT),
        (12, 0, Freshness.STALE),
        (18, -1, Freshness.STALE),
        (18, 0, Freshness.HIDDEN),
        (40, 0, Freshness.HIDDEN),
    ],
)
def test_an_entry_asked_in_time_is_marked_after_12_months_and_hidden_after_18(months, days, state):
    assert state_on(day(months, days), asked(day(6)), DELAYS) == state


def test_nothing_is_hidden_before_somebody_was_asked_and_had_time_to_answer():
    assert state_on(day(60), Age(BASE), DELAYS) == Freshness.STALE
    late = asked(day(60))
    assert state_on(day(60) + GRACE - dt.timedelta(days=1), late, DELAYS) == Freshness.STALE
    assert state_on(day(60) + GRACE, late, DELAYS) == Freshness.HIDDEN
    assert hidden_from(late, DELAYS, day(61)) == day(60) + GRACE


def test_an_entry_whose_answer_waits_for_editors_is_never_hidden_nor_asked_again():
    waiting = asked(day(6), waits=True)

    assert state_on(day(30), waiting, DELAYS) == Freshness.STALE
    assert step_on(day(30), waiting, DELAYS) is None


def test_five_mails_at_most_each_once():
    """A day at a time for four years, nobody answering."""
    sent: list[tuple[Step, dt.date]] = []
    for number in range(4 * 365):
        today = BASE + dt.timedelta(days=number)
        days = [sent_on for _step, sent_on in sent]
        age = Age(BASE, min(days, default=None), max(days, default=None), frozenset(step for step, _on in sent))
        if step := step_on(today, age, DELAYS):
            sent.append((step, today))

    assert sent == [
        (Step.ASK, day(6)), (Step.REMIND, day(9)), (Step.MARK, day(12)), (Step.LAST, day(15)), (Step.HIDE, day(18)),
    ]  # fmt: skip


def test_what_was_missed_is_not_caught_up_in_a_burst():
    late = day(20)

    assert step_on(late, Age(BASE), DELAYS) == Step.LAST
    once = asked(late, None, Step.LAST)
    assert step_on(late + dt.timedelta(days=1), once, DELAYS) is None
    assert step_on(late + GRACE - dt.timedelta(days=1), once, DELAYS) is None
    assert step_on(late + GRACE, once, DELAYS) == Step.HIDE


def test_two_mails_are_a_month_apart_even_with_short_delays():
    weekly = Delays(ask=1, mark=2, hide=3)

    assert step_on(day(1, 29), asked(day(1), None, Step.ASK), weekly) is None
    assert step_on(day(1, 30), asked(day(1), None, Step.ASK), weekly) is not None


@pytest.mark.parametrize("months", [(0, 12, 18), (6, 6, 18), (6, 20, 18)])
def test_delays_that_do_not_grow_are_refused(months):
    with pytest.raises(ValueError, match="freshness"):
        Delays(*months)
