"""What uses actors, of many at once: pages that name them, published or in the making."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from wagtail.models import Page, ReferenceIndex

from annuaire.models import ActorPage

OWN = ActorPage._meta.app_label


class Uses:
    """What is read of drafts is read once: those of pages that may name an actor and are not published as they are."""

    def __init__(self) -> None:
        self._in_drafts: Mapping[int, str] | None = None

    def of(self, keys: Collection[int]) -> dict[int, str]:
        """For each of the actors KEYS that something uses, the name of a user."""
        found = {key: name for key, name in self._drafts().items() if key in keys}
        for relation in _relations():
            model: Any = relation.related_model
            rows = model._base_manager.filter(**{f"{relation.field.name}__in": keys}).distinct()
            for row in rows:
                for key in _held(row, relation.field.name):
                    if key in keys:
                        found[key] = str(_owner(row))
        base = ContentType.objects.get_for_model(Page)
        references = ReferenceIndex.objects.filter(
            to_content_type__in=[base, ContentType.objects.get_for_model(ActorPage)],
            to_object_id__in=[str(key) for key in keys],
        ).exclude(object_id__in=[str(key) for key in keys], base_content_type=base)
        for reference in references:
            if reference.content_type.app_label != OWN:
                found.setdefault(int(reference.to_object_id), str(reference.content_type))
        return found

    def _drafts(self) -> Mapping[int, str]:
        if self._in_drafts is None:
            names = {relation.field.name for relation in _relations()}
            owners = tuple(model for model in map(_page_model, _relations()) if model is not None)
            models = [model for model in apps.get_models() if issubclass(model, owners)]
            types = ContentType.objects.get_for_models(*models).values()
            pages = Page.objects.filter(Q(live=False) | Q(has_unpublished_changes=True), content_type__in=types)
            rows = pages.exclude(latest_revision=None).values_list("draft_title", "latest_revision__content")
            self._in_drafts = {
                key: title for title, content in rows.iterator(chunk_size=100) for key in _named(content, names)
            }
        return self._in_drafts


def _relations() -> list[Any]:
    """What points to an actor from elsewhere than the directory itself."""
    fields = ActorPage._meta.get_fields(include_hidden=True)
    found: list[Any] = [field for field in fields if field.is_relation and field.auto_created and not field.concrete]
    return [
        relation
        for relation in found
        if relation.model is ActorPage and relation.related_model._meta.app_label != OWN and not _is_through(relation)
    ]


def _is_through(relation: Any) -> bool:
    """The table between two models: the relation itself says the same."""
    return bool(relation.related_model._meta.auto_created)


def _page_model(relation: Any) -> type[Model] | None:
    """The page in whose revisions RELATION is told: the one that points, or the one its row belongs to."""
    model = relation.related_model
    if issubclass(model, Page):
        return model
    owner = next((field for field in model._meta.fields if field.name == "page" and field.is_relation), None)
    return owner.related_model if owner else None


def _held(row: Model, name: str) -> list[int]:
    """The actors that ROW holds in the field NAME."""
    field = row._meta.get_field(name)
    if field.many_to_many:
        return [actor.pk for actor in getattr(row, name).all()]
    return [getattr(row, f"{name}_id")]


def _owner(row: Model) -> Model:
    """The page whose row it is, or the event whose date; or ROW itself."""
    return getattr(row, "page", None) or getattr(row, "event", None) or row


def _named(content: Mapping[str, Any], names: Collection[str]) -> Iterator[int]:
    """The keys under NAMES in the CONTENT of a revision, its child rows included."""
    for name, value in content.items():
        if name in names:
            yield from (key for key in (value if isinstance(value, list) else [value]) if isinstance(key, int))
        elif isinstance(value, list):
            for part in value:
                if isinstance(part, dict):
                    yield from _named(part, names)
