"""Who organises an event, and with whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from annuaire.models import ActorPage

from core.parts import Item
from core.translations import attach_words
from evenements.enums import ActorRole
from evenements.models import EventPage
from evenements.snapshots import KNOWN
from evenements.venues import foreign


@dataclass(frozen=True)
class Participants:
    """The actors of an event by role, in the editor's order, with their words."""

    organisers: Sequence[ActorPage]
    partners: Sequence[ActorPage]


def participants_of(event: EventPage) -> Participants:
    """The actors of EVENT; two queries in French, a third for the words of another language."""
    rows = list(event.participants.all())
    known = ActorPage.objects.filter(KNOWN).select_related("locale", "commune")
    actors = known.in_bulk([row.actor_id for row in rows])
    attach_words(actors.values())
    by_role = {
        role: [actors[row.actor_id] for row in rows if row.role == role and row.actor_id in actors] for role in ActorRole
    }
    return Participants(by_role[ActorRole.ORGANISER], by_role[ActorRole.PARTNER])


def actor_item(actor: ActorPage) -> Item:
    """An actor in a list: its name, what it is, where, what it does; ACTOR has its words."""
    words = actor.words
    name = f"{words.title} ({actor.acronym})" if actor.acronym and actor.acronym not in words.title else words.title
    where = actor.commune.words if actor.commune else ""
    return Item(
        title=name,
        url=actor.reading_path if actor.live else "",
        lang=foreign(actor.words_lang),
        muted=" · ".join(filter(None, [actor.get_kind_display(), where])),
        lines=[words.summary] if words.summary else [],
        example=actor.example,
    )
