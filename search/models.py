"""What public search reads: a row per published page and language, never edited by hand."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search import index

from search.enums import Kind
from search.vocabulary import Synonym, Word

__all__ = ["TIMELESS", "SearchEntry", "Synonym", "Word"]

# An entry that is not an event never becomes past.
TIMELESS = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


class SearchEntry(index.Indexed, models.Model):
    """The words a page can be found by in one language, and what its result shows.

    `current_until` is when the last date of an event ends (UTC); `title_terms` and `body_terms` are analysed text.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="search_entries")
    language = models.CharField(max_length=5)
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    title_terms = models.TextField()
    body_terms = models.TextField(blank=True)
    current_until = models.DateTimeField(default=TIMELESS)

    search_fields = [
        index.SearchField("title_terms", boost=4),
        index.SearchField("body_terms"),
        index.FilterField("language"),
        index.FilterField("kind"),
        index.FilterField("current_until"),
    ]

    class Meta:
        verbose_name = _("entrée de recherche")
        verbose_name_plural = _("entrées de recherche")
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="search_entry_identity")]
        indexes = [models.Index(fields=["language", "kind"], name="search_entry_kind")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"
