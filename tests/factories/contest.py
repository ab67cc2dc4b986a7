"""The contest: its editions and their entries."""

import datetime as dt

import factory

from evenements.enums import ContestCategory, Distinction
from evenements.models import ContestEntryPage, ContestIndexPage, ContestPage
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import BasePageFactory, parent_of


class ContestPageFactory(BasePageFactory):
    """An edition open from November 2026 to January 2027, without entries nor calendar; `over` closed a year before."""

    parent = parent_of(ContestIndexPage)
    title = factory.LazyAttribute("Concours {0.year}".format)
    slug = factory.LazyAttribute("concours-{0.year}".format)
    year = 2027
    summary = "Montrer ce qui a changé."
    opens_on = dt.date(2026, 11, 2)
    closes_on = dt.date(2027, 1, 31)

    class Meta:
        model = ContestPage

    class Params:
        over = factory.Trait(year=2026, opens_on=dt.date(2025, 11, 3), closes_on=dt.date(2026, 1, 31))
        undated = factory.Trait(opens_on=None, closes_on=None)


class ContestEntryPageFactory(BasePageFactory):
    """An entry of a company, in an edition of its own unless `parent` gives one."""

    parent = factory.SubFactory(ContestPageFactory, over=True)
    title = factory.Sequence("Candidature {}".format)
    slug = factory.Sequence("candidature-{}".format)
    actor = factory.SubFactory(ActorPageFactory)
    category = ContestCategory.COMPANY
    summary = "Avant, après."

    class Meta:
        model = ContestEntryPage

    class Params:
        of_a_commune = factory.Trait(category=ContestCategory.COMMUNE)
        laureate = factory.Trait(distinction=Distinction.LAUREATE, jury_words="Simple et juste.")
        finalist = factory.Trait(distinction=Distinction.FINALIST)
