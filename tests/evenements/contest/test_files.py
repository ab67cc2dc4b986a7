"""What is joined to an application: told by its content, made again, and read by its link alone."""

import struct
import zlib
from unittest.mock import Mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from evenements.contest import entering
from evenements.contest.deadline import opened_now
from evenements.contest.documents import pages_alone
from evenements.contest.enums import FileKind
from evenements.contest.files import bare_name
from evenements.contest.jury_views import content
from evenements.contest.links import file_path_of, path_of
from evenements.contest.models import ApplicationFile
from tests.evenements.contest.jury_sample import filed
from tests.evenements.contest.sample import OPEN, PDF, draft, open_edition, picture, send, shown, whole
from tests.evenements.contest.test_documents import pdf
from tests.factories.core import CommuneFactory
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db
YOU = {"contact_name": "Enora", "contact_email": "enora@courriel.bzh"}


@pytest.fixture(autouse=True)
def _november(settings):
    settings.FROZEN_NOW = OPEN


@pytest.fixture
def begun():
    return draft(open_edition())


def kept(begun) -> ApplicationFile:
    return begun.files.get()


def test_a_picture_is_made_again_upright_without_what_it_says_of_where_and_when(client, begun):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "chez Enora"  # turned a quarter; its description
    exif.get_ifd(0x8825)[1] = "N"  # where
    response = send(client, begun, "add", file=picture(exif=exif), alternative="L’équipe", **YOU)
    assert response.status_code == 303
    file = kept(begun)
    image = Image.open(file.file.open())
    assert (image.size, dict(image.getexif()), file.content_type) == ((20, 40), {}, "image/jpeg")
    assert b"Enora" not in file.file.open().read()
    assert (file.kind, file.name, file.alternative) == ("picture", "photo de l’équipe.jpg", "L’équipe")
    assert file.file.name == f"applications/{file.key.hex}"


def test_a_picture_that_lets_through_still_does_and_a_large_one_is_reduced(client, begun):
    send(client, begun, "add", file=picture((0, 0, 0, 0), (3000, 30), "PNG"), alternative="Un logo", **YOU)
    image = Image.open(kept(begun).file.open())
    assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (2400, 24))


def test_a_large_picture_is_reduced_while_it_is_decoded(client, begun, monkeypatch):
    decoded, load = [], JpegImageFile.load_prepare
    monkeypatch.setattr("evenements.contest.files.LONGEST_SIDE", 50)
    monkeypatch.setattr(JpegImageFile, "load_prepare", lambda self: decoded.append(self.size) or load(self))
    exif = Image.Exif()
    exif[0x0112] = 8
    send(client, begun, "add", file=picture(size=(400, 300), exif=exif), alternative="L’équipe", **YOU)
    assert (decoded[0], Image.open(kept(begun).file.open()).size) == ((100, 75), (38, 50))


def test_a_picture_that_would_be_too_large_to_decode_is_refused(client, begun, monkeypatch):
    monkeypatch.setattr("evenements.contest.files.MOST_PIXELS", 1000)
    response = send(client, begun, "add", file=picture((0, 0, 0, 0), (30, 20), "PNG"), alternative="Un logo", **YOU)
    assert "Cette image est trop grande" in shown(response).text
    send(client, begun, "add", file=picture(size=(30, 20)), alternative="L’équipe", **YOU)
    assert kept(begun).content_type == "image/jpeg"


@pytest.mark.parametrize("error", [struct.error("short"), EOFError(), TypeError("bad tag"), IndexError(), zlib.error()])
def test_what_a_decoder_cannot_make_out_is_refused_and_no_failure(client, begun, monkeypatch, error):
    monkeypatch.setattr(Image.Image, "convert", Mock(side_effect=error))
    response = send(client, begun, "add", file=picture(), alternative="L’équipe", **YOU)
    assert (response.status_code, begun.files.count()) == (400, 0)
    assert "Ce fichier n’est ni une image" in shown(response).text


def test_a_picture_whose_camera_speaks_nonsense_is_taken_as_it_is(client, begun):
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x02"  # cut in the middle of its only line
    send(client, begun, "add", file=picture(exif=exif), alternative="L’équipe", **YOU)
    assert Image.open(kept(begun).file.open()).size == (40, 20)


def test_a_document_is_a_pdf_whatever_its_name_says(client, begun):
    send(client, begun, "add", file=SimpleUploadedFile("rapport.doc", PDF, "application/msword"), **YOU)
    file = kept(begun)
    assert (file.kind, file.content_type, file.size) == ("document", "application/pdf", len(PDF))


def test_of_a_pdf_what_a_blind_jury_gets_is_written_once_and_goes_with_it(
    client, begun, monkeypatch, django_capture_on_commit_callbacks
):
    sent = SimpleUploadedFile("projet.pdf", pdf(), "application/pdf")
    send(client, begun, "add", file=sent, **YOU)
    file = kept(begun)
    assert file.file.storage.exists(bare_name(file))
    monkeypatch.setattr("evenements.contest.files.pages_alone", Mock(side_effect=AssertionError))
    for _download in range(2):
        data = content(file, blind=True)
        assert (data[:5], b"Kerlann" in data) == (b"%PDF-", False)
    assert b"Kerlann" in content(file, blind=False)
    with django_capture_on_commit_callbacks(execute=True):
        file.delete()
    assert not file.file.storage.exists(f"applications/{file.key.hex}-bare")


def test_a_pdf_that_a_blind_jury_cannot_get_is_told_to_its_author_at_once(client, begun):
    """Once applications are closed nobody can send another."""
    protected = SimpleUploadedFile("etude.pdf", pdf(protected=True))
    sentence = "Enregistrez-le autrement, ou joignez ses pages en images."
    send(client, begun, "add", file=SimpleUploadedFile("lisible.pdf", pdf()), **YOU)
    assert sentence not in client.get(path_of(begun, "fr")).content.decode()
    send(client, begun, "add", file=protected, **YOU)
    assert sentence in client.get(path_of(begun, "fr")).content.decode()
    type(begun.edition).objects.update(anonymous=False)
    assert sentence not in client.get(path_of(begun, "fr")).content.decode()


def test_of_a_pdf_that_came_before_it_is_written_at_the_first_download(begun, monkeypatch):
    file = filed(begun, FileKind.DOCUMENT)
    cleaning = Mock(side_effect=pages_alone)
    monkeypatch.setattr("evenements.contest.files.pages_alone", cleaning)
    assert content(file, blind=True) == content(file, blind=True)
    assert cleaning.call_count == 1


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("page.pdf", b"<script>alert(1)</script>", "Ce fichier n’est ni une image"),
        ("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Ce fichier n’est ni une image"),
        ("photo.jpg", b"\xff\xd8\xff\xe0 broken", "Ce fichier n’est ni une image"),
        ("page.pdf", b"<html>%PDF-1.4 <script>alert(1)</script>", "Ce fichier n’est ni une image"),
        ("coupe.pdf", PDF[:200], "Ce fichier n’est ni une image"),
        ("vide.pdf", b"", "Ce fichier est vide."),
        ("lourd.pdf", PDF + b" " * 1024 * 1024, "Ce fichier pèse trop : 1 Mo au plus."),
    ],
)
def test_anything_else_is_refused_with_a_sentence(client, begun, settings, name, data, sentence):
    settings.CONTEST_DOCUMENT_MEGABYTES = 1
    response = send(client, begun, "add", file=SimpleUploadedFile(name, data), title="Gardé", **YOU)
    assert response.status_code == 400
    assert sentence in shown(response).text
    assert not begun.files.exists()
    begun.refresh_from_db()
    assert begun.title == "Gardé"


def test_there_are_only_so_many(client, begun, settings):
    settings.CONTEST_FILES = 1
    send(client, begun, "add", file=SimpleUploadedFile("a.pdf", PDF), **YOU)
    response = send(client, begun, "add", file=SimpleUploadedFile("b.pdf", PDF), **YOU)
    assert "1 fichiers au plus" in shown(response).text
    assert shown(response).all("#c-file") == []


def test_a_picture_without_words_keeps_the_application_from_being_submitted(client, begun):
    data = whole(CommuneFactory())
    response = send(client, begun, "submit", file=picture(), **data)
    assert response.status_code == 400
    assert "Dites ce que montre chaque image" in shown(response).text
    told = {f"alternative-{kept(begun).key}": "L’équipe"}
    assert send(client, begun, "submit", **data, **told).status_code == 303
    begun.refresh_from_db()
    assert begun.state == "submitted"


def test_a_submitted_application_never_loses_the_words_of_a_picture(client, begun):
    data = whole(CommuneFactory())
    send(client, begun, "submit", file=picture(), alternative="L’équipe", **data)
    file = kept(begun)
    for typed in ({f"alternative-{file.key}": " "}, {"file": picture()}):
        response = send(client, begun, "save", **data | typed)
        assert response.status_code == 400
        assert "Dites ce que montre chaque image" in shown(response).text
        assert kept(begun).alternative == "L’équipe"
    file.alternative = ""
    file.save()
    assert send(client, begun, "save", **data).status_code == 400
    assert send(client, begun, "save", **data | {f"alternative-{file.key}": "L’atelier"}).status_code == 303


def test_a_file_that_is_lost_is_not_there(client, begun):
    send(client, begun, "add", file=SimpleUploadedFile("rapport.pdf", PDF), **YOU)
    file = kept(begun)
    file.file.storage.delete(file.file.name)
    assert client.get(file_path_of(file, "fr")).status_code == 404


def test_one_sent_while_the_application_is_withdrawn_finds_nothing_to_be_of(client, begun, monkeypatch):
    path, held = path_of(begun, "fr"), entering.held

    def after_a_withdrawal(application):
        monkeypatch.setattr(entering, "held", held)
        assert entering.withdraw(application)
        return held(application)

    monkeypatch.setattr(entering, "held", after_a_withdrawal)
    sent = SimpleUploadedFile("rapport.pdf", PDF)
    response = client.post(path, YOU | {"action": "add", "file": sent, "opened": opened_now()})
    assert (response.status_code, begun.files.count()) == (410, 0)


def test_is_given_to_whoever_holds_the_link_of_its_application_to_be_kept_and_not_run(client, begun):
    send(client, begun, "add", file=SimpleUploadedFile("rapport.pdf", PDF), **YOU)
    response = client.get(file_path_of(kept(begun), "fr"))
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="rapport.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_no_other_link_gives_it(client, begun):
    send(client, begun, "add", file=SimpleUploadedFile("rapport.pdf", PDF), **YOU)
    other = draft(begun.edition)
    file = kept(begun)
    for path in (path_of(other, "fr"), path_of(begun, "fr")[:-2] + "x/", "/media/", "/media/applications/"):
        assert client.get(f"{path}{file.key}/").status_code == 404
    assert client.get(f"/media/{file.file.name}").status_code == 404


def test_taken_out_or_withdrawn_nothing_of_it_is_left(client, begun, django_capture_on_commit_callbacks):
    for name in ("a.pdf", "b.pdf"):
        send(client, begun, "add", file=SimpleUploadedFile(name, PDF), **YOU)
    first, second = begun.files.all()
    with django_capture_on_commit_callbacks(execute=True):
        send(client, begun, "", remove=str(first.key), **YOU)
    assert (first.file.storage.exists(first.file.name), begun.files.get()) == (False, second)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path_of(begun, "fr"), {"action": "withdraw"})
    assert not second.file.storage.exists(second.file.name)


def test_the_page_lists_what_is_joined(client, begun):
    send(client, begun, "add", file=SimpleUploadedFile("rapport.pdf", PDF), **YOU)
    page = ReadPage.at(client, path_of(begun, "fr"))
    assert page.links("#fichiers") == {"rapport.pdf": file_path_of(kept(begun), "fr")}
