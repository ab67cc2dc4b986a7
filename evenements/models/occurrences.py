"""Each date of each published event: the table that everything that lists events asks."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Commune, EventKind, Place
from evenements.enums import AttendanceMode, State
from evenements.querysets import OccurrenceQuerySet


class Occurrence(models.Model):
    """One date of a published, canonical event. Built from its date lines, never edited.

    `start` and `end` are UTC instants, [start, end); an all-day date runs from local midnight to local midnight.
    Identity: the line's UID and the original local day, which no rebuild changes. The rest copies what lists filter by.
    """

    event = models.ForeignKey("evenements.EventPage", on_delete=models.CASCADE, related_name="occurrences")
    line_uid = models.CharField(max_length=255)
    original_day = models.DateField()
    start = models.DateTimeField()
    end = models.DateTimeField()
    all_day = models.BooleanField(default=False)
    open_ended = models.BooleanField(default=False)
    first_day = models.DateField()
    last_day = models.DateField()
    state = models.CharField(max_length=20, choices=State, default=State.CONFIRMED)
    previous_start = models.DateTimeField(null=True, blank=True)
    title = models.CharField(max_length=255, blank=True)
    note = models.CharField(max_length=200, blank=True)
    place_label = models.CharField(max_length=255, blank=True)
    kind = models.ForeignKey(EventKind, on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=12, choices=AttendanceMode)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    host = models.ForeignKey("annuaire.ActorPage", on_delete=models.SET_NULL, null=True, related_name="+")
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, null=True, related_name="+")
    is_free = models.BooleanField()
    is_workshop = models.BooleanField(default=False)
    seats = models.PositiveSmallIntegerField(null=True, blank=True)  # that are booked on this site; none elsewhere
    # When something told of it last changed; none for a row older than this column.
    modified = models.DateTimeField(null=True, db_index=True)

    # The name of the actor it is held at in the language being read: `presentation.name_places` sets it.
    place_name = ""
    # How many seats may still be booked here; None where none can be: `presentation.with_event` sets it.
    seats_left: int | None = None

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("date publiée")
        ordering = ["start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "line_uid", "original_day"], name="occurrence_identity"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="occurrence_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["start", "id"], name="occurrence_start"),
            models.Index(fields=["end", "event", "start"], name="occurrence_end"),
            models.Index(fields=["first_day", "last_day"], name="occurrence_days"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.start:%Y-%m-%d %H:%M}"

    @property
    def public_id(self) -> str:
        """What files call it: the same through every rebuild, unpublishing included."""
        return public_id(self.line_uid, self.original_day)


class GoneDate(models.Model):
    """A date that was published and no longer is, and since when: who has a copy is told to take it away."""

    line_uid = models.CharField(max_length=255)
    original_day = models.DateField()
    modified = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line_uid", "original_day"], name="gone_date_identity")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def public_id(self) -> str:
        return public_id(self.line_uid, self.original_day)


def public_id(line_uid: str, original_day: dt.date) -> str:
    return f"{line_uid}/{original_day:%Y-%m-%d}"
