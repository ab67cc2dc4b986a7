"""The contest: its editions and their entries."""

import datetime as dt
from zoneinfo import ZoneInfo

import factory

from core.models import ContestCategory
from evenements.enums import Distinction
from evenements.models import ContestEntryPage, ContestIndexPage, ContestPage
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import BasePageFactory, parent_of

PARIS = ZoneInfo("Europe/Paris")


def midnight(year: int, month: int, day: int) -> dt.datetime:
    """When that day begins in Paris."""
    return dt.datetime(year, month, day, tzinfo=PARIS)


def category(code: str) -> ContestCategory:
    """The category CODE of the territory's list."""
    return ContestCategory.objects.get(code=code)


class ContestPageFactory(BasePageFactory):
    """An edition open from November 2026 to January 2027, without entries nor calendar; `over` closed a year before."""

    parent = parent_of(ContestIndexPage)
    title = factory.LazyAttribute("Concours {0.year}".format)
    slug = factory.LazyAttribute("concours-{0.year}".format)
    year = 2027
    summary = "Montrer ce qui a changé."
    opens_at = midnight(2026, 11, 2)
    closes_at = midnight(2027, 2, 1)

    class Meta:
        model = ContestPage

    class Params:
        over = factory.Trait(year=2026, opens_at=midnight(2025, 11, 3), closes_at=midnight(2026, 2, 1))
        undated = factory.Trait(opens_at=None, closes_at=None)


class ContestEntryPageFactory(BasePageFactory):
    """An entry of a company, in an edition of its own unless `parent` gives one."""

    parent = factory.SubFactory(ContestPageFactory, over=True)
    title = factory.Sequence("Candidature {}".format)
    slug = factory.Sequence("candidature-{}".format)
    actor = factory.SubFactory(ActorPageFactory)
    category = factory.LazyFunction(lambda: category("entreprise"))
    summary = "Avant, après."

    class Meta:
        model = ContestEntryPage

    class Params:
        of_a_commune = factory.Trait(category=factory.LazyFunction(lambda: category("commune")))
        laureate = factory.Trait(distinction=Distinction.LAUREATE, jury_words="Simple et juste.")
        finalist = factory.Trait(distinction=Distinction.FINALIST)
