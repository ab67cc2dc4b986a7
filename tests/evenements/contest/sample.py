"""An edition that takes applications, and what people send it."""

import datetime as dt
from io import BytesIO
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pypdf import PdfWriter

from core.clock import now
from evenements.contest.links import path_of
from evenements.contest.models import Application
from evenements.models import ContestPage
from tests.factories.contest import ContestPageFactory, category
from tests.reading import ReadPage

OPEN = "2026-11-24T09:00"


def _pdf() -> bytes:
    """A document of one blank page."""
    out, writer = BytesIO(), PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


PDF = _pdf()
WHOLE = {
    "title": "Sans papier",
    "actor": "Voilerie du port",
    "summary": "Les patrons passent du papier à l’écran.",
    "what_was_done": "Avant, on découpait. Maintenant, on règle.",
    "results": "Deux jours gagnés par voile.",
    "contact_name": "Enora",
    "contact_email": "enora@courriel.bzh",
    "consent_rules": "on",
}


def open_edition(**facts: Any) -> ContestPage:
    """An edition open at OPEN, until 31 January 2027 at midnight, for companies and communes."""
    chosen = {"categories": [category("entreprise"), category("commune")], "takes_applications": True}
    return ContestPageFactory(**chosen | facts)


def draft(edition: ContestPage, **facts: Any) -> Application:
    """An application just begun."""
    given = {"contact_name": "Enora", "contact_email": "enora@courriel.bzh", "language": "fr"}
    return Application.objects.create(edition=edition, created_at=now(), changed_at=now(), **given | facts)


def whole(commune: Any = None) -> dict[str, Any]:
    """All that the form asks; COMMUNE is that of an actor whom the directory has not."""
    return WHOLE | {"category": category("entreprise").pk, "commune": commune.pk if commune else ""}


def begin(client: Client, edition: ContestPage, prefix: str = "", *, after: float = 30, **typed: str) -> Any:
    """Fills in the first form as the page shows it, and sends it some seconds later."""
    with time_machine.travel(dt.datetime.now(dt.UTC).replace(microsecond=0), tick=False) as clock:
        form = ReadPage.at(client, f"{prefix}{edition.url}candidater/").soup.select_one("main form")
        data = {field["name"]: field.get("value", "") for field in form.select("input")}
        data |= {"contact_name": "Enora", "contact_email": "enora@courriel.bzh"} | typed
        clock.shift(dt.timedelta(seconds=after))
        return client.post(form["action"], data)


def send(client: Client, application: Application, action: str, **typed: Any) -> Any:
    """Sends what is TYPED by the page of APPLICATION, which is open now, by the button ACTION."""
    page = ReadPage.at(client, path_of(application, "fr"))
    opened = page.soup.select_one("input[name=opened]")
    given = {"action": action, "opened": opened["value"] if opened else ""}
    return client.post(path_of(application, "fr"), given | typed)


def picture(
    color: Any = "teal", size: tuple[int, int] = (40, 20), kind: str = "JPEG", **saved: Any
) -> SimpleUploadedFile:
    """A picture as a camera writes it."""
    out = BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, color).save(out, kind, **saved)
    return SimpleUploadedFile("photo de l’équipe.jpg", out.getvalue(), "image/jpeg")


def shown(response: Any) -> ReadPage:
    return ReadPage(response.content.decode())
