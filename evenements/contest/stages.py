"""Where an edition stands at an instant. Nothing but its calendar tells it: no page, no banner decides by itself."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from django.utils import timezone


class Stage(Enum):
    """What a reader can do: wait for it, enter it, wait for the jury that reads, that deliberates, read the results."""

    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"
    JURY = "jury"
    RESULTS = "results"


@dataclass(frozen=True)
class Calendar:
    """The instants of an edition; any may be unknown. `closes_at` is the first instant at which it is closed.

    `jury_ends_on` is the last day of the marks, on the territory's clock.
    """

    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None
    jury_ends_on: dt.date | None = None
    results_at: dt.datetime | None = None


def stage_at(now: dt.datetime, calendar: Calendar, has_laureates: bool = False) -> Stage:
    """The stage at NOW. HAS_LAUREATES stands for the instant of the results where the calendar does not give it."""
    if calendar.closes_at and now >= calendar.closes_at:
        return _after_closing(now, calendar, has_laureates)
    if calendar.opens_at and now >= calendar.opens_at:
        return Stage.OPEN
    if has_laureates and not (calendar.opens_at or calendar.closes_at):
        return Stage.RESULTS
    return Stage.COMING


def _after_closing(now: dt.datetime, calendar: Calendar, has_laureates: bool) -> Stage:
    if now >= calendar.results_at if calendar.results_at else has_laureates:
        return Stage.RESULTS
    today = timezone.localtime(now, timezone.get_default_timezone()).date()
    if calendar.jury_ends_on and calendar.jury_ends_on < today:
        return Stage.JURY
    return Stage.CLOSED
