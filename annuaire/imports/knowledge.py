"""What the site knows that lines of a file refer to: communes and vocabularies, read once for a whole file."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from annuaire.exports import national_labels
from annuaire.facts import LISTS
from annuaire.models import ActorPage
from annuaire.national_row import NationalLabels
from annuaire.sorting import sort_key
from core.models import Commune, Term

# Where a letter is sent: « 99321 Ville Cedex 3 ».
CEDEX = re.compile(r"^\s*\d{5}\s+|\s+cedex(\s+\d+)?\s*$", re.IGNORECASE)
SAINT = re.compile(r"\bste?\b\.?", re.IGNORECASE)


@dataclass(frozen=True)
class Vocabulary:
    """A controlled list: its codes in order, and the code that a code or a French label writes."""

    order: Mapping[str, int]
    by_word: Mapping[str, str]
    terms: Mapping[str, Term]

    @classmethod
    def of(cls, model: type[Term]) -> "Vocabulary":
        terms = list(model._default_manager.all())
        words = {sort_key(term.label): term.code for term in reversed(terms)}
        words |= {sort_key(term.code): term.code for term in terms}
        return cls({term.code: place for place, term in enumerate(terms)}, words, {term.code: term for term in terms})

    def sorted(self, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(set(codes), key=lambda code: self.order.get(code, len(self.order))))


@dataclass(frozen=True)
class Knowledge:
    """`communes` are primary keys by INSEE code."""

    communes: Mapping[str, int]
    names: Mapping[str, str]
    by_name: Mapping[str, list[tuple[str, list[str]]]]
    vocabularies: Mapping[str, Vocabulary]
    labels: NationalLabels

    @classmethod
    def read(cls) -> "Knowledge":
        by_name: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
        communes = list(Commune.objects.all())
        for commune in communes:
            for name in {sort_key(commune.name), sort_key(commune.name_br)} - {""}:
                by_name[name].append((commune.insee, commune.postcodes))
        fields: dict[str, Any] = {name: ActorPage._meta.get_field(name) for name in LISTS}
        return cls(
            communes={commune.insee: commune.pk for commune in communes},
            names={commune.insee: commune.name for commune in communes},
            by_name=by_name,
            vocabularies={name: Vocabulary.of(field.related_model) for name, field in fields.items()},
            labels=national_labels(),
        )

    def insee(self, town: str, postcode: str) -> str:
        """The commune of the territory that TOWN names; "" when it is none, or when POSTCODE does not say which."""
        plain = SAINT.sub(lambda found: "saint" + ("e" if "e" in found[0].lower() else ""), CEDEX.sub("", town))
        found = self.by_name.get(sort_key(plain), [])
        if len(found) > 1:
            found = [(insee, postcodes) for insee, postcodes in found if postcode in postcodes]
        return found[0][0] if len(found) == 1 else ""

    def national_only(self, name: str, codes: Iterable[str]) -> tuple[str, ...]:
        """Those of CODES, of the list NAME, that the national schema can tell."""
        told = {"services": self.labels.services, "audiences": self.labels.audiences}[name]
        return tuple(code for code in codes if code in told)
