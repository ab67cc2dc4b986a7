"""Chooses an event or a workshop, the latest entered first."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from core.choosers import PageChooserViewSet
from evenements.models import EventPage


class EventChooserViewSet(PageChooserViewSet):
    name = "event_chooser"
    model = EventPage
    icon = "calendar-days"
    ordering = "-latest_revision_created_at"
    choose_one_text = _("Choisir un événement")
    choose_another_text = _("Choisir un autre événement")
    edit_item_text = _("Modifier cet événement")
    more_columns = [Column("kind", label=_("Type"), accessor="kind.label")]
