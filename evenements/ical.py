"""The bytes of a VEVENT (RFC 5545, RFC 7986). Pure: no database, no clock, and the words come ready, in one language.

An event's bytes are rendered without stamps, so that they can be compared; `stamped` adds what dates them.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Event, Parameters, vCalAddress, vCategory, vGeo, vRecur, vText, vUri

from evenements.recurrence import Moment

# A whole line: a text that says so stands after its property's name, or after a fold's space.
BEGIN = re.compile(rb"(?<![^\n])BEGIN:VEVENT\r\n")
# What a URI may hold as it is (RFC 3986 §2), "%" included: what is already encoded stays so.
URI_SAFE = "%/:?#[]@!$&'()*+,;=-._~"
# RFC 5545 §3.3.11. The library's own escaping takes "\N" for a line break.
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
LINE_BREAK = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")  # control characters, lone surrogates
MAX_OCTETS = 75  # in a line, without its CRLF (RFC 5545 §3.1)


@dataclass(frozen=True, slots=True)
class Said:
    """What one VEVENT says besides its time."""

    summary: str
    description: str = ""
    status: str = "CONFIRMED"
    location: str = ""
    point: tuple[float, float] | None = None
    conference: str = ""
    is_busy: bool = False  # whoever has it in their agenda is not free then: feeds are read, bookings are kept

    def cancelled(self) -> "Said":
        """The same, no longer held."""
        return replace(self, status="CANCELLED", is_busy=False)


@dataclass(frozen=True, slots=True)
class Frame:
    """What all the VEVENTs of an event share."""

    url: str
    organiser: str
    email: str
    categories: tuple[str, ...] = ()
    image: str = ""
    conference_label: str = ""


@dataclass(frozen=True, slots=True)
class Timing:
    """When: local starts and ends (`end` exclusive, or an instant in UTC), what makes it a series or its exception."""

    uid: str
    start: Moment
    end: Moment
    rrule: str = ""
    exdates: tuple[Moment, ...] = ()
    original: Moment | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """What dates an event's bytes: the same for all its VEVENTs and languages."""

    created: datetime
    modified: datetime
    sequence: int


def vevent(timing: Timing, said: Said, frame: Frame, zone: ZoneInfo) -> bytes:
    """One VEVENT without its stamp, its lines folded and ended by CRLF."""
    event = Event()
    _add_times(event, timing, zone)
    event.add("summary", _Text(one_line(said.summary) or "…"))
    if description := paragraphs(said.description):
        event.add("description", _Text(description))
    if location := one_line(said.location):
        event.add("location", _Text(location))
    if said.point:
        event.add("geo", _Geo(said.point))
    event.add("url", vUri(_uri(frame.url)))
    if categories := [one_line(category) for category in frame.categories]:
        event.add("categories", _Categories(categories))
    event.add("status", said.status)
    event.add("transp", "OPAQUE" if said.is_busy else "TRANSPARENT")
    event.add("class", "PUBLIC")
    event.add("organizer", vCalAddress(f"mailto:{one_line(frame.email)}"), {"CN": one_line(frame.organiser)})
    if said.conference:
        _add_uri(event, "conference", said.conference, {"FEATURE": "VIDEO", "LABEL": one_line(frame.conference_label)})
    if frame.image:
        _add_uri(event, "image", frame.image, {"FMTTYPE": "image/jpeg"})
    return b"".join(_folded(line.encode("utf-8")) for line in event.content_lines(sorted=False) if line)


def stamped(data: bytes, stamp: Stamp, made: datetime | None = None) -> bytes:
    """The VEVENTs of `vevent` with DTSTAMP, CREATED, LAST-MODIFIED and SEQUENCE.

    DTSTAMP is when they were MADE where their calendar has a METHOD, else their last modification (RFC 5545 §3.8.7.2).
    """
    moments = (made or stamp.modified, stamp.modified, stamp.created)
    dtstamp, modified, created = (f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" for moment in moments)
    lines = (f"DTSTAMP:{dtstamp}", f"CREATED:{created}", f"LAST-MODIFIED:{modified}", f"SEQUENCE:{stamp.sequence}")
    return BEGIN.sub("".join(f"{line}\r\n" for line in ("BEGIN:VEVENT", *lines)).encode("ascii"), data)


def paragraphs(text: str) -> str:
    """Text as TEXT can hold it: line breaks are LF, other control characters and lone surrogates are gone."""
    return NOT_TEXT.sub("", LINE_BREAK.sub("\n", text).replace("\t", " ")).strip()


def one_line(text: str) -> str:
    """`paragraphs`, on a single line."""
    return " ".join(paragraphs(text).split())


class _Text(vText):
    """TEXT, escaped as RFC 5545 §3.3.11 says and no further."""

    def to_ical(self) -> bytes:
        return self.translate(ESCAPES).encode("utf-8")


class _Categories(vCategory):
    def __init__(self, categories: list[str], /, params: dict[str, Any] | None = None) -> None:
        super().__init__(categories, params)
        self.cats = [_Text(category) for category in categories]


class _Geo(vGeo):
    """GEO with six decimals at most and never an exponent (RFC 5545 §3.8.1.6)."""

    def to_ical(self) -> str:
        return ";".join(f"{number:.6f}".rstrip("0").rstrip(".") for number in (self.latitude, self.longitude))


def _add_times(event: Event, timing: Timing, zone: ZoneInfo) -> None:
    event.add("uid", _Text(timing.uid))
    if timing.original is not None:
        event.add("recurrence-id", _placed(timing.original, zone))
    event.add("dtstart", _placed(timing.start, zone))
    event.add("dtend", _placed(timing.end, zone))
    if timing.rrule:
        event.add("rrule", vRecur.from_ical(timing.rrule))
    if timing.exdates:
        event.add("exdate", [_placed(moment, zone) for moment in timing.exdates])


def _folded(line: bytes) -> bytes:
    """A line cut to `MAX_OCTETS`; the library's own folding costs as much as all the rest."""
    parts, start, room = [], 0, MAX_OCTETS
    while len(line) - start > room:
        end = _cut_before(line, start, start + room)
        parts.append(line[start:end])
        start, room = end, MAX_OCTETS - 1  # the fold's space counts
    return b"\r\n ".join([*parts, line[start:]]) + b"\r\n"


def _cut_before(line: bytes, start: int, end: int) -> int:
    """The last place up to END where a line may be cut: not inside a character, nor, for old clients, an escape."""
    while line[end] & 0b1100_0000 == 0b1000_0000:  # the following octets of a UTF-8 sequence
        end -= 1
    for escape in (b"\\", b"^"):
        part = line[start:end]
        end -= (len(part) - len(part.rstrip(escape))) % 2
    return end


def _placed(moment: Moment, zone: ZoneInfo) -> Moment:
    return moment.replace(tzinfo=zone) if isinstance(moment, datetime) and moment.tzinfo is None else moment


def _uri(text: str) -> str:
    """A URI as bytes may carry it: what is not ASCII or not allowed is percent-encoded."""
    return quote("".join(text.split()), safe=URI_SAFE)


def _add_uri(event: Event, name: str, uri: str, parameters: dict[str, str]) -> None:
    event.add(name, vUri(_uri(uri), params=Parameters({"VALUE": "URI", **parameters})))
