"""A page of dates: which ones, in order, in a number of queries that no volume changes."""

from django.core.paginator import Page, Paginator
from django.db.models import Q, Subquery

from agenda.counts import Counts
from agenda.question import Question
from agenda.selection import Scope, Selection
from core.clock import now as clock_now
from core.clock import today as clock_today
from core.languages import current
from evenements.models import Availability, FeedVersion, Occurrence
from evenements.presentation import with_event

PER_PAGE = 20


def published_version(language: str) -> str:
    """The version of what pages show in LANGUAGE: it moves with each publication, and when a date fills or no longer
    is full.
    """
    moved = Availability.objects.filter(pk=1).values("version")
    found = FeedVersion.objects.filter(pk=language).values_list("version", Subquery(moved)).first() or (0, 0)
    return f"{found[0]}.{found[1] or 0}"


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
        """One query for the dates, those of `with_event` for what they show."""
        start, stop, begun = wanted.start, wanted.stop, self.counts.begun
        condition = Q(pk__in=begun[start:stop])
        if stop > len(begun):
            following = self.question.to_begin()[max(start - len(begun), 0) : stop - len(begun)]
            condition |= Q(pk__in=following.values("pk"))
        rows = Occurrence.objects.filter(condition).select_related("commune").order_by("start", "id")
        return with_event(rows, self.question.language)


def page_of_dates(question: Question, counts: Counts, number: str) -> Page:
    """The page NUMBER of the dates; the first when it is no number, the last when there are not so many."""
    return Paginator(Dates(question, counts), PER_PAGE).get_page(number)  # type: ignore[arg-type]
