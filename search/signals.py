"""Search follows what is published, in the publishing transaction."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from annuaire.freshness.states import freshness_changed
from annuaire.imports.adding import actors_written
from core.models import BasePage
from core.repointing import references_moved
from evenements.models import EventPage
from evenements.publication import events_refreshed
from search.dependencies import pages_showing, shown_by
from search.entries import refresh, refresh_soon
from search.lexicon import Change, learn
from search.models import SearchEntry
from search.sending import note


def _canonical_id(page: Page) -> int | None:
    specific = page.specific
    return specific.canonical.pk if isinstance(specific, BasePage) else None


@receiver([page_published, page_unpublished, post_page_move])
def follow_page(sender: type, instance: Page, **kwargs: Any) -> None:
    """The page, and those that say its name."""
    found = _canonical_id(instance)
    if found is not None and (not isinstance(instance.specific, EventPage) or not instance.live):
        refresh_soon(pages_showing(instance.specific.canonical), first=[found])


@receiver(post_delete, sender=Page)
def follow_deletion(sender: type, instance: Page, **kwargs: Any) -> None:
    """What goes with an event may tell it once more while it goes: nothing of that is left."""
    if SearchEntry.objects.filter(page_id=instance.pk).exists():
        refresh([instance.pk])


@receiver(events_refreshed)
def follow_events(sender: type, event_ids: set[int], **kwargs: Any) -> None:
    """An event is followed here rather than when its page is published: by now its dates are written."""
    refresh(event_ids)


@receiver([freshness_changed, actors_written])
def follow_actors(sender: type, actor_ids: set[int], **kwargs: Any) -> None:
    """An entry hidden is no longer found, and is again as soon as it is confirmed; many are added at once."""
    refresh(actor_ids)


@receiver(references_moved)
def follow_other_names(sender: type, page_ids: set[int], **kwargs: Any) -> None:
    """Pages that name what was there twice."""
    refresh(page_ids)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def follow_restriction(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    pages = Page.objects.filter(pk=instance.page_id).first()
    if pages is not None:
        refresh(pages.get_descendants(inclusive=True).values_list("pk", flat=True))


@receiver(post_delete, sender=SearchEntry)
def follow_removal(sender: type, instance: SearchEntry, **kwargs: Any) -> None:
    """With its page, or alone: `refresh` then counts its words."""
    note([instance.pk])
    origin = kwargs["origin"]
    if getattr(origin, "model", type(origin)) is not SearchEntry:
        learn([Change(instance.language, instance.found_by)])


def follow_change(sender: type, instance: Model, created: bool, raw: bool, **kwargs: Any) -> None:
    """A label reworded, a place or a commune renamed."""
    if not created and not raw:
        refresh_soon(pages_showing(instance))


def remember_showing(sender: type, instance: Model, **kwargs: Any) -> None:
    instance._entries_showing = pages_showing(instance)


def follow_disappearance(sender: type, instance: Model, **kwargs: Any) -> None:
    refresh_soon(instance._entries_showing)


def connect_all() -> None:
    """Connects what depends on lists of models; called when the site starts. Pages say themselves what they become."""
    for model in shown_by():
        if not issubclass(model, Page):
            post_save.connect(follow_change, sender=model)
            pre_delete.connect(remember_showing, sender=model)
            post_delete.connect(follow_disappearance, sender=model)
