"""What public search reads: a row per published page and language, never edited by hand."""

import datetime as dt
import json
from collections.abc import Iterable
from hashlib import blake2b

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search import index

from search.enums import Kind
from search.vocabulary import Synonym, Word

__all__ = ["TIMELESS", "FacetSet", "PendingChange", "PendingRefresh", "SearchEntry", "Synonym", "Word"]

# An entry that is not an event never becomes past.
TIMELESS = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
# Of a digest: what a signed 64-bit integer holds once doubled.
DIGEST_BITS = 62


class FacetSet(models.Model):
    """The values of facets that entries have in common, and the languages they are read in.

    Its key is a digest of its values: a key always means the same, so what is known of it never has to be forgotten.
    """

    id = models.BigIntegerField(primary_key=True)
    values = models.JSONField()

    class Meta:
        verbose_name = _("valeurs de facettes")
        verbose_name_plural = _("valeurs de facettes")

    def __str__(self) -> str:
        return json.dumps(self.values)

    @classmethod
    def of(
        cls, kind: str, publics: Iterable[str], themes: Iterable[str], communes: Iterable[str], readers: Iterable[str]
    ) -> "FacetSet":
        """The set of these values, not saved."""
        named = {"type": [kind], "public": publics, "theme": themes, "commune": communes, "readers": readers}
        values = {name: sorted(set(codes)) for name, codes in named.items()}
        digest = blake2b(json.dumps(values, sort_keys=True).encode(), digest_size=8).digest()
        return cls(id=int.from_bytes(digest) >> (64 - DIGEST_BITS), values=values)


class SearchEntry(index.Indexed, models.Model):
    """The words a page can be found by in one language, what its result shows, and what it is ranked and counted by.

    `language` is the one its words are written in: a page without translation has its French entry alone, read in every
    language. `*_terms` are analysed text, `title_words` the title's words folded, `name_keys` its whole names;
    `current_until` is when the last date of an event ends (UTC); the greatest `rank` comes first.
    """

    # The narrow columns first: counting reads them alone.
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="search_entries")
    facets = models.ForeignKey(FacetSet, on_delete=models.PROTECT, related_name="entries")
    current_until = models.DateTimeField(default=TIMELESS)
    rank = models.IntegerField(default=0)
    language = models.CharField(max_length=5)
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=255)
    name_keys = models.TextField(blank=True)
    title_words = models.TextField(blank=True)
    title_terms = models.TextField(blank=True)
    offer_terms = models.TextField(blank=True)
    body_terms = models.TextField(blank=True)
    summary = models.TextField(blank=True)

    # The engines are fed by search.entries, never by the saving of a row.
    search_auto_update = False
    search_fields = [
        index.SearchField("title_terms"),
        index.SearchField("offer_terms"),
        index.SearchField("body_terms"),
        index.FilterField("id"),
        index.FilterField("rank"),
        index.FilterField("current_until"),
        *(index.FilterField(name) for name in ("names", "words", "types", "publics", "themes", "communes", "readers")),
    ]

    class Meta:
        verbose_name = _("entrée de recherche")
        verbose_name_plural = _("entrées de recherche")
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="search_entry_identity")]
        indexes = [models.Index(fields=["language", "kind"], name="search_entry_kind")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def names(self) -> list[str]:
        return self.name_keys.split()

    @property
    def words(self) -> list[str]:
        return self.title_words.split()

    @property
    def found_by(self) -> frozenset[str]:
        """Every term it is found by."""
        return frozenset(f"{self.title_terms} {self.offer_terms} {self.body_terms}".split())

    @property
    def types(self) -> list[str]:
        return self.facets.values["type"]

    @property
    def publics(self) -> list[str]:
        return self.facets.values["public"]

    @property
    def themes(self) -> list[str]:
        return self.facets.values["theme"]

    @property
    def communes(self) -> list[str]:
        return self.facets.values["commune"]

    @property
    def readers(self) -> list[str]:
        """The languages it is read in."""
        return self.facets.values["readers"]


class PendingChange(models.Model):
    """An entry that was written or removed, for the engine that is not the database: kept a while once sent.

    Changes of an entry are told in the order of their keys, which is the version the engine knows them by.
    """

    entry_id = models.BigIntegerField()
    sent = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("changement à transmettre")
        verbose_name_plural = _("changements à transmettre")
        indexes = [models.Index(fields=["sent", "id"], name="search_change_to_send")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.at:%Y-%m-%d %H:%M}"


class PendingRefresh(models.Model):
    """Canonical pages, by key, whose entries say something that has changed: too many for who changed it to wait."""

    pages = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("entrées à refaire")
        verbose_name_plural = _("entrées à refaire")

    def __str__(self) -> str:
        return f"{len(self.pages)} {self.at:%Y-%m-%d %H:%M}"
