"""Days and hours as people read them, in the active language (French where it is another).

Dates and datetimes given here are local: what the clock on the wall says. `today` decides whether the year is said,
and what is today or tomorrow.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import get_language

from core.date_phrases import FRENCH, PHRASES, Phrases

Moment = datetime | date
ONE_DAY = timedelta(days=1)


def phrases() -> Phrases:
    """How the active language says dates."""
    return PHRASES.get((get_language() or "").partition("-")[0], FRENCH)


def day_name(day: date) -> str:
    """ "mercredi" """
    return phrases().weekdays[day.weekday()]


def month_name(day: date) -> str:
    """ "avril" """
    return phrases().months[day.month - 1]


def month_and_year(day: date) -> str:
    """ "avril 2027", the heading of a month."""
    return phrases().month_and_year.format(month=month_name(day), year=day.year)


def short_day(day: date, today: date | None = None) -> str:
    """ "10 déc.", and its year when it is not that of `today`."""
    words = phrases()
    said = f"{words.numbers[day.day - 1]} {words.short_months[day.month - 1]}"
    return said if today is None else said + _year(day, today)


def date_in_words(day: date, today: date) -> str:
    """ "3 avril", "1ᵉʳ avril 2027" """
    return date_as(phrases().date, day) + _year(day, today)


def full_day(day: date, today: date) -> str:
    """ "mercredi 3 avril", "jeudi 1ᵉʳ avril 2027" """
    return f"{day_name(day)} {date_in_words(day, today)}"


def day_in_words(day: date, today: date) -> str:
    """ "aujourd’hui", "demain", else the full day."""
    near = {today: phrases().today, today + ONE_DAY: phrases().tomorrow}
    return near.get(day) or full_day(day, today)


def on_day(day: date, today: date) -> str:
    """ "le 25 juin" """
    return phrases().on_date.format(date=date_with_article(day, today))


def until_day(day: date, today: date) -> str:
    """ "jusqu’au 25 juin" """
    return phrases().until_date.format(date=date_with_article(day, today))


def day_range(first: date, last: date, today: date) -> str:
    """ "du 12 au 17 octobre", "du 30 septembre au 2 octobre 2027", "du 28 décembre 2026 au 3 janvier 2027" """
    words = phrases()
    if (first.year, first.month) == (last.year, last.month):
        start = words.numbers_with_article[first.day - 1]
    else:
        start = date_as(words.date_with_article, first) + (f" {first.year}" if first.year != last.year else "")
    end = date_as(words.date_with_article, last) + _year(last, today, first)
    return words.days.format(first=start, last=end)


def clock(moment: time | datetime) -> str:
    """ "14 h", "8 h 05", "minuit"; "2.30pm" in English."""
    words = phrases()
    if moment.minute == 0 and moment.hour in (0, 12):
        named = words.midday if moment.hour else words.midnight
        if named:
            return named
    hour = (moment.hour - 1) % 12 + 1 if words.twelve_hours else moment.hour
    pattern = words.hour_and_minutes if moment.minute else words.hour
    return pattern.format(hour=hour, minute=moment.minute, half="am" if moment.hour < 12 else "pm")


def time_range(start: Moment, end: Moment, *, all_day: bool = False, open_ended: bool = False) -> str:
    """ "14 h – 17 h", "20 h – 2 h (samedi)", "14 h" without end, "toute la journée": what stands beside a day."""
    words = phrases()
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
    first, last = day_of(start), day_of(end)
    if all_day or not (isinstance(start, datetime) and isinstance(end, datetime)):
        last = max(first, last - ONE_DAY)
        return day_range(first, last, today) if last > first else _one_day(first, today, relative)
    if end - start >= ONE_DAY and not open_ended:
        return _from_hour_to_hour_of_another_day(start, end, today)
    return f"{_one_day(first, today, relative)}, {time_range(start, end, open_ended=open_ended)}"


def day_of(moment: Moment) -> date:
    """The day of MOMENT."""
    return moment.date() if isinstance(moment, datetime) else moment


def date_as(pattern: str, day: date) -> str:
    """DAY in PATTERN, one of `Phrases`."""
    words, index = phrases(), day.day - 1
    return pattern.format(
        number=words.numbers[index],
        number_with_article=words.numbers_with_article[index],
        month=words.months[day.month - 1],
    )


def date_with_article(day: date, today: date) -> str:
    """A date after a preposition, with its year when it is not that of `today`."""
    return date_as(phrases().date_with_article, day) + _year(day, today)


def _year(day: date, today: date, other: date | None = None) -> str:
    """The year to add to a day: when it is not this one, or when the other end of the range has another."""
    years = {day.year, today.year, (other or day).year}
    return f" {day.year}" if len(years) > 1 else ""


def _one_day(day: date, today: date, relative: bool) -> str:
    return day_in_words(day, today) if relative else full_day(day, today)


def _from_hour_to_hour_of_another_day(start: datetime, end: datetime, today: date) -> str:
    """ "du mardi 1ᵉʳ décembre, 14 h, au jeudi 3 décembre, 17 h" """
    words = phrases()
    years = (f" {start.year}" if start.year != end.year else "", _year(end, today, start))
    first, last = (
        f"{words.weekdays_with_article[moment.weekday()]} {date_as(words.date, moment)}{year}, {clock(moment)}"
        for moment, year in zip((start, end), years, strict=True)
    )
    return words.days.format(first=f"{first},", last=last)


def listed(items: Sequence[str]) -> str:
    """ "lundis, mardis et jeudis" """
    *before, last = items
    return f"{', '.join(before)} {phrases().conjunction} {last}" if before else last
