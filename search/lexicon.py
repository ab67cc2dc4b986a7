"""The words that entries hold: kept as entries change, asked for those known and the nearest to a mistyped one."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F, Q
from rapidfuzz.distance import OSA

from search.models import SearchEntry
from search.stems import fold, stop_words
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
        self.stop = stop_words(language) | stop_words(FRENCH)

    def known(self, terms: Collection[str]) -> frozenset[str]:
        """Those of TERMS that some entry holds. One query."""
        rows = Word.objects.filter(language__in=self.languages, term__in=set(terms), entries__gt=0)
        return frozenset(rows.values_list("term", flat=True))

    def written(self, words: Collection[str]) -> frozenset[str]:
        """Those of WORDS (folded) that some entry holds in that very form. One query."""
        rows = Word.objects.filter(language__in=self.languages, folded__in=set(words), entries__gt=0)
        return frozenset(rows.values_list("folded", flat=True))

    def nearest(self, word: str, term: str) -> str | None:
        """The word, as written, one typo away from WORD (folded) that most entries hold. One query.

        None when a form of TERM, which is that of WORD, is as near. One edit leaves the first or the last letters
        whole: the database finds those that share them, the distance is exact. A plural comes after its singular.
        """
        singular = word.removesuffix("s")
        whole = (len(singular) - 1) // 2
        last = singular[: -whole - 1 : -1]
        alike = Q(folded__range=_begins(word[:whole]))
        alike |= Q(backwards__range=_begins(last)) | Q(backwards__range=_begins(f"s{last}"))
        rows = Word.objects.filter(alike, language__in=self.languages, entries__gt=0).order_by("-entries", "word")
        found = []
        for written, folded, other in rows.values_list("word", "folded", "term"):
            kind = _nearness(word, folded)
            if kind is not None and other == term:
                return None
            if kind is not None and written and folded not in self.stop:
                found.append((kind, written))
        return min(found, key=lambda pair: pair[0])[1] if found else None


def _begins(start: str) -> tuple[str, str]:
    """The bounds of the words in [a-z0-9] that begin with START, whatever the database's collation."""
    return start, start + "z" * LONGEST_WORD


def _nearness(word: str, other: str) -> int | None:
    """0 for one typo, 1 for one in the first letter, 2 when one of them is a plural besides; None when farther."""
    if OSA.distance(word, other, score_cutoff=1) == 1:
        return int(word[0] != other[0])
    if word[0] == other[0] and OSA.distance(word.removesuffix("s"), other.removesuffix("s"), score_cutoff=1) <= 1:
        return 2
    return None


def learn(changes: Iterable[Change], *, counting: bool = True) -> None:
    """Brings the table up to CHANGES; without COUNTING it only adds words: `recount` is to follow (many entries)."""
    by_language: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_language[change.language].append(change)
    for language, some in by_language.items():
        _add(language, {(word, term) for change in some for word, term in change.after if term not in change.before})
        if counting:
            _count(language, some)


def _add(language: str, pairs: set[tuple[str, str]]) -> None:
    """Adds the words that are missing, each with the count that other forms of its term have."""
    wanted = sorted((word, term) for word, term in pairs if max(len(word), len(term)) <= LONGEST_WORD)
    missing, held = [], {}
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        rows = Word.objects.filter(language=language, term__in={term for _, term in some})
        present = {(word, term): count for word, term, count in rows.values_list("word", "term", "entries")}
        held.update({term: count for (_, term), count in present.items()})
        missing += [pair for pair in some if pair not in present]
    added = [
        Word(language=language, word=word, folded=folded, backwards=folded[::-1], term=term, entries=held.get(term, 0))
        for word, folded, term in ((word, fold(word), term) for word, term in missing)
    ]
    Word.objects.bulk_create(added, batch_size=BATCH // 6, ignore_conflicts=True)


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
