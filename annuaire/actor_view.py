"""What an actor's page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _

from annuaire import phone
from annuaire.enums import AccessMode, Fee, SpecialCare, SupportMode
from annuaire.freshness.wording import stale_sentence
from annuaire.models import ActorPage
from annuaire.open_now import OpenNow, open_now
from annuaire.opening_hours import in_words
from annuaire.structured_data import actor_data
from core.addresses import absolute, page_path
from core.clock import today
from core.dates_in_words import on_day
from core.languages import DEFAULT_LANGUAGE, current, foreign
from core.location_map import map_of
from core.models import Term
from core.navigation import paths
from core.parts import Link


@dataclass(frozen=True)
class Offer:
    """What one finds there, of one sort."""

    label: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """Words, and their language when it is not the one being read."""

    text: str
    lang: str


def actor_context(actor: ActorPage, words: ActorPage, lang: str) -> dict[str, Any]:
    """The context of the page of ACTOR, canonical, told in WORDS, whose language is LANG."""
    now = open_now(actor.opening_hours) if actor.opening_hours else None
    crumbs = [Link(_("Annuaire"), paths()["directory"])]
    url = absolute(page_path(words, lang))
    name = actor.name_in(words)
    feed = reverse("actor_ics", args=[actor.slug])
    return {
        "name": name,
        "foreign": foreign(lang),
        "crumbs": crumbs,
        "publics": list(actor.audiences.all()),
        "offers": _offers(actor),
        "open_now": now,
        "mark": _mark(now),
        "hours": in_words(actor.opening_hours),
        "area": _said(actor, words, lang, "area_of_action"),
        "access": _said(actor, words, lang, "accessibility"),
        "address": actor.address_lines(current()),
        "map": map_of(actor, name),
        "phone_words": phone.in_words(actor.phone),
        "phone_uri": phone.international(actor.phone),
        "website_words": actor.website.split("//")[-1].removeprefix("www.").rstrip("/"),
        "verified": on_day(actor.verified_on, today()) if actor.verified_on else "",
        "stale": stale_sentence(actor),
        "sources": [line for line in actor.sources.splitlines() if line.strip()],
        "actions": _actions(actor),
        "feed_url": feed,
        "webcal_url": f"webcal:{absolute(feed).partition(':')[2]}",
        "data": actor_data(actor, words, lang, url, crumbs),
    }


def _said(actor: ActorPage, words: ActorPage, lang: str, field: str) -> Said:
    """A field of WORDS, in LANG; in French where the translation leaves it empty."""
    text, spoken = getattr(words, field), lang
    if not text:
        text, spoken = getattr(actor, field), DEFAULT_LANGUAGE
    return Said(text, foreign(spoken))


def _offers(actor: ActorPage) -> list[Offer]:
    lists: list[tuple[str, Iterable[Term]]] = [
        (_("Services"), actor.services.all()),
        (_("Équipements"), actor.equipment.all()),
        (_("Compétences"), actor.skills.all()),
    ]
    offers = [Offer(label, tuple(term.words for term in terms)) for label, terms in lists]
    programmes = tuple(filter(None, (name.strip() for name in actor.programmes.split(","))))
    told = [*offers, Offer(_("Labels et programmes"), programmes), *_terms_of_help(actor)]
    return [offer for offer in told if offer.items]


def _terms_of_help(actor: ActorPage) -> list[Offer]:
    """What a place where one is helped says of how, in the words of the national schema."""
    told: list[tuple[str, type[TextChoices], list[str]]] = [
        (_("Frais"), Fee, actor.fees),
        (_("Accompagnement"), SupportMode, actor.support_modes),
        (_("Pour y accéder"), AccessMode, actor.access_modes),
        (_("Besoins particuliers pris en charge"), SpecialCare, actor.special_care),
    ]
    return [
        Offer(label, tuple(str(choice.label) for choice in values if choice.value in chosen))
        for label, values, chosen in told
    ]


def _mark(now: OpenNow | None) -> OpenNow | None:
    """The hour in the flag: when it closes, or when it opens."""
    return now if now and now.hour else None


def _actions(actor: ActorPage) -> list[Link]:
    """The actions of the plan it serves, each leading to its page."""
    plan = paths()["plan"]
    return [Link(f"{action.code}. {action.words}", f"{plan}{action.code}/") for action in actor.actions.all()]
