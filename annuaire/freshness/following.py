"""An entry that is published is as fresh as what was just published says: connected when the site starts."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from annuaire.freshness.confirming import settle
from annuaire.freshness.models import ConfirmationRequest
from annuaire.freshness.states import ages, awaited, refresh_state
from annuaire.models import ActorPage
from core.clock import today


@receiver(page_published, sender=ActorPage)
def follow_publication(sender: type, instance: ActorPage, **kwargs: Any) -> None:
    """A new date of verification shows a hidden entry again at once, and closes what its structure asked for."""
    if not instance.live or not instance.is_canonical:
        return
    base = instance.confirmed_on
    if ConfirmationRequest.objects.filter(awaited(), actor=instance.pk).exclude(base=base).exists():
        settle(instance, kwargs.get("user"))
    if age := ages([instance]).get(instance.pk):
        refresh_state(instance, age, today())
