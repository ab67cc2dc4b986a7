"""Keeps search entries equal to what is published: one function, called by signals and by the command."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.apps import apps
from django.db import transaction
from django.db.models import Max, Min, Q, prefetch_related_objects
from wagtail.models import Page, PageQuerySet

from core.clock import now
from core.languages import DEFAULT_LANGUAGE, codes
from core.models import BasePage
from evenements.models import Occurrence
from search.fields import KINDS, RELATIONS, Dates, Written, entry_of
from search.lexicon import Change, learn
from search.models import FacetSet, PendingRefresh, SearchEntry
from search.sending import note

BATCH = 200
# Pages that who changes what they show waits for; the worker does the others within a minute.
AT_ONCE = 200
Key = tuple[int, str]


def refresh(page_ids: Iterable[int], *, counting: bool = True, send: bool = True) -> int:
    """Makes the entries of these canonical pages what is published of them now; returns how many were written.

    One in French, read wherever a translation is missing, one per translation. Pages that are not published, or of a
    kind nobody searches, lose theirs. Entries that would not change are left alone. A constant number of queries.
    Many pages: without COUNTING, `lexicon.recount` is to follow; without SEND, `sending.rebuild` is.
    """
    wanted = set(page_ids)
    pages = {page.pk: page for page in _published(wanted)}
    with transaction.atomic():
        known = {(entry.page_id, entry.language): entry for entry in SearchEntry.objects.filter(page_id__in=wanted)}
        written = _written(pages)
        changed = _write(known, written)
        gone = [entry for key, entry in known.items() if key not in written]
        before = {key: entry.found_by for key, entry in known.items()}
        SearchEntry.objects.filter(pk__in=[entry.pk for entry in gone]).delete()
        learn(_changes(before, written, changed), counting=counting)
        note([entry.pk for entry in changed.values()], send=send)
    return len(changed)


def refresh_soon(page_ids: Iterable[int], first: Iterable[int] = ()) -> None:
    """`refresh` of FIRST and of as many pages as a save can wait for; the others are left to `finish_refreshing`."""
    wanted = list(dict.fromkeys([*first, *sorted(page_ids)]))
    refresh(wanted[:AT_ONCE])
    if wanted[AT_ONCE:]:
        PendingRefresh.objects.create(pages=wanted[AT_ONCE:])


def finish_refreshing() -> int:
    """Refreshes the pages that wait for it, a few in each transaction; returns how many."""
    total = 0
    while (row := PendingRefresh.objects.order_by("pk").first()) is not None:
        some, row.pages = row.pages[:BATCH], row.pages[BATCH:]
        refresh(some)
        if row.pages:
            row.save()
        else:
            row.delete()
        total += len(some)
    return total


def _canonical() -> PageQuerySet:
    """The published pages that hold facts."""
    return Page.objects.live().public().filter(locale__language_code=DEFAULT_LANGUAGE, alias_of=None)


def searchable_ids() -> list[int]:
    """Every canonical page that search should hold."""
    models = [apps.get_model(label) for label in KINDS]
    return list(_canonical().exact_type(*models).values_list("pk", flat=True))


def _published(page_ids: set[int]) -> list[BasePage]:
    """Those of these pages that search holds, with what their entries say of them."""
    by_model: dict[type[BasePage], list[BasePage]] = defaultdict(list)
    for page in _canonical().filter(pk__in=page_ids).specific():
        if page._meta.label_lower in KINDS and page.is_listed:
            by_model[type(page)].append(page)
    for model, pages in by_model.items():
        names = {field.name for field in model._meta.get_fields() if field.is_relation}
        prefetch_related_objects(pages, *(path for path in RELATIONS if path.split("__")[0] in names))
    return [page for pages in by_model.values() for page in pages]


def _written(pages: Mapping[int, BasePage]) -> dict[Key, Written]:
    """What the entries of PAGES should be, by page and language."""
    keys = {page.translation_key: page for page in pages.values()}
    others = Page.objects.filter(translation_key__in=keys, alias_of=None, live=True)
    words: dict[int, dict[str, BasePage]] = {pk: {DEFAULT_LANGUAGE: page} for pk, page in pages.items()}
    for page in others.exclude(locale__language_code=DEFAULT_LANGUAGE).select_related("locale").specific():
        words[keys[page.translation_key].pk][page.locale.language_code] = page
    dates = _dates(pages.keys())
    written = {}
    for pk, by_language in words.items():
        for language, translation in by_language.items():
            missing = [code for code in codes() if code not in by_language]
            readers = [language, *missing] if language == DEFAULT_LANGUAGE else [language]
            written[pk, language] = entry_of(pages[pk], translation, language, readers, dates.get(pk))
    return written


def _dates(page_ids: Iterable[int]) -> dict[int, Dates]:
    """When each event that has dates comes next, and ends."""
    coming = Min("start", filter=Q(end__gt=now()))
    dates = Occurrence.objects.filter(event_id__in=list(page_ids)).order_by().values_list("event_id")
    return {pk: Dates(next_start, last) for pk, next_start, last in dates.annotate(next=coming, last=Max("end"))}


def _write(known: Mapping[Key, SearchEntry], written: Mapping[Key, Written]) -> dict[Key, SearchEntry]:
    """Writes the entries that differ; gives them."""
    changed: dict[Key, SearchEntry] = {}
    for key, now_written in written.items():
        entry = known.get(key)
        columns = now_written.columns
        if entry is None or any(getattr(entry, name) != value for name, value in columns.items()):
            changed[key] = SearchEntry(pk=entry and entry.pk, page_id=key[0], language=key[1], **columns)
    sets = {written[key].facets.pk: written[key].facets for key in changed}
    FacetSet.objects.bulk_create(sets.values(), ignore_conflicts=True, batch_size=BATCH)
    old = [entry for entry in changed.values() if entry.pk]
    if old:
        names = [name for name in next(iter(written.values())).columns if name != "facets_id"]
        SearchEntry.objects.bulk_update(old, [*names, "facets"], batch_size=BATCH)
    SearchEntry.objects.bulk_create([entry for entry in changed.values() if not entry.pk], batch_size=BATCH)
    return changed


def _changes(
    before: Mapping[Key, frozenset[str]], written: Mapping[Key, Written], changed: Mapping[Key, SearchEntry]
) -> list[Change]:
    """What the lexicon is to learn and to forget."""
    learned = [Change(key[1], before.get(key, frozenset()), written[key].vocabulary) for key in changed]
    return learned + [Change(key[1], terms) for key, terms in before.items() if key not in written]
