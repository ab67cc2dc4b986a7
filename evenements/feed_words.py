"""What the VEVENTs of an event say, in one language.

Seats and « complet » are left out on purpose: a feed does not change at each booking.
"""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.addresses import absolute
from core.dates_in_words import when
from core.plain_text import body_text
from evenements.date_facts import DateFacts, date_facts
from evenements.enums import AttendanceMode, RegistrationMode, State
from evenements.ical import Frame, Said
from evenements.models import WorkshopPage
from evenements.recurrence import Slot
from evenements.snapshots import Snapshot

# A day of another year than all: the year of a former date is always said, so the bytes do not age.
NO_YEAR = dt.date.min


class Wording:
    """An event's words in LANGUAGE, which must be the active one."""

    def __init__(self, snapshot: Snapshot, language: str) -> None:
        self.snapshot, self.language = snapshot, language
        self.page = snapshot.words_in(language)
        self.text = "\n\n".join(filter(None, (self.page.summary, body_text(self.page.body), "\n".join(self._facts()))))

    @property
    def frame(self) -> Frame:
        organiser = self.snapshot.organiser
        return Frame(
            url=absolute(self.snapshot.path_in(self.language)),
            organiser=self.snapshot.name_of(organiser, self.language) if organiser else settings.TERRITORY.publisher,
            email=settings.TERRITORY.email,
            categories=tuple([self.snapshot.event.kind.label_in(self.language), *self._labels("audiences", "themes")]),
            image=self.snapshot.picture,
            conference_label=_("Rejoindre en ligne"),
        )

    def said(self, slot: Slot) -> Said:
        """What the VEVENT of the date SLOT says."""
        facts = date_facts(self.snapshot, slot)
        venue = None if facts.is_online else facts.venue
        return Said(
            summary=self._title(facts, slot),
            description="\n".join([*self._news(facts, slot), self.text]),
            status=_status(facts, slot),
            location=self._location(facts),
            point=venue.point if venue else None,
            conference="" if facts.mode == AttendanceMode.ON_SITE else self.snapshot.event.online_url,
        )

    def _title(self, facts: DateFacts, slot: Slot) -> str:
        title = slot.title or self.page.title
        if facts.state == State.CANCELLED:
            return _("ANNULÉ – %(title)s") % {"title": title}
        if facts.state == State.POSTPONED and slot.previous_start is None:
            return _("REPORTÉ – %(title)s") % {"title": title}
        return title

    def _news(self, facts: DateFacts, slot: Slot) -> Iterable[str]:
        """What changed, before anything else; a full date says nothing."""
        if facts.state == State.POSTPONED and slot.previous_start is not None:
            former = slot.previous_start
            words = when(former, former, NO_YEAR, all_day=slot.all_day, open_ended=True, relative=False)
            yield _("Date initiale : %(date)s.") % {"date": words}
        if facts.state == State.MOVED_ONLINE:
            yield _("Se tient en ligne.")
        if facts.state not in (State.CONFIRMED, State.FULL):
            reason = self.page.state_note if facts.state == self.snapshot.event.state else ""
            yield from filter(None, (slot.note, reason))
        elif slot.note:
            yield slot.note

    def _location(self, facts: DateFacts) -> str:
        online = pgettext("lieu d’un événement", "En ligne")
        if facts.is_online:
            return online
        if facts.venue is None:
            return ""
        name = self.snapshot.venue_name(facts.venue, self.language)
        return ", ".join([name, *facts.venue.address_lines(self.language)])

    def _labels(self, *fields: str) -> list[str]:
        return [term.label_in(self.language) for field in fields for term in self.snapshot.terms.get(field, ())]

    def _facts(self) -> Iterable[str]:
        """The facts one needs to decide, a line each; the link to register is the last."""
        event = self.snapshot.event
        if publics := self._labels("audiences"):
            yield _("Pour : %(publics)s") % {"publics": ", ".join(publics)}
        if price := self._price():
            yield _("Tarif : %(price)s") % {"price": price}
        if event.spoken_languages:
            yield _("Langues : %(languages)s") % {"languages": event.spoken_languages}
        if self.page.accessibility:
            yield _("Accessibilité : %(accessibility)s") % {"accessibility": self.page.accessibility}
        if isinstance(event, WorkshopPage) and isinstance(self.page, WorkshopPage):
            yield from self._workshop_facts(event, self.page)
        if contacts := [contact for contact in (event.contact_email, event.contact_phone) if contact]:
            yield _("Contact : %(contact)s") % {"contact": ", ".join(contacts)}
        if event.example:
            yield _("Exemple : événement inventé pour la démonstration.")
        if event.registration == RegistrationMode.EXTERNAL:
            yield _("Inscription : %(url)s") % {"url": event.registration_url}

    def _workshop_facts(self, event: WorkshopPage, page: WorkshopPage) -> Iterable[str]:
        yield _("Niveau : %(level)s") % {"level": event.get_level_display()}
        if event.age_min:
            yield _("À partir de %(age)s ans") % {"age": event.age_min}
        if machines := self._labels("equipment"):
            yield _("Équipements : %(equipment)s") % {"equipment": ", ".join(machines)}
        if page.prerequisites:
            yield _("Prérequis : %(prerequisites)s") % {"prerequisites": page.prerequisites}
        if page.what_to_bring:
            yield _("À apporter : %(things)s") % {"things": page.what_to_bring}

    def _price(self) -> str:
        """What it costs; empty when the event is neither said free nor given a price."""
        event = self.snapshot.event
        if event.is_free:
            return pgettext("tarif", "gratuit")
        return self.page.price or (pgettext("tarif", "payant") if event.price else "")


def _status(facts: DateFacts, slot: Slot) -> str:
    if facts.state == State.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if facts.state == State.POSTPONED and slot.previous_start is None else "CONFIRMED"
