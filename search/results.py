"""From search entries to the rows a page shows."""

from collections.abc import Collection, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.languages import foreign, in_language
from core.parts import Item
from evenements.models import ContestEntryPage, EventPage, Occurrence
from evenements.presentation import next_dates, place_words, when_words
from search.analysis import spans
from search.enums import Kind
from search.models import SearchEntry

EXCERPT = 220


def marked(text: str, words: Collection[str], language: str) -> SafeString:
    """TEXT escaped, with the words that were searched inside <mark>."""
    wanted, parts, end = set(words), [], 0
    for start, stop, terms in spans(text, language):
        if wanted.intersection(terms):
            parts += [escape(text[end:start]), f"<mark>{escape(text[start:stop])}</mark>"]
            end = stop
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308  # every piece is escaped above


def excerpt(text: str, words: Collection[str], language: str) -> SafeString:
    """The part of TEXT where the first searched word is, marked; "…" where it was cut."""
    wanted = set(words)
    first = next((start for start, _, terms in spans(text, language) if wanted.intersection(terms)), 0)
    start = max(0, text.rfind(" ", 0, max(first - EXCERPT // 2, 0)) + 1) if len(text) > EXCERPT else 0
    piece = text[start : start + EXCERPT]
    if start + EXCERPT < len(text):
        piece = piece.rsplit(" ", 1)[0] + "…"
    return marked(("…" if start else "") + piece, words, language)


def items(entries: Sequence[SearchEntry], words: Collection[str]) -> list[Item]:
    """A row per entry, in order; one query for the dates of all events among them."""
    dates = next_dates([entry.page_id for entry in entries if isinstance(entry.result, EventPage)])
    return [_item(entry, words, dates.get(entry.page_id)) for entry in entries]


def _item(entry: SearchEntry, words: Collection[str], date: Occurrence | None) -> Item:
    page = entry.result
    lines: list[str] = []
    if date is not None:
        lines.append(" · ".join(filter(None, [when_words(date), place_words(page, date)])))
    elif hasattr(page, "get_kind_display"):
        commune = page.commune.words if page.commune else ""
        lines.append(" · ".join(filter(None, [page.get_kind_display(), commune])))
    elif isinstance(page, ContestEntryPage):
        distinction = page.get_distinction_display() if page.distinction else ""
        lines.append(" · ".join(filter(None, [page.actor.title, distinction])))
    if entry.summary:
        lines.append(in_language(excerpt(entry.summary, words, entry.language), page.words_lang))
    number = page.action.code if entry.kind == Kind.ACTION else ""
    lang = foreign(page.words_lang)
    return Item(
        title=marked(entry.title, words, entry.language),
        url=page.reading_path,
        lang=lang,
        number=number,
        lines=lines,
        state=date.state if date is not None else "confirmed",
        publics=list(page.audiences.all()) if hasattr(page, "audiences") else [],
        example=getattr(page, "example", False),
    )
