"""Remembers the addresses that were public: a page withdrawn answers 410, wherever in the site it was."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core import gone
from core.addresses import french_path
from core.languages import DEFAULT_LANGUAGE
from core.models import BasePage


def _address_of(page: Page) -> str | None:
    """The French path of a page of ours; a translation has none: while the French page is there, it answers."""
    if isinstance(page, BasePage) and page.locale.language_code == DEFAULT_LANGUAGE:
        return french_path(page.url_path)
    return None


@receiver(page_published)
def restore_address(sender: type, instance: Page, **kwargs: Any) -> None:
    """Scheduling a publication sends this signal too, with a page that is not live yet."""
    if instance.live and (path := _address_of(instance)):
        gone.restore(path)


@receiver(page_unpublished)
def withdraw_address(sender: type, instance: Page, **kwargs: Any) -> None:
    """Also when a live page is deleted: Wagtail unpublishes it first."""
    if path := _address_of(instance):
        gone.withdraw(path)


@receiver(post_page_move)
def follow_move(sender: type, instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    _change_addresses(instance, url_path_before, url_path_after)


@receiver(page_slug_changed)
def follow_slug(sender: type, instance: Page, instance_before: Page, **kwargs: Any) -> None:
    _change_addresses(instance, instance_before.url_path, instance.url_path)


def _change_addresses(page: Page, before: str, after: str) -> None:
    """The old addresses of PAGE and of what is under it redirect as long as their pages exist, then answer 410."""
    if before == after or page.locale.language_code != DEFAULT_LANGUAGE:
        return
    live = page.get_descendants(inclusive=True).live().values_list("url_path", flat=True)
    moves = [(french_path(before + path[len(after) :]), french_path(path)) for path in live]
    gone.withdraw(*[old for old, _ in moves if old])
    gone.restore(*[new for _, new in moves if new])
