"""The background that an installation may give its maps: square pictures of a server of its choice. No Django here."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

PARTS = ("{z}", "{x}", "{y}")
HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?")


@dataclass(frozen=True)
class Tiles:
    """`url` holds {z}, {x} and {y}; `attribution` is what is said of whose they are, HTML; `origin` is the server, as
    the security policy names it, "" for the site itself.
    """

    url: str
    attribution: str
    origin: str

    @property
    def host(self) -> str:
        """The server's name, "" for the site itself."""
        return urlsplit(self.origin).netloc


def read_tiles(url: str, attribution: str) -> Tiles | None:
    """The tiles of MAP_TILES_URL and MAP_TILES_ATTRIBUTION; None without an address.

    Raises ValueError, with a sentence, for an address that cannot be used, or one without attribution.
    """
    url, attribution = url.strip(), attribution.strip()
    if not url:
        return None
    if not all(part in url for part in PARTS):
        raise ValueError("MAP_TILES_URL holds {z}, {x} and {y}: see docs/operations.md.")
    if not attribution:
        raise ValueError("MAP_TILES_ATTRIBUTION says whose the tiles of MAP_TILES_URL are: see docs/operations.md.")
    return Tiles(url, attribution, _origin(url))


def _origin(url: str) -> str:
    if url.startswith("/") and not url.startswith("//"):
        return ""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(parts.netloc):
        raise ValueError("MAP_TILES_URL begins with one scheme and one host, or with /: see docs/operations.md.")
    return f"{parts.scheme}://{parts.netloc}"
