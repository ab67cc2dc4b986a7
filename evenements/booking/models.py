"""Bookings, and the dates they are for."""

import datetime as dt
import uuid

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evenements.booking.enums import GOING, HOLDING, BookingState
from evenements.enums import AttendanceMode, State

NOWHERE = ".invalid"


def kept_until(end: dt.datetime) -> dt.datetime:
    """When the names of a date that ends at END are forgotten."""
    return end + relativedelta(months=settings.BOOKING_KEPT_MONTHS)


class BookedDate(models.Model):
    """A date someone asked a seat of. Its row is the lock under which seats are given.

    Its identity is that of the published date: the line's UID and the original local day, which no rebuild changes.
    `held` people have a seat, or one on offer; `waiting` people wait. The rest is what those concerned were told last:
    it stays when the date is no longer published.
    """

    event = models.ForeignKey("evenements.EventPage", on_delete=models.CASCADE, related_name="booked_dates")
    line_uid = models.CharField(max_length=255)
    original_day = models.DateField()
    held = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    start = models.DateTimeField()
    end = models.DateTimeField()
    all_day = models.BooleanField(default=False)
    open_ended = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=State, default=State.CONFIRMED)
    # Whether it is put off to a day that nobody has said yet: its hours are then those it had.
    awaits_day = models.BooleanField(default=False)
    place_label = models.CharField(max_length=255, blank=True)
    mode = models.CharField(max_length=12, choices=AttendanceMode, blank=True)
    # What a calendar file calls it by, beside its original day (RECURRENCE-ID): whether its line repeats, and at what
    # local time, none for whole days. Kept for the day its line is no longer there to tell.
    repeats = models.BooleanField(default=False)
    usual_time = models.TimeField(null=True)
    # Who came, once names are gone.
    attended = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("date réservée")
        verbose_name_plural = _("dates réservées")
        ordering = ["start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "line_uid", "original_day"], name="booked_date_identity"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.start:%Y-%m-%d %H:%M}"

    @property
    def first_day(self) -> dt.date:
        """The local day it begins."""
        return timezone.localtime(self.start, timezone.get_default_timezone()).date()

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def is_online(self) -> bool:
        """Whether one attends from afar only."""
        return self.mode == AttendanceMode.ONLINE

    def is_over(self, now: dt.datetime) -> bool:
        """Whether nothing more is to be said of it at NOW; one that awaits a new day is over once names are gone."""
        return (kept_until(self.end) if self.awaits_day else self.end) <= now


class BookingQuerySet(models.QuerySet):
    def holding(self) -> "BookingQuerySet":
        """Those that have seats, or are offered some."""
        return self.filter(state__in=HOLDING)

    def going(self) -> "BookingQuerySet":
        """Those of people who may still come."""
        return self.filter(state__in=GOING)

    def queue(self) -> "BookingQuerySet":
        """Those who wait, in their order."""
        return self.filter(state=BookingState.WAITING).order_by("made_at", "pk")


class Booking(models.Model):
    """One or more people at a date. Instants are UTC.

    `key` is what its link carries, signed. `form_key` is that of the form it was sent by: sent twice, it is one
    booking. `language` is that of the page it was made on. `answers` are pairs of a question and its answer. Purged,
    it keeps its state and its number of people, and nothing of anybody.
    """

    date = models.ForeignKey(BookedDate, on_delete=models.CASCADE, related_name="bookings", verbose_name=_("date"))
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    form_key = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=BookingState)
    name = models.CharField(_("nom"), max_length=120, blank=True)
    email = models.EmailField(_("adresse électronique"), blank=True)
    people = models.PositiveSmallIntegerField(_("personnes"), default=1)
    language = models.CharField(max_length=5)
    answers = models.JSONField(_("réponses"), default=list, blank=True)
    made_at = models.DateTimeField(_("demandé le"))
    changed_at = models.DateTimeField(_("changé le"))
    offer_ends_at = models.DateTimeField(_("à accepter avant"), null=True, blank=True)
    came = models.BooleanField(_("présence"), null=True, blank=True)
    reminded = models.BooleanField(default=False)
    # What the agenda of who comes calls the date, where files now call it otherwise (`calendar_names`).
    former_uid = models.CharField(max_length=255, blank=True)
    former_moment = models.CharField(max_length=20, blank=True)
    by_hand = models.BooleanField(_("ajouté par l’organisateur"), default=False)
    purged_at = models.DateTimeField(null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("réservation")
        verbose_name_plural = _("réservations")
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "form_key", "email"], condition=~models.Q(form_key=""), name="booking_form_sent_once"
            ),
            models.CheckConstraint(condition=models.Q(people__gte=1), name="booking_of_someone"),
            models.CheckConstraint(
                condition=models.Q(state=BookingState.OFFERED, offer_ends_at__isnull=False)
                | ~models.Q(state=BookingState.OFFERED),
                name="booking_offer_ends",
            ),
        ]
        indexes = [
            models.Index(fields=["date", "state", "made_at"], name="booking_of_date"),
            models.Index(fields=["state", "offer_ends_at"], name="booking_offers"),
        ]

    def __str__(self) -> str:
        return f"{self.name or '—'} ({self.people})"

    @property
    def can_be_written_to(self) -> bool:
        """Not who was added without an address, nor an example: no mail reaches `.invalid` (RFC 2606)."""
        return bool(self.email) and not self.email.endswith(NOWHERE)

    @property
    def is_going(self) -> bool:
        return self.state in GOING

    @property
    def former_name(self) -> tuple[str, str] | None:
        """What the agenda of who comes calls the date, where files now call it otherwise."""
        return (self.former_uid, self.former_moment) if self.former_uid else None


class Availability(models.Model):
    """Moves when a date fills or has seats again: what pages have counted is then counted again. Feeds ignore it."""

    version = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.version)
