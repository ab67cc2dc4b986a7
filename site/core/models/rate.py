"""How often something was asked from one address, counted for all processes."""

from django.db import models


class RateCount(models.Model):
    """`key` is a digest of who asks and for what, in the period that ends at `ends_at`: no address is kept."""

    key = models.CharField(max_length=64, unique=True)
    number = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.number}"
