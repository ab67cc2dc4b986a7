"""Subscribing to a selection: what is in it, and a way in for each calendar."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import segno
from django.db.models import Count
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.browsing import ask
from agenda.channels import Channel
from agenda.facets import subscription_filters
from agenda.filters import filter_form
from agenda.pages import frame, grouped
from agenda.terms import read_terms
from agenda.wording import wording
from core.addresses import absolute
from core.parts import Link


@dataclass(frozen=True)
class Client:
    """A family of calendars: how to subscribe, and how soon it sees a change."""

    name: str
    delay: str
    link: Link
    others: tuple[Link, ...] = ()
    is_main: bool = True


def webcal(url: str) -> str:
    """URL with the scheme that calendars answer to."""
    return f"webcal://{url.partition('://')[2]}"


def google(url: str) -> str:
    return f"https://calendar.google.com/calendar/r?cid={quote(webcal(url), safe='')}"


def outlook(url: str, name: str, host: str) -> str:
    return f"https://{host}/calendar/0/addfromweb?url={quote(url, safe='')}&name={quote(name, safe='')}"


def clients(url: str, name: str) -> list[Client]:
    """The ways to subscribe to the feed at URL, with what each really does."""
    return [
        Client(
            _("Google Agenda"),
            _("Se met à jour toutes les 8 à 24 heures, au rythme de Google."),
            Link(_("Ouvrir dans Google"), google(url)),
        ),
        Client(
            _("Outlook"),
            _("Se met à jour en 3 heures environ, parfois plus sur la version web."),
            Link(_("Ouvrir dans Outlook"), webcal(url)),
            (
                Link(_("Outlook.com"), outlook(url, name, "outlook.live.com")),
                Link(_("Outlook de votre organisation, sur le web"), outlook(url, name, "outlook.office.com")),
            ),
        ),
        Client(
            _("Apple, iPhone, Mac"),
            _("Se met à jour au rythme que vous choisissez, de 5 minutes à une semaine."),
            Link(_("Ouvrir dans Calendrier"), webcal(url)),
        ),
        Client(
            _("Thunderbird, Nextcloud"),
            _("Copiez le lien, puis « nouvel agenda », « sur le réseau ». Se met à jour toutes les 6 heures au plus."),
            Link(_("Voir le lien"), "#lien"),
            is_main=False,
        ),
    ]


def qr_code(url: str) -> SafeString:
    """URL as a QR code, an SVG without style or script."""
    code = segno.make(url, error="m", micro=False)
    return mark_safe(code.svg_inline(omitsize=True, svgclass=None, lineclass=None, border=2))  # noqa: S308  # our own


def subscription_context(request: HttpRequest, channel: Channel) -> dict[str, Any]:
    """The selection REQUEST asks of CHANNEL, and the ways to subscribe to it."""
    form = filter_form(request.GET, workshops=channel.scope.workshops)
    question, terms = ask(form.selection.lasting, channel.scope), read_terms()
    words = wording(question.selection, terms)
    url = absolute(question.selection.at(channel.ics))
    number = question.dates().aggregate(events=Count("event", distinct=True))["events"]
    shown = subscription_filters(channel, question.selection, terms, form.messages)
    return {
        **frame(form, question, channel, words, shown),
        "channel": channel,
        "phrase": words.phrase,
        "clients": clients(url, channel.name(words.phrase)),
        "url": url,
        "qr": qr_code(absolute(question.selection.at(channel.subscription))),
        "canonical": absolute(channel.subscription),
        "noindex": not question.selection.is_empty,
        "crumbs": [Link(channel.title or _("Agenda"), question.selection.at(channel.folder))],
        "total": number,
        "total_in_digits": grouped(number),
        "content_words": content_words(number),
    }


def content_words(events: int) -> str:
    """ "5 événements à venir, avec toutes leurs dates": a calendar receives events whole."""
    said = ngettext(
        "%(number)s événement à venir, avec toutes ses dates",
        "%(number)s événements à venir, avec toutes leurs dates",
        events,
    )
    return said % {"number": grouped(events)}
