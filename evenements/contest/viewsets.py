"""« Jury » in the admin's menu, for jurors; « Jury et résultats » under « Concours », for those who edit an edition."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from evenements.contest import deliberation, desk, jury_views
from evenements.contest.application_view import ApplicationView
from evenements.contest.jury import editions_of

SHEET = "<int:edition>/<int:number>"


class JuryMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return editions_of(request.user).exists()


class JuryViewSet(ViewSet):
    name = "jury"
    url_prefix = "jury"
    menu_label = _("Jury")
    icon = menu_icon = "trophy"
    menu_order = 38
    menu_item_class = JuryMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", jury_views.JuryView.as_view(), name="index"),
            path("<int:edition>/mes-notes/", jury_views.marks_file, name="marks"),
            path(f"{SHEET}/", jury_views.SheetView.as_view(), name="sheet"),
            path(f"{SHEET}/piece/<int:piece>/", jury_views.piece, name="piece"),
        ]


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return desk.editable(request.user).exists()


class DeskViewSet(ViewSet):
    name = "deliberation"
    url_prefix = "concours/jury"
    menu_label = _("Jury et résultats")
    icon = menu_icon = "tick"
    menu_item_class = DeskMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", desk.EditionsView.as_view(), name="index"),
            path("<int:edition>/", desk.EditionView.as_view(), name="edition"),
            path("<int:edition>/classement/", desk.ranking_file, name="ranking"),
            path("<int:edition>/notes/", desk.marks_file, name="marks"),
            path("<int:edition>/recusation/", desk.unrecuse, name="unrecuse"),
            path("<int:edition>/deliberation/", deliberation.DeliberationView.as_view(), name="deliberation"),
            path("<int:edition>/retenir/", deliberation.prepare_pages, name="prepare"),
            path(f"{SHEET}/", ApplicationView.as_view(), name="application"),
            path(f"{SHEET}/piece/<int:piece>/", desk.piece, name="piece"),
            path(f"{SHEET}/pieces/", desk.clear, name="clear"),
        ]
