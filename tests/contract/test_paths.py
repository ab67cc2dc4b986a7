"""Paths nobody wrote a page for: not found, or refused; never a failure."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from core.languages import codes, prefix
from tests.addresses import feed_addresses
from tests.contract.hostile import MARKUP, VALUES, WORST
from tests.contract.test_headers import STRICT, policy

FOLDERS = (
    "/", "/agenda/", "/agenda/mois/", "/evenements/", "/ateliers/", "/annuaire/", "/concours/", "/plan/", "/media/",
)  # fmt: skip
ENDS = ("", "/", "/evenement.ics", "/agenda.ics", "/agenda.rss", "/abonnement/")
ODD = (
    "//", "//evil.example/", "/agenda//", "/./agenda/", "/../agenda/", "/agenda/../../etc/passwd", "/agenda/%2e%2e/",
    "/agenda/%2Fetc%2Fpasswd/", "/agenda%00/", "/agenda/agenda.ics/", "/agenda/agenda.ics%0a", "/AGENDA/",
    "/agenda/agenda.ICS", "/agenda/agenda.xml", "/br", "/br/br/agenda/", "/en/fr/", "/xx/agenda/", "/br/admin/",
    "/static/", "/static/../manage.py", "/static/%2e%2e/%2e%2e/manage.py", "/media/../manage.py",
    "/media/%2e%2e/%2e%2e/manage.py", "/media/%00", "/documents/", "/documents/0/x", "/documents/999999/x.pdf",
    "/_util/authenticate_with_password/0/0/", "/wp-login.php", "/.env", "/.git/config", "/plan/0/", "/plan/99/",
    "/plan/-1/", "/plan/1/1/", f"/plan/{'9' * 400}/", "/concours/1900/", "/" + "a/" * 2_000, "/" + "a" * 50_000 + "/",
)  # fmt: skip
MONTHS = (
    "", "2027", "2027-1", "2027-00", "2027-13", "0000-01", "0001-01", "9999-12", "99999-01", "2027-01-01", "abcd-ef",
    "%D9%A2%D9%A0%D9%A2%D9%A7-01", "2027-01%0a", "-2027-01", "2027_01", "1999-12",
)  # fmt: skip


def answers(reader: Client, paths: list[str], statuses: set[int]) -> list[str]:
    """What is wrong with the answers to PATHS, where a redirection counts for what it leads to."""
    wrong = []
    for path in paths:
        answer = reader.get(path, follow=True)
        body = answer.content.decode(errors="replace")
        if answer.status_code not in statuses:
            wrong.append(f"{path[:200]}: {answer.status_code}")
        elif any(markup in body for markup in MARKUP):
            wrong.append(f"{path[:200]}: gives back markup")
        elif any(not url.startswith("/") or url.startswith("//") for url, _status in answer.redirect_chain):
            wrong.append(f"{path[:200]}: sends to {answer.redirect_chain}")
    return wrong


def test_a_document_is_read_where_its_privacy_is_asked(reader: Client, settings: LazySettings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path
    for name in ("documents", "images"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text("à lire")

    assert reader.get("/media/images/x.txt").status_code == 200
    for path in ("/media/documents/x.txt", "/media/images/../documents/x.txt", "/media//documents/x.txt"):
        assert reader.get(path, follow=True).status_code == 404


def test_a_segment_that_means_nothing_is_not_found(reader: Client):
    paths = [f"{folder}{value}/" for folder in FOLDERS for value in VALUES.values()]
    paths.remove("/plan/7/")
    assert answers(reader, paths, {400, 404}) == []


@pytest.mark.parametrize("language", codes())
def test_no_view_under_a_segment_that_means_nothing(reader: Client, language: str):
    paths = [
        f"{prefix(language)}{folder}{value}{end}" for folder in FOLDERS[2:6] for value in WORST.values() for end in ENDS
    ]
    assert answers(reader, paths, {400, 404}) == []


def test_an_odd_path_is_not_found_or_leads_to_a_page_of_the_site(reader: Client):
    assert answers(reader, list(ODD), {200, 400, 404}) == []


@pytest.mark.parametrize("name", MONTHS)
def test_a_month_that_is_none_is_not_found(reader: Client, name: str):
    statuses = {200} if not name else {404}
    assert answers(reader, [f"{prefix(language)}/agenda/mois/{name}/" for language in codes()], statuses) == []


def test_a_nul_is_refused_everywhere(reader: Client):
    for path in ("/%00", "/%00/", "/agenda/%00/", "/br/%00", "/admin/%00", "/static/%00", "/plan/%00/", "/%00.ics"):
        assert reader.get(path).status_code == 400, path


def test_what_is_not_found_says_so_in_a_page_of_the_site(reader: Client):
    for path in ("/rien/", "/br/rien/", "/en/evenements/rien/", "/annuaire/rien/agenda.ics"):
        answer = reader.get(path)

        assert answer.status_code == 404
        assert answer["Content-Type"] == "text/html; charset=utf-8"
        assert policy(answer) == STRICT
        assert 'href="' in answer.content.decode()


def test_a_feed_has_no_slash_at_its_end(reader: Client):
    for path in feed_addresses():
        assert reader.get(f"{path}/").status_code == 404, path
