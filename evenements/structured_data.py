"""An event as schema.org tells it to search engines: a single date is an Event, several are an EventSeries.

Values of enumerations are full addresses, instants have their offset on the territory's clock, days are days.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from wagtail.images.models import SourceImageIOError

from annuaire.models import ActorPage
from core.addresses import absolute, page_path
from core.languages import choose
from core.models import BasePage
from core.navigation import paths
from core.parts import Link
from core.territory import territory
from evenements.enums import AttendanceMode, RegistrationMode, State
from evenements.event_dates import is_held
from evenements.event_view import EventView
from evenements.models import Occurrence, WorkshopPage
from evenements.schedules import schedules
from evenements.snapshots import PICTURE
from evenements.venues import Venue

CONTEXT = "https://schema.org"
MODES = {
    AttendanceMode.ON_SITE: "OfflineEventAttendanceMode",
    AttendanceMode.ONLINE: "OnlineEventAttendanceMode",
    AttendanceMode.HYBRID: "MixedEventAttendanceMode",
}

Data = dict[str, Any]


def event_data(view: EventView, crumbs: Sequence[Link]) -> list[Data]:
    """The event, and the way to it through CRUMBS: what a script of type application/ld+json holds."""
    return [{"@context": CONTEXT, **_event(view)}, {"@context": CONTEXT, **_breadcrumb(view, crumbs)}]


def _event(view: EventView) -> Data:
    dates = [*reversed(view.dates.past), *view.dates.coming]
    if view.dates.total == 1 and len(dates) == 1:
        return _said({**_identity(view, "#evenement"), **_about(view), **_date(view, dates[0])})
    series = {
        **_identity(view, "#serie"),
        "@type": "EventSeries",
        **_about(view),
        "startDate": _day(view.dates.first_day),
        "endDate": _day(view.dates.last_day),
        "eventStatus": _status(view.facts.state),
        "eventAttendanceMode": _mode(_usual_mode(view)),
        "eventSchedule": schedules(view.lines),
        "location": _locations(view, view.venue, _usual_mode(view)),
        "subEvent": [_sub_event(view, date) for date in dates],
    }
    return _said(series)


def _identity(view: EventView, fragment: str) -> Data:
    return {
        "@type": "EducationEvent" if view.facts.is_workshop else "Event",
        "@id": f"{view.full_url}{fragment}",
        "name": view.words.title,
        "url": view.full_url,
    }


def _about(view: EventView) -> Data:
    """What holds for every date."""
    event = view.facts
    container = view.container
    return {
        "description": view.words.summary,
        "inLanguage": view.lang,
        "image": _image(view),
        # Neither free nor priced: nobody has said what it costs.
        "isAccessibleForFree": event.is_free if event.is_free or event.price else None,
        "audience": [{"@type": "Audience", "audienceType": audience.words} for audience in view.audiences],
        "keywords": [theme.words for theme in view.themes],
        "organizer": [_organisation(actor) for actor in view.participants.organisers],
        "contributor": [_organisation(actor) for actor in view.participants.partners],
        "superEvent": container
        and {
            "@type": "Event",
            "name": container.words.title,
            "url": _address(container),
        },
        **_workshop(view),
    }


def _workshop(view: EventView) -> Data:
    event = view.facts
    if not isinstance(event, WorkshopPage):
        return {}
    return {
        "typicalAgeRange": f"{event.age_min}-" if event.age_min else None,
        "maximumAttendeeCapacity": event.seats,
    }


def _sub_event(view: EventView, date: Occurrence) -> Data:
    fragment = f"#{date.line_uid.partition('@')[0]}-{date.original_day}"
    own = {"name": date.title} if date.title else {}
    series = {"superEvent": {"@id": f"{view.full_url}#serie"}}
    return _said({**_identity(view, fragment), **own, **_date(view, date), **series})


def _date(view: EventView, date: Occurrence) -> Data:
    """What holds for one date."""
    mode = AttendanceMode(date.mode)
    data = {
        "startDate": _moment(date.start, date.first_day, date.all_day),
        "endDate": None if date.open_ended else _moment(date.end, date.last_day, date.all_day),
        "eventStatus": _status_of(date),
        "eventAttendanceMode": _mode(mode),
        "location": _locations(view, view.venue_on(date), mode),
        "offers": _offer(view, date),
    }
    if date.previous_start:
        former = timezone.localtime(date.previous_start, timezone.get_default_timezone())
        data["previousStartDate"] = _moment(date.previous_start, former.date(), date.all_day)
    return data


def _mode(mode: AttendanceMode) -> str:
    return f"{CONTEXT}/{MODES[mode]}"


def _usual_mode(view: EventView) -> AttendanceMode:
    """How one attends a series: what holds for each date that says nothing else."""
    return AttendanceMode.ONLINE if view.facts.state == State.MOVED_ONLINE else AttendanceMode(view.facts.mode)


def _status_of(date: Occurrence) -> str:
    """The state of DATE; one that has moved is rescheduled whether or not its editor called it postponed."""
    if date.previous_start and date.state in (State.POSTPONED, State.CONFIRMED):
        return f"{CONTEXT}/EventRescheduled"
    return _status(date.state)


def _status(state: str) -> str:
    names = {
        State.CANCELLED: "EventCancelled",
        State.POSTPONED: "EventPostponed",
        State.MOVED_ONLINE: "EventMovedOnline",
    }
    return f"{CONTEXT}/{names.get(State(state), 'EventScheduled')}"


def _locations(view: EventView, venue: Venue | None, mode: str) -> Any:
    """A place, a virtual one, or both; a date moved online is no longer at its place."""
    found = [_place(venue)] if venue and mode != AttendanceMode.ONLINE else []
    if mode != AttendanceMode.ON_SITE:
        found.append({"@type": "VirtualLocation", "url": view.facts.online_url or view.full_url})
    return found[0] if len(found) == 1 else found


def _place(venue: Venue) -> Data:
    located = venue.located
    address = {
        "@type": "PostalAddress",
        "streetAddress": ", ".join(filter(None, [located.street, located.complement])),
        "postalCode": located.postcode,
        "addressLocality": located.commune.name if located.commune else "",
        "addressRegion": territory().data["territory"]["region"],
        "addressCountry": territory().country,
    }
    point = {"@type": "GeoCoordinates", "latitude": located.latitude, "longitude": located.longitude}
    return _said(
        {
            "@type": "Place",
            "name": venue.name,
            "url": absolute(venue.url) if venue.url else "",
            "address": _said(address),
            "geo": point if located.has_point else None,
        }
    )


def _offer(view: EventView, date: Occurrence) -> Data | None:
    """What it costs and where one registers; nothing to say of a date that is not held, nor of an unknown price."""
    event = view.facts
    registers = event.registration == RegistrationMode.EXTERNAL
    if not is_held(date) or not (registers or event.is_free):
        return None
    price = {"price": 0, "priceCurrency": "EUR"} if event.is_free else {}
    availability = "SoldOut" if date.state == State.FULL else "InStock"
    url = event.registration_url if registers else view.full_url
    return {"@type": "Offer", "url": url, **price, "availability": f"{CONTEXT}/{availability}"}


def _organisation(actor: ActorPage) -> Data:
    return _said(
        {
            "@type": "Organization",
            "name": actor.words.title,
            "url": _address(actor) if actor.live else actor.website,
        }
    )


def _address(page: BasePage) -> str:
    """The full address of PAGE, which has its words: that of the page that holds them."""
    return absolute(page_path(page.words, page.words_lang))


def _image(view: EventView) -> list[str]:
    """The picture's full address; nothing when its file is lost."""
    if view.facts.image is None:
        return []
    try:
        url = view.facts.image.get_rendition(PICTURE).url
    except SourceImageIOError:
        return []
    return [absolute(url) if url.startswith("/") else url]


def _breadcrumb(view: EventView, crumbs: Sequence[Link]) -> Data:
    """The way from the home page: its name, the pages above, the event itself."""
    home = Link(choose(territory().site_name), paths()["home"])
    steps = [(link.label, absolute(link.url)) for link in (home, *crumbs)] + [(view.words.title, view.full_url)]
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _moment(moment: dt.datetime, day: dt.date, all_day: bool) -> str:
    """A day, or an instant with the offset it has on the territory's clock."""
    if all_day:
        return day.isoformat()
    return timezone.localtime(moment, timezone.get_default_timezone()).isoformat(timespec="seconds")


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _said(data: Data) -> Data:
    """DATA without what it does not say."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}
