"""Imports in the admin; `annuaire.wagtail_hooks` brings this module in."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry

from annuaire.imports.enums import ImportState
from annuaire.imports.history import register
from annuaire.imports.models import ActorImport
from annuaire.imports.views import may_import
from annuaire.imports.viewsets import ImportViewSet
from core.notices import NoticePanel

viewset = ImportViewSet()


@hooks.register("register_log_actions")
def register_import_actions(actions: LogActionRegistry) -> None:
    register(actions)


@hooks.register("register_admin_viewset")
def register_imports() -> ViewSet:
    return viewset


@hooks.register("register_directory_menu_item")
def register_imports_in_the_menu() -> MenuItem:
    return viewset.get_menu_item()


@hooks.register("construct_homepage_panels")
def tell_stopped_imports(request: HttpRequest, panels: list[Component]) -> None:
    """An import that stopped is said until somebody deals with it."""
    number = ActorImport.objects.filter(state=ImportState.FAILED).count()
    if number and may_import(request):
        sentence = ngettext("%(number)s import s’est arrêté.", "%(number)s imports se sont arrêtés.", number)
        panels.append(NoticePanel(sentence % {"number": number}, _("Voir les imports"), reverse("imports:index")))
