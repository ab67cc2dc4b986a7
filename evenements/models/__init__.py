from evenements.booking.models import Availability, BookedDate, Booking
from evenements.contest.models import (
    Application,
    ApplicationFile,
    ContestCriterion,
    Decision,
    Juror,
    Mark,
    Recusal,
)
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
    "Application",
    "ApplicationFile",
    "Availability",
    "BookedDate",
    "Booking",
    "ContestCriterion",
    "ContestDate",
    "ContestEntryPage",
    "ContestEntryPicture",
    "ContestIndexPage",
    "ContestPage",
    "DateLine",
    "Decision",
    "EventActor",
    "EventBytes",
    "EventPage",
    "FeedVersion",
    "GoneDate",
    "Juror",
    "Mark",
    "Occurrence",
    "Publication",
    "Recusal",
    "WorkshopPage",
]
