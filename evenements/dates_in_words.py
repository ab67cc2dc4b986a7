"""Days, hours and repetitions as people read them, in the active language (French where it is another).

Dates and datetimes given here are local: what the clock on the wall says. `today` decides whether the year is said,
and what is today or tomorrow.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import get_language

from evenements.date_phrases import FRENCH, PHRASES, Phrases
from evenements.recurrence import (
    WEEKDAYS,
    Line,
    Moment,
    Rule,
    Slot,
    by_day,
    duration,
    effective_start,
    first_date,
    last_start,
    regular_start,
)

ONE_DAY = timedelta(days=1)


def _phrases() -> Phrases:
    return PHRASES.get((get_language() or "").partition("-")[0], FRENCH)


def day_name(day: date) -> str:
    """ "mercredi" """
    return _phrases().weekdays[day.weekday()]


def month_name(day: date) -> str:
    """ "avril" """
    return _phrases().months[day.month - 1]


def month_and_year(day: date) -> str:
    """ "avril 2027", the heading of a month."""
    return _phrases().month_and_year.format(month=month_name(day), year=day.year)


def short_day(day: date, today: date | None = None) -> str:
    """ "10 déc.", and its year when it is not that of `today`."""
    words = _phrases()
    said = f"{words.numbers[day.day - 1]} {words.short_months[day.month - 1]}"
    return said if today is None else said + _year(day, today)


def date_in_words(day: date, today: date) -> str:
    """ "3 avril", "1ᵉʳ avril 2027" """
    return _date(_phrases().date, day) + _year(day, today)


def full_day(day: date, today: date) -> str:
    """ "mercredi 3 avril", "jeudi 1ᵉʳ avril 2027" """
    return f"{day_name(day)} {date_in_words(day, today)}"


def day_in_words(day: date, today: date) -> str:
    """ "aujourd’hui", "demain", else the full day."""
    near = {today: _phrases().today, today + ONE_DAY: _phrases().tomorrow}
    return near.get(day) or full_day(day, today)


def until_day(day: date, today: date) -> str:
    """ "jusqu’au 25 juin" """
    return _phrases().until_date.format(date=_date_with_article(day, today))


def day_range(first: date, last: date, today: date) -> str:
    """ "du 12 au 17 octobre", "du 30 septembre au 2 octobre 2027", "du 28 décembre 2026 au 3 janvier 2027" """
    words = _phrases()
    if (first.year, first.month) == (last.year, last.month):
        start = words.numbers_with_article[first.day - 1]
    else:
        start = _date(words.date_with_article, first) + (f" {first.year}" if first.year != last.year else "")
    end = _date(words.date_with_article, last) + _year(last, today, first)
    return words.days.format(first=start, last=end)


def clock(moment: time | datetime) -> str:
    """ "14 h", "8 h 05", "minuit"; "2.30pm" in English."""
    words = _phrases()
    if moment.minute == 0 and moment.hour in (0, 12):
        named = words.midday if moment.hour else words.midnight
        if named:
            return named
    hour = (moment.hour - 1) % 12 + 1 if words.twelve_hours else moment.hour
    pattern = words.hour_and_minutes if moment.minute else words.hour
    return pattern.format(hour=hour, minute=moment.minute, half="am" if moment.hour < 12 else "pm")


def time_range(start: Moment, end: Moment, *, all_day: bool = False, open_ended: bool = False) -> str:
    """ "14 h – 17 h", "20 h – 2 h (samedi)", "14 h" without end, "toute la journée": what stands beside a day."""
    words = _phrases()
    if all_day or not (isinstance(start, datetime) and isinstance(end, datetime)):
        return words.all_day
    if open_ended or end == start:
        return clock(start)
    said = words.hours.format(start=clock(start), end=clock(end))
    if (end - timedelta.resolution).date() == start.date():
        return said
    return f"{said} ({day_name(end) if end - start < ONE_DAY else short_day(end)})"


def when(
    start: Moment, end: Moment, today: date, *, all_day: bool = False, open_ended: bool = False, relative: bool = True
) -> str:
    """A date whole: "mercredi 3 avril, 14 h – 17 h", "du 12 au 17 octobre".

    An all-day `end` is exclusive. Without `relative`, today and tomorrow are said by their names, as for a former date.
    """
    first, last = _day(start), _day(end)
    if all_day or not (isinstance(start, datetime) and isinstance(end, datetime)):
        last = max(first, last - ONE_DAY)
        return day_range(first, last, today) if last > first else _one_day(first, today, relative)
    if end - start >= ONE_DAY and not open_ended:
        return _from_hour_to_hour_of_another_day(start, end, today)
    return f"{_one_day(first, today, relative)}, {time_range(start, end, open_ended=open_ended)}"


def slot_in_words(slot: Slot, today: date, *, relative: bool = True) -> str:
    """`when`, of a slot."""
    return when(slot.start, slot.end, today, all_day=slot.all_day, open_ended=slot.open_ended, relative=relative)


def rule_in_words(
    line: Line, today: date, *, skip_public_holidays: bool = False, skip_school_holidays: bool = False
) -> str:
    """A line in a sentence: "tous les mercredis de 14 h à 17 h jusqu’au 25 juin, sauf jours fériés".

    A line to come begins with its first date, one without rule is its only date, a count is said by its last date.
    """
    words = _phrases()
    if line.rule is None:
        start = regular_start(line, line.start_date)
        return when(start, start + duration(line), today, all_day=line.days_only, open_ended=line.open_ended)
    sentence = f"{_repetition(line, line.rule)}{_hours_of(line)}{_end_of(line, line.rule, today)}{_length_of(line)}"
    first = first_date(line) or effective_start(line)
    if first > today:
        sentence = words.from_date.format(date=_date_with_article(first, today), which=sentence)
    exceptions = {
        (True, False): words.except_public_holidays,
        (False, True): words.except_school_holidays,
        (True, True): words.except_both,
    }
    skipped = exceptions.get((skip_public_holidays, skip_school_holidays))
    return f"{sentence}, {skipped}" if skipped else sentence


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _date(pattern: str, day: date) -> str:
    words, index = _phrases(), day.day - 1
    return pattern.format(
        number=words.numbers[index],
        number_with_article=words.numbers_with_article[index],
        month=words.months[day.month - 1],
    )


def _date_with_article(day: date, today: date) -> str:
    return _date(_phrases().date_with_article, day) + _year(day, today)


def _year(day: date, today: date, other: date | None = None) -> str:
    """The year to add to a day: when it is not this one, or when the other end of the range has another."""
    years = {day.year, today.year, (other or day).year}
    return f" {day.year}" if len(years) > 1 else ""


def _one_day(day: date, today: date, relative: bool) -> str:
    return day_in_words(day, today) if relative else full_day(day, today)


def _from_hour_to_hour_of_another_day(start: datetime, end: datetime, today: date) -> str:
    """ "du mardi 1ᵉʳ décembre, 14 h, au jeudi 3 décembre, 17 h" """
    words = _phrases()
    years = (f" {start.year}" if start.year != end.year else "", _year(end, today, start))
    first, last = (
        f"{words.weekdays_with_article[moment.weekday()]} {_date(words.date, moment)}{year}, {clock(moment)}"
        for moment, year in zip((start, end), years, strict=True)
    )
    return words.days.format(first=f"{first},", last=last)


def _repetition(line: Line, rule: Rule) -> str:
    words, every = _phrases(), rule.interval
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
    words = _phrases()
    numbers = [WEEKDAYS.index(day) for day in days]
    if every > 1:
        return _every(words.every_n_weeks, every, _listed([_of_weekday(words.on_weekday, day) for day in numbers]))
    if numbers == [0, 1, 2, 3, 4]:
        return words.working_days
    if len(numbers) == len(WEEKDAYS):
        return words.every_day
    return words.every_weekday.format(days=_listed([words.weekdays_repeated[day] for day in numbers]))


def _which_day_of_month(line: Line, rule: Rule) -> str:
    """ "le deuxième mercredi", "le 15"; once a year, with the month: "le deuxième mercredi d’avril", "le 15 avril"."""
    words, first, yearly = _phrases(), effective_start(line), rule.interval % 12 == 0
    if rule.frequency == "monthly_day":
        if yearly:
            return words.on_date.format(date=_date(words.date_with_article, first))
        return words.on_ordinal.format(nth=words.ordinals[first.day - 1])
    which = _of_weekday(words.ranks[-1 if rule.last else (first.day - 1) // 7], first.weekday())
    return words.rank_in_month.format(which=which, of_month=words.months_of[first.month - 1]) if yearly else which


def _of_weekday(pattern: str, day: int) -> str:
    words = _phrases()
    return pattern.format(day=words.weekdays[day], day_with_article=words.weekdays_with_article[day])


def _listed(items: Sequence[str]) -> str:
    """ "lundis, mardis et jeudis" """
    *before, last = items
    return f"{', '.join(before)} {_phrases().conjunction} {last}" if before else last


def _hours_of(line: Line) -> str:
    if line.days_only:
        return ""
    words, start = _phrases(), datetime.combine(line.start_date, line.start_time or time())
    pattern = words.at_hour if line.open_ended or duration(line) >= ONE_DAY else words.from_hour_to_hour
    return " " + pattern.format(start=clock(start), end=clock(start + duration(line)))


def _end_of(line: Line, rule: Rule, today: date) -> str:
    last = rule.until or last_start(line)
    return f" {until_day(_day(last), today)}" if last else ""


def _length_of(line: Line) -> str:
    """ ", 3 jours chaque fois" when a date lasts more than one."""
    first = datetime.combine(line.start_date, (not line.days_only and line.start_time) or time())
    days = ((first + duration(line) - timedelta.resolution).date() - line.start_date).days + 1
    several = days > 1 and duration(line) >= ONE_DAY
    return f", {_every(_phrases().lasting_n_days, days)}" if several else ""
