"""Which records to compare: those that share something telling, so that a directory is compared in bounded time. Pure.

Comparing all with all would be 1.25 thousand million pairs at 50,000 entries. Two records are compared when they have
one of these in common: an identifier, a way to reach them, their whole name, or in one commune the beginning or the end
of their most telling words, their acronym, their door. Where many share one thing, each is compared with the next ones
in the order of names only.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from annuaire.duplicates.names import weight, words_of
from annuaire.duplicates.records import Traits
from annuaire.duplicates.scoring import Match, match, may_be_proposed

CROWD, NEIGHBOURS = 60, 12
TELLING = 3
EDGE = 4


def keys(found: Traits) -> set[str]:
    """What FOUND shares with the records it is to be compared with."""
    made = {
        f"{kind}:{value}"
        for kind, value in (
            ("siret", found.siret), ("rna", found.rna), ("phone", found.phone), ("email", found.email),
            ("site", found.site), ("name", "".join(sorted(found.name.joined))),
        )
        if value
    }  # fmt: skip
    here = {f"word:{part}" for part in edges(found)}
    here |= {
        f"acronym:{word}" for word in (found.acronym, found.name.initials, found.name.joined) if 2 <= len(word) <= 8
    }
    if found.street and found.number:
        here.add(f"door:{found.number} {' '.join(sorted(found.street))}")
    return made | {f"{key}@{found.record.commune}" for key in here}


def edges(found: Traits) -> set[str]:
    """The beginnings and ends of its most telling words: one of them survives a wrong letter in the other.

    What only says where it is tells nothing, unless there is no other word.
    """
    town = {*words_of(found.record.town)}
    words = sorted(set(found.name.words), key=lambda word: (word in town, -weight(word), -len(word), word))[:TELLING]
    if len(words) > 1 and any(weight(word) == 1 and word not in town for word in words):
        words = [word for word in words if weight(word) == 1 and word not in town]
    return {f"{word[:EDGE]}…" for word in words} | {f"…{word[-EDGE:]}" for word in words}


def candidates(records: Iterable[Traits]) -> Iterator[tuple[Traits, Traits]]:
    """The pairs of RECORDS to compare, each once."""
    every = list(records)
    blocks: dict[str, list[int]] = defaultdict(list)
    for index, found in enumerate(every):
        for key in keys(found):
            blocks[key].append(index)
    seen: set[int] = set()
    for members in blocks.values():
        for left, right in _within(members, every):
            number = left * len(every) + right if left < right else right * len(every) + left
            if number not in seen:
                seen.add(number)
                yield every[left], every[right]


def _within(members: list[int], every: list[Traits]) -> Iterator[tuple[int, int]]:
    reach = len(members)
    if reach > CROWD:
        members = sorted(members, key=lambda index: (sorted(every[index].name.words), index))
        reach = NEIGHBOURS
    for place, left in enumerate(members):
        for right in members[place + 1 : place + 1 + reach]:
            yield left, right


def duplicates(records: Iterable[Traits]) -> Iterator[tuple[Traits, Traits, Match]]:
    """The pairs of RECORDS worth proposing, with why."""
    for left, right in candidates(records):
        if may_be_proposed(left, right) and (found := match(left, right)).is_proposed:
            yield left, right, found
