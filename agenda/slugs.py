"""Actors and places by the slug an address carries, also one they no longer have."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import QuerySet
from wagtail.contrib.redirects.models import Redirect

from annuaire.duplicates.merging import merged_places
from annuaire.models import ActorPage
from core.languages import DEFAULT_LANGUAGE
from core.models import BasePage, Place

PageT = TypeVar("PageT", bound=BasePage)
DIRECTORY = "/annuaire/"


def canonical_pages(model: type[PageT], slugs: Iterable[str]) -> QuerySet:
    """Live canonical pages of MODEL with one of these slugs."""
    return model._default_manager.filter(
        slug__in=slugs, locale__language_code=DEFAULT_LANGUAGE, alias_of=None, live=True
    )


def moved_slugs(folder: str, slugs: Iterable[str]) -> dict[str, str]:
    """For each of SLUGS that a page of FOLDER had before, the slug it has today: Wagtail keeps a redirect for it."""
    paths = {Redirect.normalise_path(f"{folder}{slug}/"): slug for slug in slugs}
    rows = Redirect.objects.filter(
        old_path__in=paths, redirect_page__live=True, redirect_page__url_path__contains=folder
    )
    return {paths[old]: new for old, new in rows.values_list("old_path", "redirect_page__slug")}


def actor_slugs(slugs: list[str]) -> dict[str, str]:
    """The slug each of these actors has today, for those that exist."""
    found = {slug: slug for slug in canonical_pages(ActorPage, slugs).values_list("slug", flat=True)}
    missing = [slug for slug in slugs if slug not in found]
    return found | moved_slugs(DIRECTORY, missing) if missing else found


def place_slugs(slugs: list[str]) -> dict[str, str]:
    """The same for places: those of their own, then actors, who are places too, then places that were there twice."""
    found = {slug: slug for slug in Place.objects.filter(slug__in=slugs).values_list("slug", flat=True)}
    missing = [slug for slug in slugs if slug not in found]
    found |= actor_slugs(missing) if missing else {}
    left = [slug for slug in missing if slug not in found]
    return found | {slug: place.slug for slug, place in merged_places(left).items()} if left else found
