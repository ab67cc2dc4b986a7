"""One date of a line as its editor sees it: words to read, and facts to change it with."""

import datetime as dt
import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from annuaire.models import ActorPage
from core.models import Place
from evenements import recurrence
from evenements.dates_in_words import slot_in_words
from evenements.enums import State
from evenements.recurrence import Change, Line, Slot
from evenements.recurrence.lines import ONE_DAY, as_datetime
from evenements.snapshots import known_actors, named_venues

if TYPE_CHECKING:
    from evenements.models import DateLine

TYPED_DAY = "%d/%m/%Y"


@dataclass(frozen=True)
class DateRow:
    """One date of the line. `facts` is what the page's script needs to change it, in JSON.

    `original` is the day under which its exception was posted; `knows_former`, whether that says a former date. `seats`
    are those it has of its own.
    """

    original: dt.date
    words: str
    former: str
    state: str
    title: str
    note: str
    place: str
    seats: int | None
    is_removed: bool
    is_changed: bool
    knows_former: bool
    facts: str

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def state_label(self) -> str:
        """The state, when there is something to say."""
        return str(State(self.state).label) if self.state and self.state != State.CONFIRMED else ""


def in_words(actor: ActorPage) -> str:
    """An actor as a place: its name, its commune when the name does not say it."""
    commune = actor.commune.name if actor.commune else ""
    return f"{actor.title}, {commune}" if commune and commune not in actor.title else actor.title


def regular_slot(line: Line, original: dt.date) -> Slot:
    """The date as the rule gives it, without its exception."""
    start = recurrence.regular_start(line, original)
    end = as_datetime(start) + recurrence.duration(line)
    if line.days_only:
        return Slot(line.uid, original, start, end.date(), all_day=True)
    return Slot(line.uid, original, start, end, open_ended=line.open_ended)


@dataclass
class Rows:
    """The rows of `line`, whose pure form is `pure`, and was `posted`."""

    line: "DateLine"
    pure: Line
    today: dt.date
    posted: Line
    is_postponed: bool = False

    def of(self, slot: Slot) -> DateRow:
        key = self._key(slot)
        change = self._posted.get(key, Change(key))
        former = self._former(slot)
        return DateRow(
            original=key,
            words=slot_in_words(slot, self.today, relative=False),
            former=former,
            state=slot.state or (State.POSTPONED if former and self.is_postponed else ""),
            title=slot.title,
            note=slot.note,
            place=self._venue(slot),
            seats=slot.seats,
            is_removed=change.removed,
            is_changed=replace(change, previous=None) != Change(key),
            knows_former=change.previous is not None,
            facts=json.dumps(self._facts(slot) | {"original": key.isoformat()}),
        )

    def _key(self, slot: Slot) -> dt.date:
        """The day under which the exception of SLOT was posted: that of a single date may have followed it since."""
        followed = self._posted.keys() - {change.original for change in self.pure.changes}
        return slot.original if slot.original in self._posted else min(followed, default=slot.original)

    @cached_property
    def _posted(self) -> dict[dt.date, Change]:
        return {change.original: change for change in self.posted.changes}

    @cached_property
    def _places(self) -> dict[int, str]:
        """The places that some dates have of their own."""
        named, _hosts = named_venues([self.pure])
        return {pk: str(place) for pk, place in Place.objects.select_related("commune").in_bulk(named).items()}

    @cached_property
    def _hosts(self) -> dict[int, str]:
        """The actors that host some dates rather than the others."""
        _places, named = named_venues([self.pure])
        return {pk: in_words(actor) for pk, actor in known_actors(named).items()}

    def _venue(self, slot: Slot) -> str:
        """Where the date is held, when it is not where its event is."""
        if slot.host:
            return self._hosts.get(slot.host) or _("Ce lieu n’est plus dans l’annuaire : choisissez-en un autre.")
        return self._places.get(slot.place, "") if slot.place else ""

    def _former(self, slot: Slot) -> str:
        """When the date was to be, when it has moved."""
        regular = regular_slot(self.pure, slot.original)
        if slot.previous_start not in (None, regular.start):
            was = replace(slot, start=slot.previous_start, end=slot.previous_start + ONE_DAY, open_ended=True)
            return slot_in_words(was, self.today, relative=False)
        if (slot.start, slot.end) == (regular.start, regular.end):
            return ""
        return slot_in_words(regular, self.today, relative=False)

    def _facts(self, slot: Slot) -> dict[str, Any]:
        """What the script changes a date with. An all-day end is inclusive here, as an editor says it."""
        regular = regular_slot(self.pure, slot.original)
        return {
            "start": _machine(slot.start),
            "end": _machine_end(slot),
            "usualStart": _machine(regular.start),
            "usualEnd": _machine_end(regular),
            "day": slot.original.strftime(TYPED_DAY),
            "eve": (slot.original - ONE_DAY).strftime(TYPED_DAY),
            "lastDay": (slot.original + self._span).strftime(TYPED_DAY) if self.line.end_date else "",
            "isFirst": slot.original == self._first,
            "remaining": self.line.count - self._ranks[slot.original] if self.line.count else None,
        }

    @cached_property
    def _first(self) -> dt.date | None:
        return recurrence.first_date(self.pure)

    @property
    def _span(self) -> dt.timedelta:
        """From the first to the last day of each date, as the line says them."""
        return (self.line.end_date or self.line.start_date) - self.line.start_date

    @cached_property
    def _ranks(self) -> dict[dt.date, int]:
        """How many dates of the rule come before each: what a count leaves."""
        return {day: rank for rank, day in enumerate(recurrence.rule_dates(self.pure))}


def _machine(moment: dt.date) -> str:
    return moment.isoformat(timespec="minutes") if isinstance(moment, dt.datetime) else moment.isoformat()


def _machine_end(slot: Slot) -> str:
    if slot.open_ended:
        return ""
    return _machine(slot.end - ONE_DAY if slot.all_day else slot.end)
