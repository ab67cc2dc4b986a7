"""Remembers the addresses that were public: a page withdrawn answers 410, wherever in the site it was, and its
translations go with it when it is deleted.
"""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core import gone
from core.addresses import french_path, site_path
from core.languages import DEFAULT_LANGUAGE
from core.models import BasePage


def _addresses_of(page: Page) -> list[str]:
    """The French path of a page of ours, first, and those of its live translations, which may have another slug.

    A translation has none of its own: while the French page is there, it answers.
    """
    if not isinstance(page, BasePage) or page.locale.language_code != DEFAULT_LANGUAGE:
        return []
    path = french_path(page.url_path)
    others = page.get_translations().live().select_related("locale") if path else []
    own = {site_path(other.url_path) for other in others if other.slug != page.slug}
    return [address for address in (path, *sorted(filter(None, own))) if address]


@receiver(page_published)
def restore_address(sender: type, instance: Page, **kwargs: Any) -> None:
    """Scheduling a publication sends this signal too, with a page that is not live yet."""
    if instance.live:
        gone.restore(*_addresses_of(instance))


@receiver(page_unpublished)
def withdraw_address(sender: type, instance: Page, **kwargs: Any) -> None:
    """Also when a live page is deleted: Wagtail unpublishes it first."""
    gone.withdraw(*_addresses_of(instance))


@receiver(post_delete, sender=Page)
def delete_translations(sender: type, instance: Page, **kwargs: Any) -> None:
    """A French page takes its translations with it, however it is deleted: alone, they have no facts to show.

    Those deleted by the same request, as with the tree above them, are no longer there to find.
    """
    if instance.alias_of_id or instance.locale.language_code != DEFAULT_LANGUAGE:
        return
    left = Page.objects.filter(translation_key=instance.translation_key).values_list("pk", flat=True)
    for pk in list(left):
        if translation := Page.objects.filter(pk=pk).first():
            translation.delete()


@receiver(post_page_move)
def follow_move(sender: type, instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    _change_addresses(instance, url_path_before, url_path_after)


@receiver(page_slug_changed)
def follow_slug(sender: type, instance: Page, instance_before: Page, **kwargs: Any) -> None:
    if isinstance(instance, BasePage) and instance.is_canonical:
        for translation in instance.get_translations().specific():
            translation.save(clean=False)
    _change_addresses(instance, instance_before.url_path, instance.url_path)


def _change_addresses(page: Page, before: str, after: str) -> None:
    """The old addresses of PAGE and of what is under it redirect as long as their pages exist, then answer 410."""
    if before == after or page.locale.language_code != DEFAULT_LANGUAGE:
        return
    live = page.get_descendants(inclusive=True).live().values_list("url_path", flat=True)
    moves = [(french_path(before + path[len(after) :]), french_path(path)) for path in live]
    gone.withdraw(*[old for old, _ in moves if old])
    gone.restore(*[new for _, new in moves if new])
