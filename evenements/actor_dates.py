"""All that an actor organises, helps, hosts and enters: what its page lists, in constant queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Min, OuterRef, Subquery
from django.utils.translation import gettext as _

from annuaire.models import ActorPage
from core.clock import now as clock_now
from core.clock import today as clock_today
from core.dates_in_words import date_in_words
from core.languages import foreign, in_language
from core.parts import Day, Item
from core.translations import attach_words
from evenements.days import by_day
from evenements.enums import ContestCategory
from evenements.models import ContestEntryPage, ContestPage, EventPage, Occurrence
from evenements.palmares import distinction_words
from evenements.presentation import next_dates, with_event
from evenements.querysets import EventQuerySet, OccurrenceQuerySet
from evenements.related import date_item

EVENTS = 6
WORKSHOPS = 5
PAST = 6


@dataclass(frozen=True)
class ActorDates:
    """Each event by its next date, each workshop too, the last ones that are over, the contest's entries.

    Totals also count what the lists leave out: `coming_total` dates, workshops' too, and `past_total` events.
    """

    days: Sequence[Day] = ()
    workshops: Sequence[Item] = ()
    past: Sequence[Item] = ()
    entries: Sequence[Item] = ()
    coming_total: int = 0
    past_total: int = 0


def dates_of(actor: ActorPage) -> ActorDates:
    """What ACTOR, canonical, has to show; nothing while it was never saved."""
    if not actor.pk:
        return ActorDates()
    coming = Occurrence.objects.current().of_actor(actor.pk)
    events = _next_of_each(coming.filter(is_workshop=False), EVENTS)
    shown = with_event([*events, *_next_of_each(coming.filter(is_workshop=True), WORKSHOPS)])
    over = _over(actor)
    return ActorDates(
        days=by_day(shown[: len(events)], level=3),
        workshops=[date_item(date) for date in shown[len(events) :]],
        past=[_past_item(event) for event in attach_words(over.prefetch_related("audiences")[:PAST])],
        entries=_entries(actor),
        coming_total=coming.count(),
        past_total=over.count(),
    )


def _next_of_each(coming: OccurrenceQuerySet, most: int) -> list[Occurrence]:
    """The next date of each event of COMING, the soonest first: a weekly one does not hide the others."""
    firsts = coming.order_by().values("event").annotate(first=Min("start")).order_by("first", "event")[:most]
    dates = next_dates(row["event"] for row in firsts)
    return sorted(dates.values(), key=lambda date: (date.start, date.pk))


def _over(actor: ActorPage) -> EventQuerySet:
    """The published events of ACTOR whose dates are all over, the latest first; workshops are among them."""
    dates = Occurrence.objects.filter(event=OuterRef("pk")).order_by("-end")
    events = EventPage.objects.published().of_actor(actor.pk).select_related("locale", "kind")
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
    entries = attach_words(ContestEntryPage.objects.published().filter(actor=actor.pk).select_related("locale"))
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
    said = [distinction_words(entry), contest, str(ContestCategory(entry.category).label)]
    return Item(
        title=entry.words.title,
        url=entry.reading_path,
        lang=foreign(entry.words_lang),
        muted=" · ".join(filter(None, said)),
        lines=list(filter(None, [in_language(entry.words.summary, entry.words_lang)])),
        example=entry.example,
    )
