"""« Imports » in the menu of the directory."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet

from annuaire.imports.models import ActorImport
from annuaire.imports.report import summary
from annuaire.imports.views import ColumnsView, ImportScreen, ImportView, NewImportView, act, may_import, report


class CountsColumn(Column):
    """What an import did, in a line."""

    def get_value(self, instance: ActorImport) -> str:
        return ", ".join(summary(instance.counts))


class ImportIndexView(ImportScreen, IndexView):
    """The imports, the latest first."""

    model = ActorImport
    results_template_name = "annuaire/admin/imports_results.html"
    page_title = _("Imports")
    any_permission_required = None  # who may publish actors may: ImportScreen
    index_url_name = "imports:index"
    index_results_url_name = "imports:index_results"
    add_url_name = "imports:new"
    add_item_label = _("Importer un fichier")
    search_fields: ClassVar[list[str]] = ["source", "file_name"]
    default_ordering = "-created_at"
    paginate_by = 40
    show_export_buttons = False
    columns: ClassVar[list[Column]] = [
        TitleColumn("file_name", label=_("Fichier"), url_name="imports:detail", sort_key="file_name"),
        Column("source", label=_("Source"), sort_key="source"),
        Column("state", label=_("État"), accessor="get_state_display", sort_key="state"),
        CountsColumn("counts", label=_("Résultat")),
        DateColumn("created_at", label=_("Déposé"), sort_key="created_at"),
        Column("user", label=_("Par")),
    ]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("user")

    def user_has_permission(self, permission: str) -> bool:
        return may_import(self.request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request)


class ImportViewSet(ViewSet):
    name = "imports"
    url_prefix = "imports"
    menu_label = _("Imports")
    icon = menu_icon = "upload"

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return ImportMenuItem(
            self.menu_label, reverse_lazy("imports:index"), "imports", icon_name=self.icon, order=order or 900
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ImportIndexView.as_view(), name="index"),
            path("results/", ImportIndexView.as_view(results_only=True), name="index_results"),
            path("nouveau/", NewImportView.as_view(), name="new"),
            path("<int:pk>/", ImportView.as_view(), name="detail"),
            path("<int:pk>/colonnes/", ColumnsView.as_view(), name="columns"),
            path("<int:pk>/agir/", act, name="act"),
            path("<int:pk>/rapport/", report, name="report"),
        ]
