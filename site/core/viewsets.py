"""The controlled lists, the communes and the places in the admin."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup
from wagtail.snippets.widgets import AdminSnippetChooser

from core.models import (
    Action,
    Ambition,
    Audience,
    Commune,
    ContestCategory,
    Equipment,
    EventKind,
    Orientation,
    Place,
    Service,
    Skill,
    Term,
    Theme,
)


class PlainChooserViewSet(SnippetChooserViewSet):
    """Forms keep their lists and boxes: an entry is picked, never searched for."""

    register_widget = False


class RetiredColumn(Column):
    """Whether an entry may still be chosen, in a word."""

    def get_value(self, instance: Term) -> str:
        return gettext("Retiré") if instance.retired else gettext("Oui")


class TermViewSet(SnippetViewSet):
    """A controlled list, in its order, which « Trier » changes by hand."""

    icon = "list-ul"
    list_display = [
        "label",
        "label_br",
        "label_en",
        "code",
        RetiredColumn("retired", label=_("Proposé"), sort_key="retired"),
    ]
    list_filter = ["retired"]
    list_per_page = 100
    ordering = ["sort_order", "label"]
    sort_order_field = "sort_order"
    copy_view_enabled = False
    chooser_viewset_class = PlainChooserViewSet

    def __init__(self, model: type[Term]) -> None:
        super().__init__(model=model)


class CommuneViewSet(SnippetViewSet):
    """The communes: what the territory's folder gives is not changed here, names are."""

    model = Commune
    icon = "map-pin"
    list_display = ["name", "name_br", "insee", "epci"]
    list_filter = ["epci"]
    list_per_page = 100
    copy_view_enabled = False
    chooser_viewset_class = PlainChooserViewSet
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_br")]),
        FieldPanel("insee", read_only=True),
        FieldPanel("epci", read_only=True),
        FieldPanel("population"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])], heading=_("Centre")),
    ]


TERMS = [Audience, Theme, EventKind, Equipment, Service, Skill, ContestCategory, Action, Orientation, Ambition]


class VocabularyGroup(SnippetViewSetGroup):
    menu_label = _("Vocabulaire")
    menu_icon = "list-ul"
    menu_order = 160
    items = (*(TermViewSet(model) for model in TERMS), CommuneViewSet())


class PlaceChooser(AdminSnippetChooser):
    """Wagtail's, with an article."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choose_one_text = _("Choisir un lieu")
        self.choose_another_text = _("Choisir un autre lieu")
        self.link_to_chosen_text = _("Modifier ce lieu")


class PlaceChooserViewSet(SnippetChooserViewSet):
    """Chooses a place, or adds one without leaving the event."""

    base_widget_class = PlaceChooser
    page_title = _("Choisir un lieu")
    create_action_label = _("Ajouter ce lieu")
    creation_tab_label = _("Nouveau lieu")
    form_fields = ["name", "street", "complement", "postcode", "commune", "access"]


class PlaceViewSet(SnippetViewSet):
    model = Place
    icon = menu_icon = "map-pin"
    menu_label = _("Lieux")
    menu_order = 150
    add_to_admin_menu = True
    list_display = ["name", "street", "commune"]
    list_filter = ["commune"]
    list_per_page = 50
    copy_view_enabled = False
    chooser_viewset_class = PlaceChooserViewSet
