"""The page a structure answers on."""

import datetime as dt

import pytest
import time_machine
from django.db.models import Model
from django.test import Client

from annuaire.duplicates.merging import merge
from annuaire.duplicates.subjects import key_of
from annuaire.duplicates.undoing import undo
from annuaire.freshness.checking import check_all
from annuaire.freshness.enums import Answer, Freshness, Step
from annuaire.freshness.models import ConfirmationRequest
from annuaire.models import ActorPage
from core.clock import today
from core.models import OutgoingMail
from tests.annuaire.duplicates.sample import pair_of
from tests.annuaire.freshness.sample import EMAIL, aged, day_after, link
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import planned, translate
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict() -> Client:
    """A browser that has never come, where a cross-site request would be refused."""
    return Client(enforce_csrf_checks=True)


def asked(months: int = 6, **facts: object) -> ConfirmationRequest:
    """The request mailed to an entry of that age."""
    actor = aged(months, **facts)
    check_all(today())
    return ConfirmationRequest.objects.get(actor=actor)


def reloaded(thing: Model) -> Model:
    return type(thing)._default_manager.get(pk=thing.pk)


def test_opening_the_link_shows_the_entry_and_changes_nothing(strict):
    request = asked(title="L’Atelier", phone="02 97 00 00 00")

    for _time in range(3):
        response = strict.get(link(request))
        strict.head(link(request))
    page = response.content.decode()

    assert response.status_code == 200
    assert "L’Atelier" in page
    assert "02 97 00 00 00" in page
    assert "Tout est exact, je confirme" in page
    assert reloaded(request).answer == ""
    assert reloaded(request.actor).verified_on == request.base


def test_the_page_leaves_no_trace_elsewhere(strict):
    request = asked()

    for response in (strict.get(link(request)), strict.post(link(request), {"answer": "exact"})):
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Cache-Control"] == "no-store, private"
        assert not response.cookies
        assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()


def test_one_click_confirms_the_entry_today_without_account_nor_cookie(strict):
    request = asked(13, title="L’Atelier")
    assert reloaded(request.actor).freshness == Freshness.STALE

    response = strict.post(link(request), {"answer": "exact"})

    actor = reloaded(request.actor)
    assert response.status_code == 200
    assert "confirmée à la date d’aujourd’hui" in response.content.decode()
    assert (actor.verified_on, actor.freshness) == (today(), Freshness.CURRENT)
    assert reloaded(request).answer == Answer.EXACT
    assert actor.latest_revision.content["verified_on"] == today().isoformat()


def test_a_hidden_entry_is_shown_again_at_once_by_the_link_of_its_last_mail(strict, client):
    actor = aged(0)
    for month in (6, 9, 12, 15, 18):
        with time_machine.travel(day_after(months=month)):
            check_all(today())
    with time_machine.travel(day_after(months=20)):
        assert reloaded(actor).freshness == Freshness.HIDDEN
        request = ConfirmationRequest.objects.get(actor=actor, step=Step.HIDE)
        assert strict.post(link(request), {"answer": "exact"}).status_code == 200

        assert reloaded(actor).freshness == Freshness.CURRENT
        assert actor.title in client.get("/annuaire/").content.decode()


def test_a_draft_in_the_making_stays_one_and_does_not_bring_the_old_date_back(strict):
    request = asked()
    draft = reloaded(request.actor)
    draft.summary = "En travaux."
    draft.save_revision()

    strict.post(link(request), {"answer": "exact"})

    actor = reloaded(request.actor)
    assert actor.summary != "En travaux."
    assert actor.has_unpublished_changes
    assert actor.verified_on == today()
    actor.get_latest_revision().publish()
    actor = reloaded(actor)
    assert (actor.summary, actor.verified_on, actor.freshness) == ("En travaux.", today(), Freshness.CURRENT)


def test_a_planned_publication_stays_planned_and_does_not_bring_the_old_date_back(strict):
    request = asked()
    day = planned(reloaded(request.actor), summary="Bientôt.").approved_go_live_at

    strict.post(link(request), {"answer": "exact"})

    plan = reloaded(request.actor).scheduled_revision
    assert (plan.approved_go_live_at, plan.as_object().summary) == (day, "Bientôt.")
    assert plan.as_object().verified_on == reloaded(request.actor).verified_on == today()


def test_a_correction_reaches_the_editors_and_changes_nothing_online(strict):
    request = asked(title="L’Atelier")

    remark = "Nous avons déménagé,\r\n2 rue <b>X</b>.\x0b"
    response = strict.post(link(request), {"answer": "correction", "remark": remark})

    assert response.status_code == 200
    assert reloaded(request).remark == "Nous avons déménagé,\n2 rue <b>X</b>."
    assert reloaded(request.actor).verified_on == request.base
    mail = OutgoingMail.objects.get(key__startswith="answer/")
    assert (mail.recipient, mail.reply_to) == ("contact@agenda.example", EMAIL)
    assert mail.subject == "À corriger dans l’annuaire : « L’Atelier »"
    assert "Nous avons déménagé" in mail.text
    assert "<b>X</b>" not in mail.html


def test_a_correction_without_words_is_asked_for_and_what_was_typed_stays(strict):
    request = asked()

    empty = strict.post(link(request), {"answer": "correction", "remark": "  "})
    long = strict.post(link(request), {"answer": "correction", "remark": "é" * 2001})

    assert (empty.status_code, long.status_code) == (400, 400)
    assert "Écrivez ce qui est à corriger." in empty.content.decode()
    assert "é" * 2001 in long.content.decode()
    assert reloaded(request).answer == ""


@pytest.mark.parametrize("answer", ["", "yes", "\x00"])
def test_an_answer_that_is_none_of_the_three_is_refused(strict, answer):
    request = asked()

    assert strict.post(link(request), {"answer": answer}).status_code == 400
    assert reloaded(request).answer == ""


def test_a_structure_that_no_longer_exists_is_left_to_editors_and_not_hidden_meanwhile(strict):
    request = asked(13, title="L’Atelier")

    strict.post(link(request), {"answer": "closed"})

    assert OutgoingMail.objects.get(key__startswith="answer/").subject == "N’existe plus ? « L’Atelier »"
    with time_machine.travel(day_after(months=12)):
        check_all(today())
    assert reloaded(request.actor).freshness == Freshness.STALE
    assert ConfirmationRequest.objects.filter(actor=request.actor).count() == 1


def test_a_link_answers_once(strict):
    request = asked()
    strict.post(link(request), {"answer": "correction", "remark": "Rue du Port."})

    again = strict.post(link(request), {"answer": "exact"})

    assert (again.status_code, strict.get(link(request)).status_code) == (410, 410)
    assert "Une réponse a déjà été reçue" in again.content.decode()
    assert reloaded(request.actor).verified_on == request.base


def test_an_older_link_is_void_once_the_entry_is_confirmed(strict):
    request = asked()
    actor = reloaded(request.actor)
    actor.verified_on = today()
    actor.save_revision().publish()

    response = strict.post(link(request), {"answer": "closed"})

    assert response.status_code == 410
    assert "Cette fiche a été confirmée" in response.content.decode()


def test_a_link_dies_after_ninety_days(strict):
    request = asked()

    with time_machine.travel(request.expires_at - dt.timedelta(minutes=1)):
        assert strict.get(link(request)).status_code == 200
    with time_machine.travel(request.expires_at):
        response = strict.post(link(request), {"answer": "exact"})

    assert (request.expires_at - request.asked_at).days == 90
    assert response.status_code == 410
    assert "s’est éteint" in response.content.decode()


def test_a_link_dies_with_the_address_it_was_sent_to(strict):
    request = asked()
    ActorPage.objects.filter(pk=request.actor_id).update(email="accueil@asso-du-port.bzh")

    assert strict.post(link(request), {"answer": "exact"}).status_code == 410


def test_the_link_of_a_withdrawn_entry_leads_to_nothing(strict):
    request = asked()
    request.actor.unpublish()

    assert strict.get(link(request)).status_code == 404


def test_a_link_tampered_with_or_made_of_two_is_refused(strict):
    one, other = asked(), asked()
    key, signature = link(one).removeprefix("/confirmer/").rstrip("/").split(".")
    other_key = link(other).removeprefix("/confirmer/").split(".")[0]

    for token in (f"{other_key}.{signature}", f"{key}.{signature[:-2]}", key, "x", "é.é", f"{key}.{signature}.x"):
        response = strict.post(f"/confirmer/{token}/", {"answer": "exact"})
        assert response.status_code == 403
        assert "Copiez-le en entier" in response.content.decode()
    assert not ConfirmationRequest.objects.exclude(answer="").exists()


def test_other_methods_are_refused(strict):
    assert strict.put(link(asked())).status_code == 405


@pytest.mark.parametrize(("language", "words"), [("br", "Ar Stal"), ("en", "The Workshop")])
def test_the_page_speaks_the_language_of_its_address(strict, language, words):
    request = asked(title="L’Atelier")
    translate(request.actor, language, title=words)

    page = ReadPage.at(strict, link(request, language))

    assert page.soup.html["lang"] == language
    assert page.one(".head__lead") == words
    assert page.language_of("Ce que fait cet acteur.") == language


def test_the_link_of_an_entry_merged_since_leads_to_the_one_that_stands_for_it(strict):
    request = asked(title="Le Club")
    kept = ActorPageFactory(title="Le Club du Port")
    row = merge(pair_of(kept, request.actor), key_of(kept), {})

    response = strict.get(link(request))
    page = ReadPage(response.content.decode())

    assert response.status_code == 410
    assert "réunie avec une autre" in page.one("main")
    assert page.soup.select_one(f'main a[href="{kept.reading_path}"]')
    undo(row)
    assert strict.get(link(request)).status_code == 200
