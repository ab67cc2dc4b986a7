"""The home page, plain content, and the plan with a page per action."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.search import index

from core.fields import BodyField
from core.models import Action, BasePage
from core.models.pages import edit_handler
from core.sections import Promised, PromisePanel, Section
from core.translations import attach_words
from home.data_page import data_context, is_data_page
from home.pages import home_context, plan_context, serving
from home.toc import with_contents


class HomePage(Section, BasePage):
    """The root of the site in each language."""

    introduction = models.TextField(_("phrase d’introduction"), max_length=300, blank=True)

    words_fields = ["introduction"]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("accueil")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | home_context()


class ContentPage(Promised, BasePage):
    """A plain page: legal notice, help, the story of the plan."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = BodyField(verbose_name=_("texte"))

    words_fields = ["introduction", "body"]
    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = ["home.ContentPage"]
    template = "home/content_page.html"
    search_fields = [*BasePage.search_fields, index.SearchField("introduction", boost=2), index.SearchField("body")]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    edit_handler = edit_handler(content_panels, [PromisePanel(), *BasePage.promote_panels], [PublishingPanel()])

    class Meta:
        verbose_name = _("page de contenu")
        verbose_name_plural = _("pages de contenu")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        generated = data_context() if is_data_page(self.url_path) else {}
        body, contents = with_contents(str(self.body), generated.get("dataset_links", ()))
        return super().get_context(request, *args, **kwargs) | generated | {"body": body, "contents": contents}


class PlanPage(Section, BasePage):
    """The plan: its ambitions, orientations and actions."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = BodyField(verbose_name=_("texte"))

    words_fields = ["introduction", "body"]
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ActionPage"]
    template = "home/plan_page.html"
    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]

    class Meta:
        verbose_name = _("plan d’actions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        actions = ActionPage.objects.published().select_related("action", "locale")
        return super().get_context(request, *args, **kwargs) | plan_context(attach_words(actions))


class ActionPage(BasePage):
    """An action of the plan, at /plan/<number>/: its text, and what serves it."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="pages", verbose_name=_("action"))
    summary = models.TextField(_("sous-titre"), max_length=400, blank=True)
    schedule = models.CharField(_("calendrier"), max_length=250, blank=True)
    budget = models.CharField(_("budget"), max_length=300, blank=True)
    audiences_text = models.CharField(_("publics de la fiche"), max_length=250, blank=True)
    body = BodyField(verbose_name=_("texte"))

    facts = ["action"]
    words_fields = ["summary", "schedule", "budget", "audiences_text", "body"]
    parent_page_types = ["home.PlanPage"]
    subpage_types: list[str] = []
    template = "home/action_page.html"
    search_fields = [*BasePage.search_fields, index.SearchField("summary", boost=2), index.SearchField("body")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("action"),
        FieldPanel("summary"),
        FieldPanel("schedule"),
        FieldPanel("budget"),
        FieldPanel("audiences_text"),
        FieldPanel("body"),
    ]
    edit_handler = edit_handler(content_panels, BasePage.promote_panels, [PublishingPanel()])

    class Meta:
        verbose_name = _("action du plan")
        verbose_name_plural = _("actions du plan")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        action = self.canonical.action
        return super().get_context(request, *args, **kwargs) | serving(action) | {"action": action}
