"""What programs read over HTTP: feeds and files. Validators first, bytes only when needed (RFC 9110 §8.8, §13).

Nothing varies but by encoding: the language is in the address, and no cookie is read.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from core.clock import now

View = Callable[..., HttpResponseBase]
ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)
MAX_AGE = 3600
# Beside those that a script may always read.
EXPOSED = "Content-Disposition, ETag, Link, Modifie-Depuis"
GZIP = re.compile(r"(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q\s*=\s*(?P<quality>[\d.]+)\s*)?(?:,|$)", re.IGNORECASE)


def for_programs(view: View) -> View:
    """Marks VIEW as read by programs: another method is a 405, not a form without its token."""
    return csrf_exempt(require_safe(view))


def refusal(sentence: str) -> HttpResponse:
    """What is answered to what is not understood: a sentence, never an empty feed or file."""
    response = HttpResponse(f"{sentence}\n", status=400, content_type="text/plain; charset=utf-8")
    return readable_anywhere(response)


def readable_anywhere(response: ResponseT) -> ResponseT:
    """RESPONSE, which a script of any site may read: what is published is public, and no cookie goes with it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    return response


def accepts_gzip(request: HttpRequest) -> bool:
    found = GZIP.search(request.headers.get("Accept-Encoding", ""))
    return found is not None and found["quality"] not in ("0", "0.", "0.0", "0.00", "0.000")


@dataclass(frozen=True)
class File:
    """A file made as it is sent. `tag` tells its bytes from any others; `modified` (seconds), when that is known, when
    they changed; `links` go in Link; `headers` are its own. An attachment is saved rather than shown.
    """

    name: str
    content_type: str
    tag: str
    modified: int | None
    pieces: Callable[[], Iterable[bytes]]
    links: tuple[str, ...] = ()
    is_attachment: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)


def send(request: HttpRequest, file: File) -> HttpResponseBase:
    """FILE, piece after piece; 304 when what the client has is still good. Nothing is made for HEAD."""
    zipped = accepts_gzip(request)
    empty: Iterable[bytes] = ()
    response = readable_anywhere(StreamingHttpResponse(empty, content_type=file.content_type))
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["ETag"] = f'"{file.tag}-gzip"' if zipped else f'"{file.tag}"'
    if file.modified is not None:  # no date is later than now (RFC 9110 §8.8.2.1)
        response.headers["Last-Modified"] = http_date(min(file.modified, int(now().timestamp())))
    etag = response.headers["ETag"]
    kept = get_conditional_response(request, etag, file.modified, response)  # type: ignore[arg-type]
    if kept is not None and kept is not response:
        return readable_anywhere(kept)
    disposition = "attachment" if file.is_attachment else "inline"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{file.name}"'
    response.headers["X-Robots-Tag"] = "noindex"
    for name, value in file.headers.items():
        response.headers[name] = value
    if file.links:
        response.headers["Link"] = ", ".join(file.links)
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    if request.method != "HEAD":
        response.streaming_content = compressed(file.pieces()) if zipped else iter(file.pieces())
    return response


def compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """PIECES in one gzip stream, the same bytes each time: its header says no date."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()
