"""What happens around every request: a clean path, the security policy of public pages, withdrawn addresses."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils.module_loading import import_string
from wagtail.contrib.redirects.middleware import RedirectMiddleware

logger = logging.getLogger(__name__)
AWAY = (InterfaceError, OperationalError)
COOKIELESS = (".ics", ".rss", ".csv", ".json", ".geojson", ".jsonld", ".ttl")
SIGNED_IN = ("/admin/", "/documents/")  # where a private document may bear such a name
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class CleanPathMiddleware:
    """Refuses a path with a NUL: no page has one, and PostgreSQL rejects it as text."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path:
            raise BadRequest("NUL in path")
        return self.get_response(request)


class CookielessMiddleware:
    """What programs fetch reads no cookie, so that it sets none and varies by none; before whatever reads them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.endswith(COOKIELESS) and not request.path.startswith(SIGNED_IN):
            request.COOKIES = {}
        return self.get_response(request)


class NotModifiedMiddleware:
    """A 304 says no length: CommonMiddleware gives it that of its body, which is empty (RFC 9110 §8.6)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            del response.headers["Content-Length"]
        return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy on public pages; Wagtail's admin needs inline styles and scripts, and is for editors only."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith("/admin/") or getattr(request, "in_preview_panel", False):
            return response
        return super().process_response(request, response)


class MovedMiddleware(RedirectMiddleware):
    """Wagtail's redirections. When the database is away a file that is not there is only that."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        try:
            return super().process_response(request, response)
        except AWAY:
            logger.exception("moved: database")
            return response


class GoneMiddleware:
    """Follows an address that moved; turns the 404 of one that was public into a 410 (RFC 9110 §15.5.11)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        from core.gone import is_gone, moved_to

        try:
            if target := moved_to(request.path):
                query = request.META.get("QUERY_STRING", "")
                return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)
            return self.gone(request) if is_gone(request.path) else response
        except AWAY:
            logger.exception("gone: database")
            return response

    def gone(self, request: HttpRequest) -> HttpResponse:
        return import_string(settings.GONE_VIEW)(request)
