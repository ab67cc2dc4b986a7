"""`query(...)`: the one call the rest of the site makes to search."""

import datetime as dt
import logging
from dataclasses import dataclass, field

from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from wagtail.models import Page
from wagtail.search.backends.base import BaseSearchBackend, BaseSearchResults

from core.clock import now as clock_now
from core.translations import attach_words
from search.analysis import query_tokens
from search.engines import ENGINE_ERRORS, chosen, database
from search.enums import Kind
from search.models import SearchEntry

logger = logging.getLogger(__name__)
PER_GROUP = 5
PER_PAGE = 20


@dataclass
class Group:
    """The results of one kind: how many there are, and those shown."""

    kind: Kind
    total: int
    entries: list[SearchEntry]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.entries)


@dataclass
class Answer:
    """What a search gives. `groups` without a kind, `page` with one; `degraded` when the chosen engine was away."""

    text: str
    words: list[str]
    total: int = 0
    counts: dict[Kind, int] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    page: "ResultPage | None" = None
    past_only: bool = False
    degraded: bool = False


class _CurrentThenPast:
    """Two result sets read as one: what is not over, then what is. Sliceable, for a paginator."""

    def __init__(self, current: BaseSearchResults, past: BaseSearchResults) -> None:
        self.current, self.past = current, past
        self.current_total, self.past_total = current.count(), past.count()

    def count(self) -> int:
        return self.current_total + self.past_total

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, window: slice) -> list[SearchEntry]:
        start, stop = window.start or 0, min(window.stop if window.stop is not None else self.count(), self.count())
        found: list[SearchEntry] = []
        if start < self.current_total:
            found += self.current[start : min(stop, self.current_total)]
        if stop > self.current_total:
            found += self.past[max(start - self.current_total, 0) : stop - self.current_total]
        return found


def query(
    text: str, *, language: str, kind: Kind | None = None, page: int = 1, now: dt.datetime | None = None
) -> Answer:
    """Searches TEXT in LANGUAGE's words. Without KIND: the first results of each kind; with it: its results, paged.

    Never raises for what a person types; when the chosen engine does not answer, the database does.
    """
    answer = Answer(text=text, words=query_tokens(text))
    if not answer.words:
        return answer
    now = now or clock_now()
    try:
        return _ask(chosen(), answer, language, kind, page, now)
    except ENGINE_ERRORS:
        logger.exception("search: the chosen engine is away, the database answers")
        answer = Answer(text=text, words=answer.words, degraded=True)
        return _ask(database(), answer, language, kind, page, now)


def _ask(
    backend: BaseSearchBackend, answer: Answer, language: str, kind: Kind | None, page: int, now: dt.datetime
) -> Answer:
    terms = " ".join(answer.words)

    def results(chosen_kind: Kind) -> _CurrentThenPast:
        rows = SearchEntry.objects.filter(language=language, kind=chosen_kind.value)
        return _CurrentThenPast(
            backend.search(terms, rows.filter(current_until__gt=now), operator="and"),
            backend.search(terms, rows.filter(current_until__lte=now), operator="and"),
        )

    found = {candidate: results(candidate) for candidate in Kind}
    answer.counts = {candidate: len(rows) for candidate, rows in found.items() if len(rows)}
    answer.total = sum(answer.counts.values())
    answer.past_only = answer.total > 0 and not any(rows.current_total for rows in found.values())
    if kind is not None:
        answer.page = Paginator[SearchEntry](found[kind], PER_PAGE).get_page(page)  # type: ignore[arg-type]
        shown: list[SearchEntry] = list(answer.page.object_list)
        answer.page.object_list = shown
    else:
        answer.groups = [Group(name, total, found[name][0:PER_GROUP]) for name, total in answer.counts.items()]
        shown = [entry for group in answer.groups for entry in group.entries]
    _attach_pages(shown, language)
    return answer


def _attach_pages(entries: list[SearchEntry], language: str) -> None:
    """Sets `result`, the page each entry leads to, with its words in LANGUAGE."""
    pages = {page.pk: page for page in Page.objects.filter(pk__in=[entry.page_id for entry in entries]).specific()}
    attach_words(pages.values(), language)
    for entry in entries:
        entry.result = pages[entry.page_id]
