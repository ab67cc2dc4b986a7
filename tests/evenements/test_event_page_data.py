"""What an event's page says to search engines (schema.org Event)."""

import datetime as dt
import json

import pytest
from wagtail_factories import ImageFactory

from core.models import Audience, Theme
from evenements.enums import AttendanceMode, State
from evenements.models import EventPage
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import PlaceFactory, translate
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory, line, organised_by
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db

WEDNESDAY = dt.date(2027, 4, 7)
WEEK = dt.timedelta(weeks=1)
SITE = "http://testserver"


@pytest.fixture(autouse=True)
def _april(settings):
    settings.FROZEN_NOW = "2027-04-05T09:00"


@pytest.fixture
def data(client):
    def of(event: EventPage, prefix: str = ""):
        return ReadPage.at(client, prefix + event.url).data()[0]

    return of


def change(original: dt.date, **facts) -> dict[str, object]:
    return {"original": original.isoformat(), **facts}


def weekly(*changes, number: int = 3):
    return line(frequency="weekly", start_date=WEDNESDAY, count=number, changes=changes)


class TestSingleDate:
    def test_is_an_event_with_its_instants(self, data):
        event = EventPageFactory(title="Café réseau", summary="Une heure ensemble.")
        assert data(event) == {
            "@context": "https://schema.org",
            "@type": "Event",
            "@id": f"{SITE}{event.url}#evenement",
            "name": "Café réseau",
            "url": f"{SITE}{event.url}",
            "description": "Une heure ensemble.",
            "inLanguage": "fr",
            "isAccessibleForFree": True,
            "startDate": "2027-04-07T14:00:00+02:00",
            "endDate": "2027-04-07T17:00:00+02:00",
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
            "offers": {
                "@type": "Offer",
                "url": f"{SITE}{event.url}",
                "price": 0,
                "priceCurrency": "EUR",
                "availability": "https://schema.org/InStock",
            },
        }

    @pytest.mark.parametrize(
        ("facts", "start", "end"),
        [
            ({"start_date": dt.date(2027, 1, 13)}, "2027-01-13T14:00:00+01:00", "2027-01-13T17:00:00+01:00"),
            ({"whole_day": True}, "2027-04-07", "2027-04-07"),
            ({"whole_day": True, "end_date": dt.date(2027, 4, 9)}, "2027-04-07", "2027-04-09"),
            ({"overnight": True}, "2027-04-07T20:00:00+02:00", "2027-04-08T02:00:00+02:00"),
            ({"end_time": None}, "2027-04-07T14:00:00+02:00", None),
        ],
    )
    def test_days_are_days_and_hours_have_their_offset(self, data, facts, start, end):
        said = data(EventPageFactory(date_lines=[line(**facts)]))
        assert (said["startDate"], said.get("endDate")) == (start, end)

    def test_the_place(self, data):
        place = PlaceFactory(
            name="Salle du port", street="2 quai Nord", postcode="56100", latitude=47.7, longitude=-3.3
        )
        assert data(EventPageFactory(place=place))["location"] == {
            "@type": "Place",
            "name": "Salle du port",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "2 quai Nord",
                "postalCode": "56100",
                "addressLocality": place.commune.name,
                "addressRegion": "Bretagne",
                "addressCountry": "FR",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": 47.7, "longitude": -3.3},
        }

    def test_an_actors_place_has_its_page(self, data):
        host = ActorPageFactory(located=True)
        assert data(EventPageFactory(host=host))["location"]["url"] == f"{SITE}{host.url}"

    def test_online_and_both(self, data):
        virtual = {"@type": "VirtualLocation", "url": "https://visio.example/salle"}
        online = data(EventPageFactory(online=True))
        assert online["location"] == virtual
        assert online["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
        both = data(EventPageFactory(at_place=True, mode=AttendanceMode.HYBRID, online_url=virtual["url"]))
        assert [place["@type"] for place in both["location"]] == ["Place", "VirtualLocation"]
        assert both["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"

    @pytest.mark.parametrize(
        ("facts", "offer"),
        [
            ({"paying": True}, None),
            ({"paying": True, "with_registration": True}, {"availability": "https://schema.org/InStock"}),
            ({"with_registration": True}, {"price": 0, "availability": "https://schema.org/InStock"}),
            ({"full": True}, {"price": 0, "availability": "https://schema.org/SoldOut"}),
            ({"cancelled": True}, None),
        ],
    )
    def test_what_it_costs(self, data, facts, offer):
        event = EventPageFactory(**facts)
        said = data(event)
        assert said["isAccessibleForFree"] is event.is_free
        given = said.get("offers")
        assert (given is None) == (offer is None)
        if offer:
            assert offer.items() <= given.items()
            assert ("price" in given) == event.is_free
        if event.registration_url and given:
            assert given["url"] == event.registration_url

    def test_neither_free_nor_priced_says_nothing_of_the_price(self, data):
        said = data(EventPageFactory(is_free=False))
        assert "isAccessibleForFree" not in said
        assert "offers" not in said

    def test_for_whom_about_what_by_whom_with_which_picture(self, data):
        audience, theme = Audience.objects.first(), Theme.objects.first()
        actor = ActorPageFactory(title="Réseau local")
        said = data(
            EventPageFactory(
                audiences=[audience], themes=[theme], participants=organised_by(actor), image=ImageFactory()
            )
        )
        assert said["audience"] == [{"@type": "Audience", "audienceType": audience.label}]
        assert said["keywords"] == [theme.label]
        assert said["organizer"] == [{"@type": "Organization", "name": "Réseau local", "url": f"{SITE}{actor.url}"}]
        assert said["image"][0].startswith(f"{SITE}/media/")

    def test_what_it_is_part_of(self, data):
        week = EventPageFactory(title="La semaine")
        said = data(EventPageFactory(parent_event=week))
        assert said["superEvent"] == {"@type": "Event", "name": "La semaine", "url": f"{SITE}{week.url}"}


STATES = [
    (State.CONFIRMED, "EventScheduled", "InStock"),
    (State.CANCELLED, "EventCancelled", None),
    (State.POSTPONED, "EventPostponed", None),
    (State.MOVED_ONLINE, "EventMovedOnline", "InStock"),
    (State.FULL, "EventScheduled", "SoldOut"),
]


class TestStates:
    @pytest.mark.parametrize(("state", "status", "availability"), STATES)
    def test_of_an_only_date(self, data, state, status, availability):
        for event in (
            EventPageFactory(at_place=True, state=state),
            EventPageFactory(at_place=True, date_lines=[line(changes=(change(WEDNESDAY, state=state),))]),
        ):
            said = data(event)
            self._assert_says(said, status, availability)
            assert said["startDate"] == "2027-04-07T14:00:00+02:00"

    @pytest.mark.parametrize(("state", "status", "availability"), STATES)
    def test_of_a_whole_series(self, data, state, status, availability):
        said = data(EventPageFactory(at_place=True, state=state, date_lines=[weekly()]))
        assert said["eventStatus"] == f"https://schema.org/{status}"
        for date in said["subEvent"]:
            self._assert_says(date, status, availability)

    @pytest.mark.parametrize(("state", "status", "availability"), STATES)
    def test_of_one_date_of_a_series(self, data, state, status, availability):
        said = data(EventPageFactory(at_place=True, date_lines=[weekly(change(WEDNESDAY + WEEK, state=state))]))
        assert said["eventStatus"] == "https://schema.org/EventScheduled"
        first, changed, last = said["subEvent"]
        self._assert_says(first, "EventScheduled", "InStock")
        self._assert_says(changed, status, availability)
        self._assert_says(last, "EventScheduled", "InStock")

    @pytest.mark.parametrize("state", [State.POSTPONED, None])
    def test_a_moved_date_is_rescheduled_and_says_when_it_was(self, data, state):
        moved = change(WEDNESDAY, state=state, start="2027-04-16T10:00", end="2027-04-16T12:00")
        said = data(EventPageFactory(date_lines=[line(changes=(moved,))]))
        assert said["eventStatus"] == "https://schema.org/EventRescheduled"
        assert said["startDate"] == "2027-04-16T10:00:00+02:00"
        assert said["previousStartDate"] == "2027-04-07T14:00:00+02:00"

    def test_a_moved_day_says_the_day_it_was(self, data):
        moved = change(WEDNESDAY, state="postponed", start="2027-04-16")
        said = data(EventPageFactory(date_lines=[line(whole_day=True, changes=(moved,))]))
        assert (said["startDate"], said["previousStartDate"]) == ("2027-04-16", "2027-04-07")

    def _assert_says(self, said, status, availability):
        assert said["eventStatus"] == f"https://schema.org/{status}"
        offer = said.get("offers")
        assert (offer and offer["availability"]) == (availability and f"https://schema.org/{availability}")
        place = "VirtualLocation" if status == "EventMovedOnline" else "Place"
        assert said["location"]["@type"] == place


class TestSeries:
    def test_is_a_series_whose_dates_are_events_of_their_own(self, data):
        event = EventPageFactory(title="Permanence", date_lines=[weekly(change(WEDNESDAY + WEEK, title="Spéciale"))])
        said = data(event)
        assert said["@type"] == "EventSeries"
        assert said["@id"] == f"{SITE}{event.url}#serie"
        assert (said["startDate"], said["endDate"]) == ("2027-04-07", "2027-04-21")
        assert [date["name"] for date in said["subEvent"]] == ["Permanence", "Spéciale", "Permanence"]
        assert {date["superEvent"]["@id"] for date in said["subEvent"]} == {said["@id"]}
        assert len({date["@id"] for date in said["subEvent"]}) == 3
        assert [date["startDate"] for date in said["subEvent"]] == [
            f"2027-04-{day:02}T14:00:00+02:00" for day in (7, 14, 21)
        ]

    def test_a_date_held_elsewhere_has_its_own_place(self, data):
        other = PlaceFactory(name="Salle du port")
        said = data(EventPageFactory(at_place=True, date_lines=[weekly(change(WEDNESDAY + WEEK, place=other.pk))]))
        assert said["subEvent"][1]["location"]["name"] == "Salle du port"
        assert said["subEvent"][0]["location"]["name"] == said["location"]["name"] != "Salle du port"

    @pytest.mark.parametrize(
        ("facts", "schedule"),
        [
            (
                {"frequency": "weekly", "weekdays": "TU,TH", "until": dt.date(2027, 5, 1), "interval": 2},
                {
                    "startDate": "2027-04-08",
                    "endDate": "2027-05-01",
                    "repeatFrequency": "P2W",
                    "byDay": ["https://schema.org/Tuesday", "https://schema.org/Thursday"],
                    "startTime": "14:00:00",
                    "endTime": "17:00:00",
                },
            ),
            ({"frequency": "daily", "count": 5}, {"repeatFrequency": "P1D", "repeatCount": 5}),
            (
                {"frequency": "monthly_weekday", "count": 3},
                {"repeatFrequency": "P1M", "byDay": ["https://schema.org/Wednesday"], "byMonthWeek": 1},
            ),
            (
                {"frequency": "monthly_last_weekday", "count": 3},
                {"repeatFrequency": "P1M", "startDate": "2027-04-28", "byDay": ["https://schema.org/Wednesday"]},
            ),
            ({"frequency": "monthly_day", "count": 3}, {"byMonthDay": 7}),
            (
                {"frequency": "weekly", "count": 3, "changes": (change(WEDNESDAY + WEEK, removed=True),)},
                {"exceptDate": ["2027-04-14"]},
            ),
        ],
    )
    def test_its_rule_is_a_schedule(self, data, facts, schedule):
        (said,) = data(EventPageFactory(date_lines=[line(**facts)]))["eventSchedule"]
        assert schedule.items() <= said.items()
        assert said["scheduleTimezone"] == "Europe/Paris"
        assert ("byMonthWeek" in said) == ("byMonthWeek" in schedule)

    def test_days_without_hours_have_no_hours_in_their_schedule(self, data):
        lines = [line(whole_day=True, frequency="weekly", count=3)]
        (said,) = data(EventPageFactory(date_lines=lines))["eventSchedule"]
        assert not {"startTime", "endTime"} & said.keys()

    def test_several_lines_without_rule_have_no_schedule(self, data):
        said = data(EventPageFactory(date_lines=[line(), line(start_date=WEDNESDAY + WEEK)]))
        assert said["@type"] == "EventSeries"
        assert "eventSchedule" not in said


class TestWorkshop:
    def test_is_an_education_event_with_its_age_and_seats(self, data):
        said = data(WorkshopPageFactory(age_min=14, seats=8))
        assert said["@type"] == "EducationEvent"
        assert (said["typicalAgeRange"], said["maximumAttendeeCapacity"]) == ("14-", 8)

    def test_the_dates_of_a_series_are_education_events(self, data):
        said = data(WorkshopPageFactory(date_lines=[weekly()]))
        assert {date["@type"] for date in said["subEvent"]} == {"EducationEvent"}


def test_no_text_gets_out_of_the_script(client):
    nasty = "</script><script>alert(1)</script> & <!-- \u2028 ' \""
    page = ReadPage.at(client, EventPageFactory(title=nasty, summary=nasty).url)
    script = page.soup.select_one('script[type="application/ld+json"]').string
    assert not {"<", ">", "&", "\u2028"} & set(script)
    assert "\\u003c/script\\u003e" in script
    assert json.loads(script)[0]["name"] == nasty


def test_the_way_to_the_event(client):
    event = EventPageFactory(title="Café réseau")
    crumbs = ReadPage.at(client, event.url).data()[1]
    assert crumbs["@type"] == "BreadcrumbList"
    items = crumbs["itemListElement"]
    assert [item["position"] for item in items] == [1, 2, 3, 4]
    assert [item["item"] for item in items] == [
        f"{SITE}/",
        f"{SITE}/agenda/",
        f"{SITE}/agenda/?type={event.kind.code}",
        f"{SITE}{event.url}",
    ]


def test_a_translation_speaks_of_itself_and_a_fallback_of_the_french_page(data):
    event = EventPageFactory(title="Café réseau")
    translate(event, "en", title="Network coffee")
    english, breton = data(event, "/en"), data(event, "/br")
    assert (english["name"], english["inLanguage"], english["url"]) == ("Network coffee", "en", f"{SITE}/en{event.url}")
    assert (breton["name"], breton["inLanguage"], breton["url"]) == ("Café réseau", "fr", f"{SITE}{event.url}")


def test_a_picture_whose_file_is_lost_is_not_named(client):
    event = EventPageFactory(image=ImageFactory())
    event.image.file.storage.delete(event.image.file.name)
    event.image.renditions.all().delete()
    assert "image" not in ReadPage.at(client, event.url).data()[0]
