"""Chooses a page in a list of its kind, rather than in the tree."""

from collections.abc import Sequence

from django.db.models import QuerySet
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from core.listings import MOST_FOUND


class CanonicalSearchForm(SearchFilterMixin, BaseFilterForm):
    """Finds among all pages, then keeps the canonical ones: a search engine cannot filter by what it does not index."""

    def filter(self, pages: QuerySet) -> QuerySet:
        found = super().filter(pages.model.objects.only("pk"))
        return pages.filter(pk__in=[page.pk for page in found[:MOST_FOUND]]) if self.is_searching else pages


class _CanonicalPages:
    """Each page once: the French one, published or not. `more_columns` come after its title."""

    i18n_enabled = False
    ordering = "title"
    more_columns: Sequence[Column] = ()
    filter_form_class = CanonicalSearchForm

    def get_object_list(self) -> QuerySet:
        return self.model_class.objects.canonical()

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, *self.more_columns]


class PageChooseView(_CanonicalPages, ChooseView):
    pass


class PageChooseResultsView(_CanonicalPages, ChooseResultsView):
    pass


class PageChooserViewSet(ChooserViewSet):
    """A chooser of canonical pages of `model`; fields that point to it use it."""

    per_page = 15
    ordering = "title"
    more_columns: Sequence[Column] = ()
    choose_view_class = PageChooseView
    choose_results_view_class = PageChooseResultsView

    def get_common_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        return super().get_common_view_kwargs(more_columns=self.more_columns, ordering=self.ordering, **kwargs)
