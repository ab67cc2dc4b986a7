"""What is kept of duplicates: the pairs proposed and what editors said of them, and each merge with how to undo it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PairState(models.TextChoices):
    PROPOSED = "proposed", _("à comparer")
    DISMISSED = "dismissed", _("pas des doublons")
    MERGED = "merged", _("fusionnés")


class Duplicate(models.Model):
    """Two things that may be one, by their keys ("actor:12", "place:3"), the lesser first.

    A pair that an editor set apart is kept as long as both exist, so that it is not proposed again.
    """

    left = models.CharField(max_length=30, db_index=True)
    right = models.CharField(max_length=30, db_index=True)
    score = models.FloatField(_("ressemblance"))
    reasons = models.JSONField(_("raisons"), default=list)
    state = models.CharField(_("état"), max_length=10, choices=PairState, default=PairState.PROPOSED, db_index=True)
    found_at = models.DateTimeField(_("trouvée le"), auto_now_add=True)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("doublon possible")
        verbose_name_plural = _("doublons possibles")
        ordering = ["-score", "pk"]
        constraints = [models.UniqueConstraint(fields=["left", "right"], name="duplicate_pair_once")]

    def __str__(self) -> str:
        return f"{self.left} = {self.right}"

    @property
    def keys(self) -> tuple[str, str]:
        return self.left, self.right

    @property
    def percent(self) -> int:
        """How alike, of a hundred; never sure."""
        return min(99, round(self.score * 100))


class MergeQuerySet(models.QuerySet):
    def standing(self) -> "MergeQuerySet":
        """Those not undone."""
        return self.filter(undone_at=None)


class Merge(models.Model):
    """One thing merged into another: what it changed, so that it can be undone."""

    duplicate = models.ForeignKey(Duplicate, on_delete=models.CASCADE, related_name="merges")
    kept = models.CharField(max_length=30, db_index=True)
    merged = models.CharField(max_length=30, db_index=True)
    kept_name = models.CharField(max_length=255)
    merged_name = models.CharField(max_length=255)
    merged_slug = models.CharField(max_length=255, db_index=True)
    at = models.DateTimeField(_("le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(_("annulée le"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    journal = models.JSONField(default=dict)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("fusion")
        verbose_name_plural = _("fusions")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.merged_name} → {self.kept_name}"
