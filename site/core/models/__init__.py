from core.models.gone import GonePath
from core.models.mail import MailState, OutgoingMail
from core.models.pages import BasePage
from core.models.places import Commune, Epci, Place
from core.models.rate import RateCount
from core.models.vocabulary import (
    Action,
    Ambition,
    Audience,
    ContestCategory,
    Equipment,
    EventKind,
    Orientation,
    Service,
    Skill,
    Term,
    Theme,
)

__all__ = [
    "Action",
    "Ambition",
    "Audience",
    "BasePage",
    "Commune",
    "ContestCategory",
    "Epci",
    "Equipment",
    "EventKind",
    "GonePath",
    "MailState",
    "Orientation",
    "OutgoingMail",
    "Place",
    "RateCount",
    "Service",
    "Skill",
    "Term",
    "Theme",
]
