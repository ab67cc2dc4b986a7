"""Actors as lists show them."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from annuaire.freshness.wording import stale_sentence
from annuaire.listing import Listing
from annuaire.models import ActorPage
from annuaire.nearby import distance_in_words
from core.clock import today
from core.dates_in_words import on_day
from core.languages import foreign
from core.parts import ActorCard
from core.translations import attach_words


def cards(actors: Iterable[ActorPage]) -> list[ActorCard]:
    """A card for each of ACTORS (from `with_card`), in their order, in the language being read."""
    return [_card(actor) for actor in attach_words(actors)]


def cards_found(actors: Iterable[ActorPage], found: Listing) -> list[ActorCard]:
    """The same for actors that are in FOUND, which says where they are and from where distances are counted."""
    return [_placed(_card(actor), actor.pk, found) for actor in attach_words(actors)]


def _placed(card: ActorCard, key: int, found: Listing) -> ActorCard:
    spot = found.actors.spot(key)
    if spot is None:
        return card
    return replace(card, key=str(key), distance=distance_in_words(found.origin, spot) if found.origin else "")


def _card(actor: ActorPage) -> ActorCard:
    words = actor.words
    return ActorCard(
        url=actor.reading_path,
        name=actor.name_in(words),
        kind=actor.get_kind_display(),
        lang=foreign(actor.words_lang),
        place=actor.commune.words if actor.commune else _("sans adresse"),
        offer=words.summary,
        publics=list(actor.audiences.all()),
        verified=on_day(actor.verified_on, today()) if actor.verified_on else "",
        stale=stale_sentence(actor),
        example=actor.example,
    )
