"""What the agenda gives as open data."""

import json
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from agenda.answers import edition, kept_body
from agenda.channels import Channel, agenda_channel, workshops_channel
from agenda.data_views import document_heading, version
from agenda.event_row import EventRow
from agenda.exports import SCHEMA_PATH, Changes, Question, agenda_csv, agenda_json
from agenda.feeds import build_calendar, shared_heading
from agenda.selection import NAMES, Selection
from agenda.views import description, rss_bytes
from core.clock import today
from core.languages import current
from core.open_data.datasets import Dataset, Distribution
from core.open_data.since import Reading
from evenements.models import EventBytes

# Those of the workshops alone come last in NAMES.
AGENDA_NAMES, ITEM_END = NAMES[:-2], "</item>"


def agenda_datasets() -> list[Dataset]:
    modified = version().modified
    return [
        Dataset(
            code="evenements",
            title=_("Événements du numérique"),
            description=_(
                "Les dates de l’agenda, ateliers compris : tout l’avenir et douze mois de passé ; une date annulée "
                "y reste annoncée comme telle au moins trente jours."
            ),
            page="/agenda/",
            keywords=[_("agenda"), _("événements"), _("numérique")],
            distributions=[*_tables("/agenda/", agenda_channel), *_feeds()],
            modified=modified,
            theme="EDUC",
            row_class=EventRow,
            parameters=AGENDA_NAMES,
        ),
        Dataset(
            code="ateliers",
            title=_("Ateliers"),
            description=_("Les dates des ateliers, avec leur matériel, leur niveau et leur nombre de places."),
            page="/ateliers/",
            keywords=[_("ateliers"), _("fablab"), _("numérique")],
            distributions=_tables("/ateliers/", workshops_channel),
            modified=modified,
            theme="EDUC",
            row_class=EventRow,
            parameters=NAMES,
        ),
    ]


def _tables(folder: str, channel: Callable[[], Channel]) -> list[Distribution]:
    return [
        Distribution(
            path=f"{folder}agenda.csv",
            title=_("Dates (CSV)"),
            about=_("Une date par ligne ; pour un tableur."),
            media_type="text/csv",
            file_type="CSV",
            schema=SCHEMA_PATH,
            example=lambda: _table_example(channel()),
        ),
        Distribution(
            path=f"{folder}agenda.json",
            title=_("Dates (JSON)"),
            about=_("Les mêmes colonnes, en objets : une liste reste une liste, ce qui n’est pas connu vaut null."),
            media_type="application/json",
            file_type="JSON",
            schema=SCHEMA_PATH,
            has_changes=True,
            example=lambda: _document_example(channel()),
        ),
    ]


def _feeds() -> list[Distribution]:
    return [
        Distribution(
            path="/agenda/agenda.ics",
            title=_("Calendrier (iCalendar)"),
            about=_("Pour s’abonner depuis un agenda. Les ateliers et chaque acteur ont aussi le leur."),
            media_type="text/calendar",
            file_type="ICS",
            example=_calendar_example,
        ),
        Distribution(
            path="/agenda/agenda.rss",
            title=_("Nouveautés (RSS)"),
            about=_("Ce qui vient d’être publié ou changé."),
            media_type="application/rss+xml",
            file_type="RSS",
            example=_news_example,
        ),
    ]


def _first(channel: Channel) -> list[int]:
    """The first date to come of CHANNEL, or the first there is."""
    dates = Question(Selection(), channel.scope, current(), today()).dates().order_by("start", "id")
    keys = dates.values_list("pk", flat=True)
    return list(keys.filter(first_day__gte=today())[:1]) or list(keys[:1])


def _table_example(channel: Channel) -> str:
    keys = _first(channel)
    return _text(agenda_csv(keys, current())) if keys else ""


def _document_example(channel: Channel) -> str:
    keys = _first(channel)
    if not keys:
        return ""
    head = document_heading(channel, Selection(), Reading(None, None, version().modified))
    told = json.loads(_text(agenda_json(head, Changes(keys, ()), current())))
    return json.dumps(told, ensure_ascii=False, indent=1)


def _calendar_example() -> str:
    row = EventBytes.objects.filter(language=current()).order_by("-last_end", "event").first()
    if row is None:
        return ""
    channel = agenda_channel()
    heading = shared_heading(
        name=channel.name(), description=description(), source=channel.ics, page=channel.folder, modified=row.modified
    )
    return build_calendar(heading, [bytes(row.data)]).decode()


def _news_example() -> str:
    """The feed up to its first item, from the bytes that its readers are given."""
    channel = agenda_channel()
    given = edition("rss", channel.name(), Selection(), channel.scope, today())
    text = kept_body(given, lambda: rss_bytes(channel, given), zipped=False).decode()
    shown, end, _rest = text.partition(ITEM_END)
    return f"{shown}{end}\n…".replace("><", ">\n<") if end else ""


def _text(pieces: Iterable[bytes]) -> str:
    return b"".join(pieces).decode()
