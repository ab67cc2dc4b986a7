"""A workshop that takes bookings, what people ask of it, and every mail it causes."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from core.clock import now
from core.models import OutgoingMail
from evenements.booking.allocation import Asked, book
from evenements.booking.enums import BookingState
from evenements.booking.letters import News, Notice, tell
from evenements.booking.models import BookedDate, Booking
from evenements.enums import RegistrationMode
from evenements.models import EventPage, Occurrence
from evenements.snapshots import load
from tests.factories.core import translate
from tests.factories.evenements import WorkshopPageFactory, line

MORNING = "2027-04-05T09:00"


def workshop(seats: int = 3, *, line_facts: dict[str, Any] | None = None, **facts: Any) -> EventPage:
    """A published workshop of SEATS seats a date, on 7 April 2027 from 14 h to 17 h unless LINE_FACTS say otherwise."""
    given = {"registration": RegistrationMode.HERE, "seats": seats, "date_lines": [line(**(line_facts or {}))]}
    return WorkshopPageFactory(**given | facts)


def republish(event: EventPage, *changes: dict, **facts) -> None:
    """Publishes EVENT again with these exceptions and facts."""
    page = type(event).objects.get(pk=event.pk)
    line = page.date_lines.all()[0]
    if changes:
        line.changes = list(changes)
    for name in [name for name in facts if hasattr(line, name) and name != "state"]:
        setattr(line, name, facts.pop(name))
    for name, value in facts.items():
        setattr(page, name, value)
    page.date_lines.add(line)
    page.save_revision().publish()


def date_of(event: EventPage, number: int = 0) -> Occurrence:
    """The published date NUMBER of EVENT."""
    return Occurrence.objects.filter(event=event.pk).order_by("start")[number]


def row_of(event: EventPage) -> BookedDate:
    """The only date of EVENT that was asked for."""
    return BookedDate.objects.get(event=event.pk)


def asked(name: str = "Enora", people: int = 1, **facts: Any) -> Asked:
    given = {"email": f"{name.casefold()}@courriel.bzh", "language": "fr", "form_key": f"form-{name}"}
    return Asked(name, people=people, **given | facts)


def booked(event: EventPage, name: str = "Enora", people: int = 1, **facts: Any) -> Booking:
    """What NAME gets of the first date of EVENT."""
    return book(date_of(event), asked(name, people, **facts), now())


def states(event: EventPage) -> dict[str, str]:
    """Where everyone stands, by name."""
    return dict(Booking.objects.filter(date__event=event.pk).values_list("name", "state"))


# Where a booking stands when it is told of each, where that is not « booked ».
STANDING = {
    Notice.WAITING: BookingState.WAITING,
    Notice.OFFERED: BookingState.OFFERED,
    Notice.EXPIRED: BookingState.EXPIRED,
    Notice.CANCELLED: BookingState.CANCELLED,
    Notice.REMOVED: BookingState.CANCELLED,
}
TITLES = {"fr": "Découpe laser", "br": "Troc’hañ gant al laser", "en": "Laser cutting"}
FORMER = tuple(dt.datetime(2027, 4, 6, hour, tzinfo=dt.UTC) for hour in (12, 15))


def every_mail() -> Iterator[tuple[Notice, str, OutgoingMail]]:
    """The mail of each notice in each language, to somebody it may be sent to."""
    event = workshop(40, title=TITLES["fr"])
    for language in ("br", "en"):
        translate(event, language, title=TITLES[language])
    snapshot = load([event.pk])[event.pk]
    told = [(notice, language) for notice in Notice for language in TITLES]
    bookings = [booked(event, f"{notice.name}-{language}", language=language) for notice, language in told]
    OutgoingMail.objects.all().delete()
    for (notice, language), booking in zip(told, bookings, strict=True):
        booking.state = STANDING.get(notice, BookingState.BOOKED)
        booking.offer_ends_at = now() + dt.timedelta(days=1) if notice == Notice.OFFERED else None
        booking.save()
        written = {"subject": "Objet écrit", "text": "Premier.\n\nSecond."} if notice == Notice.MESSAGE else {}
        former = FORMER if notice == Notice.MOVED else None
        tell(booking, News(notice, "once", booking.date, lambda: snapshot, former=former, **written))
        yield notice, language, OutgoingMail.objects.get(recipient=booking.email)
