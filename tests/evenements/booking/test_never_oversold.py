"""Many at the same instant for few seats: each gets its seats or its place in the list, and never half of them."""

import random
import threading
from collections.abc import Callable, Sequence

import pytest
from django.db import connection, connections

from core.clock import now
from core.models import OutgoingMail
from evenements.booking import allocation
from evenements.booking.allocation import book
from evenements.booking.models import Booking
from tests.evenements.booking.sample import MORNING, asked, date_of, row_of, workshop

ROUNDS, REQUESTS, SEATS = 20, 50, 12

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(requests: Sequence[Callable[[], object]], threads: int) -> list[BaseException]:
    """Runs REQUESTS from THREADS that start at the same instant, each with its own connection; what was raised."""
    start, errors, waiting = threading.Barrier(threads), [], iter(requests)
    turn = threading.Lock()

    def work() -> None:
        try:
            connection.ensure_connection()
            start.wait()
            while True:
                with turn:
                    request = next(waiting, None)
                if request is None:
                    return
                request()
        except Exception as error:  # noqa: BLE001  # told by the test itself
            errors.append(error)
        finally:
            connections.close_all()

    running = [threading.Thread(target=work) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return errors


def threads_of(number: int) -> int:
    """How many ask at the same instant in round NUMBER: all fifty, and on SQLite ten of them after the first round.

    Who waits for SQLite's lock sleeps and tries again: twenty rounds of fifty at once took 75 s where these take 24 s,
    and nearly all of the difference is sleep. PostgreSQL, which queues them, is asked by fifty in each round.
    """
    return REQUESTS if number == 0 or connection.vendor == "postgresql" else REQUESTS // 5


def test_fifty_requests_for_twelve_seats_are_never_oversold_split_or_lost(settings, monkeypatch):
    """The mails of a thousand bookings are not what is asked here, and take most of their time."""
    told: list[str] = []
    monkeypatch.setattr(allocation, "tell", lambda booking, news: told.append(booking.name))
    settings.FROZEN_NOW = MORNING
    event = workshop(SEATS, line_facts={"frequency": "weekly", "count": ROUNDS, "until": None})
    chance = random.Random(165)
    for number in range(ROUNDS):
        date = date_of(event, number)
        wanted = {f"p{number}-{index}": chance.randint(1, 4) for index in range(REQUESTS)}
        requests = [
            lambda name=name, people=people, date=date: book(date, asked(name, people), now())
            for name, people in wanted.items()
        ]
        assert at_once(requests, threads_of(number)) == []
        rows = Booking.objects.filter(date__original_day=date.original_day)
        assert {row.name: row.people for row in rows} == wanted
        held = sum(row.people for row in rows if row.state == "booked")
        assert held <= SEATS
        assert all(row.people > SEATS - held for row in rows if row.state == "waiting")
        row = rows[0].date
        assert (row.held, row.waiting) == (held, sum(wanted.values()) - held)
    assert len(told) == len(set(told)) == ROUNDS * REQUESTS


def test_the_last_seat_asked_for_twice_is_booked_once_and_the_other_waits(settings):
    settings.FROZEN_NOW = MORNING
    event = workshop(1)
    date = date_of(event)
    assert at_once([lambda name=name: book(date, asked(name), now()) for name in ("Enora", "Malo")], 2) == []
    assert sorted(Booking.objects.values_list("state", flat=True)) == ["booked", "waiting"]
    assert (row_of(event).held, row_of(event).waiting) == (1, 1)


def test_a_form_sent_twenty_times_at_once_books_once(settings):
    settings.FROZEN_NOW = MORNING
    event = workshop(12)
    date = date_of(event)
    assert at_once([lambda: book(date, asked("Enora", 2), now())] * 20, 10) == []
    assert Booking.objects.get().people == row_of(event).held == 2
    assert OutgoingMail.objects.count() == 1
