"""`/recherche/`: what a person typed, the results by family, what to do when there is none."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from core.languages import current
from core.parts import Item
from search.enums import Kind
from search.models import SearchEntry
from search.querying import PER_PAGE, Answer, Filters, query
from search.results import items

MAX_SHOWN = 200
MAX_PAGE = 10_000


@dataclass(frozen=True)
class Section:
    """A family of results as the page shows it; `more_url` leads to all of them when some are left out."""

    kind: Kind
    total: int
    items: list[Item]
    more_url: str = ""


def _page_number(raw: str) -> int:
    return min(int(raw), MAX_PAGE) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1


def _url(text: str, kind: Kind | None = None) -> str:
    parameters = {"q": text, **({"type": kind.value} if kind else {})}
    return f"{reverse('search')}?{urlencode(parameters)}"


def _sections(answer: Answer, kind: Kind | None) -> list[Section]:
    """The entries of the page by family; a link to the others of a family when there is more than a page."""
    by_kind: dict[str, list[SearchEntry]] = {}
    for entry in answer.entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    totals, words = answer.counts.get("type", {}), answer.question.terms
    return [
        Section(
            Kind(name),
            totals.get(name, len(rows)),
            items(rows, words),
            _url(answer.question.text, Kind(name)) if kind is None and totals.get(name, 0) > len(rows) else "",
        )
        for name, rows in by_kind.items()
    ]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Parameters: `q`, the text; `type`, a Kind; `page`. A value it does not know is as if it were absent."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_SHOWN]
    wanted = request.GET.get("type", "")
    kind = Kind(wanted) if wanted in Kind.values else None
    filters = Filters(type=(kind.value,) if kind else ())
    answer = query(text, language=current(), filters=filters, page=_page_number(request.GET.get("page", "")))
    types = answer.counts.get("type", {})
    context = {
        "answer": answer,
        "page_obj": Paginator(range(answer.pages * PER_PAGE), PER_PAGE).get_page(answer.page),
        "kind": kind,
        "found": _sections(answer, kind),
        "facets": [(name, types[name], _url(text, name)) for name in Kind if name in types],
        "all_url": _url(text),
        "all_total": sum(types.values()),
    }
    response = render(request, "search/search.html", context)
    add_never_cache_headers(response)
    return response
