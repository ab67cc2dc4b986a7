"""The addresses of the agenda's files: the dates of the feed with the same query string, as a table or a document."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase

from agenda.channels import Channel, agenda_channel, workshops_channel
from agenda.dates import midnight
from agenda.event_row import EventRow
from agenda.exports import SCHEMA_PATH, Question, agenda_csv, agenda_json, agenda_schema, changes
from agenda.filters import filter_form
from agenda.selection import Selection
from core.addresses import absolute
from core.answers import File, for_programs, refusal, send
from core.clock import today
from core.languages import current
from core.open_data import since
from core.open_data.documents import CSV, JSON, heading
from core.open_data.terms import licence_link, licence_url
from core.tables.schema import columns_digest
from evenements.models import FeedVersion

# Raised when the same dates are written otherwise.
FORMAT = 1


@dataclass(frozen=True)
class Version:
    """What is published, in every language: a row has the words of all. `modified` is later than anything told."""

    numbers: tuple[tuple[str, int], ...]
    modified: dt.datetime | None
    known_since: dt.datetime | None


def version() -> Version:
    """The version of now; one read of a row per language."""
    rows = list(FeedVersion.objects.order_by("language").values_list("language", "version", "modified", "known_since"))
    return Version(
        numbers=tuple((language, number) for language, number, _modified, _known in rows),
        modified=max((modified for _language, _number, modified, _known in rows), default=None),
        known_since=max((known for _language, _number, _modified, known in rows), default=None),
    )


@dataclass(frozen=True)
class Asked:
    """What is asked of a file of the agenda."""

    question: Question
    version: Version

    @property
    def tag(self) -> str:
        """The same for the same bytes."""
        question, columns = self.question, columns_digest(EventRow)
        parts = (FORMAT, self.version.numbers, question, settings.SITE_URL, licence_url(), columns)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]

    @property
    def modified(self) -> int:
        """The last publication, or the beginning of the day, which moves the window; in seconds."""
        day = midnight(self.question.today)
        return int(max(day, self.version.modified or day).timestamp())


def ask(request: HttpRequest, channel: Channel) -> Asked:
    """What REQUEST asks of CHANNEL; ValidationError, with sentences, when it asks for what does not exist."""
    found = version()
    form = filter_form(request.GET, workshops=channel.scope.workshops)
    selection = form.selection.lasting
    if form.messages:
        raise ValidationError(form.sentence)
    return Asked(Question(selection, channel.scope, current(), today()), found)


def answer_csv(request: HttpRequest, channel: Channel) -> HttpResponseBase:
    if request.GET.get(since.NAME):
        return refusal(since.table_refusal(absolute(f"{channel.folder}agenda.json")))
    try:
        asked = ask(request, channel)
    except ValidationError as error:
        return refusal("\n".join(error.messages))
    question = asked.question
    file = File(
        name="agenda.csv",
        content_type=CSV,
        tag=asked.tag,
        modified=asked.modified,
        pieces=lambda: agenda_csv(question.keys(), question.language),
        links=links(),
    )
    return send(request, file)


def answer_json(request: HttpRequest, channel: Channel) -> HttpResponseBase:
    try:
        asked = ask(request, channel)
        read = since.reading(request.GET, asked.version.modified, asked.version.known_since)
    except ValidationError as error:
        return refusal("\n".join(error.messages))
    question = asked.question
    head = document_heading(channel, question.selection, read)
    file = File(
        name="agenda.json",
        content_type=JSON,
        tag=hashlib.sha256(f"{asked.tag}{channel.folder}{read}".encode()).hexdigest()[:32],
        modified=None if read.asked else asked.modified,
        pieces=lambda: agenda_json(head, changes(question, read), question.language),
        links=links(),
        is_attachment=False,
        headers=since.headers(read),
    )
    return send(request, file)


def document_heading(channel: Channel, selection: Selection, read: since.Reading) -> dict[str, Any]:
    """What the document of CHANNEL says of itself, in the language being read."""
    return heading(
        title=channel.name(),
        page=selection.at(channel.folder),
        schema=SCHEMA_PATH,
        language=current(),
        read=read,
        here=selection.at(f"{channel.folder}agenda.json"),
    )


def links() -> tuple[str, str]:
    return licence_link(), f'<{absolute(SCHEMA_PATH)}>; rel="describedby"'


@for_programs
def agenda_table(request: HttpRequest) -> HttpResponseBase:
    """/agenda/agenda.csv"""
    return answer_csv(request, agenda_channel())


@for_programs
def agenda_document(request: HttpRequest) -> HttpResponseBase:
    """/agenda/agenda.json"""
    return answer_json(request, agenda_channel())


@for_programs
def workshops_table(request: HttpRequest) -> HttpResponseBase:
    """/ateliers/agenda.csv"""
    return answer_csv(request, workshops_channel())


@for_programs
def workshops_document(request: HttpRequest) -> HttpResponseBase:
    """/ateliers/agenda.json"""
    return answer_json(request, workshops_channel())


@for_programs
def agenda_table_schema(request: HttpRequest) -> HttpResponseBase:
    """/agenda/agenda.schema.json"""
    body = json.dumps(agenda_schema(), ensure_ascii=False, indent=1).encode()
    tag = hashlib.sha256(body).hexdigest()[:32]
    return send(request, File("agenda.schema.json", JSON, tag, None, lambda: [body], is_attachment=False))
