"""What an entry says of a page: the words it is found by, and what its result shows. Asks nothing of the database."""

import datetime as dt
from typing import Any

from wagtail.rich_text import get_text_for_indexing

from core.models import BasePage, Term
from evenements.models import ContestEntryPage, EventPage
from search.analysis import tokens
from search.enums import Kind
from search.models import TIMELESS

# By label: `home` is a neighbour, which search may not import.
KINDS: dict[str, Kind] = {
    "evenements.eventpage": Kind.EVENT,
    "evenements.workshoppage": Kind.WORKSHOP,
    "annuaire.actorpage": Kind.ACTOR,
    "evenements.contestentrypage": Kind.ENTRY,
    "home.actionpage": Kind.ACTION,
    "home.contentpage": Kind.PAGE,
    "home.planpage": Kind.PAGE,
    "evenements.contestpage": Kind.PAGE,
    "evenements.contestindexpage": Kind.PAGE,
}
BODIES = ("body", "what_was_done", "results", "rules", "how_to_enter")
TERMS = ("audiences", "themes", "services", "skills", "equipment")
# What `entry_fields` follows from a page: loaded once for many.
RELATIONS = (*TERMS, "kind", "commune", "host__commune", "place__commune", "participants__actor", "actor")


def _stream_text(page: BasePage, name: str) -> str:
    value = getattr(page, name, None)
    return " ".join(value.stream_block.get_searchable_content(value)) if value else ""


def _fact_words(canonical: BasePage, language: str) -> list[str]:
    """The labels of what the page is about, in LANGUAGE."""
    lists = [getattr(canonical, name) for name in TERMS if hasattr(canonical, name)]
    words = [term.label_in(language) for terms in lists for term in terms.all()]
    kind = getattr(canonical, "kind", None)
    if isinstance(kind, Term):
        words.append(kind.label_in(language))
    for place in (canonical, getattr(canonical, "host", None), getattr(canonical, "place", None)):
        commune = getattr(place, "commune", None)
        if commune:
            words += [commune.name, commune.name_br]
    for venue in ("host", "place"):
        words.append(str(getattr(canonical, venue, None) or ""))
    if isinstance(canonical, EventPage):
        words += [participant.actor.title for participant in canonical.participants.all()]
    if isinstance(canonical, ContestEntryPage):
        words.append(canonical.actor.title)
    return [word for word in words if word]


def entry_fields(canonical: BasePage, words: BasePage, language: str, last_end: dt.datetime | None) -> dict[str, Any]:
    """The entry of CANONICAL in LANGUAGE, its words those of the page WORDS; LAST_END is when its last date ends."""
    name = f"{words.title} {getattr(canonical, 'acronym', '')}"
    summary = getattr(words, "summary", "") or getattr(words, "introduction", "")
    texts = [get_text_for_indexing(_stream_text(words, field)) for field in BODIES]
    return {
        "kind": KINDS[canonical._meta.label_lower].value,
        "title": words.title,
        "summary": summary,
        "title_terms": " ".join(tokens(name)),
        "body_terms": " ".join(tokens(" ".join([summary, *texts, *_fact_words(canonical, language)]))),
        "current_until": last_end or TIMELESS,
    }
