"""How often bookings may be asked for and changed: what each causes is a mail to an address that nobody has proved."""

import datetime as dt

from django.http import HttpRequest

from core.rate_limit import is_too_often
from core.sign_ins import client_network
from evenements.booking.models import Booking

# From one network: a whole class behind one box may book, a program may not go on. Nor is one person written to more
# than this, wherever it is asked from, nor a booking changed over and over.
MOST_ASKED, MOST_FOR_ONE, MOST_CHANGES, PERIOD = 30, 10, 5, dt.timedelta(minutes=10)


def is_asked_too_often(request: HttpRequest) -> bool:
    """Counts a request from the network REQUEST comes by."""
    return is_too_often("booking", client_network(request), most=MOST_ASKED, period=PERIOD)


def is_written_too_often(address: str) -> bool:
    """Counts a mail to ADDRESS."""
    return is_too_often("booking.address", address, most=MOST_FOR_ONE, period=PERIOD)


def is_changed_too_often(booking: Booking) -> bool:
    """Counts a change of BOOKING by its link."""
    return is_too_often("booking.change", booking.key.hex, most=MOST_CHANGES, period=PERIOD)
