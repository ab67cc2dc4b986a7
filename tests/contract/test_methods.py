"""Each method on each address: what only reads answers GET and HEAD, and says so to the others."""

import pytest
from django.test import Client

from core.languages import codes, prefix
from tests.addresses import FILES, VIEWS, feed_addresses, page_addresses

WRITING = ("POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW")


def addresses(language: str) -> list[str]:
    local = [*page_addresses().values(), *VIEWS, "/agenda/mois/2027-01/", *feed_addresses()]
    return [f"{prefix(language)}{path}" for path in local] + (list(FILES) if language == "fr" else [])


@pytest.mark.parametrize("language", codes())
def test_head_answers_as_get_without_a_body(reader: Client, language: str):
    wrong = []
    for path in addresses(language):
        read, asked = reader.get(path), reader.head(path)
        # Django's server drops the body of a page; only what is built for nothing would show here.
        if asked.status_code != read.status_code or asked.headers.get("Content-Type") != read["Content-Type"]:
            wrong.append(f"{path}: {asked.status_code} for {read.status_code}")
        if asked.headers.get("ETag") != read.headers.get("ETag"):
            wrong.append(f"{path}: another ETag")
    assert wrong == []


@pytest.mark.parametrize("language", codes())
def test_an_address_that_is_read_refuses_other_methods_and_says_which_it_takes(reader: Client, language: str):
    wrong = []
    for path in [*addresses(language), f"{prefix(language)}/evenements/"]:
        for method in WRITING:
            answer = reader.generic(method, path, data=b"x=1", content_type="application/x-www-form-urlencoded")
            allowed = {name.strip() for name in answer.headers.get("Allow", "").split(",")}
            if answer.status_code != 405 or not {"GET", "HEAD"} <= allowed <= {"GET", "HEAD", "OPTIONS"}:
                wrong.append(f"{method} {path}: {answer.status_code}, {sorted(allowed)}")
    assert wrong == []


@pytest.mark.parametrize("language", codes())
def test_asking_which_methods_an_address_takes_never_fails(reader: Client, language: str):
    wrong = []
    for path in addresses(language):
        answer = reader.options(path)
        if answer.status_code not in (200, 405) or "GET" not in answer.headers.get("Allow", ""):
            wrong.append(f"{path}: {answer.status_code}")
    assert wrong == []


def test_a_stranger_who_posts_without_a_token_is_refused_and_reads_why(demo):
    stranger = Client(raise_request_exception=False, enforce_csrf_checks=True)
    for path in [*page_addresses().values(), *VIEWS]:
        answer = stranger.post(path, {"x": "1"})

        assert answer.status_code in (403, 405), path
    for path in feed_addresses():
        assert stranger.post(path).status_code == 405, path


def test_an_unknown_method_on_an_unknown_address_is_not_found(reader: Client):
    for method in ("GET", *WRITING):
        assert reader.generic(method, "/rien/du/tout/").status_code == 404
