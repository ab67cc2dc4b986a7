"""Indexing while many pages are added: once each, at the end, where it is otherwise done at every save."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.db.models.signals import post_save
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backends
from wagtail.search.index import class_is_indexed, get_indexed_models
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def indexed_once() -> Iterator[None]:
    """What is saved meanwhile enters the admin's search and its index of references when the block ends well."""
    saved: dict[type[models.Model], set[Any]] = defaultdict(set)

    def note(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
        saved[sender].add(instance.pk)

    indexed = [model for model in get_indexed_models() if post_save.disconnect(post_save_signal_handler, sender=model)]
    for model in indexed:
        post_save.connect(note, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in indexed:
            post_save.disconnect(note, sender=model)
            post_save.connect(post_save_signal_handler, sender=model)
    for model, keys in saved.items():
        index(model, list(model._default_manager.filter(pk__in=keys)))


def index(model: type[models.Model], rows: list[models.Model]) -> None:
    """Enters ROWS of MODEL in the search backends that follow the database, and in the index of references."""
    if class_is_indexed(model):
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, rows)
    if ReferenceIndex.model_is_indexable(model):
        for row in rows:
            ReferenceIndex.create_or_update_for_object(row)
