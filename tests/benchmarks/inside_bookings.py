"""What is measured of bookings inside a process of the site, on the demonstration's workshops.

python -m tests.benchmarks.inside_bookings SEATS:BOOKINGS     books a date of SEATS seats until it has BOOKINGS

Prints ms to book (median and p95 of the last ones), ms to give a seat back, the path of the page of the event, and that
of the last booking.
"""

import statistics
import sys
import time

import django

django.setup()

from core.clock import now  # noqa: E402
from evenements.booking.allocation import Asked, book, cancel  # noqa: E402
from evenements.booking.links import path_of  # noqa: E402
from evenements.booking.models import Booking  # noqa: E402
from evenements.enums import RegistrationMode  # noqa: E402
from evenements.models import Occurrence, WorkshopPage  # noqa: E402

TIMED = 50
GIVEN_BACK = 9


def date_of(seats: int) -> Occurrence:
    """A date to come of a workshop of SEATS seats: that of the first time it was asked for, or another."""
    known = WorkshopPage.objects.filter(seats=seats, registration=RegistrationMode.HERE, occurrences__start__gt=now())
    if not known.exists():
        fresh = WorkshopPage.objects.canonical().filter(occurrences__start__gt=now(), booked_dates=None).first()
        if fresh is None:
            raise SystemExit("no workshop to book")
        fresh.registration, fresh.seats, fresh.booking_group = RegistrationMode.HERE, seats, 4
        fresh.save_revision().publish()
    return Occurrence.objects.filter(event__in=known.values("pk"), seats=seats, start__gt=now()).order_by("pk")[0]


def timed(act, *args) -> float:
    begun = time.perf_counter()
    act(*args)
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    seats, until = map(int, sys.argv[1].split(":"))
    date = date_of(seats)
    begun = Booking.objects.filter(date__event=date.event_id).count()
    spent = [
        timed(book, date, Asked(f"Personne {number}", f"p{number}@exemple.fr", 1, "fr", form_key=str(number)), now())
        for number in range(begun, until)
    ][-TIMED:]
    made = Booking.objects.filter(date__event=date.event_id)
    back = [timed(cancel, booking, now()) for booking in made.holding().order_by("pk")[:GIVEN_BACK]]
    figures = statistics.median(spent), sorted(spent)[int(len(spent) * 0.95)], statistics.median(back)
    print(*(f"{figure:.1f}" for figure in figures), date.event.url, path_of(made.latest("pk"), "fr"))  # noqa: T201


if __name__ == "__main__":
    main()
