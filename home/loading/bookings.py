"""The demonstration's bookings: people invented for it, called examples, whom nothing is ever written to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils.text import slugify

from core.clock import now
from evenements.booking.allocation import Asked, book
from evenements.booking.models import Booking
from evenements.models import EventPage, Occurrence
from home.loading.demo import Entry
from home.loading.files import read

# No domain has such a name (RFC 2606, section 2).
DOMAIN = "exemple.invalid"


def load_bookings(events: Mapping[str, EventPage]) -> int:
    """Those of demo/bookings.json, where a territory has one, whose workshop has none yet; returns how many.

    EVENTS are by slug. Raises ValueError for an event that is not an example: nobody is invented to go to a real one.
    """
    asked = defaultdict(list)
    has_some = (settings.TERRITORY_DIR / "demo" / "bookings.json").is_file()
    for entry in read("demo/bookings")["bookings"] if has_some else []:
        asked[entry["workshop"]].append(entry)
    return sum(_load(events[slug], entries) for slug, entries in asked.items())


def _load(event: EventPage, entries: Sequence[Entry]) -> int:
    if not event.example:
        raise ValueError(f"{event.slug} is not an example")
    if Booking.objects.filter(date__event=event.pk).exists():
        return 0
    moment = now()
    dates = Occurrence.objects.filter(event=event.pk).order_by("start", "pk")
    coming = {number: date for number, date in enumerate(dates) if date.start > moment}
    bookable = [entry for entry in entries if entry["date"] in coming]
    for entry in bookable:
        address = f"{slugify(entry['name']).replace('-', '.')}@{DOMAIN}"
        book(coming[entry["date"]], Asked(entry["name"], address, entry["people"], entry["language"]), moment)
    return len(bookable)
