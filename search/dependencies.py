"""Who depends on what: the pages whose entries say something that is not theirs."""

from collections.abc import Iterator
from functools import lru_cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from wagtail.models import Page

from search.fields import KINDS, RELATIONS

Way = tuple[type[Page], str]


@lru_cache
def shown_by() -> dict[type[Model], list[Way]]:
    """For each model that entries show something of: the page models, and the relation from the page to it."""
    found: dict[type[Model], list[Way]] = {}
    for label in KINDS:
        model = apps.get_model(label)
        for path in RELATIONS:
            for target, way in _steps(model, path):
                found.setdefault(target, []).append((model, way))
    return found


def _steps(model: type[Model], path: str) -> Iterator[tuple[type[Model], str]]:
    """Each model that PATH passes by from MODEL, with the way to it; nothing where MODEL has no such relation."""
    steps = path.split("__")
    for number, step in enumerate(steps, start=1):
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            return
        if not field.is_relation:
            return
        model = field.related_model
        yield model, "__".join(steps[:number])


def pages_showing(thing: Model) -> set[int]:
    """The pages whose entries show THING."""
    found: set[int] = set()
    for model, way in shown_by().get(type(thing), ()):
        found.update(model._default_manager.filter(**{way: thing.pk}).values_list("pk", flat=True))
    return found
