"""What search lets editors change: the words that mean the same, and the answers to what was not found."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from search.misses_report import AnswersViewSet, MissesViewSet
from search.vocabulary import Synonym


class WayColumn(Column):
    """Which of the words find which, in a word."""

    def get_value(self, instance: Synonym) -> str:
        return gettext("Le premier trouve les autres") if instance.one_way else gettext("Tous se trouvent")


class UsedColumn(Column):
    """Whether search uses it."""

    def get_value(self, instance: Synonym) -> str:
        return gettext("Oui") if instance.active else gettext("Non")


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "tag"
    menu_label = _("Synonymes et sigles")
    list_display = [
        "words",
        WayColumn("one_way", label=_("Sens"), sort_key="one_way"),
        Column("language", label=_("Langue"), accessor="get_language_display", sort_key="language"),
        UsedColumn("active", label=_("Utilisé"), sort_key="active"),
    ]
    list_filter = ["language", "active"]
    list_per_page = 100
    search_fields = ["words"]
    search_backend_name = None
    copy_view_enabled = False
    panels = [FieldPanel("words"), FieldRowPanel([FieldPanel("one_way"), FieldPanel("active")]), FieldPanel("language")]


class SearchGroup(SnippetViewSetGroup):
    menu_label = _("Recherche")
    menu_icon = "list-ul"
    menu_order = 175
    items = (MissesViewSet(), AnswersViewSet(), SynonymViewSet())
