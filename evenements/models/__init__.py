from evenements.booking.models import Availability, BookedDate, Booking
from evenements.models.contest import (
    ContestDate,
    ContestEntryPage,
    ContestEntryPicture,
    ContestIndexPage,
    ContestPage,
)
from evenements.models.dates import DateLine
from evenements.models.events import EventActor, EventPage
from evenements.models.occurrences import GoneDate, Occurrence
from evenements.models.publication import EventBytes, FeedVersion, Publication
from evenements.models.workshops import WorkshopPage

__all__ = [
    "Availability",
    "BookedDate",
    "Booking",
    "ContestDate",
    "ContestEntryPage",
    "ContestEntryPicture",
    "ContestIndexPage",
    "ContestPage",
    "DateLine",
    "EventActor",
    "EventBytes",
    "EventPage",
    "FeedVersion",
    "GoneDate",
    "Occurrence",
    "Publication",
    "WorkshopPage",
]
