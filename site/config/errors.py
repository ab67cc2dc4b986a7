"""The pages of what went wrong. They ask the database nothing, and work when it is away."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from core.languages import language_of
from core.navigation import frame


def error_page(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """The page templates/<status>.html, in the language of the address."""
    with translation.override(language_of(request.path)):
        return HttpResponse(render_to_string(f"{status:d}.html", frame(request.path)), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(request, HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, HTTPStatus.NOT_FOUND)


def gone(request: HttpRequest) -> HttpResponse:
    """A withdrawn address (settings.GONE_VIEW)."""
    return error_page(request, HTTPStatus.GONE)


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(request, HTTPStatus.INTERNAL_SERVER_ERROR)
