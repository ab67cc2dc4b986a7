"""The entry that a line is about, when entries were merged."""

import pytest

from annuaire.duplicates.merging import merge
from annuaire.duplicates.subjects import key_of
from annuaire.duplicates.undoing import undo
from annuaire.imports.enums import Choice, ImportState, Outcome
from annuaire.imports.models import ImportedActor
from annuaire.imports.running import start, work
from annuaire.models import ActorPage
from core.models import Commune
from tests.annuaire.duplicates.sample import again, pair_of
from tests.annuaire.imports.sample import actor, company, csv_of, imported, line, outcomes, prepared
from tests.factories.annuaire import ActorPageFactory

pytestmark = pytest.mark.django_db


def merged_into(kept: ActorPage, other: ActorPage):
    return merge(pair_of(kept, other), key_of(kept), {})


def kept_entry() -> ActorPage:
    return ActorPageFactory(title="Fablab de la rade", summary="")


def by_identifier() -> dict[str, str]:
    return company(id="a")


def by_key() -> dict[str, str]:
    return company(id=str(actor().translation_key), **{"Raison sociale": "Club"})


@pytest.mark.parametrize("row", [by_identifier, by_key, company], ids=["identifier", "key", "name"])
def test_a_line_about_an_entry_merged_away_is_about_the_one_that_stays(row):
    imported(csv_of(company(id="a")))
    kept, told = kept_entry(), row()
    merge_row = merged_into(kept, actor())
    assert ImportedActor.objects.get().actor == kept

    of = imported(csv_of(told | {"Activité": "Neuf."}), "CCI" if "id" in told else "Autre")

    assert (outcomes(of), line(of).actor) == ([Outcome.CHANGED], kept)
    assert (again(kept).summary, actor().live) == ("Neuf.", False)
    undo(merge_row)
    assert ImportedActor.objects.get(source="CCI").actor == actor()


def test_two_entries_of_one_source_that_are_merged_stay_one_when_its_file_comes_back():
    rows = [company(id="a"), company(id="b", **{"Raison sociale": "Fablab de la rade"})]
    imported(csv_of(*rows))
    kept, other = actor("Fablab de la rade"), actor()
    merged_into(kept, other)

    assert outcomes(imported(csv_of(*rows[::-1]))) == [Outcome.UNCHANGED, Outcome.REFUSED]
    of = imported(csv_of(rows[0] | {"Activité": "Neuf."}))

    assert line(of).actor == kept
    assert again(kept).summary == "Neuf."
    assert again(other).latest_revision == other.latest_revision
    assert dict(ImportedActor.objects.values_list("identifier", "actor_id")) == {"a": other.pk, "b": kept.pk}


def test_what_is_merged_away_is_not_proposed_and_what_was_chosen_before_is_followed():
    lorient = Commune.objects.get(insee="56121")
    other = ActorPageFactory(title="Fablab du Port", commune=lorient, street="1 rue du Port")
    data = csv_of(company(**{"Raison sociale": "Le Fab Lab du port", "Adresse": "1 rue du Port"}))
    of = prepared(data)
    start(of, ImportState.CHECKING)
    work(of)
    assert line(of).resembles[0][0] == other.pk
    of.lines.update(choice=Choice.SAME, actor=other)
    kept = kept_entry()
    merged_into(kept, other)

    assert outcomes(imported(data, "Autre")) == [Outcome.ADDED]
    actor("Le Fab Lab du port").delete()
    start(of, ImportState.RUNNING)
    work(of)

    assert line(of).actor == kept
