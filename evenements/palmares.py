"""The entries of the contest as pages show them: by category, by distinction, by edition."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy

from core.languages import DEFAULT_LANGUAGE, foreign
from core.translations import attach_words
from evenements.enums import Distinction
from evenements.models import ContestEntryPage, ContestPage
from evenements.organisers import display_name

# Said of an entry, of a company, of a commune: all three feminine in French.
DISTINCTIONS = {Distinction.LAUREATE: gettext_lazy("Lauréate"), Distinction.FINALIST: gettext_lazy("Finaliste")}


@dataclass(frozen=True)
class Entry:
    """An entry in a list. `lang`, `actor_lang`, `jury_lang` are those of words not in the language being read."""

    title: str
    url: str
    category: str
    actor: str
    actor_url: str
    summary: str
    jury_words: str
    distinction: str
    lang: str = ""
    actor_lang: str = ""
    jury_lang: str = ""
    example: bool = False

    @property
    def rank(self) -> str:
        """ "Lauréate, entreprise"; nothing without a distinction."""
        return f"{self.distinction}, {self.category.lower()}" if self.distinction else ""


@dataclass(frozen=True)
class Palmares:
    """The entries of one edition: the laureates, the finalists the jury speaks of, the other finalists, the rest."""

    year: int
    url: str
    title: str = ""
    lang: str = ""
    example: bool = False
    laureates: Sequence[Entry] = ()
    praised: Sequence[Entry] = ()
    finalists: Sequence[Entry] = ()
    others: Mapping[str, Sequence[Entry]] = field(default_factory=dict)

    @property
    def honoured(self) -> list[Entry]:
        """Those shown first, with what the jury says of them."""
        return [*self.laureates, *self.praised]

    @property
    def is_known(self) -> bool:
        return bool(self.laureates or self.praised or self.finalists)


def with_words(entries: Iterable[ContestEntryPage]) -> list[ContestEntryPage]:
    """ENTRIES with their words and their actor's, in the order of the categories, of places, then of titles."""
    found = attach_words(entries)
    attach_words(entry.actor for entry in found)
    return sorted(found, key=_order)


def _order(entry: ContestEntryPage) -> tuple[int, str, bool, int, str]:
    place = entry.place or 0
    return entry.category.sort_order, entry.category.label, not place, place, entry.words.title


def entries_by_edition(editions: Sequence[ContestPage]) -> dict[int, list[ContestEntryPage]]:
    """The published entries of EDITIONS, by the edition's primary key, in one query per language and type of page."""
    by_path = {edition.path: edition.pk for edition in editions if edition.path}
    entries = ContestEntryPage.objects.published().select_related(
        "locale", "category", "actor__locale", "actor__commune"
    )
    found: dict[int, list[ContestEntryPage]] = defaultdict(list)
    for entry in with_words(entries):
        parent = entry.path[: -entry.steplen]
        if parent in by_path:
            found[by_path[parent]].append(entry)
    return found


def palmares(edition: ContestPage, entries: Sequence[ContestEntryPage]) -> Palmares:
    """What the pages show of ENTRIES, those of EDITION, which has its words."""
    laureates = [entry for entry in entries if entry.distinction == Distinction.LAUREATE]
    finalists = [entry for entry in entries if entry.distinction == Distinction.FINALIST]
    others: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if not entry.distinction:
            others[entry.category.words].append(entry_of(entry))
    return Palmares(
        year=edition.year,
        url=edition.reading_path,
        title=edition.words.title,
        lang=foreign(edition.words_lang),
        example=edition.example,
        laureates=[entry_of(entry) for entry in laureates],
        praised=[entry_of(entry) for entry in finalists if entry.words.jury_words],
        finalists=[entry_of(entry) for entry in finalists if not entry.words.jury_words],
        others=dict(others),
    )


def entry_of(entry: ContestEntryPage) -> Entry:
    """A row for ENTRY, which has its words and its actor's."""
    words, actor = entry.words, entry.actor
    return Entry(
        title=words.title,
        url=entry.reading_path,
        category=entry.category.words,
        actor=display_name(actor),
        actor_url=actor.reading_path if actor.live else "",
        summary=words.summary,
        jury_words=words.jury_words,
        distinction=distinction_words(entry),
        lang=foreign(entry.words_lang),
        actor_lang=foreign(actor.words_lang),
        jury_lang=foreign(jury_language(entry)),
        example=entry.example,
    )


def jury_language(entry: ContestEntryPage) -> str:
    """That of what the jury says of ENTRY, which has its words: a French page has French ones, whoever applied."""
    language: str = DEFAULT_LANGUAGE if entry.words.pk == entry.pk else entry.words_lang
    return language


def distinction_words(entry: ContestEntryPage) -> str:
    """ "Lauréate", "Finaliste", or nothing."""
    return str(DISTINCTIONS.get(Distinction(entry.distinction), ""))
