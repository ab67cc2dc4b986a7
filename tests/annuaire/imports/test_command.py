"""`import_actors`: what it says, what it writes, and nothing under --dry-run."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annuaire.imports.models import ActorImport
from annuaire.models import ActorPage
from tests.annuaire.imports.sample import NATIONAL_FILE, actor, company, csv_of

pytestmark = pytest.mark.django_db


def run(*arguments: object, **options: object) -> str:
    said = io.StringIO()
    call_command("import_actors", *map(str, arguments), stdout=said, stderr=io.StringIO(), **options)
    return said.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "entreprises.csv"
    path.write_bytes(
        csv_of(
            company(Activité="x"), company(**{"Raison sociale": ""}), company(**{"Raison sociale": "Ok", "SIRET": "12"})
        )
    )
    return path


def test_the_national_file_is_imported_once(file):
    first, second = run(NATIONAL_FILE, source="France services"), run(NATIONAL_FILE, source="France services")

    assert "9 ajouté" in first
    assert "9 inchangé" in second
    assert ActorPage.objects.filter(live=True).count() == 9


def test_each_line_is_told_with_its_reason(file):
    said = run(file)

    assert "ligne 2 : ajouté « Le Club »" in said
    assert "ligne 3 : refusé «  » – Nom : Cette colonne est obligatoire." in said
    assert "ligne 4 : ajouté « Ok » – SIRET : « 12 »" in said or "SIRET" in said
    assert "2 ajoutés, 1 refusé" in said
    assert not actor().live


def test_a_dry_run_says_the_same_and_writes_nothing(file):
    with CaptureQueriesContext(connection) as asked:
        said = run(file, dry_run=True)

    assert "Rien n’est écrit. Ce serait : 2 ajoutés, 1 refusé" in said
    assert not ActorPage.objects.exists()
    assert not ActorImport.objects.exists()
    assert {query["sql"].split()[0] for query in asked} <= {"SELECT", "DECLARE"}


def test_headings_options_and_publication_are_said_by_hand(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("Qui;Où\nLe Club;Rennes\n", encoding="utf-8")

    with pytest.raises(CommandError, match="Aucune colonne ne donne le nom"):
        run(path)
    with pytest.raises(CommandError, match="Inconnu"):
        run(path, "--mapping", "Inconnu=nom")
    run(path, "--mapping", "Qui=nom", "--publish", "--kind", "fablab", "--everywhere")

    assert (actor().live, actor().kind) == (True, "fablab")


def test_an_import_is_undone_by_its_number(file):
    run(file)
    number = ActorImport.objects.get().pk

    assert "serait annulé" in run(undo=number, dry_run=True)
    assert ActorPage.objects.count() == 2
    assert "2 fiches supprimées" in run(undo=number)
    assert "déjà annulé" in run(undo=number)
    assert not ActorPage.objects.exists()
    with pytest.raises(CommandError, match="pas d’import"):
        run(undo=99999)


def test_what_cannot_be_read_is_an_error(tmp_path):
    (tmp_path / "vide.csv").write_bytes(b"")

    for arguments, sentence in (([], "Il faut un fichier"), ([tmp_path / "vide.csv"], "vide"), ([tmp_path / "x"], "x")):
        with pytest.raises(CommandError, match=sentence):
            run(*arguments)
