"""Counts by facet from the facet sets of the entries found: one function for every database, so the same counts.

Each facet set known here has two places, one for entries that are not past and one for those that are. A value of a
facet is a number with a bit at each place of the sets that have it. The entries found are a few such numbers: how many
each place has, a number for each binary digit. Counting a value is then one `&` for each digit.

What makes it right: a facet set never changes (its key is a digest of its values), places are only ever added, in the
order in which sets are met, and a number that has not met the last sets has no bit for them. So nothing is ever out of
date, and a process reads each set once. Adding is under a lock; who counts meanwhile reads numbers that are whole.
"""

import sys
import threading
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Min

from search.backends.asked import FACETS, Asked
from search.models import FacetSet

# Read one by one up to here, else all at once: SQLite takes some hundreds of values in a query.
FEW = 300
READERS = "readers"
BITS = 8
# For each bit of a byte: the figure, 0 or 1, that each byte has there.
FIGURES = [bytes(ord("0") + (byte >> bit & 1) for byte in range(256)) for bit in range(BITS)]


@dataclass
class Tally:
    """How many entries pass all the filters, how many of them are not past, counts by facet.

    `sets` are the facet sets found that pass (when `passing`) or those that do not: whichever are fewer.
    """

    total: int
    current: int
    sets: frozenset[int]
    passing: bool
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


class _Places:
    """The place of each mark, and the bits of each value."""

    def __init__(self) -> None:
        self.of: dict[int, int] = {}
        self.bits: dict[str, dict[str, int]] = {name: {} for name in (*FACETS, READERS)}
        self.current = 0
        self._lock = threading.Lock()

    def at(self, marks: Sequence[int]) -> tuple[Sequence[int], list[int]]:
        """MARKS and the place of each; sets that have none are read from the database, and left out when gone."""
        try:
            return marks, list(map(self.of.__getitem__, marks))
        except KeyError:
            self._meet({mark >> 1 for mark in marks if mark not in self.of})
            known = [mark for mark in marks if mark in self.of]
            return known, list(map(self.of.__getitem__, known))

    def _meet(self, keys: Collection[int]) -> None:
        rows = FacetSet.objects.annotate(entry=Min("entries")).order_by("entry")
        if len(keys) <= FEW:
            rows = rows.filter(pk__in=keys)
        with self._lock:
            self._add([(key, values) for key, values in rows.values_list("pk", "values") if 2 * key not in self.of])

    def _add(self, rows: list[tuple[int, Mapping[str, list[str]]]]) -> None:
        first = len(self.of)
        added: dict[tuple[str, str], bytearray] = defaultdict(lambda: bytearray(b"00" * len(rows)))
        for number, (_, values) in enumerate(rows):
            for name in self.bits:
                for code in values[name]:
                    added[name, code][2 * number : 2 * number + 2] = b"11"
        for (name, code), places in added.items():
            self.bits[name][code] = self.bits[name].get(code, 0) | _packed(places) << first
        self.current |= _packed(b"10" * len(rows)) << first
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
    marks, places = _places.at([2 * key for key in keys])
    return _sets(marks, places, _places.any_of(READERS, [language]), "1")


def tally(marks: Sequence[int], asked: Asked) -> Tally:
    """Counts the entries found. A mark is twice the key of the entry's facet set, and one more when it is past.

    A facet counts the entries that pass the filters of the others, so that a value says what choosing it would give.
    """
    marks, places = _places.at(marks)
    digits = _digits(places)
    readers = _places.any_of(READERS, [asked.language])
    chosen = {name: _places.any_of(name, codes) for name in FACETS if (codes := asked.filters.chosen(name))}
    counts = {}
    for name in FACETS:
        others = readers
        for other, having in chosen.items():
            others &= having if other != name else others
        passing = {digit: having & others for digit, having in digits.items()}
        counts[name] = {
            code: number for code, having in list(_places.bits[name].items()) if (number := _count(passing, having))
        }
    passed = readers
    for having in chosen.values():
        passed &= having
    total = _count(digits, passed)
    few = 2 * total < len(marks)
    sets = _sets(marks, places, passed, "1" if few else "0") if total < len(marks) else frozenset()
    return Tally(total, _count(digits, passed & _places.current), sets, few, counts)


def _sets(marks: Iterable[int], places: Iterable[int], passed: int, bit: str) -> frozenset[int]:
    """The facet sets of MARKS whose place is one of those PASSED (BIT "1"), or none of them (BIT "0")."""
    bits = bin(passed)[:1:-1].ljust(len(_places.of), "0")
    return frozenset(mark >> 1 for mark, place in zip(marks, places, strict=True) if bits[place] == bit)


def _digits(places: Iterable[int]) -> dict[int, int]:
    """How many times each place is said: for each binary digit that some number has, the places whose number has it."""
    times = array("L", bytes(array("L").itemsize * len(_places.of)))
    for place in places:
        times[place] += 1
    if sys.byteorder == "big":
        times.byteswap()
    bytes_of = times.tobytes()
    digits: dict[int, int] = {}
    for byte in range(times.itemsize):
        column = bytes_of[byte :: times.itemsize]
        if column.count(0) < len(column):
            digits |= {BITS * byte + bit: _packed(column.translate(FIGURES[bit])) for bit in range(BITS)}
    return {digit: having for digit, having in digits.items() if having}


def _packed(figures: bytes | bytearray) -> int:
    """The number with a bit for each of FIGURES (0 and 1 in letters), the first the lowest."""
    return int(figures[::-1] or b"0", 2)


def _count(digits: Mapping[int, int], places: int) -> int:
    """How many entries PLACES have together."""
    return sum((having & places).bit_count() << digit for digit, having in digits.items())
