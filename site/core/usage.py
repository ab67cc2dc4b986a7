"""What uses a vocabulary entry, a commune or a place: asked before deleting it.

Wagtail's reference index knows neither many-to-many relations nor drafts, so the tables and the revisions are read.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.fields.json import KT
from wagtail.models import Page, Revision

ENOUGH = 20
# What an application knows of uses that no relation tells, by model: from an entry, its users.
UNTOLD: dict[type[models.Model], list[Callable[..., Iterable[models.Model]]]] = defaultdict(list)


def users_of(entry: models.Model) -> list[models.Model]:
    """What uses ENTRY, without repetition: rows that point to it, then pages of which any revision does.

    At most `ENOUGH` for each way of using it. A revision counts because an editor may publish or restore it.
    """
    found: dict[tuple[str, object], models.Model] = {}
    for relation in _relations(type(entry)):
        model, field = relation.related_model, relation.field
        users = [*model._base_manager.filter(**{field.name: entry.pk}).distinct()[:ENOUGH]]
        if issubclass(model, Page):
            users += Page.objects.filter(pk__in=_revised(field, entry.pk))[:ENOUGH]
        found |= {_identity(holder): holder for holder in map(_holder, users) if _identity(holder) not in found}
    for told in UNTOLD[type(entry)]:
        found |= {_identity(user): user for user in told(entry) if _identity(user) not in found}
    return list(found.values())


def _holder(user: models.Model) -> models.Model:
    """The page that a row belongs to, or the row."""
    return getattr(user, "page", user)


def _identity(user: models.Model) -> tuple[str, object]:
    return Page._meta.label if isinstance(user, Page) else user._meta.label, user.pk


def _relations(model: type[models.Model]) -> Iterator[models.ForeignObjectRel]:
    """The foreign keys and many-to-many that point to MODEL from what an editor edits; copies do not count."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and _is_edited(relation.related_model):
            yield relation


def _is_edited(model: type[models.Model]) -> bool:
    return issubclass(model, Page) or hasattr(model, "panels")


def _revised(field: models.Field, value: object) -> list[int]:
    """The primary keys of the pages that have a revision in which FIELD holds VALUE."""
    holders = [model for model in apps.get_models() if issubclass(model, field.model)]
    types = ContentType.objects.get_for_models(*holders).values()
    revisions = Revision.page_revisions.filter(content_type__in=types).alias(held=KT(f"content__{field.name}"))
    # A list of keys is read as text, "[1, 25]": the same query for every database.
    pattern = rf"(^|[\[ ,]){re.escape(str(value))}($|[\],])"
    ids = revisions.filter(held__regex=pattern).values_list("object_id", flat=True)
    return [int(pk) for pk in ids.order_by().distinct()]
