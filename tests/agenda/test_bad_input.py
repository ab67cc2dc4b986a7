"""Whatever is asked, by whatever method: the answers the contract gives, and never an error of ours."""

import re

import pytest
from django.http import QueryDict
from django.test import Client, override_settings

from agenda.filters import filter_form
from agenda.selection import NAMES
from core.models import Audience
from tests.agenda.sample import NOW
from tests.factories.annuaire import ActorPageFactory
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory

pytestmark = pytest.mark.django_db
PAGES = ("/agenda/", "/agenda/mois/2027-04/", "/agenda/abonnement/", "/ateliers/", "/ateliers/abonnement/")
FEEDS = (
    "/agenda/agenda.ics", "/agenda/agenda.rss", "/ateliers/agenda.ics", "/ateliers/agenda.rss",
    "/annuaire/port/agenda.ics",
)  # fmt: skip
EVENTS = ("/evenements/rencontre/evenement.ics", "/ateliers/laser/evenement.ics", "/sitemap.xml")
JUNK = {
    "word": "n-importe-quoi",
    "huge": "9" * 20_000,
    "huge number": "1" + "0" * 400,
    "negative": "-1",
    "NUL": "%00",
    "NUL inside": "citoyens%00",
    "not UTF-8": "%ff%fe%80",
    "half a surrogate": "%ed%a0%80",
    "line breaks": "a%0d%0aX-Injected:%201",
    "SQL": "'%20OR%201=1;--",
    "script": "%3Cscript%3Ealert(1)%3C/script%3E",
    "template": "%7B%7B%20settings.SECRET_KEY%20%7D%7D",
    "format": "%25s%25d%7B0%7D",
    "percent": "%",
    "wildcards": "%25_%25",
    "regular expression": "(((((.*)*)*)*",
    "emoji": "%F0%9F%8C%8A",
    "right to left": "%E2%80%AE",
    "path": "../../../etc/passwd",
    "array": "[]",
    "not a day": "2027-02-30",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "other digits": "%D9%A2%D9%A0%D9%A2%D9%A7-%D9%A0%D9%A1-%D9%A0%D9%A1",
}


@pytest.fixture(scope="module", autouse=True)
def _content(filling) -> None:
    with filling(), override_settings(FROZEN_NOW=NOW):
        ActorPageFactory(slug="port")
        EventPageFactory(slug="rencontre")
        WorkshopPageFactory(slug="laser")


@pytest.fixture(autouse=True)
def _now(settings) -> None:
    settings.FROZEN_NOW = NOW


@pytest.mark.parametrize("workshops", [False, True])
@pytest.mark.parametrize("name", [*NAMES, "page", "inconnu"])
def test_each_parameter_reads_junk_as_a_sentence_or_as_words(name: str, workshops: bool) -> None:
    for junk in JUNK.values():
        form = filter_form(QueryDict(f"{name}={junk}"), workshops=workshops)

        assert form.selection.pairs() == [] or name == "q", junk
        assert set(form.messages) <= {name}, junk
        assert len(form.sentence) < 250, junk


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_out_of_reach_is_told_with_the_bounds(day: str) -> None:
    sentence = filter_form(QueryDict(f"du={day}")).messages["du"].replace("\N{NARROW NO-BREAK SPACE}", " ")

    assert sentence == f"« {day} » est hors limites : donnez un jour de 1970-01-01 à 2199-12-31."


def test_what_is_not_understood_is_read_first_and_leads_to_its_field(client: Client) -> None:
    EventPageFactory(audiences=Audience.objects.all()[:1])
    html = client.get("/agenda/?du=hier&public=inconnu&gratuit=oui&organisateur=inconnu").content.decode()

    assert '<div class="summary stack" role="alert" tabindex="-1" data-focus' in html
    summary = html[html.index('class="summary') :]
    found = re.findall(r'<a href="#([\w-]+)">', summary[: summary.index("</ul>")])
    assert sorted(found) == ["f-du", "f-mode", "f-public"]
    assert all(f'id="{field}"' in html for field in found)
    assert "«\N{NO-BREAK SPACE}inconnu\N{NO-BREAK SPACE}»" in summary


@pytest.mark.parametrize("path", ["/agenda/mois/2027-04/", "/agenda/abonnement/"])
def test_what_is_not_understood_leads_to_no_field_a_page_has_not(client: Client, path: str) -> None:
    html = client.get(f"{path}?theme=inconnu").content.decode()

    assert "«\N{NO-BREAK SPACE}inconnu\N{NO-BREAK SPACE}»" in html
    assert 'href="#f-' not in html


@pytest.mark.parametrize("path", [*PAGES, *FEEDS])
def test_all_parameters_with_junk_at_once(client: Client, path: str) -> None:
    """A page answers with its list, a feed with a sentence."""
    for junk in JUNK.values():
        response = client.get(f"{path}?{'&'.join(f'{name}={junk}' for name in (*NAMES, 'page', 'inconnu'))}")

        assert response.status_code == (400 if path in FEEDS else 200), junk
        assert "X-Injected" not in response.headers
        assert b"<script>alert" not in response.content
        if response.status_code == 400:
            assert response["Content-Type"] == "text/plain; charset=utf-8"
            assert response.content.decode().startswith("Paramètre « du » : ")


@pytest.mark.parametrize("path", [*PAGES, *FEEDS])
def test_a_parameter_repeated_beyond_reason(client: Client, path: str) -> None:
    every = "&".join(f"{name}={number}" for name in NAMES for number in range(500))
    assert client.get(f"{path}?{every}").status_code == (400 if path in FEEDS else 200)
    assert client.get(f"{path}?{'&'.join(f'x={number}' for number in range(10_001))}").status_code == 400


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("prefix", ["", "/br"])
def test_each_method_on_each_address(prefix: str, method: str) -> None:
    for client, addresses in ((Client(), PAGES), (Client(enforce_csrf_checks=True), (*PAGES, *FEEDS, *EVENTS[:2]))):
        for path in addresses:
            response = getattr(client, method)(f"{prefix}{path}")
            assert response.status_code < 500, path
            if path not in PAGES and method not in ("get", "head"):
                assert response.status_code == 405, path


@pytest.mark.parametrize(
    "path",
    [
        "/evenements/%00/evenement.ics", "/evenements/%ff/evenement.ics", f"/evenements/{'x' * 3000}/evenement.ics",
        "/evenements/..%2f/evenement.ics", "/annuaire/%F0%9F%8C%8A/agenda.ics", "/ateliers/'--/evenement.ics",
        "/agenda/mois/%00/", "/agenda/mois/%ff/", f"/agenda/mois/{'9' * 3000}/", "/agenda/agenda.ics/",
        "/agenda/AGENDA.ICS", "/agenda/rien/", "/agenda/abonnement/rien/",
    ],
)  # fmt: skip
def test_an_address_that_is_none(client: Client, path: str) -> None:
    assert client.get(path, follow=True).status_code in (400, 404)


@pytest.mark.parametrize("page", ["0", "2", "x", "-1", "9" * 5000, "%00"])
def test_a_file_of_the_sitemap_that_is_none(client: Client, page: str) -> None:
    assert client.get(f"/sitemap.xml?p={page}").status_code == 404
