"""Date lines from the demonstration's data, whose days are relative to the day they are loaded."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from core.closures import closed_days
from evenements import recurrence
from evenements.line_rules import skipped_days
from evenements.models import DateLine
from evenements.postponing import fold
from home.loading.days import day

Entry = Mapping[str, Any]

YEARS_AROUND = dt.timedelta(days=2 * 366)


class LineReader:
    """Reads date lines as of TODAY; PLACES are the primary keys of places, by slug."""

    def __init__(self, today: dt.date, places: Mapping[str, int]) -> None:
        self.today, self.places = today, places
        self.closed = closed_days(
            today - YEARS_AROUND,
            today + YEARS_AROUND,
            country=settings.TERRITORY.country,
            school_zone="",
            public_holidays=True,
            school_holidays=False,
        )

    def day(self, words: str) -> dt.date:
        """The date WORDS say (see `home.loading.days`)."""
        return day(words, self.today, self.closed)

    def optional_day(self, words: str | None) -> dt.date | None:
        return self.day(words) if words else None

    def line(self, entry: Entry, order: int) -> DateLine:
        """The date line ENTRY describes, with its exceptions, not saved."""
        line = DateLine(
            sort_order=order,
            start_date=self.day(entry["day"]),
            end_date=self.optional_day(entry.get("last")),
            start_time=_time(entry.get("start")),
            end_time=_time(entry.get("end")),
            all_day=entry.get("all_day", False),
            frequency=entry.get("repeat", ""),
            interval=entry.get("every", 1),
            weekdays=",".join(entry.get("on", [])),
            until=self.optional_day(entry.get("until")),
            count=entry.get("count"),
            skip_public_holidays=entry.get("skip_public", False),
            skip_school_holidays=entry.get("skip_school", False),
        )
        line.excluded = skipped_days(line)
        line.start_date = recurrence.effective_start(line.line)
        line.changes = self._changes(line, entry.get("changes", []))
        fold(line)
        return line

    def _changes(self, line: DateLine, entries: list[Entry]) -> list[dict[str, Any]]:
        """The exceptions, each on a date of its own; one that no date fits is left out."""
        excluded = set(line.line.excluded)
        dates = [date for date in recurrence.rule_dates(line.line) if date not in excluded]
        changes: dict[dt.date, dict[str, Any]] = {}
        for entry in entries:
            if "nth" in entry:
                fitting = dates[entry["nth"] - 1 : entry["nth"]]
            else:
                fitting = [date for date in dates if date >= self.day(entry["after"])]
            if original := next((date for date in fitting if date not in changes), None):
                changes[original] = self._change(original, entry)
        return [changes[date] for date in sorted(changes)]

    def _change(self, original: dt.date, entry: Entry) -> dict[str, Any]:
        """The exception on ORIGINAL: moved by `shift` days, to other hours; the hours not given are kept."""
        held = original + dt.timedelta(days=int(entry["shift"].removesuffix("d")) if "shift" in entry else 0)
        start, end = _time(entry.get("start")), _time(entry.get("end"))
        moved: recurrence.Moment | None = held if held != original else None
        change = recurrence.Change(
            original=original,
            state=entry.get("state"),
            start=dt.datetime.combine(held, start) if start else moved,
            end=dt.datetime.combine(held, end) if end else None,
            title=entry.get("title", ""),
            note=entry.get("note", ""),
            place=self.places[entry["place"]] if "place" in entry else None,
        )
        return change.to_json()


def _time(text: str | None) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None
