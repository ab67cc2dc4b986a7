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


def _search() -> dict[str, object]:
    """What the search engine that is not the database says, and how many changes it has not been told."""
    from search.health import is_up, waiting

    return {"search": is_up(), "search_waiting": waiting()}


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, 503 when not; the cache and the search engine are told but can be done without."""
    database = _database()
    state: dict[str, object] = {
        "database": database,
        "cache": _cache(),
        "search": database,
        "search_backend": settings.SEARCH_BACKEND,
        "mail": pending() if database else {},
    }
    if database and settings.SEARCH_BACKEND != "database":
        state |= _search()
    return JsonResponse(state, status=200 if database else 503)
