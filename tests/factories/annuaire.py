"""Actors of the directory."""

import factory

from annuaire.enums import ActorKind
from annuaire.models import ActorPage, DirectoryPage
from tests.factories.core import BasePageFactory, CommuneFactory, parent_of


class ActorPageFactory(BasePageFactory):
    """An actor without address; `located` gives one, `open_on_weekdays` hours, `invented` marks an example."""

    parent = parent_of(DirectoryPage)
    title = factory.Sequence("Acteur {}".format)
    slug = factory.Sequence("acteur-{}".format)
    kind = ActorKind.ASSOCIATION
    summary = "Ce que fait cet acteur."

    class Meta:
        model = ActorPage

    class Params:
        located = factory.Trait(
            street="1 rue du Port",
            commune=factory.SubFactory(CommuneFactory),
            postcode=factory.LazyAttribute(lambda actor: actor.commune.postcodes[0]),
            latitude=47.75,
            longitude=-3.37,
        )
        open_on_weekdays = factory.Trait(opening_hours="Mo-Fr 09:00-12:00,14:00-18:00; PH off")
        invented = factory.Trait(example=True)
