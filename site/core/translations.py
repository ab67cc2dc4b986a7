"""The words of canonical pages in the language being read, French where a translation is missing."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from core.languages import DEFAULT_LANGUAGE, current
from core.models import BasePage

PageT = TypeVar("PageT", bound=BasePage)


def attach_words(pages: Iterable[PageT], language: str | None = None) -> list[PageT]:
    """Sets `words` and `words_lang` on each canonical page; one query per page type, none in French.

    `page.words` is the live translation in LANGUAGE (the language being read by default), else the page itself.
    """
    language = language or current()
    found = [page for page in pages if page is not None]
    by_model: dict[type[BasePage], list[PageT]] = defaultdict(list)
    for page in found:
        page.words, page.words_lang = page, page.written_in
        by_model[type(page)].append(page)
    if language == DEFAULT_LANGUAGE:
        return found
    for model, group in by_model.items():
        translations = model._default_manager.filter(
            translation_key__in={page.translation_key for page in group},
            locale__language_code=language,
            alias_of=None,
            live=True,
        ).select_related("locale")
        words = {translation.translation_key: translation for translation in translations}
        for page in group:
            if page.translation_key in words:
                page.words, page.words_lang = words[page.translation_key], language
    return found
