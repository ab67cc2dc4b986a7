"""The words of a question one by one, and all that may stand for each. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

from search.analysis import Piece, Word, words
from search.stems import readings, stem, stop_words

MAX_SLOTS = 12
FRENCH = "fr"

Terms = tuple[str, ...]


class Synonyms(Protocol):
    """What else to look for."""

    @property
    def longest(self) -> int:
        """How many words the longest phrase has."""
        ...

    def expansions(self, phrase: Terms) -> Collection[Terms]:
        """What is looked for besides the words whose terms are PHRASE."""
        ...


@dataclass(frozen=True)
class Slot:
    """A word of the question, the terms it makes with its neighbours, and whether it is the last one typed."""

    piece: Piece
    joined: Terms = ()
    last: bool = False


def slots(text: str, language: str) -> list[Slot]:
    """The words of TEXT, twelve at most, without stop words when there are others."""
    pieces = [(piece, word) for _, _, word in words(text, language) for piece in word.pieces]
    found = [
        Slot(piece, _joined(pieces, number, language), number == len(pieces) - 1)
        for number, (piece, _) in enumerate(pieces[: 3 * MAX_SLOTS])
    ]
    stop = stop_words(language) | stop_words(FRENCH)
    return ([slot for slot in found if slot.piece.folded not in stop] or found)[:MAX_SLOTS]


def phrase_pieces(phrase: str, language: str) -> list[Piece]:
    """The words of PHRASE as a question has them: without stop words when there are others."""
    pieces = [piece for _, _, word in words(phrase, language) for piece in word.pieces]
    stop = stop_words(language) | stop_words(FRENCH)
    return [piece for piece in pieces if piece.folded not in stop] or pieces


def phrase_terms(phrase: str, language: str) -> Terms:
    """The terms of PHRASE as a question has them."""
    return tuple(piece.term for piece in phrase_pieces(phrase, language))


def _joined(pieces: list[tuple[Piece, Word]], number: int, language: str) -> Terms:
    """What the piece makes with the one before, with the one after, and in its compound: "fab" "lab", "fablab"."""
    piece, word = pieces[number]
    near = [pieces[place][0].written for place in (number - 1, number + 1) if 0 <= place < len(pieces)]
    glued = []
    if number:
        glued.append(near[0] + piece.written)
    if number + 1 < len(pieces):
        glued.append(piece.written + near[-1])
    whole = [word.joined.term] if word.joined else []
    return tuple(dict.fromkeys([*whole, *(stem(text, language) for text in glued)]))


def corrected(word: Word, last: bool) -> list[Slot]:
    """What takes the place of a mistyped slot: the pieces of WORD."""
    joined = (word.joined.term,) if word.joined else ()
    return [Slot(piece, joined, last and piece is word.pieces[-1]) for piece in word.pieces]


def alternatives(some: list[Slot], language: str, synonyms: Synonyms | None) -> list[list[Terms]]:
    """For each slot, all that may stand for it: the word itself first, then its readings and synonyms."""
    found = [_own(slot, language) for slot in some]
    if synonyms is not None:
        for start, stop, others in _phrases(some, synonyms):
            for place in range(start, stop):
                found[place] += others
    return [list(dict.fromkeys(terms)) for terms in found]


def _own(slot: Slot, language: str) -> list[Terms]:
    """The word itself, as French too (pages not translated), with the accents it may lack, and in compounds."""
    written = slot.piece.written
    return [
        (term,)
        for term in (
            slot.piece.term,
            stem(written, FRENCH),
            *sorted(readings(written, language) | readings(written, FRENCH)),
            *slot.joined,
        )
    ]


def _phrases(some: list[Slot], synonyms: Synonyms) -> Iterator[tuple[int, int, list[Terms]]]:
    """Each word, run of words or compound that has synonyms: where it starts and stops, what is looked for besides."""
    spoken = tuple(slot.piece.term for slot in some)
    french = tuple(stem(slot.piece.written, FRENCH) for slot in some)
    for terms in dict.fromkeys((spoken, french)):
        for start in range(len(terms)):
            for stop in range(start + 1, min(start + synonyms.longest, len(terms)) + 1):
                if others := synonyms.expansions(terms[start:stop]):
                    yield start, stop, list(others)
    for place, slot in enumerate(some):
        for term in slot.joined:
            yield place, place + 1, list(synonyms.expansions((term,)))
