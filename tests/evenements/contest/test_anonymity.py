"""What a juror reads: the fields of a sheet; blind, nothing that says whose it is."""

import dataclasses
import re

import pytest

from core.models import Commune
from evenements.contest.anonymity import Mask, Sheet, heading_of, names_of, own_words, sheet_of
from evenements.contest.enums import FileKind
from evenements.contest.jury import applications_of
from evenements.contest.models import Application, ApplicationFile
from evenements.models import ContestPage
from tests.evenements.contest.jury_sample import applied, jury_edition
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import CommuneFactory, translate

ALLOWED = {
    "number", "category", "language", "title", "summary", "what_was_done", "results", "author", "commune", "video_url",
    "has_video", "pieces",
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
        "Ouvert du 01/02/2027 10 h au 10/03/2027 18 h ; voir mesures.pdf, 3.5.2 et p.ex. le fablab.",
        "",
    ],
)
def test_the_rest_is_left_as_it_is(text):
    assert Mask(["Gall", "Rozenn", "SA"])(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "+33 (0)2 97 21 00 00",
        "+33(0)2.97.21.00.00",
        "0033 2 97 21 00 00",
        "02/97/21/00/00",
        "(02) 97 21 00 00",
        "02 - 97 - 21 - 00 - 00",
        "0297 210 000",
        "02\u202f97\u202f21\u202f00\u202f00",
        "+353 1 234 5678",
        "552 100 554",
        "552100554",
        "552.100.554.00013",
        "FR12552100554",
        "FR 12 552 100 554",
        "W561234567",
        "kerlann.tech",
        "kerlann.store",
        "kerlann.alsace/nous",
        "fb.me/quelquun",
        "bit.ly/3xYz",
        "linktr.ee:443/quelquun",
        "Kerlann.COM",
    ],
)
def test_whatever_leads_to_somebody_is_masked_however_it_is_written(text):
    masked = Mask([])(f"Nous joindre : {text} le matin.")
    assert re.fullmatch(r"Nous joindre : W?\[masqué\] le matin\.", masked), masked


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("Voilerie Le Dantec", ["Dantec"]),
        ("Boulangerie Guéguen & fils", ["Guéguen"]),
        ("Fablab du port", []),
        ("Skol-veur Breizh ar Su", []),
        ("FabLab an tiriad", []),
        ("voilerie le dantec", ["dantec"]),
        ("ATELIER GUÉGUEN", ["GUÉGUEN"]),
        ("Larmor-Plage", ["Larmor"]),
    ],
)
def test_of_a_name_the_words_that_are_its_own_are_looked_for_alone(name, own):
    assert own_words(name) == own


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
        assert trace not in said.replace("video_url", "").replace("has_video", "")
    assert (sheet.number, sheet.author, sheet.commune, sheet.video_url) == (7, "", "", "")
    assert [(piece.name, piece.is_shown) for piece in sheet.pieces] == [("piece-1.pdf", True), ("piece-2.jpg", False)]
    assert sheet.results == "35 % d’énergie en moins, dit [masqué]."


def _known_application() -> Application:
    """One of an actor of the directory that has a Breton name, and words of its own in both."""
    actor = ActorPageFactory(title="Boulangerie Guéguen", commune=CommuneFactory(name="Larmor-Plage"))
    translate(actor, "br", title="Ti-bara Gwegen")
    told = {
        "title": "Ar bara e Ti-bara Gwegen",
        "summary": "Chez Guéguen, à Larmor, la boulangerie du fablab.",
        "contact_name": "M. Dupont",
        "what_was_done": "Dupont a pétri.",
        "proposed_name": "",
        "proposed_commune": None,
        "proposed_email": "",
    }
    return applied(jury_edition(), actor=actor, **told)


@pytest.mark.django_db
def test_the_names_of_an_entry_in_every_language_and_the_words_of_them_are_masked():
    sheet = sheet_of(_known_application())
    assert sheet.title == "Ar bara e [masqué]"
    assert sheet.summary == "Chez [masqué], à [masqué], la boulangerie du fablab."
    assert sheet.what_was_done == "[masqué] a pétri."


@pytest.mark.django_db
def test_what_a_title_says_between_brackets_need_not_be_written_with_it():
    application = _application(blind=True)
    application.proposed_name = "Atelier du port (Groix)"
    application.summary = "À l’atelier du port, on règle."
    assert sheet_of(application).summary == "À l’[masqué], on règle."


@pytest.mark.django_db
def test_a_list_asks_for_the_names_in_every_language_once(django_assert_num_queries):
    edition = _known_application().edition
    rows = list(applications_of(edition))
    for row in rows:
        row.edition = edition
    with django_assert_num_queries(0):
        assert [heading_of(row).title for row in rows] == ["Ar bara e [masqué]"]


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
