"""Counts by facet, against the plainest way to count."""

import datetime as dt
import random
from collections import Counter

import pytest

from search.backends.asked import FACETS, Asked, Filters
from search.facets import readable, tally
from search.models import FacetSet

pytestmark = pytest.mark.django_db
CODES = {"type": "ab", "public": "cdef", "theme": "ghi", "commune": "jklmnop"}


def some_sets(chance: random.Random, number: int) -> list[FacetSet]:
    sets = []
    for _ in range(number):
        values = [chance.sample(CODES[facet], chance.randint(0, 2)) for facet in FACETS]
        kind, publics, themes, communes = values
        readers = chance.sample(["fr", "br", "en"], chance.randint(1, 3))
        sets.append(FacetSet.of("".join(kind[:1]) or "a", publics, themes, communes[:1], readers))
    FacetSet.objects.bulk_create(sets, ignore_conflicts=True)
    return sets


def plainly(found: list[tuple[FacetSet, bool]], asked: Asked) -> tuple[int, int, dict[str, dict[str, int]]]:
    """Each entry in turn: the total, those not past, the counts."""
    total = current = 0
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for facets, past in found:
        values = facets.values
        if asked.language not in values["readers"]:
            continue
        chosen = {facet: set(asked.filters.chosen(facet)) for facet in FACETS}
        refusing = {facet for facet in FACETS if chosen[facet] and chosen[facet].isdisjoint(values[facet])}
        total += not refusing
        current += not refusing and not past
        for facet in FACETS:
            if not refusing - {facet}:
                counts[facet].update(values[facet])
    return total, current, {facet: dict(count) for facet, count in counts.items()}


@pytest.mark.parametrize("seed", range(12))
def test_counts_are_those_of_counting_one_by_one(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(3):  # sets are met in several times
        sets = some_sets(chance, chance.choice([1, 3, 40]))
        # Some of them in many entries: more than a byte holds, more than two bytes hold.
        found = [(facets, chance.random() < 0.3) for facets in sets for _ in range(chance.choice([1, 2, 300, 700]))]
        chosen = {facet: tuple(chance.sample([*CODES[facet], "unknown"], chance.randint(0, 2))) for facet in FACETS}
        asked = Asked((), "", chance.choice(["fr", "br", "en"]), dt.datetime.now(dt.UTC), Filters(**chosen))

        counted = tally([2 * facets.pk + past for facets, past in found], asked)

        assert (counted.total, counted.current, counted.counts) == plainly(found, asked)


def test_nothing_found_counts_nothing() -> None:
    asked = Asked((), "", "fr", dt.datetime.now(dt.UTC))

    assert tally([], asked).counts == {facet: {} for facet in FACETS}


def test_a_set_that_is_gone_before_it_is_read_is_left_out() -> None:
    kept, gone = (FacetSet.of("a", [], [], [commune], ["fr"]) for commune in ("kept", "gone"))
    kept.save()
    asked = Asked((), "", "fr", dt.datetime.now(dt.UTC))

    counted = tally([2 * kept.pk, 2 * gone.pk, 2 * gone.pk + 1], asked)

    assert (counted.total, counted.counts["commune"]) == (1, {"kept": 1})
    assert readable([kept.pk, gone.pk], "fr") == {kept.pk}


def test_a_facet_set_means_the_same_whatever_the_order_of_its_values() -> None:
    one = FacetSet.of("acteur", ["a", "b"], [], ["56121"], ["fr", "br"])

    assert one.pk == FacetSet.of("acteur", ["b", "a", "a"], [], ["56121"], ["br", "fr"]).pk
    assert one.pk != FacetSet.of("acteur", ["a", "b"], ["56121"], [], ["fr", "br"]).pk
    assert 0 <= 2 * one.pk + 1 < 2**63
