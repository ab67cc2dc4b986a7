"""A workshop that takes bookings, and what people ask of it."""

from typing import Any

from core.clock import now
from evenements.booking.allocation import Asked, book
from evenements.booking.models import BookedDate, Booking
from evenements.enums import RegistrationMode
from evenements.models import EventPage, Occurrence
from tests.factories.evenements import WorkshopPageFactory, line

MORNING = "2027-04-05T09:00"


def workshop(seats: int = 3, *, line_facts: dict[str, Any] | None = None, **facts: Any) -> EventPage:
    """A published workshop of SEATS seats a date, on 7 April 2027 from 14 h to 17 h unless LINE_FACTS say otherwise."""
    given = {"registration": RegistrationMode.HERE, "seats": seats, "date_lines": [line(**(line_facts or {}))]}
    return WorkshopPageFactory(**given | facts)


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
