"""The admin's list of what people searched without finding, and the way to answer it."""

from django.db.models import Exists, Max, OuterRef, QuerySet, Sum
from django.http import HttpRequest
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.contrib.search_promotions.views import IndexView

RIGHTS = [f"wagtailsearchpromotions.{action}_searchpromotion" for action in ("add", "change", "delete")]


class AnsweredColumn(Column):
    """Whether an editor chose a result for these words."""

    def get_value(self, instance: Query) -> str:
        return gettext("Oui") if instance.answered else gettext("Non")


class DayColumn(Column):
    """A day: no hour is known."""

    def get_value(self, instance: Query) -> str:
        return date_format(super().get_value(instance), "SHORT_DATE_FORMAT")


class MissesView(IndexView):
    """The words, how many searches and the last day; a click chooses the result to show for them."""

    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "search/admin/misses_results.html"
    page_title = _("Recherches sans réponse")
    header_icon = "search"
    index_url_name = "misses:index"
    index_results_url_name = "misses:index_results"
    default_ordering = "-times"
    add_url_name = None
    paginate_by = 50
    columns = [
        TitleColumn(
            "query_string",
            label=_("Mots cherchés"),
            url_name="wagtailsearchpromotions:edit",
            sort_key="query_string",
        ),
        NumberColumn("times", label=_("Recherches"), sort_key="times"),
        DayColumn("last_day", label=_("Dernier jour"), sort_key="last_day"),
        AnsweredColumn("answered", label=_("Résultat choisi"), sort_key="answered"),
    ]

    def get_base_queryset(self) -> QuerySet[Query]:
        chosen = SearchPromotion.objects.filter(query=OuterRef("pk"))
        rows = Query.objects.filter(daily_hits__isnull=False)
        return rows.annotate(times=Sum("daily_hits__hits"), last_day=Max("daily_hits__date"), answered=Exists(chosen))


class AnswersMenuItem(MenuItem):
    """Shown to those who may choose results."""

    def is_shown(self, request: HttpRequest) -> bool:
        return any(map(request.user.has_perm, RIGHTS))


class MissesViewSet(ViewSet):
    """At /admin/recherches-sans-reponse/."""

    name = "misses"
    url_prefix = "recherches-sans-reponse"
    icon = menu_icon = "search"
    menu_label = _("Recherches sans réponse")
    menu_item_class = AnswersMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(MissesView), name="index"),
            path("resultats/", self.construct_view(MissesView, results_only=True), name="index_results"),
        ]


class AnswersViewSet(ViewSet):
    """The way to Wagtail's own screens of promoted results, which it registers by itself."""

    name = "answers"
    icon = menu_icon = "pick"
    menu_label = _("Résultats choisis")
    menu_item_class = AnswersMenuItem

    @property
    def menu_url(self) -> str:
        return reverse("wagtailsearchpromotions:index")
