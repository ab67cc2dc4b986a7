"""Whether two records are the same thing: each thing they have in common or not weighs, and is said. Pure.

The weights are those of a reader's judgement, in natural logarithms of odds as in Fellegi and Sunter's model of record
linkage (1969); tests/data/duplicates/ holds the pairs they were chosen on, and others that they were not.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from annuaire.duplicates.names import Likeness, alike
from annuaire.duplicates.records import Record, Traits, metres, traits

# From this score on, a pair is worth an editor's time.
PROPOSED = 0.5


class Reason(StrEnum):
    """What two records have in common, or not. `annuaire.duplicates.wording` says each in a sentence."""

    SAME_NAME = "same-name"
    LIKE_NAME = "like-name"
    ACRONYM = "acronym"
    SAME_SIRET = "same-siret"
    SAME_SIREN = "same-siren"
    OTHER_SIREN = "other-siren"
    SAME_RNA = "same-rna"
    SAME_PHONE = "same-phone"
    SAME_EMAIL = "same-email"
    SAME_SITE = "same-site"
    SAME_DOMAIN = "same-domain"
    SAME_ADDRESS = "same-address"
    OTHER_ADDRESS = "other-address"
    NEAR = "near"
    FAR = "far"
    SAME_COMMUNE = "same-commune"
    OTHER_COMMUNE = "other-commune"
    WORDS_APART = "words-apart"


@dataclass(frozen=True)
class Match:
    """How likely two records are one, from 0 to 1, and why: what weighs most first."""

    score: float
    reasons: tuple[Reason, ...]

    @property
    def is_proposed(self) -> bool:
        return self.score >= PROPOSED


# What the likeness of two names weighs, between these points.
NAME_CURVE = ((0.0, -7.0), (0.3, -6.0), (0.5, -4.0), (0.7, -1.2), (0.8, 0.5), (0.9, 2.4), (1.0, 3.6))
SAME, LIKE, ACRONYM_RATIO = 0.97, 0.7, 0.93
NEAR, NEARBY, FAR, VERY_FAR = 60, 250, 1_500, 8_000  # metres
BASE = -3.2
Evidence = tuple[float, Reason]


def compare(left: Record, right: Record) -> Match:
    """How likely LEFT and RIGHT are one; the order of the two changes nothing."""
    return match(traits(left), traits(right))


def match(left: Traits, right: Traits) -> Match:
    """The same, of two records read already."""
    beside_names = _beside_names(left, right)
    likeness, by_acronym = _names(left, right)
    evidence = [_of_name(likeness.ratio, by_acronym), *beside_names]
    if likeness.are_apart:
        evidence.append((-4.0, Reason.WORDS_APART))
    total = BASE + sum(weight for weight, _ in evidence)
    said = [(weight, reason) for weight, reason in evidence if reason != Reason.LIKE_NAME or likeness.ratio >= LIKE]
    said.sort(key=lambda one: -abs(one[0]))
    return Match(1 / (1 + math.exp(-total)), tuple(reason for _, reason in said))


def may_be_proposed(left: Traits, right: Traits) -> bool:
    """Whether they would be with the same name: names take most of the time, and most pairs are not worth it."""
    return BASE + NAME_CURVE[-1][1] + sum(weight for weight, _ in _beside_names(left, right)) >= 0


def _beside_names(left: Traits, right: Traits) -> list[Evidence]:
    return [*_identity(left, right), *_contact(left, right), *_where(left, right)]


def _names(left: Traits, right: Traits) -> tuple[Likeness, bool]:
    """How the names are alike, and whether it is because one is the acronym of the other."""
    same_place = left.record.commune == right.record.commune
    ignored = left.place_words | right.place_words if same_place else frozenset()
    # Words are paired as they come: always in the same order.
    first, second = sorted((left.name, right.name), key=lambda name: name.words)
    likeness = alike(first, second, ignored)
    if likeness.ratio < 1 and (_stands_for(left, right) or _stands_for(right, left)):
        return Likeness(max(likeness.ratio, ACRONYM_RATIO)), True
    return likeness, False


def _stands_for(short: Traits, long: Traits) -> bool:
    """Whether SHORT's whole name is an acronym of LONG."""
    joined = short.name.joined
    if not 2 <= len(joined) <= 8:
        return False
    return joined == long.acronym or (len(joined) > 2 and len(long.name.words) > 1 and joined == long.name.initials)


def _of_name(ratio: float, by_acronym: bool) -> Evidence:
    for (low, at_low), (high, at_high) in pairwise(NAME_CURVE):
        if ratio <= high:
            weight = at_low + (at_high - at_low) * (ratio - low) / (high - low)
            break
    if by_acronym:
        return weight, Reason.ACRONYM
    return weight, Reason.SAME_NAME if ratio >= SAME else Reason.LIKE_NAME


def _identity(left: Traits, right: Traits) -> Iterator[Evidence]:
    """The registers: an establishment (SIRET), a legal unit (SIREN), an association (RNA)."""
    if left.siret and left.siret == right.siret:
        yield 5.0, Reason.SAME_SIRET
    elif left.siren and left.siren == right.siren:
        yield 0.5, Reason.SAME_SIREN
    elif left.siren and right.siren:
        yield -3.0, Reason.OTHER_SIREN
    if left.rna and left.rna == right.rna:
        yield 4.0, Reason.SAME_RNA


def _contact(left: Traits, right: Traits) -> Iterator[Evidence]:
    if left.phone and left.phone == right.phone:
        yield 2.2, Reason.SAME_PHONE
    if left.email and left.email == right.email:
        yield 2.2, Reason.SAME_EMAIL
    if left.site and left.site == right.site:
        yield 1.8, Reason.SAME_SITE
    elif left.domain and left.domain == right.domain:
        yield 0.8, Reason.SAME_DOMAIN


def _where(left: Traits, right: Traits) -> Iterator[Evidence]:
    here, there = left.record, right.record
    if here.commune and there.commune:
        same = here.commune == there.commune
        yield (0.8, Reason.SAME_COMMUNE) if same else (-3.5, Reason.OTHER_COMMUNE)
        if not same:
            return
    if left.street and right.street:
        yield from _streets(left, right)
    distance = metres(here, there)
    if distance is None:
        return
    if distance <= NEARBY:
        yield 1.4 if distance <= NEAR else 0.8, Reason.NEAR
    elif distance >= FAR:
        yield -2.5 if distance >= VERY_FAR else -1.5, Reason.FAR


def _streets(left: Traits, right: Traits) -> Iterator[Evidence]:
    """Two streets are one when the shorter name is in the longer: "Fulvy" in "Docteur Fulvy"."""
    short, long = sorted((left.street, right.street), key=len)
    if not short <= long:
        yield -2.0, Reason.OTHER_ADDRESS
    elif left.number and right.number and left.number != right.number:
        yield -0.8, Reason.OTHER_ADDRESS
    else:
        yield 1.4 if left.number == right.number else 0.7, Reason.SAME_ADDRESS
