"""« Réservations »: what organisers see and do, and who may."""

import csv
import datetime as dt
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, PageLogEntry

from core.clock import now
from core.groups import editors_name
from core.models import MailState, OutgoingMail
from evenements.booking import allocation, desk, listing
from evenements.booking.calls import date_url
from evenements.booking.letters import tell_all
from evenements.booking.models import BookedDate, Booking
from evenements.form_guard import new_token
from tests.evenements.booking.sample import MORNING, booked, date_of, republish, states, workshop
from tests.factories.core import UserFactory
from tests.reading import ReadPage, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _april(settings):
    settings.FROZEN_NOW = MORNING


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=[editors_name()], username="lena"))
    return client


@pytest.fixture
def partner(client):
    """Someone who may change one event, and nothing else; a function that says which."""

    def of(event):
        group = Group.objects.create(name="fablab partenaire")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
        GroupPagePermission.objects.create(group=group, page_id=event.pk, permission=change)
        client.force_login(UserFactory(groups=[group.name], username="fablab"))
        return client

    return of


def act(client, event, action, **said):
    said = {"token": new_token()} | said
    response = client.post(date_url(date_of(event), "act"), {"action": action} | said, follow=True)
    assert response.status_code == 200
    return ReadPage(response.content.decode())


def logged() -> list[str]:
    """What the history of pages says of bookings, with whom, in order."""
    rows = PageLogEntry.objects.filter(action__startswith="evenements.booking.").order_by("timestamp", "pk")
    return [row.action.rpartition(".")[2] for row in rows]


def test_the_listing_has_the_dates_that_take_bookings_and_how_many_come(editor):
    event = workshop(5, title="Découpe laser")
    booked(event, "Enora", 2)
    page = ReadPage.at(editor, reverse("reservations:index"))
    assert "mercredi 7 avril, 14 h – 17 h Découpe laser 2 / 5 3 0" in page.all("tbody tr")


def listed(client, name="", page=1):
    """The rows of a list of « Réservations »."""
    return ReadPage.at(client, f"{reverse('reservations:index')}?liste={name}&p={page}").all(".booking-table tbody tr")


def test_the_listing_is_read_page_by_page_to_its_last_date(editor, monkeypatch):
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    workshop(line_facts={"frequency": "weekly", "count": 5, "until": None})
    pages = [listed(editor, page=number) for number in (1, 2, 3)]
    assert [len(rows) for rows in pages] == [2, 2, 1]
    assert "mercredi 5 mai" in pages[2][0]
    index = ReadPage.at(editor, reverse("reservations:index"))
    assert "À venir (5)" in index.all(".booking-lists a")
    assert "?p=2" in index.links(".pagination").values()


def test_a_page_costs_the_same_whatever_the_number_of_its_dates(editor):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            editor.get(reverse("reservations:index"))
        return len(captured)

    booked(workshop())
    cost()
    few = cost()
    for number in range(4):
        booked(workshop(slug=f"a{number}"), f"P{number}")
    assert cost() == few


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"removed": True}, "Date retirée"),
        ({"registration": "none", "seats": None}, "Ne se réserve plus sur ce site"),
        (None, "Événement hors ligne"),
    ],
)
def test_a_date_with_bookings_that_is_no_longer_published_is_listed_with_what_became_of_it(editor, change, said):
    event = workshop(line_facts={"frequency": "weekly", "count": 2, "until": None})
    booked(event, "Enora", 2)
    url = date_url(date_of(event))
    assert listed(editor, "retirees") == []
    if change is None:
        event.unpublish()
    elif "removed" in change:
        republish(event, {"original": "2027-04-07", **change})
    else:
        republish(event, **change)
    (row,) = listed(editor, "retirees")
    assert f"mercredi 7 avril, 14 h – 17 h {said} {event.title} 2" in row
    index = ReadPage.at(editor, reverse("reservations:index"))
    assert "Retirées ou hors ligne (1)" in index.all(".booking-lists a")
    assert "Enora" in ReadPage.at(editor, url).text


def test_a_date_that_is_over_is_listed_apart_when_someone_asked_for_it(editor, settings):
    event = workshop(line_facts={"frequency": "weekly", "count": 3, "until": None})
    booked(event)
    editor.get(date_url(date_of(event, 1)))  # looked at, asked for by nobody
    settings.FROZEN_NOW = "2027-04-15T09:00"
    (row,) = listed(editor, "passees")
    assert "mercredi 7 avril, 14 h – 17 h Atelier" in row.replace(event.title, "Atelier")
    assert len(listed(editor)) == 1
    event.unpublish()
    assert "Événement hors ligne" in listed(editor, "passees")[0]


def test_a_cancelled_date_says_so_in_the_listing(editor):
    event = workshop()
    booked(event)
    republish(event, state="cancelled")
    assert "Annulé" in listed(editor)[0]


def test_the_list_of_a_date_says_who_has_a_seat_who_waits_and_who_left(editor):
    event = workshop(2, booking_questions="Un ordinateur ?")
    booked(event, "Nolwenn", answers=(("Un ordinateur ?", "Oui"),))
    booked(event, "Enora")
    booked(event, "Malo")
    page = ReadPage.at(editor, date_url(date_of(event)))
    names = [element.get_text() for element in page.soup.select(".booking-rows strong")]
    assert names == ["Enora", "Nolwenn", "Malo"]
    assert "Places prises : 2 sur 2. Libres : 0. En attente : 1." in page.text
    assert "Oui" in page.all(".booking-rows dd")
    searched = ReadPage.at(editor, date_url(date_of(event)) + "?q=NOLW")
    assert searched.all(".booking-rows strong") == ["Nolwenn"]


def test_someone_is_added_and_removed_by_hand(editor):
    event = workshop(1)
    act(editor, event, "add", name="Yann", email="", people="1")
    act(editor, event, "add", name="Malo", email="Malo@courriel.bzh", people="1")
    assert states(event) == {"Yann": "booked", "Malo": "waiting"}
    page = act(editor, event, "remove", booking=str(Booking.objects.get(name="Yann").pk))
    assert "La réservation de Yann est retirée." in page.soup.get_text()
    assert states(event) == {"Yann": "cancelled", "Malo": "offered"}
    assert [mail.recipient for mail in OutgoingMail.objects.all()] == ["malo@courriel.bzh"] * 2


def test_who_came_is_ticked_and_unticked(editor):
    event = workshop()
    booking = booked(event, "Enora", 2)
    page = act(editor, event, "came", booking=str(booking.pk), came="yes")
    assert page.one('[aria-pressed="true"]') == "Présent"
    assert "Présents : 2." in page.text
    searched = ReadPage.at(editor, date_url(date_of(event)) + "?q=nobody")
    assert "Présents : 2." in searched.text
    act(editor, event, "came", booking=str(booking.pk), came="")
    booking.refresh_from_db()
    assert booking.came is None


def test_a_letter_goes_to_each_who_has_a_seat_and_when_asked_to_those_who_wait(editor):
    event = workshop(1)
    booked(event, "Enora")
    booked(event, "Malo")
    OutgoingMail.objects.all().delete()
    act(editor, event, "write", subject="100 % prêt", text="Bonjour.\r\n\r\nPortez un tablier.\r\nÀ demain.")
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.subject) == ("enora@courriel.bzh", f"100 % prêt – {event.title}")
    assert "Portez un tablier.\nÀ demain." in mail.text
    assert "<p>Portez un tablier.<br>À demain.</p>" in mail.html
    act(editor, event, "write", subject="Bis", text="Bonjour.", waiting="on")
    assert OutgoingMail.objects.count() == 3


def form_of(client, event, action):
    """The fields of a form of the page of a date, as it is shown."""
    form = ReadPage.at(client, date_url(date_of(event))).soup.select_one(f"form:has(button[value={action}])")
    return {field["name"]: field.get("value", "") for field in form.select("input[type=hidden]")}


def test_someone_added_by_a_double_click_has_one_seat_and_the_form_filled_in_again_adds_another(editor):
    event = workshop(3)
    fields = form_of(editor, event, "add")
    for _ in range(2):
        act(editor, event, "add", **fields, name="Yann", people="1")
    assert states(event) == {"Yann": "booked"}
    assert Booking.objects.get().by_hand
    act(editor, event, "add", **fields, name="Malo", people="1")
    assert states(event) == {"Yann": "booked", "Malo": "booked"}


def test_a_letter_sent_by_a_double_click_is_received_once_and_one_written_again_once_more(editor):
    event = workshop()
    booked(event)
    OutgoingMail.objects.all().delete()
    fields = form_of(editor, event, "write")
    for _ in range(2):
        act(editor, event, "write", **fields, subject="Objet", text="Bonjour.")
    assert OutgoingMail.objects.count() == 1
    act(editor, event, "write", **fields, subject="Objet", text="Bonsoir.")
    assert OutgoingMail.objects.count() == 2


def test_a_form_that_does_not_carry_its_key_does_nothing_and_says_so(editor):
    event = workshop()
    booked(event)
    for action, said in (("add", {"name": "Yann", "people": "1"}), ("write", {"subject": "Objet", "text": "Bonjour."})):
        page = act(editor, event, action, token="rien", **said)
        assert "Ce formulaire n’a pas pu être lu" in page.soup.get_text()
    assert (Booking.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_a_letter_that_fails_half_way_goes_to_nobody(editor, monkeypatch):
    event = workshop()
    booked(event, "Enora")
    booked(event, "Malo")
    OutgoingMail.objects.all().delete()

    def fail(bookings, news):
        tell_all(bookings[:1], news)
        raise RuntimeError("half way")

    monkeypatch.setattr(desk, "tell_all", fail)
    with pytest.raises(RuntimeError, match="half way"):
        act(editor, event, "write", subject="Objet", text="Bonjour.")
    assert not OutgoingMail.objects.exists()
    assert "written" not in logged()


def test_the_list_in_csv_has_each_booking_and_nothing_a_spreadsheet_would_run(editor):
    event = workshop(3, booking_questions="Un ordinateur ?")
    booked(event, "=HYPERLINK(1)", 2, email="e@courriel.bzh", answers=(("Un ordinateur ?", "+1"),))
    response = editor.get(date_url(date_of(event), "csv"))
    rows = list(csv.DictReader(response.content.decode().splitlines()))
    assert [(row["Nom"], row["Personnes"], row["Un ordinateur ?"]) for row in rows] == [("'=HYPERLINK(1)", "2", "'+1")]
    assert "no-store" in response["Cache-Control"]


def test_the_sheet_to_print_has_those_who_come_and_said_so(editor):
    event = workshop(2)
    booked(event, "Enora")
    given_back = booked(event, "Lena")
    booked(event, "Malo")
    booked(event, "Nolwenn")
    allocation.cancel(given_back, now())
    assert states(event)["Malo"] == "offered"
    page = ReadPage.at(editor, date_url(date_of(event), "sheet"))
    assert page.all("main tbody tr td:first-child") == ["Enora"]


@pytest.mark.parametrize("sought", ["zoe", "ZOÉ", "annaig", "l'hélgoualc’h", "ZOE@"])
def test_someone_is_found_whatever_the_case_and_the_accents_of_what_is_sought(editor, sought):
    event = workshop(3)
    booked(event, "Malo")
    booked(event, "Zoé Annaïg L'Helgoualc’h", email="zoe@courriel.bzh")
    page = ReadPage.at(editor, f"{date_url(date_of(event))}?{urlencode({'q': sought})}")
    assert page.all(".booking-rows strong") == ["Zoé Annaïg L'Helgoualc’h"]


def test_what_is_sought_stays_after_a_tick(editor):
    event = workshop()
    booked(event, "Enora")
    booking = booked(event, "Zoé")
    page = act(editor, event, "came", booking=str(booking.pk), came="yes", q="zoe")
    assert page.all(".booking-rows strong") == ["Zoé"]
    assert page.soup.select_one("#q")["value"] == "zoe"
    fields = page.soup.select(".booking-rows input[name=q]")
    assert fields
    assert all(field["value"] == "zoe" for field in fields)


def test_nobody_is_removed_by_one_touch(editor):
    event = workshop()
    booked(event, "Enora")
    page = ReadPage.at(editor, date_url(date_of(event)))
    (button,) = page.soup.select("button[value=remove]")
    assert words(button.find_parent("details").summary) == "Retirer…"
    assert words(button) == "Retirer Enora"


def test_each_field_of_the_desk_has_the_type_that_the_admin_gives_a_border(editor):
    page = ReadPage.at(editor, date_url(date_of(workshop())))
    assert [field["name"] for field in page.soup.select(".booking-form input:not([type])")] == []
    assert page.soup.select_one("#add-name")["type"] == page.soup.select_one("#write-subject")["type"] == "text"


def test_an_organiser_accepts_for_someone_who_has_no_address(editor):
    event = workshop(1)
    first = booked(event, "Enora")
    said = act(editor, event, "add", name="Papi", email="", people="1")
    assert "Sans adresse, un courriel vous dira quand l’appeler." in said.soup.get_text()
    allocation.cancel(first, now())
    papi = str(Booking.objects.get(name="Papi").pk)
    row = ReadPage.at(editor, date_url(date_of(event))).one(f"#b{papi}")
    assert "à appeler" in row
    assert "Répond avant le mardi 6 avril, 9 h." in row
    assert "Papi a sa place." in act(editor, event, "accept", booking=papi).soup.get_text()
    assert states(event)["Papi"] == "booked"
    assert "accepted" in logged()
    assert "n’est plus proposée à Papi" in act(editor, event, "accept", booking=papi).soup.get_text()


def test_an_organiser_who_accepts_a_seat_that_is_no_more_is_told(editor):
    event = workshop(1)
    first = booked(event, "Enora")
    papi = booked(event, "Papi", by_hand=True, email="")
    allocation.cancel(first, now())
    republish(event, state="full")
    said = act(editor, event, "accept", booking=str(papi.pk)).soup.get_text()
    assert "Il n’y a pas assez de places : Papi est en attente." in said
    assert states(event)["Papi"] == "waiting"


def test_a_mail_that_did_not_leave_is_told_beside_the_booking(editor):
    event = workshop()
    booked(event)
    OutgoingMail.objects.update(state=MailState.FAILED)
    assert "courriel non parti" in ReadPage.at(editor, date_url(date_of(event))).text


def test_every_view_and_export_of_names_is_in_the_history(editor):
    event = workshop()
    booked(event)
    for name in ("date", "csv", "sheet"):
        editor.get(date_url(date_of(event), name))
    act(editor, event, "add", name="Yann", people="1")
    assert logged() == ["viewed", "exported", "printed", "added", "viewed"]
    assert "Enora" not in str(list(PageLogEntry.objects.values_list("data", flat=True)))


def test_a_tick_is_in_the_history_with_what_it_changes_and_is_no_view(editor):
    event, other = workshop(), workshop(slug="autre")
    booking = booked(event)
    booked(other)
    editor.get(date_url(date_of(event)))
    for came in ("yes", "yes", "no", ""):
        act(editor, event, "came", booking=str(booking.pk), came=came)
    said = PageLogEntry.objects.filter(action="evenements.booking.came").order_by("timestamp", "pk")
    assert [(row.data["booking"], row.data["came"]) for row in said] == [
        (booking.pk, True), (booking.pk, False), (booking.pk, None),
    ]  # fmt: skip
    assert logged() == ["viewed", "came", "viewed", "came", "came"]  # ticked again, it changed nothing: it is a view
    history = ReadPage.at(editor, reverse("wagtailadmin_pages:history", args=[event.pk])).text
    assert f"Absence notée (réservation n° {booking.pk})" in history
    editor.get(date_url(date_of(event)))
    assert logged().count("viewed") == 3
    act(editor, event, "came", booking=str(booking.pk), came="yes")
    editor.post(date_url(date_of(event), "act"), {"action": "came", "booking": booking.pk, "came": "no"})
    editor.get(date_url(date_of(other)))
    assert logged()[-1] == "viewed"
    assert PageLogEntry.objects.filter(page_id=other.pk, action="evenements.booking.viewed").exists()


@pytest.mark.parametrize("name", ["date", "csv", "sheet", "act"])
def test_a_partner_sees_its_own_event_and_no_other(partner, name):
    own, other = workshop(), workshop(slug="autre")
    booked(own)
    client = partner(own)
    ask = client.post if name == "act" else client.get
    assert ask(date_url(date_of(own), name)).status_code in (200, 302)
    refused = ask(date_url(date_of(other), name))
    assert refused.status_code == 302
    assert refused["Location"] == reverse("wagtailadmin_home")
    seen = {"date": ["viewed"], "csv": ["exported"], "sheet": ["printed"], "act": []}[name]
    assert logged() == seen
    assert set(PageLogEntry.objects.filter(action__startswith="evenements.").values_list("page_id")) <= {(own.pk,)}
    assert not BookedDate.objects.filter(event=other.pk).exists()


def test_the_listing_of_a_partner_has_its_own_dates(partner):
    own, other = workshop(title="Le nôtre"), workshop(title="Le leur", slug="autre")
    booked(own)
    booked(other)
    client = partner(own)
    assert ["Le nôtre" in row for row in listed(client)] == [True]
    republish(other, registration="none", seats=None)
    republish(own, registration="none", seats=None)
    assert ["Le nôtre" in row for row in listed(client, "retirees")] == [True]


def test_a_partner_reads_no_mail_of_others(partner):
    event = workshop()
    booked(event)
    client = partner(event)
    mail = OutgoingMail.objects.get()
    for path in (reverse("courriels:index"), reverse("courriels:detail", args=[mail.pk])):
        assert client.get(path)["Location"] == reverse("wagtailadmin_home")
    assert "Courriels" not in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("name", ["date", "csv", "sheet"])
def test_a_visitor_is_asked_to_sign_in(client, name):
    event = workshop()
    assert client.get(date_url(date_of(event), name)).status_code == 302


def test_an_event_people_come_to_is_not_deleted_before_it_is_cancelled(editor):
    event = workshop()
    booked(event)
    response = editor.get(reverse("wagtailadmin_pages:delete", args=[event.pk]), follow=True)
    assert "Une réservation est en cours" in response.content.decode()
    event.state = "cancelled"
    event.save_revision().publish()
    assert editor.get(reverse("wagtailadmin_pages:delete", args=[event.pk])).status_code == 200


def test_nor_among_several_pages(editor):
    event = workshop()
    booked(event)
    path = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={event.pk}"
    assert "Une réservation est en cours" in editor.post(path, follow=True).content.decode()
    assert type(event).objects.filter(pk=event.pk).exists()
    event.state = "cancelled"
    event.save_revision().publish()
    editor.post(path)
    assert not type(event).objects.filter(pk=event.pk).exists()


def test_a_number_no_database_reads_is_that_of_nobody(editor):
    event = workshop()
    path = date_url(date_of(event))
    assert editor.get(path.replace(f"/{event.pk}/", f"/{'9' * 20}/")).status_code == 404
    for digits in (20, 5000):
        said = {"action": "remove", "booking": "9" * digits}
        assert editor.post(date_url(date_of(event), "act"), said).status_code == 404


def test_a_nul_in_what_is_sought_is_not_there(editor):
    event = workshop()
    booked(event)
    assert ReadPage.at(editor, f"{date_url(date_of(event))}?q=%00Eno").all(".booking-rows strong") == ["Enora"]


def test_an_address_longer_than_its_column_is_refused_in_a_sentence(editor):
    event = workshop()
    address = f"y@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.bzh"
    page = act(editor, event, "add", name="Yann", email=address, people="1")
    assert "254" in page.soup.get_text()
    assert not Booking.objects.exists()


def test_a_date_beyond_what_is_known_is_not_there(editor):
    event = workshop()
    date = date_of(event)
    date.original_day = dt.date(2027, 4, 8)
    assert editor.get(date_url(date)).status_code == 404
