"""An edition whose jury reads: its criteria, its jurors, applications with names in them, marks."""

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from PIL import Image

from core.clock import now
from core.models import Commune
from evenements.contest.enums import ApplicationState, FileKind
from evenements.contest.models import Application, ApplicationFile, ContestCriterion, Juror, Mark
from evenements.models import ContestPage
from tests.factories.contest import PARIS, ContestPageFactory, category
from tests.factories.core import CommuneFactory, UserFactory

# Closed on 1 February 2027; the jury marks until 28 February, results on 20 March at 18 h.
MARKING, DELIBERATING, RESULTS = "2027-02-10T09:00", "2027-03-02T09:00", dt.datetime(2027, 3, 20, 18, tzinfo=PARIS)

# All that says whose the application of `applied` is, and nothing else does.
TRACES = ("kerlann", "rozenn", "le gall", "locmalo-sur-mer", "secret-video")


def jury_edition(jurors: Sequence[User] = (), **facts: Any) -> ContestPage:
    """An edition with two criteria, of weights 3 and 1, and these JURORS."""
    given = {"jury_ends_on": dt.date(2027, 2, 28), "results_at": RESULTS, "anonymous": True, "marks_hidden": True}
    edition = ContestPageFactory(
        weighted_criteria=[
            ContestCriterion(label="Utilité", weight=3, sort_order=0),
            ContestCriterion(label="Portée", weight=1, sort_order=1),
        ],
        jurors=[Juror(user=user, sort_order=place) for place, user in enumerate(jurors)],
        **given | facts,
    )
    return edition


def juror(name: str = "anna") -> User:
    """Someone who is in no group; an edition's jury lets them in."""
    return UserFactory(username=name, first_name=name.capitalize(), last_name="Jury")


def applied(edition: ContestPage, number: int = 1, **facts: Any) -> Application:
    """An application submitted in EDITION, of somebody whose names are in TRACES."""
    known = Commune.objects.filter(name="Locmalo-sur-Mer").first()
    commune = known or CommuneFactory(name="Locmalo-sur-Mer")
    given: dict[str, Any] = {
        "state": ApplicationState.SUBMITTED,
        "language": "fr",
        "title": f"Projet {number} de la Biscuiterie Kerlann",
        "proposed_name": "Biscuiterie Kerlann",
        "proposed_commune": commune,
        "proposed_email": "contact@kerlann.bzh",
        "category": category("entreprise"),
        "summary": f"Résumé {number} : à Locmalo-sur-Mer on cuit mieux.",
        "what_was_done": "Rozenn Le Gall a tout câblé.",
        "results": "35 % d’énergie en moins, voir https://www.kerlann.bzh.",
        "video_url": "https://video.example/secret-video",
        "contact_name": "Rozenn Le Gall",
        "contact_email": "rozenn.legall@orange.fr",
        "consent_rules": True,
        "created_at": now(),
        "changed_at": now(),
        "submitted_at": now(),
    }
    return Application.objects.create(edition=edition, number=number, **given | facts)


def filed(application: Application, kind: FileKind = FileKind.PICTURE, **facts: Any) -> ApplicationFile:
    """A file of APPLICATION, whose own name has a trace."""
    from tests.evenements.contest.test_documents import pdf

    if kind == FileKind.PICTURE:
        out = BytesIO()
        Image.new("RGB", (8, 6), "navy").save(out, "JPEG")
        name, content_type, data = "kerlann.jpg", "image/jpeg", out.getvalue()
    else:
        name, content_type, data = "kerlann.pdf", "application/pdf", pdf()
    given = {"name": name, "content_type": content_type, "size": len(data), "alternative": "Le four de Kerlann"}
    row = ApplicationFile(application=application, kind=kind, **given | facts)
    row.file.save(name, ContentFile(data), save=True)
    return row


def marked(application: Application, user: User, *values: int | None, comment: str = "") -> None:
    """USER's marks for the criteria of APPLICATION, in order; None is none."""
    for criterion, value in zip(application.edition.weighted_criteria.all(), values, strict=True):
        if value is not None:
            Mark.objects.create(
                application=application, juror=user, criterion=criterion, value=value, comment=comment, changed_at=now()
            )


def criteria_keys(edition: ContestPage) -> list[int]:
    return [criterion.pk for criterion in edition.weighted_criteria.all()]
