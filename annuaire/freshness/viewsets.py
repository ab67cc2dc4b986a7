"""« Fiches à vérifier »: the entries that age, what was asked, what was answered, and what to do about each."""

from collections.abc import Sequence
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, TitleColumn
from wagtail.models import Page

from annuaire.freshness.checking import aged
from annuaire.freshness.desk import FreshnessView, act
from annuaire.freshness.enums import Freshness
from annuaire.freshness.models import ConfirmationRequest
from annuaire.freshness.reports import situations
from annuaire.freshness.states import awaited
from annuaire.models import ActorPage
from core.clock import today
from core.listings import SectionIndexView, SectionViewSet
from core.models.mail import NOT_LEFT

SITUATIONS = [
    ("answers", _("Réponses à traiter")),
    ("unreachable", _("Sans courriel, ou courriel refusé")),
    ("stale", _("Marquées non confirmées")),
    ("hidden", _("Masquées")),
]


class SituationColumn(BaseColumn):
    """One aspect of an entry's situation, by its own template."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, classname="freshness-cell", **kwargs)
        self.cell_template_name = f"annuaire/admin/{name}_cell.html"

    def get_cell_context_data(self, instance: ActorPage, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        request = context["request"]
        context |= {"situation": instance.situation, "csrf_token": get_token(request), "next": request.get_full_path()}
        context["act_url"] = reverse("fiches_a_verifier:act", args=[instance.pk])
        context["detail_url"] = reverse("fiches_a_verifier:detail", args=[instance.pk])
        return context


class FreshnessFilterSet(WagtailFilterSet):
    situation = django_filters.ChoiceFilter(
        label=_("Situation"),
        choices=SITUATIONS,
        empty_label=_("Toutes"),
        method="by_situation",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = ActorPage
        fields: ClassVar[list[str]] = []

    def _add_locale_filter(self) -> None:
        """All of them are French."""

    def by_situation(self, actors: QuerySet, name: str, value: str) -> QuerySet:
        failed = ConfirmationRequest.objects.filter(actor=OuterRef("pk"), mail__state__in=NOT_LEFT)
        chosen = {
            "answers": Q(waits=True),
            "unreachable": Q(email="") | Q(Exists(failed)),
            "stale": Q(freshness=Freshness.STALE),
            "hidden": Q(freshness=Freshness.HIDDEN),
        }
        return actors.filter(chosen[value])


class FreshnessIndexView(SectionIndexView):
    # Wagtail's own puts the rows in a form, where theirs would not stand.
    results_template_name = "annuaire/admin/freshness_results.html"
    orderings: ClassVar[dict[str, Sequence[str]]] = {"urgency": ["-waits", "base"], "base": ["base"]}
    prefetched: ClassVar[Sequence[str]] = ()

    def get_base_queryset(self) -> QuerySet:
        """Published entries old enough to be asked about, or whose structure waits for an answer."""
        waits = ConfirmationRequest.objects.filter(awaited(), actor=OuterRef("pk"))
        published = TruncDate("first_published_at", tzinfo=timezone.get_default_timezone())
        entries = super().get_base_queryset().filter(live=True)
        entries = entries.annotate(waits=Exists(waits), base=Coalesce("verified_on", published))
        return entries.filter(aged(today()) | Q(waits=True) | Q(freshness__gt=Freshness.CURRENT))

    def complete(self, pages: Sequence[Page]) -> None:
        found = situations(pages)
        for page in pages:
            page.situation = found.get(page.pk)


class FreshnessViewSet(SectionViewSet):
    name = "fiches_a_verifier"
    url_prefix = "fiches-a-verifier"
    model = ActorPage
    index_view_class = FreshnessIndexView
    filterset_class = FreshnessFilterSet
    menu_label = _("Fiches à vérifier")
    add_to_admin_menu = False
    icon = menu_icon = "history"
    ordering = "urgency"
    columns = [
        TitleColumn("title", label=_("Fiche"), url_name="wagtailadmin_pages:edit", sort_key="title", classname="title"),
        SituationColumn("freshness_state", label=_("État"), sort_key="base"),
        SituationColumn("freshness_request", label=_("Dernier courriel")),
        SituationColumn("freshness_answer", label=_("Réponse")),
        SituationColumn("freshness_actions", label=_("À faire")),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", FreshnessView.as_view(), name="detail"),
            path("<int:pk>/agir/", act, name="act"),
        ]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(**kwargs) | {"add_url_name": None, "show_export_buttons": False}
