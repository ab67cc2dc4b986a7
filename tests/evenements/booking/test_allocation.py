"""Booking, waiting, offers: what each act does to the others, and what each is told."""

import datetime as dt

import pytest
from django.utils import timezone

from core.clock import now
from core.models import OutgoingMail
from evenements.booking import allocation
from evenements.booking.allocation import Refused
from evenements.booking.calls import date_url
from evenements.booking.enums import Refusal
from evenements.booking.models import Booking
from evenements.booking.retention import forget
from evenements.booking.schedule import follow_time
from evenements.models import EventBytes, Occurrence
from tests.evenements.booking.sample import MORNING, asked, booked, date_of, republish, row_of, states, workshop
from tests.reading import SPACES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _april(settings):
    settings.FROZEN_NOW = MORNING


def refusal(act, *args, **kwargs) -> Refusal:
    with pytest.raises(Refused) as found:
        act(*args, **kwargs)
    return found.value.reason


def mails() -> list[tuple[str, str]]:
    """Who was written to, and what about, in order."""
    return [(mail.recipient.partition("@")[0], mail.key.split("/")[2]) for mail in OutgoingMail.objects.order_by("pk")]


def test_who_finds_no_seat_left_waits_and_each_is_told():
    event = workshop(2)
    booked(event, "Enora", 2)
    booked(event, "Malo")
    assert states(event) == {"Enora": "booked", "Malo": "waiting"}
    assert mails() == [("enora", "booked"), ("malo", "waiting")]


def test_without_a_waiting_list_a_full_date_refuses_and_keeps_nothing():
    event = workshop(1, waiting_list=False)
    booked(event, "Enora")
    assert refusal(booked, event, "Malo") == Refusal.FULL
    assert states(event) == {"Enora": "booked"}


def test_a_freed_seat_is_offered_to_the_next_it_suffices_for_with_a_deadline():
    event = workshop(2)
    first = booked(event, "Enora")
    booked(event, "Lena")
    booked(event, "Malo", 2)
    booked(event, "Nolwenn")
    assert allocation.cancel(first, now())
    assert states(event) == {"Enora": "cancelled", "Lena": "booked", "Malo": "waiting", "Nolwenn": "offered"}
    offer = Booking.objects.get(name="Nolwenn")
    assert timezone.localtime(offer.offer_ends_at).isoformat() == "2027-04-06T09:00:00+02:00"  # not at night
    assert mails()[-2:] == [("nolwenn", "offered"), ("enora", "cancelled")]


def test_an_offer_accepted_is_booked_and_refused_goes_to_the_next():
    event = workshop(1)
    first = booked(event, "Enora")
    second, third = booked(event, "Malo"), booked(event, "Nolwenn")
    allocation.cancel(first, now())
    assert allocation.refuse(second, now())
    assert states(event) == {"Enora": "cancelled", "Malo": "refused", "Nolwenn": "offered"}
    assert allocation.accept(third, now())
    assert states(event)["Nolwenn"] == "booked"
    assert not allocation.accept(second, now())
    assert not allocation.refuse(third, now())
    assert row_of(event).held == 1


def test_an_offer_that_nobody_answers_passes_on_and_its_links_do_nothing_more():
    event = workshop(1)
    first, second, _third = (booked(event, name) for name in ("Enora", "Malo", "Nolwenn"))
    allocation.cancel(first, now())
    second.refresh_from_db()
    assert follow_time(second.offer_ends_at - dt.timedelta(seconds=1))["expired"] == 0
    assert not allocation.accept(second, second.offer_ends_at)
    assert follow_time(second.offer_ends_at)["expired"] == 1
    assert states(event) == {"Enora": "cancelled", "Malo": "expired", "Nolwenn": "offered"}
    assert not allocation.accept(second, now())


def test_a_seat_on_offer_is_not_given_to_who_asks_meanwhile():
    event = workshop(1)
    first = booked(event, "Enora")
    booked(event, "Malo")
    allocation.cancel(first, now())
    booked(event, "Nolwenn")
    assert states(event) == {"Enora": "cancelled", "Malo": "offered", "Nolwenn": "waiting"}


def test_nothing_is_offered_when_there_is_no_time_left_to_answer():
    event = workshop(1, booking_closes=0)
    late = date_of(event).start - dt.timedelta(minutes=50)
    first = booked(event, "Enora")
    booked(event, "Malo")
    allocation.cancel(first, late)
    assert states(event)["Malo"] == "waiting"


def test_a_larger_group_takes_the_seats_there_are_or_keeps_what_it_had():
    event = workshop(4)
    booking = booked(event, "Enora", 2)
    booked(event, "Malo")
    assert refusal(allocation.change, booking, "Enora", 4, now()) == Refusal.FULL
    booking.refresh_from_db()
    assert booking.people == 2
    allocation.change(booking, "Enora K.", 3, now())
    assert row_of(event).held == 4
    assert mails()[-1] == ("enora", "changed")


def test_who_waits_and_changes_the_number_is_told_they_still_wait():
    event = workshop(1)
    booked(event, "Enora")
    allocation.change(booked(event, "Malo"), "Malo", 2, now())
    told = OutgoingMail.objects.get(key__contains="/changed/").text
    assert "Votre demande est changée : vous êtes toujours sur la liste d’attente." in told.translate(SPACES)
    assert "Votre réservation est changée" not in told


def test_a_smaller_group_frees_seats_for_those_who_wait():
    event = workshop(3)
    booking = booked(event, "Enora", 3)
    booked(event, "Malo", 2)
    allocation.change(booking, "Enora", 1, now())
    assert states(event) == {"Enora": "booked", "Malo": "offered"}


def test_nothing_changes_once_it_is_cancelled_or_over():
    event = workshop(3)
    booking = booked(event, "Enora")
    after = date_of(event).end
    assert not allocation.cancel(booking, after)
    allocation.cancel(booking, now())
    assert not allocation.cancel(booking, now())
    assert refusal(allocation.change, booking, "Enora", 1, now()) == Refusal.OVER


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"booking_opens": 1}, Refusal.NOT_YET),
        ({"booking_closes": 100}, Refusal.CLOSED),
        ({"booking_group": 1}, Refusal.GROUP),
        ({"state": "cancelled"}, Refusal.GONE),
    ],
)
def test_a_date_says_why_it_takes_no_booking(facts, expected):
    assert refusal(booked, workshop(5, **facts), people=2) == expected


def test_an_organiser_adds_someone_outside_of_the_calendar_of_bookings_never_beyond_the_seats():
    event = workshop(2, booking_opens=1, waiting_list=False, booking_group=1)
    for name in ("Enora", "Malo", "Nolwenn"):
        booked(event, name, by_hand=True, email="")
    assert states(event) == {"Enora": "booked", "Malo": "booked", "Nolwenn": "waiting"}
    assert mails() == []


def test_a_form_sent_twice_books_once_and_another_one_again():
    event = workshop(5)
    first, second = booked(event, "Enora"), booked(event, "Enora")
    assert first == second
    assert booked(event, "Enora", form_key="another") != first
    assert len(mails()) == 2


def test_a_date_without_seats_left_is_full_everywhere_until_one_is_freed():
    event = workshop(1)
    assert date_of(event).state == "confirmed"
    booking = booked(event, "Enora")
    assert date_of(event).state == "full"
    allocation.cancel(booking, now())
    assert date_of(event).state == "confirmed"


def test_seats_are_never_in_the_bytes_of_the_feed():
    event = workshop(1)
    before = bytes(EventBytes.objects.get(event=event, language="fr").data)
    booked(event, "Enora")
    event.save_revision().publish()
    assert date_of(event).state == "full"
    assert bytes(EventBytes.objects.get(event=event, language="fr").data) == before


def test_seats_raised_are_offered_at_once_and_lowered_take_nothing_back():
    event = workshop(1)
    booked(event, "Enora")
    booked(event, "Malo", 2)
    event.seats = 3
    event.save_revision().publish()
    assert states(event) == {"Enora": "booked", "Malo": "offered"}
    event.seats = 1
    event.save_revision().publish()
    assert states(event) == {"Enora": "booked", "Malo": "offered"}
    assert row_of(event).held == 3


def test_one_date_may_have_other_seats_and_keeps_its_bookings_through_rebuilds():
    changes = ({"original": "2027-04-14", "seats": 1},)
    weekly = {"frequency": "weekly", "until": dt.date(2027, 6, 30), "changes": changes}
    event = workshop(8, line_facts=weekly)
    assert list(Occurrence.objects.filter(event=event.pk).values_list("seats", flat=True)[:3]) == [8, 1, 8]
    second = date_of(event, 1)
    booking = allocation.book(second, asked("Enora"), now())
    event.unpublish()
    event.save_revision().publish()
    again = date_of(event, 1)
    assert (again.state, again.original_day) == ("full", dt.date(2027, 4, 14))
    booking.refresh_from_db()
    assert (booking.date.original_day, booking.state) == (dt.date(2027, 4, 14), "booked")


def offered_then(event, seats, **facts):
    """The booking of Malo, offered the seat Enora gave back, of whose date there are SEATS since."""
    first = booked(event, "Enora")
    for name in ("Lena", "Nolwenn"):
        booked(event, name)
    offer = booked(event, "Malo")
    booked(event, "Rozenn")
    allocation.cancel(first, now())
    assert states(event)["Malo"] == "offered"
    republish(event, seats=seats, **facts)
    offer.refresh_from_db()
    return offer


@pytest.mark.parametrize(("seats", "facts"), [(2, {}), (3, {"state": "full"}), (None, {"registration": "none"})])
def test_an_offer_of_a_seat_that_is_no_more_is_not_accepted_and_its_place_in_the_list_is_kept(seats, facts):
    event = workshop(3)
    offer = offered_then(event, seats, **facts)
    assert refusal(allocation.accept, offer, now()) == Refusal.TAKEN_BACK
    assert states(event)["Malo"] == "waiting"
    assert row_of(event).held == 2
    republish(event, registration="here", seats=3, state="confirmed")
    assert (states(event)["Malo"], states(event)["Rozenn"]) == ("offered", "waiting")
    assert allocation.accept(offer, now())


def test_an_offer_of_a_seat_that_is_no_more_does_not_pass_on_when_its_time_is_up():
    event = workshop(3)
    offer = offered_then(event, 2)
    assert follow_time(offer.offer_ends_at)["expired"] == 1
    assert states(event)["Malo"] == "waiting"
    assert ("malo", "expired") not in mails()
    assert follow_time(offer.offer_ends_at)["expired"] == 0


def test_of_two_offers_for_one_seat_left_the_first_in_the_list_holds():
    event = workshop(2)
    first, second = booked(event, "Enora"), booked(event, "Lena")
    third, fourth = booked(event, "Malo"), booked(event, "Nolwenn")
    allocation.cancel(first, now())
    allocation.cancel(second, now())
    republish(event, seats=1)
    assert refusal(allocation.accept, fourth, now()) == Refusal.TAKEN_BACK
    assert allocation.accept(third, now())
    assert states(event) == {"Enora": "cancelled", "Lena": "cancelled", "Malo": "booked", "Nolwenn": "waiting"}


def test_a_form_sent_again_after_its_booking_was_cancelled_books_again():
    event = workshop(5)
    first = booked(event, "Enora")
    allocation.cancel(first, now())
    second = booked(event, "Enora")
    assert second != first
    assert booked(event, "Enora") == second


def test_a_waiting_group_that_asks_for_fewer_and_is_offered_seats_gets_one_mail():
    event = workshop(3)
    booked(event, "Enora")
    group = booked(event, "Malo", 3)
    allocation.change(group, "Malo", 2, now())
    assert states(event)["Malo"] == "offered"
    assert mails()[1:] == [("malo", "waiting"), ("malo", "offered")]


def test_who_has_no_address_and_is_offered_a_seat_is_called_by_the_organiser():
    event = workshop(1, contact_email="accueil@fablab.bzh")
    first = booked(event, "Enora")
    papi = booked(event, "Papi", by_hand=True, email="")
    booked(event, "Malo")
    allocation.cancel(first, now())
    told = OutgoingMail.objects.get(recipient="accueil@fablab.bzh")
    assert told.subject == f"À appeler : une place se libère, {event.title}"
    assert "pour Papi, qui n’a pas d’adresse" in told.text
    assert date_url(date_of(event)) in told.text
    papi.refresh_from_db()
    follow_time(papi.offer_ends_at)
    passed = OutgoingMail.objects.filter(recipient="accueil@fablab.bzh").latest("pk")
    assert "n’a pas été acceptée à temps" in passed.text
    assert states(event) == {"Enora": "cancelled", "Papi": "expired", "Malo": "offered"}
    forget([papi])
    assert not OutgoingMail.objects.filter(recipient="accueil@fablab.bzh").exists()
