"""« Fiches à vérifier »: what editors see of entries that age, and do about them."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from annuaire.freshness.checking import check_all
from annuaire.freshness.enums import Freshness, Step
from annuaire.freshness.models import ConfirmationRequest
from annuaire.models import ActorPage
from core.clock import today
from core.groups import editors_name
from core.models import MailState, OutgoingMail
from tests.annuaire.freshness.sample import EMAIL, aged, day_after, link
from tests.factories.core import UserFactory, translate
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(groups=[editors_name()], username="lena"))
    return client


def listed(editor: Client, **query: object) -> list[str]:
    response = editor.get(reverse("fiches_a_verifier:index"), query)
    assert response.status_code == 200
    return [page.title for page in response.context["object_list"]]


def act(editor: Client, actor: ActorPage, action: str, **more: str) -> ReadPage:
    response = editor.post(reverse("fiches_a_verifier:act", args=[actor.pk]), {"action": action} | more, follow=True)
    assert response.status_code == 200
    return ReadPage(response.content.decode())


def answered(actor: ActorPage, answer: str, remark: str = "") -> None:
    """As its structure does by the link."""
    request = ConfirmationRequest.objects.filter(actor=actor).latest("asked_at")
    assert Client().post(link(request), {"answer": answer, "remark": remark}).status_code == 200


def freshness(actor: ActorPage) -> int:
    return ActorPage.objects.values_list("freshness", flat=True).get(pk=actor.pk)


def test_the_menu_of_the_directory_leads_to_the_listing(editor):
    from wagtail.admin.menu import admin_menu

    request = editor.get(reverse("wagtailadmin_home")).wsgi_request
    (menu,) = [item for item in admin_menu.menu_items_for_request(request) if item.label == "Annuaire"]

    labels = [str(item.label) for item in menu.menu.menu_items_for_request(request)]
    assert labels[:2] == ["Acteurs", "Fiches à vérifier"]


def test_the_listing_has_what_ages_the_most_urgent_first(editor):
    aged(1, title="Récente")
    aged(7, title="À demander")
    stale = aged(14, title="Marquée")
    answering = aged(8, title="Répond")
    translate(stale, "br", title="Merket")
    check_all(today())
    answered(answering, "correction", "Le téléphone a changé.")

    assert listed(editor) == ["Répond", "Marquée", "À demander"]
    assert listed(editor, situation="answers") == ["Répond"]
    assert listed(editor, situation="stale") == ["Marquée"]
    assert listed(editor, situation="hidden") == []
    assert "à confirmer" in ReadPage.at(editor, reverse("fiches_a_verifier:index")).one("#listing-results")
    page = ReadPage.at(editor, reverse("fiches_a_verifier:index"))
    for words in ("À corriger", "Le téléphone a changé.", "non confirmée", "demande,"):
        assert words in page.one("#listing-results")


def test_a_key_no_entry_can_have_is_not_found(editor):
    assert editor.get("/admin/fiches-a-verifier/99999999999999999999/").status_code == 404
    assert editor.post("/admin/fiches-a-verifier/99999999999999999999/agir/").status_code == 404


def test_the_listing_says_who_cannot_be_written_to_and_which_mail_did_not_leave(editor):
    aged(7, title="Sans adresse", email="")
    aged(7, title="Exemple", example=True)
    aged(7, title="Refusée")
    aged(7, title="Écrite", email="x@autre.bzh")
    check_all(today())
    OutgoingMail.objects.filter(recipient=EMAIL).update(state=MailState.FAILED)

    assert sorted(listed(editor, situation="unreachable")) == ["Refusée", "Sans adresse"]
    page = ReadPage.at(editor, reverse("fiches_a_verifier:index")).one("#listing-results")
    for words in ("Pas de courriel", "on n’écrit pas à une adresse inventée", "À joindre autrement"):
        assert words in page


def test_each_row_has_its_own_forms_and_stands_in_none(editor):
    """A form within a form is dropped by browsers, with what its buttons do."""
    aged(7)
    aged(8)

    page = ReadPage.at(editor, reverse("fiches_a_verifier:index"))

    assert len(page.soup.select("#listing-results form")) == 2
    assert not page.soup.select("form form")


def test_nothing_to_check_is_said(editor):
    assert "rien à vérifier" in ReadPage.at(editor, reverse("fiches_a_verifier:index")).one("#listing-results")


def test_the_listing_costs_the_same_however_many_entries(editor, django_assert_max_num_queries):
    for _number in range(12):
        aged(14)
    check_all(today())

    with django_assert_max_num_queries(31):
        listed(editor)


def test_an_editor_confirms_a_hidden_entry_in_one_click(editor):
    actor = aged(0, title="L’Atelier")
    for month in (6, 12, 18):
        with time_machine.travel(day_after(months=month)):
            check_all(today())
    ActorPage.objects.filter(pk=actor.pk).update(verified_on=aged(19).verified_on)
    assert freshness(actor) == Freshness.HIDDEN

    page = act(editor, actor, "confirm", next=reverse("fiches_a_verifier:index"))

    assert "« L’Atelier » est confirmée" in page.soup.get_text()
    assert freshness(actor) == Freshness.CURRENT
    assert ActorPage.objects.get(pk=actor.pk).verified_on == today()
    history = ReadPage.at(editor, reverse("fiches_a_verifier:detail", args=[actor.pk])).one("#history-content")
    assert "Fiche confirmée par l’équipe (lena)" in history
    assert "Fiche masquée faute de réponse" in history
    assert listed(editor, situation="hidden") == []


def test_the_first_screen_says_what_structures_answered(editor):
    actor = aged(7)
    check_all(today())
    assert "ont répondu" not in ReadPage.at(editor, reverse("wagtailadmin_home")).one("main")
    answered(actor, "correction", "Rue du Port.")

    page = ReadPage.at(editor, reverse("wagtailadmin_home"))

    assert "1 structure a répondu au sujet de sa fiche." in page.one("main")
    assert "situation=answers" in page.links()["Voir les réponses"]


def test_confirming_closes_what_the_structure_asked_for(editor):
    actor = aged(7)
    check_all(today())
    answered(actor, "correction", "Rue du Port.")

    act(editor, actor, "confirm")

    assert ConfirmationRequest.objects.get(actor=actor).settled_at
    assert listed(editor) == []


def test_an_answer_may_be_closed_without_confirming_and_the_calendar_goes_on(editor):
    actor = aged(7)
    check_all(today())
    answered(actor, "closed")
    assert not check_all(today())

    page = act(editor, actor, "settle")

    assert "est classée" in page.soup.get_text()
    assert listed(editor, situation="answers") == []
    with time_machine.travel(day_after(months=2)):
        assert check_all(today())["remind"] == 1


def test_an_editor_sends_the_link_when_it_helps_once_a_day(editor):
    actor = aged(7)

    page = act(editor, actor, "ask")
    again = act(editor, actor, "ask")

    assert f"à {EMAIL}" in page.soup.get_text()
    assert "déjà été écrit aujourd’hui" in again.soup.get_text()
    request = ConfirmationRequest.objects.get(actor=actor)
    assert request.step == Step.BY_HAND
    assert Client().post(link(request), {"answer": "exact"}).status_code == 200


def test_nothing_is_sent_to_an_invented_address_by_hand_either(editor):
    actor = aged(7, example=True)

    assert "adresse inventée" in act(editor, actor, "ask").soup.get_text()
    assert not OutgoingMail.objects.exists()


def test_the_form_of_an_entry_says_its_age_and_leads_to_the_click(editor):
    actor = aged(14)

    page = ReadPage.at(editor, reverse("wagtailadmin_pages:edit", args=[actor.pk]))

    assert any("Confirmée" in words and "masquée" in words for words in page.all("p"))
    assert reverse("fiches_a_verifier:detail", args=[actor.pk]) in page.html


def test_a_new_entry_has_no_age(editor):
    response = editor.get(editor.get(reverse("annuaire:choose_parent"))["Location"])

    assert response.status_code == 200
    assert "fiches-a-verifier/" not in response.content.decode().split("<main")[1]


def test_a_visitor_or_someone_without_rights_does_nothing(client):
    actor = aged(14)
    address = reverse("fiches_a_verifier:act", args=[actor.pk])
    assert client.post(address, {"action": "confirm"}).status_code == 302
    client.force_login(UserFactory(groups=[]))
    assert client.post(address, {"action": "confirm"}).status_code == 302
    assert ActorPage.objects.get(pk=actor.pk).verified_on == actor.verified_on


def test_the_actions_are_posts(editor):
    assert editor.get(reverse("fiches_a_verifier:act", args=[aged(14).pk])).status_code == 405
