"""From a line to its dates."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from operator import attrgetter

from dateutil import rrule

from evenements.recurrence.lines import ONE_DAY, WEEKDAYS, Change, Line, Moment, Rule, Slot, as_datetime, midnight

DEFAULT_DURATION = timedelta(hours=1)
MAX_DATES = 5_000


class TooManyDates(ValueError):
    """A line gives more dates than an agenda can mean."""


def duration(line: Line) -> timedelta:
    """How long a date lasts on the clock; an end hour not after the start's, without end date, is the next day's."""
    last_day = line.end_date or line.start_date
    if line.start_time is None or line.all_day:
        return last_day - line.start_date + ONE_DAY
    if line.end_time is None:
        return last_day - line.start_date + DEFAULT_DURATION
    start = datetime.combine(line.start_date, line.start_time)
    end = datetime.combine(last_day, line.end_time)
    return end - start + (ONE_DAY if end <= start and line.end_date is None else timedelta())


def effective_start(line: Line) -> date:
    """The first day from `start_date` on that fits the rule: DTSTART, which must be the rule's first date."""
    rule, day = line.rule, line.start_date
    following = [day + offset * ONE_DAY for offset in range(35)]
    if rule and rule.frequency == "weekly" and rule.weekdays:
        return next((d for d in following if WEEKDAYS[d.weekday()] in rule.weekdays), day)
    if rule and rule.frequency == "monthly_weekday" and rule.last:
        return next(d for d in following[::7] if (d + 7 * ONE_DAY).month != d.month)
    return day


def by_day(line: Line) -> tuple[str, ...]:
    """The BYDAY of the rule: ("TU", "TH"), ("2WE",), ("-1TH",), or nothing."""
    rule, first = line.rule, effective_start(line)
    own = WEEKDAYS[first.weekday()]
    if rule and rule.frequency == "weekly":
        return tuple(day for day in WEEKDAYS if day in rule.weekdays) or (own,)
    if rule and rule.frequency == "monthly_weekday":
        return (f"{-1 if rule.last else (first.day + 6) // 7}{own}",)
    return ()


def _step_before(first: date, rule: Rule, near: date) -> date:
    """The rule's last step not after `near`, so that a date far from the first costs no more than a near one."""
    if near <= first or rule.count is not None:
        return first
    if rule.frequency in ("daily", "weekly"):
        step = rule.interval * (7 if rule.frequency == "weekly" else 1)
        return first + (near - first).days // step * step * ONE_DAY
    months = (near.year - first.year) * 12 + near.month - first.month
    month = first.month - 1 + months - months % rule.interval
    return date(first.year + month // 12, month % 12 + 1, 1)


def _rule_for_dateutil(line: Line, rule: Rule, near: date) -> rrule.rrule:
    first = effective_start(line)
    days = [rrule.weekday(WEEKDAYS.index(day[-2:]), int(day[:-2]) if day[:-2] else None) for day in by_day(line)]
    daily, weekly = rule.frequency == "daily", rule.frequency == "weekly"
    return rrule.rrule(
        rrule.DAILY if daily else rrule.WEEKLY if weekly else rrule.MONTHLY,
        dtstart=midnight(_step_before(first, rule, near)),
        interval=rule.interval,
        wkst=rrule.MO,
        byweekday=days or None,
        bymonthday=first.day if rule.frequency == "monthly_day" else None,
        until=midnight(rule.until) if rule.until else None,
        count=rule.count,
    )


def rule_dates(line: Line, first: date = date.min, last: date = date.max) -> list[date]:
    """The original dates from `first` to `last` included, before any exception; TooManyDates beyond MAX_DATES."""
    if line.rule is None:
        return [line.start_date] if first <= line.start_date <= last else []
    dates: list[date] = []
    for moment in _rule_for_dateutil(line, line.rule, first).xafter(midnight(first), inc=True):
        if moment.date() > last:
            break
        if len(dates) == MAX_DATES:
            raise TooManyDates(f"More than {MAX_DATES} dates up to {last}")
        dates.append(moment.date())
    return dates


def dates_among(line: Line, days: Iterable[date]) -> list[date]:
    """Those of `days` that the rule gives, in order; read year by year, so that a stray day costs nothing."""
    found: list[date] = []
    for _, group in groupby(sorted(set(days)), key=attrgetter("year")):
        wanted = list(group)
        given = set(rule_dates(line, wanted[0], wanted[-1]))
        found += [day for day in wanted if day in given]
    return found


def unbounded(line: Line) -> bool:
    """Whether the line never ends."""
    return bool(line.rule and line.rule.until is None and line.rule.count is None)


def first_date(line: Line) -> date | None:
    """The first original date that is held; None when none is left."""
    if line.rule is None:
        return None if line.start_date in line.dropped else line.start_date
    dates = (moment.date() for moment in _rule_for_dateutil(line, line.rule, line.start_date))
    return next((day for day in islice(dates, len(line.dropped) + 1) if day not in line.dropped), None)


def last_start(line: Line) -> Moment | None:
    """When the last date held begins, moves included; None for a line without end or without date."""
    if unbounded(line):
        return None
    slots = _slots(line, rule_dates(line))
    return slots[-1].start if slots else None


def regular_start(line: Line, original: date) -> Moment:
    """When this date would begin without its exception: what EXDATE and RECURRENCE-ID name."""
    return original if line.all_day or line.start_time is None else datetime.combine(original, line.start_time)


def expand(line: Line, first: date, last: date) -> list[Slot]:
    """The dates that touch a day from `first` to `last`, in order; a date that moved counts where it went."""
    reach = first - min(duration(line) + ONE_DAY, first - date.min)
    slots = _slots(line, [*rule_dates(line, reach, last), *_changed_dates(line)])
    return [slot for slot in slots if slot.first_day <= last and slot.last_day >= first]


def overrides(line: Line) -> list[Slot]:
    """The dates that an exception alters, each a VEVENT with its RECURRENCE-ID."""
    return _slots(line, _changed_dates(line))


def slot_on(line: Line, original: date) -> Slot | None:
    """The date known by its original day, wherever it has moved; None when it is not held."""
    return next(iter(_slots(line, rule_dates(line, original, original))), None)


def _changed_dates(line: Line) -> list[date]:
    """The original dates under an exception; one that the rule no longer gives waits, without effect."""
    return dates_among(line, (day for day, change in line.active_changes.items() if change != Change(day)))


def _slots(line: Line, originals: Iterable[date]) -> list[Slot]:
    changes = line.active_changes
    slots = [_slot(line, day, changes.get(day) or Change(day)) for day in set(originals) - line.dropped]
    return sorted(slots, key=lambda slot: (as_datetime(slot.start), slot.original))


def _slot(line: Line, original: date, change: Change) -> Slot:
    regular = regular_start(line, original)
    start, end = _span(line, as_datetime(regular), change)
    return Slot(
        line_uid=line.uid,
        original=original,
        start=start.date() if line.days_only else start,
        end=end.date() if line.days_only else end,
        all_day=line.days_only,
        state=change.state,
        previous_start=_previous(line, change, as_datetime(regular), start),
        title=change.title,
        note=change.note,
        place=change.place,
        open_ended=line.open_ended and change.end is None,
        host=change.host,
        seats=change.seats,
    )


def _span(line: Line, regular: datetime, change: Change) -> tuple[datetime, datetime]:
    length = duration(line)
    start = _in_terms_of(line, change.start, regular) if change.start else regular
    if change.end:
        end = _in_terms_of(line, change.end, regular + length) + (ONE_DAY if line.days_only else timedelta())
        if end > start:  # else an edit of the line's hour has overtaken it
            return start, end
    return start, start + length


def _previous(line: Line, change: Change, regular: datetime, start: datetime) -> Moment | None:
    """When a date that begins at START was to begin; None when it has not moved."""
    former = _in_terms_of(line, change.previous, regular) if change.previous and line.rule is None else regular
    if former == start:
        return None
    return former.date() if line.days_only else former


def _in_terms_of(line: Line, moment: Moment, usual: datetime) -> datetime:
    """A change's moment: midnight for an all-day line, at the usual hour when the change says none."""
    if line.days_only:
        return midnight(moment)
    return moment if isinstance(moment, datetime) else datetime.combine(moment, usual.time())
