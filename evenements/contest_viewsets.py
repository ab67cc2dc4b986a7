"""The listings of the contest in the admin: its editions, and their entries."""

import datetime as dt
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length, Substr
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.models import Page

from core.dates_in_words import clock as hour_words
from core.listings import (
    CHOOSE,
    LEAST,
    STATUS,
    TITLE,
    TRANSLATED,
    FolderView,
    SectionFilterSet,
    SectionIndexView,
    SectionViewSet,
)
from core.models import Commune, ContestCategory
from evenements.contest.jury import User
from evenements.contest.viewsets import DeskViewSet
from evenements.editions import ends_at_midnight, last_day
from evenements.enums import Distinction
from evenements.models import ContestEntryPage, ContestPage
from evenements.presentation import local


class MomentColumn(Column):
    """An instant, past or to come, written whole on the territory's clock; Wagtail's column counts the days since.

    The midnight that ends a day is written as the end of that day.
    """

    def get_value(self, instance: Page) -> str:
        moment: dt.datetime | None = super().get_value(instance)
        if moment is None:
            return ""
        if ends_at_midnight(moment):
            return date_format(last_day(moment) if self.name == "closes_at" else local(moment).date())
        return f"{date_format(local(moment))}, {hour_words(local(moment))}"


class EditionFilterSet(SectionFilterSet):
    open = django_filters.DateFromToRangeFilter(
        label=_("Candidatures ouvertes"), method="by_open_days", widget=DateRangePickerWidget
    )

    class Meta:
        model = ContestPage
        fields: ClassVar[list[str]] = []

    def by_open_days(self, editions: QuerySet, name: str, value: slice) -> QuerySet:
        """Those one could enter on one of these days."""
        if value.start:
            editions = editions.filter(closes_at__gt=value.start)
        if value.stop:
            editions = editions.filter(opens_at__lte=value.stop)
        return editions


class EditionViewSet(SectionViewSet):
    name = "editions"
    url_prefix = "concours/editions"
    model = ContestPage
    filterset_class = EditionFilterSet
    menu_label = _("Éditions")
    add_label = _("Ajouter une édition")
    add_to_admin_menu = False
    icon = menu_icon = "trophy"
    ordering = "-year"
    columns = [
        CHOOSE,
        TITLE,
        Column("year", label=_("Édition"), sort_key="year"),
        MomentColumn("opens_at", label=_("Ouverture"), sort_key="opens_at"),
        MomentColumn("closes_at", label=_("Clôture"), sort_key="closes_at"),
        TRANSLATED,
        STATUS,
    ]


class EntryFilterSet(SectionFilterSet):
    edition = django_filters.ModelMultipleChoiceFilter(
        label=_("Édition"),
        queryset=lambda request: ContestPage.objects.canonical().order_by("-year"),
        method="by_edition",
        widget=forms.CheckboxSelectMultiple,
    )
    category = django_filters.ModelChoiceFilter(
        label=_("Catégorie"),
        queryset=lambda request: ContestCategory.objects.all(),
        empty_label=_("Toutes"),
        widget=forms.RadioSelect,
    )
    distinction = django_filters.MultipleChoiceFilter(
        label=_("Distinction"),
        choices=[choice for choice in Distinction.choices if choice[0]],
        widget=forms.CheckboxSelectMultiple,
    )
    commune = django_filters.ModelMultipleChoiceFilter(
        label=_("Commune"),
        queryset=Commune.objects.all(),
        field_name="actor__commune",
        widget=forms.CheckboxSelectMultiple,
    )
    changed = django_filters.DateFromToRangeFilter(
        label=_("Modifiée"), field_name="latest_revision_created_at", widget=DateRangePickerWidget
    )

    class Meta:
        model = ContestEntryPage
        fields: ClassVar[list[str]] = []

    def by_edition(self, entries: QuerySet, name: str, value: Sequence[ContestPage]) -> QuerySet:
        return entries.filter(reduce(or_, (Q(path__startswith=edition.path) for edition in value), Q()))


class EntryIndexView(SectionIndexView):
    prefetched = ["actor__commune", "category"]

    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        """With `edition_year`, that of the edition above."""
        above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Page.steplen)
        year = ContestPage.objects.filter(path=above).values("year")[:1]
        return super().annotate_queryset(pages).annotate(edition_year=Subquery(year))


class EditionForm(forms.Form):
    """In which of EDITIONS an entry goes; the first is chosen."""

    parent_page = forms.ModelChoiceField(
        ContestPage.objects.none(),
        label=_("Dans quelle édition ?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une édition.")},
    )

    def __init__(self, editions: QuerySet[ContestPage], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent_page"].queryset = editions
        self.initial["parent_page"] = editions.first()


class EntryFolderView(FolderView):
    """The editions, the latest first, rather than the tree of pages to find them in."""

    page_title = _("Ajouter une candidature")
    submit_button_label = _("Continuer")

    def get_page_subtitle(self) -> str:
        return ""

    def get_valid_parent_pages(self, user: User) -> QuerySet[ContestPage]:
        pages = super().get_valid_parent_pages(user)
        return ContestPage.objects.canonical().filter(pk__in=pages.values("pk")).order_by("-year", "pk")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.get_valid_parent_pages(request.user).exists():
            messages.warning(request, gettext("Une candidature est celle d’une édition : ajoutez d’abord l’édition."))
            return redirect("editions:index")
        return super().get(request, *args, **kwargs)

    def get_form(self) -> EditionForm:
        return EditionForm(self.get_valid_parent_pages(self.request.user), self.request.POST or None)


class EntryViewSet(SectionViewSet):
    name = "candidatures"
    url_prefix = "concours/candidatures"
    model = ContestEntryPage
    index_view_class = EntryIndexView
    choose_parent_view_class = EntryFolderView
    filterset_class = EntryFilterSet
    menu_label = _("Candidatures")
    add_label = _("Ajouter une candidature")
    add_to_admin_menu = False
    icon = menu_icon = "form"
    columns = [
        CHOOSE,
        TITLE,
        Column("edition_year", label=_("Édition"), sort_key="edition_year"),
        Column("actor", label=_("Acteur"), sort_key="actor__title"),
        Column("commune", label=_("Commune"), accessor="actor.commune.name", sort_key="actor__commune__name"),
        Column("category", label=_("Catégorie"), sort_key="category__label"),
        Column(
            "distinction",
            label=_("Distinction"),
            accessor=lambda entry: entry.get_distinction_display() if entry.distinction else "",
            sort_key="distinction",
        ),
        DateColumn(
            "latest_revision_created_at", label=_("Modifiée"), sort_key="latest_revision_created_at", classname=LEAST
        ),
        TRANSLATED,
        STATUS,
    ]


class ContestViewSetGroup(ViewSetGroup):
    items = (EditionViewSet, EntryViewSet, DeskViewSet)
    menu_label = _("Concours")
    menu_icon = "trophy"
    menu_order = 40
