"""Undoing a whole import: what it added goes, what it changed comes back, unless somebody came by since."""

import pytest
from django.test import Client
from wagtail.models import PageLogEntry

from annuaire import versions
from annuaire.duplicates.merging import merge
from annuaire.duplicates.subjects import key_of
from annuaire.duplicates.undoing import undo
from annuaire.freshness.models import ConfirmationRequest
from annuaire.imports import running
from annuaire.imports.enums import ImportState, Outcome, Undone
from annuaire.imports.models import ImportedActor
from annuaire.imports.running import Refused, start, work
from annuaire.imports.undoing import Undoer
from annuaire.models import ActorPage
from core.models import Commune
from search.models import SearchEntry
from tests.annuaire.duplicates.sample import pair_of
from tests.annuaire.freshness.sample import link
from tests.annuaire.imports.sample import (
    actor,
    company,
    csv_of,
    imported,
    line,
    national,
    national_csv,
    outcomes,
    prepared,
    undone,
)
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import UserFactory, translate
from tests.factories.evenements import EventPageFactory, organised_by

pytestmark = pytest.mark.django_db


def test_what_was_added_goes_with_its_address_and_what_is_found_of_it(client):
    user = UserFactory()
    of = imported(csv_of(company(), company(**{"Raison sociale": "Abri"})), user=user)
    address, before = actor().url, versions.current()

    undone(of, user)

    assert ActorPage.objects.count() == ImportedActor.objects.count() == 0
    assert [found.undone for found in of.lines.all()] == [Undone.DELETED] * 2
    assert client.get(address).status_code == 410
    assert not SearchEntry.objects.filter(title__in=["Le Club", "Abri"]).exists()
    assert versions.current() != before
    assert PageLogEntry.objects.filter(action="annuaire.import.deleted", user=user).count() == 2
    assert of.counts == {"added": 2, "undone-deleted": 2}


def test_what_was_changed_is_as_it_was_words_and_layout_included():
    imported(csv_of(company(Téléphone="02 97 00 00 01")))
    page = actor()
    page.body = [("text", "<h2>Un</h2><p>Deux</p>")]
    page.programmes = "Un,Deux"
    page.save_revision(clean=False).publish()
    rich, programmes = actor().body.raw_data[0]["value"], actor().programmes
    row = company(Téléphone="02 97 00 00 02", Présentation="Neuf.", Labels="Trois")

    of = imported(csv_of(row), take_theirs=True)
    assert actor().phone == "02 97 00 00 02"
    assert "Neuf" in str(actor().body)
    undone(of)

    page = actor()
    assert (page.phone, page.body.raw_data[0]["value"], page.programmes) == ("02 97 00 00 01", rich, programmes)
    assert page.latest_revision == page.live_revision
    assert line(of).undone == Undone.RESTORED
    assert PageLogEntry.objects.filter(page=page.pk, action="annuaire.import.restored").count() == 1
    again = imported(csv_of(row))
    assert ["phone", "+33297000001", "+33297000002", False] in line(again).changes


def test_what_was_edited_since_is_left_as_it_is_and_said():
    imported(csv_of(company(Téléphone="02 97 00 00 01", Activité="Avant.")))
    of = imported(csv_of(company(Téléphone="02 97 00 00 02", Activité="Après.")))
    page = actor()
    page.summary = "Écrit ici."
    page.save_revision(clean=False).publish()

    undone(of)

    assert (actor().phone, actor().summary) == ("02 97 00 00 01", "Écrit ici.")
    assert line(of).undone == Undone.RESTORED
    assert line(of).undone_reason == "Modifié depuis, laissé tel quel : en une phrase."


def touch(page: ActorPage) -> None:
    page.save_revision(clean=False).publish()


def in_a_draft(page: ActorPage) -> None:
    event = EventPageFactory(draft=True)
    event.host = page
    event.save_revision(clean=False)


def answer(page: ActorPage) -> None:
    from django.utils import timezone

    now = timezone.now()
    request = ConfirmationRequest.objects.create(
        actor=page, base=page.confirmed_on, step="ask", asked_at=now, expires_at=now.replace(year=now.year + 1)
    )
    assert Client().post(link(request), {"answer": "closed"}).status_code == 200


@pytest.mark.parametrize(
    ("come_by", "reason"),
    [
        (touch, "modifiée depuis"),
        (lambda page: translate(page, "br"), "traduite depuis"),
        (lambda page: EventPageFactory(participants=organised_by(page), title="Le bal"), "sert à « Le bal »"),
        (lambda page: EventPageFactory(host=page, title="Le bal"), "sert à « Le bal »"),
        (in_a_draft, "sert à"),
        (answer, "a répondu"),
        (lambda page: imported(csv_of(company()), "Autre source"), "Un autre import"),
    ],
    ids=["edited", "translated", "organises", "hosts", "in a draft", "answered", "imported"],
)
def test_an_entry_that_somebody_came_by_stays(come_by, reason):
    of = imported(csv_of(company(), company(**{"Raison sociale": "Abri"})))
    come_by(actor())

    undone(of)

    assert ActorPage.objects.canonical().get().title == "Le Club"
    assert line(of).undone == Undone.KEPT
    assert reason in line(of).undone_reason


@pytest.mark.parametrize("number", [1, 2], ids=["added", "changed"])
def test_a_locked_entry_stays_as_it_is(number):
    for summary in ("Un.", "Deux.")[:number]:
        of = imported(csv_of(company(Activité=summary)))
    ActorPage.objects.update(locked=True)

    undone(of)

    assert actor().summary == summary
    assert (line(of).undone, line(of).undone_reason) == (Undone.KEPT, "La fiche est verrouillée par l’équipe.")


@pytest.mark.parametrize("kept", [True, False])
def test_an_entry_that_was_merged_stays_and_the_merge_can_be_undone(kept):
    of = imported(csv_of(company()))
    other = ActorPageFactory(title="Club de Lorient")
    pair = (actor(), other) if kept else (other, actor())
    row = merge(pair_of(*pair), key_of(pair[0]), {})

    undone(of)

    assert line(of).undone_reason == "La fiche a été fusionnée avec une autre depuis."
    assert undo(row) == []
    assert actor().live


def test_a_line_that_cannot_be_undone_does_not_keep_the_others(monkeypatch, caplog):
    of = imported(csv_of(*(company(**{"Raison sociale": name}) for name in ("Un", "Deux", "Trois"))))
    real = Undoer._delete

    def failing(self, pages):
        if any(page.title == "Deux" for page in pages):
            raise ZeroDivisionError
        real(self, pages)

    monkeypatch.setattr(Undoer, "_delete", failing)

    undone(of)

    assert ActorPage.objects.get().title == "Deux"
    assert [found.undone for found in of.lines.all()] == [Undone.DELETED, Undone.KEPT, Undone.DELETED]
    assert "line 3 not undone" in caplog.text


def test_a_source_names_an_entry_again_as_it_did():
    imported(csv_of(company(id="a")))
    page = ActorPage.objects.get()
    of = imported(csv_of(company(id=str(page.translation_key))))
    assert ImportedActor.objects.get().identifier == str(page.translation_key)

    undone(of)

    assert ImportedActor.objects.get().identifier == "a"


def test_two_imports_undone_last_first_are_as_if_they_never_were():
    ActorPageFactory(title="Le Club", commune=Commune.objects.get(insee="56121"), website="")
    first, second = (imported(csv_of(company(site=f"https://{name}.example"))) for name in ("un", "deux"))

    undone(second)
    assert (actor().website, ImportedActor.objects.get().last_import) == ("https://un.example", first)
    undone(first)
    assert (actor().website, ImportedActor.objects.count()) == ("", 0)

    assert outcomes(imported(csv_of(company(site="https://un.example")))) == [Outcome.CHANGED]
    assert actor().website == "https://un.example"


def test_what_an_import_forgot_that_another_said_since_is_not_forgotten():
    ActorPageFactory(title="Le Club", commune=Commune.objects.get(insee="56121"), website="")
    first, second = (imported(csv_of(company(site=f"https://{name}.example"))) for name in ("un", "deux"))

    undone(first)

    told = ImportedActor.objects.get()
    assert (told.values["website"], told.last_import) == ("https://deux.example", second)


def merge_and_undo(page: ActorPage) -> None:
    other = ActorPageFactory(title="Club de Lorient", phone="02 61 91 01 37")
    assert undo(merge(pair_of(page, other), key_of(page), {"phone": "other"})) == []
    other.delete()


def be_merged_and_come_back(page: ActorPage) -> None:
    other = ActorPageFactory(title="Club de Lorient")
    assert undo(merge(pair_of(page, other), key_of(other), {})) == []
    other.delete()


@pytest.mark.parametrize("publish", [True, False], ids=["published", "drafts"])
def test_what_an_import_added_and_another_changed_goes_once_both_are_undone(publish):
    rows = [company(Activité=said, Présentation=said, Labels=said) for said in ("Un.", "Deux.")]
    first, second = (imported(csv_of(row), publish=publish) for row in rows)

    undone(second)
    undone(first)

    assert line(first).undone == Undone.DELETED
    assert not ActorPage.objects.exists()


@pytest.mark.parametrize("come_by", [merge_and_undo, be_merged_and_come_back])
def test_what_was_added_and_merged_goes_once_the_merge_is_undone(come_by):
    of = imported(csv_of(company()))
    come_by(actor())

    undone(of)

    assert line(of).undone == Undone.DELETED


def test_what_another_import_changed_stays_while_that_one_stands():
    first, _second = (imported(csv_of(company(Activité=said))) for said in ("Un.", "Deux."))

    undone(first)

    assert (actor().summary, line(first).undone_reason) == ("Deux.", "La fiche a été modifiée depuis.")


def test_what_somebody_saved_between_two_imports_stays_even_with_the_same_words():
    first = imported(csv_of(company(Activité="Un.")))
    touch(actor())
    undone(imported(csv_of(company(Activité="Deux."))))

    undone(first)

    assert (actor().summary, line(first).undone_reason) == ("Un.", "La fiche a été modifiée depuis.")


def test_an_import_whose_lines_are_erased_is_not_undone():
    of = imported(csv_of(company()))
    of.lines.all().delete()

    with pytest.raises(Refused, match="n’a plus de lignes"):
        start(of, ImportState.UNDOING)
    of.refresh_from_db()
    assert of.state == ImportState.DONE


def test_an_import_that_stopped_half_way_is_undone_for_what_it_wrote(monkeypatch):
    monkeypatch.setattr(running, "BATCH", 1)
    ActorPageFactory(title="Deux", commune=Commune.objects.get(insee="56121"), summary="")
    of = prepared(csv_of(company(), company(**{"Raison sociale": "Deux", "Activité": "Neuf."})), publish=True)
    start(of, ImportState.CHECKING)
    work(of)
    start(of, ImportState.RUNNING)
    assert not work(of, seconds=0)

    undone(of)

    assert ActorPage.objects.get().title == "Deux"
    assert [(found.number, found.undone) for found in of.lines.all()] == [(2, Undone.DELETED)]


def test_undone_twice_it_does_nothing_more():
    of = imported(csv_of(company()))
    undone(of)
    again = imported(csv_of(company()))

    undone(of)

    assert outcomes(again) == [Outcome.ADDED]
    assert actor()


def test_drafts_go_too_and_what_an_import_only_met_stays():
    of = imported(csv_of(company()), publish=False)
    other = imported(csv_of(company()), "Autre source")

    undone(other)
    assert actor()
    undone(of)
    assert not ActorPage.objects.exists()


def test_a_list_comes_back_with_what_a_national_file_cannot_tell():
    imported(national_csv(national(services="Utilisation sécurisée du numérique")))
    page = actor()
    kept = {service.code for service in page.services.all()} | {"reparation"}
    page.services = type(page.services.first()).objects.filter(code__in=kept)
    page.save_revision(clean=False).publish()

    undone(imported(national_csv(national())))

    assert {service.code for service in actor().services.all()} == kept
