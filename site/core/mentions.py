"""Where the stored content of a page or a row names another thing, and the same content naming something else instead.

It reads what a revision keeps: foreign keys, lists of keys, rows of the page, blocks, links in rich text, and the keys
that a JSON field holds when its application says so (`KEYED`). Nothing here reads the database.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

# By model and JSON field, a list of objects: the names under which these hold the key of a model.
KEYED: dict[type[models.Model], dict[str, dict[str, type[models.Model]]]] = defaultdict(dict)
# By model and foreign key, the field that holds the same for a thing of another model: an event's place, or its host.
COUNTERPARTS: dict[tuple[type[models.Model], str], str] = {}
# What a page is, not what it names.
OWN = frozenset(["alias_of", "page_ptr"])
# What tells two rows from each other without saying anything.
WHICH = frozenset(["pk", "sort_order", "translation_key", "locale"])
LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')


@dataclass(frozen=True)
class Swap:
    """Names NEW wherever OLD was named; both are saved. They may be of two models, where `COUNTERPARTS` tells how."""

    old: models.Model
    new: models.Model

    @property
    def same_model(self) -> bool:
        return type(self.old) is type(self.new)

    def is_named_by(self, field: models.Field) -> bool:
        """Whether FIELD of a model may hold the key of the old thing, as something it names."""
        target = field.remote_field.model if field.is_relation and field.remote_field else None
        return isinstance(target, type) and isinstance(self.old, target) and field.name not in OWN

    @property
    def is_page(self) -> bool:
        return isinstance(self.old, Page)


@dataclass(frozen=True)
class Change:
    """A value of a stored content: where it is, what it was, what it becomes."""

    path: tuple[str | int, ...]
    before: Any
    after: Any


def changes_in(model: type[models.Model], content: dict[str, Any], swap: Swap) -> Iterator[Change]:
    """What is to be changed in CONTENT, a row of MODEL with its child rows as a revision keeps them."""
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        if field.name in content:
            yield from _field_changes(model, field, content, swap)
    for relation in get_all_child_relations(model):
        yield from _child_changes(relation.related_model, relation.get_accessor_name(), content, swap)


def _child_changes(model: type[models.Model], name: str, content: dict[str, Any], swap: Swap) -> Iterator[Change]:
    """What changes in child rows, value by value; the whole list of them when two rows become one."""
    rows = content.get(name) or []
    found = [(index, change) for index, row in enumerate(rows) for change in changes_in(model, row, swap)]
    swapped = deepcopy(rows)
    for index, change in found:
        put(swapped[index], change.path, change.after)
    said = [{key: value for key, value in row.items() if key not in WHICH} for row in swapped]
    kept = _once(swapped, said, {index for index, _ in found})
    if len(kept) < len(rows):
        yield Change((name,), rows, kept)
        return
    for index, change in found:
        yield Change((name, index, *change.path), change.before, change.after)


def _once(items: list[Any], said: list[Any], touched: set[int]) -> list[Any]:
    """ITEMS without those TOUCHED that SAID what one untouched, or one before, says; those that were twice stay."""
    known = [what for index, what in enumerate(said) if index not in touched]
    kept = []
    for index, item in enumerate(items):
        if index in touched:
            if said[index] in known:
                continue
            known.append(said[index])
        kept.append(item)
    return kept


def _field_changes(
    model: type[models.Model], field: models.Field, content: dict[str, Any], swap: Swap
) -> Iterator[Change]:
    name, value = field.name, content[field.name]
    if field.is_relation:
        yield from _relation_changes(model, field, content, swap)
    elif isinstance(field, models.JSONField) and name in KEYED.get(model, {}):
        found = keyed_value(model, name, value, swap)
        if found != value:
            yield Change((name,), value, found)
    elif isinstance(field, StreamField) and value:
        raw = json.loads(value) if isinstance(value, str) else value
        found = blocks_value(field.stream_block, raw, swap)
        if found != raw:
            yield Change((name,), value, json.dumps(found) if isinstance(value, str) else found)
    elif isinstance(field, RichTextField) and value:
        found = linked_text(value, swap)
        if found != value:
            yield Change((name,), value, found)


def _relation_changes(
    model: type[models.Model], field: models.Field, content: dict[str, Any], swap: Swap
) -> Iterator[Change]:
    name, value = field.name, content[field.name]
    if not swap.is_named_by(field):
        return
    if isinstance(value, list):
        if swap.old.pk in value and swap.same_model:
            yield Change((name,), value, swapped_list(value, swap))
    elif value == swap.old.pk:
        if swap.same_model:
            yield Change((name,), value, swap.new.pk)
        elif other := counterpart(model, name):
            yield Change((name,), value, None)
            yield Change((other,), content.get(other), swap.new.pk)


def counterpart(model: type[models.Model], name: str) -> str | None:
    """The field of MODEL that holds what its field NAME cannot, for a thing of the other model."""
    return next((COUNTERPARTS[known, name] for known in model.__mro__ if (known, name) in COUNTERPARTS), None)


def swapped_list(keys: list[Any], swap: Swap) -> list[Any]:
    """KEYS with the new thing in the place of the old one, once."""
    return list(dict.fromkeys(swap.new.pk if key == swap.old.pk else key for key in keys))


def keyed_value(model: type[models.Model], name: str, value: Any, swap: Swap) -> Any:
    """A registered JSON field with its keys swapped, under the name that suits the new thing."""
    names = KEYED[model][name]
    olds = [key for key, target in names.items() if isinstance(swap.old, target)]
    news = [key for key, target in names.items() if isinstance(swap.new, target)]
    if not olds or not news or not isinstance(value, list):
        return value
    return [_keyed_object(item, olds[0], news[0], swap) for item in value]


def _keyed_object(item: Any, old_name: str, new_name: str, swap: Swap) -> Any:
    if not isinstance(item, dict) or item.get(old_name) != swap.old.pk:
        return item
    if old_name == new_name:
        return item | {new_name: swap.new.pk}
    return {name: part for name, part in item.items() if name != old_name} | {new_name: swap.new.pk}


def linked_text(html: str, swap: Swap) -> str:
    """Rich text whose links to the old page lead to the new one."""
    if not swap.is_page or not swap.same_model:
        return html
    old, new = f'id="{swap.old.pk}"', f'id="{swap.new.pk}"'
    return LINK.sub(lambda link: link.group().replace(old, new), html)


def blocks_value(block: blocks.Block, value: Any, swap: Swap) -> Any:
    """The raw VALUE of BLOCK, as it is stored, naming the new thing."""
    if value is None:
        return value
    if isinstance(block, blocks.RichTextBlock):
        return linked_text(value, swap)
    if isinstance(block, blocks.ChooserBlock):
        named = swap.same_model and isinstance(swap.old, block.target_model) and value == swap.old.pk
        return swap.new.pk if named else value
    if isinstance(block, blocks.BaseStructBlock) and isinstance(value, dict):
        known = block.child_blocks
        return {name: blocks_value(known[name], part, swap) if name in known else part for name, part in value.items()}
    if isinstance(block, blocks.ListBlock) and isinstance(value, list):
        return _without_twins([_item(block.child_block, item, swap) for item in value], value)
    if isinstance(block, blocks.BaseStreamBlock) and isinstance(value, list):
        known = block.child_blocks
        return [_item(known[item["type"]], item, swap) if item.get("type") in known else item for item in value]
    return value


def _item(block: blocks.Block, item: Any, swap: Swap) -> Any:
    """An item of a list, or a block of a stream; a list saved by an old version holds bare values."""
    if isinstance(item, dict) and "value" in item:
        return item | {"value": blocks_value(block, item["value"], swap)}
    return blocks_value(block, item, swap)


def _without_twins(items: list[Any], before: list[Any]) -> list[Any]:
    """ITEMS of a list block without one that became the same as another."""
    values = [item["value"] if isinstance(item, dict) and "value" in item else item for item in items]
    return _once(items, values, {index for index, item in enumerate(items) if item != before[index]})


def value_at(content: Any, path: tuple[str | int, ...]) -> Any:
    """The value of CONTENT at PATH; raises LookupError when there is no such place any more."""
    for step in path:
        content = content[step]
    return content


def put(content: Any, path: tuple[str | int, ...], value: Any) -> None:
    """Puts VALUE at PATH of CONTENT, in place."""
    value_at(content, path[:-1])[path[-1]] = value
