"""How many dates a selection has, and how many it would have after each click: true counts, kept until they change.

Two queries count everything: one groups dates by what each row copies (kind, mode, commune, price), the other by what
events share (publics, themes…). The answer is kept until the next of these dates begins or ends, or something is
published.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Case, Count, F, Min, QuerySet, Value, When

from agenda.dates import FILTERS
from agenda.question import Question
from agenda.terms import Label, Terms, choices


class Column(NamedTuple):
    """A facet that each date copies: its column, and what it holds for a label."""

    name: str
    held: Callable[[Label], Any]


COLUMNS = {
    "type": Column("kind_id", attrgetter("pk")),
    "commune": Column("commune_id", attrgetter("pk")),
    "mode": Column("mode", attrgetter("code")),
    "gratuit": Column("is_free", lambda label: True),
}
WORKSHOP_COLUMNS = COLUMNS | {"niveau": Column("event__workshoppage__level", attrgetter("code"))}
# A facet that events share with others: the way from a date to its entries.
SHARED = {"public": "event__audiences", "theme": "event__themes"}
WORKSHOP_SHARED = {"public": "event__audiences", "equipement": "event__workshoppage__equipment"}
# Shown as a list to choose one from: choosing replaces what was chosen.
CHOSEN_ONE = ("commune",)
CACHE_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Counts:
    """`total` dates; `of[facet][code]` dates with that entry ticked; `begun` the ids of those under way, in order.

    True from `since` until `until`; without it, until something is published.
    """

    total: int
    of: Mapping[str, Mapping[str, int]]
    begun: tuple[int, ...]
    since: dt.datetime
    until: dt.datetime | None = None

    def holds_at(self, now: dt.datetime) -> bool:
        return self.since <= now and (self.until is None or now < self.until)


class Cell(NamedTuple):
    """How many dates share these values of the columns."""

    number: int
    values: Mapping[str, Any]

    def fits(self, asked: Mapping[str, set[Any]]) -> bool:
        return all(self.values[name] in wanted for name, wanted in asked.items() if wanted)


def counts(question: Question, version: int, terms: Terms) -> Counts:
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
    """The counts of QUESTION, in three queries."""
    columns: Mapping[str, Column] = WORKSHOP_COLUMNS if question.scope.workshops else COLUMNS
    shared = WORKSHOP_SHARED if question.scope.workshops else SHARED
    cells, changes = _cells(question, columns)
    held = {name: _held(column, choices(name, terms)) for name, column in columns.items()}
    asked = {name: {held[name][code] for code in question.selection.values(name)} for name in columns}
    total = sum(cell.number for cell in cells if cell.fits(asked))
    of: dict[str, dict[str, int]] = {name: _ticked(name, cells, asked, held[name]) for name in columns}
    for name in shared:
        of[name] = {code: total if code in question.selection.values(name) else 0 for code in terms[name]}
    for name, pk, number, *when in _shared_rows(question, shared):
        code = next((code for code, label in terms[name].items() if label.pk == pk), None)
        changes += when
        if code is not None:
            of[name][code] = number + (total if question.selection.values(name) else 0)
    begun = tuple(question.begun().order_by("start", "id").values_list("id", flat=True))
    until = min(filter(None, changes), default=None) if question.depends_on_now else None
    return Counts(total, of, begun, question.now, until)


def _held(column: Column, labels: Mapping[str, Label]) -> dict[str, Any]:
    return {code: column.held(label) for code, label in labels.items()}


def _changes(question: Question) -> dict[str, Any]:
    """Aggregates that say when the next date ends and the next begins."""
    return {
        "next_end": Min("end"),
        "next_start": Min(Case(When(start__gt=question.now, then="start"))),
    }


def _cells(question: Question, columns: Mapping[str, Column]) -> tuple[list[Cell], list[dt.datetime | None]]:
    """The dates of QUESTION before any filter on COLUMNS, by the values of these."""
    others = [name for name in ("du", "au", "q", *FILTERS) if name not in columns]
    dates = question.dates(question.selection.only(others))
    paths = [column.name for column in columns.values()]
    rows = dates.values(*paths).annotate(number=Count("pk"), **_changes(question))
    cells, changes = [], []
    for row in rows:
        cells.append(Cell(row["number"], {name: row[column.name] for name, column in columns.items()}))
        changes += [row["next_end"], row["next_start"]]
    return cells, changes


def _ticked(name: str, cells: Sequence[Cell], asked: Mapping[str, set[Any]], held: Mapping[str, Any]) -> dict[str, int]:
    """For each entry of the column NAME, the dates once it is ticked too (or chosen instead)."""
    others = {other: wanted for other, wanted in asked.items() if other != name}
    open_cells = [cell for cell in cells if cell.fits(others)]
    kept = set() if name in CHOSEN_ONE and len(asked[name]) == 1 else asked[name]
    return {
        code: sum(cell.number for cell in open_cells if cell.values[name] in kept | {value})
        for code, value in held.items()
    }


def _shared_rows(question: Question, shared: Mapping[str, str]) -> QuerySet:
    """(facet, entry, dates, next end, next start): the dates each entry adds to what is ticked of its facet."""
    parts = []
    for name, path in shared.items():
        dates = question.dates(question.selection.without(name))
        if question.selection.values(name):
            dates = dates.exclude(FILTERS[name](question.selection.only([name])))
        rows = dates.filter(**{f"{path}__isnull": False}).values(facet=Value(name), entry=F(path))
        parts.append(
            rows.annotate(number=Count("pk"), **_changes(question)).values_list(
                "facet", "entry", "number", "next_end", "next_start"
            )
        )
    return parts[0].union(*parts[1:], all=True)
