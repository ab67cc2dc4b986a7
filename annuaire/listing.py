"""The actors that answer a selection, and how many there would be after each click.

Each value of each facet is a whole number whose bit i says whether the i-th actor, by name, has it: a facet is counted
by an "and" and a count of bits, at any volume, and counts what the list shows by construction. The bits are read from
the database once per version of the directory and per process (annuaire.versions).
"""

import datetime as dt
import threading
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any

from annuaire import versions
from annuaire.enums import ActorKind
from annuaire.freshness.enums import Freshness
from annuaire.models import ActorPage
from annuaire.nearby import HERE, Spot, nearest
from annuaire.selection import FACETS, Selection
from annuaire.sorting import sort_key
from annuaire.versions import NO_VERSION, Version
from core.languages import current
from core.models import Audience, Commune, Equipment, Service, Term
from core.text_search import matching_pages

VOCABULARIES: dict[str, type[Term]] = {"public": Audience, "service": Service, "equipement": Equipment}
FIELDS = {"public": "audiences", "service": "services", "equipement": "equipment"}
# Shown as a list to choose one from: choosing replaces what was chosen.
CHOSEN_ONE = ("commune",)
SEARCH_KIND = "acteur"
Members = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Actors:
    """Every published actor by name, and its place among them; `fresh` gives those places, lately verified first;
    `members[facet][value]` has the bit of each actor that has this value; `spots` says where each of them is, None
    where nobody knows; those from the place `current` on are no longer confirmed.
    """

    keys: tuple[int, ...]
    fresh: Sequence[int]
    members: Members
    spots: Sequence[Spot | None] = ()
    current: int = 0

    @property
    def everybody(self) -> int:
        return (1 << len(self.keys)) - 1

    @cached_property
    def places(self) -> Mapping[int, int]:
        return {pk: place for place, pk in enumerate(self.keys)}

    @cached_property
    def _around(self) -> dict[Spot, Sequence[int]]:
        return {}

    def around(self, centre: Spot) -> Sequence[int]:
        """Every place, the nearest to CENTRE first. Kept with these actors, so for the centres of communes alone:
        a reader's position is kept nowhere.
        """
        if centre not in self._around:
            self._around[centre] = array("I", nearest(centre, self.spots, range(len(self.keys)), self.current))
        return self._around[centre]

    def bits(self, keys: Iterable[int]) -> int:
        """Those of KEYS that are published, as bits."""
        return bits_at(len(self.keys), (self.places[pk] for pk in keys if pk in self.places))


def bits_at(size: int, places: Iterable[int]) -> int:
    """The number of SIZE bits whose bits at PLACES are set."""
    table = bytearray(size // 8 + 1)
    for place in places:
        table[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(table, "little")


@dataclass(frozen=True)
class Directory:
    """The actors at a version, and the words of the values of facets in the language being read, in order."""

    actors: Actors
    labels: Mapping[str, Mapping[str, str]]
    communes: Mapping[str, Commune]
    version: Version = NO_VERSION


@dataclass(frozen=True)
class Found:
    """The actors of a selection, by primary key, in the order asked: read by slices, as a paginator does."""

    actors: Actors
    bits: int
    order: Sequence[int] | None = None

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __iter__(self) -> Iterator[int]:
        return iter(self[:])

    @property
    def places(self) -> Iterator[int]:
        """Their places among the actors, in the order of names."""
        return set_places(bin(self.bits)[:1:-1], 0)

    def spot(self, key: int) -> Spot | None:
        """Where the actor KEY, one of these, is."""
        return self.actors.spots[self.actors.places[key]]

    def __getitem__(self, wanted: slice) -> tuple[int, ...]:
        """The keys of a slice, in a time that hardly depends on how far it is."""
        start, stop, _step = wanted.indices(len(self))
        signs = bin(self.bits)[:1:-1]  # the sign at a place is "1" when the actor there is found
        if self.order is None:
            places: Iterable[int] = set_places(signs, start)
        else:
            ordered = (place for place in self.order if signs[place : place + 1] == "1")
            places = islice(ordered, start, None)
        return tuple(self.actors.keys[place] for place in islice(places, max(stop - start, 0)))


def set_places(signs: str, skipped: int, stride: int = 512) -> Iterator[int]:
    """The places of "1" in SIGNS, without the first SKIPPED of them, which are counted by strides."""
    place = 0
    while place < len(signs) and (found := signs.count("1", place, place + stride)) <= skipped:
        skipped, place = skipped - found, place + stride
    while (place := signs.find("1", place)) >= 0:
        if skipped:
            skipped -= 1
        else:
            yield place
        place += 1


@dataclass(frozen=True)
class Listing:
    """The actors of a selection, in order, and `counts[facet][value]`: how many with that value chosen.

    `origin` is where distances are counted from, when that is asked and known.
    """

    actors: Found
    counts: Mapping[str, Mapping[str, int]]
    origin: Spot | None = None


@dataclass(frozen=True)
class Kept:
    """What was read of the directory at a version: the same in every language."""

    token: str
    actors: Actors
    terms: Mapping[str, Sequence[Term]]
    communes: Mapping[str, Commune]


_reading = threading.Lock()
_kept: Kept | None = None


def read_directory() -> Directory:
    """The directory of now: one query while nothing is published; the whole is read again when something is."""
    global _kept
    version = versions.current()
    kept = _kept
    if kept is None or not version.token or kept.token != version.token:
        with _reading:  # the threads of a process read it once
            kept = _kept
            if kept is None or not version.token or kept.token != version.token:
                kept = _kept = _read(version.token)
    return Directory(kept.actors, _labels(kept), kept.communes, version)


def _read(token: str) -> Kept:
    communes = {commune.insee: commune for commune in Commune.objects.all()}
    insee = {commune.pk: code for code, commune in communes.items()}
    fields = ("pk", "kind", "commune_id", "verified_on", "freshness", "latitude", "longitude")
    rows = list(ActorPage.objects.published().by_name().values_list(*fields))
    centres = {commune.pk: Spot(commune.latitude, commune.longitude, False) for commune in communes.values()}
    spots = [centres.get(row[2]) if row[5] is None else Spot(row[5], row[6]) for row in rows]
    current = sum(row[4] == Freshness.CURRENT for row in rows)
    keys = tuple(row[0] for row in rows)
    places = {pk: place for place, pk in enumerate(keys)}
    having: dict[str, dict[str, list[int]]] = {name: {} for name in FACETS}
    for place, (_pk, kind, commune, *_others) in enumerate(rows):
        having["genre"].setdefault(kind, []).append(place)
        if commune:
            having["commune"].setdefault(insee[commune], []).append(place)
    terms: dict[str, Sequence[Term]] = {}
    for name, model in VOCABULARIES.items():
        terms[name] = list(model._default_manager.all())
        for pk, code in _held(name, {term.pk: term.code for term in terms[name]}):
            if (found := places.get(pk)) is not None:
                having[name].setdefault(code, []).append(found)
    members = {
        name: {value: bits_at(len(keys), having_it) for value, having_it in values.items()}
        for name, values in having.items()
    }
    # The most lately verified first, those never verified last; the sort keeps names in order within a day.
    fresh = sorted(range(len(rows)), key=lambda place: rows[place][3] or dt.date.min, reverse=True)
    return Kept(token, Actors(keys, fresh, members, spots, current), terms, communes)


def _held(name: str, codes: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """The actors, translations too, and what each holds of a vocabulary, from the table between them alone."""
    field: Any = ActorPage._meta.get_field(FIELDS[name])
    rows = field.remote_field.through._default_manager.values_list(field.m2m_column_name(), field.m2m_reverse_name())
    return ((pk, codes[term]) for pk, term in rows.iterator(chunk_size=5000) if term in codes)


def _labels(kept: Kept) -> dict[str, dict[str, str]]:
    """Each value a facet may have and its words, in the order to show them."""
    found = {"genre": {kind.value: str(kind.label) for kind in ActorKind}}
    named = sorted((sort_key(commune.words), insee) for insee, commune in kept.communes.items())
    found["commune"] = {insee: kept.communes[insee].words for _key, insee in named}
    return found | {name: {term.code: term.words for term in terms} for name, terms in kept.terms.items()}


def listing(directory: Directory, selection: Selection, position: Spot | None = None) -> Listing:
    """What SELECTION finds in DIRECTORY; POSITION is the reader's, when it is known and asked for."""
    actors = directory.actors
    chosen = {name: _chosen(actors, selection, name) for name in FACETS}
    asked = matching_pages(selection.q, current(), SEARCH_KIND) if selection.q else None
    everybody = actors.everybody if asked is None else actors.bits(asked)
    counts = {}
    for name in FACETS:
        others = _all_of(everybody, (bits for other, bits in chosen.items() if other != name))
        ticked = 0 if name in CHOSEN_ONE else chosen[name] or 0
        counts[name] = {value: (others & (bits | ticked)).bit_count() for value, bits in actors.members[name].items()}
        counts[name] |= {
            value: (others & ticked).bit_count() for value in selection.values(name) if value not in counts[name]
        }
    results = _all_of(everybody, chosen.values())
    origin = _origin(directory, selection, position)
    return Listing(_ordered(Found(actors, results), selection, asked, origin), counts, origin)


def _all_of(everybody: int, chosen: Iterable[int | None]) -> int:
    """Those of EVERYBODY that each of CHOSEN has; None chooses nothing."""
    for bits in chosen:
        if bits is not None:
            everybody &= bits
    return everybody


def _chosen(actors: Actors, selection: Selection, name: str) -> int | None:
    """The actors with one of the values chosen in a facet; None when none is chosen."""
    values = selection.values(name)
    found = 0
    for value in values:
        found |= actors.members[name].get(value, 0)
    return found if values else None


def _origin(directory: Directory, selection: Selection, position: Spot | None) -> Spot | None:
    """Where SELECTION counts distances from: the centre of a commune, or POSITION."""
    if selection.pres == HERE:
        return position
    commune = directory.communes.get(selection.pres)
    return Spot(commune.latitude, commune.longitude) if commune else None


def _ordered(found: Found, selection: Selection, asked: Sequence[int] | None, origin: Spot | None) -> Found:
    """FOUND by freshness or by name when the reader says so; else the nearest, or the best answers, or by name."""
    actors = found.actors
    if selection.tri == "fraicheur":
        return replace(found, order=actors.fresh)
    if origin and selection.tri not in ("nom", "pertinence"):
        if selection.pres != HERE:
            return replace(found, order=actors.around(origin))
        return replace(found, order=nearest(origin, actors.spots, found.places, actors.current))
    if asked is None or selection.tri == "nom":
        return found
    return replace(found, order=[actors.places[pk] for pk in asked if pk in actors.places])
