"""JSON documents written as they are sent: what they say of themselves, then their lists, an item a line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from core.addresses import absolute
from core.open_data.since import NAME, Reading, written
from core.open_data.terms import licence_title, licence_url
from core.territory import territory

JSON = "application/json; charset=utf-8"
GEOJSON = "application/geo+json"
CSV = "text/csv; charset=utf-8"
BATCH = 200


def document(head: Mapping[str, Any], lists: Mapping[str, Iterable[Any]]) -> Iterator[bytes]:
    """One object: the members of HEAD, then each of LISTS, which is read only as it is written."""
    opening = dumps(head)[:-1]
    for name, items in lists.items():
        yield f"{opening},\n{dumps(name)}:[".encode()
        opening, rest, before = "", iter(items), "\n"
        while batch := list(islice(rest, BATCH)):
            yield (before + ",\n".join(map(dumps, batch))).encode()
            before = ",\n"
        yield b"\n]"
    yield b"\n}\n"


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def heading(title: str, page: str, schema: str, language: str, read: Reading, here: str) -> dict[str, Any]:
    """What a document says of itself; PAGE, SCHEMA and HERE, where it is read without `modifie_depuis`, are paths."""
    return {
        "titre": title,
        "editeur": territory().publisher,
        "licence": {"nom": licence_title(), "url": licence_url()},
        "page": absolute(page),
        "schema": absolute(schema),
        "langue": language,
        "version": written(read.following) if read.following else None,
        NAME: written(read.asked) if read.asked else None,
        "complet": read.is_whole,
        "suite": following_address(here, read),
    }


def following_address(here: str, read: Reading) -> str | None:
    """Where the next reading asks for what will have changed; None while nothing is known."""
    if read.following is None:
        return None
    sign = "&" if "?" in here else "?"
    return absolute(f"{here}{sign}{NAME}={written(read.following)}")
