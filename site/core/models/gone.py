"""Addresses that were public and no longer are answer 410, so that clients stop asking (RFC 9110 §15.5.11)."""

from django.db import models


class GonePath(models.Model):
    """A page's path that was withdrawn: everything under it answers 410 until something is published there again."""

    path = models.CharField(max_length=500, unique=True)
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.path
