"""From what a person typed to what the engines look for. Pure: synonyms and lexicon are given."""

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

from search.analysis import Piece, name_key, words
from search.stems import stem, stop_words

MAX_LENGTH = 200
MAX_GROUPS = 12
MAX_ALTERNATIVES = 24
# Shortest last word that suggestions complete, and shortest word that is corrected (letters).
SHORTEST_PREFIX = 2
SHORTEST_CORRECTED = 5
SHORTEST_HALF = 3
FRENCH = "fr"

Terms = tuple[str, ...]


class Synonyms(Protocol):
    def expansions(self, phrase: Terms) -> Collection[Terms]:
        """What is looked for besides the words whose terms are PHRASE."""
        ...

    @property
    def longest(self) -> int:
        """How many words the longest phrase has."""
        ...


class Lexicon(Protocol):
    def known(self, terms: Collection[str]) -> Collection[str]:
        """Those of TERMS that some entry holds."""
        ...

    def nearest(self, word: str) -> str | None:
        """The word, as written, one typo away from WORD (folded) that most entries hold."""
        ...


@dataclass(frozen=True)
class Group:
    """One word of the question: any of the alternatives will do, all the terms of an alternative must be there.

    `prefix` is the word still being typed: any word that begins so will do too.
    """

    alternatives: tuple[Terms, ...]
    prefix: str = ""


@dataclass(frozen=True)
class Question:
    """`text` as typed, cleaned and bounded; all `groups` are wanted; `name` is compared with whole names.

    `corrections`: (typed, meant) for each word replaced as no entry holds it.
    """

    text: str
    groups: tuple[Group, ...] = ()
    name: str = ""
    corrections: tuple[tuple[str, str], ...] = ()

    @property
    def terms(self) -> frozenset[str]:
        """Every term looked for, to mark it."""
        return frozenset(term for group in self.groups for terms in group.alternatives for term in terms)


@dataclass(frozen=True)
class _Slot:
    """A word of the question with the terms that its neighbours make with it."""

    piece: Piece
    joined: tuple[str, ...]
    last: bool


def clean(text: str) -> str:
    """TEXT on one line, without what is not written (control characters, direction marks), 200 characters at most."""
    text = text.lstrip()[: MAX_LENGTH * 4]
    shown = (
        " " if (kind := unicodedata.category(char)) == "Cc" else "" if kind in ("Cf", "Cs", "Co", "Cn") else char
        for char in text
    )
    return " ".join("".join(shown).split())[:MAX_LENGTH].rstrip()


def question(
    text: str,
    language: str,
    *,
    synonyms: Synonyms | None = None,
    lexicon: Lexicon | None = None,
    partial: bool = False,
    verbatim: bool = False,
) -> Question:
    """What TEXT asks of the entries in LANGUAGE.

    With a LEXICON, what no entry holds is corrected (unless VERBATIM) and alternatives that cannot match are left out.
    PARTIAL: the last word is still being typed.
    """
    cleaned = clean(text)
    slots = _slots(cleaned, language)
    prefix = ""
    if partial and slots and cleaned and text[-1:].strip():
        prefix = slots[-1].piece.folded
        if len(prefix) < SHORTEST_PREFIX:
            slots, prefix = slots[:-1], ""
    alternatives = [_own(slot, language) for slot in slots]
    for start, stop, others in _phrases(slots, synonyms):
        for place in range(start, stop):
            alternatives[place] += others
    known = _known(alternatives, lexicon)
    groups = [
        Group(_bounded(some, known), prefix if slot.last else "")
        for slot, some in zip(slots, alternatives, strict=True)
    ]
    return Question(cleaned, tuple(dict.fromkeys(groups)), name_key(cleaned))


def _slots(text: str, language: str) -> list[_Slot]:
    """The words of TEXT, without stop words when there are others."""
    found = [word for _, _, word in words(text, language)]
    pieces = [(piece, word.joined) for word in found for piece in word.pieces][: MAX_GROUPS * 3]
    slots = []
    for number, (piece, whole) in enumerate(pieces):
        before = pieces[number - 1][0].written if number else ""
        after = pieces[number + 1][0].written if number + 1 < len(pieces) else ""
        joined = [stem(before + piece.written, language)] if before else []
        joined += [stem(piece.written + after, language)] if after else []
        joined += [whole.term] if whole else []
        slots.append(_Slot(piece, tuple(dict.fromkeys(joined)), number == len(pieces) - 1))
    stop = stop_words(language) | stop_words(FRENCH)
    return ([slot for slot in slots if slot.piece.folded not in stop] or slots)[:MAX_GROUPS]


def _own(slot: _Slot, language: str) -> list[Terms]:
    """The word itself, as French too (pages not translated), and what it makes with its neighbours."""
    return [(term,) for term in (slot.piece.term, stem(slot.piece.written, FRENCH), *slot.joined)]


def _phrases(slots: list[_Slot], synonyms: Synonyms | None) -> Iterator[tuple[int, int, list[Terms]]]:
    """Each run of words that has synonyms: where it starts and stops, and what is looked for besides."""
    if synonyms is None:
        return
    terms = tuple(slot.piece.term for slot in slots)
    for start in range(len(terms)):
        for stop in range(start + 1, min(start + synonyms.longest, len(terms)) + 1):
            if others := synonyms.expansions(terms[start:stop]):
                yield start, stop, list(others)


def _known(alternatives: list[list[Terms]], lexicon: Lexicon | None) -> Collection[str] | None:
    if lexicon is None:
        return None
    return lexicon.known({term for some in alternatives for terms in some for term in terms})


def _bounded(alternatives: list[Terms], known: Collection[str] | None) -> tuple[Terms, ...]:
    """The word itself, then the others that some entry may hold."""
    first, *others = dict.fromkeys(alternatives)
    if known is not None:
        others = [terms for terms in others if all(term in known for term in terms)]
    return (first, *others)[:MAX_ALTERNATIVES]
