"""What a mail and the page of a booking say of its date, in the language being read, as the calendar files do."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from annuaire.models import ActorPage
from core.clock import today as clock_today
from core.dates_in_words import when
from core.languages import DEFAULT_LANGUAGE, Quoted, current
from core.models import Place
from evenements.booking.models import BookedDate
from evenements.date_facts import DateFacts, date_facts
from evenements.enums import AttendanceMode, State
from evenements.presentation import when_words
from evenements.recurrence import Slot
from evenements.snapshots import Snapshot


@dataclass(frozen=True)
class Told:
    """`path` is that of its page; `online_url` where those who come from afar meet; `note` what to know of it, and
    `reason` why its event is not as foreseen; `former` the day that a postponed one had.
    """

    title: Quoted
    path: str
    place: Quoted | None
    address: str
    online_url: str
    note: Quoted | None
    reason: Quoted | None
    former: str

    def facts(self, date: BookedDate, *, says_former: bool = True) -> list[tuple[str, str]]:
        """What, when, where, and what to know: names and values. SAYS_FORMER with the day that it had."""
        words = when_words(date, clock_today())
        former, now = (words, _("nouvelle date à venir")) if date.awaits_day else (self.former, words)
        says_former = says_former or date.awaits_day
        facts: list[tuple[str, str]] = [(_("Quoi"), self.title), (_("Quand"), now)]
        facts += [(_("Date initiale"), former)] if former and says_former else []
        facts += [(_("Où"), self.place)] if self.place else []
        facts += [(_("Adresse"), self.address)] if self.address else []
        facts += [(_("À savoir"), self.note)] if self.note else []
        return [*facts, *([(_("Précision"), self.reason)] if self.reason else [])]


def told(date: BookedDate, snapshot: Snapshot | None) -> Told:
    """DATE as SNAPSHOT tells it; of what nothing published tells, what was told last, in French."""
    if snapshot is None:
        event = date.event
        place = _online() if date.is_online else _french(date.place_label)
        return Told(_french(event.title), event.url or "/", place, "", "", None, None, "")
    slot = snapshot.slot_on(date.line_uid, date.original_day)[1]
    facts = date_facts(snapshot, slot) if slot else None
    venue = facts.venue if facts else snapshot.host or snapshot.event.place
    is_online = facts.is_online if facts else date.is_online
    is_there = venue is not None and not is_online and snapshot.venue_name(venue) == date.place_label
    return Told(
        title=_title(snapshot, slot),
        path=snapshot.path_in(current()),
        place=_online() if is_online else _place(snapshot, venue if is_there else None, date),
        address=", ".join(venue.address_lines(current())) if venue and is_there else "",
        online_url=_online_url(snapshot, facts) if facts and not date.awaits_day else "",
        note=_french(slot.note) if slot and slot.note else None,
        reason=_reason(snapshot, facts) if facts else None,
        former=_former(slot) if slot else "",
    )


def _french(text: str) -> Quoted:
    return Quoted(text, DEFAULT_LANGUAGE)


def _online() -> Quoted:
    return Quoted(pgettext("lieu d’un événement", "En ligne"), current())


def _title(snapshot: Snapshot, slot: Slot | None) -> Quoted:
    """That of the date, which is said in French only, else of the event."""
    if slot and slot.title:
        return _french(slot.title)
    return Quoted(snapshot.words_in(current()).title, _language_of(snapshot))


def _language_of(snapshot: Snapshot) -> str:
    return current() if current() in snapshot.words else DEFAULT_LANGUAGE


def _place(snapshot: Snapshot, venue: ActorPage | Place | None, date: BookedDate) -> Quoted | None:
    if venue is None:
        return _french(date.place_label) if date.place_label else None
    name = snapshot.venue_name(venue, current())
    is_translated = isinstance(venue, ActorPage) and bool(snapshot.names[venue.pk].get(current()))
    return Quoted(name, current() if is_translated else DEFAULT_LANGUAGE)


def _online_url(snapshot: Snapshot, facts: DateFacts) -> str:
    is_open = facts.mode != AttendanceMode.ON_SITE and facts.state != State.CANCELLED
    return snapshot.event.online_url if is_open else ""


def _reason(snapshot: Snapshot, facts: DateFacts) -> Quoted | None:
    """Why the whole event is not as foreseen."""
    said = snapshot.words_in(current()).state_note
    is_told = said and facts.state == snapshot.event.state not in (State.CONFIRMED, State.FULL)
    return Quoted(said, _language_of(snapshot)) if is_told else None


def _former(slot: Slot) -> str:
    """The date that a postponed one had, whole."""
    moment = slot.previous_start
    if moment is None:
        return ""
    return when(moment, moment, clock_today(), all_day=slot.all_day, open_ended=True, relative=False)
