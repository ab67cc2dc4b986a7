"""From search entries to the rows a page shows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from django.db.models import prefetch_related_objects
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.clock import now
from core.languages import foreign, in_language
from core.models import BasePage
from core.parts import Item
from evenements.event_dates import told_state
from evenements.models import ContestEntryPage, EventPage, Occurrence
from evenements.presentation import name_places, next_dates, place_words, when_words
from search.analysis import spans
from search.enums import Kind
from search.fields import body_texts
from search.models import SearchEntry

EXCERPT = 220
# What a row shows of a page that its entry does not hold.
SHOWN_RELATIONS = ("kind", "actor", "action", "locale")


def marked(text: str, words: Collection[str], language: str) -> SafeString:
    """TEXT escaped, with the words that were searched inside <mark>."""
    wanted, parts, end = set(words), [], 0
    for start, stop, terms in spans(text, language):
        if wanted.intersection(terms):
            parts += [escape(text[end:start]), f"<mark>{escape(text[start:stop])}</mark>"]
            end = stop
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308  # every piece is escaped above


def excerpt(texts: Iterable[str], words: Collection[str], language: str) -> SafeString:
    """The part of the first of TEXTS that has a searched word, marked; else the beginning of the first that is any.

    "…" where it was cut.
    """
    wanted, first = set(words), ""
    for text in filter(None, texts):
        first = first or text
        for start, _stop, terms in spans(text, language):
            if wanted.intersection(terms):
                return marked(_cut(text, start), words, language)
    return marked(_cut(first, 0), words, language)


def _cut(text: str, place: int) -> str:
    """About EXCERPT characters of TEXT around PLACE, by whole words."""
    if len(text) <= EXCERPT:
        return text
    start = max(0, text.rfind(" ", 0, max(place - EXCERPT // 2, 0)) + 1)
    piece = text[start : start + EXCERPT]
    if start + EXCERPT < len(text):
        # A text without spaces is cut where it must.
        piece = (piece.rsplit(" ", 1)[0] if " " in piece else piece) + "…"
    return ("…" if start else "") + piece


def items(
    entries: Sequence[SearchEntry], words: Collection[str], labels: Mapping[str, Mapping[str, str]]
) -> list[Item]:
    """A row per entry, in order; LABELS are the words of each facet. A constant number of queries."""
    load([entry.result for entry in entries])
    dates = next_dates([entry.page_id for entry in entries if isinstance(entry.result, EventPage)])
    name_places(dates.values())
    return [_item(entry, words, labels, dates.get(entry.page_id)) for entry in entries]


def load(pages: Iterable[BasePage]) -> None:
    """Reads at once what rows say of PAGES and their entries do not hold."""
    by_model: dict[type[BasePage], list[BasePage]] = {}
    for page in pages:
        by_model.setdefault(type(page), []).append(page)
    for model, some in by_model.items():
        names = {field.name for field in model._meta.get_fields() if field.is_relation}
        prefetch_related_objects(some, *(name for name in SHOWN_RELATIONS if name in names))


def _item(
    entry: SearchEntry, words: Collection[str], labels: Mapping[str, Mapping[str, str]], date: Occurrence | None
) -> Item:
    page = entry.result
    texts = chain([entry.summary], body_texts(page.words))
    found_in = in_language(excerpt(texts, words, entry.language), page.words_lang)
    return Item(
        title=marked(entry.title, words, entry.language),
        url=page.reading_path,
        lang=foreign(page.words_lang),
        lines=[line for line in (_facts(entry, labels, date), found_in) if line],
        state=told_state(date, page) if date is not None else "confirmed",
        publics=[labels["public"][code] for code in entry.publics if code in labels["public"]],
        example=getattr(page, "example", False),
    )


def _facts(entry: SearchEntry, labels: Mapping[str, Mapping[str, str]], date: Occurrence | None) -> str:
    """What it is, then when and where, or where."""
    page = entry.result
    facts = [kind_words(entry)]
    if date is not None:
        over = date.end <= now()
        facts += [_("Terminé") if over else "", when_words(date), place_words(page, date)]
    elif isinstance(page, ContestEntryPage):
        facts += [page.actor.title, page.get_distinction_display() if page.distinction else ""]
    else:
        facts += [labels["commune"].get(code, "") for code in entry.communes]
    return " · ".join(filter(None, facts))


def kind_words(entry: SearchEntry) -> str:
    """What a result is, in a word or two: "Conférence", "Association", "Page"."""
    page = entry.result
    if isinstance(page, EventPage):
        return page.kind.words
    if hasattr(page, "get_kind_display"):
        return str(page.get_kind_display())
    if entry.kind == Kind.ACTION:
        return _("Action %(number)s du plan") % {"number": page.action.code}
    return _("Candidature au concours") if entry.kind == Kind.ENTRY else _("Page")
