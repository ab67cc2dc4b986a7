"""The list and its map in step; the list by distance."""

import re

import pytest
from django.http import QueryDict

from annuaire.filters import DirectoryForm
from annuaire.listing import listing, read_directory
from annuaire.models import ActorPage
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import CommuneFactory, translate
from tests.open_data import said

pytestmark = pytest.mark.django_db
POINTS = "/annuaire/points.json"
CARDS = "/annuaire/fiches.json"


def keys(told):
    return [key for *_where, members in told["points"] for key in members]


def names(context):
    return [card.name for card in context["cards"]]


@pytest.fixture
def anse():
    return CommuneFactory(name="Anse", latitude=47.9, longitude=-3.3)


def test_each_facet_value_of_the_demonstration_gives_the_same_actors_to_the_list_and_to_the_map(demo, client):
    """ACCEPTANCE 20: the count said before the click, the list, and the map agree; none is empty beside the other."""
    filters = client.get("/annuaire/").context["filters"]
    directory = read_directory()
    asked = [(facet.name, choice) for facet in filters.facets for choice in facet.choices if choice.count is not None]
    assert len(asked) > 50

    for name, choice in asked:
        told = said(client.get(POINTS, {name: choice.value}))
        data = QueryDict(f"{name}={choice.value}")
        found = listing(directory, DirectoryForm(data, directory.labels).selection).actors
        placed = {key for key in found if found.spot(key) is not None}
        assert len(keys(told)) + told["elsewhere"] == len(found) == choice.count, (name, choice.value)
        assert sorted(keys(told)) == sorted(placed)
        assert set(found) - placed == set() or told["elsewhere"] > 0


def test_an_actor_is_at_its_address_else_at_the_centre_of_its_commune_else_counted(client, anse):
    exact = ActorPageFactory(located=True, commune=anse)
    town = ActorPageFactory(commune=anse)
    ActorPageFactory()

    told = said(client.get(POINTS))

    assert sorted(told["points"]) == [[47.75, -3.37, 1, [exact.pk]], [47.9, -3.3, 0, [town.pk]]]
    assert told["elsewhere"] == 1


def test_those_at_the_same_point_are_told_together(client, anse):
    actors = [ActorPageFactory(title=title, commune=anse) for title in "ABC"]

    assert said(client.get(POINTS))["points"] == [[47.9, -3.3, 0, [actor.pk for actor in actors]]]


def test_the_map_has_all_the_pages_of_the_list(client, monkeypatch, anse):
    monkeypatch.setattr("annuaire.directory_view.PER_PAGE", 2)
    for _ in range(5):
        ActorPageFactory(commune=anse)

    page = client.get("/annuaire/", {"page": 2})

    assert len(page.context["cards"]) == 2
    assert len(keys(said(client.get(page.context["live_map"].points_url)))) == 5


def test_points_are_asked_again_each_time_and_answer_304_until_something_changes(client, anse):
    ActorPageFactory(commune=anse)
    first = client.get(POINTS, headers={"cookie": "sessionid=x"})

    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in first.headers
    assert "Cookie" not in first.headers["Vary"]
    again = client.get(POINTS, headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Cache-Control"] == "public, no-cache"
    ActorPageFactory(commune=anse)
    assert client.get(POINTS, headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_points_refuse_what_does_not_exist(client):
    response = client.get(POINTS, {"genre": "licorne"})

    assert response.status_code == 400
    assert "« licorne » n’est pas une valeur connue." in response.content.decode()


def test_the_cost_of_points_is_constant(client, django_assert_num_queries, anse):
    ActorPageFactory(commune=anse)
    client.get(POINTS)
    with django_assert_num_queries(1):
        said(client.get(POINTS))
    for _ in range(5):
        ActorPageFactory(commune=anse)
    client.get(POINTS)

    with django_assert_num_queries(1):
        said(client.get(POINTS))


def test_who_is_at_a_point_is_told_in_the_language_read_drafts_left_out(client, anse):
    actor = ActorPageFactory(title="Le Club", kind="fablab", commune=anse)
    translate(actor, "br", title="Ar C’hlub")
    draft = ActorPageFactory(draft=True)

    (french,) = said(client.get(CARDS, {"cle": [actor.pk, draft.pk, 10**15]}))["cards"]
    (breton,) = said(client.get(f"/br{CARDS}", {"cle": actor.pk}))["cards"]

    assert (french["name"], french["kind"], french["place"]) == ("Le Club", "Fablab", "Anse")
    assert client.get(french["url"]).status_code == 200
    assert (breton["name"], breton["url"][:4]) == ("Ar C’hlub", "/br/")


@pytest.mark.parametrize("query", [{}, {"tri": "fraicheur", "genre": "fablab"}, {"pres": "anse"}])
def test_who_is_at_a_point_leads_to_the_page_of_the_list_that_has_its_card(client, anse, monkeypatch, query):
    monkeypatch.setattr("annuaire.directory_view.PER_PAGE", 2)
    actors = [ActorPageFactory(kind="fablab", commune=anse, verified_on=f"2026-01-0{day}") for day in range(1, 6)]
    query = {name: anse.insee if value == "anse" else value for name, value in query.items()}
    live = client.get("/annuaire/", query).context["live_map"]

    told = said(
        client.get(f"{live.cards_url}{'&' if query else '?'}" + "&".join(f"cle={actor.pk}" for actor in actors))
    )

    for card in told["cards"]:
        shown = client.get(card["listed"].partition("#")[0]).context["cards"]
        assert card["listed"].endswith(f"#acteur-{card['key']}")
        assert str(card["key"]) in [one.key for one in shown]


def test_no_page_is_told_of_a_list_ordered_by_a_position_that_is_not(client, anse):
    actor = ActorPageFactory(commune=anse)

    (card,) = said(client.get(CARDS, {"cle": actor.pk, "pres": "ici"}))["cards"]

    assert card["listed"] == ""


@pytest.mark.parametrize("asked", [["x"], ["-1"], ["٣"], ["9" * 30], ["1"] * 21, [""]])
def test_keys_that_are_none_are_refused(client, asked):
    assert client.get(CARDS, {"cle": asked}).status_code == 400


def test_one_with_a_point_and_no_commune_is_on_the_drawing_too(client):
    ActorPageFactory(latitude=47.75, longitude=-3.37)

    context = client.get("/annuaire/").context

    assert [point.text for point in context["map"].outline.points] == ["1"]
    assert context["map"].label.startswith("1 acteur sur la carte")


def test_near_a_commune_the_nearest_come_first_and_each_says_how_far(client, anse):
    ActorPageFactory(title="Loin", located=True)
    ActorPageFactory(title="Tout près", latitude=47.903, longitude=-3.3)
    ActorPageFactory(title="Au bourg", commune=anse)
    ActorPageFactory(title="Ailleurs")

    context = client.get("/annuaire/", {"pres": anse.insee}).context

    assert names(context) == ["Tout près", "Loin", "Au bourg", "Ailleurs"]
    assert [card.distance for card in context["cards"]] == ["à 300 m", "à 17 km", "commune à environ 1 km", ""]
    assert context["near"] == "Distances à vol d’oiseau depuis le centre de la commune (Anse)."
    (chip,) = context["chips"]
    assert chip.label.endswith("Anse")
    assert names(client.get(chip.url).context) == ["Ailleurs", "Au bourg", "Loin", "Tout près"]


def test_who_nobody_confirms_comes_last_by_distance_too(client, anse):
    stale = ActorPageFactory(title="Ancien", latitude=47.9, longitude=-3.3)
    ActorPage.objects.filter(pk=stale.pk).update(freshness=1)
    ActorPageFactory(title="Récent", located=True)

    assert names(client.get("/annuaire/", {"pres": anse.insee}).context) == ["Récent", "Ancien"]


def test_distance_gives_way_to_another_order_when_asked_and_narrows_nothing(client, anse):
    ActorPageFactory(title="Abri du port", located=True)
    ActorPageFactory(title="Port", latitude=47.9, longitude=-3.3)

    def found(**parameters):
        return client.get("/annuaire/", {"pres": anse.insee, **parameters}).context

    assert names(found()) == ["Port", "Abri du port"]
    assert names(found(tri="nom")) == ["Abri du port", "Port"]
    assert names(found(q="abri")) == ["Abri du port"]
    assert names(found(q="port")) == ["Port", "Abri du port"]
    sorts = {facet.name: facet for facet in found(q="port")["filters"].facets}["tri"]
    assert sorts.any_label == "Distance"
    assert [choice.value for choice in sorts.choices] == ["pertinence", "nom", "fraicheur"]
    assert found()["total"] == 2


def test_pages_facets_and_the_search_keep_what_is_near(client, anse, monkeypatch):
    monkeypatch.setattr("annuaire.directory_view.PER_PAGE", 1)
    for number in range(2):
        ActorPageFactory(kind="fablab", located=True, title=f"Acteur {number}")

    response = client.get("/annuaire/", {"pres": anse.insee, "genre": "fablab"})

    assert re.search(rf'rel="next"\s+href="\?pres={anse.insee}&amp;genre=fablab&amp;page=2"', response.content.decode())
    assert ("pres", anse.insee) in response.context["kept"]
    assert f"pres={anse.insee}" in response.context["views"][1].url
    assert "pres=" not in response.context["clear_url"]
    assert all("pres=" not in file.url for file in response.context["files"])


def test_a_position_orders_the_list_from_a_header_and_no_address_ever_holds_it(client, anse):
    ActorPageFactory(title="Loin", located=True)
    ActorPageFactory(title="Près", latitude=47.9, longitude=-3.3)

    response = client.get("/annuaire/", {"pres": "ici"}, headers={"position": "47.9,-3.3"})

    assert names(response.context) == ["Près", "Loin"]
    assert [card.distance for card in response.context["cards"]] == ["à moins de 100 m", "à 17 km"]
    assert response.headers["Cache-Control"] == "no-store"
    assert "Position" in response.headers["Vary"]
    assert "Position" in client.get("/annuaire/").headers["Vary"]
    html = response.content.decode()
    assert not re.search(r'(?:href|src|action)="[^"]*47\.9', html)


@pytest.mark.parametrize("header", [{}, {"position": "x"}, {"position": "999,999"}])
def test_without_a_position_the_list_is_in_its_usual_order_and_says_so(client, header):
    ActorPageFactory(title="Zinc", located=True)
    ActorPageFactory(title="Abri", located=True)

    context = client.get("/annuaire/", {"pres": "ici"}, headers=header).context

    assert names(context) == ["Abri", "Zinc"]
    assert context["near"].startswith("Votre position n’est pas connue de cette page")
    assert {card.distance for card in context["cards"]} == {""}


def test_a_position_is_used_only_when_the_address_asks_for_it(client):
    ActorPageFactory(title="Loin", located=True)
    ActorPageFactory(title="Près", latitude=47.9, longitude=-3.3)

    assert names(client.get("/annuaire/", headers={"position": "47.9,-3.3"}).context) == ["Loin", "Près"]


def test_an_unknown_commune_is_told_on_the_page_and_refused_in_files(client):
    ActorPageFactory()

    (problem,) = client.get("/annuaire/", {"pres": "99999"}).context["problems"]

    assert problem.field == "f-pres"
    assert client.get("/annuaire/annuaire.csv", {"pres": "99999"}).status_code == 400
    assert client.get("/annuaire/annuaire.csv", {"pres": "ici"}).status_code == 200


def test_without_outlines_nor_tiles_there_is_no_map_to_make(client, settings, tmp_path):
    settings.TERRITORY_DIR = tmp_path
    ActorPageFactory()

    response = client.get("/annuaire/")

    assert response.context["live_map"] is None
    assert "leaflet" not in response.content.decode()
