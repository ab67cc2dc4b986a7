"""A page of dates: which ones, in order, in a number of queries that no volume changes."""

from django.core.paginator import Page, Paginator

from agenda.counts import Counts
from agenda.question import Question
from agenda.selection import Scope, Selection
from core.clock import now as clock_now
from core.clock import today as clock_today
from core.languages import current
from evenements.models import FeedVersion, Occurrence
from evenements.presentation import with_event

PER_PAGE = 20


def published_version(language: str) -> int:
    """The version of what is published in LANGUAGE: it moves with each publication."""
    return FeedVersion.objects.filter(pk=language).values_list("version", flat=True).first() or 0


def ask(selection: Selection, scope: Scope) -> Question:
    """SELECTION as asked now, in the language being read."""
    return Question(selection, scope, current(), clock_now(), clock_today())


class Dates:
    """The dates of a question, read by slices: those under way, then those that begin."""

    def __init__(self, question: Question, counts: Counts) -> None:
        self.question, self.counts = question, counts

    def __len__(self) -> int:
        return self.counts.total

    def __getitem__(self, wanted: slice) -> list[Occurrence]:
        start, stop = wanted.start or 0, min(wanted.stop, len(self))
        begun = self.counts.begun
        rows = Occurrence.objects.select_related("commune").in_bulk(begun[start:stop]) if start < len(begun) else {}
        found = [rows[pk] for pk in begun[start:stop] if pk in rows]
        if stop > len(begun):
            found += self.question.to_begin().select_related("commune")[max(start - len(begun), 0) : stop - len(begun)]
        return with_event(found, self.question.language)


def page_of_dates(question: Question, counts: Counts, number: str) -> Page:
    """The page NUMBER of the dates; the first when it is no number, the last when there are not so many."""
    return Paginator(Dates(question, counts), PER_PAGE).get_page(number)  # type: ignore[arg-type]
