"""Counts by facet from the facet sets of the entries found: one function for every database, so the same counts.

Each facet set known here has two places, one for entries that are not past and one for those that are. A value of a
facet is a number with a bit for each place of the sets that have it, the lowest of the place's byte; the entries found
are a number with how many each place has in its byte. Counting a value is then one `&` for each bit of that byte.

What makes it right: a facet set never changes (its key is a digest of its values), places are only ever added, in the
order in which sets are met, and a number that has not met the last sets has no bit for them. So nothing is ever out of
date, and a process reads each set once. Adding is under a lock; who counts meanwhile reads numbers that are whole.
"""

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from search.backends.asked import FACETS, Asked
from search.models import FacetSet

# Read one by one up to here, else all at once: SQLite takes some hundreds of values in a query.
FEW = 300
BYTE = 8
READERS = "readers"


@dataclass
class Tally:
    """How many entries pass all the filters, how many of them are not past, the facet sets that pass, counts by facet.

    `passing` is None when every entry found passes.
    """

    total: int
    current: int
    passing: frozenset[int] | None
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


class _Places:
    """The place of each mark, and the bits of each value."""

    def __init__(self) -> None:
        self.of: dict[int, int] = {}
        self.bits: dict[str, dict[str, int]] = {name: {} for name in (*FACETS, READERS)}
        self.current = 0
        self._lock = threading.Lock()

    def meet(self, marks: Collection[int]) -> None:
        """Gives places to the sets of MARKS that have none, read from the database."""
        missing = {mark >> 1 for mark in marks if mark not in self.of}
        if not missing:
            return
        rows = FacetSet.objects.all() if len(missing) > FEW else FacetSet.objects.filter(pk__in=missing)
        with self._lock:
            self._add([(key, values) for key, values in rows.values_list("pk", "values") if 2 * key not in self.of])

    def _add(self, rows: list[tuple[int, Mapping[str, list[str]]]]) -> None:
        first = len(self.of)
        added: dict[tuple[str, str], bytearray] = {}
        for number, (_, values) in enumerate(rows):
            for name in self.bits:
                for code in values[name]:
                    places = added.setdefault((name, code), bytearray(2 * len(rows)))
                    places[2 * number] = places[2 * number + 1] = 1
        for (name, code), places in added.items():
            known = self.bits[name].get(code, 0)
            self.bits[name][code] = known | int.from_bytes(places, "little") << BYTE * first
        self.current |= int.from_bytes(b"\1\0" * len(rows), "little") << BYTE * first
        for number, (key, _) in enumerate(rows):
            self.of[2 * key], self.of[2 * key + 1] = first + 2 * number, first + 2 * number + 1

    def any_of(self, name: str, codes: Iterable[str]) -> int:
        """The places of the sets that have one of CODES."""
        places = 0
        for code in codes:
            places |= self.bits[name].get(code, 0)
        return places


_places = _Places()


def readable(keys: Collection[int], language: str) -> frozenset[int]:
    """Those of these facet sets that are read in LANGUAGE."""
    _places.meet([2 * key for key in keys])
    return _passing((2 * key for key in keys), _places.any_of(READERS, [language]))


def tally(marks: Iterable[int], asked: Asked) -> Tally:
    """Counts the entries found. A mark is twice the key of the entry's facet set, and one more when it is past.

    A facet counts the entries that pass the filters of the others, so that a value says what choosing it would give.
    """
    seen = Counter(marks)
    _places.meet(seen)
    found = _Found(seen)
    readers = _places.any_of(READERS, [asked.language])
    chosen = {name: _places.any_of(name, codes) for name in FACETS if (codes := asked.filters.chosen(name))}
    counts = {}
    for name in FACETS:
        others = readers
        for other, places in chosen.items():
            others &= places if other != name else others
        counts[name] = {
            code: number
            for code, places in list(_places.bits[name].items())
            if (number := found.count(places & others))
        }
    passing = readers
    for places in chosen.values():
        passing &= places
    total = found.count(passing)
    sets = None if total == seen.total() else _passing(seen, passing)
    return Tally(total, found.count(passing & _places.current), sets, counts)


def _passing(marks: Iterable[int], places: int) -> frozenset[int]:
    width = -(-places.bit_length() // BYTE)
    bits = places.to_bytes(width, "little")
    return frozenset(mark >> 1 for mark in marks if (place := _places.of[mark]) < width and bits[place])


class _Found:
    """How many of the entries found each place has: a byte of each number in `planes`, the lowest first."""

    def __init__(self, seen: Mapping[int, int]) -> None:
        most = max(seen.values(), default=0)
        self.bits = most.bit_length()
        planes = [bytearray(len(_places.of)) for _ in range(max(1, -(-self.bits // BYTE)))]
        lowest, place_of = planes[0], _places.of
        for mark, number in seen.items():
            lowest[place_of[mark]] = number & 255
            if number > 255:
                for level, plane in enumerate(planes[1:], start=1):
                    plane[place_of[mark]] = number >> BYTE * level & 255
        whole = [int.from_bytes(plane, "little") for plane in planes]
        self.levels = [whole[bit // BYTE] >> bit % BYTE for bit in range(self.bits)]

    def count(self, places: int) -> int:
        """How many entries PLACES have together."""
        return sum((level & places).bit_count() << bit for bit, level in enumerate(self.levels))
