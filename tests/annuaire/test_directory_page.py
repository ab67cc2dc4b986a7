"""The directory: who is in it, how one finds them, what a wrong address gets."""

import re
from urllib.parse import urlencode

import pytest
from django.utils.html import escape
from wagtail.models import PageViewRestriction

from annuaire import versions
from annuaire.directory_view import PER_PAGE
from annuaire.models import ActorPage
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import (
    AudienceFactory,
    CommuneFactory,
    EquipmentFactory,
    ServiceFactory,
    translate,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/annuaire/"


@pytest.fixture
def ask(client):
    """The context of the page for some parameters, in French unless told otherwise."""

    def read(address=ADDRESS, **parameters):
        response = client.get(f"{address}?{urlencode(parameters, doseq=True)}")
        assert response.status_code == 200
        return response.context

    return read


def names(context):
    return [card.name for card in context["cards"]]


def facet(context, name):
    """The values offered by a facet and their counts; empty when it is not offered."""
    facets = [facet for facet in context["filters"].facets if facet.name == name]
    return {choice.value: choice.count for facet in facets for choice in facet.choices}


def test_everybody_published_is_there_by_name(ask):
    for title in ("Éclair", "Zinc", "Abri"):
        ActorPageFactory(title=title)

    assert names(ask()) == ["Abri", "Éclair", "Zinc"]
    assert ask()["total"] == 3


def test_drafts_withdrawn_and_private_actors_are_not(ask):
    ActorPageFactory(draft=True)
    ActorPageFactory().unpublish()
    PageViewRestriction.objects.create(page=ActorPageFactory(), restriction_type="login")

    assert names(ask()) == []


def test_a_translation_is_not_another_actor(ask):
    translate(ActorPageFactory(title="Le Club"), "br", title="Ar C’hlub")

    assert names(ask()) == ["Le Club"]
    assert names(ask("/br/annuaire/")) == ["Ar C’hlub"]


def test_facets_offer_what_some_actor_has_with_true_counts(ask):
    commune, audience = CommuneFactory(), AudienceFactory()
    service, equipment = ServiceFactory(), EquipmentFactory()
    ActorPageFactory(kind="fablab", commune=commune, audiences=[audience], services=[service], equipment=[equipment])
    ActorPageFactory(kind="fablab", audiences=[audience])
    ActorPageFactory(kind="entreprise")
    unused = AudienceFactory()

    context = ask()

    assert facet(context, "genre") == {"fablab": 2, "entreprise": 1}
    assert facet(context, "public") == {audience.code: 2}
    assert facet(context, "commune") == {commune.insee: 1}
    assert facet(context, "service") == {service.code: 1}
    assert facet(context, "equipement") == {equipment.code: 1}
    assert unused.code not in facet(context, "public")


def test_the_counts_of_the_page_are_the_results_after_each_click(ask):
    communes, audiences = [CommuneFactory() for _ in range(2)], [AudienceFactory() for _ in range(3)]
    kinds = ["fablab", "entreprise", "association"]
    for number in range(9):
        ActorPageFactory(
            kind=kinds[number % 3],
            commune=[*communes, None][number % 3 - number // 6],
            audiences=[audience for rank, audience in enumerate(audiences) if number & 1 << rank],
        )
    chosen = {"genre": ["fablab"], "public": [audiences[0].code]}

    context = ask(**chosen)

    for name in ("genre", "public", "commune"):
        for value, count in facet(context, name).items():
            after = {**chosen, name: [*chosen.get(name, []), value] if name != "commune" else [value]}
            assert ask(**after)["total"] == count, (name, value)


def test_values_of_a_facet_add_up_and_facets_narrow_each_other(ask):
    first, second = AudienceFactory(), AudienceFactory()
    ActorPageFactory(title="Un", kind="fablab", audiences=[first])
    ActorPageFactory(title="Deux", kind="fablab", audiences=[second])
    ActorPageFactory(title="Trois", kind="entreprise", audiences=[first])

    assert names(ask(public=[first.code, second.code])) == ["Deux", "Trois", "Un"]
    assert names(ask(public=[first.code, second.code], genre="fablab")) == ["Deux", "Un"]


def test_a_retired_entry_still_filters(ask):
    term = AudienceFactory(retired=True)
    ActorPageFactory(title="Un", audiences=[term])
    ActorPageFactory(title="Deux")

    assert names(ask(public=term.code)) == ["Un"]


def test_each_active_filter_is_a_chip_that_removes_it(ask, client):
    term = AudienceFactory(label="Aînés")
    ActorPageFactory(kind="fablab", audiences=[term], title="Le Club", summary="Tricot.")

    context = ask(q="club", genre="fablab", public=term.code)

    assert [chip.label for chip in context["chips"]] == ["« club »", "Fablab", "Aînés"]
    for chip in context["chips"]:
        assert client.get(chip.url).context["total"] == 1
        assert len(client.get(chip.url).context["chips"]) == 2
    assert client.get(context["clear_url"]).context["chips"] == []


def test_words_are_looked_for_without_accents_in_names_and_texts(ask):
    ActorPageFactory(title="Médiathèque du bout", summary="Des livres.")
    ActorPageFactory(title="Le Fab", summary="On y tricote à la médiathèque.")
    ActorPageFactory(title="Autre", summary="Rien à voir.")

    assert names(ask(q="mediatheque")) == ["Médiathèque du bout", "Le Fab"]
    assert names(ask(q="licorne")) == []


def test_words_and_filters_narrow_together_with_true_counts(ask):
    ActorPageFactory(title="Tricot un", kind="fablab")
    ActorPageFactory(title="Tricot deux", kind="entreprise")
    ActorPageFactory(title="Autre", kind="entreprise")

    context = ask(q="tricot")

    assert context["total"] == 2
    assert facet(context, "genre") == {"entreprise": 1, "fablab": 1}
    assert names(ask(q="tricot", genre="fablab")) == ["Tricot un"]


def test_words_are_those_of_the_language_read_french_where_there_are_none(ask):
    translate(ActorPageFactory(title="Le Phare", summary="Tricot."), "en", title="The Lighthouse", summary="Knitting.")
    ActorPageFactory(title="Le Port", summary="Tricot.")

    assert names(ask("/en/annuaire/", q="lighthouse")) == ["The Lighthouse"]
    assert names(ask("/en/annuaire/", q="port")) == ["Le Port"]


def test_the_freshest_come_first_when_asked_and_the_never_verified_last(ask):
    ActorPageFactory(title="Vieux", verified_on="2025-01-01")
    ActorPageFactory(title="Jamais")
    ActorPageFactory(title="Neuf", verified_on="2026-01-01")
    ActorPageFactory(title="Aussi neuf", verified_on="2026-01-01")

    assert names(ask(tri="fraicheur")) == ["Aussi neuf", "Neuf", "Vieux", "Jamais"]
    assert names(ask(tri="nom")) == ["Aussi neuf", "Jamais", "Neuf", "Vieux"]


def test_a_long_directory_has_pages_that_keep_the_filters(ask, client, monkeypatch):
    monkeypatch.setattr("annuaire.directory_view.PER_PAGE", 2)
    for number in range(5):
        ActorPageFactory(title=f"Acteur {number}", kind="fablab")

    first = client.get(ADDRESS, {"genre": "fablab"})

    assert names(first.context) == ["Acteur 0", "Acteur 1"]
    assert names(ask(genre="fablab", page=3)) == ["Acteur 4"]
    assert escape("?genre=fablab&page=2") in first.content.decode()
    assert first.context["total"] == 5


def test_twenty_four_stand_on_a_page():
    assert PER_PAGE == 24


def test_a_filter_returns_to_the_first_page(ask):
    assert not [name for name, _value in ask(genre="fablab", page=2)["filters"].hidden if name == "page"]


def test_the_list_and_the_map_agree(ask):
    first, second = CommuneFactory(), CommuneFactory()
    for commune in (first, first, second, None):
        ActorPageFactory(commune=commune)

    context = ask()

    assert sorted(point.text for point in context["map"].outline.points) == ["1", "2"]
    assert context["map"].label.replace("\N{NARROW NO-BREAK SPACE}", " ") == (
        "3 acteurs sur la carte ; 1 sans adresse est dans la liste."
    )
    assert [card.place for card in context["cards"]].count("sans adresse") == 1
    assert [point.text for point in ask(commune=first.insee)["map"].outline.points] == ["2"]


def test_nobody_on_the_map_is_said_when_the_list_has_somebody(ask):
    ActorPageFactory()

    assert ask()["map"].label.startswith("0 acteur sur la carte")
    assert ask()["total"] == 1


def test_the_map_takes_the_place_of_the_list_when_asked(client):
    ActorPageFactory()

    assert 'class="directory directory--map"' in client.get(ADDRESS, {"vue": "carte"}).content.decode()
    assert 'class="directory"' in client.get(ADDRESS).content.decode()


def test_the_numbers_of_the_map_are_links_to_the_actors_of_each_commune(ask, client):
    first, second = CommuneFactory(name="Le Bourg"), CommuneFactory(name="Anse")
    for commune in (first, first, second, None):
        ActorPageFactory(commune=commune, kind="fablab")
    ActorPageFactory(commune=second, kind="entreprise")

    towns = ask(vue="carte", genre="fablab")["towns"]

    assert [town.label.replace("\N{NARROW NO-BREAK SPACE}", " ") for town in towns] == [
        "Anse : 1", "Le Bourg : 2", "1 acteur sans adresse",
    ]  # fmt: skip
    assert [client.get(town.url).context["total"] for town in towns] == [1, 2, 4]
    assert ask()["towns"] == []


def test_an_unknown_value_is_told_where_it_is_mended_and_read_first(client):
    ActorPageFactory(kind="fablab")
    html = client.get(ADDRESS, {"genre": "licorne", "q": "x" * 101}).content.decode()

    assert re.search(r'<div class="summary stack" role="alert" tabindex="-1" data-focus', html)
    assert "La liste est montrée sans eux." in html
    for field in ("f-genre", "q"):
        assert f'<a href="#{field}">' in html
        assert f'id="{field}"' in html


def test_an_empty_list_says_which_filter_to_drop_and_what_it_gives(ask, client):
    commune = CommuneFactory(name="Le Port")
    ActorPageFactory(kind="fablab")
    ActorPageFactory(kind="entreprise", commune=commune)

    context = ask(genre="fablab", commune=commune.insee)
    labels = {link.label.replace("\N{NO-BREAK SPACE}", " "): link.url for link in context["ways_out"]}

    assert context["total"] == 0
    assert list(labels) == ["Sans Fablab : 1", "Sans Le Port : 1", "Voir tout l’annuaire"]
    assert client.get(labels["Sans Fablab : 1"]).context["total"] == 1
    assert "Personne ne répond" in client.get(ADDRESS, {"genre": "fablab", "commune": commune.insee}).content.decode()


def test_a_card_says_who_what_where_for_whom_and_since_when(client, settings):
    settings.FROZEN_NOW = "2026-11-24T10:00"
    ActorPageFactory(
        title="Le Club",
        acronym="LC",
        kind="fablab",
        commune=CommuneFactory(name="Le Port"),
        summary="Du tricot.",
        audiences=[AudienceFactory(label="Aînés")],
        verified_on="2026-11-03",
        invented=True,
    )

    html = " ".join(client.get(ADDRESS).content.decode().replace("\N{NO-BREAK SPACE}", " ").split())

    for words in ("Le Club (LC)", "Fablab · Le Port", "Du tricot.", "Aînés", "Vérifié le 3 novembre", "exemple"):
        assert words in html


JUNK = [
    "zzz", "x" * 5000, "\x00", "a\x00b", "%FF%FE", "' OR 1=1 --", "<script>alert(1)</script>", "-1", "٣", "9" * 5000,
    "🦄",
]  # fmt: skip


@pytest.mark.parametrize("name", ["q", "genre", "public", "commune", "service", "equipement", "tri", "page", "vue"])
def test_no_value_breaks_the_page_nor_reaches_it_unescaped(client, name):
    ActorPageFactory(title="Le Club")

    for value in JUNK:
        response = client.get(ADDRESS, {name: value})

        html = response.content.decode()
        assert response.status_code == 200, value
        assert "<script>alert" not in html
        assert "\x00" not in html


@pytest.mark.parametrize("name", ["genre", "public", "commune", "service", "equipement", "tri"])
def test_an_unknown_value_is_told_and_filters_nothing(ask, name):
    ActorPageFactory(title="Le Club")

    context = ask(**{name: "licorne"})

    (problem,) = context["problems"]
    assert "« licorne » n’est pas une valeur connue." in problem.sentence
    assert names(context) == ["Le Club"]


def test_an_unknown_value_does_not_stop_the_other_filters(ask):
    ActorPageFactory(title="Un", kind="fablab")
    ActorPageFactory(title="Deux", kind="entreprise")

    assert names(ask(genre="fablab", public="licorne")) == ["Un"]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [("q=%FF%FE", "ne se lisent pas"), ("q=a%00b", "ne se lisent pas"), (f"q={'x' * 101}", "100 caractères au plus")],
)
def test_words_that_cannot_be_read_are_told_and_filter_nothing(client, raw, sentence):
    ActorPageFactory(title="Le Club")

    context = client.get(f"{ADDRESS}?{raw}").context

    assert sentence in context["problems"][0].sentence
    assert names(context) == ["Le Club"]


def test_repeated_and_empty_parameters_count_once_or_not_at_all(ask, client):
    ActorPageFactory(title="Un", kind="fablab")
    ActorPageFactory(title="Deux", kind="entreprise")

    assert names(client.get(f"{ADDRESS}?genre=fablab&genre=fablab&genre=&public=").context) == ["Un"]
    many = client.get(f"{ADDRESS}?" + "&".join(f"public=p{number}" for number in range(200)))
    assert "Trop de valeurs" in many.context["problems"][0].sentence
    assert names(ask(inconnu="1")) == ["Deux", "Un"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options", "head"])
def test_no_method_breaks_the_page(client, method):
    assert getattr(client, method)(ADDRESS).status_code < 500


@pytest.mark.parametrize("language", ["fr", "br", "en"])
def test_the_cost_of_the_page_does_not_depend_on_how_many_actors_there_are(
    client, django_assert_max_num_queries, language
):
    address = ADDRESS if language == "fr" else f"/{language}{ADDRESS}"
    terms = {"audiences": [AudienceFactory() for _ in range(3)], "services": [ServiceFactory() for _ in range(3)]}
    ActorPageFactory(located=True, **terms)
    client.get(address)
    versions.move()
    with django_assert_max_num_queries(28) as few_after_a_change:
        client.get(address)
    with django_assert_max_num_queries(18) as few:
        client.get(address)
    for _ in range(6):
        actor = ActorPageFactory(located=True, **terms)
        translate(actor, "br", title="Br")

    with django_assert_max_num_queries(len(few_after_a_change)):
        client.get(address)
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_the_page_needs_no_script_and_asks_nothing_elsewhere(client):
    ActorPageFactory(located=True)

    html = client.get(ADDRESS).content.decode()

    asked = re.findall(r'<(?!a )[^>]*(?:src|href)="(?:https?:)?//[^"]*"', html.replace("http://testserver", ""))
    assert asked == []
    assert not re.findall(r"<script(?![^>]* src=)", html)
    assert "<style" not in html
    assert ' style="' not in html


def test_actors_are_sorted_anew_when_renamed():
    actor = ActorPageFactory(title="Zinc")
    actor.title = "Éclair"
    actor.save_revision().publish()

    assert ActorPage.objects.get(pk=actor.pk).sort_name == "eclair"
