"""The catalogue of open data: what harvesters read is what DCAT-AP wants, and leads to files that are there."""

import json
from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.compare import graph_diff, to_isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF

from core.open_data import turtle
from core.open_data.datasets import datasets
from tests.factories.annuaire import ActorPageFactory
from tests.factories.evenements import EventPageFactory
from tests.open_data import body

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset:DeprecationWarning"),
]
JSONLD, TURTLE = "/donnees/catalogue.jsonld", "/donnees/catalogue.ttl"
TYPES = {JSONLD: "application/ld+json", TURTLE: "text/turtle; charset=utf-8"}
SHAPES = Path(__file__).parents[1] / "data" / "dcat" / "mandatory.ttl"
ACTORS = URIRef("http://testserver/donnees/acteurs")


def graph(client, path: str) -> Graph:
    return Graph().parse(data=body(client.get(path)), format="json-ld" if path == JSONLD else "turtle")


def test_both_forms_hold_the_same_triples(client):
    EventPageFactory()
    ActorPageFactory()
    linked, plain = graph(client, JSONLD), graph(client, TURTLE)
    _both, only_linked, only_plain = graph_diff(to_isomorphic(linked), to_isomorphic(plain))

    assert len(linked) > 100
    assert (list(only_linked), list(only_plain)) == ([], [])


@pytest.mark.parametrize("path", [JSONLD, TURTLE])
def test_what_the_european_profile_makes_mandatory_is_there(client, path):
    EventPageFactory()
    conforms, _report, said = pyshacl.validate(graph(client, path), shacl_graph=Graph().parse(SHAPES))

    assert conforms, said


def test_the_rules_would_say_what_is_missing(client):
    found = graph(client, TURTLE)
    found.remove((ACTORS, DCTERMS.title, None))
    conforms, _report, said = pyshacl.validate(found, shacl_graph=Graph().parse(SHAPES))

    assert not conforms
    assert "title" in said


def test_each_file_that_the_catalogue_names_is_served_as_it_says(client):
    EventPageFactory()
    found = graph(client, TURTLE)
    files = list(found.subjects(RDF.type, DCAT.Distribution))

    assert len(files) == sum(len(dataset.distributions) for dataset in datasets()) >= 10
    for file in files:
        address = str(found.value(file, DCAT.downloadURL))
        assert str(file) == f"{address}#distribution"
        response = client.head(address.removeprefix("http://testserver"))
        assert response.status_code == 200, address
        said = str(found.value(file, DCAT.mediaType)).rpartition("media-types/")[2]
        assert response["Content-Type"].partition(";")[0] == said


def test_schemas_of_ours_that_it_names_are_served(client):
    for standard in graph(client, TURTLE).objects(None, DCTERMS.conformsTo):
        if str(standard).startswith("http://testserver"):
            assert client.get(str(standard).removeprefix("http://testserver")).status_code == 200


def test_titles_are_told_in_each_language(client):
    titles = {title.language: str(title) for title in graph(client, TURTLE).objects(ACTORS, DCTERMS.title)}

    assert set(titles) == {"fr", "br", "en"}
    assert len(set(titles.values())) == 3


def test_who_publishes_and_on_what_terms_is_the_territory_s(client, settings):
    data = settings.TERRITORY.data
    text = body(client.get(JSONLD)).decode()
    said = json.loads(text)

    assert said["dct:publisher"]["foaf:name"] == data["publisher"]["name"]
    assert said["dct:license"]["@id"] == data["licence"]["url"]
    assert f"mailto:{data['publisher']['data_email']}" in text


def test_no_change_is_to_come(client, settings):
    """Several publications in a second are told a second apart, thus ahead of the clock; harvesters refuse that."""
    settings.FROZEN_NOW = "2026-11-24T10:00:00+01:00"
    for _ in range(3):
        EventPageFactory()
    moments = {str(moment) for moment in graph(client, TURTLE).objects(None, DCTERMS.modified)}

    assert max(moments) == "2026-11-24T09:00:00+00:00"


@pytest.mark.parametrize("path", [JSONLD, TURTLE])
def test_harvesters_may_ask_what_it_is(client, path):
    head, full = client.head(path), client.get(path)

    assert head["Content-Type"] == full["Content-Type"] == TYPES[path]
    assert body(head) == b""
    assert client.get(path, headers={"if-none-match": full["ETag"]}).status_code == 304
    assert client.post(path).status_code == 405


def test_any_text_and_any_address_is_turtle():
    text, address = 'Un « mot » "dit"\n\\ \t☃ é', 'http://testserver/a b<c>"é{|}'
    name = Namespace("http://example.org/")
    said = turtle.turtle(
        {
            "@context": {"ex": str(name)},
            "@id": address,
            "@type": "ex:Thing",
            "ex:words": [{"@value": text, "@language": "fr"}, text],
            "ex:nothing": [],
        }
    )
    found = Graph().parse(data=said, format="turtle")

    assert {str(value) for value in found.objects(None, name["words"])} == {text}
    assert len(found) == 3
