"""A short way to the index pages that everyone reads: one query, where Wagtail's walk from the root takes six."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from wagtail.views import serve

from agenda.models import AgendaPage, WorkshopIndexPage
from core.languages import DEFAULT_LANGUAGE, current
from core.models import BasePage

# The site's root is at depth 1, the home page at 2, sections at 3.
DEPTH = 3


def find(model: type[BasePage], slug: str) -> BasePage | None:
    """The live page of MODEL at SLUG in the language being read, with the French one, which holds the facts."""
    languages = {current(), DEFAULT_LANGUAGE}
    rows = model._default_manager.filter(slug=slug, depth=DEPTH, live=True, alias_of=None).select_related("locale")
    pages = {page.locale.language_code: page for page in rows.filter(locale__language_code__in=languages)}
    page = pages.get(current())
    if page is not None and DEFAULT_LANGUAGE in pages:
        page.canonical = pages[DEFAULT_LANGUAGE]
    return page


def section(model: type[BasePage], slug: str) -> Callable[..., HttpResponseBase]:
    """A view of the page of MODEL at SLUG and of its own routes; what is not there is left to Wagtail, privacy too."""

    def view(request: HttpRequest, rest: str = "") -> HttpResponseBase:
        page = find(model, slug)
        if page is not None:
            # Where Wagtail's own view looks first, and its user bar after it.
            request._wagtail_route_for_request = page.route(request, [part for part in rest.split("/") if part])
        return serve(request, f"{slug}/{rest}")

    return view


agenda = section(AgendaPage, "agenda")
workshops = section(WorkshopIndexPage, "ateliers")
