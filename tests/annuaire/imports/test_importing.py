"""What an import does to the directory: once, twice, after somebody edited it, and in spite of bad lines."""

import csv
import dataclasses
import io

import pytest
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from annuaire import versions
from annuaire.exports import directory_csv, national_csv
from annuaire.facts import facts_of
from annuaire.imports import running
from annuaire.imports.enums import Choice, ImportState, Outcome
from annuaire.imports.models import ImportedActor
from annuaire.imports.running import LEASE, start, work
from annuaire.imports.writing import Writer
from annuaire.models import ActorPage
from core.clock import today
from core.models import Commune
from search.models import SearchEntry
from tests.annuaire.imports import sample
from tests.annuaire.imports.sample import (
    NATIONAL_FILE,
    OTHER_SIRET,
    SIRET,
    actor,
    company,
    csv_of,
    imported,
    line,
    national,
    outcomes,
    prepared,
    undone,
)
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import UserFactory, planned, translate

pytestmark = pytest.mark.django_db


def lorient() -> Commune:
    return Commune.objects.get(insee="56121")


def edit(page: ActorPage, **facts) -> None:
    """As an editor does."""
    for name, value in facts.items():
        setattr(page, name, value)
    page.save_revision(clean=False).publish()


def test_the_national_file_adds_its_places_the_first_time_and_nothing_the_second():
    data = NATIONAL_FILE.read_bytes()

    first = imported(data, "France services")
    before = versions.current()
    second = imported(data, "France services")

    assert outcomes(first) == [Outcome.ADDED] * 9
    assert outcomes(second) == [Outcome.UNCHANGED] * 9
    assert ActorPage.objects.count() == ImportedActor.objects.count() == 9
    assert versions.current() == before


def test_what_is_added_is_as_if_an_editor_had_published_it(client):
    user = UserFactory()
    before = versions.current()

    imported(csv_of(company(Activité="On y répare des robots.")), user=user)

    page = actor()
    assert client.get(page.url).status_code == 200
    assert SearchEntry.objects.filter(page=page, language="fr").exists()
    assert versions.current() != before
    assert [page.title] == [found.title for found in ActorPage.objects.autocomplete("clu")]
    assert page.latest_revision == page.live_revision
    assert page.get_latest_revision_as_object().commune == lorient()
    assert page.latest_revision.user == page.owner == user
    assert ReferenceIndex.get_references_to(lorient()).filter(object_id=str(page.pk)).exists()
    (entry,) = PageLogEntry.objects.filter(page=page.pk)
    assert (entry.user, entry.message) == (user, "Fiche ajoutée par un import (fichier.csv)")
    assert Page.find_problems() == ([], [], [], [], [])
    edit(page, acronym="LC")
    assert page.get_parent().numchild == page.get_parent().get_children().count()


def test_a_spreadsheet_may_give_drafts_that_an_editor_reads_first(client):
    imported(csv_of(company()), publish=False)

    page = actor()
    assert not page.live
    assert page.has_unpublished_changes
    assert client.get(page.url).status_code == 404
    assert not SearchEntry.objects.filter(page=page).exists()
    assert outcomes(imported(csv_of(company()), publish=False)) == [Outcome.UNCHANGED]
    assert outcomes(imported(csv_of(company(Activité="Neuf.")), publish=False)) == [Outcome.CHANGED]
    assert actor().get_latest_revision_as_object().summary == "Neuf."
    assert not actor().live


def test_what_the_source_changes_is_changed_and_what_somebody_edited_here_is_kept_and_said():
    imported(csv_of(company(Téléphone="02 97 00 00 01", Activité="Avant.")))
    edit(actor(), summary="Écrit ici.")

    of = imported(csv_of(company(Téléphone="02 97 00 00 02", Activité="Après.")))

    assert (actor().phone, actor().summary) == ("02 97 00 00 02", "Écrit ici.")
    assert line(of).outcome == Outcome.CHANGED
    assert sorted(line(of).changes) == [
        ["phone", "+33297000001", "+33297000002", False],
        ["summary", "Écrit ici.", "Après.", True],
    ]
    (entry,) = PageLogEntry.objects.filter(page=actor().pk, action="annuaire.import.changed")
    assert entry.data == {"import": of.pk, "file": "fichier.csv", "fields": ["phone"]}


A = {"Adresse": "1 rue A", "CP": "56100", "Ville": "Lorient", "latitude": "47.75", "longitude": "-3.37"}
C = {"Adresse": "5 rue C", "CP": "56600", "Ville": "Lanester", "latitude": "47.76", "longitude": "-3.34"}


def located(cells: dict[str, str]) -> bytes:
    return csv_of({"id": "x", "nom": "Le Club"} | cells)


def place_of(page: ActorPage) -> tuple[object, ...]:
    return page.street, page.postcode, page.commune.name if page.commune else "", page.latitude, page.longitude


def test_half_of_one_address_and_half_of_another_is_never_published():
    imported(located(A))
    edit(actor(), street="2 rue B")

    of = imported(located(C))

    assert place_of(actor()) == ("2 rue B", "56100", "Lorient", 47.75, -3.37)
    assert [change[3] for change in line(of).changes] == [True] * 4
    assert line(of).reason == "L’adresse est gardée en entier, comme elle est ici."
    imported(located(C), take_theirs=True)
    assert place_of(actor()) == ("5 rue C", "56600", "Lanester", 47.76, -3.34)


def test_an_address_out_of_the_territory_does_not_keep_the_commune_of_the_old_one():
    imported(located(A))

    of = imported(located(C | {"Ville": "Rennes", "CP": "35000"}), take_theirs=True)

    assert place_of(actor()) == ("1 rue A", "56100", "Lorient", 47.75, -3.37)
    assert line(of).reason == "L’adresse est gardée en entier, comme elle est ici."


def test_a_draft_keeps_its_own_address_whole():
    imported(located(A))
    draft = actor()
    draft.street = "2 rue B"
    draft.save_revision(clean=False)

    imported(located(C))

    assert place_of(actor())[:3] == ("5 rue C", "56600", "Lanester")
    assert place_of(actor().get_latest_revision_as_object()) == ("2 rue B", "56100", "Lorient", 47.75, -3.37)


def test_a_part_of_an_address_that_the_file_no_longer_tells_comes_again_with_it():
    imported(located(A))
    imported(csv_of({"id": "x", "nom": "Le Club", "Adresse": "5 rue C", "Ville": "Lanester"}))
    assert place_of(actor()) == ("5 rue C", "", "Lanester", None, None)

    assert outcomes(imported(located(C))) == [Outcome.CHANGED]
    assert place_of(actor()) == ("5 rue C", "56600", "Lanester", 47.76, -3.34)


def test_an_address_edited_since_an_import_stays_whole_when_it_is_undone():
    imported(located(A))
    of = imported(located(C))
    edit(actor(), street="6 rue C")

    undone(of)

    assert place_of(actor()) == ("6 rue C", "56600", "Lanester", 47.76, -3.34)


def test_what_was_edited_here_stays_however_often_the_file_comes_back():
    imported(csv_of(company(Activité="Avant.")))
    edit(actor(), summary="Écrit ici.")

    for _time in range(2):
        assert outcomes(imported(csv_of(company(Activité="Avant.")))) == [Outcome.KEPT]
    assert actor().summary == "Écrit ici."
    assert outcomes(imported(csv_of(company(Activité="Avant.")), take_theirs=True)) == [Outcome.CHANGED]
    assert actor().summary == "Avant."


def test_a_fact_that_the_source_takes_back_goes_unless_it_is_ours():
    imported(csv_of(company(Téléphone="02 97 00 00 01", SIRET=SIRET)))
    edit(actor(), phone="02 97 00 00 09")

    imported(csv_of(company()))

    assert (actor().siret, actor().phone) == ("", "02 97 00 00 09")


def test_a_draft_in_the_making_stays_one_and_takes_what_nobody_changed_in_it():
    imported(csv_of(company(Téléphone="02 97 00 00 01", Activité="Avant.")))
    draft = actor()
    draft.summary = "En cours."
    draft.save_revision(clean=False)

    imported(csv_of(company(Téléphone="02 97 00 00 02", Activité="Après.")))

    page = actor()
    assert (page.phone, page.summary) == ("02 97 00 00 02", "Après.")
    assert page.has_unpublished_changes
    drafted = page.get_latest_revision_as_object()
    assert (drafted.phone, drafted.summary) == ("02 97 00 00 02", "En cours.")


def test_a_planned_publication_stays_planned_through_an_import_and_its_undoing():
    imported(csv_of(company(Téléphone="02 97 00 00 01", Activité="Avant.")))
    planned(actor(), summary="Bientôt.")

    of = imported(csv_of(company(Téléphone="02 97 00 00 02", Activité="Avant.")))
    found = actor().scheduled_revision.as_object()
    assert (found.summary, found.phone) == ("Bientôt.", "02 97 00 00 02")

    undone(of)
    found = actor().scheduled_revision.as_object()
    assert (found.summary, found.phone, actor().phone) == ("Bientôt.", "02 97 00 00 01", "02 97 00 00 01")


@pytest.mark.parametrize(
    ("here", "cells"),
    [
        ({"siret": SIRET}, {"SIRET": SIRET, "Ville": ""}),
        ({"siret": SIRET, "title": "LE  CLUB"}, {"SIRET": SIRET}),
        ({}, {}),
        ({}, {"SIRET": SIRET}),
    ],
)
def test_an_actor_is_known_by_its_siret_and_name_or_its_name_and_commune(here, cells):
    page = ActorPageFactory(**{"title": "Le Club", "commune": lorient()} | here)

    of = imported(csv_of(company(**cells)))

    assert line(of).actor == page
    assert ActorPage.objects.count() == 1


@pytest.mark.parametrize(
    ("here", "cells"),
    [
        ({"siret": OTHER_SIRET}, {"SIRET": SIRET}),
        ({"siret": SIRET, "title": "Club du port"}, {"SIRET": SIRET}),
        ({"title": "Fablab du Port"}, {"Raison sociale": "Le Fab Lab du port", "Adresse": "1 rue du Port"}),
    ],
)
def test_what_only_looks_alike_is_left_to_an_editor(here, cells):
    page = ActorPageFactory(**{"title": "Le Club", "commune": lorient(), "street": "1 rue du Port"} | here)
    data = csv_of(company(**cells))

    of = imported(data)

    assert line(of).outcome == Outcome.UNDECIDED
    assert line(of).resembles[0][:2] == [page.pk, page.title]
    assert "Ressemble à" in line(of).reason
    assert ActorPage.objects.count() == 1
    assert outcomes(imported(data, add_similar=True)) == [Outcome.ADDED]


@pytest.mark.parametrize(
    ("choice", "outcome", "number"),
    [(Choice.ADD, Outcome.ADDED, 2), (Choice.SAME, Outcome.CHANGED, 1), (Choice.SKIP, Outcome.SKIPPED, 1)],
)
def test_an_editor_decides_of_what_looks_alike_on_the_preview(choice, outcome, number):
    ActorPageFactory(title="Le Clubb", commune=lorient(), phone="02 97 00 00 01")
    of = prepared(csv_of(company(Téléphone="02 97 00 00 01", Activité="x")))
    start(of, ImportState.CHECKING)
    work(of)
    of.lines.update(choice=choice, actor=ActorPage.objects.get() if choice == Choice.SAME else None)
    if choice == Choice.SAME:
        ActorPage.objects.update(summary="")

    start(of, ImportState.RUNNING)
    work(of)

    assert outcomes(of) == [outcome]
    assert ActorPage.objects.count() == number


def test_an_editor_decides_line_by_line_who_wins():
    for number in (1, 2):
        ActorPageFactory(title=f"Club {number}", commune=lorient(), summary="Écrit ici.")
    of = prepared(csv_of(*(company(**{"Raison sociale": f"Club {n}", "Activité": "Du fichier."}) for n in (1, 2))))
    start(of, ImportState.CHECKING)
    work(of)
    of.lines.filter(number=3).update(choice=Choice.THEIRS)

    start(of, ImportState.RUNNING)
    work(of)

    assert outcomes(of) == [Outcome.KEPT, Outcome.CHANGED]
    assert [actor(f"Club {number}").summary for number in (1, 2)] == ["Écrit ici.", "Du fichier."]


def test_a_bad_line_never_stops_the_others():
    rows = [company(**{"Raison sociale": name}) for name in ("Un", "", "Deux", "Un")]
    data = csv_of(*rows) + b'\n"perdu;x\n' + ";".join(company(**{"Raison sociale": "Trois"}).values()).encode()

    of = imported(data)

    assert outcomes(of) == [
        Outcome.ADDED, Outcome.REFUSED, Outcome.ADDED, Outcome.REFUSED, Outcome.REFUSED, Outcome.ADDED,
    ]  # fmt: skip
    assert line(of, 5).reason == "Déjà dit à la ligne 2."
    assert all(found.reason for found in of.lines.filter(outcome=Outcome.REFUSED))


def test_what_is_not_a_character_is_left_out_whatever_the_database():
    of = imported(b"nom\x00;sig\x00le;Ville;id\nLe\x00 Club;a\x00;Lor\x00ient;x\x00\n")

    assert of.header[0] == "nom"
    assert (actor().acronym, actor().commune, line(of).identifier) == ("a", lorient(), "x")


def test_a_line_that_makes_the_site_fail_is_refused_alone(monkeypatch, caplog):
    real = Writer.write

    def failing(self, plans, decisions):
        if any(plan.line.name == "Deux" for plan in plans):
            raise ZeroDivisionError
        return real(self, plans, decisions)

    monkeypatch.setattr(Writer, "write", failing)

    of = imported(csv_of(*(company(**{"Raison sociale": name}) for name in ("Un", "Deux", "Trois"))))

    assert outcomes(of) == [Outcome.ADDED, Outcome.REFUSED, Outcome.ADDED]
    assert "line 3" in caplog.text


def test_an_import_that_is_interrupted_goes_on_where_it_was(monkeypatch):
    monkeypatch.setattr(running, "BATCH", 1)
    rows = [company(**{"Raison sociale": name}) for name in ("Un", "Deux", "Un")]
    of = prepared(csv_of(*rows))
    start(of, ImportState.RUNNING)

    assert not work(of, seconds=0)
    assert (of.position, of.is_working, ActorPage.objects.count()) == (2, True, 1)
    assert work(of)

    assert outcomes(of) == [Outcome.ADDED, Outcome.ADDED, Outcome.REFUSED]
    assert of.counts == {"added": 2, "refused": 1}


def test_two_lines_never_change_one_entry_the_first_is_told(monkeypatch):
    ActorPageFactory(title="Le Club", commune=lorient(), siret=SIRET, summary="")
    rows = [company(SIRET=SIRET, Ville="", Activité="Un."), company(Activité="Deux.")]
    for batch in (100, 1):
        monkeypatch.setattr(running, "BATCH", batch)
        of = imported(csv_of(*rows))
        assert line(of, 3).reason == "La ligne 2 parle déjà de la même fiche."
    assert actor().summary == "Un."


def test_what_a_line_added_is_not_told_again_by_another_after_a_pause(monkeypatch):
    monkeypatch.setattr(running, "BATCH", 1)
    of = prepared(csv_of(company(SIRET=SIRET), company(Activité="Deux.")), publish=True)
    start(of, ImportState.RUNNING)

    assert not work(of, seconds=0)
    assert work(of)

    assert outcomes(of) == [Outcome.ADDED, Outcome.REFUSED]


def test_two_processes_never_do_the_same_import():
    of = prepared(csv_of(company()))
    start(of, ImportState.RUNNING)
    type(of).objects.update(claimed_until=timezone.now() + LEASE)

    assert not work(of)
    assert ActorPage.objects.count() == 0


def test_a_preview_writes_no_actor_and_says_what_the_import_then_does():
    ActorPageFactory(title="Le Club", commune=lorient(), summary="")
    rows = [company(Activité="Neuf."), company(**{"Raison sociale": "Neuf"}), company(**{"Raison sociale": ""})]
    of = prepared(csv_of(*rows))

    start(of, ImportState.CHECKING)
    work(of)

    assert of.state == ImportState.CHECKED
    said = outcomes(of)
    assert (ActorPage.objects.count(), ImportedActor.objects.count()) == (1, 0)
    start(of, ImportState.RUNNING)
    work(of)
    assert outcomes(of) == said == [Outcome.CHANGED, Outcome.ADDED, Outcome.REFUSED]


def test_what_is_outside_of_the_territory_is_left_aside_unless_it_is_wanted():
    data = csv_of(company(Ville="Rennes"))

    assert outcomes(imported(data)) == [Outcome.SKIPPED]
    assert outcomes(imported(data, territory_only=False)) == [Outcome.ADDED]
    assert actor().commune is None


def test_two_places_of_one_source_are_two_even_under_one_name():
    data = sample.national_csv(national(), national(id="lieu-2", adresse="9 rue de la Gare"))

    of = imported(data)

    assert outcomes(of) == [Outcome.ADDED, Outcome.UNDECIDED]
    assert outcomes(imported(data, add_similar=True)) == [Outcome.UNCHANGED, Outcome.ADDED]
    assert outcomes(imported(data)) == [Outcome.UNCHANGED, Outcome.UNCHANGED]


def test_a_national_file_keeps_what_it_cannot_tell():
    imported(sample.national_csv(national(services="Utilisation sécurisée du numérique")))
    page = actor()
    told = {service.code for service in page.services.all()}
    edit(page, services=[*page.services.all(), *type(page.services.first()).objects.filter(code="reparation")])

    of = imported(sample.national_csv(national()))

    assert outcomes(of) == [Outcome.CHANGED]
    assert {service.code for service in actor().services.all()} == {"reparation", "demarches"}
    assert told.isdisjoint({"reparation", "demarches"})


def test_a_locked_entry_is_left_alone():
    imported(csv_of(company()))
    ActorPage.objects.update(locked=True)

    of = imported(csv_of(company(Activité="Neuf.")))

    assert "verrouillée" in line(of).reason
    assert actor().summary == ""


def rich_actors() -> list[ActorPage]:
    common = {"services": ["demarches", "reparation"], "audiences": ["seniors"], "open_on_weekdays": True}
    place = ActorPageFactory(
        title="=Le Club", acronym="LC", street="1 rue du Port", commune=lorient(), postcode="56100", latitude=47.75,
        longitude=-3.37, siret=SIRET, phone="02 97 00 00 00", email="contact@club.example",
        website="https://club.example",
        programmes="France Services, Label du coin", sources="Le rapport\nLe site", fees=["Gratuit"],
        verified_on=today(),
        body=[("text", "<h2>Un</h2><p>Deux &amp; trois</p><ul><li>a</li><li>b</li></ul>")], **common,
    )  # fmt: skip
    other = ActorPageFactory(title="Sans lieu", kind="entreprise", commune=None, area_of_action="Partout", **common)
    translate(place, "br", title="Ar C’hlub")
    return [place, other]


def content(page: ActorPage) -> dict[str, object]:
    found = dataclasses.asdict(facts_of(ActorPage.objects.get(pk=page.pk)))
    return {name: value for name, value in found.items() if name not in ("slug", "published_on")}


def test_the_file_of_all_brought_back_changes_nothing_and_makes_equal_content_elsewhere():
    pages = rich_actors()
    data = b"".join(directory_csv([page.pk for page in pages], "fr"))
    before = [content(page) for page in pages]

    assert outcomes(imported(data, "nous")) == [Outcome.UNCHANGED] * 2
    assert [content(page) for page in pages] == before
    for page in pages:
        page.delete()
    assert outcomes(imported(data, "nous")) == [Outcome.ADDED] * 2
    assert [content(actor(page.title)) for page in pages] == before


def test_the_national_file_brought_back_makes_an_equal_file():
    pages = rich_actors()[:1]
    data = b"".join(national_csv([page.pk for page in pages]))

    assert outcomes(imported(data, "nous")) == [Outcome.UNCHANGED]
    pages[0].delete()
    assert outcomes(imported(data, "nous")) == [Outcome.ADDED]

    again = b"".join(national_csv([actor("=Le Club").pk]))
    first, second = (next(csv.DictReader(io.StringIO(text.decode(), newline=""))) for text in (data, again))
    assert {name for name in first if first[name] != second[name]} == {"id"}


def test_a_file_that_brings_old_confirmations_gives_their_age_to_its_entries():
    data = csv_of({"nom": "Le Club", "commune": "Lorient", "verifie_le": "2020-01-05"})

    imported(data)

    assert actor().freshness == 1


def test_queries_do_not_grow_with_the_lines(django_assert_max_num_queries):
    def rows(start: int, number: int) -> bytes:
        return csv_of(*(company(**{"Raison sociale": f"Club {n}"}) for n in range(start, start + number)))

    imported(rows(0, 2))
    data = rows(2, 30)
    of = prepared(data, publish=True)
    start(of, ImportState.RUNNING)

    with django_assert_max_num_queries(230):
        work(of)
    with django_assert_max_num_queries(47):
        imported(data)


@pytest.mark.only_on("postgresql")
def test_slugs_are_chosen_once_nobody_else_may_take_them():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        imported(csv_of(company()))

    said = [query["sql"] for query in asked]
    locked = next(place for place, sql in enumerate(said) if "wagtailcore_page" in sql and "FOR UPDATE" in sql)
    chosen = next(place for place, sql in enumerate(said) if '"slug" IN' in sql)
    assert locked < chosen


def test_duplicates_of_what_an_import_changes_are_left_to_the_night(monkeypatch, django_capture_on_commit_callbacks):
    from annuaire.duplicates import following

    looked: list[str] = []
    monkeypatch.setattr(following, "find_for", looked.append)
    imported(csv_of(company(Activité="Un.")))

    with django_capture_on_commit_callbacks(execute=True):
        imported(csv_of(company(Activité="Deux.")))
    assert (actor().summary, looked) == ("Deux.", [])

    with django_capture_on_commit_callbacks(execute=True):
        actor().save_revision().publish()
    assert len(looked) == 1
