"""Choices an editor can read: vocabularies as boxes, without what is retired; communes and actions under headings."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.forms.models import ModelChoiceIterator


class GroupedChoices(ModelChoiceIterator):
    """Choices under headings: the field's `heading_of` gives that of each object, in the order of its queryset."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for heading, entries in groupby(self.queryset, key=self.field.heading_of):
            yield heading, [self.choice(entry) for entry in entries]


def offer_choices(form: forms.ModelForm) -> None:
    """Gives the vocabularies, communes and coordinates of FORM the controls an editor reads best."""
    from core.models import Commune, Term

    for name, field in form.fields.items():
        if name in ("latitude", "longitude"):
            _accept_a_comma(field)
        elif isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
            if field.queryset.model is Commune:
                _offer_communes(field, field.queryset)
            elif issubclass(field.queryset.model, Term):
                _offer_terms(field, field.queryset, form.initial.get(name))


def _offer_terms(field: forms.ModelChoiceField, terms: QuerySet, chosen: Any) -> None:
    """Boxes for the entries still offered and those retired since they were CHOSEN; actions by orientation."""
    from core.models import Action

    is_multiple = isinstance(field, forms.ModelMultipleChoiceField)
    entries = list(chosen or ()) if is_multiple else [chosen]
    kept = [getattr(entry, "pk", entry) for entry in entries if entry]
    field.queryset = terms = terms.filter(Q(retired=False) | Q(pk__in=kept))
    if is_multiple:
        field.widget = forms.CheckboxSelectMultiple()
    if terms.model is Action:
        field.queryset = terms.select_related("orientation").order_by("orientation__sort_order", "sort_order")
        _group(field, lambda action: f"{action.orientation.code}. {action.orientation.label}")
    field.widget.choices = field.choices


def _offer_communes(field: forms.ModelChoiceField, communes: QuerySet) -> None:
    """Every commune known, those of the territory first."""
    ours = When(epci__siren=settings.TERRITORY.data["territory"]["epci_siren"], then=Value(0))
    rank = Case(ours, default=Value(1), output_field=IntegerField())
    field.queryset = communes.select_related("epci").order_by(rank, "epci__name", "name")
    _group(field, lambda commune: commune.epci.name)
    field.widget.choices = field.choices


def _group(field: forms.ModelChoiceField, heading_of: Callable[[Any], str]) -> None:
    field.iterator, field.heading_of = GroupedChoices, heading_of


def _accept_a_comma(field: forms.Field) -> None:
    """Coordinates as a French map shows them (47,75) or as others do (47.75)."""
    field.localize = True
    field.widget = forms.TextInput(attrs={"inputmode": "decimal"})
    field.widget.is_localized = True
