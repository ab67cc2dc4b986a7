"""Addresses that were public: those withdrawn, until something is published there again, and those that moved."""

from wagtail.contrib.redirects.models import Redirect

from core.addresses import page_path
from core.languages import codes, language_of, prefix
from core.models import GonePath

MAX_PATH = 500


def without_language(path: str) -> str:
    """The French form of PATH: an address withdrawn is withdrawn in every language."""
    for code in codes():
        head = prefix(code)
        if head and (path == head or path.startswith(f"{head}/")):
            return path[len(head) :] or "/"
    return path


def ancestors(path: str) -> list[str]:
    """PATH and each folder above it, root excluded: "/a/b/c.ics" gives "/a/b/c.ics", "/a/b/" and "/a/"."""
    parts = [part for part in path.split("/") if part]
    return [path, *("/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1))]


def is_gone(path: str) -> bool:
    """Whether PATH, or a page above it, was withdrawn."""
    if len(path) > MAX_PATH or "\x00" in path:
        return False
    return GonePath.objects.filter(path__in=ancestors(without_language(path))).exists()


def moved_to(path: str) -> str | None:
    """Where what was at PATH is now, in the language of PATH; None when nothing of it, nor above it, moved.

    Wagtail redirects the French address of a page that moved. This follows it for what stands under the page (its
    calendar) and for the languages in which the French page answers.
    """
    if len(path) > MAX_PATH or "\x00" in path:
        return None
    french = without_language(path)
    olds = {Redirect.normalise_path(old): old for old in ancestors(french)}
    found = Redirect.objects.filter(old_path__in=olds, redirect_page__live=True, redirect_page_route_path="")
    nearest = max(found.select_related("redirect_page"), key=lambda redirect: len(redirect.old_path), default=None)
    if nearest is None:
        return None
    rest = french[len(olds[nearest.old_path]) :]
    target = page_path(nearest.redirect_page.specific, language_of(path)) + rest
    return target if target != path else None


def withdraw(*paths: str) -> None:
    """From now on PATHS and what is under them answer 410."""
    rows = [GonePath(path=without_language(path)) for path in paths if len(path) <= MAX_PATH]
    GonePath.objects.bulk_create(rows, ignore_conflicts=True)


def restore(*paths: str) -> None:
    """Something is published at PATHS again: what led elsewhere from there no longer does."""
    olds = [Redirect.normalise_path(path) for path in paths]
    Redirect.objects.filter(old_path__in=olds, automatically_created=True).delete()
    GonePath.objects.filter(path__in=[without_language(path) for path in paths]).delete()
