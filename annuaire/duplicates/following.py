"""Follows what is published, saved and deleted: connected when the site starts.

A failure here is logged and stops nothing: the night finds what was missed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from annuaire.duplicates.finding import find_for
from annuaire.duplicates.models import Duplicate, PairState
from annuaire.duplicates.subjects import Subject, key_of
from annuaire.models import ActorPage
from core.models import Place

_is_night_awaited = ContextVar("_is_night_awaited", default=False)


@contextmanager
def left_to_the_night() -> Iterator[None]:
    """What many publications change is looked for once, by the night: one after the other, it would take their time."""
    token = _is_night_awaited.set(True)
    try:
        yield
    finally:
        _is_night_awaited.reset(token)


@receiver([page_published, page_unpublished], sender=ActorPage)
def follow_entry(sender: type, instance: ActorPage, **kwargs: Any) -> None:
    if instance.is_canonical and not _is_night_awaited.get():
        look_again(instance)


@receiver(post_save, sender=Place)
def follow_place(sender: type, instance: Place, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        look_again(instance)


def look_again(subject: Subject) -> None:
    """Finds the duplicates of SUBJECT once what changed it is written for good."""
    key = key_of(subject)

    def look() -> None:
        find_for(key)

    transaction.on_commit(look, robust=True)


@receiver(post_delete, sender=ActorPage)
@receiver(post_delete, sender=Place)
def forget(sender: type, instance: Subject, **kwargs: Any) -> None:
    """What no longer exists is the duplicate of nothing; a merge is remembered, so that it can be undone."""
    key = key_of(instance)
    Duplicate.objects.filter(Q(left=key) | Q(right=key)).exclude(state=PairState.MERGED).delete()
