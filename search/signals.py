"""Search follows what is published, in the publishing transaction."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from annuaire.freshness.states import freshness_changed
from core.models import BasePage
from evenements.models import EventPage
from evenements.publication import events_refreshed
from search.entries import refresh


def _canonical_id(page: Page) -> int | None:
    specific = page.specific
    return specific.canonical.pk if isinstance(specific, BasePage) else None


@receiver([page_published, page_unpublished, post_page_move])
def follow_page(sender: type, instance: Page, **kwargs: Any) -> None:
    found = _canonical_id(instance)
    if found is not None and (not isinstance(instance.specific, EventPage) or not instance.live):
        refresh([found])


@receiver(events_refreshed)
def follow_events(sender: type, event_ids: set[int], **kwargs: Any) -> None:
    """An event is followed here rather than when its page is published: by now its dates are written."""
    refresh(event_ids)


@receiver(freshness_changed)
def follow_freshness(sender: type, actor_ids: set[int], **kwargs: Any) -> None:
    """An entry hidden is no longer found, and is again as soon as it is confirmed."""
    refresh(actor_ids)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def follow_restriction(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    pages = Page.objects.filter(pk=instance.page_id).first()
    if pages is not None:
        refresh(pages.get_descendants(inclusive=True).values_list("pk", flat=True))
