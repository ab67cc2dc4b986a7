"""The catalogue of the site's datasets in DCAT-AP 3.0.1, as data.gouv.fr harvests it: JSON-LD, from which Turtle comes.

Harvesters know a dataset by its identifier and a file by its address: neither ever changes. A title that is not in
French is told with its language. What the European profile makes mandatory is in a test.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import translation

from core.addresses import absolute
from core.clock import now
from core.languages import DEFAULT_LANGUAGE, codes
from core.open_data.datasets import Dataset, Distribution, datasets
from core.open_data.terms import licence_url
from core.territory import territory

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "gsp": "http://www.opengis.net/ont/geosparql#",
    "locn": "http://www.w3.org/ns/locn#",
}
EUROPE = "http://publications.europa.eu/resource/authority"
LANGUAGES = {"fr": "FRA", "br": "BRE", "en": "ENG"}
FOLDER = "/donnees/"
Node = dict[str, Any]


def catalogue() -> Node:
    """The catalogue as a JSON-LD document; what is said of each dataset, in each language of the site."""
    told = {code: _in(code, datasets) for code in codes()}
    french = told[DEFAULT_LANGUAGE]
    names = territory().names
    moments = [dataset.modified for dataset in french if dataset.modified]
    return {
        "@context": CONTEXT,
        "@id": absolute(f"{FOLDER}catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": [_said(f"{name} – {territory().site_name[code]}", code) for code, name in names.items()],
        "dct:description": _words(lambda code: ", ".join(dataset.title for dataset in told[code])),
        "dct:language": [_ref(f"{EUROPE}/language/{LANGUAGES[code]}") for code in codes() if code in LANGUAGES],
        **({"dct:modified": _moment(max(moments))} if moments else {}),
        "dct:license": _licence(),
        "foaf:homepage": _ref(absolute(FOLDER)),
        "dct:publisher": _publisher(),
        "dct:spatial": _extent(),
        "dcat:dataset": [
            _dataset(dataset, {code: told[code][place] for code in codes()}) for place, dataset in enumerate(french)
        ],
    }


def _in(code: str, call: Callable[[], Any]) -> Any:
    with translation.override(code):
        return call()


def _dataset(dataset: Dataset, told: dict[str, Dataset]) -> Node:
    return {
        "@id": absolute(f"{FOLDER}{dataset.code}"),
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.code,
        "dct:title": _words(lambda code: told[code].title),
        "dct:description": _words(lambda code: told[code].description),
        "dcat:keyword": [_said(word, code) for code in codes() for word in told[code].keywords],
        "dcat:theme": _ref(f"{EUROPE}/data-theme/{dataset.theme}"),
        "dct:license": _licence(),
        "dct:accrualPeriodicity": _ref(f"{EUROPE}/frequency/CONT"),
        **({"dct:modified": _moment(dataset.modified)} if dataset.modified else {}),
        "dct:publisher": _ref(absolute("/#editeur")),
        "dcat:contactPoint": _contact(),
        "dcat:landingPage": _ref(absolute(f"{FOLDER}#{dataset.anchor}")),
        "dct:spatial": _extent(),
        **_conformity(dataset.distributions[0]),
        "dcat:distribution": [
            _distribution(file, {code: told[code].distributions[place] for code in codes()}, dataset.modified)
            for place, file in enumerate(dataset.distributions)
        ],
    }


def _distribution(file: Distribution, told: dict[str, Distribution], modified: dt.datetime | None) -> Node:
    address = absolute(file.path)
    return {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": _words(lambda code: told[code].title),
        "dct:description": _words(lambda code: told[code].about),
        "dcat:accessURL": _ref(address),
        "dcat:downloadURL": _ref(address),
        "dcat:mediaType": _ref(f"https://www.iana.org/assignments/media-types/{file.media_type}"),
        "dct:format": _ref(f"{EUROPE}/file-type/{file.file_type}"),
        "dct:license": _licence(),
        **_conformity(file),
        **({"dct:modified": _moment(modified)} if modified else {}),
    }


def _conformity(file: Distribution) -> Node:
    """The standard of a file; a schema of ours when it follows none. The harvester keeps the first alone."""
    schema = file.conforms_to or (absolute(file.schema) if file.schema.startswith("/") else file.schema)
    return {"dct:conformsTo": {"@id": schema, "@type": "dct:Standard"}} if schema else {}


def _licence() -> Node:
    return {"@id": licence_url(), "@type": "dct:LicenseDocument"}


def _publisher() -> Node:
    return {"@id": absolute("/#editeur"), "@type": "foaf:Agent", "foaf:name": territory().publisher}


def _contact() -> Node:
    """A service address, never a person's."""
    about = territory().data["publisher"]
    return {
        "@id": absolute("/#contact-donnees"),
        "@type": "vcard:Organization",
        "vcard:fn": territory().publisher,
        "vcard:hasEmail": _ref(f"mailto:{about['data_email']}"),
    }


def _extent() -> Node:
    """The rectangle of the territory: a point would be ignored."""
    west, south, east, north = territory().bounds
    corners = ((west, south), (west, north), (east, north), (east, south), (west, south))
    ring = ",".join(f"{x} {y}" for x, y in corners)
    return {
        "@id": absolute(f"{FOLDER}#territoire"),
        "@type": "dct:Location",
        "locn:geometry": {"@value": f"POLYGON(({ring}))", "@type": "gsp:wktLiteral"},
    }


def _words(say: Callable[[str], str]) -> list[Node]:
    """What SAY gives in each language, told once when it is the French everywhere."""
    french = say(DEFAULT_LANGUAGE)
    others = [code for code in codes() if code != DEFAULT_LANGUAGE and say(code) != french]
    return [_said(french, DEFAULT_LANGUAGE), *(_said(say(code), code) for code in others)]


def _said(text: str, language: str) -> Node:
    return {"@value": text, "@language": language}


def _ref(address: str) -> Node:
    return {"@id": address}


def _moment(moment: dt.datetime) -> Node:
    """MOMENT, or now: harvesters refuse a change to come, and versions may be told a second ahead."""
    told = min(moment, now()).astimezone(dt.UTC).isoformat(timespec="seconds")
    return {"@value": told, "@type": "xsd:dateTime"}
