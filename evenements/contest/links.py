"""The link of an application: its key, signed. Whoever holds it reads, changes or withdraws it, and no other."""

import uuid

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from core.addresses import absolute
from evenements.contest.models import Application, ApplicationFile

SIGNER = Signer(sep=".", salt="evenements.contest")


def token_of(application: Application) -> str:
    return SIGNER.sign(application.key.hex)


def path_of(application: Application, language: str) -> str:
    """The path of APPLICATION's page, read in LANGUAGE."""
    with translation.override(language):
        return reverse("application", args=[token_of(application)])


def url_of(application: Application) -> str:
    """Its full address, in the language it was begun in."""
    return absolute(path_of(application, application.language))


def file_path_of(file: ApplicationFile, language: str) -> str:
    """Where whoever holds the link of its application reads FILE."""
    with translation.override(language):
        return reverse("application_file", args=[token_of(file.application), file.key])


def application_of(token: str) -> Application | None:
    """The application TOKEN opens; None when there is none any more. Raises BadSignature when TOKEN is not ours."""
    try:
        key = uuid.UUID(hex=SIGNER.unsign(token))
    except ValueError as error:
        raise BadSignature("not a key") from error
    found = Application.objects.filter(key=key, purged_at=None)
    return found.select_related("edition__locale", "actor", "category", "proposed_commune").first()
