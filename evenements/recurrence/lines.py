"""A date line as an editor wrote it, its rule and its exceptions, and the slot each of its dates gives."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

Moment = datetime | date
Frequency = Literal["daily", "weekly", "monthly_weekday", "monthly_day"]

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONE_DAY = timedelta(days=1)


def as_datetime(moment: Moment) -> datetime:
    """The moment itself, or midnight of a date."""
    return moment if isinstance(moment, datetime) else midnight(moment)


def midnight(moment: Moment) -> datetime:
    return datetime(moment.year, moment.month, moment.day)


@dataclass(frozen=True, slots=True)
class Rule:
    """How a line repeats. A monthly rule takes its weekday and rank, or its day, from the line's first date."""

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[str, ...] = ()  # weekly only; none means the weekday of the first date
    until: date | None = None  # inclusive, local
    count: int | None = None  # counted before exclusions, as COUNT is
    last: bool = False  # monthly_weekday: the last of the month, whatever the rank of the first date


@dataclass(frozen=True, slots=True)
class Change:
    """What differs on one date.

    A `start` or `end` without hour has the line's, whatever it becomes; one with an hour keeps it. A `start` without
    `end` lasts as long as the line's dates. An all-day `end` is inclusive. `previous` is when the only date of a line
    without rule was to begin, before the line took the day it has. A date held elsewhere has a `place` or a `host`.
    `seats` are those of this date rather than the event's.
    """

    original: date
    state: str | None = None
    start: Moment | None = None
    end: Moment | None = None
    title: str = ""
    note: str = ""
    place: int | None = None
    removed: bool = False
    previous: Moment | None = None
    host: int | None = None
    seats: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The change in JSON types, without what it does not say."""
        said = {name: value for name in CHANGE_FIELDS if (value := getattr(self, name))}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}

    @classmethod
    def from_json(cls, data: Any) -> "Change":
        """The change that `to_json` wrote; a ValueError says what is wrong with anything else."""
        if not isinstance(data, dict) or not data.get("original"):
            raise ValueError(f"A change is an object with its original date, not {data!r}")
        if unknown := sorted(set(map(str, data)) - set(CHANGE_FIELDS)):
            raise ValueError(f"A change knows nothing of {', '.join(unknown)}")
        return cls(**{name: _read(name, value) for name, value in data.items() if value is not None})


CHANGE_FIELDS = tuple(field.name for field in fields(Change))


def _read(name: str, value: Any) -> Any:
    """One value of a change, from JSON."""
    expected = {"place": int, "host": int, "seats": int, "removed": bool}.get(name, str)
    if type(value) is not expected:
        raise ValueError(f"The {name} of a change is {expected.__name__}, not {value!r}")
    if name == "original":
        return date.fromisoformat(str(value))
    return _read_moment(name, str(value)) if name in ("start", "end", "previous") else value


def _read_moment(name: str, value: str) -> Moment:
    if "T" not in value:
        return date.fromisoformat(value)
    moment = datetime.fromisoformat(value)
    if moment.tzinfo:
        raise ValueError(f"The {name} of a change is local time, without offset, not {value!r}")
    return moment


@dataclass(frozen=True, slots=True)
class Line:
    """A date line in local time. For an all-day line `end_date` is inclusive."""

    uid: str
    start_date: date
    start_time: time | None = None
    end_date: date | None = None
    end_time: time | None = None
    all_day: bool = False
    rule: Rule | None = None
    excluded: frozenset[date] = frozenset()
    changes: tuple[Change, ...] = ()

    @property
    def days_only(self) -> bool:
        """Whether its dates are days without hours."""
        return self.all_day or self.start_time is None

    @property
    def open_ended(self) -> bool:
        """Nobody said when it ends: words show the start only."""
        return not self.days_only and self.end_time is None

    @property
    def dropped(self) -> frozenset[date]:
        """The original dates that are not held at all: excluded, or removed one by one."""
        return self.excluded | {change.original for change in self.changes if change.removed}

    @property
    def active_changes(self) -> dict[date, Change]:
        """The changes that apply, by original date: a dropped date has none."""
        return {change.original: change for change in self.changes if change.original not in self.dropped}


@dataclass(frozen=True, slots=True)
class Slot:
    """One date of a line. All-day: `start` and `end` are dates, `end` exclusive; else naive local datetimes."""

    line_uid: str
    original: date
    start: Moment
    end: Moment
    all_day: bool = False
    state: str | None = None
    previous_start: Moment | None = None
    title: str = ""
    note: str = ""
    place: int | None = None
    open_ended: bool = False
    host: int | None = None
    seats: int | None = None

    @property
    def first_day(self) -> date:
        return midnight(self.start).date()

    @property
    def last_day(self) -> date:
        """The last day it touches: what ends at midnight does not touch the next day."""
        return max(self.first_day, (as_datetime(self.end) - timedelta.resolution).date())
