"""Keeps search entries equal to what is published: one function per direction, called by signals and by the command."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.apps import apps
from django.db import transaction
from django.db.models import Max, prefetch_related_objects
from wagtail.models import Locale, Page, PageQuerySet

from core.languages import DEFAULT_LANGUAGE, codes
from core.models import BasePage
from evenements.models import Occurrence
from search.engines import forget, store
from search.fields import KINDS, RELATIONS, entry_fields
from search.models import SearchEntry

FIELDS = ["kind", "title", "summary", "title_terms", "body_terms", "current_until"]


def refresh(page_ids: Iterable[int]) -> int:
    """Makes the entries of these canonical pages, in each language, what is published of them now.

    French words stand where a translation is missing. Pages that are not published, or of a kind nobody searches, lose
    theirs. Entries that would not change are left alone. A constant number of queries. Returns how many were written.
    """
    wanted = set(page_ids)
    pages = {page.pk: page for page in _published(wanted)}
    with transaction.atomic():
        remove(wanted - pages.keys())
        return _write(pages)


def _canonical() -> PageQuerySet:
    """The published pages that hold facts."""
    return Page.objects.live().public().filter(locale__language_code=DEFAULT_LANGUAGE, alias_of=None)


def _published(page_ids: set[int]) -> list[BasePage]:
    """Those of these pages that search holds, with what their entries say of them."""
    live = _canonical().filter(pk__in=page_ids).specific()
    by_model: dict[type[BasePage], list[BasePage]] = defaultdict(list)
    for page in live:
        if page._meta.label_lower in KINDS and page.is_listed:
            by_model[type(page)].append(page)
    for model, pages in by_model.items():
        names = {field.name for field in model._meta.get_fields() if field.is_relation}
        prefetch_related_objects(pages, *(path for path in RELATIONS if path.split("__")[0] in names))
    return [page for pages in by_model.values() for page in pages]


def _write(pages: Mapping[int, BasePage]) -> int:
    keys = {page.translation_key for page in pages.values()}
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    others = Page.objects.filter(translation_key__in=keys, alias_of=None, live=True)
    words = {
        (page.translation_key, languages[page.locale_id]): page
        for page in others.exclude(locale__language_code=DEFAULT_LANGUAGE).specific()
    }
    ends = _last_ends(pages.keys())
    known = {(entry.page_id, entry.language): entry for entry in SearchEntry.objects.filter(page_id__in=pages)}
    changed: list[SearchEntry] = []
    for pk, page in pages.items():
        for code in codes():
            fields = entry_fields(page, words.get((page.translation_key, code), page), code, ends.get(pk))
            entry = known.get((pk, code)) or SearchEntry(page_id=pk, language=code)
            if entry.pk is None or any(getattr(entry, name) != value for name, value in fields.items()):
                for name, value in fields.items():
                    setattr(entry, name, value)
                changed.append(entry)
    SearchEntry.objects.bulk_update([entry for entry in changed if entry.pk], FIELDS, batch_size=200)
    SearchEntry.objects.bulk_create([entry for entry in changed if not entry.pk])
    store(changed)
    return len(changed)


def _last_ends(page_ids: Iterable[int]) -> dict[int, dt.datetime]:
    dates = Occurrence.objects.filter(event_id__in=list(page_ids)).order_by()
    return dict(dates.values_list("event_id").annotate(last=Max("end")))


def remove(page_ids: Iterable[int]) -> None:
    """Drops the entries of pages that are no longer published."""
    for entry in SearchEntry.objects.filter(page_id__in=list(page_ids)):
        forget(entry)
        entry.delete()


def searchable_ids() -> list[int]:
    """Every canonical page that search should hold."""
    models = [apps.get_model(label) for label in KINDS]
    return list(_canonical().exact_type(*models).values_list("pk", flat=True))
