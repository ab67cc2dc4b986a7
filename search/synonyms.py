"""The synonyms a reader's question is widened with: one step, never in circles, bounded."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache

from core.models import Commune
from search.slots import FRENCH, Terms, phrase_terms
from search.vocabulary import LONGEST_PHRASE, MOST_PHRASES, Synonym, phrases_of

# The most rows read.
MOST = 2000
# The language of the words, the words, and whether the first alone finds the others.
Row = tuple[str, str, bool]


class SynonymTable:
    """Which phrases, as terms, find which others."""

    def __init__(self, rows: Iterable[Row]) -> None:
        found: dict[Terms, dict[Terms, None]] = defaultdict(dict)
        for language, text, one_way in rows:
            phrases = [phrase_terms(phrase, language) for phrase in phrases_of(text)[:MOST_PHRASES]]
            phrases = [phrase for phrase in dict.fromkeys(phrases) if 0 < len(phrase) <= LONGEST_PHRASE]
            for phrase in phrases[:1] if one_way else phrases:
                found[phrase].update(dict.fromkeys(other for other in phrases if other != phrase))
        self._found = {phrase: tuple(others) for phrase, others in found.items()}
        self.longest = max(map(len, self._found), default=0)

    def expansions(self, phrase: Terms) -> Collection[Terms]:
        """What is looked for besides PHRASE."""
        return self._found.get(phrase, ())


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
