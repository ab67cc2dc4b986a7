"""What the admin's first screen says: what is on this week, and how to add what is missing."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from core.clock import today
from core.dates_in_words import day_in_words
from evenements.enums import State
from evenements.models import Occurrence
from evenements.presentation import hours_words, place_words

DAYS = dt.timedelta(days=6)
MOST_DATES = 100


@dataclass(frozen=True)
class WeekDate:
    """A date of the week as the panel shows it."""

    title: str
    hours: str
    place: str
    state: str
    edit_url: str


class WeekPanel(Component):
    """The dates of today and the six days after."""

    name = "week"
    order = 120
    template_name = "home/admin/week.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        first = today()
        dates = Occurrence.objects.between(first, first + DAYS).select_related("event", "commune")
        shown = sorted(dates[:MOST_DATES], key=lambda date: (max(date.first_day, first), date.start))
        days = groupby(shown, key=lambda date: max(date.first_day, first))
        return {
            "days": [(day_in_words(day, first), [_row(date) for date in group]) for day, group in days],
            "additions": additions(parent_context["request"]),
        }


def _row(date: Occurrence) -> WeekDate:
    return WeekDate(
        title=date.title or date.event.title,
        hours=hours_words(date),
        place=place_words(date.event, date),
        state="" if date.state == State.CONFIRMED else str(State(date.state).label),
        edit_url=reverse("wagtailadmin_pages:edit", args=[date.event_id]),
    )


def additions(request: HttpRequest) -> list[tuple[str, str, str]]:
    """What the user may add in one click: a label, an address, an icon."""
    if not policy_registry.get_by_type(Page).user_has_permission(request.user, "add"):
        return []
    return [
        (_("Ajouter un événement"), reverse("evenements:choose_parent"), "calendar-days"),
        (_("Ajouter un atelier"), reverse("ateliers:choose_parent"), "wrench"),
        (_("Ajouter un acteur"), reverse("annuaire:choose_parent"), "users"),
    ]
