"""Choices of the contest's applications and of what the jury decides."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApplicationState(models.TextChoices):
    """DRAFT becomes SUBMITTED before the deadline; the deliberation makes it RETAINED or DECLINED."""

    DRAFT = "draft", _("brouillon")
    SUBMITTED = "submitted", _("déposée")
    WITHDRAWN = "withdrawn", _("retirée")
    RETAINED = "retained", _("retenue")
    DECLINED = "declined", _("non retenue")


# Those that a jury reads, or has read.
ENTERED = (ApplicationState.SUBMITTED, ApplicationState.RETAINED, ApplicationState.DECLINED)


class FileKind(models.TextChoices):
    PICTURE = "picture", _("image")
    DOCUMENT = "document", _("document")


class Outcome(models.TextChoices):
    LAUREATE = "laureate", _("lauréate")
    FINALIST = "finalist", _("finaliste")
    DECLINED = "declined", _("non retenue")
