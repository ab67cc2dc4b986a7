"""Two entries that are one, and what a test says of them."""

from typing import Any

from annuaire.duplicates.models import Duplicate
from annuaire.duplicates.subjects import Subject, key_of, kind_and_pk
from annuaire.models import ActorPage
from core.models import Place
from tests.factories.annuaire import ActorPageFactory


def pair_of(one: Subject, other: Subject) -> Duplicate:
    """The proposal of these two."""
    left, right = sorted((key_of(one), key_of(other)), key=kind_and_pk)
    return Duplicate.objects.get_or_create(left=left, right=right, defaults={"score": 0.9, "reasons": ["same-name"]})[0]


def twins(**facts: Any) -> tuple[ActorPage, ActorPage]:
    """The entry to keep, and the same again; FACTS are the second's."""
    kept = ActorPageFactory(title="Fablab de la rade", slug="fablab-de-la-rade")
    return kept, ActorPageFactory(**{"title": "Le Fab-lab de la rade", "slug": "le-fab-lab"} | facts)


def again(thing: ActorPage | Place) -> Any:
    """THING as the database has it."""
    return type(thing)._default_manager.get(pk=thing.pk)
