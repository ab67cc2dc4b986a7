"""« Doublons possibles »: what an editor sees of a pair, decides of it, and takes back."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from annuaire.duplicates.models import Duplicate, Merge, PairState
from annuaire.duplicates.subjects import key_of
from core.groups import editors_name
from tests.annuaire.duplicates.sample import again, pair_of, twins
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import PlaceFactory, UserFactory
from tests.factories.evenements import EventPageFactory
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db
INDEX = "/admin/doublons/"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(groups=[editors_name()], username="lena"))
    return client


def read(editor: Client, path: str) -> ReadPage:
    return ReadPage.at(editor, path)


def post(editor: Client, name: str, pk: int, **data: str) -> ReadPage:
    response = editor.post(reverse(f"doublons:{name}", args=[pk]), data, follow=True)
    assert response.status_code == 200
    return ReadPage(response.content.decode())


def merge_path(pair: Duplicate, kept: object) -> str:
    return f"{reverse('doublons:merge', args=[pair.pk])}?garder={key_of(kept)}"


def test_the_menu_of_the_directory_leads_to_the_pairs(editor):
    from wagtail.admin.menu import admin_menu

    request = editor.get(reverse("wagtailadmin_home")).wsgi_request
    (menu,) = [item for item in admin_menu.menu_items_for_request(request) if item.label == "Annuaire"]
    assert "Doublons possibles" in [str(item.label) for item in menu.menu.menu_items_for_request(request)]


def test_a_pair_is_listed_with_its_reasons_then_side_by_side(editor):
    kept, other = twins(phone="02 61 91 01 37")
    pair = pair_of(kept, other)
    EventPageFactory(host=other)

    page = read(editor, INDEX)
    assert page.all(".duplicate__name") == ["Fablab de la rade", "Le Fab-lab de la rade"]
    assert "Ressemblance 90 % : même nom." in page.all(".duplicate p")

    page = read(editor, reverse("doublons:compare", args=[pair.pk]))
    rows = [page.all(f".duplicate-table tbody tr:nth-of-type({number}) > *") for number in (1, 2, 3)]
    assert rows == [
        ["Nom", "Fablab de la rade", "Le Fab-lab de la rade"],
        ["Téléphone", "–", "02 61 91 01 37"],
        ["Nommé par", "–", "1 événement"],
    ]
    assert "Pareil des deux côtés : genre, en une phrase." in page.text


def test_the_page_before_merging_says_what_will_happen_and_fills_what_was_empty(editor):
    kept, other = twins(phone="02 61 91 01 37")
    EventPageFactory(host=other)

    page = read(editor, merge_path(pair_of(kept, other), kept))

    assert page.all(".duplicate-list li") == [
        "La fiche « Le Fab-lab de la rade » n’est plus publiée ; « Fablab de la rade » reste.",
        "Ce qui nomme « Le Fab-lab de la rade » nomme « Fablab de la rade », brouillons compris : 1 événement.",
        "L’adresse /annuaire/le-fab-lab/, en toutes langues, mène à « Fablab de la rade ».",
        "Les abonnements faits à l’ancien nom continuent, avec les mêmes événements.",
        "La fusion s’annule depuis « Doublons possibles », onglet « Fusionnés ».",
    ]
    chosen = {box["name"]: box["value"] for box in page.soup.select(".duplicate-choice input[checked]")}
    assert chosen == {"title": "own", "phone": "other"}
    assert again(other).live


def test_an_editor_merges_and_undoes(editor):
    kept, other = twins(phone="02 61 91 01 37")
    pair = pair_of(kept, other)
    event = EventPageFactory(host=other)

    chosen = {"garder": key_of(kept), "title": "own", "phone": "other"}
    page = ReadPage(editor.post(merge_path(pair, kept), chosen, follow=True).content.decode())

    assert "« Le Fab-lab de la rade » est fusionné dans « Fablab de la rade »." in page.text
    assert (again(event).host, again(kept).phone, again(other).live) == (kept, "02 61 91 01 37", False)
    row = Merge.objects.get()
    assert row.by.username == "lena"
    assert read(editor, INDEX).all(".duplicate") == []
    assert "fusionné dans « Fablab de la rade »" in read(editor, f"{INDEX}?etat=merged").text

    page = post(editor, "undo", row.pk)

    assert "La fusion est annulée : « Le Fab-lab de la rade » est revenu." in page.text
    assert (again(event).host, again(kept).phone, again(other).live) == (other, "", True)
    assert len(page.all(".duplicate")) == 1


def test_a_choice_that_is_missing_or_unknown_merges_nothing(editor):
    kept, other = twins()
    pair = pair_of(kept, other)
    for data in ({}, {"title": "x"}):
        answer = editor.post(merge_path(pair, kept), {"garder": key_of(kept), **data})
        assert "vérifiez vos choix" in answer.content.decode()
    assert editor.get(f"{reverse('doublons:merge', args=[pair.pk])}?garder=actor:0").status_code == 404
    assert not Merge.objects.exists()


def test_a_pair_set_apart_is_kept_in_mind_and_can_be_taken_back(editor):
    pair = pair_of(*twins())

    post(editor, "decide", pair.pk, action="dismiss")
    assert read(editor, INDEX).all(".duplicate") == []
    assert len(read(editor, f"{INDEX}?etat=dismissed").all(".duplicate")) == 1

    assert "déjà décidé" in post(editor, "decide", pair.pk, action="dismiss").text
    post(editor, "decide", pair.pk, action="reconsider")
    assert Duplicate.objects.get().state == PairState.PROPOSED


def test_a_pair_of_which_one_was_deleted_meanwhile_is_said_so(editor):
    kept, other = twins()
    pair = pair_of(kept, other)
    path = reverse("doublons:compare", args=[pair.pk])
    other.unpublish()
    answer = editor.post(merge_path(pair, kept), {"garder": key_of(kept), "title": "own"}, follow=True)
    assert "n’est plus publiée" in answer.content.decode()

    again(other).delete()
    assert editor.get(path).status_code == 404


def test_the_form_of_an_entry_says_what_it_looks_like_and_what_it_became(editor):
    kept, other = twins()
    pair = pair_of(kept, other)
    edit = reverse("wagtailadmin_pages:edit", args=[other.pk])
    assert "Cette fiche ressemble à « Fablab de la rade » : même nom." in read(editor, edit).text

    editor.post(merge_path(pair, kept), {"garder": key_of(kept), "title": "own"})

    assert "a été fusionnée dans « Fablab de la rade »" in read(editor, edit).text
    assert "ressemble à" not in read(editor, reverse("wagtailadmin_pages:edit", args=[kept.pk])).text


def test_a_place_goes_into_an_actor_and_not_the_other_way(editor):
    actor, place = ActorPageFactory(title="Quai 9"), PlaceFactory(name="Le Quai 9")
    pair = pair_of(actor, place)
    page = read(editor, reverse("doublons:compare", args=[pair.pk]))
    assert "Un acteur ne se fusionne pas dans un lieu." in page.text
    assert len(page.soup.select("a[href*=garder]")) == 1


def test_only_who_publishes_sees_and_decides(client):
    kept, other = twins()
    pair = pair_of(kept, other)
    visitor = UserFactory(username="lou")
    visitor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(visitor)

    for path in (INDEX, reverse("doublons:compare", args=[pair.pk]), merge_path(pair, kept)):
        assert (path, client.get(path).status_code) == (path, 302)
    client.post(merge_path(pair, kept), {"garder": key_of(kept), "title": "own"})
    client.post(reverse("doublons:decide", args=[pair.pk]), {"action": "dismiss"})
    assert Duplicate.objects.get().state == PairState.PROPOSED
    assert not Merge.objects.exists()


def test_who_may_not_remove_places_does_not_merge_them(client):
    editor = UserFactory(groups=[editors_name()])
    editor.groups.get().permissions.remove(Permission.objects.get(codename="delete_place"))
    client.force_login(editor)
    pair = pair_of(PlaceFactory(name="Salle"), PlaceFactory(name="La salle"))
    assert client.get(reverse("doublons:compare", args=[pair.pk])).status_code == 302


def test_the_list_asks_as_many_queries_whatever_its_length(editor, django_assert_max_num_queries):
    for number in range(8):
        pair_of(ActorPageFactory(title=f"Quai {number}"), ActorPageFactory(title=f"Le quai {number}"))
    editor.get(INDEX)
    with django_assert_max_num_queries(30):
        assert len(read(editor, INDEX).all(".duplicate")) == 8
