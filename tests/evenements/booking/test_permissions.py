"""Who may see names, and what a link opens: each role, each view, each link that is not what it was."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.signing import Signer
from django.urls import reverse
from wagtail.models import GroupPagePermission, PageLogEntry

from core.clock import now
from core.groups import ADMINISTRATORS, JURY, editors_name
from evenements.booking import allocation
from evenements.booking.calls import date_url
from evenements.booking.links import path_of, token_of
from evenements.booking.models import Booking
from evenements.form_guard import new_token
from tests.evenements.booking.sample import MORNING, booked, date_of, states, workshop
from tests.factories.core import UserFactory
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db
VIEWS = ("date", "csv", "sheet", "add", "remove", "came", "write")
# Whether each may, for the event itself.
ROLES = {
    "anonymous": False,
    "without admin": False,
    "partner of another": False,
    "jury": False,
    "partner": True,
    "editor": True,
    "administrator": True,
}
ALTERED = "Ce lien n’est pas entier, ou il a été modifié."
ERASED = "Cette réservation est effacée"
OVER = "Cette réservation n’est plus en cours."


@pytest.fixture(autouse=True)
def _april(settings):
    settings.FROZEN_NOW = MORNING


def partners_of(event) -> str:
    """A group that may change EVENT and nothing else, as the admin of Wagtail makes them."""
    group = Group.objects.create(name="partenaire")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page_id=event.pk, permission=change)
    return group.name


@pytest.fixture
def sign_in(client):
    """A function that makes CLIENT someone of a role, for an event, and not for another."""

    def go(role: str, event, other):
        groups = {
            "without admin": lambda: [],
            "partner of another": lambda: [partners_of(other)],
            "jury": lambda: [JURY],
            "partner": lambda: [partners_of(event)],
            "editor": lambda: [editors_name()],
            "administrator": lambda: [ADMINISTRATORS],
        }
        if role in groups:
            client.force_login(UserFactory(groups=groups[role]()))
        return client

    return go


def ask(client, event, view):
    """What CLIENT is answered when it asks for VIEW of the first date of EVENT, where Enora has a seat."""
    if view in ("date", "csv", "sheet"):
        return client.get(date_url(date_of(event), view))
    enora = Booking.objects.get(name="Enora")
    said = {"booking": str(enora.pk), "came": "yes", "name": "Yann", "people": "1", "subject": "Objet", "text": "Texte"}
    said["token"] = new_token()
    return client.post(date_url(date_of(event), "act"), said | {"action": view})


def done() -> set[str]:
    """What was done to Enora, and what the history says of it."""
    enora = Booking.objects.get(name="Enora")
    acts = {
        "add": Booking.objects.filter(name="Yann").exists(),
        "remove": enora.state == "cancelled",
        "came": enora.came is True,
    }
    names = PageLogEntry.objects.filter(action__startswith="evenements.booking.").values_list("action", flat=True)
    return {name for name, is_done in acts.items() if is_done} | {name.rpartition(".")[2] for name in names}


EXPECTED = {
    "date": {"viewed"},
    "csv": {"exported"},
    "sheet": {"printed"},
    "add": {"add", "added"},
    "remove": {"remove", "removed"},
    "came": {"came"},
    "write": {"written"},
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_change_an_event_sees_and_does_and_nobody_else(sign_in, role, view):
    event, other = workshop(), workshop(slug="autre")
    booked(event)
    response = ask(sign_in(role, event, other), event, view)
    if ROLES[role]:
        assert done() == EXPECTED[view]
        assert (response.status_code, "Enora" in response.content.decode()) in [(200, True), (302, False)]
        return
    assert response.status_code == 302
    entry = {"partner of another": "wagtailadmin_home", "jury": "jury:index"}.get(role, "wagtailadmin_login")
    assert response["Location"].partition("?")[0] == reverse(entry)
    assert "Enora" not in response.content.decode()
    assert done() == set()


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        ("anonymous", None),
        ("without admin", None),
        ("jury", None),
        ("partner of another", ["Le leur"]),
        ("partner", ["Le nôtre"]),
        ("editor", ["Le nôtre", "Le leur"]),
        ("administrator", ["Le nôtre", "Le leur"]),
    ],
)
def test_the_listing_has_the_events_one_may_change(sign_in, role, titles):
    event, other = workshop(title="Le nôtre"), workshop(title="Le leur", slug="autre")
    client = sign_in(role, event, other)
    if titles is None:
        assert client.get(reverse("reservations:index")).status_code == 302
        return
    rows = " ".join(ReadPage.at(client, reverse("reservations:index")).all("tbody tr"))
    assert [title for title in ("Le nôtre", "Le leur") if title in rows] == titles


def test_a_booking_of_another_date_is_not_reached_through_ones_own(sign_in):
    event, other = workshop(), workshop(slug="autre")
    theirs = booked(other)
    client = sign_in("partner", event, other)
    for action in ("remove", "came"):
        said = {"action": action, "booking": str(theirs.pk), "came": "yes"}
        assert client.post(date_url(date_of(event), "act"), said).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.state, theirs.came) == ("booked", None)


class TestLink:
    @pytest.fixture
    def tokens(self):
        """Those of two bookings of the same date."""
        event = workshop()
        return token_of(booked(event, "Enora")), token_of(booked(event, "Malo"))

    @pytest.mark.parametrize(
        "alter",
        [
            lambda own, other: other.partition(".")[0] + "." + own.partition(".")[2],
            lambda own, other: own[:-1],
            lambda own, other: own + "a",
            lambda own, other: own.partition(".")[0],
            lambda own, other: other.partition(".")[0],
            lambda own, other: own.swapcase(),
            lambda own, other: Signer(sep=".", salt="another").sign(own.partition(".")[0]),
            lambda own, other: Signer(sep=".", key="another", salt="evenements.booking").sign(own.partition(".")[0]),
            lambda own, other: new_token(),
            lambda own, other: "é" * 40,
        ],
    )
    @pytest.mark.parametrize("file", ["", "date.ics"])
    def test_altered_opens_nothing_does_nothing_and_says_so(self, client, tokens, alter, file):
        path = f"/reservations/{alter(*tokens)}/{file}"
        response = client.get(path)
        assert response.status_code == 403
        page = ReadPage(response.content.decode())
        assert ALTERED in page.text + page.one(".head__lead")
        assert "Enora" not in page.html + str(response.headers)
        assert "Malo" not in page.html
        client.post(path, {"action": "cancel"})
        assert set(Booking.objects.values_list("state", flat=True)) == {"booked"}

    def test_opens_its_booking_alone(self, client, tokens):
        own, other = (client.get(f"/reservations/{token}/").content.decode() for token in tokens)
        assert ("Enora" in own, "Malo" in own, "Enora" in other, "Malo" in other) == (True, False, False, True)
        client.post(f"/reservations/{tokens[0]}/", {"action": "cancel", "booking": "2", "name": "Malo"})
        assert dict(Booking.objects.values_list("name", "state")) == {"Enora": "cancelled", "Malo": "booked"}


class TestLinkUsedAgain:
    @pytest.fixture
    def offered(self):
        """A booking on offer, until some hours from now, and the event."""
        event = workshop(1)
        first, second = booked(event, "Enora"), booked(event, "Malo")
        allocation.cancel(first, now())
        second.refresh_from_db()
        return event, second

    @pytest.mark.parametrize(
        ("action", "title"), [("accept", "C’est réservé"), ("refuse", "Vous avez laissé cette place")]
    )
    def test_what_was_answered_is_answered_the_same(self, client, offered, action, title):
        _event, booking = offered
        path = path_of(booking, "fr")
        for _ in range(2):
            page = ReadPage(client.post(path, {"action": action}, follow=True).content.decode())
            assert page.one("h1") == title
            assert page.soup.select(".error") == []

    def test_an_offer_taken_after_its_hour_is_refused_in_a_sentence(self, client, offered, settings):
        event, booking = offered
        settings.FROZEN_NOW = booking.offer_ends_at.isoformat()
        for action in ("accept", "change"):
            response = client.post(path_of(booking, "fr"), {"action": action, "name": "Malo", "people": "1"})
            assert response.status_code == 409, action
        page = ReadPage(client.post(path_of(booking, "fr"), {"action": "accept"}).content.decode())
        assert page.one("h1") == "Cette offre est passée"
        assert OVER in page.text
        assert states(event)["Malo"] == "offered"

    def test_an_offer_is_answered_before_anything_changes(self, client, offered):
        event, booking = offered
        response = client.post(path_of(booking, "fr"), {"action": "change", "name": "Malo K.", "people": "1"})
        assert response.status_code == 409
        assert "Une place vous est proposée : répondez d’abord." in ReadPage(response.content.decode()).text
        assert states(event)["Malo"] == "offered"

    def test_an_offer_answered_otherwise_since_is_refused_in_a_sentence(self, client, offered):
        event, booking = offered
        path = path_of(booking, "fr")
        client.post(path, {"action": "refuse"})
        response = client.post(path, {"action": "accept"})
        assert response.status_code == 409
        assert OVER in ReadPage(response.content.decode()).text
        assert states(event)["Malo"] == "refused"

    def test_a_booking_erased_says_so_whatever_is_asked(self, client):
        path = path_of(booked(workshop()), "fr")
        client.post(path, {"action": "forget"})
        for response in (
            client.get(path),
            client.post(path, {"action": "forget"}),
            client.post(path, {"action": "cancel"}),
            client.get(f"{path}date.ics"),
        ):
            assert response.status_code == 410
            assert ERASED in ReadPage(response.content.decode()).one(".head__lead")

    def test_a_booking_cancelled_says_so_and_changes_no_more(self, client):
        path = path_of(booked(workshop()), "fr")
        for _ in range(2):
            page = ReadPage(client.post(path, {"action": "cancel"}, follow=True).content.decode())
            assert page.one("h1") == "Cette réservation est annulée"
        response = client.post(path, {"action": "change", "name": "Enora", "people": "1"})
        assert response.status_code == 409
        assert OVER in ReadPage(response.content.decode()).text
        response = client.get(f"{path}date.ics")
        assert response.status_code == 404
        assert OVER in ReadPage(response.content.decode()).one(".head__lead")
