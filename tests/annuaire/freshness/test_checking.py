"""`manage.py check_freshness`: who is written to, what is marked, hidden, and what becomes of it."""

import datetime as dt

import pytest
import time_machine
from django.core import mail as outbox
from django.core.management import call_command
from wagtail.models import PageLogEntry

from annuaire.freshness import checking
from annuaire.freshness.checking import check_all
from annuaire.freshness.enums import Freshness, Step
from annuaire.freshness.models import ConfirmationRequest
from annuaire.models import ActorPage
from core.clock import today
from core.mail.sending import send_waiting
from core.models import OutgoingMail
from tests.annuaire.freshness.sample import EMAIL, aged, day_after, never_confirmed
from tests.factories.core import translate

pytestmark = pytest.mark.django_db


def steps(actor: ActorPage) -> list[str]:
    return list(actor.confirmation_requests.order_by("asked_at").values_list("step", flat=True))


def freshness(actor: ActorPage) -> int:
    return ActorPage.objects.values_list("freshness", flat=True).get(pk=actor.pk)


def test_after_six_months_the_structure_is_mailed_once_however_often_the_command_runs():
    old, young = aged(6), aged(5, 25)

    for _run in range(3):
        call_command("check_freshness")
    send_waiting()
    send_waiting()

    assert (steps(old), steps(young)) == (["ask"], [])
    (sent,) = outbox.outbox
    assert sent.to == [EMAIL]
    assert sent.reply_to == ["contact@agenda.example"]


def test_the_mail_says_what_is_confirmed_what_follows_and_until_when(settings):
    with time_machine.travel("2026-07-15T10:00:00Z", tick=False):
        actor = aged(6, title="L’Atelier", phone="02 97 00 00 00", verified_on=dt.date(2026, 1, 15))
        check_all(today())
    mail = OutgoingMail.objects.get()

    assert mail.subject == "La fiche « L’Atelier » est-elle toujours exacte ?"
    for words in (
        "Cette fiche a été confirmée pour la dernière fois le 15 janvier",
        "– Téléphone : 02 97 00 00 00",
        "– Site web : non renseigné",
        "« non confirmée » le 15 janvier 2027",
        "sera masquée le 15 juillet 2027",
        "s’éteint le 13 octobre",
        f"{settings.SITE_URL}/confirmer/",
        f"{settings.SITE_URL}{actor.url}",
        "répondre à ce courriel",
    ):
        assert words in mail.text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "<strong>Téléphone</strong>" in mail.html


def test_an_entry_never_confirmed_ages_from_its_publication_and_the_mail_says_so():
    actor = never_confirmed(7)

    check_all(today())

    assert steps(actor) == ["ask"]
    assert "n’a encore jamais été confirmée" in OutgoingMail.objects.get().text


def test_the_first_mail_is_no_reminder_however_late_it_comes():
    late = aged(10, title="L’Atelier")

    check_all(today())

    assert steps(late) == ["remind"]
    assert OutgoingMail.objects.get().subject == "La fiche « L’Atelier » est-elle toujours exacte ?"


def test_the_second_mail_is_a_reminder():
    with time_machine.travel("2026-07-15T10:00:00Z", tick=False) as clock:
        aged(6, title="L’Atelier")
        check_all(today())
        clock.move_to("2026-10-16T10:00:00Z")
        check_all(today())

    second = OutgoingMail.objects.latest("pk")
    assert second.subject == "Rappel : la fiche « L’Atelier » est-elle toujours exacte ?"


def test_the_mail_speaks_the_languages_of_the_entry_french_first():
    actor = aged(6, title="L’Atelier")
    translate(actor, "br", title="Ar Stal")
    translate(actor, "en", title="The Workshop", live=False)

    check_all(today())

    mail = OutgoingMail.objects.get()
    assert mail.subject.startswith("La fiche « L’Atelier »")
    assert "Ar Stal" in mail.text
    assert "/br/confirmer/" in mail.text
    assert "The Workshop" not in mail.text
    assert '<div lang="br">' in mail.html


@pytest.mark.parametrize(
    "facts",
    [{"email": ""}, {"example": True}, {"email": "contact@asso.example"}, {"email": "a@EXAMPLE.org"}],
    ids=["no address", "an invented entry", "a reserved domain", "another"],
)
def test_nobody_is_written_to_at_an_invented_address_or_none_but_editors_are_told(facts):
    actor = aged(7, **facts)

    check_all(today())
    check_all(today())

    assert not OutgoingMail.objects.exists()
    assert steps(actor) == [Step.EDITORS]


def test_an_address_given_later_is_written_to():
    actor = aged(7, email="")
    check_all(today())
    ActorPage.objects.filter(pk=actor.pk).update(email=EMAIL)

    check_all(today())

    assert steps(actor) == ["editors", "ask"]


def test_drafts_private_pages_and_translations_are_left_alone():
    aged(20, draft=True)
    translate(aged(1), "br", title="Ar Stal")

    assert not check_all(today())


def test_the_whole_life_of_an_entry_that_nobody_confirms(client):
    actor = aged(0, title="Le Silencieux")
    seen = {}
    for month in range(1, 25):
        with time_machine.travel(day_after(months=month)):
            check_all(today())
            seen[month] = freshness(actor)

    assert seen == {
        month: Freshness.CURRENT if month < 12 else Freshness.STALE if month < 18 else Freshness.HIDDEN
        for month in range(1, 25)
    }
    assert steps(actor) == ["ask", "remind", "mark", "last", "hide"]
    assert OutgoingMail.objects.count() == 5
    history = PageLogEntry.objects.filter(page=actor.pk, action__startswith="annuaire.freshness.")
    assert [entry.action.rpartition(".")[2] for entry in history.order_by("timestamp", "pk")] == [
        "asked", "asked", "stale", "asked", "asked", "hidden", "asked",
    ]  # fmt: skip


def test_a_directory_of_old_dates_hides_nothing_on_its_first_day():
    actors = [aged(months) for months in (13, 30, 120)]

    done = check_all(today())

    assert {freshness(actor) for actor in actors} == {Freshness.STALE}
    assert done["hidden"] == 0


def test_a_dry_run_says_the_same_and_writes_nothing(capsys):
    actors = [aged(5), aged(10), aged(5, email="")]

    with time_machine.travel(day_after(months=2, days=3)):
        call_command("check_freshness", dry_run=True)
        said = capsys.readouterr().out
        assert not ConfirmationRequest.objects.exists()
        assert {freshness(actor) for actor in actors} == {Freshness.CURRENT}

        call_command("check_freshness")
        assert capsys.readouterr().out == said

    assert said.splitlines() == [
        "1 demandes",
        "1 annonces de la mention « non confirmée »",
        "1 fiches à joindre par l’équipe",
        "1 fiches marquées non confirmées",
    ]


def test_one_entry_that_fails_does_not_stop_the_others(monkeypatch):
    first, second = aged(7), aged(7)
    ask = checking.ask

    def fail_on_first(actor, *args):
        if actor.pk == first.pk:
            raise ValueError("no")
        return ask(actor, *args)

    monkeypatch.setattr(checking, "ask", fail_on_first)

    assert check_all(today())["failed"] == 1
    assert (steps(first), steps(second)) == ([], ["ask"])


def test_a_new_date_of_verification_starts_again_from_there():
    actor = aged(13)
    check_all(today())
    assert freshness(actor) == Freshness.STALE

    actor.refresh_from_db()
    actor.verified_on = today()
    actor.save_revision().publish()

    assert freshness(actor) == Freshness.CURRENT
    assert not check_all(today())


def test_the_territory_may_choose_other_delays(settings):
    settings.TERRITORY.data["freshness"] = {"ask_months": 2, "mark_months": 4, "hide_months": 6}
    try:
        actor = aged(4)
        check_all(today())
    finally:
        del settings.TERRITORY.data["freshness"]

    assert freshness(actor) == Freshness.STALE


def test_the_number_of_queries_does_not_grow_with_the_entries_that_are_left_alone(django_assert_num_queries):
    for _number in range(3):
        aged(1)

    with django_assert_num_queries(2):  # restrictions, entries
        check_all(today())


def test_what_people_wrote_is_forgotten_after_a_year():
    aged(6)
    check_all(today())
    request = ConfirmationRequest.objects.get()
    ConfirmationRequest.objects.filter(pk=request.pk).update(answer="correction", remark="Rue fausse")

    with time_machine.travel(day_after(months=13)):
        call_command("check_freshness")
        request.refresh_from_db()
        assert request.remark  # nobody has dealt with it
        ConfirmationRequest.objects.update(settled_at=request.asked_at)
        call_command("check_freshness")

    request.refresh_from_db()
    assert (request.recipient, request.remark) == ("", "")
