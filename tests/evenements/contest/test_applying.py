"""Entering the contest: without account, cookie or script, until the minute it closes."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail_factories import ImageFactory

from core.models import OutgoingMail
from evenements.contest.entering import withdraw
from evenements.contest.enums import ApplicationState
from evenements.contest.links import path_of, token_of
from evenements.contest.models import Application, ApplicationFile, ContestCriterion, Decision, Mark, Recusal
from evenements.models import ContestEntryPage, ContestEntryPicture, ContestPage
from tests.evenements.contest.jury_sample import filed, juror
from tests.evenements.contest.sample import OPEN, begin, draft, open_edition, send, shown, whole
from tests.factories.annuaire import ActorPageFactory
from tests.factories.contest import ContestEntryPageFactory, ContestPageFactory, category, midnight
from tests.factories.core import CommuneFactory, translate
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db
CLOSED = "Les candidatures sont closes depuis le dimanche 31 janvier."


@pytest.fixture(autouse=True)
def _november(settings):
    settings.FROZEN_NOW = OPEN


class TestBeginning:
    def test_the_edition_leads_to_its_form_while_it_is_open(self, client, settings):
        edition = open_edition()
        page = ReadPage.at(client, edition.url)
        assert page.links(".head .actions") == {"Candidater jusqu’au 31 janvier 2027": f"{edition.url}candidater/"}
        assert page.links("#candidater")["Commencer"] == f"{edition.url}candidater/"
        settings.FROZEN_NOW = "2027-02-01T00:00"
        assert f"{edition.url}candidater/" not in ReadPage.at(client, edition.url).links().values()

    def test_begins_a_draft_and_sends_its_private_link(self, client):
        edition = open_edition()
        response = begin(client, edition)
        begun = Application.objects.get()
        assert (response.status_code, response["Location"]) == (303, path_of(begun, "fr"))
        assert (begun.state, begun.number, begun.contact_email) == ("draft", None, "enora@courriel.bzh")
        mail = OutgoingMail.objects.get()
        assert mail.recipient == "enora@courriel.bzh"
        assert path_of(begun, "fr") in mail.text
        assert "jusqu’au dimanche 31 janvier 2027 à minuit" in mail.text
        assert not client.cookies

    def test_the_language_is_that_of_the_page(self, client):
        edition = open_edition()
        translate(edition, "en", title="Contest 2027")
        page = ReadPage.at(client, f"/en{edition.url}candidater/")
        assert page.links(".crumbs") == {"Contest 2027": f"/en{edition.url}"}
        others = {link["hreflang"]: link["href"] for link in page.soup.select("link[hreflang]")}
        assert others.get("br", "") in ("", f"http://testserver/br{edition.url}candidater/")
        response = begin(client, edition, "/en")
        assert response["Location"].startswith("/en/")
        assert Application.objects.get().language == "en"
        assert "Contest 2027" in OutgoingMail.objects.get().subject

    def test_sent_twice_it_is_one_draft(self, client):
        edition = open_edition()
        form = ReadPage.at(client, f"{edition.url}candidater/").soup.select_one("main form")
        token = form.select_one("[name=token]")["value"]
        first, second = (begin(client, edition, token=token) for _ in range(2))
        assert first["Location"] == second["Location"]
        assert OutgoingMail.objects.count() == 1

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"contact_name": ""}, "Écrivez un nom, ou un pseudonyme."),
            ({"contact_email": "enora"}, "Écrivez une adresse comme nom@exemple.fr."),
            ({"site_web": "https://casino.example"}, "Laissez vide le champ « Site web »"),
            ({"after": 1}, "C’était très rapide"),
        ],
    )
    def test_says_what_is_wrong_and_begins_nothing(self, client, typed, sentence):
        response = begin(client, open_edition(), **typed)
        assert response.status_code == 400
        assert sentence in shown(response).text
        assert not Application.objects.exists()

    def test_does_not_take_too_many_from_one_address(self, client):
        edition = open_edition()
        answers = [client.post(reverse("begin_application", args=[edition.pk])).status_code for _ in range(21)]
        assert answers[0] == 400
        assert answers[-1] == 429

    def test_counts_the_addresses_of_one_subscriber_as_one(self, client, monkeypatch):
        monkeypatch.setattr("evenements.contest.start.MOST_ASKED", 1)
        monkeypatch.setattr("evenements.contest.own.MOST_SENT", 1)
        edition = open_edition()
        begun, answers = reverse("begin_application", args=[edition.pk]), []
        for asked_from in ("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", "2001:db8:1:2::1"):
            client.defaults["REMOTE_ADDR"] = asked_from
            answers += [client.post(address).status_code for address in (begun, path_of(draft(edition), "fr"))]
        assert [answer == 429 for answer in answers] == [False, False, True, True, False, False]

    def test_sends_one_person_no_more_links_wherever_they_are_asked_from(self, client, monkeypatch):
        monkeypatch.setattr("evenements.contest.start.MOST_FOR_ONE", 1)
        edition, answers = open_edition(), []
        for number, email in enumerate(["enora@courriel.bzh", "Enora@courriel.bzh", "malo@courriel.bzh"]):
            client.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"
            answers.append(begin(client, edition, contact_email=email))
        assert [answer.status_code for answer in answers] == [303, 429, 303]
        assert "Trop de demandes sont faites avec cette adresse" in shown(answers[1]).text
        assert OutgoingMail.objects.count() == 2

    def test_takes_no_more_for_one_application_wherever_its_link_went(self, client, monkeypatch):
        monkeypatch.setattr("evenements.contest.own.MOST_SENT", 1)
        address, answers = path_of(draft(open_edition()), "fr"), []
        for asked_from in ("192.0.2.1", "198.51.100.1"):
            client.defaults["REMOTE_ADDR"] = asked_from
            answers.append(client.post(address).status_code == 429)
        assert answers == [False, True]

    @pytest.mark.parametrize(
        ("now", "sentence"),
        [
            ("2026-11-01T23:59", "Les candidatures ouvrent le lundi 2 novembre."),
            ("2027-02-01T00:00", CLOSED),
        ],
    )
    def test_out_of_time_says_so_and_shows_no_form(self, client, settings, now, sentence):
        edition = open_edition()
        settings.FROZEN_NOW = now
        page = ReadPage.at(client, f"{edition.url}candidater/")
        assert sentence in page.text
        assert page.all("main form") == []

    def test_out_of_time_says_that_nothing_was_kept_to_whoever_sent_something(self, client, settings):
        edition = open_edition()
        settings.FROZEN_NOW = "2027-02-01T09:00"
        assert "Rien n’a été enregistré." not in ReadPage.at(client, f"{edition.url}candidater/").text
        response = client.post(reverse("begin_application", args=[edition.pk]))
        assert "Rien n’a été enregistré." in shown(response).text

    def test_the_minute_of_grace_begins_no_draft_that_nobody_could_finish(self, client, settings):
        edition = open_edition()
        settings.FROZEN_NOW = "2027-01-31T23:59:50"
        form = ReadPage.at(client, f"{edition.url}candidater/").soup.select_one("main form")
        data = {field["name"]: field.get("value", "") for field in form.select("input")}
        settings.FROZEN_NOW = "2027-02-01T00:00:20"
        response = client.post(form["action"], data | {"contact_name": "Enora", "contact_email": "enora@courriel.bzh"})
        assert response.status_code == 409
        assert f"{CLOSED} Le jury les lit. Rien n’a été enregistré." in shown(response).text
        assert not Application.objects.exists()
        assert not OutgoingMail.objects.exists()

    def test_an_edition_that_takes_none_here_has_no_form(self, client):
        edition = ContestPageFactory()
        assert client.get(f"{edition.url}candidater/").status_code == 404
        assert client.post(reverse("begin_application", args=[edition.pk])).status_code == 404
        edition = open_edition(year=2028, draft=True)
        assert client.post(reverse("begin_application", args=[edition.pk])).status_code == 404


class TestPage:
    def test_is_for_whoever_holds_its_link_and_nobody_else(self, client):
        response = client.get(path_of(draft(open_edition()), "fr"))
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert "no-store" in response["Cache-Control"]
        assert not client.cookies

    def test_a_link_changed_or_of_another_site_says_so(self, client):
        path = path_of(draft(open_edition()), "fr")
        response = client.get(path.replace("candidatures/", "candidatures/a"))
        assert response.status_code == 403
        assert "Ce lien n’est pas entier" in shown(response).text

    def test_a_booking_link_opens_no_application(self, client):
        from django.core.signing import Signer

        begun = draft(open_edition())
        token = Signer(sep=".", salt="evenements.booking").sign(begun.key.hex)
        assert client.get(reverse("application", args=[token])).status_code == 403

    def test_a_draft_keeps_what_is_there_and_asks_for_no_more(self, client):
        begun = draft(open_edition())
        response = send(
            client, begun, "save", title="Sans papier", contact_name="Enora", contact_email="e@courriel.bzh"
        )
        assert response.status_code == 303
        begun.refresh_from_db()
        assert (begun.title, begun.contact_email, begun.state) == ("Sans papier", "e@courriel.bzh", "draft")
        assert "C’est enregistré." in ReadPage.at(client, response["Location"]).text

    def test_what_is_good_is_kept_when_something_is_not(self, client):
        begun = draft(open_edition())
        response = send(client, begun, "save", title="Sans papier", contact_name="", contact_email="e@courriel.bzh")
        assert response.status_code == 400
        assert shown(response).links(".summary")["Écrivez un nom, ou un pseudonyme."] == "#c-contact_name"
        begun.refresh_from_db()
        assert (begun.title, begun.contact_name) == ("Sans papier", "Enora")

    def test_says_to_name_nobody_when_the_jury_is_blind(self, client):
        for year, blind in ((2027, True), (2028, False)):
            begun = draft(open_edition(year=year, anonymous=blind))
            assert ("Le jury lit à l’aveugle" in ReadPage.at(client, path_of(begun, "fr")).text) == blind

    def test_says_who_sees_the_video(self, client):
        for year, blind in ((2027, True), (2028, False)):
            begun = draft(open_edition(year=year, anonymous=blind))
            hint = ReadPage.at(client, path_of(begun, "fr")).one("#c-video_url-h")
            assert ("ne la voit pas" in hint, "Le jury la voit" in hint) == (blind, not blind)

    def test_an_actor_of_the_directory_is_known_by_its_name(self, client):
        actor = ActorPageFactory(title="Voilerie du port", commune=CommuneFactory(name="Groix"))
        begun = draft(open_edition())
        send(client, begun, "save", **whole() | {"actor": "voilerie du Port, Groix"})
        begun.refresh_from_db()
        assert (begun.actor_id, begun.proposed_name) == (actor.pk, "")
        assert 'value="Voilerie du port, Groix"' in ReadPage.at(client, path_of(begun, "fr")).html

    @pytest.mark.parametrize(("commune", "known"), [("Groix", True), ("Gâvres", False), ("", False)])
    def test_an_actor_of_that_name_is_known_in_its_own_commune_alone(self, client, commune, known):
        chosen = {name: CommuneFactory(name=name) for name in ("Groix", "Gâvres")}
        actor = ActorPageFactory(title="Voilerie du port", commune=chosen["Groix"])
        begun = draft(open_edition())
        send(client, begun, "save", **whole(chosen.get(commune)) | {"actor_email": "contact@port.bzh"})
        begun.refresh_from_db()
        as_proposed = (None, "Voilerie du port", chosen.get(commune), "contact@port.bzh")
        kept = (begun.actor, begun.proposed_name, begun.proposed_commune, begun.proposed_email)
        assert kept == ((actor, "", None, "") if known else as_proposed)

    def test_of_two_namesakes_in_one_commune_neither_is_guessed(self, client):
        commune = CommuneFactory(name="Groix")
        ActorPageFactory.create_batch(2, title="Voilerie du port", commune=commune)
        begun = draft(open_edition())
        send(client, begun, "save", **whole(commune))
        begun.refresh_from_db()
        assert (begun.actor, begun.proposed_name) == (None, "Voilerie du port")

    def test_a_name_of_the_directory_without_a_commune_is_offered_as_it_is_there(self, client):
        ActorPageFactory(title="Voilerie du port", commune=CommuneFactory(name="Groix"))
        response = send(client, draft(open_edition()), "submit", **whole())
        sentence = "Choisissez la commune, ou cette structure dans la liste : Voilerie du port, Groix."
        assert shown(response).links(".summary") == {sentence: "#c-commune"}

    def test_a_new_address_is_sent_the_link_and_the_page_says_so(self, client):
        begun = draft(open_edition(), contact_email="enora@couriel.bzh")
        for state in ("draft", "submitted"):
            Application.objects.update(state=state, number=1, contact_email="enora@couriel.bzh")
            response = send(client, begun, "save", **whole(CommuneFactory()) | {"contact_email": "juste@courriel.bzh"})
            assert response["Location"] == f"{path_of(begun, 'fr')}?fait=lien"
            said = "C’est enregistré. Votre lien privé est envoyé à juste@courriel.bzh."
            assert said in ReadPage.at(client, response["Location"]).text
        send(client, begun, "save", **whole(CommuneFactory()) | {"contact_email": "Juste@courriel.bzh"})
        mail = OutgoingMail.objects.get()
        assert (mail.recipient, mail.subject) == ("juste@courriel.bzh", "Votre lien privé : Concours 2027")
        assert path_of(begun, "fr") in mail.text

    def test_a_new_address_is_sent_the_link_even_when_something_else_is_wrong(self, client):
        begun = draft(open_edition())
        send(client, begun, "save", contact_name="", contact_email="juste@courriel.bzh")
        assert OutgoingMail.objects.get().recipient == "juste@courriel.bzh"

    def test_a_new_address_given_when_it_is_submitted_gets_one_mail(self, client):
        begun = draft(open_edition())
        send(client, begun, "submit", **whole(CommuneFactory()) | {"contact_email": "juste@courriel.bzh"})
        mail = OutgoingMail.objects.get()
        assert (mail.recipient, mail.subject) == ("juste@courriel.bzh", "Candidature reçue : Concours 2027")

    def test_a_link_is_not_sent_to_one_address_after_another(self, client, monkeypatch):
        monkeypatch.setattr("evenements.contest.own.MOST_FOR_ONE", 1)
        begun = draft(open_edition())
        answers = [
            send(client, begun, "save", title="Sans papier", contact_name="Enora", contact_email=f"{name}@courriel.bzh")
            for name in ("malo", "yann")
        ]
        assert [answer.status_code for answer in answers] == [303, 400]
        assert "Trop de demandes sont faites avec cette adresse" in shown(answers[1]).text
        begun.refresh_from_db()
        assert (begun.contact_email, OutgoingMail.objects.count()) == ("malo@courriel.bzh", 1)


class TestSubmitting:
    def test_gives_a_number_and_acknowledges_by_mail(self, client):
        edition, commune = open_edition(), CommuneFactory()
        for number in (1, 2):
            begun = draft(edition)
            response = send(client, begun, "submit", **whole(commune))
            begun.refresh_from_db()
            assert (begun.state, begun.number, begun.proposed_commune) == ("submitted", number, commune)
        assert (
            "Votre candidature est déposée. Un courriel vous le confirme."
            in ReadPage.at(client, response["Location"]).text
        )
        mail = OutgoingMail.objects.get(key=f"application/{begun.key.hex}/submitted")
        assert mail.subject == "Candidature reçue : Concours 2027"
        assert "– Numéro : 2\n" in mail.text.replace("\N{NO-BREAK SPACE}", " ")

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [
            ("title", "Donnez un titre à votre candidature."),
            ("actor", "Écrivez qui candidate : entreprise, commune ou autre."),
            ("commune", "Choisissez la commune : cette structure n’est pas encore dans l’annuaire."),
            ("category", "Choisissez une catégorie."),
            ("summary", "Dites-le en une phrase ou deux."),
            ("what_was_done", "Racontez ce qui a été fait."),
            ("consent_rules", "Acceptez le règlement pour déposer votre candidature."),
        ],
    )
    def test_needs_what_the_jury_reads(self, client, name, sentence):
        begun = draft(open_edition())
        response = send(
            client,
            begun,
            "submit",
            **whole(CommuneFactory()) | {name: ""}
            if name != "consent_rules"
            else {key: value for key, value in whole(CommuneFactory()).items() if key != name},
        )
        assert response.status_code == 400
        assert shown(response).links(".summary") == {sentence: f"#c-{name}"}
        begun.refresh_from_db()
        assert begun.state == "draft"

    def test_a_link_longer_than_what_is_kept_is_told_and_not_lost_later(self, client):
        begun = draft(open_edition())
        response = send(client, begun, "save", **whole() | {"video_url": f"https://video.example/{'a' * 200}"})
        assert response.status_code == 400
        assert "Écrivez 200 caractères au plus ; il y en a 222." in shown(response).text

    def test_the_end_of_a_line_counts_once_as_for_the_browser(self, client):
        begun = draft(open_edition())
        lines = "\r\n".join(["a" * 199, "b" * 200])
        assert send(client, begun, "save", **whole() | {"summary": lines}).status_code == 303
        begun.refresh_from_db()
        assert begun.summary == lines.replace("\r\n", "\n")
        assert send(client, begun, "save", **whole() | {"summary": f"{lines}b"}).status_code == 400

    def test_a_category_of_another_edition_is_not_one(self, client):
        begun = draft(open_edition(categories=[category("commune")]))
        response = send(client, begun, "submit", **whole(CommuneFactory()))
        assert response.status_code == 400

    def test_is_changed_until_the_deadline_and_never_left_half_told(self, client):
        begun, data = draft(open_edition()), whole(CommuneFactory())
        send(client, begun, "submit", **data)
        assert send(client, begun, "save", **data | {"title": "Titre changé"}).status_code == 303
        assert send(client, begun, "save", **data | {"summary": ""}).status_code == 400
        begun.refresh_from_db()
        assert (begun.title, begun.summary, begun.state) == ("Titre changé", data["summary"], "submitted")
        assert OutgoingMail.objects.filter(key__endswith="/submitted").count() == 1


class TestDeadline:
    @pytest.mark.parametrize(
        ("opened", "sent", "state"),
        [
            ("2027-01-31T23:59:30", "2027-01-31T23:59:59", "submitted"),
            ("2027-01-31T23:59:30", "2027-02-01T00:00:59", "submitted"),
            ("2027-01-31T23:59:30", "2027-02-01T00:01:00", "draft"),
        ],
    )
    def test_a_form_already_open_has_one_minute_more(self, client, settings, opened, sent, state):
        begun, data = draft(open_edition()), whole(CommuneFactory())
        settings.FROZEN_NOW = opened
        token = ReadPage.at(client, path_of(begun, "fr")).soup.select_one("input[name=opened]")["value"]
        settings.FROZEN_NOW = sent
        response = client.post(path_of(begun, "fr"), data | {"action": "submit", "opened": token})
        begun.refresh_from_db()
        assert begun.state == state
        if state == "draft":
            assert response.status_code == 409
            assert f"{CLOSED} Le jury les lit. Rien n’a été changé." in shown(response).text

    def test_the_minute_is_not_for_a_form_opened_since_nor_for_a_forged_one(self, client, settings):
        begun, data = draft(open_edition()), whole(CommuneFactory())
        settings.FROZEN_NOW = "2027-02-01T00:00:10"
        assert ReadPage.at(client, path_of(begun, "fr")).soup.select_one("input[name=opened]") is None
        for token in ("", "1801436300.forged"):
            response = client.post(path_of(begun, "fr"), data | {"action": "submit", "opened": token})
            assert response.status_code == 409
        begun.refresh_from_db()
        assert (begun.state, begun.title) == ("draft", "")

    def test_the_minute_goes_on_once_something_was_kept_in_it(self, client, settings):
        begun, data = draft(open_edition()), whole(CommuneFactory())
        settings.FROZEN_NOW = "2027-01-31T23:59:50"
        token = ReadPage.at(client, path_of(begun, "fr")).soup.select_one("input[name=opened]")["value"]
        settings.FROZEN_NOW = "2027-02-01T00:00:20"
        kept = client.post(path_of(begun, "fr"), data | {"action": "save", "opened": token})["Location"]
        page = ReadPage.at(client, kept)
        assert "ce que vous envoyez dans la minute compte encore" in page.text
        again = page.soup.select_one("input[name=opened]")["value"]
        settings.FROZEN_NOW = "2027-02-01T00:00:50"
        client.post(path_of(begun, "fr"), data | {"action": "submit", "opened": again})
        begun.refresh_from_db()
        assert begun.state == "submitted"
        settings.FROZEN_NOW = "2027-02-01T00:01:00"
        assert ReadPage.at(client, kept).all("textarea") == []

    @pytest.mark.parametrize("change", [{"takes_applications": False}, {"live": False}])
    def test_while_one_does_not_enter_here_nothing_says_that_one_may(self, client, change):
        begun = draft(open_edition())
        ContestPage.objects.update(**change)
        late = client.post(path_of(begun, "fr"), whole() | {"action": "save"})
        assert "On ne candidate pas sur ce site en ce moment. Rien n’a été changé." in shown(late).text
        page = ReadPage.at(client, path_of(begun, "fr"))
        assert "Elle n’est pas encore déposée. On ne candidate pas sur ce site en ce moment." in page.text
        for text in (page.text, shown(late).text):
            assert "sont ouvertes" not in text
            assert "le jury ne la lira pas" not in text
        assert (begun.edition.url in page.links("main").values()) == ("live" not in change)

    def test_after_it_the_application_is_read_and_no_longer_changed(self, client, settings):
        begun = draft(open_edition())
        send(client, begun, "submit", **whole(CommuneFactory()))
        settings.FROZEN_NOW = "2027-02-02T09:00"
        page = ReadPage.at(client, path_of(begun, "fr"))
        assert page.facts()["Titre de la candidature"] == "Sans papier"
        assert page.all("textarea") == []

    def test_the_page_says_nothing_of_what_the_jury_decides(self, client, settings):
        begun = draft(open_edition(results_at=midnight(2027, 4, 8)))
        send(client, begun, "submit", **whole(CommuneFactory()))
        settings.FROZEN_NOW = "2027-03-02T09:00"
        pages = []
        for state in ("submitted", "retained", "declined"):
            Application.objects.update(state=state)
            pages.append(ReadPage.at(client, path_of(begun, "fr")).one("main"))
        assert len(set(pages)) == 1


class TestWithdrawing:
    def test_nothing_is_kept_and_the_link_says_so(self, client):
        begun = draft(open_edition())
        send(client, begun, "submit", **whole(CommuneFactory()))
        path = path_of(begun, "fr")
        response = client.post(path, {"action": "withdraw"})
        assert "sont effacés" in shown(response).text
        begun.refresh_from_db()
        texts = (begun.title, begun.summary, begun.contact_name, begun.contact_email, begun.proposed_name)
        assert (begun.state, begun.number, texts) == ("withdrawn", 1, ("",) * 5)
        assert not OutgoingMail.objects.exists()
        replayed = client.get(path)
        assert replayed.status_code == 410
        assert "Cette candidature est retirée ou effacée" in shown(replayed).text

    def test_until_the_results_one_may_even_when_retained_and_the_draft_made_of_it_goes_too(self, client, settings):
        edition = open_edition(results_at=midnight(2027, 4, 8))
        page = ContestEntryPageFactory(parent=edition, draft=True)
        made, logo = ImageFactory(), ImageFactory()
        page.pictures = [ContestEntryPicture(image=each, alternative="L’équipe") for each in (made, logo)]
        page.save()
        facts = {"actor": page.actor, "proposed_name": "Voilerie du port", "made_images": [made.pk]}
        begun = draft(edition, number=1, state=ApplicationState.RETAINED, entry=page, **facts)
        settings.FROZEN_NOW = "2027-03-02T09:00"
        client.post(path_of(begun, "fr"), {"action": "withdraw"})
        assert not ContestEntryPage.objects.exists()
        assert list(get_image_model().objects.all()) == [logo]
        begun.refresh_from_db()
        assert (begun.state, begun.entry) == ("withdrawn", None)

    def test_what_is_published_stays_and_the_page_says_whom_to_write_to(self, client):
        edition = open_edition()
        begun = draft(edition, number=1, state=ApplicationState.RETAINED, entry=ContestEntryPageFactory(parent=edition))
        response = client.post(path_of(begun, "fr"), {"action": "withdraw"})
        assert response.status_code == 409
        assert "Cette candidature est publiée : pour la retirer, écrivez-nous." in shown(response).text
        assert "Retirer et tout effacer" not in shown(response).text

    def test_what_is_published_while_one_withdraws_stays(self):
        edition = open_edition()
        page = ContestEntryPageFactory(parent=edition, draft=True)
        begun = draft(edition, number=1, state=ApplicationState.RETAINED, entry=page)
        assert not begun.entry.live
        ContestEntryPage.objects.filter(pk=page.pk).update(live=True)  # the results are out meanwhile
        assert not withdraw(begun)
        assert ContestEntryPage.objects.filter(live=True).exists()


class TestKeeping:
    @pytest.fixture
    def rows(self):
        """Applications by what became of them, "published" with a page; their texts are those names."""
        edition = open_edition(results_at=midnight(2027, 4, 8))
        numbers = iter(range(1, 9))
        return {
            name: draft(edition, title=name, number=next(numbers), **facts)
            for name, facts in {
                "begun": {},
                "submitted": {"state": ApplicationState.SUBMITTED, "consent_shown": True},
                "declined": {"state": ApplicationState.DECLINED},
                "agreed": {"state": ApplicationState.DECLINED, "consent_shown": True},
                "retained": {
                    "state": ApplicationState.RETAINED,
                    "entry": ContestEntryPageFactory(parent=edition, draft=True),
                },
                "published": {
                    "state": ApplicationState.RETAINED,
                    "entry": ContestEntryPageFactory(parent=edition, first_published_at=midnight(2027, 4, 8)),
                },
            }.items()
        }

    def test_what_has_no_published_page_is_forgotten_six_months_after_the_results(self, client, settings, capsys, rows):
        settings.FROZEN_NOW = "2027-10-07T23:00"
        call_command("purge_personal_data")
        assert not Application.objects.exclude(purged_at=None).exists()
        settings.FROZEN_NOW = "2027-10-08T01:00"
        call_command("purge_personal_data", dry_run=True)
        assert "6 candidatures à effacer" in capsys.readouterr().out
        call_command("purge_personal_data")
        assert [title for title in Application.objects.values_list("title", flat=True) if title] == ["published"]
        assert not Application.objects.exclude(contact_email="").exists()
        gone = {
            name: client.get(reverse("application", args=[token_of(rows[name])])) for name in ("published", "begun")
        }
        assert {response.status_code for response in gone.values()} == {410}
        page = rows["published"].entry
        assert "Votre candidature est publiée." in shown(gone["published"]).text
        assert shown(gone["published"]).links("main")[f"Voir la page : {page.title}"] == page.url
        assert "plus rien de vous n’y est gardé" in shown(gone["begun"]).text
        call_command("purge_personal_data")
        assert "0 candidatures effacées" in capsys.readouterr().out.splitlines()[-1]

    def test_neither_originals_nor_what_jurors_said_are_kept_of_any(self, settings, rows):
        anna = juror()
        for name in ("declined", "published"):
            filed(rows[name])
            rows[name].recusals.create(user=anna, reason="Ma cousine", at=midnight(2027, 3, 1))
            Decision.objects.create(
                application=rows[name], outcome="laureat", reason="Enora l’a dit", at=midnight(2027, 3, 1)
            )
        criterion = ContestCriterion.objects.create(page=rows["published"].edition, label="Utilité")
        rows["published"].marks.create(
            juror=anna, criterion=criterion, value=7, comment="Enora !", changed_at=midnight(2027, 3, 1)
        )
        settings.FROZEN_NOW = "2027-10-08T01:00"
        call_command("purge_personal_data")
        assert not ApplicationFile.objects.exists()
        assert set(Recusal.objects.values_list("reason", flat=True)) == {""}
        reasons = Decision.objects.order_by("application__entry").values_list("application__purged_at", "reason")
        assert {reason for purged, reason in reasons if purged} == {""}
        assert [reason for purged, reason in reasons if not purged] == ["[masqué] l’a dit"]
        assert list(Mark.objects.values_list("value", "comment")) == [(7, "")]
