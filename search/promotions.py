"""What editors put before the results of some words: Wagtail's promoted results, read in any language."""

from dataclasses import dataclass

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from core.languages import foreign
from core.models import BasePage
from core.parts import Item
from core.translations import attach_words
from search.question import Question
from search.slots import Terms, phrase_terms


@dataclass(frozen=True)
class Asked:
    """The terms of a question, as typed and as corrected: whatever the accents, plurals and stop words."""

    phrases: frozenset[Terms]

    @classmethod
    def by(cls, question: Question, language: str) -> "Asked":
        found = {phrase_terms(text, language) for text in (question.text, question.meant)}
        return cls(frozenset(found - {()}))


def promoted(question: Question, language: str) -> list[Item]:
    """The rows that editors chose for QUESTION, in their order; a page that nobody may read is left out.

    Two queries and those of the pages; one when nothing was chosen for these words.
    """
    asked = Asked.by(question, language)
    if not asked.phrases:
        return []
    rows = SearchPromotion.objects.select_related("query").order_by("query_id", "sort_order", "pk")
    chosen = [row for row in rows if phrase_terms(row.query.query_string, language) in asked.phrases]
    pages = _readable({row.page_id for row in chosen if row.page_id}, language) if chosen else {}
    found = [_item(row, pages.get(row.page_id)) for row in chosen if row.page_id in pages or row.external_link_url]
    return list({item.url: item for item in reversed(found)}.values())[::-1]


def _readable(page_ids: set[int], language: str) -> dict[int, BasePage]:
    """By the page that was chosen, in whatever language: the one that holds the facts, with its words in LANGUAGE."""
    chosen = Page.objects.live().public().filter(pk__in=page_ids).specific()
    pages = {page.pk: page.canonical for page in chosen if isinstance(page, BasePage)}
    attach_words(pages.values(), language)
    return pages


def _item(row: SearchPromotion, page: BasePage | None) -> Item:
    description = [row.description] if row.description else []
    if page is None:
        return Item(row.external_link_text, row.external_link_url, lines=description)
    summary = getattr(page.words, "summary", "") or getattr(page.words, "introduction", "")
    lines = description or ([summary] if summary else [])
    return Item(page.words.title, page.reading_path, foreign(page.words_lang), lines=lines)
