"""Chooses an actor in the directory."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from annuaire.models import ActorPage
from core.choosers import PageChooserViewSet


class ActorChooserViewSet(PageChooserViewSet):
    name = "actor_chooser"
    model = ActorPage
    icon = "users"
    choose_one_text = _("Choisir un acteur")
    choose_another_text = _("Choisir un autre acteur")
    edit_item_text = _("Modifier cet acteur")
    more_columns = [
        Column("kind", label=_("Genre"), accessor="get_kind_display"),
        Column("commune", label=_("Commune"), accessor="commune.name"),
    ]
