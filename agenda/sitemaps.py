"""`/sitemap.xml`: every published page in each language it has words in, and an index of files when there are many."""

from collections import defaultdict
from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from agenda.models import EventIndexPage
from annuaire.freshness.enums import Freshness
from annuaire.models import ActorPage
from core.addresses import absolute
from core.languages import DEFAULT_LANGUAGE, codes, prefix

# sitemaps.org allows 50,000 addresses a file; fewer answer sooner.
PER_FILE = 5_000


def listed_pages() -> QuerySet:
    """The pages a visitor may read, each language apart; the folder of events only sends to the agenda.

    A translation is there, and as public, as its French page; an actor's hidden entry is left out with them.
    """
    pages = Page.objects.live().public().not_exact_type(EventIndexPage).filter(alias_of=None, depth__gt=1)
    hidden = ActorPage.objects.filter(freshness=Freshness.HIDDEN).values("translation_key")
    pages = pages.exclude(translation_key__in=hidden)
    originals = pages.filter(locale__language_code=DEFAULT_LANGUAGE).order_by()
    readable = pages.filter(translation_key__in=originals.values("translation_key"))
    return readable.filter(locale__language_code__in=codes()).order_by("pk")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The sitemap; with `p`, one of its files."""
    files = Paginator(listed_pages().values_list("translation_key", "locale__language_code"), PER_FILE)
    if files.num_pages > 1 and "p" not in request.GET:
        addresses = [{"location": f"{absolute(request.path)}?p={number}"} for number in files.page_range]
        return render(request, "sitemap_index.xml", {"sitemaps": addresses}, content_type="application/xml")
    try:
        rows = list(files.page(request.GET.get("p", "1")).object_list)
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error
    return render(request, "sitemap.xml", {"urlset": locations(rows)}, content_type="application/xml")


def locations(rows: list[tuple[Any, str]]) -> list[dict[str, Any]]:
    """What the sitemap says of ROWS, as (translation key, language); each with the languages it also exists in."""
    roots = {root.language_code: root.root_path for root in Site.get_site_root_paths()}
    found: dict[Any, dict[str, dict[str, Any]]] = defaultdict(dict)
    pages = listed_pages().filter(translation_key__in={key for key, _ in rows})
    for key, language, url_path, modified in pages.values_list(
        "translation_key", "locale__language_code", "url_path", "last_published_at"
    ):
        path = f"{prefix(language)}/{url_path.removeprefix(roots.get(language, ''))}"
        found[key][language] = {"location": absolute(path), "lastmod": modified}
    for by_language in found.values():
        alternates = [{"lang_code": code, "location": entry["location"]} for code, entry in by_language.items()]
        for entry in by_language.values():
            entry["alternates"] = alternates if len(alternates) > 1 else []
    return [found[key][language] for key, language in rows if language in found[key]]
