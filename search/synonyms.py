"""The synonyms a reader's question is widened with: one step, never in circles, bounded."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache

from core.models import Commune
from search.slots import FRENCH, Terms, phrase_pieces, phrase_terms
from search.stems import stem
from search.vocabulary import LONGEST_PHRASE, MOST_PHRASES, Synonym, phrases_of

# The most rows read, and the words of the longest phrase that people type in one.
MOST, LONGEST_GLUED = 2000, 3
# The language of the words, the words, and whether the first alone finds the others.
Row = tuple[str, str, bool]


class SynonymTable:
    """Which phrases, as terms, find which others."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._found: dict[Terms, dict[Terms, None]] = defaultdict(dict)
        for language, text, one_way in rows:
            phrases = [phrase for phrase in phrases_of(text)[:MOST_PHRASES] if _fits(phrase, language)]
            for number, phrase in enumerate(phrases):
                others = phrases[:number] + phrases[number + 1 :]
                self._add(phrase, [] if one_way and number else others, language)
        self.longest = max(map(len, self._found), default=0)

    def _add(self, phrase: str, others: list[str], language: str) -> None:
        """OTHERS are found by PHRASE; typed without its spaces, PHRASE finds itself too ("opensource")."""
        terms = phrase_terms(phrase, language)
        # Pages that are not translated are in French.
        found = [phrase_terms(other, code) for other in others for code in dict.fromkeys((language, FRENCH))]
        if found:
            self._found[terms].update((other, None) for other in found if other != terms)
        if 1 < len(terms) <= LONGEST_GLUED:
            glued = stem("".join(piece.folded for piece in phrase_pieces(phrase, language)), language)
            self._found[(glued,)].update((other, None) for other in [terms, *found])

    def expansions(self, phrase: Terms) -> Collection[Terms]:
        """What is looked for besides PHRASE."""
        return tuple(self._found.get(phrase, ()))


def _fits(phrase: str, language: str) -> bool:
    return 0 < len(phrase_terms(phrase, language)) <= LONGEST_PHRASE


@lru_cache(maxsize=8)
def _table(rows: tuple[Row, ...]) -> SynonymTable:
    return SynonymTable(rows)


def synonyms(language: str) -> SynonymTable:
    """Those for a reader of LANGUAGE, French ones included, and the communes by their two names, as they are now.

    Two queries. What is read is the version of the cache, whatever process wrote it: the terms are worked out again
    only when a row differs.
    """
    languages = {language, FRENCH}
    told = Synonym.objects.filter(language__in=languages, active=True).order_by("pk")
    communes = Commune.objects.exclude(name_br="").order_by("pk").values_list("name", "name_br")
    rows = [
        *told.values_list("language", "words", "one_way")[:MOST],
        *((code, f"{name}, {name_br}", False) for name, name_br in communes for code in sorted(languages)),
    ]
    return _table(tuple(rows))
