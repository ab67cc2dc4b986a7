"""The page /donnees/: every file, with an example as it is now, its schema, its terms."""

import pytest

from core.open_data.datasets import datasets
from home.data_page import shortened
from home.models import ContentPage
from tests.factories.annuaire import ActorPageFactory
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def _content():
    ActorPageFactory(title="Le <Club>", located=True, services=["demarches"])
    EventPageFactory(title="Rencontre & co")
    WorkshopPageFactory()


@pytest.mark.usefixtures("_content")
@pytest.mark.parametrize("prefix", ["", "/br", "/en"])
def test_every_file_is_there_with_an_example_and_answers(client, prefix):
    page = ReadPage.at(client, f"{prefix}/donnees/")
    links = set(page.links().values())
    files = [file for dataset in datasets() for file in dataset.distributions]

    for file in files:
        assert f"{prefix}{file.path}" in links
        if file.schema.startswith("/"):
            assert file.schema in links
            assert client.get(file.schema).status_code == 200
    samples = page.all("pre.sample")
    assert len(samples) == len(files)
    assert all(samples)
    assert {"/donnees/catalogue.jsonld", "/donnees/catalogue.ttl"} <= links
    assert {f"#{dataset.anchor}" for dataset in datasets()} <= links


@pytest.mark.usefixtures("_content")
def test_an_example_is_of_the_site_itself(client):
    page = ReadPage.at(client, "/donnees/")
    samples = " ".join(page.all("pre.sample"))

    assert '"nom": "Le <Club>"' in samples
    assert '"titre_fr": "Rencontre & co"' in samples
    assert "BEGIN:VEVENT" in samples
    assert "</item> …" in samples
    assert "Le <Club>" not in page.html


def test_a_site_with_nothing_yet_documents_its_files_without_examples(client):
    page = ReadPage.at(client, "/donnees/")

    assert "/agenda/agenda.json" in page.links().values()
    assert page.all("pre.sample") == []


def test_columns_and_parameters_are_named(client):
    page = ReadPage.at(client, "/en/donnees/")

    assert "organisateur_id" in page.all("dl.columns code")
    assert page.soup.select_one("dl.columns")["lang"] == "fr"
    assert "modifie_depuis" in page.text
    assert "pres, tri" in page.text


def test_the_words_stay_those_of_editors(client):
    page = ContentPage.objects.get(slug="donnees", locale__language_code="fr")
    page.body = [("text", "<h2>Notre mot</h2><p>Prenez « tout ».</p>")]
    page.save_revision().publish()
    shown = ReadPage.at(client, "/donnees/")

    assert shown.headings[0] == "Notre mot"
    assert "Prenez «\N{NO-BREAK SPACE}tout\N{NO-BREAK SPACE}»." in shown.html
    assert "/annuaire/annuaire.json" in shown.links().values()


def test_no_other_page_shows_files(client):
    assert "annuaire.json" not in ReadPage.at(client, "/mentions-legales/").html


def test_a_long_example_is_cut_and_says_so():
    assert shortened("a\nb\n") == "a\nb"
    assert shortened("x\n" * 500).endswith("\n…")
    assert len(shortened("x" * 50_000)) < 7_000
