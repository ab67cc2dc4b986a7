"""Listings of pages in the admin: the French pages of a section, with what an editor sorts and filters them by."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import django_filters
from django import forms
from django.conf import settings
from django.core.paginator import Page as ListingPage
from django.core.paginator import Paginator
from django.db.models import Exists, F, OrderBy, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page

from core.languages import DEFAULT_LANGUAGE, codes

# A search that finds more is not one an editor reads to the end.
MOST_FOUND = 1_000
OTHER_LANGUAGES = [code for code in codes() if code != DEFAULT_LANGUAGE]


@dataclass(frozen=True)
class Translation:
    """What a page has in another language; `url` edits it."""

    code: str
    language: str
    url: str
    is_live: bool


def coming_back(url: str, to: str) -> str:
    """URL of the admin, from which one goes TO another of its addresses once done; Wagtail refuses any elsewhere."""
    return f"{url}?{urlencode({'next': to})}"


class TermsColumn(Column):
    """Entries of a vocabulary, by their names."""

    def get_value(self, instance: Page) -> str:
        return ", ".join(term.label for term in getattr(instance, self.name).all())


class EditingColumn(PageTitleColumn):
    """The title, which leads to the form; saved, it comes back to the listing as it was."""

    cell_template_name = "core/admin/title_cell.html"

    def get_cell_context_data(self, instance: Page, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        url = reverse("wagtailadmin_pages:edit", args=[instance.pk])
        context["edit_url"] = coming_back(url, context["actions_next_url"])
        return context


class TranslationsColumn(BaseColumn):
    """The languages a page is translated into, and those that are missing."""

    cell_template_name = "core/admin/translations_cell.html"

    def get_cell_context_data(self, instance: Page, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        here, known = parent_context["actions_next_url"], instance.translations_known
        context["translations"] = [replace(found, url=coming_back(found.url, here)) for found in known]
        if len(known) < len(OTHER_LANGUAGES):
            url = reverse("wagtail_localize:submit_page_translation", args=[instance.pk])
            context["translate_url"] = coming_back(url, here)
        return context


STATUSES = [
    ("live", _("Publié")),
    ("changed", _("Publié, avec des changements à publier")),
    ("draft", _("Brouillon ou retiré")),
]
IN_STATUS = {
    "live": {"live": True},
    "changed": {"live": True, "has_unpublished_changes": True},
    "draft": {"live": False},
}
LANGUAGE_NAMES = dict(settings.LANGUAGES)


def translation_choices() -> list[tuple[str, str]]:
    """ "Brezhoneg", "Pas encore : Brezhoneg"…"""
    found = []
    for code in OTHER_LANGUAGES:
        language = LANGUAGE_NAMES[code]
        found += [(code, language), (f"sans-{code}", gettext("Pas encore : %(language)s") % {"language": language})]
    return found


def is_translated(code: str) -> Exists:
    """Whether a page has a live translation in the language CODE."""
    return Exists(
        Page.objects.filter(
            translation_key=OuterRef("translation_key"), locale__language_code=code, alias_of=None, live=True
        )
    )


class SectionFilterSet(WagtailFilterSet):
    """Filters that every section has. No filter by language of the page: all of them are French."""

    status = django_filters.ChoiceFilter(
        label=_("Publication"), choices=STATUSES, empty_label=_("Toutes"), method="by_status", widget=forms.RadioSelect
    )
    translation = django_filters.ChoiceFilter(
        label=_("Traduction"),
        choices=translation_choices,
        empty_label=_("Toutes"),
        method="by_translation",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Page
        fields: ClassVar[list[str]] = []

    def _add_locale_filter(self) -> None:
        """Wagtail's filter by language has no use here."""

    def by_status(self, pages: QuerySet, name: str, value: str) -> QuerySet:
        return pages.filter(**IN_STATUS[value])

    def by_translation(self, pages: QuerySet, name: str, value: str) -> QuerySet:
        code = value.removeprefix("sans-")
        return pages.exclude(is_translated(code)) if value != code else pages.filter(is_translated(code))


# Names of fields, "-" before what goes the other way, or expressions.
Ordering = Sequence[str | Exists]
# What is not in the first of the other languages, then what is not in the next, comes first.
LANGUAGES_FIRST: dict[str, Ordering] = {"translations": [is_translated(code) for code in OTHER_LANGUAGES]}


class SectionIndexView(IndexView):
    """The French pages of a type. `orderings` gives what a sort key orders by."""

    orderings: ClassVar[dict[str, Ordering]] = {}
    prefetched: ClassVar[Sequence[str]] = ()
    show_locale_labels = False
    add_item_label: Any = None

    def get_base_queryset(self) -> QuerySet:
        pages = super().get_base_queryset().filter(locale__language_code=DEFAULT_LANGUAGE, alias_of=None)
        return pages.prefetch_related(*self.prefetched)

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Finds first, so that what is found sorts by any column."""
        if not self.is_searching:
            return queryset
        found = self.model.objects.only("pk").autocomplete(self.search_query, order_by_relevance=False)
        return queryset.filter(pk__in=[page.pk for page in found[:MOST_FOUND]])

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        ordering = self.ordering or "title"
        key, backwards = ordering.lstrip("-"), ordering.startswith("-")
        names = [*(LANGUAGES_FIRST | self.orderings).get(key, [key]), "title", "pk"]
        return queryset.order_by(*(_order(name, backwards) for name in names))

    def get_table_kwargs(self) -> dict[str, Any]:
        """What is done to a row comes back to the listing as it is: searched, filtered, sorted, at the same page."""
        asked = self.request.GET.copy()
        asked.pop("_w_filter_fragment", None)
        here = f"{self.index_url}?{asked.urlencode()}" if asked else self.index_url
        return super().get_table_kwargs() | {"actions_next_url": here}

    def paginate_queryset(
        self, queryset: QuerySet, page_size: int
    ) -> tuple[Paginator, ListingPage, Sequence[Page], bool]:
        paginator, listing_page, pages, is_paginated = super().paginate_queryset(queryset, page_size)
        listing_page.object_list = pages = list(pages)
        self.complete(pages)
        return paginator, listing_page, pages, is_paginated

    def complete(self, pages: Sequence[Page]) -> None:
        """Gives the PAGES of the screen what their columns show, in a constant number of queries."""
        found: dict[object, list[Translation]] = defaultdict(list)
        rows = Page.objects.filter(
            translation_key__in=[page.translation_key for page in pages],
            locale__language_code__in=OTHER_LANGUAGES,
            alias_of=None,
        )
        for key, code, pk, live in rows.order_by("locale__language_code").values_list(
            "translation_key", "locale__language_code", "pk", "live"
        ):
            url = reverse("wagtailadmin_pages:edit", args=[pk])
            found[key].append(Translation(code, str(LANGUAGE_NAMES[code]), url, live))
        for page in pages:
            page.translations_known = found[page.translation_key]


def _order(name: str | Exists, backwards: bool) -> OrderBy:
    if isinstance(name, str):
        field, backwards = F(name.lstrip("-")), name.startswith("-") != backwards
    else:
        field = name
    return field.desc(nulls_last=True) if backwards else field.asc(nulls_last=True)


class FolderView(ChooseParentView):
    """Goes straight to the form when there is one folder to add to; saved, that comes back to the listing."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().get(request, *args, **kwargs)
        return self._coming_back(response) if isinstance(response, HttpResponseRedirect) else response

    def form_valid(self, form: forms.Form) -> HttpResponseRedirect:
        return self._coming_back(super().form_valid(form))

    def _coming_back(self, response: HttpResponseRedirect) -> HttpResponseRedirect:
        return redirect(coming_back(response.url, self.get_index_url()))


# Columns that go first when the window is narrow: admin.css.
LEAST, MINOR = "is-least", "is-minor"
CHOOSE = BulkActionsColumn("bulk_actions")
TITLE = EditingColumn("title", label=_("Titre"), sort_key="title", classname="title", width="26%")
TRANSLATED = TranslationsColumn("translations", label=_("Traductions"), sort_key="translations", classname=MINOR)
STATUS = PageStatusColumn("status", label=_("Publication"), sort_key="live", width="10%")


class SectionViewSet(PageListingViewSet):
    """A menu entry that lists the pages of a section, and adds one where it belongs."""

    index_view_class = SectionIndexView
    filterset_class = SectionFilterSet
    choose_parent_view_class = FolderView
    add_to_admin_menu = True
    add_label: Any = None
    list_per_page = 40
    ordering = "title"

    def get_choose_parent_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_choose_parent_view_kwargs(index_url_name=self.get_url_name("index"), **kwargs)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        labels = {"page_title": self.menu_label, "add_item_label": self.add_label}
        return super().get_index_view_kwargs(**labels, **kwargs)
