"""Counts by facet from the facet sets of the entries found: one function for every database, so the same counts."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from search.backends.asked import FACETS, Asked
from search.models import FacetSet

Codes = tuple[str, ...]
# Read one by one up to here, else all at once: SQLite takes some hundreds of values in a query.
FEW = 300


@dataclass(frozen=True, slots=True)
class Values:
    """The codes of a facet set, facet by facet in the order of FACETS."""

    codes: tuple[Codes, ...]
    readers: frozenset[str]


@dataclass
class Tally:
    """How many entries pass all the filters, how many of them are not past, their facet sets, and counts by facet."""

    total: int = 0
    current: int = 0
    passing: set[int] = field(default_factory=set)
    refused: bool = False
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


# A key means the same for ever: nothing here is ever out of date.
_known: dict[int, Values] = {}


def values_of(keys: Collection[int]) -> dict[int, Values]:
    """The values of these facet sets, and of others; those not met before are read from the database."""
    missing = [key for key in keys if key not in _known]
    if missing:
        rows = FacetSet.objects.all() if len(missing) > FEW else FacetSet.objects.filter(pk__in=missing)
        for key, values in rows.values_list("pk", "values"):
            codes = tuple(tuple(values[facet]) for facet in FACETS)
            _known[key] = Values(codes, frozenset(values["readers"]))
    return _known


def tally(marks: Iterable[int], asked: Asked) -> Tally:
    """Counts the entries found. A mark is twice the key of the entry's facet set, and one more when it is past.

    A facet counts the entries that pass the filters of the others, so that a value says what choosing it would give.
    """
    seen = Counter(marks)
    known = values_of({mark >> 1 for mark in seen})
    chosen = [(number, set(asked.filters.chosen(facet))) for number, facet in enumerate(FACETS)]
    chosen = [(number, codes) for number, codes in chosen if codes]
    counts: list[defaultdict[str, int]] = [defaultdict(int) for _ in FACETS]
    found = Tally()
    for mark, number in seen.items():
        values = known[mark >> 1]
        refusing = [facet for facet, codes in chosen if codes.isdisjoint(values.codes[facet])]
        if asked.language not in values.readers or refusing:
            found.refused = True
            if asked.language in values.readers and len(refusing) == 1:
                for code in values.codes[refusing[0]]:
                    counts[refusing[0]][code] += number
            continue
        found.passing.add(mark >> 1)
        found.total += number
        found.current += 0 if mark & 1 else number
        for codes, count in zip(values.codes, counts, strict=True):
            for code in codes:
                count[code] += number
    found.counts = {facet: dict(count) for facet, count in zip(FACETS, counts, strict=True)}
    return found
