"""The link of an application: its key, signed. Whoever holds it reads, changes or withdraws it, and no other."""

import uuid

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from core.addresses import absolute
from evenements.contest.models import Application, ApplicationFile
from evenements.models import ContestEntryPage

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
    found = _found(token).filter(purged_at=None).exclude(contact_email="")  # Nobody's any more, were it published.
    return found.select_related("edition__locale", "actor", "category", "proposed_commune").first()


def page_of(token: str) -> ContestEntryPage | None:
    """The public page of the application of TOKEN, which opens nothing any more; None when it has none."""
    found = _found(token).filter(entry__live=True).select_related("entry__locale").first()
    return found.entry if found else None


def _found(token: str) -> QuerySet[Application]:
    try:
        key = uuid.UUID(hex=SIGNER.unsign(token))
    except ValueError as error:
        raise BadSignature("not a key") from error
    return Application.objects.filter(key=key)
