"""Keeps search entries equal to what is published: one function per direction, called by signals and by the command."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Max
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from core.languages import DEFAULT_LANGUAGE, codes
from core.models import BasePage, Term
from evenements.models import ContestEntryPage, EventPage, Occurrence
from search.analysis import tokens
from search.engines import forget, store
from search.enums import Kind
from search.models import TIMELESS, SearchEntry

# By label: `home` is a neighbour, which search may not import.
KINDS: dict[str, Kind] = {
    "evenements.eventpage": Kind.EVENT,
    "evenements.workshoppage": Kind.WORKSHOP,
    "annuaire.actorpage": Kind.ACTOR,
    "evenements.contestentrypage": Kind.ENTRY,
    "home.actionpage": Kind.ACTION,
    "home.contentpage": Kind.PAGE,
    "home.planpage": Kind.PAGE,
    "evenements.contestpage": Kind.PAGE,
    "evenements.contestindexpage": Kind.PAGE,
}
BODIES = ("body", "what_was_done", "results", "rules", "how_to_enter")
TERMS = ("audiences", "themes", "services", "skills", "equipment")


def _stream_text(page: BasePage, name: str) -> str:
    value = getattr(page, name, None)
    return " ".join(value.stream_block.get_searchable_content(value)) if value else ""


def _fact_words(canonical: BasePage, language: str) -> list[str]:
    """The labels of what the page is about, in LANGUAGE."""
    lists = [getattr(canonical, name) for name in TERMS if hasattr(canonical, name)]
    words = [term.label_in(language) for terms in lists for term in terms.all()]
    kind = getattr(canonical, "kind", None)
    if isinstance(kind, Term):
        words.append(kind.label_in(language))
    for place in (canonical, getattr(canonical, "host", None), getattr(canonical, "place", None)):
        commune = getattr(place, "commune", None)
        if commune:
            words += [commune.name, commune.name_br]
    for venue in ("host", "place"):
        words.append(str(getattr(canonical, venue, None) or ""))
    if isinstance(canonical, EventPage):
        words += [participant.actor.title for participant in canonical.participants.all()]
    if isinstance(canonical, ContestEntryPage):
        words.append(canonical.actor.title)
    return [word for word in words if word]


def _entry_fields(canonical: BasePage, words: BasePage, language: str) -> dict[str, Any]:
    name = f"{words.title} {getattr(canonical, 'acronym', '')}"
    summary = getattr(words, "summary", "") or getattr(words, "introduction", "")
    texts = [get_text_for_indexing(_stream_text(words, field)) for field in BODIES]
    body = " ".join([summary, *texts, *_fact_words(canonical, language)])
    return {
        "kind": KINDS[canonical._meta.label_lower],
        "title": words.title,
        "summary": summary,
        "title_terms": " ".join(tokens(name)),
        "body_terms": " ".join(tokens(body)),
        "current_until": _current_until(canonical),
    }


def _current_until(canonical: BasePage) -> dt.datetime:
    if not isinstance(canonical, EventPage):
        return TIMELESS
    last = Occurrence.objects.filter(event_id=canonical.pk).aggregate(last=Max("end"))["last"]
    return last or TIMELESS


def refresh(page_ids: Iterable[int]) -> int:
    """Writes the entries of these canonical pages in each language, French words where a translation is missing.

    Pages that are not published, or of a kind nobody searches, lose theirs. Returns how many entries were written.
    """
    written = 0
    wanted = set(page_ids)
    pages = {page.pk: page for page in Page.objects.filter(pk__in=wanted).live().public().specific()}
    with transaction.atomic():
        for pk in wanted:
            page = pages.get(pk)
            if page is None or page._meta.label_lower not in KINDS or not page.is_canonical:
                remove([pk])
                continue
            translations = {
                translation.locale.language_code: translation.specific
                for translation in page.get_translations().filter(alias_of=None).live().select_related("locale")
            }
            for language in codes():
                words = page if language == DEFAULT_LANGUAGE else translations.get(language, page)
                entry, _ = SearchEntry.objects.update_or_create(
                    page_id=pk, language=language, defaults=_entry_fields(page, words, language)
                )
                store(entry)
                written += 1
    return written


def remove(page_ids: Iterable[int]) -> None:
    """Drops the entries of pages that are no longer published."""
    for entry in SearchEntry.objects.filter(page_id__in=list(page_ids)):
        forget(entry)
        entry.delete()


def searchable_ids() -> list[int]:
    """Every canonical page that search should hold."""
    published = Page.objects.live().public().filter(locale__language_code=DEFAULT_LANGUAGE, alias_of=None)
    models = [apps.get_model(label) for label in KINDS]
    return list(published.exact_type(*models).values_list("pk", flat=True))
