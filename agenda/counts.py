"""How many dates a selection has, and how many it would have after each click: true counts, kept until they change.

One query of three parts counts everything: dates grouped by what each row copies (kind, mode, commune, price), by what
events share (publics, themes…), and those under way. The answer is kept until the next of these dates begins or ends,
or something is published.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import BooleanField, Case, CharField, Count, F, Field, IntegerField, Min, QuerySet, Value, When
from django.db.models.functions import Cast

from agenda.dates import FILTERS
from agenda.question import Question
from agenda.selection import Selection
from agenda.terms import Label, Terms, choices
from evenements.querysets import CLOSES


class Column(NamedTuple):
    """A facet that each date copies: the way to its column, its type, and what it holds for a label."""

    path: str
    type: Field
    held: Callable[[Label], Any]


COLUMNS = {
    "type": Column("kind_id", IntegerField(), attrgetter("pk")),
    "commune": Column("commune_id", IntegerField(), attrgetter("pk")),
    "mode": Column("mode", CharField(), attrgetter("code")),
    "gratuit": Column("is_free", BooleanField(), lambda label: True),
}
WORKSHOP_COLUMNS = COLUMNS | {"niveau": Column("event__workshoppage__level", CharField(), attrgetter("code"))}
# A facet that events share with others: the way from a date to its entries.
SHARED = {"public": "event__audiences", "theme": "event__themes"}
WORKSHOP_SHARED = {"public": "event__audiences", "equipement": "event__workshoppage__equipment"}
# Shown as a list to choose one from: choosing replaces what was chosen.
CHOSEN_ONE = ("commune",)
CELL, BEGUN = "cell", "begun"
CACHE_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Counts:
    """`total` dates; `of[facet][code]` dates with that entry ticked; `begun` the ids of those under way, in order.

    True from `since` until `until`; without it, until something is published.
    """

    total: int
    begun: tuple[int, ...]
    of: Mapping[str, Mapping[str, int]]
    since: dt.datetime
    until: dt.datetime | None = None

    def holds_at(self, now: dt.datetime) -> bool:
        return self.since <= now and (self.until is None or now < self.until)


class Row(NamedTuple):
    """A cell (dates that share these values of the columns), an entry of a shared facet, or a date under way."""

    part: str
    entry: int | None
    number: int
    next_end: dt.datetime
    next_start: dt.datetime | None
    values: tuple[Any, ...]


class Cell(NamedTuple):
    """How many dates share these values of the columns."""

    number: int
    values: Mapping[str, Any]

    def fits(self, asked: Mapping[str, set[Any]]) -> bool:
        return all(self.values[name] in wanted for name, wanted in asked.items() if wanted)


def counts(question: Question, version: str, terms: Terms) -> Counts:
    """The counts of QUESTION; VERSION is that of what is published."""
    asked = (version, question.today, question.language, question.scope, question.selection)
    key = cache_key("counts", asked)
    kept: Counts | None = cache.get(key)
    if kept is None or not kept.holds_at(question.now):
        kept = count(question, terms)
        cache.set(key, kept, CACHE_SECONDS)
    return kept


def cache_key(kind: str, asked: object) -> str:
    """A name in the cache for the answer to ASKED."""
    return f"agenda-{kind}-{hashlib.sha256(repr(asked).encode()).hexdigest()[:40]}"


def count(question: Question, terms: Terms) -> Counts:
    """The counts of QUESTION, in one query."""
    columns: Mapping[str, Column] = WORKSHOP_COLUMNS if question.scope.workshops else COLUMNS
    shared = WORKSHOP_SHARED if question.scope.workshops else SHARED
    rows = [Row._make((*row[:5], row[5:])) for row in _rows(question, columns, shared)]
    cells = [Cell(row.number, dict(zip(columns, row.values, strict=True))) for row in rows if row.part == CELL]
    held = {name: _held(column, choices(name, terms)) for name, column in columns.items()}
    asked = {name: {held[name][code] for code in question.selection.values(name)} for name in columns}
    total = sum(cell.number for cell in cells if cell.fits(asked))
    of = {name: _ticked(name, cells, asked, held[name], replaced(name, question.selection)) for name in columns}
    for name in shared:
        added = {row.entry: row.number for row in rows if row.part == name}
        of[name] = _added(question.selection.values(name), total, added, terms[name])
    begun = sorted((row.next_start, row.entry) for row in rows if row.part == BEGUN)
    return Counts(total, tuple(pk for _, pk in begun if pk), of, question.now, _next_change(question, rows))


def _next_change(question: Question, rows: Iterable[Row]) -> dt.datetime | None:
    """When one of the dates counted next begins, ends or takes no more bookings; None when that changes nothing."""
    moments = [_next_closing(question)] if question.selection.places else []
    if question.depends_on_now:
        moments += [moment for row in rows for moment in (row.next_end, row.next_start)]
    return min((moment for moment in moments if moment and moment > question.now), default=None)


def _next_closing(question: Question) -> dt.datetime | None:
    """When the seats of one of the dates that have some left are next no longer booked, in a query of its own.

    Of the dates before any filter on what each copies: the other filters count from these.
    """
    dates = question.dates(question.selection.only(["du", "au", "places"]))
    found: dt.datetime | None = dates.aggregate(first=Min(CLOSES))["first"]
    return found


def replaced(name: str, selection: Selection) -> tuple[str, ...]:
    """What choosing another entry of NAME takes away: what its list shows, which is one."""
    return selection.values(name)[:1] if name in CHOSEN_ONE else ()


def _held(column: Column, labels: Mapping[str, Label]) -> dict[str, Any]:
    return {code: column.held(label) for code, label in labels.items()}


def _rows(question: Question, columns: Mapping[str, Column], shared: Mapping[str, str]) -> QuerySet:
    """The rows of all parts, as `Row` has them, the values of the columns last."""
    parts = [_cell_rows(question, columns)]
    parts += [_shared_rows(question, name, path, columns) for name, path in shared.items()]
    if question.window.lower is not None:
        parts.append(_begun_rows(question, columns))
    return parts[0].union(*parts[1:], all=True).order_by()


def _ordered(rows: QuerySet, columns: Mapping[str, Column]) -> QuerySet:
    fields = ("part", "entry", "number", "next_end", "next_start", *(f"of_{name}" for name in columns))
    return rows.values_list(*fields)


def _changes(question: Question) -> dict[str, Any]:
    """How many dates, when the next of them ends and the next begins."""
    begins = Min(Case(When(start__gt=question.now, then="start")))
    return {"number": Count("pk"), "next_end": Min("end"), "next_start": begins}


def _no_values(columns: Mapping[str, Column]) -> dict[str, Any]:
    return {f"of_{name}": Cast(Value(None), column.type) for name, column in columns.items()}


def _cell_rows(question: Question, columns: Mapping[str, Column]) -> QuerySet:
    """The dates before any filter on COLUMNS, by the values of these."""
    others = [name for name in ("du", "au", "q", *FILTERS) if name not in columns]
    dates = question.dates(question.selection.only(others))
    values = {f"of_{name}": F(column.path) for name, column in columns.items()}
    keys = dates.values(part=Value(CELL), entry=Cast(Value(None), IntegerField()), **values)
    return _ordered(keys.annotate(**_changes(question)), columns)


def _shared_rows(question: Question, name: str, path: str, columns: Mapping[str, Column]) -> QuerySet:
    """The dates each entry of the facet NAME adds to what is ticked of it."""
    dates = question.dates(question.selection.without(name))
    if question.selection.values(name):
        dates = dates.exclude(FILTERS[name](question.selection.only([name])))
    keys = dates.filter(**{f"{path}__isnull": False}).values(part=Value(name), entry=F(path), **_no_values(columns))
    return _ordered(keys.annotate(**_changes(question)), columns)


def _begun_rows(question: Question, columns: Mapping[str, Column]) -> QuerySet:
    """The dates under way one by one, in any order: sorting them here would read all that is past."""
    said = {"entry": F("pk"), "number": Value(1), "next_end": F("end"), "next_start": F("start")}
    return _ordered(question.begun().values(part=Value(BEGUN), **said, **_no_values(columns)), columns)


def _ticked(
    name: str, cells: Sequence[Cell], asked: Mapping[str, set[Any]], held: Mapping[str, Any], left: Sequence[str]
) -> dict[str, int]:
    """For each entry of the column NAME, the dates once it is ticked too, and what is LEFT out for it unticked."""
    others = {other: wanted for other, wanted in asked.items() if other != name}
    open_cells = [cell for cell in cells if cell.fits(others)]
    kept = asked[name] - {held[code] for code in left}
    return {
        code: sum(cell.number for cell in open_cells if cell.values[name] in kept | {value})
        for code, value in held.items()
    }


def _added(
    ticked: Sequence[str], total: int, added: Mapping[int | None, int], labels: Mapping[str, Label]
) -> dict[str, int]:
    """For each entry of a shared facet, the dates once it is ticked too: those of what is, and those it adds."""
    of = {code: added.get(int(label.pk), 0) + (total if ticked else 0) for code, label in labels.items()}
    return of | dict.fromkeys(ticked, total)
