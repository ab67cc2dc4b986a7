"""The pages events are browsed from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin

from core.models import BasePage


class AgendaPage(RoutablePageMixin, BasePage):
    """What is on, at /agenda/: list, month, feeds, subscription."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    words_fields = ["introduction"]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "agenda/agenda_page.html"

    class Meta:
        verbose_name = _("agenda")


class EventIndexPage(BasePage):
    """The parent of events, at /evenements/: sends to the agenda."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["evenements.EventPage"]

    class Meta:
        verbose_name = _("dossier des événements")


class WorkshopIndexPage(RoutablePageMixin, BasePage):
    """The workshops, at /ateliers/."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    words_fields = ["introduction"]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["evenements.WorkshopPage"]
    template = "agenda/workshop_index_page.html"

    class Meta:
        verbose_name = _("ateliers")
