"""Paths and addresses of pages, in each language, without a query per page."""

from typing import TYPE_CHECKING

from django.conf import settings
from wagtail.models import Site

from core.languages import DEFAULT_LANGUAGE, current, prefix

if TYPE_CHECKING:
    from core.models import BasePage


def absolute(path: str) -> str:
    """The full address of PATH on this site: SITE_URL, whatever host the request came by."""
    return f"{settings.SITE_URL}{path}"


def canonical_path(page: "BasePage") -> str:
    """The French path of PAGE ("/evenements/x/"), with no query beyond Wagtail's cached site roots."""
    original = page if page.is_canonical else page.canonical
    return original.get_url_parts()[2] if original.get_url_parts() else "/"


def french_path(url_path: str) -> str | None:
    """The French path of the page that has or had URL_PATH in Wagtail's tree; None outside of the French site."""
    for root in Site.get_site_root_paths():
        if root.language_code == DEFAULT_LANGUAGE and url_path.startswith(root.root_path):
            return url_path[len(root.root_path) - 1 :]
    return None


def site_path(url_path: str) -> str | None:
    """The same in the language of its site, without the prefix of that language."""
    for root in Site.get_site_root_paths():
        if url_path.startswith(root.root_path):
            return url_path[len(root.root_path) - 1 :]
    return None


def page_path(page: "BasePage", language: str) -> str:
    """PAGE's path in LANGUAGE: its live translation's, else the French path under the language's prefix."""
    if language == page.locale.language_code and not page.alias_of_id:
        parts = page.get_url_parts()
        return parts[2] if parts else "/"
    if language != DEFAULT_LANGUAGE:
        translations = page.get_translations().filter(locale__language_code=language, alias_of=None).live()
        translation = translations.only("url_path").first()
        parts = translation.get_url_parts() if translation else None
        if parts:
            return parts[2]
    return prefix(language) + canonical_path(page)


def reading_path(page: "BasePage") -> str:
    """The path to link to in the language being read; uses the words that `attach_words` found, if it ran."""
    language = current()
    attached = getattr(page, "words", None)
    if attached is not None:
        if attached.locale.language_code == language:
            parts = attached.get_url_parts()
            return parts[2] if parts else "/"
        return prefix(language) + canonical_path(page)
    return page_path(page, language)
