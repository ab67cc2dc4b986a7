"""The words that entries hold: kept as entries change, asked for those known and the nearest to a mistyped one."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F, Max, Q
from rapidfuzz.distance import OSA

from search.models import SearchEntry
from search.stems import fold
from search.vocabulary import LONGEST_WORD, Word

# SQLite takes some hundreds of values in one query.
BATCH = 400
TERM_FIELDS = ("title_terms", "offer_terms", "body_terms")
FRENCH = "fr"


@dataclass(frozen=True)
class Change:
    """An entry in LANGUAGE held the terms BEFORE and now holds the words AFTER, each with its term.

    AFTER is what `analysis.vocabulary` gives of all its texts; empty when the entry goes.
    """

    language: str
    before: frozenset[str]
    after: frozenset[tuple[str, str]] = frozenset()


class WordLexicon:
    """What a reader of one language can find, French pages not translated included: always what the table holds now."""

    def __init__(self, language: str) -> None:
        self.languages = {language, FRENCH}

    def known(self, terms: Collection[str]) -> frozenset[str]:
        """Those of TERMS that some entry holds. One query."""
        rows = Word.objects.filter(language__in=self.languages, term__in=set(terms), entries__gt=0)
        return frozenset(rows.values_list("term", flat=True))

    def nearest(self, word: str) -> str | None:
        """The word, as written, one typo away from WORD (folded) that most entries hold. One query.

        One edit leaves the first or the last letters whole: the database compares those, the distance is exact.
        """
        length, whole = len(word), (len(word) - 1) // 2
        rows = Word.objects.filter(
            Q(folded__startswith=word[:whole]) | Q(folded__endswith=word[length - whole :]),
            language__in=self.languages,
            length__range=(length - 1, length + 1),
            entries__gt=0,
        ).order_by("-entries", "word")
        for written, folded in rows.values_list("word", "folded"):
            if OSA.distance(word, folded, score_cutoff=1) == 1:
                return written
        return None


def learn(changes: Iterable[Change], *, counting: bool = True) -> None:
    """Brings the table up to CHANGES; without COUNTING it only adds words: `recount` is to follow (many entries)."""
    by_language: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_language[change.language].append(change)
    for language, some in by_language.items():
        added = _add(language, {pair for change in some for pair in change.after})
        if counting:
            _count(language, some)
            _level(language, added)


def _add(language: str, pairs: set[tuple[str, str]]) -> set[str]:
    """Adds the words that are missing; gives their terms."""
    pairs = {(word, term) for word, term in pairs if len(word) <= LONGEST_WORD and len(term) <= LONGEST_WORD}
    wanted, missing = sorted(pairs), []
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        rows = Word.objects.filter(language=language, word__in=[word for word, _ in some])
        present = set(rows.values_list("word", "term"))
        missing += [pair for pair in some if pair not in present]
    Word.objects.bulk_create(
        [
            Word(language=language, word=word, folded=(folded := fold(word)), length=len(folded), term=term)
            for word, term in missing
        ],
        batch_size=BATCH // 6,
        ignore_conflicts=True,
    )
    return {term for _, term in missing}


def _count(language: str, changes: list[Change]) -> None:
    """Adds and takes away, term by term, the entries that hold it now and no longer; drops words none holds."""
    moved: Counter[str] = Counter()
    for change in changes:
        after = {term for _, term in change.after}
        moved.update(after - change.before)
        moved.subtract(change.before - after)
    by_step: dict[int, list[str]] = defaultdict(list)
    for term, step in moved.items():
        if step:
            by_step[step].append(term)
    for step, terms in by_step.items():
        for start in range(0, len(terms), BATCH):
            rows = Word.objects.filter(language=language, term__in=terms[start : start + BATCH])
            rows.update(entries=F("entries") + step)
            if step < 0:
                rows.filter(entries__lte=0).delete()


def _level(language: str, terms: set[str]) -> None:
    """Gives the words just added the count that others of the same term already had."""
    for start in range(0, len(terms), BATCH):
        some = sorted(terms)[start : start + BATCH]
        rows = Word.objects.filter(language=language, term__in=some)
        for term, most in rows.values_list("term").annotate(most=Max("entries")).order_by():
            rows.filter(term=term, entries__lt=most).update(entries=most)


def recount() -> None:
    """Counts again, from the entries, how many hold each term; drops the words that none holds."""
    for language in SearchEntry.objects.order_by().values_list("language", flat=True).distinct():
        counts: Counter[str] = Counter()
        texts = SearchEntry.objects.filter(language=language).values_list(*TERM_FIELDS)
        for columns in texts.iterator(chunk_size=2000):
            counts.update(set(" ".join(columns).split()))
        rows = list(Word.objects.filter(language=language))
        for row in rows:
            row.entries = counts[row.term]
        Word.objects.bulk_update([row for row in rows if row.entries], ["entries"], batch_size=BATCH)
        Word.objects.filter(pk__in=[row.pk for row in rows if not row.entries]).delete()
