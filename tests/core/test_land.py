"""The communes' outlines as a file for scripts."""

import json

import pytest

pytestmark = pytest.mark.django_db


def test_each_commune_has_its_outline_its_name_and_its_centre(client):
    response = client.get("/communes.geojson")
    features = json.loads(b"".join(response.streaming_content))["features"]

    assert response.headers["Content-Type"] == "application/geo+json"
    assert "Set-Cookie" not in response.headers
    assert len(features) == 46
    assert sum(feature["properties"]["off"] for feature in features) == 21
    first = features[0]
    assert first["geometry"]["type"] == "MultiPolygon"
    latitude, longitude = first["properties"]["centre"]
    ring = first["geometry"]["coordinates"][0][0]
    assert min(y for _x, y in ring) < latitude < max(y for _x, y in ring)
    assert min(x for x, _y in ring) < longitude < max(x for x, _y in ring)


def test_names_are_in_the_language_of_the_address(client):
    def names(address):
        features = json.loads(b"".join(client.get(address).streaming_content))["features"]
        return [feature["properties"]["name"] for feature in features]

    assert names("/br/communes.geojson") != names("/communes.geojson") == names("/en/communes.geojson")


def test_it_is_asked_once_then_answers_304(client):
    etag = client.get("/communes.geojson").headers["ETag"]

    assert client.get("/communes.geojson", headers={"if-none-match": etag}).status_code == 304


def test_a_territory_without_outlines_has_no_such_file(client, settings, tmp_path):
    settings.TERRITORY_DIR = tmp_path

    assert client.get("/communes.geojson").status_code == 404
