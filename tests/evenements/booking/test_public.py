"""The form on the page of an event, and the page of a booking: without account, cookie or script."""

import datetime as dt

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from core.clock import now
from core.models import OutgoingMail
from evenements.booking import allocation, choices, own
from evenements.booking import page as page_module
from evenements.booking.forms import date_value
from evenements.booking.links import path_of
from evenements.booking.models import Booking
from evenements.models import EventPage
from tests.evenements.booking.sample import MORNING, asked, booked, date_of, republish, states, workshop
from tests.factories.core import translate
from tests.reading import ReadPage, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _april(settings):
    settings.FROZEN_NOW = MORNING


@pytest.fixture
def fill(client):
    """Fills in the form as the page shows it; gives what sends it some seconds later."""

    def go(event: EventPage, prefix: str = "", *, after: float = 30, **typed):
        opened = dt.datetime.now(dt.UTC).replace(microsecond=0)
        with time_machine.travel(opened, tick=False):
            form = ReadPage.at(client, prefix + event.url).soup.select_one("#reserver form")
        data = {field["name"]: field.get("value", "") for field in form.select("input:not([type=radio])")}
        data |= {field["name"]: field["value"] for field in form.select("input[type=radio][checked]")}
        answers = [field["name"] for field in form.select("input[name^=answer_]")]
        typed |= {answers[int(name[-1])]: typed.pop(name) for name in list(typed) if name in ("answer_0", "answer_1")}
        data |= {"name": "Enora", "email": "Enora@courriel.bzh"} | typed

        def post():
            with time_machine.travel(opened + dt.timedelta(seconds=after), tick=False):
                return client.post(form["action"].partition("#")[0], data)

        post.data = data
        return post

    return go


@pytest.fixture
def send(fill):
    """Fills in the form as the page shows it, and sends it some seconds later."""
    return lambda *args, **typed: fill(*args, **typed)()


def shown(response) -> ReadPage:
    return ReadPage(response.content.decode())


class TestForm:
    def test_says_the_seats_left_at_each_date_and_who_waits(self, client):
        weekly = {"frequency": "weekly", "until": dt.date(2027, 4, 21)}
        event = workshop(2, line_facts=weekly)
        booked(event, "Enora", 2)
        booked(event, "Malo")
        allocation.book(date_of(event, 1), asked("Nolwenn"), now())
        page = ReadPage.at(client, event.url)
        assert page.all("#reserver .choice") == [
            "mercredi 7 avril 14 h – 17 h Une personne sur la liste d’attente Complet",
            "mercredi 14 avril 14 h – 17 h 1 place libre",
            "mercredi 21 avril 14 h – 17 h 2 places libres",
        ]
        assert len(page.soup.select("#reserver .choice input[checked]")) == 1
        assert page.links(".head .actions") == {"Réserver une place": "#reserver"}

    def test_the_head_of_a_workshop_counts_the_seats_left_while_there_are_some(self, client):
        weekly = {"frequency": "weekly", "until": dt.date(2027, 4, 14)}
        event = workshop(2, line_facts=weekly)
        booked(event, "Enora")
        assert ReadPage.at(client, event.url).one(".head__mark") == "3 places libres"
        booked(event, "Malo")
        allocation.book(date_of(event, 1), asked("Nolwenn", 2), now())
        assert ReadPage.at(client, event.url).one(".head__mark") == "prochain 7 avril"

    def test_asks_for_a_name_an_address_a_number_and_the_organisers_questions_and_says_what_for(self, client):
        event = workshop(booking_questions="Avez-vous un ordinateur ? *\nUn sujet à proposer ?")
        page = ReadPage.at(client, event.url)
        form = page.soup.select_one("#reserver form")
        assert [words(label) for label in form.select(".field > label")] == [
            "Votre nom",
            "Votre adresse électronique",
            "Combien de personnes, vous compris ?",
            "Avez-vous un ordinateur ?",
            "Un sujet à proposer ?",
        ]
        first, second = form.select("input[name^=answer_]")
        assert first.has_attr("required")
        assert not second.has_attr("required")
        told = words(form.select_one("p.small"))
        assert "Elles sont lues par RN165" in told
        assert "effacées 3 mois après la date" in told

    @pytest.mark.parametrize(
        ("prefix", "what", "until"),
        [
            ("", "Vous réservez une place", "trois mois après la date"),
            ("/br", "Mirout a rit ur plas", "tri miz goude an deiziad"),
            ("/en", "You book a seat", "three months after the date"),
        ],
    )
    def test_leads_to_the_page_that_says_what_is_known_who_reads_it_and_until_when(self, client, prefix, what, until):
        page = ReadPage.at(client, prefix + workshop().url)
        (path,) = page.links("#reserver form").values()
        told = ReadPage.at(client, path).text
        assert what in told
        assert until in told

    def test_is_kept_by_no_cache_that_would_show_its_key_to_someone_else(self, client):
        assert client.get(workshop().url)["Cache-Control"] == "private"
        elsewhere = workshop(registration="none", slug="ailleurs")
        assert "Cache-Control" not in client.get(elsewhere.url)

    def test_sets_no_cookie(self, client, send):
        event = workshop()
        client.get(event.url)
        send(event)
        assert not client.cookies

    def test_books_and_leads_to_the_page_of_the_booking(self, client, send):
        event = workshop(booking_questions="Un ordinateur ? *")
        response = send(event, people="2", answer_0="Oui")
        booking = Booking.objects.get()
        assert (booking.name, booking.email, booking.people) == ("Enora", "enora@courriel.bzh", 2)
        assert booking.answers == [["Un ordinateur ?", "Oui"]]
        assert (response.status_code, response["Location"]) == (303, path_of(booking, "fr"))
        page = ReadPage.at(client, response["Location"])
        assert page.one("h1") == "C’est réservé"
        assert page.facts()["Personnes"] == "2"

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"name": " "}, "Écrivez un nom, ou un pseudonyme."),
            ({"email": "enora@"}, "Écrivez une adresse comme nom@exemple.fr."),
            ({"people": "9"}, "Écrivez un nombre de personnes, de 1 à 4."),
            ({"people": "x"}, "Écrivez un nombre de personnes, de 1 à 4."),
            ({"date": "0"}, "Cette date ne peut plus être réservée."),
            ({"date": ""}, "Choisissez une date."),
            ({"answer_0": ""}, "Répondez à cette question."),
            ({"site_web": "https://x.example"}, "Laissez vide le champ « Site web »"),
            ({"token": "rien"}, "Ce formulaire n’a pas pu être lu"),
        ],
    )
    def test_what_is_wrong_is_said_with_its_field_and_what_was_typed_stays(self, send, typed, sentence):
        response = send(workshop(booking_questions="Un ordinateur ? *"), **{"answer_0": "Oui"} | typed)
        assert response.status_code == 400
        page = shown(response)
        assert sentence in page.one("#reserver .summary")
        assert page.soup.select_one("#r-name")["value"] == typed.get("name", "Enora")
        for link in page.soup.select("#reserver .summary a"):
            field = page.soup.select_one(link["href"])
            beside = [page.soup.find(id=name) for name in field["aria-describedby"].split()]
            assert sentence in [words(element) for element in beside]
            assert field.name == "fieldset" or field["aria-invalid"] == "true"
        assert len(page.soup.select("#reserver .summary a")) == ("token" not in typed and "site_web" not in typed)
        assert not Booking.objects.exists()

    @pytest.mark.parametrize(
        ("after", "sentence"),
        [(0.5, "C’était très rapide"), (25 * 3600, "Cette page est restée ouverte longtemps")],
    )
    def test_a_form_sent_too_soon_or_too_late_is_asked_again(self, send, after, sentence):
        response = send(workshop(), after=after)
        assert (response.status_code, Booking.objects.count()) == (400, 0)
        assert sentence in shown(response).text

    def test_sent_twice_it_books_once(self, client):
        event = workshop()
        form = ReadPage.at(client, event.url).soup.select_one("#reserver form")
        data = {field["name"]: field.get("value", "") for field in form.select("input")}
        data |= {"name": "Enora", "email": "enora@courriel.bzh", "date": date_value(date_of(event))}
        with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=9), tick=False):
            answers = [client.post(f"/reserver/{event.pk}/", data) for _ in range(2)]
        assert len({answer["Location"] for answer in answers}) == 1
        assert Booking.objects.count() == OutgoingMail.objects.count() == 1

    def test_filled_in_again_after_going_back_it_is_another_booking(self, client, fill):
        event = workshop(5)
        post = fill(event, name="Maman")
        first = post()
        again = fill(event, name="Papa", people="3", token=post.data["token"])()
        assert again["Location"] != first["Location"]
        assert post()["Location"] == first["Location"]
        assert list(Booking.objects.order_by("pk").values_list("name", "people")) == [("Maman", 1), ("Papa", 3)]
        client.post(first["Location"], {"action": "cancel"})
        assert ReadPage.at(client, post()["Location"]).one("h1") == "C’est réservé"

    def test_two_questions_left_unanswered_are_each_named(self, send):
        page = shown(send(workshop(booking_questions="Un ordinateur ? *\nUn sujet ? *")))
        assert page.all("#reserver .summary li") == [
            "Un ordinateur ? – Répondez à cette question.",
            "Un sujet ? – Répondez à cette question.",
        ]

    def test_an_answer_goes_with_its_question_when_they_are_put_in_another_order_meanwhile(self, fill):
        event = workshop(booking_questions="Âge ?\nRégime ?")
        post = fill(event, answer_0="42 ans", answer_1="Rien")
        republish(event, booking_questions="Régime ?\nÂge ?")
        assert post().status_code == 303
        assert Booking.objects.get().answers == [["Régime ?", "Rien"], ["Âge ?", "42 ans"]]

    def test_a_question_edited_meanwhile_is_asked_again(self, fill):
        event = workshop(booking_questions="Âge ?\nRégime ?")
        post = fill(event, answer_0="42 ans", answer_1="Rien")
        republish(event, booking_questions="Taille ?\nRégime ?")
        response = post()
        assert response.status_code == 400
        assert "Les questions viennent de changer" in shown(response).one("#reserver .summary")
        answers = shown(response).soup.select("#reserver input[name^=answer_]")
        assert [field["value"] for field in answers] == ["", "Rien"]
        assert not Booking.objects.exists()

    def test_a_date_moved_meanwhile_is_not_booked_unasked(self, client, fill):
        event = workshop()
        post = fill(event)
        republish(event, start_date=dt.date(2027, 4, 9))
        response = post()
        assert response.status_code == 400
        page = shown(response)
        assert "Cette date vient d’être déplacée" in page.one("#reserver .summary")
        assert page.soup.select("#reserver input[type=radio][checked]") == []
        assert "vendredi 9 avril 14 h – 17 h" in page.all("#reserver .choice")[0]
        assert not Booking.objects.exists()
        assert fill(event)().status_code == 303

    def test_dates_beyond_those_of_a_page_are_counted_and_booked_on_the_next(self, client, fill, monkeypatch):
        monkeypatch.setattr(choices, "PER_PAGE", 2)
        monkeypatch.setattr(page_module, "PER_PAGE", 2)
        event = workshop(5, line_facts={"frequency": "weekly", "count": 5, "until": None})
        translate(event, "en", title="Soldering")
        first = ReadPage.at(client, event.url)
        assert first.one(".head__mark") == "25 places libres"
        assert first.links("#reserver")["Dates suivantes"] == f"{event.url}?dates=2#reserver"
        last = ReadPage.at(client, f"/en{event.url}?dates=3")
        assert len(last.all("#reserver .choice")) == 1
        assert next(iter(last.links("#reserver").values())) == f"/en{event.url}?dates=2#reserver"
        for asked_for in ("0", "9", "x", "9" * 5000):
            assert ReadPage.at(client, f"{event.url}?dates={asked_for}").soup.select("#reserver .choice input[checked]")
        fifth = date_value(date_of(event, 4))
        refused = fill(event, date=fifth, name="")()
        assert shown(refused).soup.select_one("#reserver input[checked]")["value"] == fifth
        assert fill(event, date=fifth)().status_code == 303
        assert Booking.objects.get().date.original_day == dt.date(2027, 5, 5)

    def test_a_date_that_filled_while_the_form_was_open_is_told_and_nothing_is_booked(self, fill):
        event = workshop(2, waiting_list=False)
        post = fill(event, people="2")
        booked(event, "Malo")
        response = post()
        assert response.status_code == 409
        assert "Il ne reste pas assez de places à cette date." in shown(response).one("#reserver .summary")
        assert shown(response).soup.select_one("#r-name")["value"] == "Enora"
        booked(event, "Nolwenn")
        assert post().status_code == 409  # not one seat is left
        assert states(event) == {"Malo": "booked", "Nolwenn": "booked"}

    def test_one_that_filled_while_the_form_was_open_is_waited_for_where_one_may(self, client, fill):
        event = workshop(1)
        post = fill(event)
        booked(event, "Malo")
        response = post()
        assert response.status_code == 303
        assert ReadPage.at(client, response["Location"]).one("h1") == "Vous êtes sur la liste d’attente"
        assert states(event) == {"Malo": "booked", "Enora": "waiting"}

    def test_a_date_of_another_event_is_not_booked_by_the_form_of_this_one(self, send):
        other = workshop(slug="autre")
        response = send(workshop(), date=date_value(date_of(other)))
        assert response.status_code == 400
        assert "Cette date ne peut plus être réservée." in shown(response).one("#reserver .summary")
        assert not Booking.objects.exists()

    def test_too_many_requests_from_one_address_are_refused_for_a_while(self, send, monkeypatch):
        monkeypatch.setattr("evenements.booking.limits.MOST_ASKED", 1)
        event = workshop()
        assert send(event).status_code == 303
        response = send(event, name="Malo")
        assert response.status_code == 429
        assert "Trop de demandes viennent d’ici" in shown(response).text

    def test_too_many_requests_for_one_e_mail_address_are_refused_wherever_they_come_from(
        self, client, send, monkeypatch
    ):
        monkeypatch.setattr("evenements.booking.limits.MOST_FOR_ONE", 1)
        event = workshop()
        client.defaults["REMOTE_ADDR"] = "192.0.2.1"
        assert send(event).status_code == 303
        client.defaults["REMOTE_ADDR"] = "198.51.100.1"
        response = send(event)
        assert response.status_code == 429
        assert "Trop de demandes sont faites avec cette adresse" in shown(response).text
        assert send(event, name="Malo", email="malo@courriel.bzh").status_code == 303
        assert Booking.objects.count() == 2

    def test_the_addresses_of_one_subscriber_are_counted_as_one(self, client, send, monkeypatch):
        monkeypatch.setattr("evenements.booking.limits.MOST_ASKED", 1)
        event = workshop()
        asked_from = ("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", "2001:db8:1:2::1", "::ffff:192.0.2.1", "192.0.2.1")
        answers = []
        for address in asked_from:
            client.defaults["REMOTE_ADDR"] = address
            answers.append(send(event).status_code)
        assert answers == [303, 429, 303, 303, 429]

    def test_the_language_is_that_of_the_page_with_the_questions_it_translates(self, client, send):
        event = workshop(booking_questions="Un ordinateur ?")
        translate(event, "en", title="Soldering", booking_questions="A computer?")
        page = ReadPage.at(client, f"/en{event.url}")
        assert "A computer?" in page.all("#reserver label")
        response = send(event, "/en", answer_0="Yes")
        booking = Booking.objects.get()
        assert (booking.language, booking.answers) == ("en", [["Un ordinateur ?", "Yes"]])
        assert response["Location"].startswith("/en/reservations/")
        assert OutgoingMail.objects.get().subject == "Booking confirmed: Soldering"

    @pytest.mark.parametrize(
        ("facts", "sentence"),
        [
            ({"booking_opens": 1}, "Les réservations ouvrent le mardi 6 avril, 14 h."),
            ({"booking_closes": 100}, "Les réservations sont closes."),
            ({"state": "cancelled"}, "Aucune date à venir ne peut être réservée."),
        ],
    )
    def test_when_nothing_can_be_booked_it_says_why(self, client, facts, sentence):
        page = ReadPage.at(client, workshop(**facts).url)
        assert sentence in words(page.section("Réserver une place"))
        assert not page.soup.select("#reserver form")

    def test_seats_cost_the_same_whatever_their_number(self, client, django_assert_max_num_queries):
        weekly = {"frequency": "weekly", "count": 40}
        event = workshop(line_facts=weekly)
        for number in range(6):
            allocation.book(date_of(event, number), asked(f"p{number}"), now())
        client.get(event.url)
        with django_assert_max_num_queries(28):
            client.get(event.url)

    @pytest.mark.parametrize("digits", [20, 5000])
    def test_an_event_whose_number_no_database_reads_is_not_there(self, client, digits):
        assert client.get(f"/reserver/{'9' * digits}/").status_code == 404

    def test_an_address_is_kept_in_lower_case_and_its_domain_stays_the_same(self, send):
        send(workshop(), email="Enora@Straße.de")
        assert Booking.objects.get().email == "enora@straße.de"

    @pytest.mark.parametrize("how", ["withdrawn", "private", "elsewhere"])
    def test_an_event_made_private_withdrawn_or_booked_elsewhere_while_the_form_was_open_takes_nothing(
        self, client, fill, how
    ):
        event = workshop()
        post = fill(event)
        if how == "withdrawn":
            event.unpublish()
        elif how == "private":
            PageViewRestriction.objects.create(page=event, restriction_type=PageViewRestriction.LOGIN)
        else:
            republish(event, registration="none", seats=None)
        assert post().status_code == 404
        assert client.get(f"/reserver/{event.pk}/").status_code == 404
        assert not Booking.objects.exists()
        assert not OutgoingMail.objects.exists()


class TestOwnPage:
    def test_its_link_opens_no_other_and_a_changed_one_says_so(self, client):
        event = workshop()
        path = path_of(booked(event, "Enora"), "fr")
        other = path_of(booked(event, "Malo"), "fr")
        assert "Enora" in client.get(path).content.decode()
        mixed = other.partition(".")[0] + "." + path.partition(".")[2]
        response = client.get(mixed)
        assert response.status_code == 403
        assert "Ce lien n’est pas entier, ou il a été modifié." in shown(response).text

    def test_nothing_of_it_leaks_by_referer_cache_or_search(self, client):
        response = client.get(path_of(booked(workshop()), "fr"))
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Cache-Control"] == "no-store, private"

    def test_reading_it_changes_nothing_and_sending_cancels(self, client):
        event = workshop()
        path = path_of(booked(event), "fr")
        client.get(path, {"action": "cancel"})
        assert states(event) == {"Enora": "booked"}
        response = client.post(path, {"action": "cancel"}, follow=True)
        assert states(event) == {"Enora": "cancelled"}
        assert shown(response).one("h1") == "Cette réservation est annulée"

    def test_a_cancel_offers_the_seat_to_the_next_who_accepts_by_the_link(self, client):
        event = workshop(1)
        first, second = booked(event, "Enora"), booked(event, "Malo")
        assert "Vous êtes la première demande de la liste." in client.get(path_of(second, "fr")).content.decode()
        client.post(path_of(first, "fr"), {"action": "cancel"})
        page = ReadPage.at(client, path_of(second, "fr"))
        assert page.one("h1") == "Une place est pour vous"
        assert client.get(path_of(second, "fr") + "date.ics").status_code == 404  # not theirs yet
        assert "Acceptez-la avant le" in page.one(".head__lead")
        client.post(path_of(second, "fr"), {"action": "accept"})
        assert states(event) == {"Enora": "cancelled", "Malo": "booked"}
        response = client.post(path_of(first, "fr"), {"action": "accept"})
        assert response.status_code == 409
        assert "Cette réservation n’est plus en cours." in shown(response).text

    def test_an_offer_that_no_longer_holds_says_so_and_shows_the_list(self, client):
        event = workshop(1)
        first, second = booked(event, "Enora"), booked(event, "Malo")
        allocation.cancel(first, now())
        republish(event, state="full")
        response = client.post(path_of(second, "fr"), {"action": "accept"})
        assert response.status_code == 409
        assert shown(response).one("h1") == "Vous êtes sur la liste d’attente"
        assert "Vous gardez votre rang en liste d’attente." in shown(response).one("[role=alert]")

    def test_changes_the_name_and_the_number(self, client):
        event = workshop(3)
        booking = booked(event, "Enora", 2)
        path = path_of(booking, "fr")
        assert client.post(path, {"action": "change", "name": "Enora K.", "people": "3"}).status_code == 303
        assert states(event) == {"Enora K.": "booked"}
        response = client.post(path, {"action": "change", "name": "", "people": "4"})
        assert response.status_code == 400
        assert shown(response).all(".error") == ["Écrivez un nom, ou un pseudonyme."]
        response = client.post(path, {"action": "change", "name": "Enora", "people": "4"})
        assert shown(response).all(".error") == ["Il ne reste pas assez de places à cette date."]

    @pytest.mark.parametrize("limit", ["MOST_CHANGES", "MOST_ASKED", "MOST_FOR_ONE"])
    def test_is_not_changed_over_and_over_and_what_changes_nothing_is_no_mail(self, client, monkeypatch, limit):
        monkeypatch.setattr(f"evenements.booking.limits.{limit}", 2)
        path = path_of(booked(workshop()), "fr")
        said = {"action": "change", "people": "1"}
        for _ in range(4):
            assert client.post(path, said | {"name": "Enora"}).status_code == 303
        answers = [client.post(path, said | {"name": f"Gagnez un prix {number}"}) for number in range(4)]
        assert [answer.status_code for answer in answers] == [303, 303, 429, 429]
        assert "Trop de changements sont demandés" in shown(answers[-1]).one("[role=alert]")
        assert OutgoingMail.objects.count() == 3

    def test_of_a_cancelled_date_says_so_and_asks_nothing(self, client):
        event = workshop()
        path = path_of(booked(event), "fr")
        republish(event, state="cancelled")
        page = ReadPage.at(client, path)
        assert (page.one("h1"), page.one(".head__lead")) == (
            "Cette date est annulée",
            "Elle n’aura pas lieu comme prévu. Vous n’avez rien à faire.",
        )
        assert [words(button) for button in page.soup.select("main button, .head .button")] == ["Effacer mes données"]

    def test_says_that_a_mail_leaves_while_it_does(self, client, settings):
        path = path_of(booked(workshop()), "fr")
        assert ReadPage.at(client, path).one(".head__lead") == "La confirmation part à enora@courriel.bzh."
        settings.FROZEN_NOW = "2027-04-06T09:00"
        assert ReadPage.at(client, path).soup.select(".head__lead") == []

    def test_of_an_event_taken_offline_leads_to_nothing_that_is_not_there(self, client):
        event = workshop()
        path = path_of(booked(event), "fr")
        calendar = f"{path}date.ics"
        assert set(ReadPage.at(client, path).links("body").values()) >= {calendar, event.url}
        event.unpublish()
        page = ReadPage.at(client, path)
        assert page.one("h1") == "C’est réservé"
        assert not {calendar, event.url} & set(page.links("body").values())
        assert "Annuler cette réservation" in page.all("main button")

    def test_erases_everything_of_somebody_at_once_and_gives_the_seat_back(self, client):
        event = workshop(1)
        booking = booked(event, "Enora", answers=(("Un ordinateur ?", "Oui"),))
        booked(event, "Malo")
        path = path_of(booking, "fr")
        assert shown(client.post(path, {"action": "forget"})).one("h1") == "C’est effacé"
        booking.refresh_from_db()
        assert (booking.name, booking.email, booking.answers, booking.state) == ("", "", [], "cancelled")
        assert states(event)["Malo"] == "offered"
        assert not OutgoingMail.objects.filter(recipient="enora@courriel.bzh").exists()
        assert client.get(path).status_code == 410

    def test_gives_the_seat_back_and_erases_at_once_or_neither(self, client, monkeypatch):
        event = workshop(1)
        path = path_of(booked(event), "fr")

        def fail(bookings):
            raise RuntimeError("half way")

        monkeypatch.setattr(own, "forget", fail)
        with pytest.raises(RuntimeError, match="half way"):
            client.post(path, {"action": "forget"})
        assert states(event) == {"Enora": "booked"}

    def test_gives_the_calendar_file_of_its_date(self, client):
        booking = booked(workshop())
        response = client.get(path_of(booking, "fr") + "date.ics")
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert f"UID:{booking.date.line_uid}" in response.content.decode()
        allocation.cancel(booking, now())
        assert client.get(path_of(booking, "fr") + "date.ics").status_code == 404

    def test_what_people_typed_is_never_markup(self, client):
        page = client.get(path_of(booked(workshop(), "<b>Enora</b>", email="e@courriel.bzh"), "fr"))
        assert BeautifulSoup(page.content, "html.parser").select("dd b") == []


class TestLists:
    def test_workshops_are_filtered_by_the_seats_left_and_feeds_are_not(self, client):
        full, open_one = workshop(1, title="Plein", slug="plein"), workshop(1, title="Libre", slug="libre")
        workshop(title="Ailleurs", slug="ailleurs", registration="none")
        client.get("/ateliers/?places=1")
        booked(full)
        page = ReadPage.at(client, "/ateliers/?places=1")
        assert page.all(".entry__title") == ["Libre"]
        assert "Places restantes" in page.all(".filters label span, .filters .choice span")
        assert page.links(".subscribe")["S’abonner à cette sélection"] == "/ateliers/abonnement/"
        feed = client.get("/ateliers/agenda.ics").content
        assert client.get("/ateliers/agenda.ics?places=1").content.count(b"BEGIN:VEVENT") == 3
        booked(open_one)
        assert ReadPage.at(client, "/ateliers/?places=1").all(".entry__title") == []
        assert client.get("/ateliers/agenda.ics").content == feed

    @pytest.mark.parametrize("days", ["", "&du=2027-04-01", "&du=2027-04-07&au=2027-04-07", "&niveau=debutant"])
    def test_a_date_is_listed_with_seats_left_until_the_minute_its_bookings_close(self, client, settings, days):
        def told() -> tuple[list[str], list[bool]]:
            """What the filter lists, and whether the whole list says seats beside each."""
            listed = ReadPage.at(client, f"/ateliers/?places=1{days}").all(".entry__title")
            beside = ReadPage.at(client, f"/ateliers/?x=1{days}").all(".entry")
            return listed, ["libre" in row for row in beside]

        event = workshop(3, title="Laser", level="debutant", booking_opens=5)
        workshop(3, title="Plus tôt", slug="tot", level="debutant", booking_closes=26)
        for moment, both in (("04-01T09:00", True), ("04-06T09:00", True), ("04-06T11:59", True)):
            settings.FROZEN_NOW = f"2027-{moment}"
            assert told() == (["Laser", "Plus tôt"], [both, both]), moment
        settings.FROZEN_NOW = "2027-04-06T12:00"
        assert told() == (["Laser"], [True, False])
        settings.FROZEN_NOW = "2027-04-07T11:59"
        assert told() == (["Laser"], [True, False])
        settings.FROZEN_NOW = "2027-04-07T12:00"  # two hours before
        assert told() == ([], [False, False])
        republish(event, booking_closes=1)
        assert told() == (["Laser"], [True, False])
        booked(event, people=3)
        assert told() == ([], [False, False])

    @pytest.mark.parametrize("path", ["/ateliers/", "/agenda/", "/"])
    def test_the_seats_left_are_said_beside_each_date_that_may_be_booked(self, client, settings, path):
        def told() -> list[str]:
            rows = ReadPage.at(client, path).all(".list--num li" if path == "/" else ".entry")
            return [row for row in rows if "libre" in row]

        first, second = workshop(3, title="Laser"), workshop(2, title="Robots", slug="robots")
        workshop(title="Ailleurs", slug="ailleurs", registration="none")
        booked(first, "Enora", 2)
        booked(second, "Malo", 2)
        (row,) = told()
        assert "Laser" in row
        assert "1 place libre" in row
        settings.FROZEN_NOW = "2027-04-07T12:30"  # bookings close two hours before
        assert told() == []

    def test_seats_left_take_one_query_however_many_dates_have_some(self, client):
        def asked_for() -> int:
            client.get("/ateliers/")
            with CaptureQueriesContext(connection) as captured:
                client.get("/ateliers/")
            return len(captured)

        workshop(registration="none", slug="sans")
        without = asked_for()
        for number in range(6):
            booked(workshop(line_facts={"frequency": "weekly", "count": 3}, slug=f"a{number}"), f"p{number}")
        assert asked_for() <= without + 1

    def test_full_is_said_with_the_waiting_list_wherever_the_date_is(self, client):
        event = workshop(1, title="Plein")
        other = workshop(1, title="Plein aussi", slug="autre", waiting_list=False)
        month = "/agenda/mois/2027-04/"
        client.get(month)
        booked(event)
        booked(other)
        for path in ("/ateliers/", "/agenda/", month):
            page = ReadPage.at(client, path)
            assert set(page.all(".entry .state, .month .state")) == {"Complet, liste d’attente", "Complet"}, path
        assert "Complet, liste d’attente" in ReadPage.at(client, event.url).all(
            "#dates ~ .list .state, .list--num .state"
        )

    def test_news_feeds_do_not_change_with_bookings(self, client):
        event = workshop(1)
        before = client.get("/ateliers/agenda.rss").content
        booked(event)
        assert client.get("/ateliers/agenda.rss").content == before
        assert b"COMPLET" not in before
