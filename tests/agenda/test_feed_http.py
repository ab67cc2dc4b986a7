"""How feeds answer: headers, validators, methods, encodings, in as few queries as can be."""

import gzip
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from core.clock import now
from evenements.models import FeedVersion
from tests.agenda.sample import NOW, agenda
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import AudienceFactory
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory, organised_by

pytestmark = pytest.mark.django_db
ICS, RSS = "text/calendar; charset=utf-8", "application/rss+xml; charset=utf-8"
FEEDS = [
    ("/agenda/agenda.ics", ICS),
    ("/agenda/agenda.rss", RSS),
    ("/ateliers/agenda.ics", ICS),
    ("/ateliers/agenda.rss", RSS),
]
ALL = [
    *FEEDS, ("/br/agenda/agenda.ics", ICS), ("/annuaire/port/agenda.ics", ICS),
    ("/evenements/rencontre/evenement.ics", ICS), ("/ateliers/laser/evenement.ics", ICS),
]  # fmt: skip
A_MINUTE_LATER = "2027-04-07T12:01:00"
METHODS = ("post", "put", "patch", "delete", "options")


@pytest.fixture(scope="module", autouse=True)
def _content(filling) -> None:
    with filling(), override_settings(FROZEN_NOW=NOW):
        actor = ActorPageFactory(slug="port")
        EventPageFactory(slug="rencontre", participants=organised_by(actor))
        WorkshopPageFactory(slug="laser")


@pytest.fixture(autouse=True)
def _a_minute_later(settings) -> None:
    settings.FROZEN_NOW = A_MINUTE_LATER


@pytest.mark.parametrize(("path", "content_type"), ALL)
def test_a_feed_is_public_typed_dated_and_varies_by_encoding_only(client: Client, path: str, content_type: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert response["Content-Type"] == content_type
    assert response["Cache-Control"] == "public, max-age=3600"
    assert response["Vary"] == "Accept-Encoding"
    assert response["ETag"]
    assert response["Last-Modified"]
    assert not response.cookies


@pytest.mark.parametrize(("path", "content_type"), ALL)
def test_a_session_and_a_preferred_language_change_nothing(
    admin_client: Client, client: Client, path: str, content_type: str
) -> None:
    signed = admin_client.get(path, headers={"Accept-Language": "en", "Cookie": "django_language=en"})

    assert signed.content == client.get(path).content
    assert signed["Vary"] == "Accept-Encoding"
    assert not signed.cookies


@pytest.mark.parametrize("accept", ["", "text/html", "application/json", "image/png;q=1", "junk"])
def test_any_accept_header_is_served(client: Client, accept: str) -> None:
    assert client.get("/agenda/agenda.ics", headers={"Accept": accept})["Content-Type"] == ICS


@pytest.mark.parametrize(
    ("path", "disposition"),
    [
        ("/agenda/agenda.ics", 'inline; filename="agenda.ics"'),
        ("/annuaire/port/agenda.ics", 'inline; filename="agenda.ics"'),
        ("/agenda/agenda.rss", 'inline; filename="agenda.rss"'),
        ("/evenements/rencontre/evenement.ics", 'attachment; filename="rencontre.ics"'),
    ],
)
def test_a_feed_is_read_in_place_and_an_event_is_a_file(client: Client, path: str, disposition: str) -> None:
    assert client.get(path)["Content-Disposition"] == disposition


def test_the_file_of_an_accented_slug_has_a_plain_name_too(client: Client) -> None:
    EventPageFactory(slug="fête-à-l-œil")

    disposition = client.get("/evenements/fête-à-l-œil/evenement.ics")["Content-Disposition"]

    assert disposition == (
        "attachment; filename=\"fete-a-l-oeil.ics\"; filename*=UTF-8''f%C3%AAte-%C3%A0-l-%C5%93il.ics"
    )


@pytest.mark.parametrize(("path", "content_type"), ALL)
def test_what_was_not_changed_is_not_sent_again(client: Client, path: str, content_type: str) -> None:
    first = client.get(path)

    by_tag = client.get(path, headers={"If-None-Match": first["ETag"]})
    by_date = client.get(path, headers={"If-Modified-Since": first["Last-Modified"]})

    for response in (by_tag, by_date):
        assert response.status_code == 304
        assert response.content == b""
        for header in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
            assert response[header] == first[header]


def test_a_304_says_no_length(client: Client) -> None:
    first = client.get("/agenda/agenda.ics")
    response = client.get("/agenda/agenda.ics", headers={"If-None-Match": first["ETag"]})

    assert first["Content-Length"] == str(len(first.content))
    assert "Content-Length" not in response


def test_no_date_is_later_than_the_answer_however_fast_publications_come(client: Client) -> None:
    event = EventPageFactory(title="Zéro")
    for title in ("Un", "Deux", "Trois"):
        event.title = title
        event.save_revision().publish()

    response = client.get("/agenda/agenda.ics")
    again = client.get("/agenda/agenda.ics", headers={"If-Modified-Since": response["Last-Modified"]})

    assert FeedVersion.objects.get(pk="fr").modified > now()
    assert parsedate_to_datetime(response["Last-Modified"]) == now()
    assert again.content == response.content


@pytest.mark.parametrize(("path", "content_type"), ALL)
def test_a_session_nobody_knows_is_not_taken_back(client: Client, path: str, content_type: str) -> None:
    response = client.get(path, headers={"Cookie": "sessionid=abc"})

    assert not response.cookies
    assert response["Vary"] == "Accept-Encoding"


def test_an_actor_renamed_without_dates_renames_its_calendar(client: Client) -> None:
    actor = ActorPageFactory(slug="vide", title="Avant")
    first = client.get("/annuaire/vide/agenda.ics")
    actor.title = "Après"
    actor.save_revision().publish()

    response = client.get("/annuaire/vide/agenda.ics", headers={"If-None-Match": first["ETag"]})

    assert response.status_code == 200
    assert "NAME:Après" in response.content.decode()


def test_the_tag_wins_over_the_date(client: Client) -> None:
    first = client.get("/agenda/agenda.ics")
    old = "Mon, 01 Jan 2001 00:00:00 GMT"

    same = client.get("/agenda/agenda.ics", headers={"If-None-Match": first["ETag"], "If-Modified-Since": old})
    other = client.get(
        "/agenda/agenda.ics", headers={"If-None-Match": '"other"', "If-Modified-Since": first["Last-Modified"]}
    )

    assert (same.status_code, other.status_code) == (304, 200)


@pytest.mark.parametrize("tags", ['W/"{}"', '"x", "{}"', "*"])
def test_tags_are_compared_weakly_and_in_lists(client: Client, tags: str) -> None:
    tag = client.get("/agenda/agenda.ics")["ETag"].strip('"')

    assert client.get("/agenda/agenda.ics", headers={"If-None-Match": tags.format(tag)}).status_code == 304


@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since", "Range"])
@pytest.mark.parametrize("value", ["", "junk", '"', "\xff", "Mon, 99 Foo 2001", "9" * 5000])
def test_a_validator_that_cannot_be_read_is_never_an_error(client: Client, header: str, value: str) -> None:
    assert client.get("/agenda/agenda.ics", headers={header: value}).status_code in (200, 412)


@pytest.mark.parametrize(("path", "content_type"), [*FEEDS, ("/br/agenda/agenda.ics", ICS)])
def test_a_304_reads_one_row_and_builds_nothing(client: Client, path: str, content_type: str) -> None:
    tag = client.get(path)["ETag"]
    for name in caches:
        caches[name].clear()

    with CaptureQueriesContext(connection) as queries:
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304

    assert len(queries) == 1
    assert "evenements_feedversion" in queries[0]["sql"]


def test_a_304_of_a_filtered_feed_reads_the_vocabulary_once(client: Client) -> None:
    path = "/agenda/agenda.ics?public=citoyens&type=atelier"
    tag = client.get(path)["ETag"]

    with CaptureQueriesContext(connection) as queries:
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304

    assert len(queries) == 1


def test_a_feed_asked_again_reads_one_row(client: Client) -> None:
    for headers in ({}, {"Accept-Encoding": "gzip"}):
        client.get("/agenda/agenda.ics", headers=headers)
        with CaptureQueriesContext(connection) as queries:
            client.get("/agenda/agenda.ics", headers=headers)
        assert len(queries) == 1


def test_building_a_feed_takes_as_many_queries_whatever_it_holds(client: Client) -> None:
    def queries() -> int:
        for name in caches:
            caches[name].clear()
        with CaptureQueriesContext(connection) as found:
            client.get("/agenda/agenda.ics")
        return len(found)

    few = queries()
    agenda(12)

    assert queries() == few == 2


@pytest.mark.parametrize(("path", "content_type"), ALL)
def test_gzip_is_the_same_content_under_another_tag(client: Client, path: str, content_type: str) -> None:
    plain = client.get(path)
    zipped = client.get(path, headers={"Accept-Encoding": "gzip, deflate, br"})

    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped["ETag"] == f'{plain["ETag"][:-1]}-gzip"'
    assert zipped["Vary"] == "Accept-Encoding"
    assert zipped.content == client.get(path, headers={"Accept-Encoding": "gzip"}).content
    assert zipped.content[4:8] == b"\0\0\0\0"  # no time in the header


@pytest.mark.parametrize(
    ("accepted", "encoded"),
    [
        ("", False), ("identity", False), ("br", False), ("gzip;q=0", False), ("gzip; q=0.000", False), ("x", False),
        ("gzip", True), ("GZIP", True), ("deflate, gzip;q=1.0", True), ("gzip;q=0.5, *;q=0", True), ("x-gzip", True),
    ],
)  # fmt: skip
def test_gzip_only_for_who_accepts_it(client: Client, accepted: str, encoded: bool) -> None:
    response = client.get("/agenda/agenda.ics", headers={"Accept-Encoding": accepted})

    assert response.has_header("Content-Encoding") == encoded


@pytest.mark.parametrize(("path", "content_type"), ALL)
def test_head_answers_as_get_without_body(client: Client, path: str, content_type: str) -> None:
    got, headed = client.get(path), client.head(path)

    assert headed.status_code == 200
    assert headed.content == b""
    for header in ("Content-Type", "Content-Length", "ETag", "Last-Modified", "Content-Disposition"):
        assert headed[header] == got[header]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("path", "content_type"), ALL)
def test_other_methods_are_refused_by_name(path: str, content_type: str, method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(path)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


def test_the_order_and_case_of_parameters_do_not_change_the_answer(client: Client) -> None:
    one = client.get("/agenda/agenda.ics?public=citoyens&type=atelier&public=tpe-pme&utm_source=x")
    other = client.get("/agenda/agenda.ics?type=atelier&public=tpe-pme&public=citoyens&public=tpe-pme&page=4")

    assert one.content == other.content
    assert one["ETag"] == other["ETag"]


def test_each_selection_language_and_kind_has_its_own_tag(client: Client) -> None:
    paths = [
        "/agenda/agenda.ics", "/br/agenda/agenda.ics", "/agenda/agenda.rss", "/ateliers/agenda.ics",
        "/annuaire/port/agenda.ics", "/agenda/agenda.ics?gratuit=1", "/agenda/agenda.ics?du=2027-04-07",
    ]  # fmt: skip

    assert len({client.get(path)["ETag"] for path in paths}) == len(paths)


def test_an_unknown_value_is_a_400_with_a_sentence_and_never_an_empty_feed(client: Client) -> None:
    for path, _ in [*FEEDS, ("/annuaire/port/agenda.ics", ICS)]:
        response = client.get(f"{path}?public=personne&gratuit=peut-etre")

        assert response.status_code == 400
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response.content.decode() == (
            "Paramètre « public » : « personne » n’est pas une valeur connue.\n"
            "Paramètre « gratuit » : « peut-etre » n’est pas une valeur connue.\n"
        )


def test_a_publication_moves_the_tag_and_the_date(client: Client) -> None:
    before = client.get("/agenda/agenda.ics")

    EventPageFactory(title="Nouveau")

    after = client.get(
        "/agenda/agenda.ics",
        headers={"If-None-Match": before["ETag"], "If-Modified-Since": before["Last-Modified"]},
    )
    by_date = client.get("/agenda/agenda.ics", headers={"If-Modified-Since": before["Last-Modified"]})
    assert (after.status_code, by_date.status_code) == (200, 200)
    assert b"SUMMARY:Nouveau" in after.content
    assert after["ETag"] != before["ETag"]


def test_without_an_edit_two_fetches_are_the_same_bytes_until_the_day_ends(client: Client, settings) -> None:
    first = client.get("/agenda/agenda.ics")
    settings.FROZEN_NOW = "2027-04-07T23:59:59"
    evening = client.get("/agenda/agenda.ics")
    settings.FROZEN_NOW = "2027-04-08T00:00:00"
    tomorrow = client.get("/agenda/agenda.ics", headers={"If-Modified-Since": first["Last-Modified"]})

    assert evening.content == first.content
    assert evening["ETag"] == first["ETag"]
    assert tomorrow.status_code == 200
    assert tomorrow["ETag"] != first["ETag"]


def test_a_site_that_never_published_anything_has_feeds(client: Client) -> None:
    FeedVersion.objects.all().delete()

    for path, content_type in FEEDS:
        response = client.get(path)
        assert response.status_code == 200
        assert response["Content-Type"] == content_type


def test_the_date_is_never_before_the_day_began(client: Client) -> None:
    FeedVersion.objects.update(modified=datetime(2020, 1, 1, tzinfo=UTC))

    assert client.get("/agenda/agenda.ics")["Last-Modified"] == "Tue, 06 Apr 2027 22:00:00 GMT"


def test_a_renamed_entry_reaches_the_name_of_a_filtered_feed(client: Client) -> None:
    public = AudienceFactory(code="nautes", label="Nautes")
    EventPageFactory(audiences=[public])
    assert " – Nautes".encode() in client.get("/agenda/agenda.ics?public=nautes").content

    public.label = "Internautes"
    public.save()

    assert " – Internautes".encode() in client.get("/agenda/agenda.ics?public=nautes").content
