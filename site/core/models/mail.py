"""The mails that wait to be sent, and what became of each."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """WAITING becomes SENDING when one process takes it, then SENT, WAITING again, FAILED or UNCERTAIN; an editor sends
    these two again, or says they are DROPPED.
    """

    WAITING = "waiting", _("à envoyer")
    SENDING = "sending", _("en cours d’envoi")
    SENT = "sent", _("envoyé")
    FAILED = "failed", _("refusé")
    UNCERTAIN = "uncertain", _("incertain")
    DROPPED = "dropped", _("abandonné")


# What waits for an editor, and all that did not leave as far as one knows.
STOPPED = (MailState.FAILED, MailState.UNCERTAIN)
NOT_LEFT = (*STOPPED, MailState.DROPPED)


class OutgoingMail(models.Model):
    """A mail, written in the transaction that causes it. Instants are UTC, by the machine's clock.

    `key` names what causes it: queued again under the same key, it is the same mail. `message_id` never changes: a mail
    sent again by hand is known as the same by those who receive it.
    """

    key = models.CharField(max_length=200, unique=True)
    recipient = models.EmailField(_("à"))
    reply_to = models.EmailField(_("réponse à"), blank=True)
    subject = models.CharField(_("objet"), max_length=250)
    text = models.TextField(_("texte"))
    html = models.TextField(blank=True)
    attachment_name = models.CharField(max_length=120, blank=True)
    attachment_type = models.CharField(max_length=120, blank=True)
    attachment = models.BinaryField(null=True, blank=True)
    message_id = models.CharField(max_length=250, unique=True)
    state = models.CharField(_("état"), max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    queued_at = models.DateTimeField(_("écrit le"))
    next_try_at = models.DateTimeField(_("prochain essai"))
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    error = models.TextField(_("ce qu’a répondu le serveur"), blank=True)

    class Meta:
        verbose_name = _("courriel")
        verbose_name_plural = _("courriels")
        ordering = ["-queued_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="mail_waiting")]

    def __str__(self) -> str:
        return self.subject
