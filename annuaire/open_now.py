"""Whether a place is open at this moment, and until when: said only where the expression leaves no doubt."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.utils import timezone
from opening_hours import OpeningHours

from annuaire.opening_hours import phrases
from annuaire.opening_rules import MONTHS, Rule, read
from core.clock import now as clock_now
from core.closures import closed_days
from core.dates_in_words import clock, day_in_words, day_name

SOON = dt.timedelta(minutes=30)
WEEK = dt.timedelta(days=6)
ONE_DAY = dt.timedelta(days=1)
HORIZON = dt.timedelta(days=400)


@dataclass(frozen=True)
class OpenNow:
    """Open or not; `before` and `hour` make the sentence ("ouvert jusqu’à", "18 h"); no hour when it never changes."""

    is_open: bool
    before: str
    hour: str = ""

    def __str__(self) -> str:
        return f"{self.before} {self.hour}".rstrip()


def open_now(expression: str, now: dt.datetime | None = None) -> OpenNow | None:
    """What EXPRESSION says of this moment on the territory's clock; None when it is not certain."""
    rules = read(expression)
    if rules is None or not all(map(_is_certain, rules)):
        return None
    now = timezone.localtime(now or clock_now(), timezone.get_default_timezone())
    dated = _with_school_holidays(expression, rules, now.date())
    if dated is None:
        return None
    country = settings.TERRITORY.country
    hours = OpeningHours(dated, timezone=timezone.get_default_timezone(), country=country)
    change = hours.next_change(now)
    return _open(now, change) if hours.is_open(now) else _closed(now, change)


def _is_certain(rule: Rule) -> bool:
    return not (rule.comment or rule.is_unknown or any(span.end is None for span in rule.hours))


def _open(now: dt.datetime, change: dt.datetime | None) -> OpenNow:
    words = phrases()
    if change is None or change - now > HORIZON:
        return OpenNow(True, words.always_open)
    if change - now <= SOON:
        return _said(True, words.closes_at, change, now)
    same_night = change - now < ONE_DAY
    return _said(True, words.open_until if same_night else words.open_until_day, change, now)


def _closed(now: dt.datetime, change: dt.datetime | None) -> OpenNow:
    words = phrases()
    if change is None or change - now > HORIZON:
        return OpenNow(False, words.closed)
    return _said(False, words.opens_at if change.date() == now.date() else words.opens_day_at, change, now)


def _said(is_open: bool, pattern: str, change: dt.datetime, now: dt.datetime) -> OpenNow:
    """The sentence of PATTERN, which ends with the hour."""
    before = pattern.format(day=_day(change.date(), now.date()), time="").strip()
    return OpenNow(is_open, before, clock(change))


def _day(day: dt.date, today: dt.date) -> str:
    """ "demain", "lundi" within the week, else the date."""
    return day_name(day) if ONE_DAY < day - today <= WEEK else day_in_words(day, today)


def _with_school_holidays(expression: str, rules: list[Rule], today: dt.date) -> str | None:
    """EXPRESSION closed on the dates "SH" means, which the parser does not know; None when they cannot be told."""
    concerned = [rule for rule in rules if "SH" in rule.holidays]
    if not concerned:
        return expression
    days = closed_days(
        today - ONE_DAY,
        today + HORIZON,
        country=settings.TERRITORY.country,
        school_zone=settings.TERRITORY.school_zone,
        public_holidays=False,
        school_holidays=True,
    )
    always_closed = all(rule.is_closed and not (rule.weekdays or rule.ranks or rule.dates) for rule in concerned)
    return f"{expression}; {_ranges(sorted(days))} off" if days and always_closed else None


def _ranges(days: list[dt.date]) -> str:
    """ "2026 Dec 19-2027 Jan 3,2027 Feb 13-2027 Feb 28": DAYS, in order, as the expression writes them."""
    breaks = [
        0,
        *(index for index, (one, next_one) in enumerate(pairwise(days), 1) if next_one - one > ONE_DAY),
        len(days),
    ]
    runs = [days[start:end] for start, end in pairwise(breaks)]
    return ",".join(f"{_written(run[0])}-{_written(run[-1])}" for run in runs)


def _written(day: dt.date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"
