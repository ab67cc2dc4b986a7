"""All that an actor organises, helps, hosts and enters, as its page lists it."""

import datetime as dt
import re

import factory
import pytest
from wagtail.models import Page

from annuaire.models import ActorPage
from evenements.actor_dates import EVENTS, WORKSHOPS, dates_of
from evenements.enums import ActorRole, Distinction
from evenements.models import ContestEntryPage, ContestIndexPage, ContestPage, EventActor
from tests.factories.annuaire import ActorPageFactory
from tests.factories.contest import category
from tests.factories.core import BasePageFactory, parent_of, translate
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory, line, organised_by

pytestmark = pytest.mark.django_db
PAST, COMING = dt.date(2026, 3, 3), dt.date(2027, 4, 7)


@pytest.fixture(autouse=True)
def _now(settings):
    settings.FROZEN_NOW = "2026-11-24T10:00"


class ContestPageFactory(BasePageFactory):
    parent = parent_of(ContestIndexPage)
    title = "Concours"
    summary = "Une édition."

    class Meta:
        model = ContestPage


class ContestEntryPageFactory(BasePageFactory):
    title = "Candidature"
    summary = "Ce qui a été fait."
    category = factory.LazyFunction(lambda: category("entreprise"))

    class Meta:
        model = ContestEntryPage


def titles(days):
    return [entry.title for day in days for entry in day.entries]


def names(items):
    return [item.title for item in items]


@pytest.fixture
def actor():
    return ActorPageFactory()


def test_what_it_organises_helps_and_hosts_is_listed_by_day(actor):
    EventPageFactory(title="Organisé", participants=organised_by(actor))
    EventPageFactory(title="Aidé", participants=[EventActor(actor=actor, role=ActorRole.PARTNER)])
    EventPageFactory(title="Accueilli", host=actor, date_lines=[line(start_date=dt.date(2027, 1, 5))])
    EventPageFactory(title="Ailleurs")

    dates = dates_of(actor)

    assert titles(dates.days) == ["Accueilli", "Organisé", "Aidé"]
    assert [day.date for day in dates.days] == [dt.date(2027, 1, 5), COMING]
    assert dates.coming_total == 3


def test_an_event_of_which_it_hosts_one_date_is_listed(actor, settings):
    change = {"original": "2027-04-14", "host": actor.pk}
    EventPageFactory(title="Itinérant", date_lines=[line(weekly=True, changes=(change,))])

    assert titles(dates_of(actor).days) == ["Itinérant"]
    settings.FROZEN_NOW = "2028-01-01T09:00"
    assert names(dates_of(actor).past_items) == ["Itinérant"]


def test_an_event_it_organises_and_hosts_is_listed_once(actor):
    EventPageFactory(title="Chez nous", participants=organised_by(actor), host=actor)

    assert titles(dates_of(actor).days) == ["Chez nous"]
    assert dates_of(actor).coming_total == 1


def test_each_event_is_told_by_its_next_date_so_that_a_weekly_one_hides_no_other(actor):
    EventPageFactory(title="Chaque semaine", participants=organised_by(actor), date_lines=[line(weekly=True)])
    EventPageFactory(
        title="Plus tard", participants=organised_by(actor), date_lines=[line(start_date=dt.date(2027, 9, 1))]
    )

    dates = dates_of(actor)

    assert titles(dates.days) == ["Chaque semaine", "Plus tard"]
    assert dates.coming_total == 14


def test_what_is_under_way_is_to_come_until_it_is_over(actor, settings):
    EventPageFactory(
        title="La fête", participants=organised_by(actor), date_lines=[line(start_date=dt.date(2026, 11, 24))]
    )

    for moment, coming, past in [
        ("2026-11-24T13:00", ["La fête"], []),
        ("2026-11-24T15:00", ["La fête"], []),
        ("2026-11-24T17:00", [], ["La fête"]),
    ]:
        settings.FROZEN_NOW = moment
        dates = dates_of(actor)
        assert (titles(dates.days), names(dates.past_items)) == (coming, past)


def test_workshops_stand_apart(actor):
    WorkshopPageFactory(title="Souder", participants=organised_by(actor), date_lines=[line(weekly=True)])
    EventPageFactory(title="Débattre", participants=organised_by(actor))

    dates = dates_of(actor)

    assert names(dates.workshops) == ["Souder"]
    assert (dates.workshops[0].number, dates.workshops[0].unit) == ("7", "avril")
    assert titles(dates.days) == ["Débattre"]


def test_events_that_are_over_are_listed_the_latest_first(actor):
    for month in (1, 5, 3):
        EventPageFactory(
            title=f"En {month}", participants=organised_by(actor), date_lines=[line(start_date=dt.date(2026, month, 4))]
        )
    EventPageFactory(
        title="Encore", participants=organised_by(actor), date_lines=[line(start_date=PAST), line(start_date=COMING)]
    )

    dates = dates_of(actor)

    assert names(dates.past_items) == ["En 5", "En 3", "En 1"]
    assert dates.past_items[0].muted.endswith("4 mai")
    assert dates.past.paginator.count == 3


def test_drafts_and_withdrawn_events_are_not_listed(actor):
    EventPageFactory(participants=organised_by(actor), draft=True)
    EventPageFactory(participants=organised_by(actor)).unpublish()
    EventPageFactory(participants=organised_by(actor), date_lines=[line(start_date=PAST)]).unpublish()

    dates = dates_of(actor)

    assert (dates.coming_total, dates.past.paginator.count) == (0, 0)
    assert titles(dates.days) == names(dates.past_items) == []


def test_what_it_entered_in_the_contest_is_listed_the_latest_edition_first(actor):
    for year, distinction in ((2024, Distinction.LAUREATE), (2026, Distinction.NONE)):
        edition = ContestPageFactory(year=year)
        ContestEntryPageFactory(parent=edition, title=f"En {year}", actor=actor, distinction=distinction)
        ContestEntryPageFactory(parent=edition, title="D’un autre", actor=ActorPageFactory())
        ContestEntryPageFactory(parent=edition, title="Brouillon", actor=actor, draft=True)

    entries = dates_of(actor).entries

    assert names(entries) == ["En 2026", "En 2024"]
    assert [entry.muted for entry in entries] == [
        "Concours 2026 · Entreprise",
        "Lauréate · Concours 2024 · Entreprise",
    ]


def test_a_long_list_folds_the_others_and_cuts_no_day_in_two(actor):
    for day in [*range(1, EVENTS), EVENTS, EVENTS, EVENTS + 1]:
        EventPageFactory(participants=organised_by(actor), date_lines=[line(start_date=dt.date(2027, 5, day))])

    dates = dates_of(actor)

    assert len(titles(dates.days)) == EVENTS + 1
    assert [day.date.day for day in dates.more_days] == [EVENTS + 1]
    assert dates.more_events == 1
    assert dates.coming_total == EVENTS + 2


def test_long_workshops_fold_the_others(actor):
    for number in range(WORKSHOPS + 2):
        WorkshopPageFactory(title=f"Atelier {number}", participants=organised_by(actor))

    dates = dates_of(actor)

    assert len(dates.workshops) == WORKSHOPS
    assert names(dates.more_workshops) == [f"Atelier {WORKSHOPS}", f"Atelier {WORKSHOPS + 1}"]


def test_an_event_says_how_many_other_dates_it_has(actor):
    two = [line(start_date=dt.date(2027, 5, 1)), line(start_date=dt.date(2027, 5, 8))]
    EventPageFactory(participants=organised_by(actor))
    EventPageFactory(participants=organised_by(actor), date_lines=two)
    WorkshopPageFactory(participants=organised_by(actor), date_lines=[line(weekly=True)])

    dates = dates_of(actor)

    once, twice = [entry.line for day in dates.days for entry in day.entries]
    assert "autre" not in once
    assert twice.endswith("et 1 autre date")
    assert dates.workshops[0].lines[0].endswith("et 12 autres dates")


def test_everything_an_actor_is_tied_to_is_reached_from_its_page(client, actor):
    tied = [
        factory(date_lines=[line(start_date=day + dt.timedelta(days=number))], **tie)
        for number in range(9)
        for day in (PAST, COMING)
        for factory in (EventPageFactory, WorkshopPageFactory)
        for tie in (
            {"participants": organised_by(actor)},
            {"participants": [EventActor(actor=actor, role=ActorRole.PARTNER)]},
            {"host": actor},
        )
    ]

    found, address = set(), f"/annuaire/{actor.slug}/"
    while address:
        html = client.get(address).content.decode()
        found |= set(re.findall(r'href="/(?:evenements|ateliers)/([\w-]+)/"', html))
        following = re.search(r'rel="next"\s+href="(\?page=\d+)#t-past"', html)
        address = f"/annuaire/{actor.slug}/{following[1]}" if following else ""

    assert found == {event.slug for event in tied}


@pytest.mark.parametrize("page", ["0", "-1", "x", "99", "9" * 50])
def test_a_page_of_the_past_that_is_none_is_the_first_or_the_last(client, actor, page):
    EventPageFactory(slug="hier", participants=organised_by(actor), date_lines=[line(start_date=PAST)])

    assert "/evenements/hier/" in client.get(f"/annuaire/{actor.slug}/?page={page}").content.decode()


def test_links_to_the_agenda_lead_to_as_many_dates_as_they_say(client, actor):
    EventPageFactory(participants=organised_by(actor), date_lines=[line(weekly=True)])
    EventPageFactory(host=actor)
    EventPageFactory(participants=organised_by(actor), host=actor)
    EventPageFactory(participants=[EventActor(actor=actor, role=ActorRole.PARTNER)])

    organised, hosted = dates_of(actor).in_agenda

    assert (organised.label, hosted.label) == ("14 dates organisées", "2 dates accueillies")
    assert "<strong>14 dates</strong>" in client.get(organised.url).content.decode()
    assert "<strong>2 dates</strong>" in client.get(hosted.url).content.decode()


def test_no_link_leads_to_an_agenda_without_its_dates(actor):
    assert dates_of(actor).in_agenda == []
    EventPageFactory(host=actor)
    EventPageFactory(participants=[EventActor(actor=actor, role=ActorRole.PARTNER)])

    assert [link.url for link in dates_of(actor).in_agenda] == [f"/agenda/?lieu={actor.slug}"]


def test_no_heading_stands_over_nothing_when_there_are_workshops_alone(client, actor):
    WorkshopPageFactory(participants=organised_by(actor))
    html = client.get(f"/annuaire/{actor.slug}/").content.decode()

    assert "Prochaines dates" not in html
    assert "S’abonner à ces dates" in html
    assert "Aucune date annoncée" in client.get(f"/annuaire/{ActorPageFactory().slug}/").content.decode()


def test_words_are_those_of_the_language_being_read(client, actor):
    event = EventPageFactory(title="La fête", participants=organised_by(actor))
    translate(event, "br", title="Ar gouel")
    EventPageFactory(title="Le bal", participants=organised_by(actor))

    html = client.get(f"/br/annuaire/{actor.slug}/").content.decode()

    assert "Ar gouel" in html
    assert '<a class="stretch" href="/br/evenements/' in " ".join(html.split())
    assert "Le bal" in html


def test_an_actor_never_saved_has_nothing():
    dates = dates_of(ActorPage(title="Nouveau"))

    assert (dates.days, dates.workshops, dates.past_items, dates.entries, dates.coming_total) == ((), (), (), (), 0)


def test_the_number_of_queries_does_not_depend_on_what_is_listed(actor, django_assert_max_num_queries):
    def fill():
        EventPageFactory(participants=organised_by(actor))
        WorkshopPageFactory(participants=organised_by(actor))
        EventPageFactory(participants=organised_by(actor), date_lines=[line(start_date=PAST)])
        ContestEntryPageFactory(parent=ContestPageFactory(year=2000 + Page.objects.count()), actor=actor)

    fill()
    dates_of(actor)
    with django_assert_max_num_queries(24) as few:
        dates_of(actor)
    for _ in range(3):
        fill()

    with django_assert_max_num_queries(len(few)):
        dates_of(actor)
