"""What the outside has been told of each event, and the bytes it is told with."""

from django.db import models
from django.utils.timezone import now


class Publication(models.Model):
    """An event's public history; it outlives unpublishing, so that SEQUENCE never goes back (RFC 5545 §3.8.7.4)."""

    event = models.OneToOneField("evenements.EventPage", on_delete=models.CASCADE, related_name="publication")
    created = models.DateTimeField()
    modified = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)  # of the bytes in every language, without what dates them
    selection = models.CharField(max_length=64, default="")  # digest of what lists and filters see and bytes do not say

    def __str__(self) -> str:
        return f"{self.event_id} #{self.sequence}"


class EventBytes(models.Model):
    """An event's VEVENTs in one language, as served; there only while the event is published."""

    event = models.ForeignKey("evenements.EventPage", on_delete=models.CASCADE, related_name="feed_bytes")
    language = models.CharField(max_length=5)
    data = models.BinaryField()
    modified = models.DateTimeField()
    last_end = models.DateTimeField(null=True)  # none for a rule without an end

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "language"], name="event_bytes_identity")]
        indexes = [models.Index(fields=["language", "last_end", "event"], name="event_bytes_feed")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.language}"


class FeedVersion(models.Model):
    """Moved in every transaction that changes what feeds of a language say: one read answers a conditional request."""

    language = models.CharField(max_length=5, primary_key=True)
    version = models.PositiveBigIntegerField(default=0)
    modified = models.DateTimeField()
    # Of the dates that changed or went from this instant on, each says when.
    known_since = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.language} {self.version}"
