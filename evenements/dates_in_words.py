"""Repetitions as people read them, in the active language (French where it is another).

`today` decides whether the year is said, and what is today or tomorrow.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from core.dates_in_words import ONE_DAY, clock, date_as, date_with_article, day_of, listed, phrases, until_day, when
from evenements.recurrence import (
    WEEKDAYS,
    Line,
    Rule,
    Slot,
    by_day,
    duration,
    effective_start,
    first_date,
    last_start,
    regular_start,
)


def slot_in_words(slot: Slot, today: date, *, relative: bool = True) -> str:
    """`when`, of a slot."""
    return when(slot.start, slot.end, today, all_day=slot.all_day, open_ended=slot.open_ended, relative=relative)


def rule_in_words(
    line: Line, today: date, *, skip_public_holidays: bool = False, skip_school_holidays: bool = False
) -> str:
    """A line in a sentence: "tous les mercredis de 14 h à 17 h jusqu’au 25 juin, sauf jours fériés".

    A line to come begins with its first date, one without rule is its only date, a count is said by its last date.
    """
    words = phrases()
    if line.rule is None:
        start = regular_start(line, line.start_date)
        return when(start, start + duration(line), today, all_day=line.days_only, open_ended=line.open_ended)
    sentence = f"{_repetition(line, line.rule)}{_hours_of(line)}{_end_of(line, line.rule, today)}{_length_of(line)}"
    first = first_date(line) or effective_start(line)
    if first > today:
        sentence = words.from_date.format(date=date_with_article(first, today), which=sentence)
    exceptions = {
        (True, False): words.except_public_holidays,
        (False, True): words.except_school_holidays,
        (True, True): words.except_both,
    }
    skipped = exceptions.get((skip_public_holidays, skip_school_holidays))
    return f"{sentence}, {skipped}" if skipped else sentence


def _repetition(line: Line, rule: Rule) -> str:
    words, every = phrases(), rule.interval
    if rule.frequency == "daily":
        return words.every_day if every == 1 else _every(words.every_n_days, every)
    if rule.frequency == "weekly":
        return _weeks(by_day(line), every)
    which = _which_day_of_month(line, rule)
    if every == 1:
        return words.each_month.format(which=which)
    if every == 12:
        return words.every_year.format(which=which)
    return _every(words.every_n_months, every, which) if every % 12 else _every(words.every_n_years, every // 12, which)


def _every(patterns: tuple[str, str], number: int, which: str = "") -> str:
    return patterns[number > 2].format(n=number, which=which)


def _weeks(days: Sequence[str], every: int) -> str:
    words = phrases()
    numbers = [WEEKDAYS.index(day) for day in days]
    if every > 1:
        return _every(words.every_n_weeks, every, listed([_of_weekday(words.on_weekday, day) for day in numbers]))
    if numbers == [0, 1, 2, 3, 4]:
        return words.working_days
    if len(numbers) == len(WEEKDAYS):
        return words.every_day
    return words.every_weekday.format(days=listed([words.weekdays_repeated[day] for day in numbers]))


def _which_day_of_month(line: Line, rule: Rule) -> str:
    """ "le deuxième mercredi", "le 15"; once a year, with the month: "le deuxième mercredi d’avril", "le 15 avril"."""
    words, first, yearly = phrases(), effective_start(line), rule.interval % 12 == 0
    if rule.frequency == "monthly_day":
        if yearly:
            return words.on_date.format(date=date_as(words.date_with_article, first))
        return words.on_ordinal.format(nth=words.ordinals[first.day - 1])
    which = _of_weekday(words.ranks[-1 if rule.last else (first.day - 1) // 7], first.weekday())
    return words.rank_in_month.format(which=which, of_month=words.months_of[first.month - 1]) if yearly else which


def _of_weekday(pattern: str, day: int) -> str:
    words = phrases()
    return pattern.format(day=words.weekdays[day], day_with_article=words.weekdays_with_article[day])


def _hours_of(line: Line) -> str:
    if line.days_only:
        return ""
    words, start = phrases(), datetime.combine(line.start_date, line.start_time or time())
    pattern = words.at_hour if line.open_ended or duration(line) >= ONE_DAY else words.from_hour_to_hour
    return " " + pattern.format(start=clock(start), end=clock(start + duration(line)))


def _end_of(line: Line, rule: Rule, today: date) -> str:
    last = rule.until or last_start(line)
    return f" {until_day(day_of(last), today)}" if last else ""


def _length_of(line: Line) -> str:
    """ ", 3 jours chaque fois" when a date lasts more than one."""
    first = datetime.combine(line.start_date, (not line.days_only and line.start_time) or time())
    days = ((first + duration(line) - timedelta.resolution).date() - line.start_date).days + 1
    several = days > 1 and duration(line) >= ONE_DAY
    return f", {_every(phrases().lasting_n_days, days)}" if several else ""
