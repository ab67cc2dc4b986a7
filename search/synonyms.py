"""The synonyms of one language, ready to widen a question: one step, never in circles, bounded."""

from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache

from search.analysis import words
from search.slots import Terms
from search.stems import stop_words
from search.vocabulary import Synonym

# The most synonyms read, and of each: words or phrases, and words in a phrase.
MOST, MOST_PHRASES, LONGEST_PHRASE = 2000, 12, 8
Row = tuple[str, bool]


def phrase_terms(phrase: str, language: str) -> Terms:
    """The terms of PHRASE as a question has them: without stop words when there are others."""
    pieces = [piece for _, _, word in words(phrase, language) for piece in word.pieces]
    stop = stop_words(language)
    return tuple(piece.term for piece in [piece for piece in pieces if piece.folded not in stop] or pieces)


class SynonymTable:
    """Which phrases, as terms, find which others."""

    def __init__(self, rows: Collection[Row], language: str) -> None:
        found: dict[Terms, dict[Terms, None]] = defaultdict(dict)
        for text, one_way in rows:
            phrases = [phrase_terms(part, language) for part in text.split(",")[:MOST_PHRASES]]
            phrases = [phrase for phrase in dict.fromkeys(phrases) if 0 < len(phrase) <= LONGEST_PHRASE]
            for phrase in phrases[:1] if one_way else phrases:
                found[phrase].update(dict.fromkeys(other for other in phrases if other != phrase))
        self._found = {phrase: tuple(others) for phrase, others in found.items()}
        self.longest = max(map(len, self._found), default=0)

    def expansions(self, phrase: Terms) -> Collection[Terms]:
        """What is looked for besides PHRASE."""
        return self._found.get(phrase, ())


@lru_cache(maxsize=8)
def _table(rows: tuple[Row, ...], language: str) -> SynonymTable:
    return SynonymTable(rows, language)


def synonyms(language: str) -> SynonymTable:
    """Those of LANGUAGE as the table holds them now, whatever process wrote them. One query.

    What was read is the version of the cache: the work is done again only when a row differs.
    """
    rows = Synonym.objects.filter(language=language, active=True).order_by("pk").values_list("words", "one_way")
    return _table(tuple(rows[:MOST]), language)
