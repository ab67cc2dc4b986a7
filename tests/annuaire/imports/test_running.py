"""Whose turn it is: of two requests one does the work, and who lost it writes nothing more."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from annuaire.imports import planning, running
from annuaire.imports.enums import Choice, ImportState, Outcome
from annuaire.imports.forms import ColumnsForm
from annuaire.imports.models import ActorImport, ImportFile
from annuaire.imports.reading import choose
from annuaire.imports.retention import FILE_KEPT, forget_old
from annuaire.imports.running import LEASE, Refused, start, work
from annuaire.imports.undoing import Undoer
from annuaire.imports.views import seen
from annuaire.models import ActorPage
from core.groups import editors_name
from core.models import Commune
from tests.annuaire.imports.sample import actor, company, csv_of, imported, line, prepared
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import UserFactory
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db


def test_what_is_pressed_twice_is_done_once():
    of = prepared(csv_of(company()), publish=True, state=ImportState.CHECKED)
    second = ActorImport.objects.get()
    start(of, ImportState.RUNNING)
    work(of)

    with pytest.raises(Refused, match="entre-temps"):
        start(second, ImportState.RUNNING)
    assert line(of).outcome == Outcome.ADDED
    second.refresh_from_db()
    assert second.state == ImportState.DONE


def test_what_somebody_works_on_is_not_started_again():
    of = prepared(csv_of(company()), state=ImportState.RUNNING, claimed_until=timezone.now() + LEASE)

    with pytest.raises(Refused):
        start(of, ImportState.UNDOING)


def test_the_form_of_columns_writes_what_it_asks_alone():
    of = prepared(csv_of(company()))
    form = ColumnsForm({"default_kind": "fablab", "publish": "oui", "take_theirs": "non", "add_similar": "non"}
                       | {f"column-{place}": name for place, name in enumerate(of.mapping)}, instance=of)  # fmt: skip
    assert form.is_valid(), form.errors
    ActorImport.objects.update(claimed_until=timezone.now() + LEASE, position=5)

    form.save()

    of.refresh_from_db()
    assert (of.default_kind, of.publish, of.position) == ("fablab", True, 5)
    assert of.claimed_until


def test_who_lost_its_lease_writes_nothing_more(monkeypatch):
    monkeypatch.setattr(running, "BATCH", 1)
    of = prepared(csv_of(company(), company(**{"Raison sociale": "Deux"})), publish=True)
    start(of, ImportState.RUNNING)
    theirs = timezone.now() + dt.timedelta(hours=1)

    def lose(_of):
        ActorImport.objects.update(claimed_until=theirs)

    assert not work(of, tell=lose)

    assert ActorPage.objects.count() == 1
    of.refresh_from_db()
    assert (of.claimed_until, of.state) == (theirs, ImportState.RUNNING)


def test_the_command_says_that_another_process_is_at_it(monkeypatch, tmp_path):
    path = tmp_path / "f.csv"
    path.write_bytes(csv_of(company()))
    monkeypatch.setattr("annuaire.management.commands.import_actors.work", lambda of, tell: False)

    with pytest.raises(CommandError, match="Un autre processus"):
        call_command("import_actors", str(path), verbosity=0)


def test_the_file_of_an_import_that_stopped_half_way_is_not_kept_for_ever():
    of = prepared(csv_of(company()), state=ImportState.FAILED, stopped_in=ImportState.RUNNING)

    forget_old(of.created_at + FILE_KEPT)
    assert ImportFile.objects.exists()
    forget_old(of.created_at + FILE_KEPT + dt.timedelta(days=1))
    assert not ImportFile.objects.exists()


def test_what_was_chosen_then_is_not_leaves_no_actor_on_the_line():
    lorient = Commune.objects.get(insee="56121")
    alike = ActorPageFactory(title="Fablab du Port", commune=lorient, street="1 rue du Port")
    of = prepared(csv_of(company(**{"Raison sociale": "Le Fab Lab du port", "Adresse": "1 rue du Port"})))
    start(of, ImportState.CHECKING)
    work(of)

    assert choose(line(of), f"same:{alike.pk}")
    assert line(of).actor == alike
    assert choose(line(of), Choice.ADD)
    assert line(of).actor is None


def test_an_import_that_stopped_half_way_may_be_undone_on_its_screen(client):
    client.force_login(UserFactory(groups=[editors_name()]))
    of = imported(csv_of(company()))
    ActorImport.objects.update(state=ImportState.FAILED, stopped_in=ImportState.RUNNING, error="Panne.")

    assert ReadPage.at(client, of.get_absolute_url()).soup.select_one("button[value=undo]")
    client.post(reverse("imports:act", args=[of.pk]), {"action": "undo"})

    assert not ActorPage.objects.exists()
    of.refresh_from_db()
    assert of.state == ImportState.UNDONE


def test_who_presses_second_is_told_so(client):
    client.force_login(UserFactory(groups=[editors_name()]))
    of = prepared(csv_of(company()), state=ImportState.CHECKED, claimed_until=timezone.now() + LEASE)

    pressed = {"action": "run", "seen": seen(ActorImport.objects.get())}
    answer = client.post(reverse("imports:act", args=[of.pk]), pressed, follow=True)

    assert "Cet import a avancé entre-temps" in answer.content.decode()
    assert not ActorPage.objects.exists()


def test_an_entry_that_somebody_was_publishing_is_read_once_it_is_held(monkeypatch):
    imported(csv_of(company(Activité="Avant.")))

    def wait(_keys):
        page = actor()
        page.summary = "Écrit ici."
        page.save_revision(clean=False).publish()

    monkeypatch.setattr(planning, "hold", wait)

    assert line(imported(csv_of(company(Activité="Après.")))).outcome == Outcome.KEPT
    assert actor().summary == "Écrit ici."


@pytest.mark.only_on("postgresql")
def test_entries_are_held_before_they_are_read():
    imported(csv_of(company()))
    with CaptureQueriesContext(connection) as asked:
        of = imported(csv_of(company(Activité="Neuf.")))
    assert any("FOR UPDATE" in query["sql"] for query in asked)
    with CaptureQueriesContext(connection) as asked:
        Undoer(of, running.Knowledge.read()).undo(list(of.lines.all()))
    assert any("FOR UPDATE" in query["sql"] for query in asked)
