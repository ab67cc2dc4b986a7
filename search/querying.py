"""`query(...)`: the one call the rest of the site makes to search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wagtail.models import Page

from core.clock import now
from core.translations import attach_words
from search.backends.asked import Asked, Filters
from search.engines import find
from search.lexicon import WordLexicon
from search.loosening import loosened
from search.models import SearchEntry
from search.question import Question, question
from search.synonyms import synonyms

__all__ = ["Answer", "Filters", "query"]

PER_PAGE = 20
# The last result that can be paged to: what Elasticsearch gives at most.
DEEPEST = 10_000


@dataclass(frozen=True)
class Answer:
    """What a search gives: `total` results, those of a page, and by facet how many each value would give.

    `past_only`: nothing found is to come. `loosened`: no entry has all the words, these have most of them.
    `degraded`: the chosen engine was away, the database answered. `corrections`: (typed, meant).
    """

    question: Question
    total: int = 0
    entries: Sequence[SearchEntry] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    page: int = 1
    pages: int = 1
    past_only: bool = False
    loosened: bool = False
    degraded: bool = False

    @property
    def corrections(self) -> tuple[tuple[str, str], ...]:
        return self.question.corrections


def query(
    text: str,
    *,
    language: str,
    filters: Filters = Filters(),  # noqa: B008  # nothing in it changes
    page: int = 1,
    per_page: int = PER_PAGE,
    partial: bool = False,
    verbatim: bool = False,
) -> Answer:
    """Searches TEXT among what is read in LANGUAGE: results of PAGE (the last one when there are fewer), best first.

    PARTIAL: the last word is still being typed. VERBATIM: nothing is corrected. Never raises for what a person types;
    when the chosen engine does not answer, the database does.
    """
    asks = question_in(text, language, partial=partial, verbatim=verbatim)
    if not asks.groups:
        return Answer(asks)
    asked, looser = asked_for(asks, language, filters), False
    page = max(1, min(page, DEEPEST // per_page))
    found, degraded = find(asked, (page - 1) * per_page, page * per_page)
    if not found.total and not any(found.counts.values()) and (widened := loosened(asked)):
        asked, looser = widened, True
        found, degraded = find(asked, (page - 1) * per_page, page * per_page)
    pages = max(1, min(-(-found.total // per_page), DEEPEST // per_page))
    if page > pages:
        page = pages
        found, degraded = find(asked, (page - 1) * per_page, page * per_page)
    rows = SearchEntry.objects.select_related("facets").in_bulk(found.keys)
    entries = _with_pages([rows[key] for key in found.keys if key in rows], language)
    past_only = found.total > 0 and found.current == 0
    return Answer(asks, found.total, entries, found.counts, page, pages, past_only, looser, degraded)


def question_in(text: str, language: str, *, partial: bool = False, verbatim: bool = False) -> Question:
    """What TEXT asks, with the synonyms and the words that search knows now."""
    lexicon = WordLexicon(language)
    return question(text, language, synonyms=synonyms(language), lexicon=lexicon, partial=partial, verbatim=verbatim)


def asked_for(asks: Question, language: str, filters: Filters) -> Asked:
    """ASKS, as engines are asked it."""
    return Asked((asks.groups,), asks.name, language, now(), filters)


def _with_pages(entries: list[SearchEntry], language: str) -> list[SearchEntry]:
    """Sets `result`, the page each entry leads to, with its words in LANGUAGE; leaves out those that just went."""
    pages = {page.pk: page for page in Page.objects.filter(pk__in=[entry.page_id for entry in entries]).specific()}
    attach_words(pages.values(), language)
    for entry in entries:
        entry.result = pages.get(entry.page_id)
    return [entry for entry in entries if entry.result is not None]
