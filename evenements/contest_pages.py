"""What the pages of the contest show: its index, an edition, an entry."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from annuaire.models import ActorPage
from core.addresses import absolute
from core.clock import today as clock_today
from core.dates_in_words import date_with_article
from core.languages import choose, current, foreign
from core.navigation import paths
from core.parts import Item, Link
from core.territory import territory
from core.translations import attach_words
from evenements.contest.stages import Stage
from evenements.contest.start import start_path
from evenements.edition_steps import steps
from evenements.editions import calendar_of, current_edition, last_day, told_stage
from evenements.models import ContestEntryPage, ContestIndexPage, ContestPage
from evenements.organisers import actor_item, display_name
from evenements.palmares import (
    Entry,
    Palmares,
    distinction_words,
    entries_by_edition,
    entry_of,
    jury_language,
    palmares,
)
from evenements.snapshots import KNOWN


@dataclass(frozen=True)
class CategoryWords:
    """A category of an edition. `lang` is that of its description when it is not the language being read."""

    label: str
    description: str
    lang: str


def index_context(words: ContestIndexPage) -> dict[str, Any]:
    """The contest's index, whose WORDS show: the edition of the moment, then the palmarès of all, the latest first."""
    found = _all_palmares()
    edition = current_edition(list(found), {edition.pk for edition, results in found.items() if results.laureates})
    known = [results for results in found.values() if results.is_known]
    story = edition_story(edition, found[edition]) if edition else {}
    return {
        "description": words.search_description or words.introduction,
        "edition": edition,
        "results": known[0] if known else None,
        "former": known[1:],
        **story,
    }


def edition_context(edition: ContestPage, words: ContestPage, lang: str) -> dict[str, Any]:
    """An edition, canonical, whose WORDS in LANG show: its story, its entries, and the palmarès of the others."""
    edition.words, edition.words_lang = words, lang
    entries = entries_by_edition([edition]).get(edition.pk, [])
    results = palmares(edition, entries)
    former = [other for other in _all_palmares(edition).values() if other.is_known]
    return {
        "crumbs": [Link(_("Concours"), paths()["contest"])],
        "description": words.search_description or words.summary,
        "foreign": foreign(lang),
        "edition": edition,
        "results": results,
        "former": former,
        "partners": _partners(edition),
        **edition_story(edition, results),
    }


def edition_story(edition: ContestPage, results: Palmares) -> dict[str, Any]:
    """Where EDITION stands: its stage in a sentence, its calendar, whom it is for, what to do now."""
    calendar, categories = calendar_of(edition), _categories(edition)
    stage, sentence = told_stage(edition, calendar, has_laureates=bool(results.laureates))
    return {
        "shows_how": stage in (Stage.COMING, Stage.OPEN)
        and bool(edition.words.how_to_enter or edition.takes_applications),
        "enter_url": start_path(edition) if stage == Stage.OPEN and edition.takes_applications else "",
        "stage_sentence": sentence,
        "steps": steps(edition, calendar),
        "publics": [category.label for category in categories],
        "categories": categories,
        "call": _call(edition, stage, results),
        "edition_lang": foreign(edition.words_lang),
        "rules_url": f"{edition.reading_path}#reglement" if edition.words.rules else "",
    }


def entry_context(entry: ContestEntryPage, words: ContestEntryPage, lang: str) -> dict[str, Any]:
    """An entry, canonical, whose WORDS in LANG show: its actor, its edition and its other entries, how to cite it."""
    entry.words, entry.words_lang = words, lang
    actor = ActorPage.objects.select_related("locale", "commune").get(pk=entry.actor_id)
    edition = entry.edition
    attach_words([actor])
    siblings: list[Entry] = []
    above = [Link(_("Concours"), paths()["contest"])]
    if edition:
        attach_words([edition])
        above.append(Link(edition.words.title, edition.reading_path))
        rows = entries_by_edition([edition]).get(edition.pk, [])
        siblings = [entry_of(other) for other in rows if other.pk != entry.pk]
    return {
        "crumbs": above,
        "description": words.search_description or words.summary,
        "foreign": foreign(lang),
        "edition": edition,
        "actor": actor_item(actor),
        "category": entry.category.words,
        "distinction": distinction_words(entry),
        "jury_lang": foreign(jury_language(entry)),
        "pictures": list(entry.pictures.select_related("image")) if entry.pk else list(entry.pictures.all()),
        "siblings": siblings,
        "citation": _citation(entry, display_name(actor), edition),
        "page_url": absolute(entry.reading_path),
    }


def _all_palmares(*but: ContestPage) -> dict[ContestPage, Palmares]:
    """The published editions and their palmarès, the latest first, except those of BUT."""
    editions = ContestPage.objects.published().select_related("locale").order_by("-year", "-pk")
    editions = attach_words(editions.exclude(pk__in=[edition.pk for edition in but]))
    entries = entries_by_edition(editions)
    return {edition: palmares(edition, entries.get(edition.pk, [])) for edition in editions}


def _categories(edition: ContestPage) -> list[CategoryWords]:
    """The categories of EDITION with what they are for, in the language being read where they have it."""
    found = []
    for category in edition.categories.all():
        description, lang = category.description_in(current())
        found.append(CategoryWords(category.words, description, foreign(lang)))
    return found


def _call(edition: ContestPage, stage: Stage, results: Palmares) -> Link | None:
    """The main action of the page: to enter while one can, to read the results once they are known."""
    if stage == Stage.RESULTS and results.laureates:
        return Link(_("Voir le palmarès"), "#palmares", "trophy")
    if stage != Stage.OPEN or not (edition.words.how_to_enter or edition.takes_applications):
        return None
    url = start_path(edition) if edition.takes_applications else "#candidater"
    if edition.closes_at is None:
        return Link(_("Candidater"), url)
    day = date_with_article(last_day(edition.closes_at), clock_today())
    return Link(_("Candidater jusqu’au %(day)s") % {"day": day}, url)


def _partners(edition: ContestPage) -> list[Item]:
    chosen = [actor.pk for actor in edition.partners.all()]
    actors = ActorPage.objects.filter(KNOWN, pk__in=chosen).select_related("locale", "commune").order_by("title")
    return [actor_item(actor) for actor in attach_words(actors)]


def _citation(entry: ContestEntryPage, actor: str, edition: ContestPage | None) -> str:
    """How to cite ENTRY: what, who, where it was told."""
    parts = [_("« %(title)s »") % {"title": entry.words.title}, actor, edition.words.title if edition else ""]
    return f"{', '.join(filter(None, [*parts, choose(territory().site_name)]))}."
