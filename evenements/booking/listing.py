"""« Réservations »: the dates that take bookings, and all those that have some, whatever became of them since."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.clock import now as clock_now
from core.clock import today as clock_today
from evenements.booking.calls import date_url
from evenements.booking.dates import booked_dates, occurrences_of
from evenements.booking.desk import editable
from evenements.booking.models import BookedDate, Booking
from evenements.booking.rules import free_seats
from evenements.event_dates import is_held
from evenements.models import Occurrence
from evenements.presentation import when_words

PER_PAGE = 50
COMING, GONE, PAST = "", "retirees", "passees"
# What each list is called in its link, and what it says when nothing is in it.
LISTS = {
    COMING: (
        gettext_lazy("À venir"),
        gettext_lazy(
            "Aucune date. Dans un événement ou un atelier, « Tarif et inscription », choisissez « Sur ce site » et un "
            "nombre de places."
        ),
    ),
    GONE: (
        gettext_lazy("Retirées ou hors ligne"),
        gettext_lazy("Aucune date retirée ou hors ligne n’a de réservation."),
    ),
    PAST: (gettext_lazy("Passées"), gettext_lazy("Aucune date passée n’a de réservation.")),
}


@dataclass(frozen=True)
class Line:
    """A date of the list; `seats` and `free` are None where none can be booked, `said` is what became of it."""

    title: str
    when: str
    url: str
    held: int
    waiting: int
    seats: int | None
    free: int | None
    said: str


class DatesView(WagtailAdminTemplateMixin, TemplateView):
    """The dates of one of LISTS, the nearest first, a page at a time."""

    template_name = "evenements/admin/booking_dates.html"
    page_title = gettext_lazy("Réservations")
    header_icon = "ticket"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Réservations")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("liste", COMING)
        asked = asked if asked in LISTS else COMING
        lists = _lists(editable(self.request.user), clock_now())
        counts = {name: dates.count() for name, dates in lists.items()}
        page = Paginator(lists[asked], PER_PAGE).get_page(self.request.GET.get("p"))
        dates = list(page.object_list)
        heading, empty = LISTS[asked]
        return super().get_context_data(
            lists=[
                {"name": name, "label": label, "number": counts[name], "is_shown": name == asked}
                for name, (label, _empty) in LISTS.items()
                if counts[name] or name in (COMING, asked)
            ],
            heading=heading,
            empty=empty,
            page=page,
            dates=_coming_lines(dates) if asked == COMING else _booked_lines(dates),
            **kwargs,
        )


def _lists(pages: QuerySet, now: dt.datetime) -> dict[str, QuerySet]:
    """The dates of PAGES by list: of those that are no longer published, and of those over, the ones with bookings."""
    bookable = Occurrence.objects.current(now).filter(seats__isnull=False)
    same = {name: OuterRef(name) for name in ("event", "line_uid", "original_day")}
    booked = BookedDate.objects.filter(Exists(Booking.objects.filter(date=OuterRef("pk"))), event__in=pages)
    booked = booked.select_related("event")
    return {
        COMING: bookable.filter(event__in=pages).select_related("event").order_by("start", "pk"),
        GONE: booked.filter(~Exists(bookable.filter(**same)), end__gt=now).order_by("start", "pk"),
        PAST: booked.filter(end__lte=now).order_by("-start", "-pk"),
    }


def _coming_lines(dates: Iterable[Occurrence]) -> list[Line]:
    dates = list(dates)
    rows = booked_dates(dates)
    return [
        _line(date, rows.get(date.pk), date.seats, "" if is_held(date) else date.get_state_display()) for date in dates
    ]


def _booked_lines(dates: Collection[BookedDate]) -> list[Line]:
    published = occurrences_of(dates)
    return [_line(date, date, None, _became(date, published)) for date in dates]


def _became(date: BookedDate, published: Mapping[int, Occurrence]) -> str:
    """Why the public no longer books DATE; nothing of one that was held."""
    if not date.event.live:
        return _("Événement hors ligne")
    if date.pk not in published:
        return _("Date retirée")
    if date.is_cancelled or date.awaits_day:
        return str(date.get_state_display())
    return "" if published[date.pk].seats is not None else _("Ne se réserve plus sur ce site")


def _line(date: Occurrence | BookedDate, row: BookedDate | None, seats: int | None, said: str) -> Line:
    held, waiting = (row.held, row.waiting) if row else (0, 0)
    free = None if seats is None else free_seats(seats, held)
    return Line(date.event.title, when_words(date, clock_today()), date_url(date), held, waiting, seats, free, said)
