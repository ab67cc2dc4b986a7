"""The listings of events and workshops in the admin."""

from collections.abc import Sequence
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.models import Page

from core.clock import today
from core.listings import (
    CHOOSE,
    MINOR,
    STATUS,
    TITLE,
    TRANSLATED,
    Ordering,
    SectionFilterSet,
    SectionIndexView,
    SectionViewSet,
    TermsColumn,
)
from core.models import Audience, Commune, EventKind
from evenements.draft_dates import nearest_draft_date
from evenements.enums import State
from evenements.models import DateLine, EventPage, Occurrence, WorkshopPage
from evenements.presentation import when_words


class NextDateColumn(BaseColumn):
    """The date that matters most: the next, else the last, of those asked for; of a draft, what its lines say."""

    cell_template_name = "evenements/admin/next_date_cell.html"

    def get_cell_context_data(self, instance: EventPage, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        date = instance.date_known
        context.update(date=date, words=when_words(date, relative=True) if date else "", is_past=instance.is_past)
        return context


class StateColumn(Column):
    """The state of the date shown: `by_date` sorts by the same."""

    def get_value(self, instance: EventPage) -> str:
        state = instance.date_known.state if instance.date_known else instance.state
        return "" if state == State.CONFIRMED else str(State(state).label)


class CommuneColumn(Column):
    """Where the date shown is held."""

    def get_value(self, instance: EventPage) -> str:
        commune = instance.date_known.commune if instance.date_known else getattr(instance.venue, "commune", None)
        return commune.name if commune else ""


TIMES = [("coming", _("À venir")), ("past", _("Passés")), ("none", _("Sans date publiée"))]


class EventFilterSet(SectionFilterSet):
    """What is asked of dates (when, in what state, where) is asked of one and the same date, which the row shows."""

    when = django_filters.ChoiceFilter(
        label=_("Quand"), choices=TIMES, empty_label=_("Tous"), method="by_time", widget=forms.RadioSelect
    )
    day = django_filters.DateFromToRangeFilter(label=_("Dates"), method="of_one_date", widget=DateRangePickerWidget)
    state = django_filters.MultipleChoiceFilter(
        label=_("État"), choices=State.choices, method="of_one_date", widget=forms.CheckboxSelectMultiple
    )
    commune = django_filters.ModelMultipleChoiceFilter(
        label=_("Commune"), queryset=Commune.objects.all(), method="of_one_date", widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.ModelMultipleChoiceFilter(
        label=_("Type"), queryset=EventKind.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    audiences = django_filters.ModelMultipleChoiceFilter(
        label=_("Publics"), queryset=Audience.objects.all(), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = EventPage
        fields: ClassVar[list[str]] = []

    def by_time(self, events: QuerySet, name: str, value: str) -> QuerySet:
        known = Occurrence.objects.filter(event=OuterRef("pk"))
        if value == "none":
            return events.exclude(Exists(known))
        coming = Exists(known.current())
        return events.filter(coming) if value == "coming" else events.filter(Exists(known)).exclude(coming)

    def of_one_date(self, events: QuerySet, name: str, value: Any) -> QuerySet:
        """Left to `filter_queryset`, which asks all of it together."""
        return events

    def filter_queryset(self, events: QuerySet) -> QuerySet:
        """Without days asked for, the dates that count are those not over, or all of an event that is over."""
        events = super().filter_queryset(events)
        if not self.dates_asked:
            return events
        dates = Occurrence.objects.filter(event=OuterRef("pk"))
        found = Exists(dates.filter(self.dates_asked))
        if self.form.cleaned_data["day"]:
            return events.filter(found)
        coming = Exists(dates.current().filter(self.dates_asked))
        return events.filter(coming | (~Exists(dates.current()) & found) | (~Exists(dates) & self._undated()))

    @cached_property
    def dates_asked(self) -> Q:
        """What is asked of a date, as `Occurrence` knows it; nothing when the form is not understood."""
        asked, typed = Q(), self.form.cleaned_data if self.is_valid() else {}
        if states := typed.get("state"):
            asked &= Q(state__in=states)
        if communes := typed.get("commune"):
            asked &= Q(commune__in=communes)
        if days := typed.get("day"):
            asked &= Q(last_day__gte=days.start.date()) if days.start else Q()
            asked &= Q(first_day__lte=days.stop.date()) if days.stop else Q()
        return asked

    def _undated(self) -> Q:
        """The same of an event without published date: what it says itself."""
        states, communes = self.form.cleaned_data["state"], self.form.cleaned_data["commune"]
        asked = Q(state__in=states) if states else Q()
        if communes:
            asked &= Q(host__commune__in=communes) | Q(place__commune__in=communes)
        return asked


class EventIndexView(SectionIndexView):
    """Events by their next date: what is to come, then what is over, the latest first."""

    orderings: ClassVar[dict[str, Ordering]] = {
        "next_day": ["next_day", "next_start", "-last_start"],
        "state": ["state_shown"],
        "commune": ["commune_shown"],
    }
    prefetched = ["audiences", "kind", "host__commune", "place__commune"]

    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        return by_date(super().annotate_queryset(pages), self.filters.dates_asked)

    def complete(self, pages: Sequence[Page]) -> None:
        super().complete(pages)
        dates = Occurrence.objects.select_related("commune").in_bulk([page.date_id for page in pages if page.date_id])
        for page in pages:
            page.date_known = dates.get(page.date_id) or (None if page.live else nearest_draft_date(page))
            page.is_past = bool(page.date_known and page.date_known.last_day < today())


def by_date(events: QuerySet, asked: Q) -> QuerySet:
    """EVENTS with `date_id`, the published date to tell: next, else last, of those that are as ASKED; and what to sort
    them by: its day and hour, and the state and commune shown.

    A draft has no published date: its next day is what its lines begin with, near enough to sort by; its commune is its
    venue's.
    """
    dates = Occurrence.objects.filter(asked, event=OuterRef("pk"))
    coming, past = dates.current().order_by("start", "pk"), dates.past().order_by("-start", "-pk")

    def told(name: str) -> Coalesce:
        return Coalesce(Subquery(coming.values(name)[:1]), Subquery(past.values(name)[:1]))

    lines = DateLine.objects.filter(page=OuterRef("pk")).order_by("start_date")
    goes_on = ~Q(frequency="") & (Q(until=None) | Q(until__gte=today()))
    begins = lines.filter(Q(start_date__gte=today()) | goes_on).values("start_date")[:1]
    return events.annotate(
        date_id=told("pk"),
        next_day=Coalesce(Subquery(coming.values("first_day")[:1]), Case(When(live=False, then=Subquery(begins)))),
        next_start=Subquery(coming.values("start")[:1]),
        last_start=Subquery(past.values("start")[:1]),
        state_shown=Coalesce(told("state"), "state"),
        commune_shown=Case(
            When(date_id=None, then=Coalesce("host__commune__name", "place__commune__name")),
            default=told("commune__name"),
        ),
    )


class EventViewSet(SectionViewSet):
    """Everything that has dates: events and workshops."""

    name = "evenements"
    url_prefix = "agenda"
    model = EventPage
    index_view_class = EventIndexView
    filterset_class = EventFilterSet
    menu_label = _("Agenda")
    add_label = _("Ajouter un événement")
    menu_order = 10
    icon = menu_icon = "calendar-days"
    ordering = "next_day"
    columns = [
        CHOOSE,
        TITLE,
        NextDateColumn("next_day", label=_("Date"), sort_key="next_day", width="17%"),
        StateColumn("state", label=_("État"), sort_key="state"),
        CommuneColumn("commune", label=_("Commune"), sort_key="commune"),
        TermsColumn("audiences", label=_("Pour qui"), classname=MINOR),
        TRANSLATED,
        STATUS,
    ]


class WorkshopViewSet(EventViewSet):
    name = "ateliers"
    url_prefix = "ateliers"
    model = WorkshopPage
    menu_label = _("Ateliers")
    add_label = _("Ajouter un atelier")
    menu_order = 30
    icon = menu_icon = "wrench"
