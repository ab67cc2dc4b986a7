"""`/recherche/suggestions/`: the pages whose name begins as what is being typed, for the search field."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from core.languages import current, foreign
from core.models import Commune
from search.models import SearchEntry
from search.querying import query
from search.question import SHORTEST_PREFIX, clean
from search.results import kind_words, load

MOST = 8


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Parameter: `q`, what is typed so far. `{"suggestions": [{"title", "detail", "url", "lang"}]}`, best first.

    `detail` is what it is and where; `lang` the language of the title when it is not the page's, else "".
    """
    text = clean(request.GET.get("q", ""))
    entries = (
        query(text, language=current(), per_page=MOST, partial=True).entries if len(text) >= SHORTEST_PREFIX else ()
    )
    load([entry.result for entry in entries])
    codes = {code for entry in entries for code in entry.communes}
    communes = {commune.insee: commune.words for commune in Commune.objects.filter(insee__in=codes)} if codes else {}
    response = JsonResponse({"suggestions": [_row(entry, communes) for entry in entries]})
    add_never_cache_headers(response)
    return response


def _row(entry: SearchEntry, communes: dict[str, str]) -> dict[str, Any]:
    places = [communes[code] for code in entry.communes if code in communes]
    return {
        "title": entry.title,
        "detail": " · ".join([kind_words(entry), *places[:1]]),
        "url": entry.result.reading_path,
        "lang": foreign(entry.result.words_lang),
    }
