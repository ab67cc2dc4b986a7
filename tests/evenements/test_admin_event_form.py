"""An event entered in the admin, as an editor's browser sends it."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils.translation import override
from wagtail.models import Page

from agenda.models import EventIndexPage
from core.groups import editors_name
from core.models import Audience
from evenements.forms import DateLineForm
from evenements.models import DateLine, EventPage, Occurrence
from evenements.preview import line_form
from tests.evenements.event_forms import WEDNESDAYS, add_url, edit_url, event_data, line_data, stored_line
from tests.factories.core import AudienceFactory, PlaceFactory, UserFactory
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db
PUBLISH = {"action-publish": "action-publish"}


@pytest.fixture
def editor(client: Client) -> Client:
    """A browser in which an editor of the network is logged in."""
    client.force_login(UserFactory(groups=[editors_name()]))
    return client


def errors_of_line(response, number: int = 0) -> dict[str, list[str]]:
    return response.context["form"].formsets["date_lines"].forms[number].errors


def typed(**fields) -> DateLineForm:
    """The form of one line, filled with FIELDS."""
    data = QueryDict(mutable=True)
    for name, value in line_data(**fields).items():
        data.setlist(f"date_lines-0-{name}", value if isinstance(value, list) else [value])
    return line_form(data, "date_lines-0")


def line_of(title: str = "Aide aux démarches") -> DateLine:
    return DateLine.objects.get(page__title=title)


def test_an_editor_publishes_a_weekly_event_without_writing_a_rule(editor):
    response = editor.post(add_url(), event_data(line_data(**WEDNESDAYS), **PUBLISH))

    event = EventPage.objects.get(title="Aide aux démarches")
    assert response.status_code == 302
    assert event.live
    assert line_of().weekdays == "WE"
    days = list(Occurrence.objects.filter(event=event).order_by("start").values_list("first_day", flat=True))
    assert len(days) == 13
    assert {day.weekday() for day in days} == {2}
    assert (days[0], days[-1]) == (dt.date(2027, 4, 7), dt.date(2027, 6, 30))


def test_days_off_are_frozen_with_the_line(editor):
    data = line_data(**WEDNESDAYS, skip_school_holidays="on", skip_public_holidays="on")

    editor.post(add_url(), event_data(data, **PUBLISH))

    assert "2027-04-21" in line_of().excluded
    assert Occurrence.objects.filter(event__title="Aide aux démarches").count() == 11


def test_a_date_cancelled_and_a_date_moved_reach_the_agenda(editor):
    changes = [
        {"original": "2027-04-14", "state": "cancelled"},
        {"original": "2027-04-21", "start": "2027-04-22T15:00", "note": "Exceptionnellement un jeudi"},
    ]

    editor.post(add_url(), event_data(line_data(**WEDNESDAYS, changes=changes), **PUBLISH))

    dates = Occurrence.objects.filter(event__title="Aide aux démarches")
    assert dates.get(original_day="2027-04-14").state == "cancelled"
    moved = dates.get(original_day="2027-04-21")
    assert (moved.first_day, moved.note) == (dt.date(2027, 4, 22), "Exceptionnellement un jeudi")
    assert moved.previous_start is not None


@pytest.mark.parametrize("hour", ["14h", "14 h", "14h00", "14:00", "14.00", "1400", "14"])
def test_an_hour_is_read_however_it_is_typed(hour):
    form = typed(start_time=hour)

    assert form.is_valid()
    assert form.instance.start_time == dt.time(14)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("day", ["07/04/2027", "7/4/27", "07-04-2027", "7.4.2027", "2027-04-07"])
def test_a_day_is_read_day_first_however_it_is_typed(day, language):
    with override(language):
        form = typed(start_date=day)

        assert form.is_valid()
    assert form.instance.start_date == dt.date(2027, 4, 7)


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"start_date": "hier"}, "start_date", "Écrivez le jour ainsi : 25/06/2027."),
        ({"start_date": ""}, "start_date", "Indiquez le jour."),
        ({"start_time": "vers midi"}, "start_time", "Écrivez l’heure ainsi : 14:30 ou 14 h 30."),
        ({"start_time": "25h"}, "start_time", "Écrivez l’heure ainsi : 14:30 ou 14 h 30."),
        ({"end_time": "9h75"}, "end_time", "Écrivez l’heure ainsi : 14:30 ou 14 h 30."),
        ({"start_time": ""}, "start_time", "Indiquez l’heure de début, ou cochez « toute la journée »."),
        ({"end_date": "01/04/2027"}, "end_date", "Le dernier jour vient avant le premier."),
        (WEDNESDAYS | {"until": "01/01/2027"}, "until", "Le dernier jour de la répétition vient avant le premier."),
        (WEDNESDAYS | {"count": "3"}, "count", "Donnez un dernier jour ou un nombre de fois, pas les deux."),
        (WEDNESDAYS | {"interval": "0"}, "interval", "Écrivez un nombre de 1 à 99."),
        (WEDNESDAYS | {"weekdays": ["XX"]}, "weekdays", "Choisissez des jours de la liste."),
        (WEDNESDAYS | {"until": "01/01/9999"}, "until", "Choisissez un dernier jour avant 2200."),
    ],
)
def test_a_wrong_line_is_told_on_its_field_and_keeps_what_was_typed(editor, fields, field, sentence):
    changes = [{"original": "2027-04-14", "state": "cancelled"}]

    response = editor.post(add_url(), event_data(line_data(**{"changes": changes, **fields}), **PUBLISH))

    assert response.status_code == 200
    assert errors_of_line(response)[field] == [sentence]
    page = response.content.decode()
    assert all(f'value="{value}"' in page for value in fields.values() if isinstance(value, str))
    assert "cancelled" in page
    assert not EventPage.objects.filter(title="Aide aux démarches").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ("{", "Les dates particulières ne se lisent pas : rechargez la page et recommencez."),
        ('"texte"', "Les dates particulières ne se lisent pas : rechargez la page et recommencez."),
        ('{"original": "2027-04-07"}', "Les dates particulières ne se lisent pas : rechargez la page et recommencez."),
        ("[" * 100_000, "Les dates particulières ne se lisent pas : rechargez la page et recommencez."),
        ("[1]", "Une date particulière ne se lit pas : rechargez la page et recommencez."),
        ('[{"original": "hier"}]', "Une date particulière ne se lit pas : rechargez la page et recommencez."),
        (
            '[{"original": "2027-04-07", "color": "red"}]',
            "Une date particulière ne se lit pas : rechargez la page et recommencez.",
        ),
        ([{"original": "2027-04-07", "state": "gone"}], "Mercredi 7 avril 2027 : cet état n’existe pas."),
        ([{"original": "2027-04-07", "place": 0}], "Mercredi 7 avril 2027 : ce lieu n’existe plus."),
        *(
            (
                [{"original": "2027-04-07", "seats": seats}],
                "Mercredi 7 avril 2027 : écrivez un nombre de places, de 1 à 9999.",
            )
            for seats in (0, -1, 10_000)
        ),
        (
            [{"original": "2027-04-07", "seats": "8"}],
            "Une date particulière ne se lit pas : rechargez la page et recommencez.",
        ),
        (
            [{"original": "2027-04-07", "note": "x" * 201}],
            "Mercredi 7 avril 2027 : la précision a 200 caractères au plus.",
        ),
        (
            [{"original": "2027-04-07", "title": "x" * 256}],
            "Mercredi 7 avril 2027 : le titre a 255 caractères au plus.",
        ),
        (
            [{"original": "2027-04-07", "start": "2027-04-08T15:00", "end": "2027-04-08T14:00"}],
            "Une date déplacée finit avant de commencer.",
        ),
        (
            [{"original": f"2027-04-{day % 28 + 1:02}", "state": "full"} for day in range(5_000)],
            "Une ligne porte 500 dates particulières au plus : continuez dans une nouvelle ligne.",
        ),
    ],
)
def test_exceptions_that_cannot_be_are_refused_with_a_sentence(changes, sentence):
    assert typed(**WEDNESDAYS, changes=changes).errors["changes"] == [sentence]


def test_an_event_has_at_least_a_date_and_a_public(editor):
    data = event_data(line_data(DELETE="1"), audiences=[], **PUBLISH)

    response = editor.post(add_url(), data)

    form = response.context["form"]
    assert form.formsets["date_lines"].non_form_errors() == ["Un événement a au moins une date : ajoutez-en une."]
    assert "audiences" in form.errors


def test_a_draft_needs_no_date_yet(editor):
    data = event_data(line_data(start_date="", start_time="", end_time=""), audiences=[])

    response = editor.post(add_url(), data)

    assert response.status_code == 302
    assert not EventPage.objects.get(title="Aide aux démarches").live


def test_what_does_not_apply_is_dropped(editor):
    once = WEDNESDAYS | {"frequency": "", "skip_public_holidays": "on"}
    monthly = WEDNESDAYS | {"frequency": "monthly_day", "all_day": "on"}

    editor.post(add_url(), event_data(line_data(**once), line_data(**monthly)))

    first, second = DateLine.objects.filter(page__title="Aide aux démarches").order_by("sort_order")
    assert (first.weekdays, first.until, first.skip_public_holidays) == ("", None, False)
    assert (second.weekdays, second.start_time, second.until) == ("", None, dt.date(2027, 6, 30))


def test_a_line_keeps_its_uid_through_drafts_and_publications(editor):
    event = EventPageFactory(title="Aide aux démarches", slug="aide-aux-demarches")
    known = event.date_lines.get()
    added = line_data(start_date="08/04/2027", uid="0f8fad5b-d9cb-469f-a165-70867728950e@testserver")

    # Drafted on a live page, the new line has no primary key: it comes back with the form that shows it.
    editor.post(edit_url(event), event_data(stored_line(known), added, initial=1))
    drafted = editor.get(edit_url(event)).context["form"].formsets["date_lines"].forms[1]
    again = line_data(start_date="09/04/2027", uid=drafted["uid"].value())
    editor.post(edit_url(event), event_data(stored_line(known), again, initial=2, **PUBLISH))

    lines = DateLine.objects.filter(page=event).order_by("sort_order")
    assert [row.uid for row in lines] == [known.uid, "0f8fad5b-d9cb-469f-a165-70867728950e@testserver"]
    assert drafted["uid"].value() == "0f8fad5b-d9cb-469f-a165-70867728950e@testserver"
    assert lines[1].start_date == dt.date(2027, 4, 9)


def test_two_lines_never_share_a_uid(editor):
    other = EventPageFactory(date_lines=[line()]).date_lines.get()
    mine = "0f8fad5b-d9cb-469f-a165-70867728950e@testserver"
    lines = [line_data(uid=uid) for uid in (mine, mine, other.uid, "<script>", "")]

    editor.post(add_url(), event_data(*lines))

    uids = DateLine.objects.filter(page__title="Aide aux démarches").values_list("uid", flat=True)
    assert len(set(uids)) == 5
    assert mine in uids
    assert not {other.uid, "<script>"} & set(uids)


def test_a_stored_line_never_changes_its_uid(editor):
    event = EventPageFactory(title="Aide aux démarches", slug="aide-aux-demarches")
    known = event.date_lines.get()
    typed = stored_line(known) | {"uid": "0f8fad5b-d9cb-469f-a165-70867728950e@testserver", "start_time": "15:00"}

    editor.post(edit_url(event), event_data(typed, initial=1, **PUBLISH))

    assert DateLine.objects.get(page=event).uid == known.uid


def test_saving_in_the_background_tells_the_page_its_new_uids(editor):
    response = editor.post(add_url(), event_data(line_data()), headers={"accept": "application/json"})

    assert response.json()["field_updates"]["date_lines-0-uid"] == line_of().uid


def test_a_line_saved_twice_at_once_is_one_line(editor):
    """Pressed while the page saves itself, « Publier » may send a new line again before it knows its primary key."""
    data = line_data(uid="0f8fad5b-d9cb-469f-a165-70867728950e@testserver")
    answer = editor.post(add_url(), event_data(data), headers={"accept": "application/json"}).json()
    event = EventPage.objects.get(pk=answer["pk"])

    for _ in range(2):
        editor.post(edit_url(event), event_data(data, **PUBLISH))

    assert list(DateLine.objects.filter(page=event).values_list("uid", flat=True)) == [data["uid"]]
    assert Occurrence.objects.filter(event=event).count() == 1


def test_events_of_the_same_title_each_have_their_address(editor):
    EventPageFactory(title="Aide aux démarches", slug="aide-aux-demarches")

    answer = editor.post(add_url(), event_data(), headers={"accept": "application/json"}).json()

    assert EventPage.objects.get(pk=answer["pk"]).slug == "aide-aux-demarches-1"
    assert answer["field_updates"]["slug"] == "aide-aux-demarches-1"


def test_a_retired_public_is_offered_only_where_it_is_chosen(editor):
    retired = AudienceFactory(label="Minitelistes", retired=True)
    event = EventPageFactory(audiences=[retired])

    assert "Minitelistes" in editor.get(edit_url(event)).content.decode()
    assert "Minitelistes" not in editor.get(add_url()).content.decode()


def test_publishing_is_the_first_button(editor):
    menu = editor.get(add_url()).context["action_menu"]

    assert menu.default_item.name == "action-publish"
    assert [item.name for item in menu.menu_items] == ["action-save-draft"]


def test_the_form_is_in_french_and_in_the_order_an_editor_thinks(editor):
    page = editor.get(add_url()).content.decode()

    headings = ["Quoi", "Quand", "Où", "Pour qui", "Qui organise", "Tarif et inscription", "Image et suivi"]
    places = [page.index(f"<span data-panel-heading-text>{heading}</span>") for heading in headings]
    assert places == sorted(places)
    assert "Ajouter une date ou une répétition" in page


def test_a_translation_has_words_and_no_facts(editor):
    event = EventPageFactory(audiences=[Audience.objects.first()])
    translation = event.copy_for_translation(Page.objects.get(slug="accueil-br").locale)

    form = editor.get(edit_url(translation)).context["form"]

    assert "title" in form.fields
    assert not set(EventPage.facts) & {*form.fields, *form.formsets}


def occurrence(event: EventPage) -> Occurrence:
    return Occurrence.objects.get(event=event)


def save_again(
    editor, event: EventPage, *, publish: bool = True, fields: dict | None = None, **line_fields
) -> DateLine:
    """Saves EVENT as its form shows it, but for these FIELDS of the event and of its only line."""
    event.refresh_from_db()
    shown = event.get_latest_revision_as_object().date_lines.first()
    data = event_data(
        stored_line(shown, **line_fields),
        initial=1,
        **{"title": event.title, "slug": event.slug, **(fields or {})},
        **(PUBLISH if publish else {}),
    )
    response = editor.post(edit_url(event), data)
    assert response.status_code == 302, response.context["form"].errors
    event.refresh_from_db()
    return event.get_latest_revision_as_object().date_lines.first()


POSTPONED = {"state": "postponed"}


def test_a_new_day_typed_over_that_of_a_postponed_event_keeps_the_former_one(editor):
    event = EventPageFactory(date_lines=[line(start_date=dt.date(2026, 12, 14))])

    save_again(editor, event, start_date="18/12/2026", fields=POSTPONED)

    date = occurrence(event)
    assert (date.state, date.first_day) == ("postponed", dt.date(2026, 12, 18))
    assert date.previous_start == dt.datetime(2026, 12, 14, 13, tzinfo=dt.UTC)
    assert DateLine.objects.get(page=event).start_date == dt.date(2026, 12, 18)


def test_a_postponed_event_finds_its_new_day_later(editor):
    event = EventPageFactory(date_lines=[line(start_date=dt.date(2026, 12, 14))])
    save_again(editor, event, fields=POSTPONED)
    assert occurrence(event).previous_start is None

    save_again(editor, event, start_date="18/12/2026", start_time="10:00", end_time="13:30", fields=POSTPONED)
    save_again(editor, event, start_date="19/12/2026", fields=POSTPONED)

    date = occurrence(event)
    assert (date.first_day, date.previous_start.day) == (dt.date(2026, 12, 19), 14)
    assert (date.end - date.start) == dt.timedelta(hours=3, minutes=30)


def test_hours_postponed_keep_the_former_ones(editor):
    event = EventPageFactory(date_lines=[line(start_date=dt.date(2026, 12, 14))])

    save_again(editor, event, start_time="16:00", end_time="20:00", fields=POSTPONED)

    date = occurrence(event)
    assert (date.start.hour, date.end.hour, date.previous_start.hour) == (15, 19, 13)


def test_a_whole_day_postponed_keeps_the_former_one(editor):
    event = EventPageFactory(date_lines=[line(whole_day=True, start_date=dt.date(2026, 12, 14))])

    save_again(editor, event, start_date="18/12/2026", end_date="19/12/2026", all_day="on", fields=POSTPONED)

    date = occurrence(event)
    assert (date.first_day, date.last_day, date.previous_start.day) == (
        dt.date(2026, 12, 18), dt.date(2026, 12, 19), 13,
    )  # fmt: skip


def test_the_date_alone_may_say_it_is_postponed(editor):
    event = EventPageFactory(date_lines=[line(start_date=dt.date(2026, 12, 14))])
    changes = '[{"original": "2026-12-18", "state": "postponed", "note": "La salle a changé."}]'

    save_again(editor, event, **{"start_date": "18/12/2026", "changes": changes})

    date = occurrence(event)
    assert (date.state, date.first_day, date.note) == ("postponed", dt.date(2026, 12, 18), "La salle a changé.")
    assert date.previous_start is not None


def test_a_day_changed_in_a_draft_before_the_state_keeps_the_published_one(editor):
    event = EventPageFactory(date_lines=[line(start_date=dt.date(2026, 12, 14))])
    shown = save_again(editor, event, publish=False, start_date="18/12/2026")
    assert (shown.start_date, shown.changes) == (dt.date(2026, 12, 18), [])

    save_again(editor, event, fields=POSTPONED)

    date = occurrence(event)
    assert (date.first_day, date.previous_start.day) == (dt.date(2026, 12, 18), 14)


def test_the_day_of_an_event_that_is_held_is_corrected(editor):
    event = EventPageFactory(date_lines=[line(start_date=dt.date(2026, 12, 14))])

    save_again(editor, event, start_date="18/12/2026")

    assert (occurrence(event).first_day, occurrence(event).previous_start) == (dt.date(2026, 12, 18), None)


def test_what_is_postponed_is_in_the_form_as_it_was_typed(editor):
    event = EventPageFactory(date_lines=[line(start_date=dt.date(2026, 12, 14))])
    shown = save_again(editor, event, start_date="18/12/2026", start_time="16:00", fields=POSTPONED)
    assert (shown.start_date, shown.start_time) == (dt.date(2026, 12, 18), dt.time(16))

    shown = save_again(editor, event, start_date="07/01/2027", fields=POSTPONED)
    assert shown.start_date == dt.date(2027, 1, 7)
    save_again(editor, event, start_date="08/01/2027", start_time="15:00")

    date = occurrence(event)
    assert (date.state, date.first_day, date.start.hour, date.end.hour) == ("confirmed", dt.date(2027, 1, 8), 14, 16)
    assert date.previous_start == dt.datetime(2026, 12, 14, 13, tzinfo=dt.UTC)


def test_a_date_moved_in_the_list_is_in_the_form_where_it_was_moved(editor):
    event = EventPageFactory(date_lines=[line(start_date=dt.date(2026, 12, 14))])

    shown = save_again(
        editor, event, changes=[{"original": "2026-12-14", "start": "2026-12-18", "note": "Salle prise"}]
    )

    date = occurrence(event)
    assert (shown.start_date, date.first_day, date.note) == (
        dt.date(2026, 12, 18),
        dt.date(2026, 12, 18),
        "Salle prise",
    )
    assert date.previous_start.day == 14


def test_a_date_that_changes_its_day_is_the_same_date(editor):
    event = EventPageFactory(date_lines=[line(start_date=dt.date(2026, 12, 14))])
    before = occurrence(event)

    save_again(editor, event, start_date="18/12/2026", fields=POSTPONED)

    assert occurrence(event).pk == before.pk


def test_a_draft_has_no_former_day(editor):
    event = EventPageFactory(draft=True, date_lines=[line(start_date=dt.date(2026, 12, 14))])

    save_again(editor, event, start_date="18/12/2026", fields=POSTPONED)

    assert (occurrence(event).first_day, occurrence(event).previous_start) == (dt.date(2026, 12, 18), None)


def test_what_the_form_hides_is_not_kept(editor):
    hidden = {
        "mode": "en-ligne", "place": str(PlaceFactory().pk), "price": "5 €", "state_note": "La salle est fermée.",
        "registration_url": "https://inscription.example/",
    }  # fmt: skip
    editor.post(add_url(), event_data(**hidden, **PUBLISH))

    event = EventPage.objects.get(title="Aide aux démarches")
    assert (event.price, event.registration_url, event.state_note) == ("", "", "")
    assert (event.host, event.place) == (None, None)


def test_what_the_form_shows_is_kept(editor):
    shown = {
        "is_free": "", "price": "5 €", "mode": "hybride", "online_url": "https://visio.example/salle",
        "registration": "external", "registration_url": "https://inscription.example/", "state": "full",
        "state_note": "Liste d’attente.",
    }  # fmt: skip
    editor.post(add_url(), event_data(**shown, **PUBLISH))

    event = EventPage.objects.get(title="Aide aux démarches")
    assert (event.price, event.online_url) == ("5 €", "https://visio.example/salle")
    assert (event.registration_url, event.state_note) == ("https://inscription.example/", "Liste d’attente.")


def test_an_event_moved_online_has_its_link(editor):
    editor.post(add_url(), event_data(state="moved_online", online_url="https://visio.example/salle", **PUBLISH))

    assert EventPage.objects.get(title="Aide aux démarches").online_url == "https://visio.example/salle"


def test_the_link_of_a_date_moved_online_is_kept(editor):
    moved = line_data(changes=[{"original": "2027-04-07", "state": "moved_online"}])

    editor.post(add_url(), event_data(moved, online_url="https://visio.example/salle", **PUBLISH))

    assert EventPage.objects.get(title="Aide aux démarches").online_url == "https://visio.example/salle"


def test_the_page_the_agenda_and_the_feed_say_both_days_of_what_is_postponed(editor, client):
    event = EventPageFactory(date_lines=[line(start_date=dt.date(2026, 12, 14))])
    save_again(editor, event, start_date="18/12/2026", fields=POSTPONED)

    for path in (event.url, "/agenda/"):
        page = client.get(path).text
        assert "14 décembre" in page, path
        assert "18 décembre" in page, path
    feed = client.get(f"{event.url}evenement.ics").text.replace("\r\n ", "")
    assert "Date initiale : lundi 14 décembre 2026" in feed
    assert "DTSTART;TZID=Europe/Paris:20261218T140000" in feed


def test_a_link_that_cannot_be_read_is_said_once(editor):
    response = editor.post(
        add_url(), event_data(registration="external", registration_url="pas une adresse", **PUBLISH)
    )

    assert len(response.context["form"].errors["registration_url"]) == 1


@pytest.mark.parametrize("name", ["title", "summary", "kind", "audiences"])
def test_an_empty_field_says_what_to_do(editor, name):
    response = editor.post(add_url(), event_data(**{name: []}, **PUBLISH))

    [sentence] = response.context["form"].errors[name]
    assert "requis" not in sentence
    assert "obligatoire" not in sentence


def test_an_address_has_no_accent(editor):
    page = EventPageFactory.build(title="Découverte de l’été", slug="")
    EventIndexPage.objects.get(locale__language_code="fr").add_child(instance=page)
    assert page.slug == "decouverte-de-lete"

    editor.post(add_url(), event_data(slug="été", **PUBLISH))

    assert EventPage.objects.get(title="Aide aux démarches").slug == "ete"
