"""Events and workshops, with their date lines."""

import datetime as dt
from typing import Any

import factory

from agenda.models import EventIndexPage, WorkshopIndexPage
from annuaire.models import ActorPage
from core.models import EventKind
from evenements.enums import ActorRole, AttendanceMode, Frequency, RegistrationMode, State
from evenements.models import DateLine, EventActor, EventPage, WorkshopPage
from tests.factories.core import BasePageFactory, PlaceFactory, parent_of


class DateLineFactory(factory.Factory):
    """A line not saved, for the `date_lines` of an event: an afternoon, unless a trait says otherwise."""

    start_date = dt.date(2027, 4, 7)
    start_time = dt.time(14)
    end_time = dt.time(17)

    class Meta:
        model = DateLine

    class Params:
        whole_day = factory.Trait(all_day=True, start_time=None, end_time=None)
        overnight = factory.Trait(start_time=dt.time(20), end_time=dt.time(2))
        weekly = factory.Trait(frequency=Frequency.WEEKLY, until=dt.date(2027, 6, 30))
        monthly = factory.Trait(frequency=Frequency.MONTHLY_WEEKDAY, until=dt.date(2027, 12, 31))
        endless = factory.Trait(frequency=Frequency.WEEKLY)


def line(*, changes: tuple[dict[str, Any], ...] = (), **facts: Any) -> DateLine:
    """A line of `DateLineFactory`, with these exceptions."""
    return DateLineFactory(changes=list(changes), **facts)


def organised_by(*actors: ActorPage) -> list[EventActor]:
    """The `participants` of an event that these actors organise, in this order."""
    return [EventActor(actor=actor, role=ActorRole.ORGANISER, sort_order=order) for order, actor in enumerate(actors)]


class EventPageFactory(BasePageFactory):
    """A published event of one date, nowhere; `at_place`, `online`, `cancelled`… as their names say."""

    parent = parent_of(EventIndexPage)
    title = factory.Sequence("Événement {}".format)
    slug = factory.Sequence("evenement-{}".format)
    summary = "Ce qu’on y fait."
    kind = factory.LazyFunction(lambda: EventKind.objects.order_by("sort_order").first())
    date_lines = factory.LazyFunction(lambda: [line()])

    class Meta:
        model = EventPage

    class Params:
        at_place = factory.Trait(place=factory.SubFactory(PlaceFactory))
        online = factory.Trait(mode=AttendanceMode.ONLINE, online_url="https://visio.example/salle")
        cancelled = factory.Trait(state=State.CANCELLED)
        postponed = factory.Trait(state=State.POSTPONED)
        full = factory.Trait(state=State.FULL)
        paying = factory.Trait(is_free=False, price="5 €")
        with_registration = factory.Trait(
            registration=RegistrationMode.EXTERNAL, registration_url="https://inscription.example/?a=1,2"
        )


class WorkshopPageFactory(EventPageFactory):
    parent = parent_of(WorkshopIndexPage)
    title = factory.Sequence("Atelier {}".format)
    slug = factory.Sequence("atelier-{}".format)

    class Meta:
        model = WorkshopPage
