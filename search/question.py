"""From what a person typed to what the engines look for. Pure: synonyms and lexicon are given."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from search.analysis import name_key
from search.slots import MAX_SLOTS, Slot, Synonyms, Terms, alternatives, slots
from search.spelling import Correction, Lexicon, correct, cut, doubts

MAX_LENGTH = 200
MAX_ALTERNATIVES = 24
# Letters of the shortest word that suggestions complete.
SHORTEST_PREFIX = 2


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
    corrections: tuple[Correction, ...] = ()

    @property
    def terms(self) -> frozenset[str]:
        """Every term looked for, to mark it."""
        return frozenset(term for group in self.groups for terms in group.alternatives for term in terms)

    @property
    def meant(self) -> str:
        """The text, corrected."""
        text = self.text
        for typed, meant in self.corrections:
            text = re.sub(re.escape(typed), meant.replace("\\", ""), text, count=1, flags=re.IGNORECASE)
        return text


def clean(text: str) -> str:
    """TEXT on one line, without what is not written (control characters, direction marks), 200 characters at most."""
    shown = (_shown(char) for char in text.lstrip()[: MAX_LENGTH * 4])
    return " ".join("".join(shown).split())[:MAX_LENGTH].rstrip()


def _shown(char: str) -> str:
    kind = unicodedata.category(char)
    return " " if kind == "Cc" else "" if kind[0] == "C" else char


def question(
    text: str,
    language: str,
    *,
    synonyms: Synonyms | None = None,
    lexicon: Lexicon | None = None,
    partial: bool = False,
    verbatim: bool = False,
) -> Question:
    """What TEXT asks of the entries that a reader of LANGUAGE sees: those in it, and the French ones not translated.

    With a LEXICON, a word that no entry holds is corrected (unless VERBATIM) or read as two, and alternatives that
    cannot match are left out. PARTIAL: the last word is still being typed.
    """
    cleaned = clean(text)
    typed = slots(cleaned, language)
    prefix = typed[-1].piece.folded if partial and typed and typed[-1].last and text[-1:].strip() else ""
    if prefix and len(prefix) < SHORTEST_PREFIX:
        typed, prefix = typed[:-1], ""
    corrections: list[Correction] = []
    if lexicon is None:
        found = alternatives(typed, language, synonyms)
    else:
        typed, found, corrections = _looked_up(typed, language, synonyms, lexicon, verbatim, bool(prefix))
    groups = [
        Group(tuple(some[:MAX_ALTERNATIVES]), prefix if slot.last else "")
        for slot, some in zip(typed, found, strict=True)
    ]
    bare = Question(cleaned, corrections=tuple(corrections))
    return Question(cleaned, tuple(dict.fromkeys(groups)), name_key(bare.meant), bare.corrections)


def _looked_up(
    typed: list[Slot], language: str, synonyms: Synonyms | None, lexicon: Lexicon, verbatim: bool, partial: bool
) -> tuple[list[Slot], list[list[Terms]], list[Correction]]:
    """The slots and what may stand for each, once what no entry holds is corrected, cut or left out."""
    found = alternatives(typed, language, synonyms)
    known = lexicon.known(_terms(found))
    corrections: list[Correction] = []
    if not verbatim and (unknown := _unknown(typed, found, known, partial)):
        typed, corrections = correct(typed, unknown, language, lexicon)
        typed = typed[:MAX_SLOTS]
        found = alternatives(typed, language, synonyms)
        known = lexicon.known(_terms(found))
    unknown = _unknown(typed, found, known, partial)
    others = {place: cut(typed[place], language, lexicon) for place in unknown}
    if not verbatim:
        whole = [place for place, slot in enumerate(typed) if not (partial and slot.last)]
        others |= doubts(typed, [place for place in whole if _all_in(found[place][0], known)], lexicon, language)
    return typed, [_possible(some, known) + others.get(place, []) for place, some in enumerate(found)], corrections


def _unknown(typed: list[Slot], found: list[list[Terms]], known: Collection[str], partial: bool) -> list[int]:
    """The places of the words that nothing stands for in any entry; not that of a word still being typed."""
    return [
        place
        for place, (slot, some) in enumerate(zip(typed, found, strict=True))
        if not (partial and slot.last) and not any(_all_in(terms, known) for terms in some)
    ]


def _terms(found: list[list[Terms]]) -> set[str]:
    return {term for some in found for terms in some for term in terms}


def _all_in(terms: Terms, known: Collection[str]) -> bool:
    return all(term in known for term in terms)


def _possible(some: list[Terms], known: Collection[str]) -> list[Terms]:
    """The word itself, then what some entry may hold."""
    return [some[0], *(terms for terms in some[1:] if _all_in(terms, known))]
