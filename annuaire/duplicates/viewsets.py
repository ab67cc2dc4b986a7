"""« Doublons possibles » in the menu of the directory."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from annuaire.duplicates import views
from annuaire.duplicates.rights import may_see


class DuplicatesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


class DuplicatesViewSet(ViewSet):
    name = "doublons"
    url_prefix = "doublons"
    menu_label = _("Doublons possibles")
    icon = menu_icon = "copy"
    menu_order = 40
    add_to_admin_menu = True
    menu_hook = "register_directory_menu_item"
    menu_item_class = DuplicatesMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", views.IndexView.as_view(), name="index"),
            path("<int:pk>/", views.CompareView.as_view(), name="compare"),
            path("<int:pk>/fusionner/", views.MergeView.as_view(), name="merge"),
            path("<int:pk>/decider/", views.decide, name="decide"),
            path("fusions/<int:pk>/annuler/", views.undo_merge, name="undo"),
        ]
