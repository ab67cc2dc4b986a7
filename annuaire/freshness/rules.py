"""When an entry is asked about, marked, hidden. Pure: days in, days out; no clock, no database.

An entry ages from the day its structure last confirmed it or, when nobody ever did, from the day it was published. It
is never hidden before somebody was asked, and had GRACE to answer: a directory imported with old dates, or a command
that did not run for a year, hides nothing on its first day.
"""

import datetime as dt
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from annuaire.freshness.enums import Freshness, Step

# How long a link answers, hence how long one has to answer before the entry is hidden.
GRACE = dt.timedelta(days=90)
# Between two mails to one structure, whatever the delays.
QUIET = dt.timedelta(days=30)


@dataclass(frozen=True)
class Delays:
    """In months since the last confirmation: when one is asked, when the entry is marked, when it is hidden."""

    ask: int = 6
    mark: int = 12
    hide: int = 18

    def __post_init__(self) -> None:
        if not 0 < self.ask < self.mark < self.hide:
            raise ValueError("[freshness]: ask_months, mark_months and hide_months must grow, from 1.")

    @property
    def steps(self) -> list[tuple[Step, int]]:
        """Five mails at most, at 6, 9, 12, 15 and 18 months: each says something new, the last that it is done."""
        return [
            (Step.ASK, self.ask),
            (Step.REMIND, (self.ask + self.mark) // 2),
            (Step.MARK, self.mark),
            (Step.LAST, (self.mark + self.hide) // 2),
            (Step.HIDE, self.hide),
        ]


@dataclass(frozen=True)
class Age:
    """An entry whose last confirmation, or publication, was on `base`; `first_asked` the first time since."""

    base: dt.date
    first_asked: dt.date | None = None
    last_asked: dt.date | None = None
    asked: frozenset[Step] = frozenset()
    waits_for_editors: bool = False


def after(base: dt.date, months: int) -> dt.date:
    """The day MONTHS after BASE; the last of its month where there is no such day."""
    return base + relativedelta(months=months)


def hidden_from(age: Age, delays: Delays, today: dt.date) -> dt.date:
    """The day from which the entry is hidden if nobody answers, counting that it is asked today if it never was."""
    return max(after(age.base, delays.hide), (age.first_asked or today) + GRACE)


def state_on(today: dt.date, age: Age, delays: Delays) -> Freshness:
    """What the entry is TODAY. One that waits for its editors stays in sight: its structure did answer."""
    if today < after(age.base, delays.mark):
        return Freshness.CURRENT
    waited = age.first_asked is not None and today >= hidden_from(age, delays, today)
    return Freshness.HIDDEN if waited and not age.waits_for_editors else Freshness.STALE


def step_on(today: dt.date, age: Age, delays: Delays) -> Step | None:
    """What to mail TODAY: the last step reached, once, and not too soon after another; None for nothing.

    Steps missed while nobody looked are not caught up: one mail says where things are.
    """
    if age.waits_for_editors or (age.last_asked and today < age.last_asked + QUIET):
        return None
    reached = [step for step, months in delays.steps if today >= after(age.base, months)]
    if Step.HIDE in reached and state_on(today, age, delays) != Freshness.HIDDEN:
        reached.remove(Step.HIDE)
    return reached[-1] if reached and reached[-1] not in age.asked else None
