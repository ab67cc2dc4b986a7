"""The agenda's map: the same dates as the list, by place."""

import pytest

from agenda.map_page import label
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import CommuneFactory, PlaceFactory
from tests.factories.evenements import EventPageFactory
from tests.open_data import said

pytestmark = pytest.mark.django_db
MAP, POINTS, DATES = "/agenda/carte/", "/agenda/points.json", "/agenda/dates.json"


def test_each_filter_of_the_demonstration_gives_as_many_dates_to_the_list_and_to_the_map(demo, client):
    context = client.get(MAP).context
    asked = [(facet.name, choice) for facet in context["filters"].facets for choice in facet.choices if choice.count]
    assert len(asked) > 30

    for name, choice in asked:
        told = said(client.get(POINTS, {choice.name or name: choice.value}))
        assert sum(point[4] for point in told["points"]) + told["elsewhere"] == choice.count, (name, choice.value)


@pytest.fixture
def anse():
    return CommuneFactory(name="Anse", latitude=47.9, longitude=-3.3)


def test_a_date_is_at_its_place_else_at_the_centre_of_its_commune_else_counted(client, anse):
    exact = PlaceFactory(latitude=47.75, longitude=-3.37, commune=anse)
    vague = PlaceFactory(commune=anse)
    host = ActorPageFactory(latitude=47.8, longitude=-3.4, commune=anse)
    for place in (exact, exact, vague):
        EventPageFactory(place=place)
    EventPageFactory(host=host)
    EventPageFactory(online=True)

    told = said(client.get(POINTS))

    assert sorted(told["points"]) == [
        [47.75, -3.37, 1, [f"p{exact.pk}"], 2],
        [47.8, -3.4, 1, [f"a{host.pk}"], 1],
        [47.9, -3.3, 0, [f"p{vague.pk}"], 1],
    ]
    assert told["elsewhere"] == 1
    assert client.get(MAP).context["map"].label.startswith("4 dates sur la carte")


def test_the_dates_at_a_point_are_told_with_the_filters_of_the_page(client, anse):
    place = PlaceFactory(commune=anse)
    EventPageFactory(title="Payant", place=place, paying=True)
    EventPageFactory(title="Gratuit", place=place)
    EventPageFactory(title="Ailleurs")
    cards = said(client.get(DATES, {"cle": f"p{place.pk}", "gratuit": 1}))["cards"]

    assert [card["name"] for card in cards] == ["Gratuit"]
    assert client.get(cards[0]["url"]).status_code == 200


@pytest.mark.parametrize("at", ["place", "host", "commune"])
def test_a_point_with_more_dates_than_it_tells_leads_to_the_list_of_them(client, anse, monkeypatch, at):
    monkeypatch.setattr("agenda.map_views.MOST", 1)
    held: dict = {
        "place": lambda: {"place": PlaceFactory(commune=anse)},
        "host": lambda: {"host": ActorPageFactory(latitude=47.8, longitude=-3.4, commune=anse)},
        "commune": lambda: {"host": ActorPageFactory(commune=anse)},
    }[at]()
    for _ in range(3):
        EventPageFactory(**held)
    EventPageFactory(paying=True, **held)
    EventPageFactory()
    (point,) = said(client.get(POINTS, {"commune": anse.insee}))["points"]

    more = said(client.get(DATES, {"cle": point[3], "gratuit": 1}))["more"]

    assert more["words"] == "Et 2 autres : la liste les donne toutes."
    assert client.get(more["url"]).context["total"] == 3
    monkeypatch.setattr("agenda.map_views.MOST", 4)
    assert said(client.get(DATES, {"cle": point[3]}))["more"] is None


@pytest.mark.parametrize("query", [{}, {"cle": "x1"}, {"cle": "p"}, {"cle": "p٣"}, {"cle": "p1", "type": "licorne"}])
def test_what_is_not_understood_is_refused(client, query):
    assert client.get(DATES, query).status_code == 400


def test_a_wrong_filter_is_refused_to_programs_and_told_to_people(client):
    assert client.get(POINTS, {"type": "licorne"}).status_code == 400
    assert client.get(MAP, {"type": "licorne"}).context["problems"]


def test_the_map_keeps_the_filters_and_says_itself_in_words(client, anse):
    EventPageFactory(place=PlaceFactory(commune=anse))

    context = client.get(MAP, {"gratuit": 1}).context

    assert [view.label for view in context["views"] if view.is_current] == ["Carte"]
    assert all("gratuit=1" in view.url for view in context["views"])
    (town,) = context["towns"]
    assert client.get(town.url).context["total"] == 1
    assert "gratuit=1" in context["live_map"].points_url


@pytest.mark.parametrize("language", ["", "/br", "/en"])
def test_the_map_is_read_in_each_language(client, language):
    assert client.get(f"{language}{MAP}").status_code == 200


def test_the_cost_of_the_map_does_not_depend_on_how_many_dates_there_are(client, django_assert_max_num_queries, anse):
    EventPageFactory(place=PlaceFactory(commune=anse))
    client.get(MAP)
    client.get(POINTS)
    with django_assert_max_num_queries(32) as asked:
        client.get(MAP)
    page = len(asked)
    with django_assert_max_num_queries(8) as asked:
        client.get(POINTS)
    file = len(asked)
    for _ in range(3):
        EventPageFactory(place=PlaceFactory(commune=anse))
    client.get(MAP)

    with django_assert_max_num_queries(page):
        client.get(MAP)
    with django_assert_max_num_queries(file):
        client.get(POINTS)


def test_what_is_not_on_the_map_is_counted_beside_it():
    assert label(1, 0) == "1 date sur la carte."
    assert label(0, 2).startswith("0 date sur la carte")
