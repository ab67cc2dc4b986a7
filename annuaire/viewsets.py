"""The listing of actors in the admin."""

from typing import ClassVar

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.base import ViewSetGroup

from annuaire.enums import ActorKind
from annuaire.freshness.viewsets import FreshnessViewSet
from annuaire.models import ActorPage
from core.listings import (
    CHOOSE,
    MINOR,
    STATUS,
    TITLE,
    TRANSLATED,
    SectionFilterSet,
    SectionIndexView,
    SectionViewSet,
    TermsColumn,
)
from core.models import Audience, Commune


class ActorFilterSet(SectionFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label=_("Genre"), choices=ActorKind.choices, widget=forms.CheckboxSelectMultiple
    )
    commune = django_filters.ModelMultipleChoiceFilter(
        label=_("Commune"), queryset=Commune.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    audiences = django_filters.ModelMultipleChoiceFilter(
        label=_("Publics"), queryset=Audience.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    verified_on = django_filters.DateFromToRangeFilter(label=_("Vérifié le"), widget=DateRangePickerWidget)

    class Meta:
        model = ActorPage
        fields: ClassVar[list[str]] = []


class ActorIndexView(SectionIndexView):
    prefetched = ["audiences", "commune"]


class ActorViewSet(SectionViewSet):
    name = "annuaire"
    url_prefix = "annuaire"
    model = ActorPage
    index_view_class = ActorIndexView
    filterset_class = ActorFilterSet
    menu_label = _("Acteurs")
    add_to_admin_menu = False
    add_label = _("Ajouter un acteur")
    icon = menu_icon = "users"
    columns = [
        CHOOSE,
        TITLE,
        Column("kind", label=_("Genre"), accessor="get_kind_display", sort_key="kind"),
        Column("commune", label=_("Commune"), accessor="commune.name", sort_key="commune__name"),
        TermsColumn("audiences", label=_("Pour qui"), classname=MINOR),
        DateColumn("verified_on", label=_("Vérifié le"), sort_key="verified_on"),
        TRANSLATED,
        STATUS,
    ]


class DirectoryViewSetGroup(ViewSetGroup):
    """The menu of the directory: its actors, then what the hook below adds to keep them right."""

    items = (ActorViewSet, FreshnessViewSet)
    menu_label = _("Annuaire")
    menu_icon = "users"
    menu_order = 20
    submenu_hook = "register_directory_menu_item"
