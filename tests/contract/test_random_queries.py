"""Whatever a query string holds, an address gives one of the answers of the contract."""

from urllib.parse import quote_from_bytes

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.addresses import ALL_NAMES
from tests.contract.hostile import MARKUP, VALUES

PAGES = (
    "/", "/agenda/", "/br/agenda/", "/agenda/mois/2027-01/", "/en/agenda/abonnement/", "/ateliers/", "/annuaire/",
    "/br/recherche/", "/plan/1/",
)  # fmt: skip
FEEDS = ("/agenda/agenda.ics", "/br/agenda/agenda.rss", "/en/ateliers/agenda.ics")

right = st.sampled_from(["56121", "entreprises", "sur-place", "1", "2027-01-01", "atelier", "numerique", "acteur"])
bytes_of_any_kind = st.binary(max_size=40).map(quote_from_bytes)
text_of_any_kind = st.text(max_size=40).map(lambda text: quote_from_bytes(text.encode("utf-8", "surrogatepass")))
hostile = st.sampled_from([value for value in VALUES.values() if len(value) < 1000])
value = st.one_of(right, bytes_of_any_kind, text_of_any_kind, hostile)
name = st.one_of(st.sampled_from(ALL_NAMES), st.sampled_from(ALL_NAMES), bytes_of_any_kind)
query = st.lists(st.tuples(name, value).map("=".join), max_size=8).map("&".join)


@settings(
    max_examples=150,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(query=query, page=st.sampled_from(PAGES), feed=st.sampled_from(FEEDS))
def test_any_query_string_gives_an_answer_of_the_contract(reader: Client, query: str, page: str, feed: str):
    shown = reader.get(f"{page}?{query}")
    told = reader.get(f"{feed}?{query}")

    assert shown.status_code == 200
    assert not any(markup in shown.content.decode() for markup in MARKUP)
    assert told.status_code in (200, 400)
    if told.status_code == 400:
        assert told["Content-Type"] == "text/plain; charset=utf-8"
        assert "Paramètre" in told.content.decode() or "/br/" in feed or "/en/" in feed
    elif feed.endswith(".ics"):
        assert told.content.startswith(b"BEGIN:VCALENDAR\r\n")
        assert told.content.endswith(b"END:VCALENDAR\r\n")
        assert all(len(line) <= 75 for line in told.content.split(b"\r\n"))
