"""What is true of one date of an event: its exception wins over the event's own facts."""

from dataclasses import dataclass

from annuaire.models import ActorPage
from core.models import Place
from evenements.enums import AttendanceMode, State
from evenements.recurrence import Slot
from evenements.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class DateFacts:
    """`venue` is where it is held; a date moved online keeps it, so that who looks there learns of the move."""

    state: State
    mode: AttendanceMode
    venue: ActorPage | Place | None

    @property
    def is_online(self) -> bool:
        return self.mode == AttendanceMode.ONLINE


def date_facts(snapshot: Snapshot, slot: Slot) -> DateFacts:
    """The facts of the date SLOT."""
    event, own, is_elsewhere = snapshot.event, _own_venue(snapshot, slot), bool(slot.place or slot.host)
    state = State(slot.state or event.state)
    mode = AttendanceMode(event.mode)
    online = mode == AttendanceMode.ONLINE
    venue = own if is_elsewhere else None if online else snapshot.host or event.place
    if state == State.MOVED_ONLINE:
        mode = AttendanceMode.ONLINE
    elif is_elsewhere and online:
        mode = AttendanceMode.ON_SITE
    return DateFacts(state, mode, venue)


def _own_venue(snapshot: Snapshot, slot: Slot) -> ActorPage | Place | None:
    """Where SLOT is held rather than where its event is; None too when that was deleted, or is a draft."""
    if slot.host:
        return snapshot.hosts.get(slot.host)
    return snapshot.places.get(slot.place) if slot.place else None
