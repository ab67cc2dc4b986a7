"""The communes' outlines for a map made by a script: one GeoJSON file a language, of the territory's own data."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

from core.answers import File, for_programs, send
from core.languages import current
from core.open_data.documents import GEOJSON
from core.outlines import Commune, read_communes

# Decimals of a degree: ten metres, finer than the outlines.
DETAIL = 4


@for_programs
def communes_outlines(request: HttpRequest) -> HttpResponseBase:
    """/communes.geojson: a shape a commune (RFC 7946), the most populated first, with its name and where it stands."""
    body = outlines_json(settings.TERRITORY_DIR, current(), settings.TERRITORY.data["territory"]["epci_siren"])
    if not body:
        raise Http404
    tag = hashlib.sha256(body).hexdigest()[:32]
    return send(request, File("communes.geojson", GEOJSON, tag, None, lambda: [body], is_attachment=False))


@lru_cache(maxsize=8)
def outlines_json(folder: Path, language: str, epci: str) -> bytes:
    """The communes of FOLDER with their names in LANGUAGE; `off` for those that are not of EPCI. Empty without any."""
    communes = read_communes(folder)
    if not communes:
        return b""
    features = [_feature(commune, language, epci) for commune in communes]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _feature(commune: Commune, language: str, epci: str) -> dict[str, object]:
    longitude, latitude = commune.centre
    rings = [[[[round(x, DETAIL), round(y, DETAIL)] for x, y in ring]] for ring in commune.rings]
    return {
        "type": "Feature",
        "properties": {
            "insee": commune.insee,
            "name": commune.name(language),
            "centre": [latitude, longitude],
            "off": commune.epci != epci,
        },
        "geometry": {"type": "MultiPolygon", "coordinates": rings},
    }
