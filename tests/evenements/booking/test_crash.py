"""A process that dies between a booking and its mail: there are both, or neither, and whoever asks again is served."""

import os
from collections.abc import Callable

import pytest
from django.core import mail as outbox
from django.db import connections

from core.clock import now
from core.mail.sending import send_waiting
from core.models import OutgoingMail
from evenements.booking import allocation, letters
from evenements.booking.models import Booking
from tests.evenements.booking.sample import MORNING, booked, row_of, states, workshop

pytestmark = pytest.mark.django_db(transaction=True)
KILLED = 9


@pytest.fixture(autouse=True)
def _april(settings):
    settings.FROZEN_NOW = MORNING


def die(*args: object, **kwargs: object) -> None:
    """What a process killed there does: nothing more, not even a rollback of its own."""
    os._exit(KILLED)


def killed(act: Callable[[], object]) -> bool:
    """Runs ACT in a process of its own, with its own connection; whether it was killed there.

    An event loop that runs here (Playwright's) does not there, where Django would take up a connection older than it.
    """
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            connections["default"] = connections.create_connection("default")
            act()
        finally:
            os._exit(0)
    _child, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == KILLED


def test_killed_before_the_mail_is_queued_there_is_no_booking_and_the_date_is_free(monkeypatch):
    event = workshop(1)
    with monkeypatch.context() as patched:
        patched.setattr(letters, "queue_mails", die)
        assert killed(lambda: booked(event))
    assert not Booking.objects.exists()
    assert not OutgoingMail.objects.exists()
    booked(event)
    assert states(event) == {"Enora": "booked"}
    assert row_of(event).held == OutgoingMail.objects.count() == 1


def test_killed_once_it_is_booked_the_mail_leaves_all_the_same_once(monkeypatch):
    event = workshop(1)

    def book_and_die() -> None:
        booked(event)
        die()

    assert killed(book_and_die)
    assert states(event) == {"Enora": "booked"}
    assert booked(event).pk == Booking.objects.get().pk  # the form sent again by who saw no answer
    assert (send_waiting().sent, send_waiting().sent) == (1, 0)
    assert [mail.to for mail in outbox.outbox] == [["enora@courriel.bzh"]]


def test_killed_while_a_seat_is_given_back_it_is_still_held_and_offered_to_nobody(monkeypatch):
    event = workshop(1)
    first = booked(event)
    booked(event, "Malo")
    with monkeypatch.context() as patched:
        patched.setattr(letters, "queue_mails", die)
        assert killed(lambda: allocation.cancel(first, now()))
    assert states(event) == {"Enora": "booked", "Malo": "waiting"}
    assert OutgoingMail.objects.count() == 2
    assert allocation.cancel(first, now())
    assert states(event) == {"Enora": "cancelled", "Malo": "offered"}
    assert OutgoingMail.objects.count() == 4
