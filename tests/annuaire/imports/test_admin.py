"""The screens of imports, for an editor who has never seen Wagtail."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from annuaire.imports import views
from annuaire.imports.enums import Choice, ImportState
from annuaire.imports.models import ActorImport, ImportFile
from annuaire.models import ActorPage
from core.groups import editors_name
from core.models import Commune
from tests.annuaire.imports.sample import NATIONAL_FILE, actor, company, csv_of, imported, prepared
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import UserFactory
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db
DETAIL = "imports:detail"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(groups=[editors_name()], username="lena"))
    return client


def send(editor: Client, data: bytes, name: str = "entreprises.csv", source: str = "CCI") -> ReadPage:
    file = SimpleUploadedFile(name, data)
    response = editor.post(reverse("imports:new"), {"file": file, "source": source}, follow=True)
    assert response.status_code == 200
    return ReadPage(response.content.decode())


def said(page: ReadPage, **more: str) -> dict[str, str]:
    """What the form of columns would send, as it is shown."""
    found = {
        str(one["name"]): str(one.select_one("option[selected]")["value"]) for one in page.soup.select("main select")
    }
    found |= {str(one["name"]): str(one["value"]) for one in page.soup.select("main input[type=radio][checked]")}
    return found | {str(one["name"]): "on" for one in page.soup.select("main input[type=checkbox][checked]")} | more


def preview(editor: Client, of: ActorImport, **more: str) -> ReadPage:
    columns = reverse("imports:columns", args=[of.pk])
    response = editor.post(columns, said(ReadPage.at(editor, columns), **more), follow=True)
    assert response.status_code == 200
    return ReadPage(response.content.decode())


def do(editor: Client, of: ActorImport, action: str, **more: str) -> ReadPage:
    """Presses a button of the page of OF, as it is now."""
    shown = ReadPage(editor.get(of.get_absolute_url()).content.decode()).soup.select_one("input[name=seen]")
    given = {"action": action, "seen": str(shown["value"]) if shown else ""} | more
    response = editor.post(reverse("imports:act", args=[of.pk]), given, follow=True)
    assert response.status_code == 200
    return ReadPage(response.content.decode())


def test_a_file_goes_from_its_columns_to_its_preview_to_the_directory_and_back(editor):
    rows = csv_of(company(Activité="On répare."), company(**{"Raison sociale": ""}))

    page = send(editor, rows)
    of = ActorImport.objects.get()
    assert "Titre dans le fichier" in page.html
    assert said(page)["column-0"] == "nom"
    assert (of.user.username, of.source, ActorPage.objects.count()) == ("lena", "CCI", 0)

    page = preview(editor, of, publish="oui")
    assert page.all(".import-counts a") == ["Toutes les lignes", "1 refusé", "1 ajouté"]
    assert "On répare." in page.one(".import-lines dl")
    assert ActorPage.objects.count() == 0

    page = do(editor, of, "run")
    assert "L’import est fait." in page.html
    assert actor().live
    assert actor().owner.username == "lena"

    page = do(editor, of, "undo")
    assert "L’import est annulé." in page.html
    assert ActorPage.objects.count() == 0
    assert "fiche supprimée" in page.html


def test_before_the_first_import_the_listing_says_what_it_is_for(editor):
    assert "Aucun fichier n’a encore été importé." in ReadPage.at(editor, reverse("imports:index")).text


def test_the_menu_leads_to_imports_for_who_may_publish_actors(editor):
    from wagtail.admin.menu import admin_menu

    request = editor.get(reverse("wagtailadmin_home")).wsgi_request
    (menu,) = [item for item in admin_menu.menu_items_for_request(request) if item.label == "Annuaire"]
    assert "Imports" in [str(item.label) for item in menu.menu.menu_items_for_request(request)]
    imported(NATIONAL_FILE.read_bytes(), "France services")
    page = ReadPage.at(editor, reverse("imports:index"))
    assert "9 ajouté" in page.one("#listing-results")
    assert reverse("imports:new") in page.html


def test_others_may_not_import(client):
    from django.contrib.auth.models import Permission

    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    of = prepared(csv_of(company()))

    for name in ("columns", "detail", "act", "report"):
        response = client.post(reverse(f"imports:{name}", args=[of.pk]), {"action": "run"})
        assert response.status_code in (302, 403), name
    assert client.get(reverse("imports:new")).status_code in (302, 403)
    assert not ActorPage.objects.exists()
    of.refresh_from_db()
    assert of.state == ImportState.COLUMNS


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"\xd0\xcf\x11\xe0", "ancien .xls"), (b"x", "titres des colonnes"), (b"", "vide")],
)
def test_what_cannot_be_read_is_said_on_the_file(editor, data, sentence):
    assert sentence in send(editor, data).html
    assert not ActorImport.objects.exists()


def test_columns_are_said_by_hand(editor):
    send(editor, "Qui;Où\nLe Club;Lorient\n".encode())
    of = ActorImport.objects.get()

    assert "Dites quelle colonne donne le nom" in preview(editor, of).html
    assert "Une autre colonne est déjà" in preview(editor, of, **{"column-0": "nom", "column-1": "nom"}).html
    page = preview(editor, of, **{"column-0": "nom", "column-1": "commune"})
    assert "1 ajouté" in page.one(".import-counts")


def test_a_preview_is_not_imported_once_someone_else_changed_the_columns(editor):
    send(editor, csv_of(company()))
    of = ActorImport.objects.get()
    old = [str(one["value"]) for one in preview(editor, of).soup.select("input[name=seen]")]
    preview(editor, of, publish="oui")
    assert len(set(old)) == 1

    page = do(editor, of, "run", seen=old[0])

    assert "Les colonnes ou les choix ont changé depuis cet aperçu" in page.html
    assert not ActorPage.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_columns_open_elsewhere_while_the_import_is_done_lead_to_what_it_did(editor, method):
    send(editor, csv_of(company()))
    of = ActorImport.objects.get()
    columns = reverse("imports:columns", args=[of.pk])
    form = said(ReadPage.at(editor, columns))
    preview(editor, of, publish="oui")
    do(editor, of, "run")

    response = getattr(editor, method)(columns, form if method == "post" else {}, follow=True)

    assert response.redirect_chain == [(of.get_absolute_url(), 302)]
    assert "Cet import a avancé entre-temps" in response.content.decode()
    assert actor()


def test_an_editor_chooses_line_by_line_on_the_preview(editor):
    lorient = Commune.objects.get(insee="56121")
    kept = ActorPageFactory(title="Gardé", commune=lorient, summary="Ici.")
    alike = ActorPageFactory(title="Fablab du Port", commune=lorient, street="1 rue du Port")
    names = ("Gardé", "Le Fab Lab du port")
    of = prepared(
        csv_of(
            *(company(**{"Raison sociale": name, "Activité": "Fichier.", "Adresse": "1 rue du Port"}) for name in names)
        )
    )
    page = preview(editor, of)
    assert len(page.all(".import-lines select")) == 2
    assert "gardé : Ici. ; le fichier dit : Fichier." in page.one(".import-lines")

    # Both buttons send the choices.
    form = page.soup.select_one("form:has(.import-lines)")
    assert [one.get("form") or one.find_parent("form")["id"] for one in page.soup.select("button[value=run]")] == [
        form["id"],
        form["id"],
    ]

    kept_choices = "Vos choix sont enregistrés"
    page = do(editor, of, "choose", **{"choice-2": Choice.THEIRS, "choice-3": f"same:{alike.pk}"})
    assert kept_choices in page.html
    page = do(editor, of, "choose", **{"choice-2": Choice.THEIRS, "choice-3": f"same:{alike.pk}"})
    assert kept_choices not in page.html
    page = do(editor, of, "choose", **{"choice-3": "same:999999"})
    assert len(page.soup.select(f"option[selected][value='same:{alike.pk}']")) == 1
    do(editor, of, "run")

    assert actor("Gardé").summary == "Fichier."
    assert ActorPage.objects.count() == 2
    assert of.lines.get(number=3).actor == alike
    assert kept.pk


def test_a_long_import_is_done_by_the_worker_and_says_how_far_it_is(editor, monkeypatch):
    monkeypatch.setattr(views, "work", lambda of, seconds: False)
    of = prepared(csv_of(company()))
    response = editor.post(
        reverse("imports:columns", args=[of.pk]),
        said(ReadPage.at(editor, reverse("imports:columns", args=[of.pk]))),
        follow=True,
    )

    assert response["Refresh"] == "5"
    assert "<progress" in response.content.decode()
    call_command("run_imports", verbosity=0)
    response = editor.get(reverse(DETAIL, args=[of.pk]))
    assert "Refresh" not in response.headers
    assert "Rien n’est encore écrit" in response.content.decode()


def test_a_long_file_is_left_to_the_worker_and_undone_at_once(editor, monkeypatch):
    monkeypatch.setattr(views, "MOST_AT_ONCE", 20)
    of = prepared(csv_of(company()), publish=True)

    assert "<progress" in preview(editor, of).html
    of.refresh_from_db()
    assert (of.state, of.total) == (ImportState.CHECKING, 0)
    call_command("run_imports", verbosity=0)
    assert "<progress" in do(editor, of, "run").html
    call_command("run_imports", verbosity=0)
    assert "est annulé" in do(editor, of, "undo").html


def test_an_import_that_stopped_is_said_and_goes_on(editor):
    of = prepared(
        csv_of(company()), state=ImportState.FAILED, stopped_in=ImportState.RUNNING, error="Panne.", publish=True
    )

    assert "1 import s’est arrêté." in editor.get(reverse("wagtailadmin_home")).content.decode()
    assert "Panne." in ReadPage.at(editor, reverse(DETAIL, args=[of.pk])).html
    do(editor, of, "resume")
    assert actor()


def test_an_import_that_wrote_nothing_may_be_given_up_and_one_that_did_may_not(editor):
    of, over = prepared(csv_of(company())), imported(csv_of(company()))

    do(editor, of, "drop")
    do(editor, over, "drop")

    assert list(ActorImport.objects.all()) == [over]


def test_who_may_not_import_is_not_told_of_imports_that_stopped(client):
    from django.contrib.auth.models import Permission

    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    prepared(csv_of(company()), state=ImportState.FAILED, stopped_in=ImportState.RUNNING)

    home = client.get(reverse("wagtailadmin_home"))
    assert home.status_code == 200
    assert "s’est arrêté" not in home.content.decode()


def test_the_list_asks_once_for_who_sent_the_files(editor):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert editor.get(reverse("imports:index")).status_code == 200
        return len(asked)

    prepared(csv_of(company()), user=UserFactory())
    queries()
    one = queries()
    for _ in range(3):
        prepared(csv_of(company()), user=UserFactory())
    assert queries() == one


def test_the_report_is_in_the_language_of_who_asks(editor):
    from wagtail.users.models import UserProfile

    of = imported(csv_of(company()))
    UserProfile.objects.update_or_create(
        user=editor.get("/admin/").wsgi_request.user, defaults={"preferred_language": "en"}
    )

    response = editor.get(reverse("imports:report", args=[of.pk]))

    first, second = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert first.startswith("line;")
    assert ";added;" in second


def test_the_report_is_a_file_without_formulas(editor):
    of = imported(csv_of(company(**{"Raison sociale": "=1+1"}), company(**{"Raison sociale": ""})))

    response = editor.get(reverse("imports:report", args=[of.pk]))

    assert response.status_code == 200, response["Location"]
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1].startswith("2;;'=1+1;Lorient;ajouté;")
    assert "Cette colonne est obligatoire" in text.splitlines()[2]


def test_old_files_are_forgotten_then_their_lines(editor):
    from dateutil.relativedelta import relativedelta
    from django.utils import timezone

    from annuaire.imports.retention import forget_old

    of, never = imported(csv_of(company())), prepared(csv_of(company()))
    now = timezone.now()

    assert forget_old(now) == 0
    forget_old(now + relativedelta(days=91))
    assert not ImportFile.objects.exists()
    assert list(ActorImport.objects.all()) == [of]
    assert of.lines.exists()
    forget_old(now + relativedelta(days=366))
    assert not of.lines.exists()
    assert actor()
    assert never.pk
