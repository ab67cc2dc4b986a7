"""The page of an event: what, when, where, for whom, read in ten seconds."""

import datetime as dt

import pytest
from wagtail_factories import ImageFactory

from annuaire.models import ActorPage
from core.models import Action, Audience, Theme
from evenements.enums import ActorRole, AttendanceMode, State
from evenements.models import EventActor, EventPage, Occurrence
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import CommuneFactory, PlaceFactory, translate
from tests.factories.evenements import EventPageFactory, line, organised_by
from tests.reading import ReadPage, words

pytestmark = pytest.mark.django_db

NOW = "2027-04-05T09:00"  # a Monday; the factories' only date is Wednesday the 7th, from 14 to 17
WEDNESDAY = dt.date(2027, 4, 7)
DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(weeks=1)


@pytest.fixture(autouse=True)
def _april(settings):
    settings.FROZEN_NOW = NOW


def change(original: dt.date, **facts) -> dict[str, object]:
    return {"original": original.isoformat(), **facts}


def wednesdays(number: int, *changes: dict[str, object], first: dt.date = WEDNESDAY):
    return line(frequency="weekly", start_date=first, count=number, changes=changes)


@pytest.fixture
def read(client):
    def at(event: EventPage, prefix: str = "") -> ReadPage:
        return ReadPage.at(client, prefix + event.url)

    return at


class TestHead:
    def test_says_what_it_is_and_for_whom(self, read):
        audiences = list(Audience.objects.all()[:2])
        page = read(EventPageFactory(title="Café réseau", summary="Une heure ensemble.", audiences=audiences))
        assert page.one("h1") == "Café réseau"
        assert page.one(".head__lead") == "Une heure ensemble."
        assert page.all(".head .publics li") == [audience.label for audience in audiences]

    def test_is_described_to_search_engines(self, read):
        page = read(EventPageFactory(title="Café réseau", summary="Une heure ensemble."))
        assert page.soup.find("meta", attrs={"name": "description"})["content"] == "Une heure ensemble."
        assert page.one("title").startswith("Café réseau – ")

    def test_leads_up_to_the_agenda_and_to_its_kind(self, read):
        event = EventPageFactory()
        assert read(event).links(".crumbs") == {
            "Agenda": "/agenda/",
            event.kind.label: f"/agenda/?type={event.kind.code}",
        }

    @pytest.mark.parametrize(
        ("line_facts", "mark"),
        [
            ({}, "mercredi 7 avril"),
            ({"start_date": dt.date(2027, 4, 5)}, "aujourd’hui 5 avril"),
            ({"start_date": dt.date(2027, 4, 6)}, "demain 6 avril"),
            ({"start_date": dt.date(2027, 4, 3), "end_date": dt.date(2027, 4, 8)}, "jusqu’au 8 avril"),
            (
                {"start_date": dt.date(2027, 4, 4), "start_time": dt.time(20), "end_time": dt.time(10)},
                "jusqu’au 5 avril",
            ),
            ({"start_date": dt.date(2028, 1, 3)}, "lundi 3 janvier 2028"),
            ({"start_date": dt.date(2026, 11, 24)}, "c’était le 24 novembre 2026"),
            (
                {"start_date": dt.date(2026, 11, 2), "end_date": dt.date(2026, 12, 13)},
                "c’était jusqu’au 13 décembre 2026",
            ),
            (
                {"start_date": dt.date(2027, 4, 3), "start_time": dt.time(20), "end_time": dt.time(2)},
                "c’était le 3 avril",
            ),
            ({"frequency": "weekly", "count": 3}, "prochain 7 avril"),
            ({"frequency": "weekly", "count": 3, "start_date": dt.date(2027, 3, 31)}, "prochain 7 avril"),
            ({"frequency": "weekly", "count": 3, "changes": (change(WEDNESDAY, state="full"),)}, "prochain 14 avril"),
            (
                {"frequency": "weekly", "count": 2, "changes": (change(WEDNESDAY, state="cancelled"),)},
                "prochain 14 avril",
            ),
            ({"changes": (change(WEDNESDAY, state="full"),)}, "mercredi 7 avril"),
            ({"changes": (change(WEDNESDAY, state="cancelled"),)}, "annulé 7 avril"),
            ({"changes": (change(WEDNESDAY, state="postponed"),)}, "reporté 7 avril"),
            ({"changes": (change(WEDNESDAY, state="postponed", start="2027-04-15"),)}, "jeudi 15 avril"),
        ],
    )
    def test_shows_the_date_that_matters(self, read, line_facts, mark):
        assert read(EventPageFactory(date_lines=[line(**line_facts)])).one(".head__mark") == mark

    def test_offers_to_register_where_that_is_done(self, read):
        event = EventPageFactory(with_registration=True)
        page = read(event)
        assert page.links(".head .actions") == {"S’inscrire": event.registration_url}
        assert "sur inscription.example" in page.one(".head .actions")
        assert page.links()["Ajouter à mon agenda"] == f"{event.url}evenement.ics"

    @pytest.mark.parametrize("facts", [{}, {"with_registration": True, "full": True}])
    def test_offers_the_calendar_when_one_need_not_or_cannot_register(self, read, facts):
        event = EventPageFactory(**facts)
        page = read(event)
        assert page.links(".head .actions") == {"Ajouter à mon agenda": f"{event.url}evenement.ics"}
        assert page.all(".bar a") == []

    @pytest.mark.parametrize(
        "facts",
        [
            {"with_registration": True, "cancelled": True},
            {"with_registration": True, "date_lines": [line(start_date=dt.date(2027, 4, 1))]},
        ],
    )
    def test_offers_nothing_of_what_is_over_or_not_held(self, read, facts):
        page = read(EventPageFactory(**facts))
        assert page.all(".head .actions") == []
        assert "S’inscrire" not in page.text

    def test_says_what_is_invented(self, read):
        assert "exemple" in read(EventPageFactory(example=True)).one(".head__lead")
        assert "exemple" not in read(EventPageFactory()).one(".head")


class TestNotices:
    def test_a_change_is_told_for_two_weeks(self, read, settings):
        event = EventPageFactory()
        assert "Mis à jour" not in read(event).text
        settings.FROZEN_NOW = "2027-04-06T10:00"
        event.title = "Autre titre"
        event.save_revision().publish()
        assert "Mis à jour aujourd’hui." in read(event).text
        settings.FROZEN_NOW = "2027-04-20T09:00"
        assert "Mis à jour le mardi 6 avril." in read(event).text
        settings.FROZEN_NOW = "2027-04-20T11:00"
        assert "Mis à jour" not in read(event).text

    def test_the_state_of_the_whole_event_is_said_first_with_the_editors_reason(self, read):
        page = read(EventPageFactory(cancelled=True, state_note="La salle n’est plus libre."))
        assert page.all(".note") == ["Cet événement est annulé. La salle n’est plus libre."]
        assert page.one(".head .state") == "Annulé"


class TestDates:
    def test_a_rule_is_said_in_a_sentence_and_its_dates_are_listed(self, read):
        page = read(EventPageFactory(date_lines=[wednesdays(3)]))
        assert "3 dates à venir" in page.headings
        assert "À partir du 7 avril, tous les mercredis de 14 h à 17 h jusqu’au 21 avril" in page.text
        assert page.all(".list--num time") == [
            "mercredi 7 avril, 14 h – 17 h",
            "mercredi 14 avril, 14 h – 17 h",
            "mercredi 21 avril, 14 h – 17 h",
        ]
        assert page.soup.select_one(".list--num time")["datetime"] == "2027-04-07T14:00+02:00"

    def test_a_rule_that_is_over_is_not_said_beside_dates_to_come(self, read):
        over = wednesdays(2, first=dt.date(2027, 3, 3))
        assert "tous les mercredis" not in read(EventPageFactory(date_lines=[over, line()])).text.lower()
        assert "tous les mercredis" in read(EventPageFactory(date_lines=[over])).text.lower()

    @pytest.mark.parametrize(
        ("lines", "heading"),
        [
            ([line()], "Quand"),
            ([line(), line(start_date=WEDNESDAY + DAY)], "2 dates à venir"),
            ([line(), line(start_date=WEDNESDAY - WEEK)], "Une date à venir"),
            ([line(endless=True)], "Prochaines dates"),
            ([line(start_date=WEDNESDAY - WEEK)], "Date passée"),
            ([wednesdays(2, first=dt.date(2027, 3, 3))], "Dates passées"),
        ],
    )
    def test_the_heading_says_how_many_are_to_come(self, read, lines, heading):
        assert read(EventPageFactory(date_lines=lines)).headings[0] == heading

    def test_an_event_without_date_says_so(self, read):
        assert read(EventPageFactory(date_lines=[])).headings[0] == "Dates à préciser"

    def test_each_date_says_what_is_its_own(self, read):
        room = PlaceFactory(name="Salle du port", commune=CommuneFactory(name="Portville"))
        changes = [
            change(WEDNESDAY, state="cancelled", note="La salle est prise."),
            change(WEDNESDAY + WEEK, state="postponed", start="2027-04-16"),
            change(WEDNESDAY + 2 * WEEK, title="Séance de rattrapage", place=room.pk),
            change(WEDNESDAY + 3 * WEEK, start="2027-04-28T10:00", end="2027-04-28T12:00"),
        ]
        home = PlaceFactory(name="Maison commune", commune=CommuneFactory(name="Bourg"))
        page = read(EventPageFactory(place=home, date_lines=[wednesdays(4, *changes)]))
        cancelled, moved, renamed, later = page.soup.select(".list--num > li")
        assert (
            words(cancelled) == "7 avril mercredi 7 avril, 14 h – 17 h Maison commune, Bourg Annulé La salle est prise."
        )
        assert words(cancelled.find("del")) == "mercredi 7 avril, 14 h – 17 h"
        assert "is-cancelled" in cancelled["class"]
        assert "vendredi 16 avril, 14 h – 17 h" in words(moved)
        assert "Reporté ancienne date : mercredi 14 avril" in words(moved)
        assert words(moved.find("del")) == "mercredi 14 avril"
        assert "Séance de rattrapage" in words(renamed)
        assert "Salle du port, Portville" in words(renamed)
        assert "mercredi 28 avril, 10 h – 12 h" in words(later)
        assert "ancien horaire : 14 h" in words(later)

    def test_a_place_common_to_all_dates_is_said_once(self, read):
        room = PlaceFactory(name="Salle du port", commune=CommuneFactory(name="Portville"))
        page = read(EventPageFactory(place=room, date_lines=[wednesdays(3)]))
        assert words(page.section("3 dates à venir")).count("Salle du port, Portville") == 1
        alone = read(EventPageFactory(place=room))
        assert "Salle du port, Portville" in alone.one(".list--num > li")

    def test_more_than_a_few_dates_are_folded_and_none_is_lost(self, read):
        page = read(EventPageFactory(date_lines=[wednesdays(12)]))
        assert len(page.soup.select(".list--num:not(.fold .list--num) > li")) == 8
        assert page.all(".fold summary") == ["Les 4 dates suivantes"]
        assert len(page.soup.select(".fold li")) == 4

    def test_a_single_date_is_not_folded_alone(self, read):
        page = read(EventPageFactory(date_lines=[wednesdays(9)]))
        assert page.all(".fold") == []
        assert len(page.soup.select(".list--num > li")) == 9

    def test_past_dates_are_folded_latest_first(self, read):
        page = read(EventPageFactory(date_lines=[wednesdays(6, first=WEDNESDAY - 3 * WEEK)]))
        assert page.all(".fold summary") == ["Les 3 dernières dates passées"]
        assert page.all(".fold time")[0].startswith("mercredi 31 mars")

    def test_dates_past_counting_are_counted(self, read):
        daily = line(frequency="daily", start_date=WEDNESDAY - 60 * DAY, count=160)
        page = read(EventPageFactory(date_lines=[daily]))
        assert page.all(".fold summary") == ["Les 52 dates suivantes", "Les 20 dernières dates passées"]
        assert page.all(".fold .muted") == ["Et 42 dates de plus ensuite.", "Et 38 dates de plus avant."]

    def test_one_registers_for_each_date_that_is_open(self, read):
        full = change(WEDNESDAY, state="full")
        event = EventPageFactory(with_registration=True, date_lines=[wednesdays(2, full)])
        links = read(event).links(".list--num")
        assert links == {"S’inscrire – mercredi 14 avril, 14 h – 17 h": event.registration_url}

    def test_a_date_that_is_postponed_without_a_day_says_that_it_waits(self, read):
        page = read(EventPageFactory(postponed=True))
        assert "Reporté nouvelle date à venir" in page.one(".list--num > li")


STATES = [
    (State.CONFIRMED, "", ""),
    (State.CANCELLED, "Annulé", "Cet événement est annulé."),
    (State.POSTPONED, "Reporté", "Cet événement est reporté."),
    (State.MOVED_ONLINE, "Déplacé en ligne", "Cet événement a lieu en ligne."),
    (State.FULL, "Complet", "Toutes les places sont prises."),
]


class TestStates:
    @pytest.mark.parametrize(("state", "word", "sentence"), STATES)
    @pytest.mark.parametrize("number", [1, 3])
    def test_of_the_whole_event_is_told_everywhere(self, read, state, word, sentence, number):
        page = read(EventPageFactory(state=state, date_lines=[wednesdays(number)]))
        assert page.all(".head .state") == ([word] if word else [])
        assert page.all(".note") == ([sentence] if sentence else [])
        assert page.all(".list--num .state") == ([word] * number if word else [])

    @pytest.mark.parametrize(("state", "word", "sentence"), STATES)
    def test_of_an_only_date_is_told_in_the_head(self, read, state, word, sentence):
        page = read(EventPageFactory(date_lines=[line(changes=(change(WEDNESDAY, state=state),))]))
        assert page.all(".head .state") == ([word] if word else [])
        assert page.all(".list--num .state") == ([word] if word else [])

    @pytest.mark.parametrize(("state", "word", "sentence"), STATES)
    def test_of_one_date_among_others_is_told_on_that_date(self, read, state, word, sentence):
        page = read(EventPageFactory(date_lines=[wednesdays(3, change(WEDNESDAY, state=state))]))
        assert page.all(".head .state") == []
        assert page.all(".note") == []
        assert page.all(".list--num .state") == ([word] if word else [])

    def test_of_a_date_wins_over_the_events(self, read):
        page = read(EventPageFactory(cancelled=True, date_lines=[wednesdays(2, change(WEDNESDAY, state="full"))]))
        assert page.all(".list--num .state") == ["Complet", "Annulé"]


class TestWhere:
    def test_an_actor_of_the_directory_is_linked_and_drawn(self, read):
        host = ActorPageFactory(located=True, title="Le Tiers-lieu", accessibility="Plain-pied.")
        page = read(EventPageFactory(host=host))
        facts = page.facts()
        assert facts["Où"] == f"Le Tiers-lieu / 1 rue du Port / {host.postcode} {host.commune}"
        assert facts["Accès"] == "Plain-pied."
        assert page.links("dl")["Le Tiers-lieu"] == host.url
        drawing = page.soup.select_one(".map svg")
        assert drawing["aria-label"] == f"Carte : où se trouve Le Tiers-lieu, {host.commune}"
        assert drawing.find("circle")

    def test_a_host_has_the_same_name_on_all_the_page_and_in_lists(self, read, client):
        host = ActorPageFactory(located=True, title="Le Tiers-lieu")
        translate(host, "en", title="The Third Place")
        event = EventPageFactory(host=host, date_lines=[wednesdays(3)])
        translate(event, "en", title="Knitting")

        for path in (f"/en{event.url}", "/en/agenda/", "/en/recherche/?q=knitting"):
            page = ReadPage.at(client, path)
            assert "The Third Place" in page.text, path
            assert "Le Tiers-lieu" not in page.text, path

    def test_a_host_that_is_no_longer_published_keeps_its_address_without_link(self, read):
        host = ActorPageFactory(located=True, title="Le Tiers-lieu")
        event = EventPageFactory(host=host)
        host.unpublish()
        page = read(event)
        assert page.facts()["Où"].startswith("Le Tiers-lieu")
        assert "Le Tiers-lieu" not in page.links("dl")

    def test_a_place_whose_point_is_unknown_is_drawn_by_its_commune(self, read):
        place = PlaceFactory(name="Salle du port", access="Entrée par la cour.")
        page = read(EventPageFactory(place=place))
        assert page.facts()["Où"] == f"Salle du port / {place.commune}"
        assert page.facts()["Accès"] == "Entrée par la cour."
        assert not page.soup.select(".map circle")

    def test_a_date_held_elsewhere_has_its_own_address(self, read):
        home, other = PlaceFactory(name="Maison commune"), PlaceFactory(name="Salle du port", street="2 quai Nord")
        page = read(EventPageFactory(place=home, date_lines=[wednesdays(3, change(WEDNESDAY + WEEK, place=other.pk))]))
        facts = page.facts()
        assert facts["Où"].startswith("Maison commune")
        assert facts["Où, le 14 avril"].startswith("Salle du port / 2 quai Nord")

    def test_a_date_held_at_an_actor_has_its_address_and_its_page(self, read):
        home, actor = PlaceFactory(name="Maison commune"), ActorPageFactory(title="Le FabLab", located=True)
        page = read(EventPageFactory(place=home, date_lines=[wednesdays(3, change(WEDNESDAY + WEEK, host=actor.pk))]))
        assert page.facts()["Où"].startswith("Maison commune")
        assert page.facts()["Où, le 14 avril"].startswith("Le FabLab / 1 rue du Port")
        assert page.soup.select_one(f'a[href="{actor.url}"]')

    def test_a_date_whose_actor_is_gone_is_not_said_to_be_where_the_others_are(self, read):
        home, actor = PlaceFactory(name="Maison commune"), ActorPageFactory(title="Le FabLab", located=True)
        event = EventPageFactory(place=home, date_lines=[line(changes=(change(WEDNESDAY, host=actor.pk),))])
        ActorPage.objects.get(pk=actor.pk).delete()
        assert "Maison commune" not in read(event).soup.select_one("main").get_text(" ")

    def test_a_place_that_no_date_to_come_uses_is_not_shown(self, read):
        home, other = PlaceFactory(name="Maison commune"), PlaceFactory(name="Salle du port")
        page = read(EventPageFactory(place=home, date_lines=[line(changes=(change(WEDNESDAY, place=other.pk),))]))
        assert "Où" not in page.facts()
        assert page.facts()["Où, le 7 avril"].startswith("Salle du port")

    @pytest.mark.parametrize(
        ("facts", "said"),
        [
            ({"online": True}, "Rejoindre en ligne"),
            ({"online": True, "online_url": ""}, "Le lien sera donné ici."),
            (
                {"online": True, "online_url": "", "with_registration": True},
                "Le lien est envoyé aux personnes inscrites.",
            ),
            ({"mode": AttendanceMode.HYBRID}, "On peut aussi y assister en ligne."),
            ({"online": True, "cancelled": True}, None),
            ({"online_url": "https://visio.example/salle"}, None),
            ({}, None),
        ],
    )
    def test_how_to_join_from_afar(self, read, facts, said):
        assert read(EventPageFactory(**facts)).facts().get("En ligne") == said

    def test_how_to_join_the_date_that_moved_online(self, read):
        lines = [wednesdays(3, change(WEDNESDAY + WEEK, state="moved_online"))]
        page = read(EventPageFactory(at_place=True, online_url="https://visio.example/salle", date_lines=lines))
        assert page.facts()["En ligne, le 14 avril"] == "Rejoindre en ligne"
        assert "En ligne" not in page.facts()

    def test_an_online_event_has_no_map(self, read):
        page = read(EventPageFactory(online=True))
        assert page.all(".map") == []
        assert page.links("dl")["Rejoindre en ligne"] == "https://visio.example/salle"


class TestFacts:
    @pytest.mark.parametrize(
        ("facts", "price"),
        [
            ({}, "Gratuit"),
            ({"price": "sur inscription"}, "Gratuit"),
            ({"paying": True}, "5 €"),
        ],
    )
    def test_the_price(self, read, facts, price):
        assert read(EventPageFactory(**facts)).facts()["Prix"] == price

    def test_neither_free_nor_priced_says_nothing_of_the_price(self, read):
        assert "Prix" not in read(EventPageFactory(is_free=False)).facts()

    def test_a_price_that_is_not_translated_still_says_that_one_pays(self, client):
        event = EventPageFactory(paying=True)
        translate(event, "en", title="A walk", price="")

        assert ReadPage.at(client, f"/en{event.url}").facts()["Price"] == "Paid"

    def test_language_access_contact_and_themes(self, read):
        theme = Theme.objects.first()
        event = EventPageFactory(
            spoken_languages="français et breton",
            accessibility="Boucle magnétique.",
            contact_phone="0297000000",
            contact_email="accueil@lieu.example",
            themes=[theme],
        )
        page = read(event)
        facts, links = page.facts(), page.links("dl")
        assert facts["Langue"] == "Français et breton"
        assert facts["Accessibilité"] == "Boucle magnétique."
        assert links["02 97 00 00 00"] == "tel:+33297000000"
        assert links["accueil@lieu.example"] == "mailto:accueil@lieu.example"
        assert links[theme.label] == f"/agenda/?theme={theme.code}"

    def test_nothing_is_said_of_what_is_not_known(self, read):
        assert set(read(EventPageFactory()).facts()) == {"Prix"}


class TestText:
    def test_the_body_and_the_picture(self, read):
        image = ImageFactory(title="Le port", description="Le port au matin")
        page = read(EventPageFactory(image=image, body=[("text", "<p>Venez <b>nombreux</b>.</p>")]))
        assert "Venez nombreux." in words(page.section("De quoi on parle"))
        picture = page.soup.select_one("figure.picture img")
        assert picture["alt"] == "Le port au matin"
        assert picture["loading"] == "lazy"
        assert picture["width"]
        assert picture["height"]

    def test_organisers_and_partners_are_named_with_what_they_are(self, read):
        organiser = ActorPageFactory(title="Réseau local", acronym="RL", summary="Le réseau d’ici.")
        partner = ActorPageFactory(title="Mairie")
        participants = [*organised_by(organiser), EventActor(actor=partner, role=ActorRole.PARTNER, sort_order=1)]
        page = read(EventPageFactory(participants=participants))
        assert words(page.section("Qui organise")) == "Qui organise Réseau local (RL) Association Le réseau d’ici."
        assert page.links()["Réseau local (RL)"] == organiser.url
        assert "Mairie" in words(page.section("Avec"))

    def test_an_actor_no_longer_published_is_named_without_link_and_a_draft_is_not(self, read):
        gone, draft = ActorPageFactory(title="Ancienne association"), ActorPageFactory(title="Brouillon", draft=True)
        event = EventPageFactory(participants=organised_by(gone, draft))
        gone.unpublish()
        page = read(event)
        assert "Ancienne association" in page.text
        assert "Ancienne association" not in page.links()
        assert "Brouillon" not in page.text

    def test_the_actions_of_the_plan_it_serves(self, read):
        action = Action.objects.get(code="10")
        assert read(EventPageFactory(actions=[action])).links()[action.label] == "/plan/10/"

    def test_a_link_to_copy_and_the_calendar_file(self, read):
        event = EventPageFactory()
        page = read(event)
        assert page.links()["Lien vers cette page"] == f"http://testserver{event.url}"
        alternate = page.soup.select_one('link[rel="alternate"][type="text/calendar"]')
        assert alternate["href"] == f"{event.url}evenement.ics"


class TestSurroundings:
    def test_an_event_says_what_it_is_part_of_and_what_it_is_made_of(self, read):
        week = EventPageFactory(title="La semaine", date_lines=[line(whole_day=True, end_date=WEDNESDAY + 3 * DAY)])
        second = EventPageFactory(title="Deuxième", parent_event=week, date_lines=[line(start_date=WEDNESDAY + DAY)])
        first = EventPageFactory(title="Première", parent_event=week)
        hidden = EventPageFactory(title="Brouillon", parent_event=week, draft=True)
        page = read(week)
        assert [words(title) for title in page.section("Au programme").select("h3")] == ["Première", "Deuxième"]
        assert hidden.title not in page.text
        assert read(second).links("dl")["La semaine"] == week.url
        assert first.url in read(second).links(".list--num").values()

    def test_a_container_that_is_not_published_is_not_named(self, read):
        event = EventPageFactory(parent_event=EventPageFactory(draft=True))
        assert "Fait partie de" not in read(event).facts()

    def test_a_few_dates_to_come_on_the_same_themes(self, read):
        theme, other = Theme.objects.all()[:2]
        event = EventPageFactory(themes=[theme])
        weekly = EventPageFactory(title="Chaque semaine", themes=[theme], date_lines=[wednesdays(10)])
        EventPageFactory(title="Autre sujet", themes=[other])
        EventPageFactory(title="Annulé", themes=[theme], cancelled=True)
        EventPageFactory(title="Passé", themes=[theme], date_lines=[line(start_date=dt.date(2027, 4, 1))])
        for number in range(4):
            EventPageFactory(title=f"Proche {number}", themes=[theme], date_lines=[line(start_date=WEDNESDAY + DAY)])
        section = read(event).section("À voir aussi")
        assert [words(title) for title in section.select("h3")] == [weekly.title, "Proche 0", "Proche 1"]

    def test_nothing_is_said_when_nothing_is_near(self, read):
        assert read(EventPageFactory(body=[])).headings == ["Quand"]


class TestPreview:
    def test_a_draft_is_previewed_with_its_own_dates(self, rf):
        event = EventPageFactory(place=PlaceFactory(name="Salle du port"))
        event.date_lines = [line(start_date=dt.date(2027, 5, 12))]
        event.title = "Nouveau titre"
        event.save_revision()
        draft = event.get_latest_revision_as_object()
        page = ReadPage(draft.make_preview_request().render().content.decode())
        assert page.one("h1") == "Nouveau titre"
        assert page.one(".list--num time") == "mercredi 12 mai, 14 h – 17 h"
        assert "Salle du port" in page.one(".list--num > li")
        assert Occurrence.objects.get(event=event).first_day == WEDNESDAY

    def test_a_page_never_saved_is_previewed_too(self):
        saved = EventPageFactory()
        fresh = EventPage(title="Tout neuf", slug="tout-neuf", summary="…", kind=saved.kind, locale=saved.locale)
        fresh.date_lines = [line()]
        page = ReadPage(fresh.make_preview_request().render().content.decode())
        assert page.one("h1") == "Tout neuf"
        assert page.one(".list--num time") == "mercredi 7 avril, 14 h – 17 h"


class TestTranslations:
    @pytest.fixture
    def event(self):
        actor = translate_actor()
        return EventPageFactory(
            title="Café réseau",
            summary="Une heure ensemble.",
            body=[("text", "<p>En français.</p>")],
            participants=organised_by(actor),
            date_lines=[wednesdays(2, change(WEDNESDAY, note="Salle du haut"))],
            with_registration=True,
        )

    def test_words_come_from_the_translation_and_facts_from_the_french_page(self, event, client):
        translate(
            event, "en", title="Network coffee", summary="An hour together.", body=[("text", "<p>In English.</p>")]
        )
        page = ReadPage.at(client, f"/en{event.url}")
        assert page.one("h1") == "Network coffee"
        assert "In English." in page.text
        assert page.all(".list--num time") == ["Wednesday 7 April, 2pm–5pm", "Wednesday 14 April, 2pm–5pm"]
        assert page.links(".head .actions").popitem()[1] == event.registration_url
        assert "Local network" in page.text
        assert not page.soup.h1.get("lang")
        assert page.soup.find("link", rel="canonical")["href"] == f"http://testserver/en{event.url}"
        assert page.language_of("Salle du haut") == "fr"

    def test_a_fact_changed_in_french_is_changed_everywhere(self, event, client):
        translate(event, "br", title="Kafe")
        event.refresh_from_db()
        event.date_lines = [line(start_date=dt.date(2027, 5, 12))]
        event.save_revision().publish()
        assert ReadPage.at(client, f"/br{event.url}").one(".head__mark").endswith("12 Mae")

    def test_without_translation_the_french_words_are_announced(self, event, client):
        page = ReadPage.at(client, f"/br{event.url}")
        assert page.one("h1") == "Café réseau"
        assert page.soup.h1["lang"] == "fr"
        assert page.soup.select_one(".head__lead")["lang"] == "fr"
        assert page.language_of("En français.") == "fr"
        assert len(page.all(".note")) == 1
        assert page.soup.find("link", rel="canonical")["href"] == f"http://testserver{event.url}"
        assert page.links("header")["FR – Français"] == event.url

    def test_a_draft_translation_is_not_shown(self, event, client):
        translate(event, "en", title="Network coffee", live=False)
        assert ReadPage.at(client, f"/en{event.url}").one("h1") == "Café réseau"


def translate_actor():
    actor = ActorPageFactory(title="Réseau local")
    translate(actor, "en", title="Local network")
    return actor


class TestCost:
    def _crowded(self, number: int) -> EventPage:
        themes = list(Theme.objects.all()[:number])
        event = EventPageFactory(
            host=ActorPageFactory(located=True),
            themes=themes,
            actions=list(Action.objects.all()[:number]),
            image=ImageFactory(),
            participants=organised_by(*ActorPageFactory.create_batch(number)),
            date_lines=[
                wednesdays(4 * number, *[change(WEDNESDAY + n * WEEK, place=PlaceFactory().pk) for n in range(number)]),
                wednesdays(number, *[change(WEDNESDAY + n * WEEK, host=ActorPageFactory().pk) for n in range(number)]),
                *[line(start_date=WEDNESDAY + n * DAY) for n in range(number)],
            ],
        )
        for _ in range(number):
            EventPageFactory(parent_event=event, participants=organised_by(ActorPageFactory()))
            EventPageFactory(themes=themes, participants=organised_by(ActorPageFactory()))
        return event

    def test_queries_do_not_grow_with_dates_actors_or_neighbours(
        self, client, django_assert_max_num_queries, django_assert_num_queries
    ):
        small, large = self._crowded(1), self._crowded(3)
        for prefix, budget in (("", 36), ("/br", 49)):
            client.get(prefix + small.url)
            client.get(prefix + large.url)
            with django_assert_max_num_queries(budget) as queries:
                client.get(prefix + small.url)
            with django_assert_num_queries(len(queries)):
                client.get(prefix + large.url)


def test_nothing_needs_a_script_and_nothing_is_inline(read):
    event = EventPageFactory(place=PlaceFactory(), date_lines=[wednesdays(12)], body=[("text", "<p>Texte.</p>")])
    soup = read(event).soup
    assert not soup.select("[style], style")
    assert not [script for script in soup.select("script:not([src])") if script["type"] != "application/ld+json"]
    assert not soup.select("[onclick]")
