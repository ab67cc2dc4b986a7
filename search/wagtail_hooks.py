"""What search adds to Wagtail's admin."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.contrib.search_promotions.forms import SearchPromotionsFormSet
from wagtail.snippets.models import register_snippet

from search.viewsets import SearchGroup

register_snippet(SearchGroup)
# Wagtail names this one field by its attribute, in English whatever the language.
SearchPromotionsFormSet.form.base_fields["external_link_text"].label = _("Texte du lien")


@hooks.register("construct_settings_menu")
@hooks.register("construct_reports_menu")
def keep_search_in_one_place(request: HttpRequest, items: list[MenuItem]) -> None:
    """Promoted results and what was not found are in search's own menu."""
    items[:] = [item for item in items if item.name not in ("promoted-search-results", "search-terms")]
