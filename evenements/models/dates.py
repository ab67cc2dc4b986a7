"""A date line: one date, or a rule and its exceptions, as an editor enters it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from evenements import recurrence
from evenements.enums import Frequency
from evenements.panels import LINE_PANELS
from evenements.uids import new_uid


class DateLine(Orderable):
    """Local dates and times (settings.TIME_ZONE). `changes` are the exceptions, keyed by the original day."""

    page = ParentalKey("evenements.EventPage", on_delete=models.CASCADE, related_name="date_lines")
    uid = models.CharField(max_length=255, default=new_uid, editable=False)
    all_day = models.BooleanField(_("toute la journée"), default=False)
    start_date = models.DateField(_("le"))
    start_time = models.TimeField(_("de"), null=True, blank=True)
    end_time = models.TimeField(
        _("à"), null=True, blank=True, help_text=_("Plus tôt que le début : finit le lendemain.")
    )
    end_date = models.DateField(
        _("jusqu’au (inclus)"), null=True, blank=True, help_text=_("Seulement si l’événement dure plusieurs jours.")
    )
    frequency = models.CharField(_("se répète"), max_length=24, choices=Frequency, blank=True, default=Frequency.ONCE)
    interval = models.PositiveSmallIntegerField(
        _("une fois sur"), default=1, help_text=_("1 : chaque fois ; 2 : une semaine, un jour ou un mois sur deux.")
    )
    weekdays = models.CharField(_("jours"), max_length=20, blank=True)
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    count = models.PositiveSmallIntegerField(_("ou nombre de fois"), null=True, blank=True)
    skip_public_holidays = models.BooleanField(_("sauf les jours fériés"), default=False)
    skip_school_holidays = models.BooleanField(_("sauf pendant les vacances scolaires"), default=False)
    excluded = models.JSONField(default=list, blank=True, editable=False)
    changes = models.JSONField(_("dates particulières"), default=list, blank=True)

    panels = LINE_PANELS

    class Meta(Orderable.Meta):
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(all_day=True) | models.Q(start_time__isnull=False),
                name="date_line_timed_has_start_time",
            ),
            models.CheckConstraint(
                condition=models.Q(end_date__isnull=True) | models.Q(end_date__gte=models.F("start_date")),
                name="date_line_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(count__isnull=True), name="date_line_until_or_count"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start_date:%Y-%m-%d}"

    def clean(self) -> None:
        super().clean()
        from evenements.line_rules import problems

        if found := problems(self):
            raise ValidationError(found)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Freezes the days left out as the calendars know them today: feeds then change with a publication only."""
        from evenements.line_rules import skipped_days

        self.excluded = skipped_days(self)
        super().save(*args, **kwargs)

    @property
    def line(self) -> "recurrence.Line":
        """The pure form that `recurrence` expands."""
        from evenements.line_rules import to_line

        return to_line(self)
