"""Opening hours as people read them, in the active language: "du lundi au vendredi, 9 h – 12 h et 14 h – 18 h 30"."""

from collections.abc import Sequence
from dataclasses import dataclass

from annuaire.opening_phrases import PHRASES, OpeningPhrases
from annuaire.opening_rules import DAYS, MONTHS, Day, Hours, Rule, read
from core.clock import today
from core.dates_in_words import clock, date_as, day_range, listed
from core.dates_in_words import phrases as date_phrases
from core.languages import current

EVERY_DAY = tuple(range(len(DAYS)))
# From this many days in a row one says "from … to …".
RUN = 3


@dataclass(frozen=True)
class HoursInWords:
    """A phrase per rule; or, `is_raw`, the expression itself when words do not cover it."""

    lines: tuple[str, ...]
    is_raw: bool = False

    def __str__(self) -> str:
        return phrases().separator.join(self.lines)


def in_words(expression: str) -> HoursInWords:
    """EXPRESSION, in the syntax of OpenStreetMap, in the active language; never raises."""
    rules = read(expression)
    if rules is None:
        return HoursInWords((expression,) if expression else (), is_raw=True)
    return HoursInWords(tuple(_rule(rule) for rule in rules))


def phrases() -> OpeningPhrases:
    return PHRASES[current()]


def _rule(rule: Rule) -> str:
    words = phrases()
    when = [part for part in (_dates(rule), _days(rule)) if part]
    if rule.is_closed and not rule.weekdays and not rule.ranks and (rule.holidays or rule.dates):
        said = words.closed_on.format(days=listed([*map(_range, rule.dates), *_holidays(rule)]))
    elif rule.is_closed:
        said = ", ".join([*when, words.closed])
    elif not when and not rule.hours:
        said = rule.comment or words.always
    else:
        said = ", ".join([*(when or [date_phrases().every_day]), _hours(rule.hours) or words.all_day])
    remark = rule.comment or (words.unknown if rule.is_unknown else "")
    return f"{said} ({remark})" if remark and said != remark else said


def _dates(rule: Rule) -> str:
    return listed([_range(dates) for dates in rule.dates]) if rule.dates else ""


def _range(dates: tuple[Day, Day]) -> str:
    """ "d’avril à septembre", "en juillet et août", "du 24 décembre au 2 janvier", "le 25 décembre" """
    first, last = dates
    words, days = phrases(), date_phrases()
    if not first.day:
        if (last.month - first.month) % len(MONTHS) < RUN - 1:
            return words.month.format(month=listed(list(dict.fromkeys([_month(first), _month(last)]))))
        return words.months.format(first=_month(first), of_first=days.months_of[first.month - 1], last=_month(last))
    if first == last:
        return days.on_date.format(date=_date(first))
    if first.year and last.year:
        return day_range(first.date, last.date, today())
    return days.days.format(first=_date(first), last=_date(last))


def _month(day: Day) -> str:
    name = date_phrases().months[day.month - 1]
    return f"{name} {day.year}" if day.year else name


def _date(day: Day) -> str:
    said = date_as(date_phrases().date_with_article, day.date)
    return f"{said} {day.year}" if day.year else said


def _days(rule: Rule) -> str:
    """ "du lundi au mercredi et vendredi", "tous les jours", "premier mercredi du mois", "les jours fériés" """
    words = phrases()
    parts = [date_phrases().every_day] if rule.weekdays == EVERY_DAY else _runs(rule.weekdays)
    if rule.ranks:
        names = [words.ranks[rank - (rank > 0)].format(weekday=_weekday(day)) for day, rank in rule.ranks]
        parts.append(words.in_the_month.format(days=listed(names)))
    parts += _holidays(rule)
    return listed(parts) if parts else ""


def _holidays(rule: Rule) -> list[str]:
    said = {"PH": phrases().on_public_holidays, "SH": phrases().on_school_holidays}
    return [said[name] for name in rule.holidays]


def _runs(weekdays: Sequence[int]) -> list[str]:
    """Days in a row from the third on are said by the first and the last."""
    runs: list[list[int]] = []
    for day in weekdays:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    said = []
    for run in runs:
        said += [_from_day_to_day(run[0], run[-1])] if len(run) >= RUN else [_weekday(day) for day in run]
    return said


def _from_day_to_day(first: int, last: int) -> str:
    names = date_phrases().weekdays_with_article
    return date_phrases().days.format(first=names[first], last=names[last])


def _weekday(day: int) -> str:
    return date_phrases().weekdays[day]


def _hours(hours: Sequence[Hours]) -> str:
    return listed([_span(span) for span in hours]) if hours else ""


def _span(span: Hours) -> str:
    if span.end is None:
        return phrases().from_hour.format(time=clock(span.start))
    said = date_phrases().hours.format(start=clock(span.start), end=clock(span.end))
    return said.replace(" ", "\N{NO-BREAK SPACE}")
