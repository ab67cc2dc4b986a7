"""How a feed is answered over HTTP: validators first, bytes only when they are needed (RFC 9110 §8.8, §13).

The same bytes have two forms, plain and gzip, with an entity tag each, so that no cache mixes them. Nothing varies but
by encoding: the language is in the address, and no cookie is read.
"""

import datetime as dt
import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from agenda.dates import midnight
from agenda.selection import Scope, Selection
from core.answers import MAX_AGE, accepts_gzip, readable_anywhere
from core.clock import now
from core.languages import current
from evenements.models import FeedVersion

CACHE_SECONDS = 25 * 3600
# What compresses best is not worth the wait beyond this size, for the one reader who waits.
LARGE = 2 * 1024 * 1024
# Raised when the bytes of the same events change: headings, order.
FORMAT = 1
CALENDAR = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Edition:
    """What a feed's bytes depend on: what is published, the day, what is asked, and how that is called."""

    kind: str
    name: str
    version: int
    modified: dt.datetime | None
    today: dt.date
    language: str
    scope: Scope
    selection: Selection

    @property
    def tag(self) -> str:
        """The same for the same bytes, another when anything they depend on changes."""
        parts = (FORMAT, self.kind, self.name, self.version, self.today, self.language, self.scope, self.selection)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]

    @property
    def last_modified(self) -> int:
        """The last publication, or the beginning of the day, which moves the window; in seconds.

        Two publications are never of the same second. The tag is stronger: it knows the feed's name too.
        """
        published = int(self.modified.timestamp()) if self.modified else 0
        return max(published, int(midnight(self.today).timestamp()))


def edition(kind: str, name: str, selection: Selection, scope: Scope, today: dt.date) -> Edition:
    """The edition of now, in the language being read: one read by primary key. NAME is the feed's title."""
    rows = FeedVersion.objects.filter(pk=current()).values_list("version", "modified")
    version, modified = next(iter(rows), (0, None))
    return Edition(kind, name, version, modified, today, current(), scope, selection)


def compress(body: bytes) -> bytes:
    """BODY in gzip, the same bytes each time."""
    return gzip.compress(body, compresslevel=1 if len(body) > LARGE else 6, mtime=0)


def answer(
    request: HttpRequest,
    *,
    tag: str,
    last_modified: int,
    content_type: str,
    disposition: str,
    body: Callable[[bool], bytes],
) -> HttpResponseBase:
    """The answer to REQUEST: 304 when what it has is still good, else BODY, called with whether to compress."""
    zipped = accepts_gzip(request)
    response = readable_anywhere(HttpResponse(content_type=content_type))
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["ETag"] = f'"{tag}-gzip"' if zipped else f'"{tag}"'
    # Publications are told a second apart, however fast they come; no date is later than now (RFC 9110 §8.8.2.1).
    response.headers["Last-Modified"] = http_date(min(last_modified, int(now().timestamp())))
    kept = get_conditional_response(
        request, etag=response.headers["ETag"], last_modified=last_modified, response=response
    )
    if kept is not None and kept is not response:
        return readable_anywhere(kept)
    response.headers["Content-Disposition"] = disposition
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.content = body(zipped)
    return response


def kept_body(given: Edition, build: Callable[[], bytes], zipped: bool) -> bytes:
    """The bytes of an edition, built once; the cache only saves the work."""
    feeds = caches["feeds"]
    key = f"{given.tag}-gzip" if zipped else given.tag
    found: bytes | None = feeds.get(key)
    if found is None:
        found = build()
        if zipped:
            found = compress(found)
        feeds.set(key, found, CACHE_SECONDS)
    return found
