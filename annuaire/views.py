"""The directory's files: the same actors as the page with the same query string, all of them."""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils.text import slugify
from django.utils.translation import gettext as _

from annuaire.changes import Changes, changes
from annuaire.directory_row import DirectoryRow
from annuaire.exports import (
    directory_csv,
    directory_geojson,
    directory_json,
    directory_schema,
    national_csv,
)
from annuaire.filters import DirectoryForm
from annuaire.listing import Found, listing, read_directory
from annuaire.national_row import NationalRow
from annuaire.selection import Selection
from annuaire.versions import Version
from core.addresses import absolute
from core.answers import File, for_programs, refusal, send
from core.clock import today
from core.languages import DEFAULT_LANGUAGE, current, prefix
from core.open_data import since
from core.open_data.documents import CSV, GEOJSON, JSON, heading
from core.open_data.terms import licence_link
from core.tables.schema import columns_digest
from core.territory import territory

SCHEMA_PATH = "/annuaire/annuaire.schema.json"
NATIONAL_SCHEMA = "https://schema.data.gouv.fr/LaMednum/standard-mediation-num/"
# Raised when the same actors are written otherwise.
FORMAT = 1


@dataclass(frozen=True)
class Question:
    """What is asked of a file of the directory, and the actors that answer."""

    selection: Selection
    found: Found
    version: Version

    @property
    def tag(self) -> str:
        # What words find changes with the search's own index, of which the version says nothing.
        asked = hash(self.found[:]) if self.selection.q else 0
        licence = territory().data["licence"]["url"]
        parts = (FORMAT, self.version.token, current(), settings.SITE_URL, licence, self.selection, asked)
        return repr(parts)

    @property
    def modified(self) -> int | None:
        """When the answer last changed, in seconds; None when that is not known."""
        changed = self.version.modified
        return int(changed.timestamp()) if changed and not self.selection.q else None

    def reading(self, request: HttpRequest) -> since.Reading:
        """What REQUEST asks of the changes; what words find changes without any actor changing, so is told whole."""
        known_since = None if self.selection.q else self.version.known_since
        return since.reading(request.GET, self.version.modified, known_since)


def ask(request: HttpRequest) -> Question:
    """What REQUEST asks; ValidationError, with sentences, when it asks for what does not exist."""
    directory = read_directory()
    form = DirectoryForm(request.GET, directory.labels)
    selection = form.selection
    if form.messages:
        raise ValidationError(form.sentence)
    return Question(selection, listing(directory, selection).actors, directory.version)


def digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def document_heading(name: str, read: since.Reading, selection: Selection | None = None) -> dict[str, Any]:
    """What the document NAME says of itself, in the language being read."""
    asked, folder = selection or Selection(), f"{prefix(current())}/annuaire/"
    return heading(
        title=_("Annuaire des acteurs du numérique"),
        page=asked.at(folder),
        schema=SCHEMA_PATH,
        language=current(),
        read=read,
        here=asked.at(f"{folder}{name}"),
    )


def answer_table(
    request: HttpRequest, row_class: type, name: str, schema: str, write: Callable[[tuple[int, ...]], Iterable[bytes]]
) -> HttpResponseBase:
    """The table of the actors that REQUEST asks for; a 400 with a sentence when it asks for what does not exist."""
    if request.GET.get(since.NAME):
        return refusal(since.table_refusal(absolute(f"{prefix(current())}/annuaire/annuaire.json")))
    try:
        question = ask(request)
    except ValidationError as error:
        return refusal("\n".join(error.messages))
    file = File(
        name=name,
        content_type=CSV,
        tag=digest(columns_digest(row_class), question.tag),
        modified=question.modified,
        pieces=lambda: write(question.found[:]),
        links=(licence_link(), f'<{schema}>; rel="describedby"'),
    )
    return send(request, file)


def answer_document(
    request: HttpRequest,
    name: str,
    content_type: str,
    write: Callable[[Mapping[str, Any], Changes, str], Iterator[bytes]],
) -> HttpResponseBase:
    """The document of the actors that REQUEST asks for, or of what changed of them; a 400 likewise."""
    try:
        question = ask(request)
        read = question.reading(request)
    except ValidationError as error:
        return refusal("\n".join(error.messages))
    language, head = current(), document_heading(name, read, question.selection)
    file = File(
        name=name,
        content_type=content_type,
        tag=digest(name, columns_digest(DirectoryRow), question.tag, repr(read)),
        modified=None if read.asked else question.modified,
        pieces=lambda: write(head, changes(question.found, read.since), language),
        links=(licence_link(), f'<{absolute(SCHEMA_PATH)}>; rel="describedby"'),
        is_attachment=False,
        headers=since.headers(read),
    )
    return send(request, file)


@for_programs
def directory_table(request: HttpRequest) -> HttpResponseBase:
    """/annuaire/annuaire.csv: every actor, with all that its entry says."""
    write = partial(directory_csv, language=current())
    return answer_table(request, DirectoryRow, "annuaire.csv", absolute(SCHEMA_PATH), write)


@for_programs
def directory_objects(request: HttpRequest) -> HttpResponseBase:
    """/annuaire/annuaire.json: the same."""
    return answer_document(request, "annuaire.json", JSON, directory_json)


@for_programs
def directory_features(request: HttpRequest) -> HttpResponseBase:
    """/annuaire/annuaire.geojson: the same, for maps."""
    return answer_document(request, "annuaire.geojson", GEOJSON, directory_geojson)


@for_programs
def national_table(request: HttpRequest) -> HttpResponseBase:
    """/annuaire/lieux-mediation-numerique.csv: those that are places, in French whatever language is read."""
    response = answer_table(request, NationalRow, national_name(), NATIONAL_SCHEMA, national_csv)
    if response.status_code != 400:
        response.headers["Content-Language"] = DEFAULT_LANGUAGE
    return response


@for_programs
def directory_table_schema(request: HttpRequest) -> HttpResponseBase:
    """/annuaire/annuaire.schema.json"""
    body = json.dumps(directory_schema(), ensure_ascii=False, indent=1).encode()
    tag = hashlib.sha256(body).hexdigest()[:32]
    return send(request, File("annuaire.schema.json", JSON, tag, None, lambda: [body], is_attachment=False))


def national_name() -> str:
    """The name the national schema recommends: the day, who publishes (SIRET, or its SIREN while it is not known), the
    territory.
    """
    publisher = territory().data["publisher"]
    plain = unicodedata.normalize("NFKD", territory().name)
    place = "".join(word.capitalize() for word in slugify(plain).split("-"))
    number = publisher.get("siret") or publisher["siren"]
    return f"{today():%Y-%m-%d}_{number}_lieux-de-mediation-numerique_{place}.csv"
