"""The directory as files: its actors in their order, read and written by batches, so that memory does not grow."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from annuaire.changes import Changes
from annuaire.directory_row import DirectoryRow
from annuaire.facts import LISTS, ActorFacts, facts_of
from annuaire.models import ActorPage
from annuaire.national_row import NationalLabels, NationalRow, is_place
from core.addresses import absolute
from core.languages import DEFAULT_LANGUAGE
from core.models import Audience, Service, Term
from core.open_data.documents import document
from core.open_data.terms import schema_licence
from core.tables.objects import as_object
from core.tables.schema import table_schema
from core.tables.writing import csv_pieces
from core.translations import attach_words

BATCH = 500


def national_labels() -> NationalLabels:
    """What the national schema calls the entries of this site, as editors say it."""

    def known(model: type[Service] | type[Audience]) -> dict[str, str]:
        return dict(model._default_manager.exclude(national_label="").values_list("code", "national_label"))

    return NationalLabels(known(Service), known(Audience))


def national_rows(keys: Sequence[int]) -> Iterator[NationalRow]:
    """The rows of those of the actors KEYS that are places, in French, as the national schema wants them."""
    labels = national_labels()
    rows = (NationalRow.from_facts(facts, labels) for facts, _actor in read_facts(keys, DEFAULT_LANGUAGE))
    return (row for row in rows if row is not None)


def national_csv(keys: Sequence[int]) -> Iterator[bytes]:
    return csv_pieces(NationalRow, national_rows(keys))


def directory_rows(keys: Sequence[int], language: str) -> Iterator[DirectoryRow]:
    """The rows of the actors KEYS, in the words of LANGUAGE where they are translated."""
    labels = national_labels()
    return (
        DirectoryRow.from_facts(facts, url=absolute(actor.reading_path), is_place=is_place(facts, labels))
        for facts, actor in read_facts(keys, language)
    )


def directory_csv(keys: Sequence[int], language: str) -> Iterator[bytes]:
    return csv_pieces(DirectoryRow, directory_rows(keys, language))


def directory_json(head: Mapping[str, Any], told: Changes, language: str) -> Iterator[bytes]:
    """The actors of TOLD as objects with the names of the columns of annuaire.csv; HEAD says what the document is."""
    actors = map(as_object, directory_rows(told.actors[:], language))
    return document(head, {"acteurs": actors, "retires": told.retired})


def directory_geojson(head: Mapping[str, Any], told: Changes, language: str) -> Iterator[bytes]:
    """The same as features (RFC 7946); the geometry of an actor without coordinates is null (§3.2)."""
    features = map(feature, directory_rows(told.actors[:], language))
    return document({"type": "FeatureCollection", **head}, {"features": features, "retires": told.retired})


def feature(row: DirectoryRow) -> dict[str, Any]:
    properties = as_object(row)
    latitude, longitude = properties.pop("latitude"), properties.pop("longitude")
    is_located = latitude is not None and longitude is not None
    point = {"type": "Point", "coordinates": [longitude, latitude]} if is_located else None
    return {"type": "Feature", "id": row.id, "geometry": point, "properties": properties}


def directory_schema() -> dict[str, Any]:
    """The Table Schema of annuaire.csv."""
    return table_schema(
        DirectoryRow,
        name="annuaire",
        title="Annuaire des acteurs du numérique",
        description="Tous les acteurs publiés dans l’annuaire, lieux de médiation numérique ou non.",
        homepage=absolute("/annuaire/"),
        path=absolute("/annuaire/annuaire.csv"),
        licenses=[schema_licence()],
    )


def read_facts(keys: Sequence[int], language: str) -> Iterator[tuple[ActorFacts, ActorPage]]:
    """What is known of the actors KEYS, in their order; those withdrawn meanwhile are left out."""
    codes = {name: _codes(name) for name in LISTS}
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        found = ActorPage.objects.published().filter(pk__in=batch).select_related("commune", "locale")
        actors = {actor.pk: actor for actor in attach_words(found, language)}
        lists = {name: _held(name, codes[name], actors) for name in LISTS}
        for key in batch:
            if actor := actors.get(key):
                held = {name: lists[name].get(key, ()) for name in LISTS}
                yield facts_of(actor, actor.words, actor.words_lang, held), actor


def _codes(name: str) -> dict[int, tuple[int, str]]:
    """The place and the code of each entry of a vocabulary, by primary key."""
    model: type[Term] = ActorPage._meta.get_field(name).related_model
    rows = model._default_manager.values_list("pk", "code")
    return {key: (place, code) for place, (key, code) in enumerate(rows)}


def _held(name: str, codes: Mapping[int, tuple[int, str]], keys: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What each of the actors KEYS holds of a vocabulary, in its order."""
    field: Any = ActorPage._meta.get_field(name)
    actor, term = field.m2m_column_name(), field.m2m_reverse_name()
    rows = field.remote_field.through._default_manager.filter(**{f"{actor}__in": list(keys)})
    having: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for key, entry in rows.values_list(actor, term):
        having[key].append(codes[entry])
    return {key: tuple(code for _place, code in sorted(entries)) for key, entries in having.items()}
