"""Adds many pages at once, where saving each would take an hour. Call it in a transaction.

Only the rows of the pages are written: their revisions, and telling those who follow publications, are for the caller.
"""

from collections.abc import Sequence
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from wagtail.models import Page

PageT = TypeVar("PageT", bound=Page)


def insert(parent: Page, pages: Sequence[PageT]) -> Sequence[PageT]:
    """Puts PAGES, all of one model, with slugs that are free, under PARENT, last. They have their keys afterwards."""
    if not pages:
        return pages
    model = type(pages[0])
    content_type = ContentType.objects.get_for_model(model)
    parent = Page.objects.select_for_update().get(pk=parent.pk)  # whoever adds there too waits
    last = Page.objects.filter(depth=parent.depth + 1, path__startswith=parent.path).order_by("-path").first()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    for place, page in enumerate(pages, start=step + 1):
        page.path = Page._get_path(parent.path, parent.depth + 1, place)
        page.depth, page.content_type = parent.depth + 1, content_type
        page.set_url_path(parent)
    columns = [field for field in Page._meta.concrete_fields if not field.primary_key]
    rows = [Page(**{field.attname: getattr(page, field.attname) for field in columns}) for page in pages]
    for row, page in zip(Page.objects.bulk_create(rows), pages, strict=True):
        page.pk = page.page_ptr_id = page.id = row.pk
        page._state.adding, page._state.db = False, row._state.db
    model._base_manager._insert(pages, fields=model._meta.local_concrete_fields, using=model._base_manager.db)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))
    return pages
