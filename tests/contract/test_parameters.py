"""Each parameter with each hostile value: a page answers, a feed refuses with a sentence, nothing fails."""

import pytest
from django.http import HttpResponse
from django.test import Client

from core.languages import DEFAULT_LANGUAGE, codes, prefix
from tests.addresses import (
    AGENDA_NAMES,
    ALL_NAMES,
    DIRECTORY_NAMES,
    FILES,
    SEARCH_NAMES,
    VIEWS,
    WORKSHOP_NAMES,
    feed_addresses,
    page_addresses,
)
from tests.contract.hostile import MARKUP, QUERIES, VALUES, WORST, in_each, repeated

PAGES = {
    "/agenda/": (*AGENDA_NAMES, "page"),
    "/ateliers/": (*WORKSHOP_NAMES, "page"),
    "/annuaire/": DIRECTORY_NAMES,
    "/recherche/": SEARCH_NAMES,
}
MONTH = "/agenda/mois/2027-01/"
FEEDS = {
    "/agenda/agenda.ics": AGENDA_NAMES,
    "/agenda/agenda.rss": AGENDA_NAMES,
    "/ateliers/agenda.ics": ("equipement", "niveau"),
}
# Any words may be looked for; these cannot be read, or are too long.
UNREADABLE = {
    "huge", "huge without a letter", "many words", "a number too long for an int", "not UTF-8", "an overlong slash",
    "half of a pair", "NUL", "NUL in words", "line breaks", "control characters", "combining marks",
    "right to left", "emoji",
}  # fmt: skip
# The same code reads them in each language, and its words tell of them.
AFAR = ("script", "not UTF-8", "huge")
# No browser reads markup in these.
PLAIN = {"text/calendar", "text/plain", "application/json", "text/css", "image/vnd.microsoft.icon", "image/png"}
# What is a right value for some parameter.
RIGHT = {("action", "a number"), ("du", "the last day"), ("au", "the last day")}


def fault(response: HttpResponse, address: str, statuses: set[int]) -> str:
    """What is wrong with an answer to a hostile address; empty when nothing is."""
    if response.status_code not in statuses:
        return f"{address[:200]}: {response.status_code}"
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        return f"{address[:200]}: may be taken for something else"
    family = response["Content-Type"].split(";")[0]
    if family not in PLAIN:
        body = response.content.decode()
        leaks = [markup for markup in MARKUP if markup in body and (family == "text/html" or markup.startswith("<"))]
        if leaks:
            return f"{address[:200]}: gives back {leaks}"
    return f"{address[:200]}: {list(response.cookies)}" if response.cookies else ""


def faults(reader: Client, addresses: list[str], statuses: set[int]) -> list[str]:
    return [found for address in addresses if (found := fault(reader.get(address), address, statuses))]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers_whatever_its_parameters_hold(reader: Client, path: str):
    addresses = [f"{path}?{in_each(PAGES[path], value)}" for value in VALUES.values()]
    addresses += [f"{path}?{in_each(PAGES[path], value, 200)}" for value in ("zzz", "%00", "2027-01-01", "1")]

    assert faults(reader, addresses, {200}) == []


@pytest.mark.parametrize("path", [*PAGES, "/", MONTH, "/agenda/abonnement/"])
def test_a_page_answers_whatever_the_form_of_its_query_string(reader: Client, path: str):
    assert faults(reader, [f"{path}?{query}" for query in QUERIES.values()], {200}) == []


@pytest.mark.parametrize("path", ["/agenda/", "/ateliers/", MONTH, "/agenda/abonnement/"])
def test_a_page_says_which_parameter_is_wrong_and_shows_the_list_without_it(reader: Client, path: str):
    whole = reader.get(path).context["total"]
    for name in AGENDA_NAMES:
        answer = reader.get(path, {name: "num\x00rique" if name == "q" else "zz<z>z"})

        said = "Ces mots ne se lisent pas" if name == "q" else "« zzzz »"
        assert said in answer.content.decode().replace("\N{NO-BREAK SPACE}", " "), name
        assert answer.context["total"] == whole, name


def test_the_directory_says_which_parameter_is_wrong_and_shows_everybody(reader: Client):
    whole = reader.get("/annuaire/").context["total"]
    for name in ("genre", "public", "commune", "service", "equipement"):
        answer = reader.get("/annuaire/", {name: "zz<z>z"})

        assert "zz&lt;z&gt;z" in answer.content.decode(), name
        assert answer.context["total"] == whole, name


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_refuses_what_it_does_not_know_with_a_sentence(reader: Client, path: str):
    wrong = []
    for name in FEEDS[path]:
        for what, value in VALUES.items():
            if (name, what) in RIGHT or (name == "q" and what not in UNREADABLE):
                continue
            answer = reader.get(f"{path}?{name}={value}")
            if answer.status_code == 200 and name == "q":
                continue
            if answer.status_code != 400 or answer["Content-Type"] != "text/plain; charset=utf-8":
                wrong.append(f"{name}, {what}: {answer.status_code} {answer['Content-Type']}")
            elif name not in answer.content.decode() or len(answer.content) > 500 or "\x00" in answer.content.decode():
                wrong.append(f"{name}, {what}: says {answer.content[:300]!r}")
    assert wrong == []


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_never_fails_on_words_to_look_for_nor_on_repetitions(reader: Client, path: str):
    addresses = [f"{path}?q={value}" for value in VALUES.values()]
    addresses += [f"{path}?{repeated(name, value)}" for name in AGENDA_NAMES for value in ("zzz-zzz", "%00", "56121")]
    addresses += [f"{path}?{query}" for query in QUERIES.values()]

    assert faults(reader, addresses, {200, 400}) == []


def test_a_feed_never_holds_what_was_asked_for_in_a_header(reader: Client):
    for path in FEEDS:
        answer = reader.get(f"{path}?q=a%0d%0aX-Injected:%20yes&du=%0d%0aX-Injected:%20yes")

        assert "X-Injected" not in answer.headers
        assert answer.status_code == 400


@pytest.mark.parametrize("language", codes())
def test_no_address_fails_when_every_parameter_is_hostile(reader: Client, language: str):
    pages = [*page_addresses().values(), *VIEWS, MONTH]
    feeds = feed_addresses()
    for name in WORST if language == DEFAULT_LANGUAGE else AFAR:
        # A server refuses a request line of more than 4 to 8 KB long before it comes here.
        query = in_each(ALL_NAMES, WORST[name][:6000])
        assert faults(reader, [f"{prefix(language)}{path}?{query}" for path in pages], {200}) == []
        assert faults(reader, [f"{prefix(language)}{path}?{query}" for path in feeds], {200, 400}) == []
        if language == DEFAULT_LANGUAGE:
            assert faults(reader, [f"{path}?{query}" for path in FILES], {200}) == []


def test_a_value_said_two_hundred_times_says_the_same(reader: Client):
    once = reader.get("/agenda/agenda.ics?commune=56121&du=2027-01-01")
    often = reader.get(f"/agenda/agenda.ics?{repeated('commune', '56121')}&{repeated('du', '2027-01-01')}")

    assert once.status_code == often.status_code == 200
    assert often.content == once.content
    assert often["ETag"] == once["ETag"]


def test_an_unknown_name_counts_for_nothing(reader: Client):
    for path in ("/agenda/agenda.ics", "/agenda/agenda.rss"):
        assert reader.get(f"{path}?utm_source=x&fbclid=1").content == reader.get(path).content
    assert reader.get("/agenda/?utm_source=x").context["total"] == reader.get("/agenda/").context["total"]


@pytest.mark.parametrize("number", ["0", "-1", "999999", "9" * 5000, "1.5", "x", "%00", "²", "", "last", "1&page=2"])
@pytest.mark.parametrize("path", ["/agenda/", "/ateliers/", "/annuaire/", "/recherche/?q=numerique&type=acteur"])
def test_a_page_number_that_is_none_gives_a_page_of_the_list(reader: Client, path: str, number: str):
    answer = reader.get(f"{path}{'&' if '?' in path else '?'}page={number}")

    assert answer.status_code == 200
    assert "<h1" in answer.content.decode()
