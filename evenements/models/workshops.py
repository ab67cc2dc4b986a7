"""A workshop of the fablab: an event with what one needs to know to take part."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel

from core.models import BasePage
from core.models.pages import edit_handler
from evenements.enums import Level
from evenements.models.events import EventPage


class WorkshopPage(EventPage):
    equipment = ParentalManyToManyField("core.Equipment", blank=True, related_name="+", verbose_name=_("équipements"))
    level = models.CharField(_("niveau"), max_length=14, choices=Level, default=Level.ALL)
    prerequisites = models.CharField(_("prérequis"), max_length=250, blank=True)
    age_min = models.PositiveSmallIntegerField(_("âge minimum"), null=True, blank=True)
    what_to_bring = models.CharField(_("à apporter"), max_length=250, blank=True)
    trainer = models.CharField(
        _("animation"), max_length=160, blank=True, help_text=_("Une équipe ou une fonction plutôt qu’un nom.")
    )

    facts: ClassVar[list[str]] = [*EventPage.facts, "equipment", "level", "age_min", "trainer"]
    words_fields: ClassVar[list[str]] = [*EventPage.words_fields, "prerequisites", "what_to_bring"]
    parent_page_types = ["agenda.WorkshopIndexPage"]
    template = "evenements/workshop_page.html"

    workshop_panels = [
        FieldPanel("equipment"),
        FieldRowPanel([FieldPanel("level"), FieldPanel("age_min")]),
        FieldPanel("prerequisites"),
        FieldPanel("what_to_bring"),
        FieldPanel("trainer"),
    ]
    content_panels = [
        *EventPage.content_panels[:4],
        MultiFieldPanel(workshop_panels, heading=_("L’atelier")),
        *EventPage.content_panels[4:],
    ]
    edit_handler = edit_handler(content_panels, BasePage.promote_panels, [PublishingPanel()])

    class Meta:
        verbose_name = _("atelier")
        verbose_name_plural = _("ateliers")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """That of an event, whose head counts the seats left while there are some."""
        context = super().get_context(request, *args, **kwargs)
        booking = context.get("booking")
        return context | ({"mark": booking.mark} if booking and booking.free else {})

    @property
    def is_workshop(self) -> bool:
        return True
