"""What is known of an actor, as files tell it: plain values, the same whether they come from a page or from a row.

Vocabularies are codes, in the order of their list; a commune is its INSEE code; a telephone is in the international
form; the body is its text. Two `ActorFacts` compare field by field.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.html import escape

from annuaire import phone
from annuaire.enums import NationalProgramme, TrainingLabel
from annuaire.models import ActorPage
from core.models import Term
from core.plain_text import body_text
from core.tables.reading import known_value
from core.tables.writing import one_line, readable

PLAIN = (
    "acronym", "kind", "street", "complement", "postcode", "latitude", "longitude", "opening_hours", "email",
    "website", "siret", "rna", "parent_structure", "accessibility_url", "booking_url", "verified_on", "example",
)  # fmt: skip
LISTS = ("services", "skills", "equipment", "audiences", "actions")
VALUES = ("typologies", "itinerancy", "fees", "access_modes", "support_modes", "special_care")
WORDS = ("title", "summary", "area_of_action", "accessibility")


@dataclass(frozen=True, kw_only=True)
class ActorFacts:
    """`key` never changes; `commune` is its INSEE code and `town` its French name; `published_on` is in the site's time
    zone; `language` is that of the words (title, summary, body, area_of_action, accessibility).
    """

    key: str = ""
    slug: str = ""
    language: str = "fr"
    published_on: dt.datetime | None = None
    title: str = ""
    summary: str = ""
    body: str = ""
    area_of_action: str = ""
    accessibility: str = ""
    acronym: str = ""
    kind: str = ""
    services: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    street: str = ""
    complement: str = ""
    postcode: str = ""
    commune: str = ""
    town: str = ""
    latitude: float | None = None
    longitude: float | None = None
    opening_hours: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    siret: str = ""
    rna: str = ""
    parent_structure: str = ""
    programmes: tuple[str, ...] = ()
    typologies: tuple[str, ...] = ()
    itinerancy: tuple[str, ...] = ()
    fees: tuple[str, ...] = ()
    access_modes: tuple[str, ...] = ()
    support_modes: tuple[str, ...] = ()
    special_care: tuple[str, ...] = ()
    accessibility_url: str = ""
    booking_url: str = ""
    verified_on: dt.date | None = None
    sources: tuple[str, ...] = ()
    example: bool = False


def facts_of(
    actor: ActorPage,
    words: ActorPage | None = None,
    language: str = "fr",
    lists: Mapping[str, tuple[str, ...]] | None = None,
) -> ActorFacts:
    """What is known of ACTOR, canonical, told in the WORDS, whose LANGUAGE is given, of the page or its translation.

    LISTS are the codes it holds of each of the five vocabularies; by default they are read from it. Asks nothing of the
    database when the commune and the lists are there already.
    """
    words = words or actor
    same: dict[str, Any] = {name: getattr(actor, name) for name in PLAIN}
    same |= {name: getattr(words, name) or getattr(actor, name) for name in WORDS}
    same |= lists if lists is not None else {name: codes(getattr(actor, name).all()) for name in LISTS}
    same |= {name: tuple(getattr(actor, name)) for name in VALUES}
    return ActorFacts(
        key=str(actor.translation_key),
        slug=actor.slug,
        language=language,
        published_on=_local(actor.last_published_at),
        body=readable(body_text(words.body) or body_text(actor.body)),
        commune=actor.commune.insee if actor.commune else "",
        town=actor.commune.name if actor.commune else "",
        phone=phone.international(actor.phone) if actor.phone else "",
        programmes=programmes_in(actor.programmes.split(",")) if actor.programmes else (),
        sources=tuple(filter(None, map(one_line, actor.sources.splitlines()))),
        **same,
    )


def codes(terms: Iterable[Term]) -> tuple[str, ...]:
    """The codes of TERMS, in the order of their list."""
    return tuple(term.code for term in sorted(terms, key=lambda term: (term.sort_order, term.label)))


def _local(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)) if moment else None


def programmes_in(names: Iterable[str]) -> tuple[str, ...]:
    """NAMES as the national schema writes those it knows: its programmes first, then its labels, then the others."""
    given = list(dict.fromkeys(filter(None, map(one_line, names))))
    national, labels = national_programmes(given), training_labels(given)
    return (*national, *labels, *other_programmes(given))


def national_programmes(names: Iterable[str]) -> tuple[str, ...]:
    """Those of NAMES that are national programmes, in the order of the schema."""
    return _known(NationalProgramme.values, names)


def training_labels(names: Iterable[str]) -> tuple[str, ...]:
    return _known(TrainingLabel.values, names)


def other_programmes(names: Iterable[str]) -> tuple[str, ...]:
    """Those that the national schema does not know, in their order."""
    closed = [*NationalProgramme.values, *TrainingLabel.values]
    return tuple(name for name in names if known_value(closed, name) is None)


def _known(values: list[str], names: Iterable[str]) -> tuple[str, ...]:
    found = {known_value(values, name) for name in names}
    return tuple(value for value in values if value in found)


def model_values(facts: Mapping[str, Any]) -> dict[str, Any]:
    """FACTS, some of the fields of `ActorFacts` by name, as the fields of `ActorPage` hold them.

    `commune` and the five lists stay codes: who has the database at hand finds their rows. What is no field of the page
    (key, town, language, published_on) is left out.
    """
    kept = {name: value for name, value in facts.items() if name not in ("key", "town", "language", "published_on")}
    made = {name: list(kept[name]) for name in VALUES if name in kept}
    if "programmes" in kept:
        made["programmes"] = ", ".join(name.replace(",", " ") for name in kept["programmes"])
    if "sources" in kept:
        made["sources"] = "\n".join(kept["sources"])
    if "phone" in kept:
        made["phone"] = phone.in_words(kept["phone"])
    if "body" in kept:
        made["body"] = body_of(kept["body"])
    return kept | made


def body_of(text: str) -> list[dict[str, str]]:
    """The raw body, one block, whose text is TEXT: a blank line between two paragraphs."""
    paragraphs = [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]
    html = "".join(f"<p>{escape(paragraph).replace(chr(10), '<br/>')}</p>" for paragraph in paragraphs)
    return [{"type": "text", "value": html}] if html else []
