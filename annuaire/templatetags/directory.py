"""What other pages show of the directory."""

from collections.abc import Iterable

from django import template
from wagtail.models import Page

from annuaire.cards import cards
from annuaire.models import ActorPage
from core.parts import ActorCard

register = template.Library()


@register.simple_tag
def actor_cards(pages: Iterable[Page | None]) -> list[ActorCard]:
    """The cards of those of PAGES that are published, in their order; a translation stands for its original."""
    keys = [page.translation_key for page in pages if page is not None]
    found = ActorPage.objects.published().filter(translation_key__in=keys).with_card()
    actors = {actor.translation_key: actor for actor in found}
    return cards(actors[key] for key in dict.fromkeys(keys) if key in actors)
