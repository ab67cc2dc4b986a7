"""What was asked of each structure, and what it answered."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from annuaire.freshness.enums import Answer, Step


class ConfirmationRequest(models.Model):
    """A structure, or for want of an address the editors, asked to confirm an entry. Instants are UTC.

    `base` is the day of the last confirmation when it was asked: a later confirmation makes the request void. `key` is
    what its link carries, signed. `recipient` is empty when nothing was mailed. `settled_at` is when an editor dealt
    with the answer.
    """

    actor = models.ForeignKey("annuaire.ActorPage", on_delete=models.CASCADE, related_name="confirmation_requests")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    base = models.DateField()
    step = models.CharField(_("étape"), max_length=10, choices=Step)
    asked_at = models.DateTimeField(_("demandé le"))
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    recipient = models.EmailField(_("à"), blank=True)
    mail = models.ForeignKey(
        "core.OutgoingMail",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("courriel"),
    )
    answer = models.CharField(_("réponse"), max_length=10, choices=Answer, blank=True)
    remark = models.TextField(_("remarque"), blank=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("demande de confirmation")
        verbose_name_plural = _("demandes de confirmation")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "base", "step"],
                condition=~models.Q(step=Step.BY_HAND),
                name="confirmation_asked_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} – {self.actor}"

    @property
    def waits_for_editors(self) -> bool:
        """Whether the structure asked for something that nobody has dealt with."""
        return self.answer in (Answer.CORRECTION, Answer.CLOSED) and self.settled_at is None
