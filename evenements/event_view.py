"""An event with all that its page shows, read once: dates and organisers do not change the number of queries."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.addresses import absolute, page_path
from core.languages import foreign
from core.models import Audience, Theme
from core.translations import attach_words
from evenements.event_dates import Dates, published_dates, split
from evenements.models import DateLine, EventPage, Occurrence
from evenements.organisers import Participants, participants_of
from evenements.snapshots import named_venues
from evenements.venues import Venue, host_venues, place_venues, venue_of


@dataclass(frozen=True)
class EventView:
    """`facts` is the canonical page, `words` the page whose words show, in `lang`.

    `elsewhere` gives the venue of the dates held in a place of their own, by their identity; None when it is gone.
    """

    facts: EventPage
    words: EventPage
    lang: str
    lines: Sequence[DateLine]
    dates: Dates
    venue: Venue | None
    elsewhere: Mapping[tuple[str, dt.date], Venue | None]
    participants: Participants
    audiences: Sequence[Audience]
    themes: Sequence[Theme]
    container: EventPage | None

    @property
    def foreign(self) -> str:
        """The language of the words when it is not the one being read."""
        return foreign(self.lang)

    @property
    def full_url(self) -> str:
        """The address that search engines keep: that of the page whose words show."""
        return absolute(page_path(self.words, self.lang))

    def venue_on(self, date: Occurrence) -> Venue | None:
        """Where DATE is held."""
        return self.elsewhere.get((date.line_uid, date.original_day), self.venue)

    @property
    def main_venue(self) -> Venue | None:
        """The venue of the date that matters most: what the map shows."""
        main = self.dates.main
        return self.venue_on(main) if main else self.venue


def view_of(event: EventPage, words: EventPage, lang: str, draft: Sequence[Occurrence] | None = None) -> EventView:
    """EVENT, canonical, as a visitor reads it; with the dates of DRAFT instead of the published ones where given."""
    event.words, event.words_lang = words, lang
    lines = list(event.date_lines.all())
    return EventView(
        facts=event,
        words=words,
        lang=lang,
        lines=lines,
        dates=published_dates(event) if draft is None else split(draft),
        venue=venue_of(event),
        elsewhere=_elsewhere(lines),
        participants=participants_of(event),
        audiences=list(event.audiences.all()),
        themes=list(event.themes.all()),
        container=_container(event),
    )


def _elsewhere(lines: Sequence[DateLine]) -> dict[tuple[str, dt.date], Venue | None]:
    pure = [line.line for line in lines]
    place_ids, host_ids = named_venues(pure)
    places, hosts = place_venues(place_ids), host_venues(host_ids)
    return {
        (line.uid, change.original): hosts.get(change.host) if change.host else places.get(change.place or 0)
        for line in pure
        for change in line.active_changes.values()
        if change.host or change.place
    }


def _container(event: EventPage) -> EventPage | None:
    """The published event that EVENT is part of, with its words."""
    if not event.parent_event_id:
        return None
    found = EventPage.objects.published().filter(pk=event.parent_event_id).select_related("locale").first()
    return attach_words([found])[0] if found else None
