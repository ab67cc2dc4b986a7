"""The directory’s files: whatever an address holds, they answer, or refuse with a sentence; nothing leaks."""

import pytest
from django.http import HttpResponseBase
from django.test import Client

from core.languages import codes, prefix
from tests.addresses import DATA_FILES, DIRECTORY_NAMES
from tests.contract.hostile import QUERIES, VALUES, WORST, in_each
from tests.contract.test_methods import WRITING

TABLES = [path for path in DATA_FILES if path.endswith(".csv")]
FILTERS = [name for name in DIRECTORY_NAMES if name not in ("vue", "page")]


def body(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def fault(answer: HttpResponseBase, address: str) -> str:
    """What is wrong with an answer to a hostile address; empty when nothing is."""
    if answer.status_code == 400:
        sentence = body(answer).decode()
        if answer["Content-Type"] != "text/plain; charset=utf-8" or len(sentence) > 2_000 or "\x00" in sentence:
            return f"{address[:200]}: says {sentence[:300]!r}"
    elif answer.status_code != 200:
        return f"{address[:200]}: {answer.status_code}"
    if answer["X-Content-Type-Options"] != "nosniff" or answer.cookies:
        return f"{address[:200]}: {dict(answer.headers)}"
    return ""


@pytest.mark.parametrize("path", TABLES)
def test_a_file_answers_or_refuses_whatever_its_parameters_hold(reader: Client, path: str):
    addresses = [f"{path}?{name}={value}" for name in FILTERS for value in WORST.values()]
    addresses += [f"{path}?{in_each(DIRECTORY_NAMES, value)}" for value in VALUES.values() if len(value) < 6_000]
    addresses += [f"{path}?{query}" for query in QUERIES.values()]

    assert [wrong for address in addresses if (wrong := fault(reader.get(address), address))] == []


@pytest.mark.parametrize("path", DATA_FILES)
def test_a_file_varies_by_encoding_alone_and_reads_no_cookie(reader: Client, path: str):
    reader.cookies["sessionid"] = "x" * 32
    for language in codes():
        answer = reader.get(f"{prefix(language)}{path}", headers={"host": "evil.example"})

        assert answer.status_code == 200
        assert answer["Vary"] == "Accept-Encoding"
        assert answer["Cache-Control"] == "public, max-age=3600"
        assert not answer.cookies
        assert "evil.example" not in str(answer.headers)
        assert b"evil.example" not in body(answer)


@pytest.mark.parametrize("path", DATA_FILES)
def test_a_file_refuses_other_methods_with_or_without_a_token(reader: Client, path: str):
    stranger = Client(raise_request_exception=False, enforce_csrf_checks=True)
    for language in codes():
        for method in WRITING:
            answer = reader.generic(method, f"{prefix(language)}{path}", data=b"x=1")

            assert answer.status_code == 405, method
            assert set(answer["Allow"].split(", ")) == {"GET", "HEAD"}
        assert stranger.post(f"{prefix(language)}{path}").status_code == 405
        assert reader.head(f"{prefix(language)}{path}").status_code == 200
    assert reader.get(f"{path}/").status_code == 404
