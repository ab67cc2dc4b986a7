"""What the search page shows: results, filters, corrections, what to do when there is none."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.clock import today
from core.models import Audience, Commune, Theme
from search import views
from search.querying import Answer, query
from search.question import Question
from tests.factories.annuaire import ActorPageFactory
from tests.factories.evenements import EventPageFactory, line
from tests.reading import words

pytestmark = pytest.mark.django_db
Seen = Callable[..., BeautifulSoup]


@pytest.fixture
def seen(client: Client) -> Seen:
    """The page for these parameters, read."""

    def read(path: str = "/recherche/", **parameters: object) -> BeautifulSoup:
        response: HttpResponse = client.get(path, parameters)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return read


@pytest.fixture
def actors() -> list[str]:
    """Three actors of two communes, for two publics."""
    communes = Commune.objects.order_by("insee")
    first, second = Audience.objects.order_by("pk")[:2]
    for number, (commune, audience) in enumerate([(communes[0], first), (communes[0], second), (communes[1], first)]):
        actor = ActorPageFactory(title=f"Ornithorynque {number}", commune=commune, summary="Il nage <b>bien</b>.")
        actor.audiences.set([audience])
        actor.save_revision().publish()
    return [communes[0].insee, communes[1].insee, first.code]


def notes(page: BeautifulSoup) -> str:
    return " ".join(words(note) for note in page.select(".note"))


def titles(page: BeautifulSoup) -> list[str]:
    return [words(heading) for heading in page.select('[aria-labelledby="t-results"] li h3')]


def counts(page: BeautifulSoup, name: str) -> dict[str, int]:
    boxes = page.select(f'.filters input[name="{name}"]')
    return {str(box["value"]): int(words(box.find_parent("label").find("i"))) for box in boxes}


def test_a_result_is_a_heading_with_its_link_what_it_is_where_for_whom_and_an_excerpt(seen: Seen, actors: list[str]):
    page = seen(q="ornithorynque nage")
    row = page.select_one('[aria-labelledby="t-results"] ul > li')

    assert row.select_one("h3 a")["href"].startswith("/annuaire/")
    assert str(row.select_one("h3 a")).count("<mark>Ornithorynque</mark>") == 1
    assert words(row.find("p")).endswith(f" · {Commune.objects.get(insee=actors[0]).name}")
    assert row.select_one(".publics li") is not None
    assert "Il <mark>nage</mark> &lt;b&gt;bien&lt;/b&gt;." in str(row)


def test_each_facet_says_how_many_answers_each_choice_gives(seen: Seen, actors: list[str]):
    EventPageFactory(title="Ornithorynque", date_lines=[line()])
    page = seen(q="ornithorynque")

    assert counts(page, "type") == {"evenement": 1, "acteur": 3}
    for name in ("type", "public", "theme"):
        for value, number in counts(page, name).items():
            assert len(titles(seen(q="ornithorynque", **{name: value}))) == number
    for option in page.select('select[name="commune"] option[value!=""]'):
        number = int(words(option).rsplit("(", 1)[1].rstrip(")"))
        assert len(titles(seen(q="ornithorynque", commune=option["value"]))) == number


def test_every_commune_that_has_an_answer_is_offered(seen: Seen):
    communes = Commune.objects.all()
    for commune in communes:
        ActorPageFactory(title="Ornithorynque", commune=commune)

    offered = {option["value"] for option in seen(q="ornithorynque").select('select[name="commune"] option')}

    assert len(communes) > 10
    assert offered == {"", *(commune.insee for commune in communes)}


def test_a_filter_is_a_chip_that_removes_it_and_sending_goes_back_to_the_first_page(seen: Seen, actors: list[str]):
    here, _, public = actors
    page = seen(q="ornithorynque", commune=here, public=public, page=3)

    assert [words(chip) for chip in page.select(".chips .chip")][-1] == "Tout effacer"
    without = page.select(".chips .chip")[0]["href"]
    assert without == f"/recherche/?q=ornithorynque&commune={here}"
    sent = {(field["name"], field["value"]) for field in page.select(".filters input[type=hidden]")}
    assert sent == {("q", "ornithorynque")}
    assert page.select_one(f'.filters input[value="{public}"]').has_attr("checked")


def test_other_words_keep_the_filters(seen: Seen, actors: list[str]):
    page = seen(q="ornithorynque", commune=actors[0], tel_quel=1)

    kept = {(field["name"], field["value"]) for field in page.select("form[role=search] input[type=hidden]")}
    assert kept == {("commune", actors[0])}


def test_a_filter_that_is_not_known_is_said_and_filters_nothing(seen: Seen, actors: list[str]):
    page = seen(q="ornithorynque", commune="zz<z>z")

    assert "« zz<z>z » n’est pas une valeur connue" in words(page.select_one("[role=alert]"))
    assert len(titles(page)) == 3


def test_filters_that_leave_nothing_say_how_many_answers_there_are_without_them(seen: Seen, actors: list[str]):
    page = seen(q="ornithorynque", theme=Theme.objects.first().code)

    assert "Avec ces filtres, rien ne répond à « ornithorynque »" in words(page.select_one(".empty"))
    link = page.select_one(".empty a")
    assert (words(link), link["href"]) == ("Sans les filtres : 3 réponses", "/recherche/?q=ornithorynque")


def test_a_corrected_word_is_said_and_can_be_searched_as_it_was_typed(seen: Seen, actors: list[str]):
    page = seen(q="ornithorinque")

    assert len(titles(page)) == 3
    assert "Réponses pour « ornithorynque » : aucune page ne contient « ornithorinque »." in notes(page)
    undo = page.select_one(".note a")["href"]
    assert undo == "/recherche/?q=ornithorinque&tel_quel=1"

    undone = seen(undo)
    assert titles(undone) == []
    assert "Vouliez-vous dire « ornithorynque » ?" in notes(undone)
    assert undone.select_one(".note a")["href"] == "/recherche/?q=ornithorynque"


def test_words_that_no_entry_has_together_are_said_and_the_nearest_shown(seen: Seen, actors: list[str]):
    ActorPageFactory(title="Trampoline")

    page = seen(q="ornithorynque trampoline")

    assert "Aucune page n’a tous ces mots : voici celles qui en ont le plus." in notes(page)
    assert len(titles(page)) == 4


def test_only_past_dates_are_said_and_shown(seen: Seen):
    EventPageFactory(title="Ornithorynque", date_lines=[line(start_date=today() - timedelta(days=9))])

    page = seen(q="ornithorynque")

    assert "Seules des dates passées répondent à cette recherche." in notes(page)
    assert titles(page) == ["Ornithorynque"]


def test_a_page_says_once_that_the_usual_search_is_away(seen: Seen, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(views, "query", lambda *args, **kw: Answer(Question("kayak", name="kayak"), degraded=True))

    assert notes(seen(q="kayak")).count("La recherche habituelle ne répond pas") == 1


def test_nothing_found_leads_to_every_section(seen: Seen):
    links = {link["href"] for link in seen(q="zzzzqqqq").select(".empty a")}

    assert {"/agenda/", "/ateliers/", "/annuaire/", "/concours/", "/plan/"} <= links


def test_words_of_the_body_are_shown_where_the_summary_has_none(seen: Seen):
    body = [("text", f"<p>{'Un mot. ' * 60}Le kayak connecté.</p>")]
    event = EventPageFactory(title="Sortie", summary="Une sortie.", body=body, date_lines=[line()])
    event.save_revision().publish()

    row = seen(q="kayak").select_one('[aria-labelledby="t-results"] li')

    assert "Le <mark>kayak</mark> connecté." in str(row)
    assert words(row).count("…") == 1


def test_the_number_of_queries_does_not_grow_with_the_results(client: Client):
    def asked(number: int) -> int:
        for place in range(number):
            actor = ActorPageFactory(title="Ornithorynque", commune=Commune.objects.all()[place])
            EventPageFactory(title="Ornithorynque", host=actor, date_lines=[line()])
        client.get("/recherche/", {"q": "ornithorynque"})  # what is known of the facets is read once
        with CaptureQueriesContext(connection) as queries:
            client.get("/recherche/", {"q": "ornithorynque"})
        return len(queries)

    assert asked(2) == asked(6) <= 40


def test_the_same_filters_are_offered_in_each_language(seen: Seen, actors: list[str]):
    for language, legend in (("br", "Evit piv"), ("en", "For whom")):
        page = seen(f"/{language}/recherche/", q="ornithorynque")

        assert counts(page, "type") == {"acteur": 3}
        assert legend in [words(found) for found in page.select(".filters legend")]


def test_the_words_typed_stay_in_the_field_and_lead_the_title(seen: Seen, actors: list[str]):
    page = seen(q="  ornithorynque\x00 ")

    assert page.select_one("input[type=search]")["value"] == "ornithorynque"
    assert "Recherche : ornithorynque, 3 réponses" in words(page.title)
    assert query("ornithorynque", language="fr").total == 3
