"""`/recherche/`: what a person typed, the results by family, what to do when there is none."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from core.languages import current
from core.parts import Item
from search.enums import Kind
from search.querying import Answer, query
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
    if kind is not None and answer.page is not None:
        shown = list(answer.page.object_list)
        return [Section(kind, answer.counts[kind], items(shown, answer.words))] if shown else []
    return [
        Section(
            group.kind,
            group.total,
            items(group.entries, answer.words),
            _url(answer.text, group.kind) if group.more else "",
        )
        for group in answer.groups
    ]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Parameters: `q`, the text; `type`, a Kind; `page`. A value it does not know is as if it were absent."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_SHOWN]
    wanted = request.GET.get("type", "")
    kind = Kind(wanted) if wanted in Kind.values else None
    answer = query(text, language=current(), kind=kind, page=_page_number(request.GET.get("page", "")))
    context = {
        "answer": answer,
        "kind": kind,
        "found": _sections(answer, kind),
        "facets": [(name, count, _url(text, name)) for name, count in answer.counts.items()],
        "all_url": _url(text),
    }
    response = render(request, "search/search.html", context)
    add_never_cache_headers(response)
    return response
