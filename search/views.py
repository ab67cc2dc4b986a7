"""`/recherche/`: the answers to what a person typed, what narrows them down, what to do when there is none."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from core.languages import current
from search import misses
from search.filters import Labels, SearchForm, chips, filters, labels, problems
from search.promotions import promoted
from search.querying import PER_PAGE, Answer, query, question_in
from search.results import items
from search.selection import Selection

MAX_PAGE = 10_000


@dataclass(frozen=True)
class OtherWords:
    """Words to search instead of those typed: `typed` are those that nothing holds, `url` searches `text`."""

    text: str
    url: str
    typed: str = ""


def _page_number(raw: str) -> int:
    return min(int(raw), MAX_PAGE) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Parameters: `q`, the text; the facets `type`, `public`, `theme`, `commune`; `page`; `tel_quel=1`, uncorrected."""
    known = labels()
    form = SearchForm(request.GET, known)
    selection = form.selection
    answer = query(
        selection.q,
        language=current(),
        filters=selection.filters,
        page=_page_number(request.GET.get("page", "")),
        verbatim=bool(selection.tel_quel),
    )
    if request.method == "GET" and "page" not in request.GET and _is_miss(answer, selection):
        misses.record(answer.question.text)
    response = render(request, "search/search.html", _context(form, selection, answer, known))
    add_never_cache_headers(response)
    return response


def _is_miss(answer: Answer, selection: Selection) -> bool:
    """Whether nothing has all the words; what is asked with filters, or again without correction, says nothing new."""
    nothing = not answer.total or answer.loosened
    return bool(answer.question.groups and nothing and not selection.active and not selection.tel_quel)


def _context(form: SearchForm, selection: Selection, answer: Answer, known: Labels) -> dict[str, Any]:
    path = reverse("search")
    narrows = bool(answer.question.groups and (answer.total or selection.active))
    shown = filters(path, selection, known, answer.counts, form.messages) if narrows else None
    return {
        "answer": answer,
        "selection": selection,
        "filters": shown,
        "chips": chips(path, selection, known),
        "clear_url": selection.cleared().at(path),
        "problems": problems(form, shown),
        "kept": _kept(selection),
        "corrected": _corrected(path, selection, answer),
        "proposed": _proposed(path, selection),
        "unfiltered": _unfiltered(selection, answer),
        "promoted": promoted(answer.question, current()) if answer.page == 1 else [],
        "items": items(answer.entries, answer.question.terms, known),
        "page_obj": _page(answer),
    }


def _kept(selection: Selection) -> list[tuple[str, str]]:
    """The filters, which other words keep."""
    return [pair for pair in selection.about("").pairs() if pair[0] != "q"]


def _page(answer: Answer) -> Page:
    return Paginator(range(answer.pages * PER_PAGE), PER_PAGE).get_page(answer.page)


def _corrected(path: str, selection: Selection, answer: Answer) -> OtherWords | None:
    """What was searched in the place of the words typed, and the way to search these all the same."""
    if not answer.corrections or not answer.total:
        return None
    undo = selection.about(selection.q, verbatim=True).at(path)
    typed = ", ".join(typed for typed, _meant in answer.corrections)
    return OtherWords(answer.question.meant, undo, typed)


def _proposed(path: str, selection: Selection) -> OtherWords | None:
    """When the words were searched as typed: those they may be meant for."""
    if not selection.tel_quel:
        return None
    meant = question_in(selection.q, current())
    return OtherWords(meant.meant, selection.about(meant.meant).at(path)) if meant.corrections else None


def _unfiltered(selection: Selection, answer: Answer) -> int:
    """When the filters leave nothing: how many answers there are without them."""
    if answer.total or not selection.active:
        return 0
    return query(selection.q, language=current(), per_page=1, verbatim=bool(selection.tel_quel)).total
