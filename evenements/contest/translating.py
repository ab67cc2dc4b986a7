"""The translations of what waits for the results: published with it when all its words are translated.

Somebody who translates a draft cannot publish it before the hour. What they typed is kept by the translations one
string at a time, and is in the page once it is saved: `save_whole` does it for those that are whole. One that is not
stays a draft, and its readers have the French page, told as such.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from core.languages import DEFAULT_LANGUAGE


@dataclass(frozen=True)
class Translated:
    """A draft that translates another, what translates it string by string if anything, and whether it is whole.

    One that is translated as any page is written, without the tool, is whole.
    """

    page: Page
    translation: Translation | None
    is_whole: bool


def translations_of(pages: Iterable[Page]) -> list[Translated]:
    """Those of PAGES, French drafts, that nobody has published, by language. Two queries."""
    keys = [page.translation_key for page in pages]
    waiting = Page.objects.filter(translation_key__in=keys, live=False, first_published_at=None, alias_of=None)
    drafts = waiting.exclude(locale__language_code=DEFAULT_LANGUAGE).select_related("locale")
    by_page: dict[Any, Any] = {(row.source.object_id, row.target_locale_id): row for row in _enabled(keys)}
    found = []
    for page in drafts.order_by("locale_id", "pk"):
        translation = by_page.get((page.translation_key, page.locale_id))
        found.append(Translated(page, translation, translation is None or not translation.lacks))
    return found


def save_whole(page: Page) -> list[Page]:
    """The translations of PAGE that are whole, as drafts with all that was typed."""
    found = []
    for translated in translations_of([page]):
        if not translated.is_whole:
            continue
        if translated.translation:
            translated.translation.save_target(publish=False)
        found.append(Page.objects.get(pk=translated.page.pk).get_latest_revision_as_object())
    return found


def _enabled(keys: list[Any]) -> QuerySet[Translation]:
    """What translates the pages of KEYS, unless it was stopped, and whether it `lacks` a string."""
    given = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=OuterRef(OuterRef("target_locale_id")),
        has_error=False,
    )
    missing = StringSegment.objects.filter(source_id=OuterRef("source_id")).exclude(Exists(given))
    found = Translation.objects.filter(source__object_id__in=keys, enabled=True).select_related("source")
    return found.annotate(lacks=Exists(missing))
