"""The demonstration's editions of the contest, with their entries."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from annuaire.models import ActorPage
from core.models import ContestCategory
from evenements.models import ContestCriterion, ContestDate, ContestEntryPage, ContestIndexPage, ContestPage, EventPage
from home.loading.demo import DemoPages, Entry, section
from home.loading.files import read
from home.loading.lines import LineReader
from home.loading.words import body

ONE_DAY = dt.timedelta(days=1)
BODIES = ("body", "rules", "criteria", "prizes", "how_to_enter")


class ContestBuilder:
    """Makes the pages of the contest, from what was loaded before them."""

    def __init__(
        self, pages: DemoPages, actors: Mapping[str, ActorPage], events: Mapping[str, EventPage], lines: LineReader
    ) -> None:
        self.pages, self.actors, self.events, self.lines = pages, actors, events, lines

    def load(self) -> None:
        """Every edition of demo/contest.json and its entries, added where they are missing."""
        index = section(ContestIndexPage)
        for order, entry in enumerate(read("demo/contest")["editions"]):
            name = f"edition-{order}"
            year = self.lines.day(entry["year_of"]).year
            edition = self.pages.find("contest", name, index["fr"])
            if edition is None:
                words = {code: _in_year(words, year) for code, words in entry["translations"].items()}
                edition = self.pages.add("contest", self.build_edition(entry, year), index, slug=name, words=words)
            for candidate in entry["entries"]:
                self._load_entry(name, candidate, edition)

    def build_edition(self, entry: Entry, year: int) -> ContestPage:
        """The edition of YEAR, with the steps of its calendar, not saved."""
        page = ContestPage(
            summary=entry["summary"],
            **{name: body(entry[name]) for name in BODIES},
            **_in_year({name: entry[name] for name in ("slug", "title")}, year),
            year=year,
            opens_at=_midnight(self.lines.day(entry["opens_on"])),
            closes_at=_midnight(self.lines.day(entry["closes_on"]) + ONE_DAY),
            jury_ends_on=self.lines.day(entry["jury_ends_on"]),
            results_at=_at(self.lines.day(entry["results_on"]), dt.time.fromisoformat(entry["results_time"])),
            takes_applications=entry["takes_applications"],
            example=entry["example"],
        )
        page.categories = self.pages.chosen(ContestCategory, entry["categories"])
        page.partners = [self.actors[slug] for slug in entry["partners"]]
        page.weighted_criteria = [
            ContestCriterion(**criterion, sort_order=order)
            for order, criterion in enumerate(entry["weighted_criteria"])
        ]
        page.calendar = [
            ContestDate(event=self.events[slug], sort_order=order) for order, slug in enumerate(entry["calendar"])
        ]
        return page

    def _load_entry(self, edition_name: str, entry: Entry, edition: ContestPage) -> None:
        name = f"{edition_name}/{entry['slug']}"
        if self.pages.find("contest", name, edition):
            return
        page = ContestEntryPage(
            **{key: entry[key] for key in ("slug", "title", "summary", "distinction", "jury_words", "example")},
            category=self.pages.chosen(ContestCategory, [entry["category"]])[0],
            actor=self.actors[entry["actor"]],
            what_was_done=body(entry["what_was_done"]),
            results=body(entry["results"]),
        )
        self.pages.add("contest", page, {"fr": edition}, slug=name)


def _midnight(day: dt.date) -> dt.datetime:
    """When DAY begins on the territory's clock."""
    return _at(day, dt.time.min)


def _at(day: dt.date, hour: dt.time) -> dt.datetime:
    """HOUR of DAY on the territory's clock."""
    return timezone.make_aware(dt.datetime.combine(day, hour), timezone.get_default_timezone())


def _in_year(words: Mapping[str, Any], year: int) -> dict[str, Any]:
    return {
        name: value.replace("{year}", str(year)) if isinstance(value, str) else value for name, value in words.items()
    }
