"""The actors that answer a selection, and how many there would be after each click.

The whole directory is read as sets, in eight queries however many actors: a territory has hundreds, and a set counts
what the list shows by construction.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from annuaire.enums import ActorKind
from annuaire.models import ActorPage
from annuaire.selection import FACETS, Selection
from annuaire.sorting import sort_key
from core.languages import current
from core.models import Audience, Commune, Equipment, Service
from core.text_search import matching_pages

VOCABULARIES = {"public": Audience, "service": Service, "equipement": Equipment}
FIELDS = {"public": "audiences__code", "service": "services__code", "equipement": "equipment__code"}
# Shown as a list to choose one from: choosing replaces what was chosen.
CHOSEN_ONE = ("commune",)
SEARCH_KIND = "acteur"


@dataclass(frozen=True)
class Directory:
    """Every published actor, by name; those each value of each facet has; the words of the values, in order."""

    actors: tuple[int, ...]
    fresh: tuple[int, ...]
    members: Mapping[str, Mapping[str, set[int]]]
    labels: Mapping[str, Mapping[str, str]]
    communes: Mapping[str, Commune]


@dataclass(frozen=True)
class Listing:
    """The actors of a selection, in order, and `counts[facet][value]`: how many with that value chosen."""

    actors: tuple[int, ...]
    counts: Mapping[str, Mapping[str, int]]


def read_directory() -> Directory:
    named = ActorPage.objects.published().by_name()
    rows = list(named.values_list("pk", "kind", "commune__insee", "verified_on"))
    live = {pk for pk, *_facts in rows}
    members: dict[str, dict[str, set[int]]] = {name: {} for name in FACETS}
    for pk, kind, insee, _verified in rows:
        members["genre"].setdefault(kind, set()).add(pk)
        if insee:
            members["commune"].setdefault(insee, set()).add(pk)
    for name, field in FIELDS.items():
        for pk, code in ActorPage.objects.filter(**{f"{field}__isnull": False}).values_list("pk", field):
            if pk in live:
                members[name].setdefault(code, set()).add(pk)
    communes = {commune.insee: commune for commune in Commune.objects.all()}
    # The most lately verified first, those never verified last; the sort keeps names in order within a day.
    fresh = sorted(rows, key=lambda row: row[3] or dt.date.min, reverse=True)
    by_name, by_freshness = (tuple(pk for pk, *_facts in ordered) for ordered in (rows, fresh))
    return Directory(by_name, by_freshness, members, _labels(communes), communes)


def _labels(communes: Mapping[str, Commune]) -> dict[str, dict[str, str]]:
    """Each value a facet may have and its words, in the order to show them."""
    found = {"genre": {kind.value: str(kind.label) for kind in ActorKind}}
    named = sorted((sort_key(commune.words), insee) for insee, commune in communes.items())
    found["commune"] = {insee: communes[insee].words for _key, insee in named}
    for name, model in VOCABULARIES.items():
        found[name] = {term.code: term.words for term in model.objects.all()}
    return found


def listing(directory: Directory, selection: Selection) -> Listing:
    """What SELECTION finds in DIRECTORY."""
    found = {name: _chosen(directory, selection, name) for name in FACETS}
    asked: list[int] | None = None
    if selection.q:
        asked = matching_pages(selection.q, current(), SEARCH_KIND)
    everybody = set(directory.actors) if asked is None else set(directory.actors).intersection(asked)
    counts = {}
    for name in FACETS:
        others = everybody.intersection(*(ids for other, ids in found.items() if other != name and ids is not None))
        ticked = set() if name in CHOSEN_ONE else found[name] or set()
        counts[name] = {value: len(others & (ids | ticked)) for value, ids in directory.members[name].items()}
        counts[name] |= {value: len(others & ticked) for value in selection.values(name) if value not in counts[name]}
    results = everybody.intersection(*(ids for ids in found.values() if ids is not None))
    return Listing(tuple(pk for pk in _order(directory, selection, asked) if pk in results), counts)


def _chosen(directory: Directory, selection: Selection, name: str) -> set[int] | None:
    """The actors with one of the values chosen in a facet; None when none is chosen."""
    values = selection.values(name)
    return set().union(*(directory.members[name].get(value, set()) for value in values)) if values else None


def _order(directory: Directory, selection: Selection, asked: list[int] | None) -> tuple[int, ...] | list[int]:
    """By freshness or by name when the reader says so; else the best answers first, or by name."""
    if selection.tri == "fraicheur":
        return directory.fresh
    return directory.actors if asked is None or selection.tri == "nom" else asked
