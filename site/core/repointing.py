"""Makes all that names a thing name another: rows, drafts and earlier versions, blocks, links, redirections.

What was done is written in a journal, plain JSON, by which it is undone: each value is put back where it is still the
one that was put there.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.serializers import deserialize, serialize
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.dispatch import Signal
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision

from core.mentions import (
    KEYED,
    OWN,
    Swap,
    blocks_value,
    changes_in,
    counterpart,
    keyed_value,
    linked_text,
    put,
    value_at,
)

# Sent in the transaction of the change with `page_ids`: pages of which something shown may now be another's.
references_moved = Signal()
# What points to a page without being edited with one.
FOLLOWING = {("wagtailredirects.Redirect", "redirect_page"), ("wagtailsearchpromotions.SearchPromotion", "page")}
# What does not tell two rows from each other.
RANK = "sort_order"
Entry = dict[str, Any]


@dataclass
class Journal:
    """What was changed, in order, and the pages it belongs to."""

    entries: list[Entry] = field(default_factory=list)
    page_ids: set[int] = field(default_factory=set)

    def changed(self, row: models.Model, name: str, before: Any, after: Any) -> None:
        self.entries.append({"row": [row._meta.label, row.pk], "field": name, "before": before, "after": after})
        self.holds(row)

    def removed(self, row: models.Model) -> None:
        self.entries.append({"removed": serialize("json", [row])})
        self.holds(row)

    def revised(self, revision: Revision, path: tuple[str | int, ...], before: Any, after: Any) -> None:
        self.entries.append({"revision": revision.pk, "path": list(path), "before": before, "after": after})

    def holds(self, row: models.Model) -> None:
        """Remembers the page that ROW is or belongs to."""
        holder = row.pk if isinstance(row, Page) else next(_parents(row), None)
        if holder is not None:
            self.page_ids.add(holder)


def _parents(row: models.Model) -> Iterator[int]:
    for known in row._meta.concrete_fields:
        remote = known.remote_field.model if known.remote_field else None
        if isinstance(remote, type) and issubclass(remote, Page) and _owns(row, known):
            yield getattr(row, known.attname)


def _owns(row: models.Model, known: models.Field) -> bool:
    """Whether the page at the end of this key is the one ROW is edited with: a child row, or one of its lists."""
    source: Any = row._meta.auto_created
    if source:
        return bool(known.is_relation and issubclass(source, known.remote_field.model))  # type: ignore[union-attr]
    return known.name == "page" and hasattr(row, "panels")


def repoint(swap: Swap) -> Journal:
    """Makes all that names the old thing of SWAP name the new one. Call it in a transaction.

    Who follows what pages show is told by `references_moved`, which the caller sends once the two are as they will be.
    """
    journal = Journal()
    for model, name in naming(swap):
        _repoint_rows(model, name, swap, journal)
    for model, known in _written(swap):
        _rewrite_rows(model, known, swap, journal)
    _rewrite_revisions(swap, journal)
    return journal


def naming(swap: Swap) -> Iterator[tuple[type[models.Model], str]]:
    """The foreign keys that name the old thing, of what is edited; not those that say what the thing itself is."""
    for relation in swap.old._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.field.name in OWN:
            continue
        model, name = relation.related_model, relation.field.name
        source: Any = model._meta.auto_created
        if source:
            if not isinstance(swap.old, source) and issubclass(source, Page) and swap.same_model:
                yield model, name
        elif issubclass(model, Page) or hasattr(model, "panels") or (model._meta.label, name) in FOLLOWING:
            yield model, name


def _repoint_rows(model: type[models.Model], name: str, swap: Swap, journal: Journal) -> None:
    known = column(model, name)
    for row in model._base_manager.filter(**{known.attname: swap.old.pk}).order_by("pk"):
        if swap.same_model and not _is_taken(row, known, swap.new.pk):
            _set(row, known.attname, swap.new.pk, journal)
            _drop_if_twin(row, journal)
        elif not swap.same_model and (other := counterpart(model, name)):
            _set(row, known.attname, None, journal)
            _set(row, column(model, other).attname, swap.new.pk, journal)


def _is_taken(row: models.Model, known: models.Field, value: Any) -> bool:
    """Whether another row has what ROW would have, where a constraint wants it once: it then stays as it is."""
    for constraint in row._meta.constraints:
        names = constraint.fields if isinstance(constraint, models.UniqueConstraint) else ()
        if known.name in names:
            same = {name: getattr(row, column(type(row), name).attname) for name in names} | {known.name: value}
            if type(row)._base_manager.filter(**same).exclude(pk=row.pk).exists():
                return True
    return False


def _set(row: models.Model, attname: str, value: Any, journal: Journal) -> None:
    journal.changed(row, attname, getattr(row, attname), value)
    setattr(row, attname, value)
    type(row)._base_manager.filter(pk=row.pk).update(**{attname: value})


def _drop_if_twin(row: models.Model, journal: Journal) -> None:
    """A row that now says what another says goes: an actor is once among the organisers of an event."""
    if isinstance(row, Page):
        return
    same = {
        known.attname: getattr(row, known.attname)
        for known in row._meta.concrete_fields
        if not known.primary_key and known.name != RANK and not known.unique
    }
    if type(row)._base_manager.filter(**same).exclude(pk=row.pk).exists():
        journal.removed(row)
        row.delete()


def _written(swap: Swap) -> Iterator[tuple[type[models.Model], models.Field]]:
    """The fields of text, blocks and keys in which the old thing may be named."""
    for model in apps.get_models():
        for known in model._meta.local_concrete_fields:
            if known.name in KEYED.get(model, {}) or (swap.is_page and isinstance(known, StreamField | RichTextField)):
                yield model, known


def _mentions(name: str, pk: Any) -> Q:
    """What may name PK in a text of JSON, whatever the database's way of writing it, or in a link; read after."""
    marks = [f" {pk},", f" {pk}}}", f" {pk}]", f"[{pk}", f":{pk},", f":{pk}}}", f'"{pk}']
    return reduce(or_, (Q(**{f"{name}__contains": mark}) for mark in (*marks, f'"{pk}\\"')))


def _rewrite_rows(model: type[models.Model], known: models.Field, swap: Swap, journal: Journal) -> None:
    rows = model._base_manager.annotate(said=Cast(known.name, models.TextField())).filter(
        _mentions("said", swap.old.pk)
    )
    for row in rows.order_by("pk"):
        before = stored(row, known)
        after = _rewritten(model, known, before, swap)
        if after != before:
            journal.changed(row, known.name, before, after)
            store(row, known, after)


def _rewritten(model: type[models.Model], known: models.Field, value: Any, swap: Swap) -> Any:
    if isinstance(known, StreamField):
        return blocks_value(known.stream_block, value, swap)
    return linked_text(value, swap) if isinstance(known, RichTextField) else keyed_value(model, known.name, value, swap)


def stored(row: models.Model, known: models.Field) -> Any:
    """The value of a field as JSON keeps it."""
    value = getattr(row, known.attname)
    return list(value.raw_data) if isinstance(known, StreamField) else value


def store(row: models.Model, known: models.Field, value: Any) -> None:
    """Writes it in the table, without the signals of a save."""
    written = json.dumps(value) if isinstance(known, StreamField) else value
    type(row)._base_manager.filter(pk=row.pk).update(**{known.attname: written})


def _rewrite_revisions(swap: Swap, journal: Journal) -> None:
    """Drafts and earlier versions too: publishing one must not bring the old thing back."""
    revisions = Revision.page_revisions.annotate(said=Cast("content", models.TextField()))
    found = revisions.filter(_mentions("said", swap.old.pk)).exclude(object_id=str(swap.old.pk) if swap.is_page else "")
    types = {row.pk: row.model_class() for row in ContentType.objects.all()}
    for revision in found.order_by("pk").iterator():
        model = types.get(revision.content_type_id)
        changes = list(changes_in(model, revision.content, swap)) if model else []
        for change in changes:
            put(revision.content, change.path, change.after)
            journal.revised(revision, change.path, change.before, change.after)
        if changes:
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def put_back(entries: list[Entry]) -> tuple[set[int], int]:
    """Undoes what these ENTRIES of a journal say, the last first.

    Returns the pages it belongs to, and how many values stay because someone changed them since.
    """
    journal, left = Journal(), 0
    for entry in reversed(entries):
        if "revision" in entry:
            _put_back_draft(entry)
        elif "removed" in entry:
            left += not _put_back_removed(entry, journal)
        else:
            left += not _put_back_value(entry, journal)
    return journal.page_ids, left


def _put_back_draft(entry: Entry) -> None:
    """A revision is never edited: it is as it was left, or gone."""
    revision = Revision.objects.filter(pk=entry["revision"]).first()
    path = tuple(entry["path"])
    try:
        if revision is None or value_at(revision.content, path) != entry["after"]:
            return
    except LookupError:
        return
    put(revision.content, path, entry["before"])
    Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def _put_back_value(entry: Entry, journal: Journal) -> bool:
    label, pk = entry["row"]
    model = apps.get_model(label)
    row = model._base_manager.filter(pk=pk).first()
    if row is None:
        return False
    known = column(model, entry["field"])
    if stored(row, known) != entry["after"]:
        return False
    store(row, known, entry["before"])
    journal.holds(row)
    return True


def column(model: type[models.Model], name: str) -> models.Field:
    """The field of MODEL that has this name, or this name in its table."""
    return next(known for known in model._meta.concrete_fields if name in (known.name, known.attname))


def _put_back_removed(entry: Entry, journal: Journal) -> bool:
    """The row comes back as it was, unless its page has gone or its key was taken since."""
    for found in deserialize("json", entry["removed"]):
        row = found.object
        taken = type(row)._base_manager.filter(pk=row.pk).exists()
        if taken or any(_leads_nowhere(row, known) for known in row._meta.concrete_fields):
            return False
        found.save()
        journal.holds(row)
    return True


def _leads_nowhere(row: models.Model, known: models.Field) -> bool:
    target = known.remote_field.model if known.remote_field else None
    key = getattr(row, known.attname)
    return isinstance(target, type) and key is not None and not target._base_manager.filter(pk=key).exists()
