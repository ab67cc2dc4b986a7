"""From text as people write it to the neutral terms that every engine stores and matches. Pure.

A term holds only [a-z0-9], so no engine's own tokeniser has anything to say. The same function reads what is published
and what is typed: two texts that mean the same word give the same term.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.stems import fold, stem

# Combining accents, and what is invisible inside a word (soft hyphen, joiners, direction marks).
INNER = "\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff"
LETTER = "[^\\W\\d_][\u0300-\u036f]*+"
LETTERS = rf"[^\W_](?:[^\W_]|[{INNER}])*"
# What joins the parts of one word: apostrophes and hyphens of every kind, "&" and "_", and "<>" (b<>com).
JOINER = "['’ʼ‘`´\\-\u2010\u2011&_]|<>"
WORD = re.compile(
    rf"(?<![^\W_])(?:{LETTER}\.)+{LETTER}(?![^\W_])"  # C.C.I.
    rf"|(?<![^\W_])[A-Za-z](?:\+\+|\#)(?![^\W_])"  # c++, c#
    rf"|{LETTERS}(?:(?:{JOINER}){LETTERS})*"
)
SAME_JOINER = str.maketrans({**dict.fromkeys("’ʼ‘`´", "'"), **dict.fromkeys("\u2010\u2011&_", "-")})
# Breton's c'h is one letter: its apostrophe joins nothing.
PART = re.compile(r"((?<!c)'|'(?!h)|-|<>)")
SIGNS = {"++": "plusplus", "#": "sharp"}
ELISIONS = frozenset("l d j m t s n c qu lorsqu jusqu puisqu quoiqu z".split())
LETTERS_THEN_DIGITS = re.compile(r"([^\W\d_]{2,})(\d{2,})")
INVISIBLE = re.compile(f"[{INNER.replace(chr(0x300) + '-' + chr(0x36F), '')}]")
ARTICLES = frozenset("le la les l un une des the an ar al".split())
NOT_LETTERS = re.compile(r"[\W_]")
KEPT = 65_536


@dataclass(frozen=True)
class Piece:
    """A word, or a part of one: as written in lower case, folded, and the term it is found by."""

    written: str
    folded: str
    term: str


@dataclass(frozen=True)
class Word:
    """What stands between two spaces: one piece, or the pieces of a compound and the compound joined."""

    pieces: tuple[Piece, ...]
    joined: Piece | None = None

    @property
    def all(self) -> tuple[Piece, ...]:
        return (*self.pieces, self.joined) if self.joined else self.pieces


def _piece(written: str, language: str) -> Piece | None:
    folded = fold(written)
    return Piece(written, folded, stem(NOT_LETTERS.sub("", written), language)) if folded else None


def _parts(written: str) -> tuple[list[str], str]:
    """The parts of a word, without its elisions, and the whole: "l’e-admin" gives "e" and "admin", "e-admin"."""
    cut = PART.split(written)
    kept = [
        (part, joiner)
        for part, joiner in zip(cut[::2], [*cut[1::2], ""], strict=True)
        if not (joiner == "'" and part in ELISIONS)
    ]
    parts, whole = [part for part, _ in kept], "".join(part + joiner for part, joiner in kept)
    if len(parts) == 1 and (mixed := LETTERS_THEN_DIGITS.fullmatch(whole)):
        return list(mixed.groups()), whole
    return parts, whole


@lru_cache(KEPT)
def word(text: str, language: str) -> Word:
    """The analysis of one match of WORD."""
    written = INVISIBLE.sub("", unicodedata.normalize("NFC", text)).lower().translate(SAME_JOINER)
    if written[1:] in SIGNS:
        parts, whole = [written[0] + SIGNS[written[1:]]], ""
    elif "." in written:
        parts, whole = [written.replace(".", "")], ""
    else:
        parts, whole = _parts(written)
    pieces = [piece for part in parts if (piece := _piece(part, language))]
    return Word(tuple(pieces), _piece(whole, language) if len(pieces) > 1 else None)


def words(text: str, language: str) -> Iterator[tuple[int, int, Word]]:
    """Each word of TEXT that has a term: where it starts and ends in TEXT, and its analysis."""
    for match in WORD.finditer(text):
        found = word(match.group(), language)
        if found.pieces:
            yield match.start(), match.end(), found


def spans(text: str, language: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Each word of TEXT with its offsets and its terms, to mark those that were searched."""
    for start, end, found in words(text, language):
        yield start, end, tuple(piece.term for piece in found.all)


def terms(text: str, language: str) -> list[str]:
    """What an entry is indexed by, in order: the stem of each word; of a compound, its parts and the whole joined."""
    return [piece.term for _, _, found in words(text, language) for piece in found.all]


def title_words(text: str, language: str) -> list[str]:
    """The words of a title folded but not stemmed, compounds as parts and joined: what a prefix is looked for in."""
    return [piece.folded for _, _, found in words(text, language) for piece in found.all]


def vocabulary(text: str, language: str) -> set[tuple[str, str]]:
    """The words of TEXT as written (in lower case) with their terms, for the lexicon."""
    return {(piece.written, piece.term) for _, _, found in words(text, language) for piece in found.all}


def name_key(text: str) -> str:
    """A whole name folded, without spaces nor leading article: "Le Fab Lab", "fab-lab" and "FabLab" are "fablab"."""
    folded = [piece.folded for _, _, found in words(text, "") for piece in found.pieces]
    if len(folded) > 1 and folded[0] in ARTICLES:
        folded = folded[1:]
    return "".join(folded)
