"""A calendar of stored events: header, time zone, events, end (RFC 5545, RFC 7986). Pure: no database, no clock."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote

from icalendar.parser import Contentline

from evenements.ical import ESCAPES, URI_SAFE, one_line

# How often clients are asked to come back: Nextcloud waits a week when nothing says.
REFRESH = "PT6H"
END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class Heading:
    """What a calendar says of itself. `source` is its own address, `page` that of the page that shows the same."""

    maker: str
    name: str
    description: str
    time_zone: str
    source: str
    page: str
    colour: str
    apple_colour: str
    modified: dt.datetime | None


def text(value: str) -> str:
    """VALUE as TEXT, on one line (RFC 5545 §3.3.11)."""
    return one_line(value).translate(ESCAPES)


def heading(given: Heading) -> bytes:
    """The lines before the first component, folded at 75 octets; no UID, which makes one object of a whole feed."""
    name, description = text(given.name), text(given.description)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{text(given.maker)}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        f"DESCRIPTION:{description}",
        f"X-WR-CALDESC:{description}",
        f"X-WR-TIMEZONE:{given.time_zone}",
        *([f"LAST-MODIFIED:{given.modified.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"] if given.modified else []),
        f"URL:{quote(given.page, safe=URI_SAFE)}",
        f"SOURCE;VALUE=URI:{quote(given.source, safe=URI_SAFE)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        f"COLOR:{given.colour}",
        f"X-APPLE-CALENDAR-COLOR:{given.apple_colour}",
    ]
    return b"".join(Contentline(line).to_ical() + b"\r\n" for line in lines)


def calendar(given: Heading, zone: bytes, events: list[bytes]) -> bytes:
    """The whole calendar; ZONE is the VTIMEZONE its EVENTS refer to."""
    return b"".join([heading(given), zone, *events, END])
