"""A page for whoever holds its link: nothing of it leaves by the Referer header, a cache or a search engine."""

from django.http import HttpResponse

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store, private",
}


def private(response: HttpResponse) -> HttpResponse:
    """RESPONSE, told so."""
    for name, value in HEADERS.items():
        response[name] = value
    return response
