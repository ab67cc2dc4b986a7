"""`/sante/`: is each engine there? JSON, no secret."""

import logging

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.mail.sending import pending

logger = logging.getLogger(__name__)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("health: database")
        return False
    return True


def _cache() -> bool:
    """Whether what is kept is found again: core.cache raises nothing."""
    cache.set("health", "1", 5)
    return cache.get("health") == "1"


def _search() -> bool:
    from search.health import is_up

    return is_up()


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, 503 when not; the cache and the search engine are told but can be done without."""
    database = _database()
    state = {
        "database": database,
        "cache": _cache(),
        "search": _search() if settings.SEARCH_BACKEND != "database" else database,
        "search_backend": settings.SEARCH_BACKEND,
        "mail": pending() if database else {},
    }
    return JsonResponse(state, status=200 if database else 503)
