"""All that an actor organises, helps, hosts and enters: what its page lists, in constant queries."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annuaire.models import ActorPage
from core.clock import now as clock_now
from core.clock import today as clock_today
from core.dates_in_words import date_in_words
from core.languages import foreign, in_language
from core.navigation import paths
from core.parts import Day, Entry, Item, Link
from core.translations import attach_words
from evenements.days import by_day
from evenements.enums import ActorRole
from evenements.models import ContestEntryPage, ContestPage, EventActor, EventPage, Occurrence
from evenements.palmares import distinction_words
from evenements.presentation import entry, next_dates, with_event
from evenements.querysets import EventQuerySet, OccurrenceQuerySet
from evenements.related import date_item

# Shown at once; the others are folded below, and what is over has pages.
EVENTS = 6
WORKSHOPS = 5
PAST = 12


@dataclass(frozen=True)
class ActorDates:
    """Each event by its next date, each workshop too, a page of those that are over, the contest's entries.

    `more_days` and `more_workshops` are what a long list folds: `more_events` events and as many workshops as there
    are. `coming_total` counts dates, workshops' too; `in_agenda` leads to those the agenda can show.
    """

    days: Sequence[Day] = ()
    more_days: Sequence[Day] = ()
    workshops: Sequence[Item] = ()
    more_workshops: Sequence[Item] = ()
    past: Page = field(default_factory=lambda: Paginator((), PAST).page(1))
    past_items: Sequence[Item] = ()
    entries: Sequence[Item] = ()
    coming_total: int = 0
    in_agenda: Sequence[Link] = ()

    @property
    def more_events(self) -> int:
        return sum(len(day.entries) for day in self.more_days)


def dates_of(actor: ActorPage, page: str = "") -> ActorDates:
    """What ACTOR, canonical, has to show, with the page PAGE of what is over; nothing while it was never saved."""
    if not actor.pk:
        return ActorDates()
    coming = Occurrence.objects.current().of_actor(actor.pk)
    numbers = _numbers(coming)
    shown = with_event(sorted(next_dates(numbers).values(), key=lambda date: (date.start, date.pk)))
    days = by_day((date for date in shown if not date.is_workshop), level=3, row=_row(numbers))
    cut = _fold(days)
    workshops = [_workshop_item(date, numbers[date.event_id]) for date in shown if date.is_workshop]
    past = Paginator(_over(actor), PAST).get_page(page)
    return ActorDates(
        days=days[:cut],
        more_days=days[cut:],
        workshops=workshops[:WORKSHOPS],
        more_workshops=workshops[WORKSHOPS:],
        past=past,
        past_items=[_past_item(event) for event in attach_words(past.object_list)],
        entries=_entries(actor),
        coming_total=sum(numbers.values()),
        in_agenda=_in_agenda(actor, coming),
    )


def _numbers(coming: OccurrenceQuerySet) -> dict[int, int]:
    """The events of COMING and how many of these dates each has."""
    rows = coming.order_by().values("event").annotate(number=Count("pk"))
    return {row["event"]: row["number"] for row in rows}


def _fold(days: Sequence[Day]) -> int:
    """How many of DAYS hold the first EVENTS events: a day is not cut in two."""
    found = 0
    for index, day in enumerate(days):
        if found >= EVENTS:
            return index
        found += len(day.entries)
    return len(days)


def _others(number: int) -> str:
    """ "et 3 autres dates" for an event told by one of its NUMBER dates."""
    others = number - 1
    if not others:
        return ""
    return ngettext("et %(number)s autre date", "et %(number)s autres dates", others) % {"number": others}


def _row(numbers: Mapping[int, int]) -> Callable[[Occurrence, dt.date], Entry]:
    """The row of an event by its next date, which says how many others it has."""

    def row(date: Occurrence, today: dt.date) -> Entry:
        shown = entry(date, today)
        return replace(shown, line=" · ".join(filter(None, [shown.line, _others(numbers[date.event_id])])))

    return row


def _workshop_item(date: Occurrence, number: int) -> Item:
    shown = date_item(date)
    return replace(shown, lines=[" · ".join(filter(None, [*shown.lines, _others(number)]))])


def _in_agenda(actor: ActorPage, coming: OccurrenceQuerySet) -> list[Link]:
    """Where the agenda shows those of COMING that ACTOR organises, and those it hosts."""
    organised_by = EventActor.objects.filter(role=ActorRole.ORGANISER, actor=actor.pk).values("page")
    found = coming.aggregate(
        organised=Count("pk", filter=Q(event__in=organised_by)), hosted=Count("pk", filter=Q(host=actor.pk))
    )
    organised, hosted = found["organised"], found["hosted"]
    links = {
        "organisateur": (organised, ngettext("%(number)s date organisée", "%(number)s dates organisées", organised)),
        "lieu": (hosted, ngettext("%(number)s date accueillie", "%(number)s dates accueillies", hosted)),
    }
    folder = paths()["agenda"]
    return [
        Link(label % {"number": number}, f"{folder}?{name}={actor.slug}")
        for name, (number, label) in links.items()
        if number
    ]


def _over(actor: ActorPage) -> EventQuerySet:
    """The published events of ACTOR whose dates are all over, the latest first; workshops are among them."""
    dates = Occurrence.objects.filter(event=OuterRef("pk")).order_by("-end")
    events = EventPage.objects.published().of_actor(actor.pk).select_related("locale", "kind")
    events = events.prefetch_related("audiences")
    events = events.annotate(last_end=Subquery(dates.values("end")[:1]), day=Subquery(dates.values("last_day")[:1]))
    return events.filter(last_end__lte=clock_now()).order_by("-last_end", "pk")


def _past_item(event: EventPage) -> Item:
    return Item(
        title=event.words.title,
        url=event.reading_path,
        lang=foreign(event.words_lang),
        muted=f"{event.kind.words} · {date_in_words(event.day, clock_today())}",
        publics=list(event.audiences.all()),
        example=event.example,
    )


def _entries(actor: ActorPage) -> list[Item]:
    """What ACTOR entered in the contest, the latest edition first."""
    entries = attach_words(
        ContestEntryPage.objects.published().filter(actor=actor.pk).select_related("locale", "category")
    )
    years = _years(entries)
    entries.sort(key=lambda entry: (-years.get(_parent(entry), 0), entry.pk))
    return [_entry_item(entry, years.get(_parent(entry))) for entry in entries]


def _years(entries: Iterable[ContestEntryPage]) -> dict[str, int]:
    """The editions of ENTRIES: their year by their place in the tree."""
    paths = {_parent(entry) for entry in entries}
    return dict(ContestPage.objects.filter(path__in=paths).values_list("path", "year")) if paths else {}


def _parent(entry: ContestEntryPage) -> str:
    return entry.path[: -entry.steplen]


def _entry_item(entry: ContestEntryPage, year: int | None) -> Item:
    contest = _("Concours %(year)s") % {"year": year} if year else _("Concours")
    said = [distinction_words(entry), contest, entry.category.words]
    return Item(
        title=entry.words.title,
        url=entry.reading_path,
        lang=foreign(entry.words_lang),
        muted=" · ".join(filter(None, said)),
        lines=list(filter(None, [in_language(entry.words.summary, entry.words_lang)])),
        example=entry.example,
    )
