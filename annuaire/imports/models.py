"""Imports, their lines, and what each source last said of each actor."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from annuaire.enums import ActorKind
from annuaire.imports.enums import WORKING, Choice, ImportFormat, ImportState, Outcome, Undone
from annuaire.imports.options import Options

LONGEST_SOURCE = 120


class ActorImport(models.Model):
    """A file brought in: what it is, what was asked, how far it is. Its row is also the task that the worker does.

    `mapping` gives the column that each heading is. `position` is the number of the last line dealt with in the present
    state, `total` how many there are (0: not known yet). `stopped_in` is the state in which it FAILED.
    `claimed_until` keeps two processes from doing the same work.
    `counts` are lines by outcome. Instants are UTC.
    """

    source = models.CharField(_("source"), max_length=LONGEST_SOURCE)
    file_name = models.CharField(_("fichier"), max_length=255)
    format = models.CharField(_("format"), max_length=20, choices=ImportFormat)
    header = models.JSONField(default=list)
    about = models.CharField(max_length=255, blank=True)
    mapping = models.JSONField(default=list)
    default_kind = models.CharField(_("genre par défaut"), max_length=30, choices=ActorKind)
    publish = models.BooleanField(_("publier les nouveaux acteurs"), default=False)
    territory_only = models.BooleanField(_("laisser de côté ce qui est hors du territoire"), default=True)
    take_theirs = models.BooleanField(_("prendre ce que dit le fichier"), default=False)
    add_similar = models.BooleanField(_("ajouter ce qui ressemble"), default=False)
    state = models.CharField(_("état"), max_length=10, choices=ImportState, default=ImportState.COLUMNS)
    stopped_in = models.CharField(max_length=10, choices=ImportState, blank=True)
    error = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    claimed_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("déposé le"))
    finished_at = models.DateTimeField(_("fini le"), null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("par"),
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.source})"

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.pk])

    @property
    def options(self) -> Options:
        return Options(
            kind=self.format,
            mapping=tuple(self.mapping),
            source=self.source,
            default_kind=self.default_kind,
            publish=self.publish,
            territory_only=self.territory_only,
            take_theirs=self.take_theirs,
            add_similar=self.add_similar,
        )

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def may_be_undone(self) -> bool:
        """Whether it is done, or stopped while it was writing or undoing."""
        return (self.stopped_in or self.state) in (ImportState.RUNNING, ImportState.DONE, ImportState.UNDOING)

    @property
    def percent(self) -> int:
        """How far the present work is, from 0 to 100."""
        return min(100, self.position * 100 // self.total) if self.total else 0


class ImportFile(models.Model):
    """The bytes of a file, in the database rather than among the media: it may hold what is not to be published."""

    of = models.OneToOneField(ActorImport, on_delete=models.CASCADE, related_name="file")
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.of)


class ImportLine(models.Model):
    """What becomes of a line of a file.

    `changes` are the facts that differ, each [name, before, after, whether it is kept]. `remarks` are sentences.
    `resembles` are the actors it may be, each [key, name, why]. `before` is what undoing puts back: the values of the
    page's fields that cannot be made from facts, what the source said last (null: nothing), and in which import.
    `revision` is the one that the import made: of an actor changed since, it is no longer the latest.
    """

    of = models.ForeignKey(ActorImport, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=255, blank=True)
    town = models.CharField(max_length=120, blank=True)
    identifier = models.CharField(max_length=200, blank=True)
    likeness = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.TextField(blank=True)
    remarks = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    resembles = models.JSONField(default=list)
    choice = models.CharField(max_length=10, choices=Choice, blank=True)
    actor = models.ForeignKey("annuaire.ActorPage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveBigIntegerField(null=True, blank=True)
    before = models.JSONField(null=True, blank=True)
    undone = models.CharField(max_length=10, choices=Undone, blank=True)
    undone_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="import_line_once")]
        indexes = [models.Index(fields=["of", "outcome", "number"], name="import_line_outcome")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def kept(self) -> list[Any]:
        return [change for change in self.changes if change[3]]


class ImportedActor(models.Model):
    """What a source last said of an actor: a fact that is no longer so was edited here."""

    actor = models.ForeignKey("annuaire.ActorPage", on_delete=models.CASCADE, related_name="imported_from")
    source = models.CharField(max_length=LONGEST_SOURCE)
    identifier = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)
    last_import = models.ForeignKey(ActorImport, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "actor"], name="imported_actor_once"),
            models.UniqueConstraint(
                fields=["source", "identifier"], condition=~models.Q(identifier=""), name="imported_identifier_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.identifier}"
