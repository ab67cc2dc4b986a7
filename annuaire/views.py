"""The directory's files: the same actors as the page with the same query string, all of them."""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.text import slugify

from annuaire.directory_row import DirectoryRow
from annuaire.exports import columns_digest, directory_csv, directory_schema, national_csv
from annuaire.filters import DirectoryForm
from annuaire.listing import listing, read_directory
from annuaire.national_row import NationalRow
from core.addresses import absolute
from core.answers import File, for_programs, refusal, send
from core.clock import today
from core.languages import DEFAULT_LANGUAGE, current
from core.territory import territory

CSV = "text/csv; charset=utf-8"
JSON = "application/json; charset=utf-8"
SCHEMA_PATH = "/annuaire/annuaire.schema.json"
NATIONAL_SCHEMA = "https://schema.data.gouv.fr/LaMednum/standard-mediation-num/"


def answer_table(
    request: HttpRequest, row_class: type, name: str, schema: str, write: Callable[[tuple[int, ...]], Iterable[bytes]]
) -> HttpResponseBase:
    """The table of the actors that REQUEST asks for; a 400 with a sentence when it asks for what does not exist."""
    directory = read_directory()
    form = DirectoryForm(request.GET, directory.labels)
    selection = form.selection
    if form.messages:
        return refusal(form.sentence)
    found = listing(directory, selection).actors
    changed = directory.version.modified
    # What words find changes with the search's own index, of which the version says nothing.
    asked = hash(found[:]) if selection.q else 0
    parts = (columns_digest(row_class), directory.version.token, current(), settings.SITE_URL, selection, asked)
    file = File(
        name=name,
        content_type=CSV,
        tag=hashlib.sha256(repr(parts).encode()).hexdigest()[:32],
        modified=int(changed.timestamp()) if changed and not selection.q else None,
        pieces=lambda: write(found[:]),
        links=(f'<{territory().data["licence"]["url"]}>; rel="license"', f'<{schema}>; rel="describedby"'),
    )
    return send(request, file)


@for_programs
def directory_table(request: HttpRequest) -> HttpResponseBase:
    """/annuaire/annuaire.csv: every actor, with all that its entry says."""
    write = partial(directory_csv, language=current())
    return answer_table(request, DirectoryRow, "annuaire.csv", absolute(SCHEMA_PATH), write)


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
