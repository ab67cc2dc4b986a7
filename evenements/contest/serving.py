"""How a private file is given: to be kept, never shown by the browser as a page, cached by nobody."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

HEADERS = {
    "Cache-Control": "no-store, private",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def file_answer(data: bytes, name: str, content_type: str) -> HttpResponse:
    """DATA under NAME; a picture of a page is shown all the same, for `attachment` says nothing of what is embedded."""
    response = HttpResponse(data, content_type=content_type, headers=HEADERS)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
