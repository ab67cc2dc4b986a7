"""What a juror reads: the fields of a sheet; blind, nothing that says whose it is."""

import dataclasses

import pytest

from core.models import Commune
from evenements.contest.anonymity import Mask, Sheet, heading_of, names_of, sheet_of
from evenements.contest.enums import FileKind
from evenements.contest.models import Application, ApplicationFile
from evenements.models import ContestPage

ALLOWED = {
    "number", "category", "language", "title", "summary", "what_was_done", "results", "author", "commune", "video_url",
    "pieces",
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "La Biscuiterie Kerlann emploie dix personnes.",
        "Chez BISCUITERIE-KERLANN, tout a changé.",
        "la biscuiterie  kerlánn",
        "Écrire à contact@kerlann.bzh ou accueil@autre.fr.",
        "Voir https://www.kerlann.bzh/nous?de=moi, www.kerlann.bzh et kerlann.bzh/nous.",
        "Nous : ...kerlann.bzh, -kerlann.bzh et l’adresse .rozenn-gall@kerlann.bzh",
        "Suivez @kerlann_biscuits !",
        "Au 02 97 00 00 00, au 02.97.00.00.00 ou au +33 2 97 00 00 00.",
        "SIRET 123 456 789 00012",
        "Merci à Rozenn, à Mme LE GALL et à Rozenn Le Gall.",
        "À Locmalo, tout le monde la connaît.",
    ],
)
def test_what_names_the_author_is_masked(text):
    mask = Mask(["SARL Biscuiterie Kerlann", "Rozenn Le Gall", "Rozenn", "Gall", "kerlann", "Locmalo"])
    masked = mask(text).casefold()
    assert "[masqué]" in masked
    for trace in ("kerl", "rozenn", "gall", "97 00", "97.00", "456", "accueil", "locmalo"):
        assert trace not in masked


@pytest.mark.parametrize(
    "text",
    [
        "Le galet roule, le gallo aussi.",
        "1 200 commandes en 2026, soit 35 % de plus ; 12.5 heures gagnées.",
        "Un outil simple.Efficace ensuite",
        "",
    ],
)
def test_the_rest_is_left_as_it_is(text):
    assert Mask(["Gall", "Rozenn", "SA"])(text) == text


def test_nothing_is_masked_by_a_name_too_short_to_be_one():
    assert Mask(["", "L", "SA", "de"])("la vie de la SA") == "la vie de la SA"


def _application(*, blind: bool) -> Application:
    edition = ContestPage(year=2027, anonymous=blind)
    application = Application(
        pk=1,
        edition=edition,
        number=7,
        language="fr",
        title="Le four connecté de la Biscuiterie Kerlann",
        proposed_name="Biscuiterie Kerlann",
        proposed_commune=Commune(name="Locmalo", name_br="Lokmalo"),
        proposed_email="contact@kerlann.bzh",
        summary="À Locmalo, on cuit mieux.",
        what_was_done="Rozenn a tout câblé.",
        results="35 % d’énergie en moins, dit kerlann.bzh.",
        video_url="https://video.example/kerlann",
        contact_name="Rozenn Le Gall",
        contact_email="rozenn.legall@orange.fr",
    )
    files = [
        ApplicationFile(kind=FileKind.DOCUMENT, name="kerlann.pdf", content_type="application/pdf", for_jury=True),
        ApplicationFile(kind=FileKind.PICTURE, name="kerlann.jpg", content_type="image/jpeg", alternative="Kerlann"),
    ]
    application._prefetched_objects_cache = {"files": files}
    return application


def test_a_sheet_has_the_fields_that_are_allowed_and_no_other():
    assert {field.name for field in dataclasses.fields(Sheet)} == ALLOWED


@pytest.mark.django_db
def test_a_blind_jury_reads_nothing_of_whose_it_is():
    sheet = sheet_of(_application(blind=True))
    said = repr(sheet).casefold()
    for trace in ("kerlann", "locmalo", "lokmalo", "rozenn", "gall", "video"):
        assert trace not in said.replace("video_url", "")
    assert (sheet.number, sheet.author, sheet.commune, sheet.video_url) == (7, "", "", "")
    assert [(piece.name, piece.is_shown) for piece in sheet.pieces] == [("piece-1.pdf", True), ("piece-2.jpg", False)]
    assert sheet.results == "35 % d’énergie en moins, dit [masqué]."


@pytest.mark.django_db
def test_another_jury_reads_whose_it_is_and_not_whom_to_contact():
    sheet = sheet_of(_application(blind=False))
    assert (sheet.author, sheet.commune) == ("Biscuiterie Kerlann", "Locmalo")
    assert sheet.title == "Le four connecté de la Biscuiterie Kerlann"
    assert all(piece.is_shown for piece in sheet.pieces)
    assert "Le Gall" not in repr(sheet)
    assert "orange.fr" not in repr(sheet)


@pytest.mark.django_db
def test_the_host_of_everybody_is_nobody_s_name():
    assert "orange" not in names_of(_application(blind=True))
    assert "kerlann" in names_of(_application(blind=True))


@pytest.mark.django_db
def test_a_list_goes_through_no_long_text(monkeypatch):
    read = []
    monkeypatch.setattr(Mask, "__call__", lambda self, text: read.append(text) or text)
    heading = heading_of(_application(blind=True))
    assert (heading.number, heading.author, heading.commune) == (7, "", "")
    assert read == ["Le four connecté de la Biscuiterie Kerlann"]
