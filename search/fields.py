"""What an entry says of a page: the words it is found by, and what its result shows. Asks nothing of the database."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from wagtail.rich_text import get_text_for_indexing

from core.models import BasePage, Term
from evenements.models import ContestEntryPage, EventPage
from search.analysis import name_key, terms, title_words, vocabulary
from search.enums import Kind
from search.models import TIMELESS, FacetSet

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
# What `entry_of` follows from a page: loaded once for many, and what a page's entry depends on.
RELATIONS = (*TERMS, "kind", "commune", "host__commune", "place__commune", "participants__actor", "actor")
PARENTHESES = re.compile(r"\s*\([^()]*\)\s*$")
END_OF_NAME = re.compile(r",\s|\s[–—-]\s")
# What comes first among entries found as well: a band, then what is nearest in time within it.
UPCOMING, ACTORS, PAGES, OTHERS, PAST = 4, 3, 2, 1, 0
BAND = 1_000_000
BANDS = {Kind.ACTOR: ACTORS, Kind.PAGE: PAGES}


@dataclass(frozen=True)
class Dates:
    """Of an event: when its next date starts, if one is not over, and when its last one ends. UTC."""

    next_start: dt.datetime | None
    last_end: dt.datetime


@dataclass(frozen=True)
class Written:
    """An entry as columns, the facets it has, and the words it holds with their terms."""

    columns: dict[str, Any]
    facets: FacetSet
    vocabulary: frozenset[tuple[str, str]]


def entry_of(
    canonical: BasePage, words: BasePage, language: str, readers: Sequence[str], dates: Dates | None
) -> Written:
    """The entry of CANONICAL with the words of the page WORDS, written in LANGUAGE, for those who read in READERS."""
    kind = KINDS[canonical._meta.label_lower]
    names = [words.title, *filter(None, [getattr(canonical, "acronym", "")])]
    summary = getattr(words, "summary", "") or getattr(words, "introduction", "")
    title, offer = " ".join(names), " ".join(_facts(canonical, [language]))
    elsewhere = " ".join(_facts(canonical, readers))
    body = " ".join([summary, *body_texts(words)])
    columns = {
        "kind": kind.value,
        "title": words.title,
        "summary": summary,
        "name_keys": _line(filter(None, map(name_key, [*names, *_short_names(words.title)]))),
        "title_words": _line(title_words(title, language)),
        "title_terms": _line(terms(title, language)),
        "offer_terms": _line([*terms(offer, language), *terms(elsewhere, language)]),
        "body_terms": _line(terms(body, language)),
        "current_until": dates.last_end if dates else TIMELESS,
        "rank": _rank(canonical, kind, dates),
    }
    facets = FacetSet.of(kind.value, _codes(canonical, "audiences"), _codes(canonical, "themes"),
                         _communes(canonical), readers)  # fmt: skip
    # Labels in other languages find the entry, and correct nobody: they are words of no spelling.
    held = vocabulary(" ".join([title, offer, body]), language) | {("", term) for term in terms(elsewhere, language)}
    return Written(columns | {"facets_id": facets.pk}, facets, frozenset(held))


def _short_names(title: str) -> list[str]:
    """What people say of a long title: without its parentheses, and what stands before a dash or a comma."""
    bare = PARENTHESES.sub("", title)
    return [bare, END_OF_NAME.split(bare, maxsplit=1)[0]]


def _line(words: Iterable[str]) -> str:
    """Each word once, in order: how often a word is said ranks nothing."""
    return " ".join(dict.fromkeys(words))


def body_texts(words: BasePage) -> Iterator[str]:
    """The texts of a page below its title and summary, without markup."""
    for field in BODIES:
        yield get_text_for_indexing(_stream_text(words, field))


def _stream_text(page: BasePage, name: str) -> str:
    value = getattr(page, name, None)
    return " ".join(value.stream_block.get_searchable_content(value)) if value else ""


def _facts(canonical: BasePage, languages: Iterable[str]) -> list[str]:
    """What the page offers, for whom, where and by whom, in each of LANGUAGES."""
    found: list[str] = []
    chosen = [term for name in TERMS if hasattr(canonical, name) for term in getattr(canonical, name).all()]
    kind = getattr(canonical, "kind", None)
    for language in languages:
        found += [term.label_in(language) for term in [*chosen, kind] if isinstance(term, Term)]
        if isinstance(kind, str):
            with translation.override(language):
                found.append(str(canonical.get_kind_display()))
    for place in _places(canonical):
        found += [str(place) if place is not canonical else "", getattr(place, "postcode", "")]
        if commune := getattr(place, "commune", None):
            found += [commune.name, commune.name_br]
    if isinstance(canonical, EventPage):
        found += [_name(participant.actor) for participant in canonical.participants.all()]
    if isinstance(canonical, ContestEntryPage):
        found.append(_name(canonical.actor))
    found.append(getattr(canonical, "programmes", ""))
    return list(dict.fromkeys(filter(None, found)))


def _name(actor: Any) -> str:
    return f"{actor.title} {actor.acronym}"


def _places(canonical: BasePage) -> list[Any]:
    return list(filter(None, [canonical, getattr(canonical, "host", None), getattr(canonical, "place", None)]))


def _codes(canonical: BasePage, name: str) -> list[str]:
    return [term.code for term in getattr(canonical, name).all()] if hasattr(canonical, name) else []


def _communes(canonical: BasePage) -> list[str]:
    """The commune where it is; an entry of the contest is where its actor is."""
    places = [*_places(canonical), *filter(None, [getattr(canonical, "actor", None)])]
    return [place.commune.insee for place in places if getattr(place, "commune", None)][:1]


def _rank(canonical: BasePage, kind: Kind, dates: Dates | None) -> int:
    """Greater comes first. It moves only when the page does, or a date of an event ends."""
    if dates is None:
        band = ACTORS if kind == Kind.ACTOR else BANDS.get(kind, OTHERS)
        seen = getattr(canonical, "confirmed_on", None) or (canonical.last_published_at or TIMELESS).date()
        return band * BAND + min(seen.toordinal(), BAND - 1) if band == ACTORS else band * BAND
    if dates.next_start is not None:
        return UPCOMING * BAND + BAND - _hours(dates.next_start)
    return PAST * BAND + _hours(dates.last_end)


def _hours(moment: dt.datetime) -> int:
    return int(moment.timestamp() // 3600)
