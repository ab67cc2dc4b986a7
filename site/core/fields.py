"""Fields of the project's own."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.fields import StreamField


class BodyField(StreamField):
    """The blocks an editor writes with; their definitions stay out of migrations, which would grow at every change."""

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        from core.blocks import BodyBlock

        kwargs.setdefault("blank", True)
        super().__init__(BodyBlock(), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        kwargs.pop("block_types", None)
        return name, path, [], kwargs


class ValuesField(models.JSONField):
    """Some of the values of an enumeration, in its order: a list of text, empty by default.

    What may be chosen stays out of migrations, as the blocks of a body do.
    """

    def __init__(self, *args: Any, values: type[models.TextChoices] | None = None, **kwargs: Any) -> None:
        self.values = values
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        known = self.values.values if self.values else ()
        for part in value or ():
            if part not in known:
                raise ValidationError(_("« %(value)s » n’est pas dans la liste."), params={"value": part})

    def formfield(self, **kwargs: Any) -> forms.Field:
        shown: dict[str, Any] = {"label": self.verbose_name, "help_text": self.help_text, "required": not self.blank}
        choices = self.values.choices if self.values else []
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **shown)
