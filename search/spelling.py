"""What is done with a word that no entry holds: the word one typo away, or two words typed without a space. Pure."""

from collections.abc import Collection
from typing import Protocol

from search.analysis import WORD, word
from search.slots import Slot, Terms, corrected
from search.stems import stem, stop_words

# Letters of a word that is corrected, of one that is cut in two, and of what it is cut into.
SHORTEST_CORRECTED = 5
CUT_LENGTHS = range(6, 31)
SHORTEST_HALF = 3
# Each costs a query.
MAX_CORRECTED = 4

Correction = tuple[str, str]


class Lexicon(Protocol):
    """The words that entries hold."""

    def known(self, terms: Collection[str]) -> Collection[str]:
        """Those of TERMS that some entry holds."""
        ...

    def written(self, words: Collection[str]) -> Collection[str]:
        """Those of WORDS (folded) that some entry holds in that very form."""
        ...

    def nearest(self, word: str, term: str) -> str | None:
        """The word, as written, one typo away from WORD (folded) that most entries hold.

        None when a form of TERM, which is that of WORD, is as near.
        """
        ...


def correct(
    slots: list[Slot], unknown: Collection[int], language: str, lexicon: Lexicon
) -> tuple[list[Slot], list[Correction]]:
    """The slots, those at the places UNKNOWN replaced by the nearest word where there is one, and what was replaced."""
    found: list[Slot] = []
    corrections: list[Correction] = []
    tried = 0
    for place, slot in enumerate(slots):
        meant = None
        if place in unknown and tried < MAX_CORRECTED and may_be_corrected(slot):
            tried += 1
            meant = lexicon.nearest(slot.piece.folded, slot.piece.term)
        match = WORD.fullmatch(meant) if meant else None
        if match:
            corrections.append((slot.piece.written, match.group()))
            found += corrected(word(match.group(), language), slot.last)
        else:
            found.append(slot)
    return found, corrections


def doubts(slots: list[Slot], places: Collection[int], lexicon: Lexicon, language: str) -> dict[int, list[Terms]]:
    """For words at PLACES whose stem is known by chance though no entry writes them so ("métirs"): the nearest word."""
    doubtful = {place: slots[place].piece for place in places if may_be_corrected(slots[place])}
    written = lexicon.written({piece.folded for piece in doubtful.values()}) if doubtful else ()
    unwritten = [place for place, piece in doubtful.items() if piece.folded not in written][:MAX_CORRECTED]
    found = {place: lexicon.nearest(doubtful[place].folded, doubtful[place].term) for place in unwritten}
    return {place: [(stem(meant, language),)] for place, meant in found.items() if meant and meant.isalpha()}


def may_be_corrected(slot: Slot) -> bool:
    """Whether the word is long enough to be told from others, and has no digit."""
    return len(slot.piece.folded) >= SHORTEST_CORRECTED and slot.piece.folded.isalpha()


def cut(slot: Slot, language: str, lexicon: Lexicon) -> list[Terms]:
    """The ways of reading the word as two that entries hold ("logicielslibres"); an article before it is dropped."""
    text, stop = slot.piece.folded, stop_words(language)
    if len(text) not in CUT_LENGTHS:
        return []
    ways: list[Terms] = []
    for place in range(2, len(text) - 1):
        first, second = text[:place], text[place:]
        if second in stop or (len(second) < SHORTEST_HALF and second.isalpha()):
            continue
        if first in stop:
            ways.append((stem(second, language),))
        elif place >= SHORTEST_HALF:
            ways.append((stem(first, language), stem(second, language)))
    known = lexicon.known({term for terms in ways for term in terms})
    return [terms for terms in ways if all(term in known for term in terms)]
