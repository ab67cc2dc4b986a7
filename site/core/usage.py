"""What uses a vocabulary entry or a place: asked before deleting it."""

from django.db import models
from wagtail.models import ReferenceIndex


def users_of(entry: models.Model) -> list[models.Model]:
    """The rows that point to ENTRY: foreign keys and many-to-many, then pages known to Wagtail's reference index."""
    found: list[models.Model] = []
    for relation in entry._meta.related_objects:
        if relation.related_model is ReferenceIndex:
            continue
        found.extend(relation.related_model._base_manager.filter(**{relation.field.name: entry.pk})[:20])
    for reference in ReferenceIndex.get_references_to(entry).select_related("base_content_type")[:20]:
        holder = reference.base_content_type.model_class()
        instance = holder._base_manager.filter(pk=reference.object_id).first() if holder else None
        if instance is not None and instance not in found:
            found.append(instance)
    return found
