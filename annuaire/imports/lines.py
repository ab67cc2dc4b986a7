"""What a line of a file tells of an actor, checked as an editor's entry is: facts, and remarks on what is left out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from annuaire.facts import LISTS, body_of, model_values
from annuaire.imports.columns import ROWS
from annuaire.imports.knowledge import Knowledge
from annuaire.imports.options import Options
from annuaire.imports.sheets import Record
from annuaire.models import ActorPage
from annuaire.sorting import sort_key
from core.languages import DEFAULT_LANGUAGE
from core.plain_text import html_text
from core.tables.columns import columns
from core.tables.reading import CellError, Reading, read
from core.tables.writing import one_line

# The fact, or facts, that each column of the national schema tells.
NATIONAL_FACTS: Mapping[str, tuple[str, ...]] = {
    "pivot": ("siret", "rna"), "nom": ("title",), "commune": ("commune",), "code_postal": ("postcode",),
    "code_insee": ("commune",), "adresse": ("street",), "complement_adresse": ("complement",), "latitude": ("point",),
    "longitude": ("point",), "typologie": ("typologies",), "telephone": ("phone",), "courriels": ("email",),
    "site_web": ("website",), "horaires": ("opening_hours",), "presentation_resume": ("summary",),
    "presentation_detail": ("body",), "source": ("sources",), "itinerance": ("itinerancy",),
    "structure_parente": ("parent_structure",), "services": ("services",),
    "publics_specifiquement_adresses": ("audiences",), "prise_en_charge_specifique": ("special_care",),
    "frais_a_charge": ("fees",), "dispositif_programmes_nationaux": ("programmes",),
    "formations_labels": ("programmes",), "autres_formations_labels": ("programmes",),
    "modalites_acces": ("access_modes",), "modalites_accompagnement": ("support_modes",),
    "fiche_acces_libre": ("accessibility_url",), "prise_rdv": ("booking_url",),
}  # fmt: skip
PAIRED = {"latitude": "point", "longitude": "point", "town": "commune"}
WORDS = ("title", "summary", "body", "area_of_action", "accessibility")
ABBREVIATED = re.compile(r"\d([.,]\d+)?\s*E\s*\+?\d+", re.IGNORECASE)
CHECKED = (
    "title", "acronym", "summary", "area_of_action", "accessibility", "street", "complement", "postcode",
    "opening_hours", "phone", "email", "website", "siret", "rna", "parent_structure", "programmes",
    "accessibility_url", "booking_url", "verified_on", "sources",
)  # fmt: skip
# Six decimals are ten centimetres, and what files are written with.
DECIMALS = 6


@dataclass(frozen=True)
class Line:
    """`facts` are those the file speaks of, by the names of `ActorFacts`, `point` in the place of the coordinates; one
    that is wrong is not there, one that is empty is. `error`: the line cannot be used. `is_outside` the territory.
    """

    number: int
    name: str = ""
    external_id: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    town: str = ""
    remarks: tuple[str, ...] = ()
    error: str = ""
    is_outside: bool = False


@dataclass
class Draft:
    """A line in the making."""

    given: dict[str, str]
    facts: dict[str, Any]
    remarks: list[str]
    error: str = ""


class LineReader:
    """Reads the lines of one file."""

    def __init__(self, options: Options, knowledge: Knowledge) -> None:
        self.options = options
        self.knowledge = knowledge
        self.row_class = ROWS[options.kind]

    def read(self, record: Record) -> Line:
        """What RECORD tells; never raises for what is in it."""
        if record.error:
            return Line(record.number, error=record.error)
        draft = self._draft(record)
        town = one_line(draft.given.get("commune", ""))
        is_outside = self._find_commune(draft)
        self._keep_the_right_words(draft)
        self._pair_coordinates(draft)
        self._find_terms(draft)
        self._check(draft)
        name = one_line(draft.given.get("nom", ""))[:255]
        identifier = one_line(draft.given.get("id", ""))[:200]
        return Line(record.number, name, identifier, draft.facts, town, tuple(draft.remarks), draft.error, is_outside)

    def _draft(self, record: Record) -> Draft:
        given, remarks = {}, []
        for place, name in enumerate(self.options.mapping):
            if name and place in record.faults:
                remarks.append(self._about(name, record.faults[place]))
            elif name:
                given[name] = record.cells[place] if place < len(record.cells) else ""
        reading: Reading[Any] = read(self.row_class, given)
        draft = Draft(given, {}, remarks)
        wrong = set()
        for error in reading.errors:
            if self._is_blocking(error):
                draft.error = self._about(error.column, error.message)
            elif error.value or error.column in given:
                draft.remarks += [self._about(error.column, self._sentence(error))] if error.value else []
                if not getattr(reading.row, error.column):  # of many values, the right ones are kept
                    wrong.add(error.column)
        facts = self._facts(reading.row, frozenset(given) - wrong)
        draft.facts = {name: value for name, value in facts.items() if value is not None}
        return draft

    def _is_blocking(self, error: CellError) -> bool:
        """Without its name, or its id where the schema wants one, a line says nothing of anybody."""
        return error.is_blocking and (error.column == "nom" or (error.column == "id" and self.options.is_national))

    def _sentence(self, error: CellError) -> str:
        if ABBREVIATED.fullmatch(error.value.strip()):
            sentence = _(
                "le tableur a abrégé ce nombre (%(value)s), des chiffres sont perdus : mettez la colonne en texte."
            )
            return sentence % {"value": error.value}
        return error.message

    def _about(self, name: str, sentence: str) -> str:
        """SENTENCE, about the column NAME, as the file calls it no longer: as we do."""
        return f"{columns(self.row_class)[name].title} : {sentence}"

    def _facts(self, row: Any, named: frozenset[str]) -> dict[str, Any]:
        """What the columns NAMED, those the file has and that are right, tell."""
        if not self.options.is_national:
            told = row.facts(named - {"langue"})
            return {name: value for name, value in told.items() if name not in ("key", "language")}
        told = row.facts(self.knowledge.labels) | {"sources": (row.source,) if row.source else ()}
        for name, cell in (("services", row.services), ("audiences", row.publics_specifiquement_adresses)):
            if cell and not told[name]:  # what the schema has and this site has no entry for
                told.pop(name)
        wanted = {fact for name in named for fact in NATIONAL_FACTS.get(name, ())}
        return {name: value for name, value in told.items() if PAIRED.get(name, name) in wanted}

    def _find_commune(self, draft: Draft) -> bool:
        """Gives the commune its INSEE code; says whether it is one that the territory does not have."""
        code, town = draft.facts.pop("commune", ""), draft.facts.pop("town", "")
        if code in self.knowledge.communes:
            draft.facts["commune"] = code
        elif town and not code:
            found = self.knowledge.insee(town, draft.facts.get("postcode", ""))
            if found:
                draft.facts["commune"] = found
        elif not code and {"code_insee", "commune"} & set(draft.given):
            draft.facts["commune"] = ""
        outside = bool(code or town) and not draft.facts.get("commune")
        if outside:
            draft.remarks.append(_("%(town)s n’est pas une commune du territoire.") % {"town": town or code})
        return outside

    def _keep_the_right_words(self, draft: Draft) -> None:
        """Words in another language are those of a translation: this page is the French one."""
        language = draft.given.get("langue", "").strip()
        if language and language != DEFAULT_LANGUAGE:
            for name in WORDS:
                draft.facts.pop(name, None)
            draft.remarks.append(_("Nom et textes laissés de côté : ils ne sont pas en français."))
        if "body" in draft.facts:
            draft.facts["body"] = "\n\n".join(html_text(block["value"]) for block in body_of(draft.facts["body"]))

    def _pair_coordinates(self, draft: Draft) -> None:
        here = {"latitude", "longitude"} & set(draft.given)
        pair = draft.facts.pop("latitude", None), draft.facts.pop("longitude", None)
        if None not in pair:
            latitude, longitude = found = point(*pair)
            if abs(latitude) <= 90 and abs(longitude) <= 180 and found != (0, 0):
                draft.facts["point"] = found
            else:
                draft.remarks.append(_("Les coordonnées ne sont pas des degrés : elles sont laissées de côté."))
        elif pair != (None, None):
            draft.remarks.append(_("Il faut les deux coordonnées : elles sont laissées de côté."))
        elif len(here) == 2 and not any(draft.given[name].strip() for name in here):
            draft.facts["point"] = ()

    def _find_terms(self, draft: Draft) -> None:
        """Codes, or labels, of vocabularies: those that the site has, in its order."""
        for name in LISTS:
            if name not in draft.facts:
                continue
            known = self.knowledge.vocabularies[name]
            found = {word: known.by_word.get(sort_key(word)) for word in draft.facts[name]}
            if unknown := [word for word, code in found.items() if code is None]:
                about = name_of(name)
                draft.remarks.append(
                    _("%(field)s : « %(values)s » n’est pas dans le vocabulaire du site.")
                    % {"field": about, "values": " », « ".join(unknown)}
                )
                draft.facts.pop(name)
            codes = [code for code in found.values() if code]
            if codes or not found:
                draft.facts[name] = known.sorted(codes)

    def _check(self, draft: Draft) -> None:
        """What the page's own form would refuse is left out, in its words."""
        for name in CHECKED:
            if value := draft.facts.get(name):
                for sentence in problems(name, model_values({name: value})[name]):
                    draft.facts.pop(name, None)
                    draft.remarks.append(f"{name_of(name)} : {sentence}")


def point(latitude: float, longitude: float) -> tuple[float, float]:
    """A point as files write it."""
    return round(latitude, DECIMALS), round(longitude, DECIMALS)


def name_of(name: str) -> str:
    """What the form of an actor calls the field NAME."""
    field: Any = ActorPage._meta.get_field(name)
    return str(field.verbose_name)


def problems(name: str, value: Any) -> Iterator[str]:
    """Why the field NAME of an actor cannot hold VALUE."""
    field: Any = ActorPage._meta.get_field(name)
    if field.max_length and len(str(value)) > field.max_length:
        yield _("%(limit)s caractères au plus.") % {"limit": field.max_length}
        return
    try:
        field.run_validators(value)
    except ValidationError as error:
        yield " ".join(error.messages)
