"""The pages events are browsed from."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from agenda.channels import agenda_channel, workshops_channel
from agenda.map_page import map_context
from agenda.month_page import month_context, this_month_path
from agenda.pages import list_context
from agenda.subscription import subscription_context
from core.models import BasePage
from core.sections import Section


class AgendaPage(Section, RoutablePageMixin, BasePage):
    """What is on, at /agenda/: list, month, map, subscription. Its feeds are in agenda.urls."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    words_fields = ["introduction"]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "agenda/agenda_page.html"

    class Meta:
        verbose_name = _("agenda")

    @path("")
    def dates(self, request: HttpRequest) -> HttpResponseBase:
        return self.render(request, context_overrides=list_context(request, agenda_channel()))

    @path("mois/")
    def this_month(self, request: HttpRequest) -> HttpResponseBase:
        return redirect(this_month_path(request))

    @path("mois/<str:month>/")
    def month(self, request: HttpRequest, month: str) -> HttpResponseBase:
        return self.render(request, template="agenda/month.html", context_overrides=month_context(request, month))

    @path("carte/")
    def map(self, request: HttpRequest) -> HttpResponseBase:
        context = map_context(request, agenda_channel())
        return self.render(request, template="agenda/map.html", context_overrides=context)

    @path("abonnement/")
    def subscription(self, request: HttpRequest) -> HttpResponseBase:
        context = subscription_context(request, agenda_channel())
        return self.render(request, template="agenda/subscription.html", context_overrides=context)


class EventIndexPage(Section, BasePage):
    """The parent of events, at /evenements/: sends to the agenda."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["evenements.EventPage"]

    class Meta:
        verbose_name = _("dossier des événements")

    # A folder has nothing to show before it is published, nor after.
    preview_modes: list[tuple[str, str]] = []

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return HttpResponsePermanentRedirect(agenda_channel().folder)


class WorkshopIndexPage(Section, RoutablePageMixin, BasePage):
    """The workshops, at /ateliers/: the agenda's pattern, with filters of their own."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    words_fields = ["introduction"]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["evenements.WorkshopPage"]
    template = "agenda/workshop_index_page.html"

    class Meta:
        verbose_name = _("ateliers")

    @path("")
    def dates(self, request: HttpRequest) -> HttpResponseBase:
        return self.render(request, context_overrides=list_context(request, workshops_channel()))

    @path("abonnement/")
    def subscription(self, request: HttpRequest) -> HttpResponseBase:
        context = subscription_context(request, workshops_channel())
        return self.render(request, template="agenda/subscription.html", context_overrides=context)
