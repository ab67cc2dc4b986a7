"""A publication and a first booking at the same instant: each sees what the other did, whichever comes first."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction

from core.models import OutgoingMail
from evenements.booking.allocation import Refused
from evenements.booking.enums import Refusal
from evenements.booking.models import Booking
from evenements.models import EventPage
from tests.evenements.booking.sample import MORNING, booked, date_of, row_of, workshop

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("postgresql")]
PATIENCE = 20.0  # seconds


@pytest.fixture(autouse=True)
def _april(settings):
    settings.FROZEN_NOW = MORNING


@contextmanager
def then(act: Callable[[], object]) -> Iterator[list[BaseException]]:
    """A transaction at whose end ACT is asked for, on another connection: it commits once ACT waits for it, or is over.

    Gives what ACT raised.
    """
    errors: list[BaseException] = []

    def work() -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001  # told by the test itself
            errors.append(error)
        finally:
            connections.close_all()

    other = threading.Thread(target=work)
    with transaction.atomic():
        yield errors
        other.start()
        deadline = time.monotonic() + PATIENCE
        while other.is_alive() and not _someone_waits() and time.monotonic() < deadline:
            time.sleep(0.02)
    other.join(PATIENCE)


def _someone_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def cancel(event: EventPage) -> None:
    page = type(event).objects.get(pk=event.pk)
    page.state = "cancelled"
    page.save_revision().publish()


@pytest.mark.parametrize("seats", [1, 3])
def test_who_books_first_while_the_date_is_being_cancelled_is_told(seats):
    event = workshop(seats)
    with then(lambda: cancel(event)) as errors:
        booked(event)
    assert errors == []
    assert (row_of(event).state, date_of(event).state) == ("cancelled", "cancelled")
    assert [mail.key.split("/")[2] for mail in OutgoingMail.objects.order_by("pk")] == ["booked", "date-cancelled"]


@pytest.mark.parametrize("seats", [1, 3])
def test_a_date_just_cancelled_takes_no_first_booking_and_stays_cancelled(seats):
    event = workshop(seats)
    with then(lambda: booked(event)) as errors:
        cancel(event)
    assert [error.reason for error in errors if isinstance(error, Refused)] == [Refusal.GONE]
    assert not Booking.objects.exists()
    assert date_of(event).state == "cancelled"
