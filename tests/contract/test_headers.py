"""What every public answer carries, and what it never does."""

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client

from core.languages import codes, prefix
from tests.addresses import FILES, VIEWS, feed_addresses, page_addresses

STRICT = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "frame-ancestors 'self'", "base-uri 'none'",
    "object-src 'none'",
}  # fmt: skip
INLINE = (" style=", " onclick=", " onload=", " onsubmit=", "<style", "javascript:")


def policy(answer: HttpResponse) -> set[str]:
    return set(answer["Content-Security-Policy"].split("; "))


def pages(language: str) -> list[str]:
    return [f"{prefix(language)}{path}" for path in (*page_addresses().values(), *VIEWS, "/agenda/mois/2027-01/")]


@pytest.mark.parametrize("language", codes())
def test_a_page_carries_the_strict_policy_and_sets_no_cookie(reader: Client, language: str):
    for path in [*pages(language), f"{prefix(language)}/rien/"]:
        answer = reader.get(path)

        assert policy(answer) == STRICT, path
        assert answer["X-Content-Type-Options"] == "nosniff", path
        assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin", path
        assert answer["X-Frame-Options"] == "SAMEORIGIN", path
        assert not answer.cookies, path
        assert answer["Content-Language"] == language, path
        assert "Accept-Language" not in answer.headers.get("Vary", ""), path


@pytest.mark.parametrize("language", codes())
def test_a_page_holds_no_inline_style_nor_script(reader: Client, language: str):
    wrong = []
    for path in pages(language):
        html = reader.get(path).content.decode()
        wrong += [f"{path}: {piece}" for piece in INLINE if piece in html]
        scripts = [tag.split(">")[0] for tag in html.split("<script")[1:]]
        wrong += [f"{path}: {tag}" for tag in scripts if " src=" not in tag and "application/ld+json" not in tag]
    assert wrong == []


@pytest.mark.parametrize("language", codes())
def test_a_feed_varies_by_encoding_alone_and_reads_no_cookie(reader: Client, language: str):
    reader.cookies["sessionid"] = "x" * 32
    reader.cookies["csrftoken"] = "left by another application of this host"
    for path in feed_addresses():
        answer = reader.get(f"{prefix(language)}{path}")

        assert answer.status_code == 200, path
        assert answer["Vary"] == "Accept-Encoding", path
        assert answer["Cache-Control"] == "public, max-age=3600", path
        assert answer["X-Content-Type-Options"] == "nosniff", path
        assert "Set-Cookie" not in answer.headers, path
        assert not answer.cookies, path


def test_a_file_sets_no_cookie_and_says_its_type(reader: Client):
    for path in FILES:
        answer = reader.get(path)

        assert answer.status_code == 200, path
        assert answer["X-Content-Type-Options"] == "nosniff", path
        assert not answer.cookies, path
        assert "Cookie" not in answer.headers.get("Vary", ""), path


def test_a_calendar_is_served_whatever_the_client_says_it_reads(reader: Client):
    for accept in ("", "*/*", "text/html", "application/json", "image/avif;q=0", "\xe9, ,;;q=x", "a" * 4000):
        answer = reader.get("/agenda/agenda.ics", headers={"accept": accept})

        assert answer.status_code == 200, accept
        assert answer["Content-Type"] == "text/calendar; charset=utf-8", accept


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("if-none-match", '"'), ("if-none-match", "W/"), ("if-none-match", "é,*x"), ("if-none-match", "a" * 4000),
        ("if-modified-since", "hier"), ("if-modified-since", "Sun, 99 Foo 20xx 99:99:99 GMT"),
        ("if-modified-since", "Mon, 01 Jan 0001 00:00:00 GMT"), ("if-unmodified-since", "x"), ("if-match", "x"),
        ("accept-encoding", "gzip;q=abc"), ("accept-encoding", "\x00"), ("accept-encoding", "br;q=1, gzip;q=0"),
        ("range", "bytes=9-1"), ("cookie", "sessionid=\x00; csrftoken='\"<"), ("accept-language", "xx-\xff;q=9"),
        ("x-forwarded-host", "evil.example"), ("content-length", "-1"), ("user-agent", "\x00<script>"),
        ("authorization", "Basic !!!"), ("referer", "javascript:alert(1)"),
    ],
)  # fmt: skip
def test_a_hostile_header_never_fails(reader: Client, name: str, value: str):
    for path in ("/", "/agenda/", "/recherche/?q=numerique", "/agenda/agenda.ics", "/agenda/agenda.rss"):
        assert reader.get(path, headers={name: value}).status_code in (200, 304, 412), (path, name)


def test_another_host_is_not_repeated_in_what_is_kept(reader: Client, settings: LazySettings):
    for path in [*pages("fr"), *feed_addresses(), *FILES]:
        answer = reader.get(path, headers={"host": "evil.example"})

        assert "evil.example" not in answer.content.decode(errors="replace"), path
        assert "evil.example" not in str(answer.headers), path


def test_a_host_that_is_not_ours_is_refused(reader: Client, settings: LazySettings):
    settings.ALLOWED_HOSTS = ["testserver"]
    for host in ("evil.example", "testserver:x", "a" * 300, "testserver, evil.example", "évil"):
        assert reader.get("/agenda/", headers={"host": host}).status_code == 400, host


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "host", "status"),
    [("/agenda/", "evil.example", 400), ("/%00", "testserver", 400), ("/agenda", "testserver", 301)],
)
def test_what_is_refused_or_sent_elsewhere_at_once_carries_the_policy(
    client: Client, settings: LazySettings, asked: str, host: str, status: int
):
    settings.ALLOWED_HOSTS = ["testserver"]
    client.raise_request_exception = False
    answer = client.get(asked, headers={"host": host})

    assert answer.status_code == status
    assert policy(answer) == STRICT


def test_what_is_sent_to_https_carries_the_policy(client: Client, settings: LazySettings):
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/agenda/")

    assert answer["Location"] == "https://testserver/agenda/"
    assert policy(answer) == STRICT
