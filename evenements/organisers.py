"""Who organises an event, and with whom."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from annuaire.models import ActorPage
from core.languages import foreign, in_language
from core.parts import Item
from core.translations import attach_words
from evenements.enums import ActorRole
from evenements.models import EventPage
from evenements.snapshots import KNOWN


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
    by_role: dict[str, list[ActorPage]] = defaultdict(list)
    for row in rows:
        if row.actor_id in actors:
            by_role[row.role].append(actors[row.actor_id])
    return Participants(by_role[ActorRole.ORGANISER], by_role[ActorRole.PARTNER])


def display_name(actor: ActorPage) -> str:
    """The name with its acronym, when the name does not carry it already; ACTOR has its words."""
    title = actor.words.title
    return f"{title} ({actor.acronym})" if actor.acronym and actor.acronym not in title else title


def actor_item(actor: ActorPage) -> Item:
    """An actor in a list: its name, what it is, where, what it does; ACTOR has its words."""
    where = actor.commune.words if actor.commune else ""
    summary = in_language(actor.words.summary, actor.words_lang)
    return Item(
        title=display_name(actor),
        url=actor.reading_path if actor.live else "",
        lang=foreign(actor.words_lang),
        muted=" · ".join(filter(None, [actor.get_kind_display(), where])),
        lines=[summary] if summary else [],
        example=actor.example,
    )
