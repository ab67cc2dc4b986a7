"""The dates of a line, shown while it is typed."""

import datetime as dt
import html
import json
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from annuaire.models import ActorPage
from core.groups import editors_name
from core.models import Commune
from evenements.models import DateLine
from tests.evenements.event_forms import WEDNESDAYS, event_data, line_data, stored_line
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import PlaceFactory, UserFactory
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db
MARCH = "2027-03-01T09:00"


@pytest.fixture(autouse=True)
def _in_march(settings) -> None:
    settings.FROZEN_NOW = MARCH


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(groups=[editors_name()]))
    return client


def shown(editor: Client, *lines: dict, line: str = "date_lines-0", **more: str):
    return editor.post(reverse("evenements_admin:line_dates"), event_data(*lines) | {"line": line} | more)


def words_of(response) -> str:
    """What the answer says, without the editor's template."""
    text = html.unescape(strip_tags(response.content.decode().partition("<template")[0]))
    return re.sub(r"\s+", " ", text)


def facts_of(response) -> list[dict]:
    found = re.findall(r'data-facts="([^"]*)"', response.content.decode())
    return [json.loads(html.unescape(facts)) for facts in found]


def days_of(response) -> list[str]:
    return [facts["original"] for facts in facts_of(response)]


def test_a_date_says_the_place_it_has_of_its_own(editor):
    place = PlaceFactory(name="La Médiathèque", commune=None)
    changes = [{"original": "2027-04-14", "place": place.pk}]

    html = shown(editor, line_data(**WEDNESDAYS, changes=changes)).content.decode()

    listed, _, template = html.partition("<template")
    assert listed.count("La Médiathèque") == 1
    assert f'<option value="place-{place.pk}">La Médiathèque</option>' in template


def test_a_date_may_be_held_at_an_actor_of_the_directory(editor):
    commune = Commune.objects.first()
    host = ActorPageFactory(title="Le FabLab", located=True, commune=commune)
    ActorPageFactory(title="Le Brouillon", draft=True)
    changes = [{"original": "2027-04-14", "host": host.pk}]

    html = shown(editor, line_data(**WEDNESDAYS, changes=changes)).content.decode()

    listed, _, template = html.partition("<template")
    assert listed.count(f"Le FabLab, {commune.name}") == 1
    assert f'<option value="host-{host.pk}">Le FabLab, {commune.name}</option>' in template
    assert "Le Brouillon" not in template


def test_a_date_says_the_seats_it_has_of_its_own(editor):
    changes = [{"original": "2027-04-14", "seats": 2}]

    listed, _, template = (
        shown(editor, line_data(**WEDNESDAYS, changes=changes)).content.decode().partition("<template")
    )

    assert listed.count("2 places") == 1
    assert 'data-field="seats"' in template


@pytest.mark.parametrize(("gone", "said"), [("unpublish", "Le FabLab"), ("delete", "Ce lieu n’est plus")])
def test_an_actor_that_is_gone_does_not_prevent_from_seeing_the_dates_it_hosted(editor, gone, said):
    host = ActorPageFactory(title="Le FabLab")
    changes = [{"original": "2027-04-14", "host": host.pk}]
    getattr(ActorPage.objects.get(pk=host.pk), gone)()

    assert said in words_of(shown(editor, line_data(**WEDNESDAYS, changes=changes)))


def test_a_rule_is_said_in_words_and_its_dates_are_listed(editor):
    response = shown(editor, line_data(**WEDNESDAYS))

    words = words_of(response)
    assert "À partir du 7 avril, tous les mercredis de 14 h à 17 h jusqu’au 30 juin." in words
    assert "13 dates." in words
    assert "mercredi 14 avril, 14 h – 17 h" in words
    assert days_of(response)[:2] == ["2027-04-07", "2027-04-14"]
    assert DateLine.objects.filter(start_date="2027-04-07").count() == 0


def test_what_calendars_leave_out_is_said_with_its_reason(editor):
    response = shown(editor, line_data(**WEDNESDAYS, skip_school_holidays="on", skip_public_holidays="on"))

    words = words_of(response)
    assert "11 dates." in words
    assert "2 dates laissées de côté" in words
    assert "Vacances de printemps : 21 avril et 28 avril" in words
    assert "2027-04-21" not in days_of(response)


def test_how_far_the_school_calendar_is_known_is_said(editor):
    endless = WEDNESDAYS | {"until": "", "skip_school_holidays": "on"}

    assert "Le calendrier scolaire n’est connu que jusqu’au" in words_of(shown(editor, line_data(**endless)))
    assert "calendrier scolaire" not in words_of(shown(editor, line_data(**WEDNESDAYS, skip_school_holidays="on")))


def test_a_line_without_end_says_how_far_it_is_published(editor):
    response = shown(editor, line_data(**WEDNESDAYS | {"until": ""}))

    assert "Sans date de fin : publiée jusqu’en mars 2029 ; la suite s’ajoute d’elle-même." in words_of(response)
    assert len(days_of(response)) == 20


def test_more_dates_are_shown_on_demand(editor):
    daily = line_data(**WEDNESDAYS | {"frequency": "daily"})

    assert "Voir la suite (65 dates)" in words_of(shown(editor, daily))
    assert len(days_of(shown(editor, daily, limit="120"))) == 85


def test_each_date_says_its_state_and_where_it_was(editor):
    changes = [
        {"original": "2027-04-07", "state": "cancelled"},
        {"original": "2027-04-14", "start": "2027-04-15T16:00", "note": "Salle prise"},
        {"original": "2027-04-21", "state": "full", "title": "Séance spéciale"},
        {"original": "2027-04-28", "removed": True},
    ]
    response = shown(editor, line_data(**WEDNESDAYS, changes=changes))

    words = words_of(response)
    assert "12 dates." in words
    assert "mercredi 7 avril, 14 h – 17 h Annulé" in words
    assert "jeudi 15 avril, 16 h – 19 h Auparavant : mercredi 14 avril, 14 h – 17 h Déplacée Salle prise" in words
    assert "mercredi 21 avril, 14 h – 17 h Complet Séance spéciale" in words
    assert "mercredi 28 avril, 14 h – 17 h Retirée" in words
    moved = facts_of(response)[1]
    assert (moved["start"], moved["usualStart"]) == ("2027-04-15T16:00", "2027-04-14T14:00")
    assert (moved["end"], moved["usualEnd"]) == ("2027-04-15T19:00", "2027-04-14T17:00")


def test_a_change_whose_day_is_no_longer_a_date_is_said_and_kept(editor):
    changes = [{"original": "2027-04-08", "state": "cancelled"}, {"original": "2027-04-21", "state": "full"}]
    response = shown(editor, line_data(**WEDNESDAYS, changes=changes, skip_school_holidays="on"))

    words = words_of(response)
    assert "2 changements sont sans effet." in words
    assert "jeudi 8 avril n’est pas une date de cette ligne" in words
    assert "mercredi 21 avril ce jour est laissé de côté" in words


def test_what_the_following_dates_need_to_be_another_line(editor):
    first, second, *_ = facts_of(shown(editor, line_data(**WEDNESDAYS | {"until": "", "count": "5"})))

    assert first["isFirst"]
    assert not second["isFirst"]
    assert (second["day"], second["eve"], second["remaining"]) == ("14/04/2027", "13/04/2027", 4)


def test_dates_over_are_apart_the_latest_first(editor, settings):
    settings.FROZEN_NOW = "2027-04-20T09:00"

    response = shown(editor, line_data(**WEDNESDAYS))

    assert "Dates passées" in words_of(response)
    assert days_of(response)[0] == "2027-04-21"
    assert days_of(response)[-2:] == ["2027-04-14", "2027-04-07"]


def test_a_line_that_is_over_says_so(editor, settings):
    settings.FROZEN_NOW = "2028-01-01T09:00"

    assert "Toutes ces dates sont passées." in words_of(shown(editor, line_data(**WEDNESDAYS)))


APRIL_7 = [{"original": "2027-04-07", "removed": True}]
HOLIDAYS = {"skip_school_holidays": "on"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"start_date": "05/04/2027"}, "mercredi 7 avril : le jour indiqué ne convient pas à la répétition."),
        ({"changes": APRIL_7}, "mercredi 14 avril : celle du jour indiqué est retirée."),
        (
            HOLIDAYS | {"start_date": "21/04/2027"},
            "mercredi 5 mai : le jour indiqué est laissé de côté (vacances de printemps).",
        ),
        (HOLIDAYS | {"start_date": "20/04/2027"}, "mercredi 5 mai : le jour indiqué ne convient pas à la répétition."),
        (HOLIDAYS | {"start_date": "21/04/2027", "weekdays": []}, "mercredi 5 mai : le jour indiqué est laissé"),
    ],
    ids=["does not fit", "removed by hand", "in the holidays", "does not fit, in the holidays", "no day of the week"],
)
def test_a_rule_that_begins_later_than_its_first_day_says_when_and_why(editor, fields, said):
    response = shown(editor, line_data(**WEDNESDAYS | fields))

    assert f"La première date est le {said}" in words_of(response)


def test_a_rule_that_begins_on_its_first_day_says_nothing_of_it(editor):
    assert "La première date" not in words_of(shown(editor, line_data(**WEDNESDAYS)))


POSTPONED = {"state": "postponed"}


def published_line(**fields) -> DateLine:
    return DateLine.objects.get(page=EventPageFactory(date_lines=[line(**fields)]))


def test_a_new_day_typed_for_what_is_postponed_is_shown_with_the_former_one(editor):
    typed = stored_line(published_line(), start_date="14/04/2027")

    words = words_of(shown(editor, typed, **POSTPONED))
    assert "Mercredi 14 avril, 14 h – 17 h." in words
    assert "mercredi 14 avril, 14 h – 17 h Auparavant : mercredi 7 avril, 14 h Reporté" in words
    assert "Rétablir" not in words
    assert "Auparavant" not in words_of(shown(editor, typed, state="confirmed"))


def test_what_was_postponed_is_shown_again_as_it_was_typed(editor):
    said = [{"original": "2027-04-14", "previous": "2027-04-07T14:00", "note": "Salle prise"}]
    published = published_line(start_date=dt.date(2027, 4, 14), changes=said)

    words = words_of(shown(editor, stored_line(published), **POSTPONED))
    assert "Mercredi 14 avril, 14 h – 17 h." in words
    assert "mercredi 14 avril, 14 h – 17 h Auparavant : mercredi 7 avril, 14 h Reporté Salle prise" in words
    assert "Oublier l’ancienne date" in words


@pytest.mark.parametrize("state", ["confirmed", "postponed"])
def test_another_day_typed_for_what_was_postponed_keeps_the_first_one_and_what_is_said(editor, state):
    said = [{"original": "2027-04-14", "previous": "2027-04-07T14:00", "note": "Salle prise"}]
    typed = stored_line(published_line(start_date=dt.date(2027, 4, 14), changes=said), start_date="21/04/2027")

    response = shown(editor, typed, state=state)

    assert "mercredi 21 avril, 14 h – 17 h Auparavant : mercredi 7 avril, 14 h" in words_of(response)
    assert "Salle prise" in words_of(response)
    assert "sans effet" not in words_of(response)
    # What is changed from the list goes on with what the form posts.
    assert days_of(response) == ["2027-04-14"]


def test_a_single_date_moved_in_the_list_is_said_where_it_is(editor):
    response = shown(editor, line_data(changes=[{"original": "2027-04-07", "start": "2027-04-14"}]))

    assert "Mercredi 14 avril, 14 h – 17 h. " in words_of(response)
    assert facts_of(response)[0]["usualStart"] == "2027-04-07T14:00"


def test_the_same_moment_in_another_line_is_a_warning(editor):
    twin = line_data(start_date="14/04/2027")

    assert "La date n° 1 donne déjà : mercredi 14 avril, 14 h – 17 h." in words_of(
        shown(editor, line_data(**WEDNESDAYS), twin, line="date_lines-1")
    )
    assert "donne déjà : mercredi 7 avril, 14 h – 17 h, et 12 autres fois" in words_of(
        shown(editor, line_data(**WEDNESDAYS), line_data(**WEDNESDAYS), line="date_lines-1")
    )
    deleted = line_data(**WEDNESDAYS, DELETE="1")
    assert "donne déjà" not in words_of(shown(editor, deleted, twin, line="date_lines-1"))


def test_what_is_wrong_is_said_instead_of_dates(editor):
    response = shown(editor, line_data(**WEDNESDAYS | {"until": "01/01/2027"}))

    assert response.status_code == 200
    assert "Se répète jusqu’au : Le dernier jour de la répétition vient avant le premier." in words_of(response)
    assert not days_of(response)


def test_exceptions_that_leave_no_date_can_be_forgotten(editor):
    changes = [{"original": "2027-04-07", "removed": True}]
    response = shown(editor, line_data(changes=changes))

    assert "Cette ligne ne donne aucune date" in words_of(response)
    assert "Oublier ce qui a été changé date par date" in words_of(response)
    assert "Oublier" not in words_of(shown(editor, line_data(start_time="")))


def test_a_single_date_is_cancelled_rather_than_removed(editor):
    assert "date-line#remove" not in shown(editor, line_data()).content.decode()
    assert "date-line#remove" in shown(editor, line_data(**WEDNESDAYS)).content.decode()


def test_nothing_is_wrong_with_a_line_not_begun(editor):
    words = words_of(shown(editor, line_data(start_date="", start_time="", end_time="")))

    assert words.strip() == "Indiquez le jour et l’heure : les dates obtenues s’affichent ici, avant d’enregistrer."


def test_what_is_said_aloud_is_short(editor):
    response = shown(editor, line_data(**WEDNESDAYS))

    said = re.search(r'data-announcement="([^"]*)"', response.content.decode())
    assert "13 dates." in said[1]
    assert "mercredi 14 avril" not in said[1]


@pytest.mark.parametrize(
    "fields",
    [
        {"start_date": "\x00"},
        {"start_date": "99/99/9999"},
        {"interval": "9" * 400},
        {"count": "-1"},
        {"count": "1e3"},
        {"frequency": "yearly"},
        {"until": "31/12/9999"},
        {"changes": "[" * 1_000},
        {"changes": [{"original": "2027-04-07", "host": 10**30}]},
        {"changes": [{"original": "2027-04-07", "host": 1, "place": 1}]},
        {"changes": '[{"original": "2027-04-07", "start": "9999-12-31T23:59"}]'},
        {"changes": '[{"original": "0001-01-01", "state": "full"}]'},
        {"end_time": "<script>"},
        {"uid": "x" * 10_000},
    ],
)
def test_junk_is_answered_with_sentences(editor, fields):
    response = shown(editor, line_data(**WEDNESDAYS | fields))

    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize("name", ["", "date_lines", "title", "date_lines-x", "date_lines-0-start_date", "date_lines-٣"])
def test_an_unknown_line_is_a_bad_request(editor, name):
    assert shown(editor, line_data(), line=name).status_code == 400


def test_only_those_who_edit_events_may_ask(client):
    visitor = shown(client, line_data())
    assert visitor.status_code == 302
    assert "/admin/login/" in visitor["Location"]

    pictures = Group.objects.create(name="photographes")
    pictures.permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(UserFactory(groups=["photographes"]))
    assert shown(client, line_data()).status_code == 302
    assert client.get(reverse("evenements_admin:line_dates")).status_code in (302, 405)


def test_reading_is_not_a_way_to_ask(editor):
    assert editor.get(reverse("evenements_admin:line_dates")).status_code == 405


def test_a_long_series_asks_the_database_no_more_than_a_short_one(editor, django_assert_max_num_queries):
    daily = line_data(**WEDNESDAYS | {"frequency": "daily", "until": "01/01/2030"})

    with django_assert_max_num_queries(21):
        assert len(days_of(shown(editor, daily, limit="5000"))) == 1_001


def test_what_is_wrong_is_named_as_in_the_form(editor):
    said = words_of(shown(editor, line_data(start_date="07/04/2027", end_date="01/04/2027")))

    assert "Dernier jour" in said
    assert "inclus" not in said
