"""The pages of what went wrong: no test here may use the database."""

import pytest
from django.db import OperationalError, connection

from config import errors
from core.territory import territory

PAGES = {
    400: errors.bad_request,
    403: errors.permission_denied,
    404: errors.page_not_found,
    410: errors.gone,
    500: errors.server_error,
}


@pytest.mark.parametrize(("status", "view"), PAGES.items())
def test_each_error_has_a_page_with_a_way_out_and_asks_nothing_of_the_database(rf, status, view):
    response = view(rf.get("/evenements/x/"))
    text = response.content.decode()
    assert response.status_code == status
    assert 'action="/recherche/"' in text
    assert 'href="/agenda/"' in text
    assert territory().site_name["fr"] in text


@pytest.mark.parametrize("language", ["br", "en"])
def test_an_error_page_speaks_the_language_of_the_address(rf, language):
    text = errors.page_not_found(rf.get(f"/{language}/rien/")).content.decode()
    assert f'<html lang="{language}">' in text
    assert f'href="/{language}/agenda/"' in text
    assert territory().site_name[language] in text


def test_a_file_that_is_not_there_is_only_that_when_the_database_is_away(monkeypatch, client):
    def away() -> None:
        raise OperationalError("away")

    monkeypatch.setattr(connection, "ensure_connection", away)

    assert client.get("/media/rien.jpg").status_code == 404


def test_a_form_that_cannot_be_trusted_is_told_as_forbidden(rf):
    assert errors.csrf_failure(rf.post("/"), reason="x").status_code == 403
