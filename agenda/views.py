"""The addresses of feeds: the agenda's, the workshops', an actor's, an event's. No cookie, GET and HEAD only."""

import hashlib
import re
from collections.abc import Callable
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponseBase

from agenda import rss
from agenda.answers import CALENDAR, Edition, answer, compress, edition, kept_body
from agenda.channels import Channel, actor_channel, agenda_channel, workshops_channel
from agenda.feeds import build_calendar, event_bytes, shared_heading, stored
from agenda.filters import filter_form
from agenda.selection import Selection
from agenda.slugs import canonical_pages
from agenda.terms import read_terms
from agenda.text import fold
from agenda.wording import wording
from annuaire.models import ActorPage
from core.answers import for_programs, refusal
from core.clock import today as clock_today
from core.languages import choose, current, prefix
from core.territory import territory
from core.translations import attach_words
from evenements.models import EventBytes, EventPage


def description() -> str:
    return f"{choose(territory().slogan)} – {choose(territory().names)}"


def phrase(selection: Selection) -> str:
    return "" if selection.is_empty else wording(selection, read_terms()).phrase


def answer_selection(
    request: HttpRequest, channel: Channel, kind: str, content_type: str, build: Callable[[Edition], bytes]
) -> HttpResponseBase:
    """What REQUEST asks of CHANNEL; BUILD makes the bytes of an edition, when nobody has them yet."""
    selection = Selection()
    if request.GET:  # most subscribers ask for everything, each hour: no form for them
        form = filter_form(request.GET, workshops=channel.scope.workshops)
        selection = form.selection.lasting
        if form.messages:
            return refusal(form.sentence)
    name = channel.name(phrase(selection))
    given = edition(kind, name, selection, channel.scope, clock_today())
    return answer(
        request,
        tag=given.tag,
        last_modified=given.last_modified,
        content_type=content_type,
        disposition=f'inline; filename="agenda.{kind}"',
        body=lambda zipped: kept_body(given, lambda: build(given), zipped),
    )


def answer_ics(request: HttpRequest, channel: Channel) -> HttpResponseBase:
    def build(given: Edition) -> bytes:
        events, modified = stored(event_bytes(given.selection, given.scope, given.language, given.today))
        heading = shared_heading(
            name=given.name,
            description=description(),
            source=given.selection.at(channel.ics),
            page=channel.folder if channel.scope.actor else given.selection.at(channel.folder),
            modified=modified or given.modified,
        )
        return build_calendar(heading, events)

    return answer_selection(request, channel, "ics", CALENDAR, build)


def answer_rss(request: HttpRequest, channel: Channel) -> HttpResponseBase:
    return answer_selection(request, channel, "rss", rss.CONTENT_TYPE, lambda given: rss_bytes(channel, given))


def rss_bytes(channel: Channel, given: Edition) -> bytes:
    about = rss.About(
        title=given.name,
        description=description(),
        page=given.selection.at(channel.folder),
        source=given.selection.at(channel.rss),
    )
    return rss.build_rss(about, given)


@for_programs
def agenda_ics(request: HttpRequest) -> HttpResponseBase:
    """/agenda/agenda.ics"""
    return answer_ics(request, agenda_channel())


@for_programs
def agenda_rss(request: HttpRequest) -> HttpResponseBase:
    """/agenda/agenda.rss"""
    return answer_rss(request, agenda_channel())


@for_programs
def workshops_ics(request: HttpRequest) -> HttpResponseBase:
    """/ateliers/agenda.ics"""
    return answer_ics(request, workshops_channel())


@for_programs
def workshops_rss(request: HttpRequest) -> HttpResponseBase:
    """/ateliers/agenda.rss"""
    return answer_rss(request, workshops_channel())


@for_programs
def actor_ics(request: HttpRequest, slug: str) -> HttpResponseBase:
    """/annuaire/<slug>/agenda.ics: what an actor organises, helps or hosts."""
    actor = canonical_pages(ActorPage, [slug]).public().first()
    if actor is None:
        raise Http404
    attach_words([actor])
    return answer_ics(request, actor_channel(actor.pk, slug, actor.words.display_name))


@for_programs
def event_ics(request: HttpRequest, slug: str) -> HttpResponseBase:
    """/evenements/<slug>/evenement.ics"""
    return answer_event(request, "/evenements/", slug, is_workshop=False)


@for_programs
def workshop_ics(request: HttpRequest, slug: str) -> HttpResponseBase:
    """/ateliers/<slug>/evenement.ics"""
    return answer_event(request, "/ateliers/", slug, is_workshop=True)


def answer_event(request: HttpRequest, folder: str, slug: str, *, is_workshop: bool) -> HttpResponseBase:
    """One event, to add once. Its bytes are there while it is published: a draft is a 404, what was withdrawn a 410."""
    events = canonical_pages(EventPage, [slug]).filter(workshoppage__isnull=not is_workshop)
    row = EventBytes.objects.filter(language=current(), event__in=events).select_related("event").first()
    if row is None:
        raise Http404
    attach_words([row.event])
    page = f"{prefix(current())}{folder}{slug}/"
    heading = shared_heading(
        name=row.event.words.title,
        description=description(),
        source=f"{page}evenement.ics",
        page=page,
        modified=row.modified,
    )
    body = build_calendar(heading, [bytes(row.data)])
    # The calendar has the title of the page, which its dates may not show when each has one of its own.
    modified = max(row.modified, row.event.words.last_published_at or row.modified)
    return answer(
        request,
        tag=hashlib.sha256(body).hexdigest()[:32],
        last_modified=int(modified.timestamp()),
        content_type=CALENDAR,
        disposition=attachment(slug),
        body=lambda zipped: compress(body) if zipped else body,
    )


def attachment(slug: str) -> str:
    """A file to keep, named as its event; in letters any client reads, and in its own where they differ (RFC 6266)."""
    plain = re.sub(r"[^a-z0-9_-]", "", fold(slug)) or "evenement"
    named = f'attachment; filename="{plain}.ics"'
    return named if plain == slug else f"{named}; filename*=UTF-8''{quote(slug)}.ics"
