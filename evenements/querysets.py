"""How the site asks for events and their dates. "Upcoming", "ongoing" and "past" are said here, once.

Intervals are half-open: a date that ends at noon is past at noon.
"""

import datetime as dt

from django.db import models
from django.db.models.functions import Cast

from core.clock import now as clock_now
from core.models.pages import CanonicalQuerySet
from evenements.enums import State

# A date that stands: neither cancelled, nor put off to a day nobody has said yet.
HELD = ~models.Q(state=State.CANCELLED) & ~models.Q(state=State.POSTPONED, previous_start=None)
# When the seats of a date stop being booked: as many hours before it begins as its event says.
_AHEAD = models.ExpressionWrapper(
    Cast("event__booking_closes", models.IntegerField()) * models.Value(dt.timedelta(hours=1)), models.DurationField()
)
CLOSES = models.ExpressionWrapper(models.F("start") - _AHEAD, models.DateTimeField())


class OccurrenceQuerySet(models.QuerySet):
    def upcoming(self, now: dt.datetime | None = None) -> "OccurrenceQuerySet":
        """Not begun."""
        return self.filter(start__gt=now or clock_now())

    def ongoing(self, now: dt.datetime | None = None) -> "OccurrenceQuerySet":
        """Begun and not over."""
        now = now or clock_now()
        return self.filter(start__lte=now, end__gt=now)

    def current(self, now: dt.datetime | None = None) -> "OccurrenceQuerySet":
        """Not over: ongoing or upcoming."""
        return self.filter(end__gt=now or clock_now())

    def past(self, now: dt.datetime | None = None) -> "OccurrenceQuerySet":
        """Over."""
        return self.filter(end__lte=now or clock_now())

    def between(self, first: dt.date, last: dt.date) -> "OccurrenceQuerySet":
        """Touching one of the local days FIRST to LAST, both included."""
        return self.filter(first_day__lte=last, last_day__gte=first)

    def of_actor(self, actor_id: int) -> "OccurrenceQuerySet":
        """Those an actor organises, helps or hosts."""
        return self.filter(models.Q(event__in=event_ids_of_actor(actor_id)) | models.Q(host=actor_id))


def event_ids_of_actor(actor_id: int) -> models.QuerySet:
    from evenements.models import EventActor

    return EventActor.objects.filter(actor=actor_id).values("page")


class EventQuerySet(CanonicalQuerySet):
    def of_actor(self, actor_id: int) -> "EventQuerySet":
        """Those an actor organises, helps or hosts, were it for one date."""
        from evenements.models import Occurrence

        hosted = Occurrence.objects.filter(host=actor_id).order_by().values("event")
        return self.filter(
            models.Q(pk__in=event_ids_of_actor(actor_id)) | models.Q(host=actor_id) | models.Q(pk__in=hosted)
        )
