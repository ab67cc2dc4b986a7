"""The forms the site's content is edited with."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.coreutils import find_available_slug

from core.choices import offer_choices

# How a day may be typed, whatever language the admin is read in: day first, as here.
DAY_FORMATS = ["%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
MOMENT_FORMATS = [f"{day} {hour}" for day in DAY_FORMATS for hour in ("%H:%M", "%H:%M:%S", "%Hh%M", "%Hh")]
# What to do of the empty fields that many forms have.
ASKED = {
    "title": _("Écrivez un titre."),
    "slug": _("Écrivez la fin de l’adresse de la page, sans espace ni accent."),
    "summary": _("Dites-le en une phrase ou deux : les listes montrent ce texte."),
}
COORDINATES = {
    "latitude": _("Écrivez la latitude en degrés, ainsi : 45.25."),
    "longitude": _("Écrivez la longitude en degrés, ainsi : -1.75."),
}


def accept_days(form: forms.BaseForm) -> None:
    """Reads days and moments as people write them, and says how where they cannot be read."""
    for field in form.fields.values():
        if isinstance(field, forms.DateField):
            field.input_formats = DAY_FORMATS
            field.error_messages["invalid"] = _("Écrivez le jour ainsi : 25/06/2027.")
        elif isinstance(field, forms.DateTimeField):
            field.input_formats = MOMENT_FORMATS
            field.error_messages["invalid"] = _("Écrivez le jour et l’heure ainsi : 25/06/2027 18:30.")


def accept_coordinates(form: forms.BaseForm) -> None:
    """Says how the coordinates of a point are written."""
    for name, sentence in COORDINATES.items():
        if name in form.fields:
            form.fields[name].error_messages["invalid"] = sentence


class OneSentence:
    """A form that says one thing of a field: what could not be read is not also missing."""

    errors: Any

    def add_error(self, field: str | None, error: Any) -> None:
        if field is None and hasattr(error, "error_dict"):
            error = ValidationError({name: e for name, e in error.error_dict.items() if name not in self.errors})
        super().add_error(field, error)  # type: ignore[misc]


class BasePageForm(OneSentence, WagtailAdminPageForm):
    """On a translation, facts are absent: they belong to the French page. `asked` says what to do of empty fields."""

    asked: Mapping[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, sentence in {**ASKED, **self.asked}.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = sentence
        accept_days(self)
        accept_coordinates(self)
        if not self.edits_facts():
            for name in getattr(self.instance, "facts", []):
                self.fields.pop(name, None)
                self.formsets.pop(name, None)
        offer_choices(self)

    def edits_facts(self) -> bool:
        """Whether this form is the canonical page's. A new page has no locale yet: it takes its parent's."""
        if self.instance.pk or self.instance.locale_id:
            return self.instance.is_canonical
        return self.parent_page is None or self.parent_page.is_canonical

    def clean_slug(self) -> str:
        """A new page has an address without accents, and a number when it is taken, as by a namesake."""
        slug = self.cleaned_data["slug"]
        if not slug or self.instance.pk or self.parent_page is None:
            return slug
        return find_available_slug(self.parent_page, slugify(slug) or slug)

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """After a save in the background, the page learns the address it was given."""
        updates = super().get_field_updates_for_resave()
        return [*updates, ("slug", self.instance.slug)] if "slug" in self.fields else updates


class PageCopyForm(CopyForm):
    """A copy is a page of its own: an alias has neither the dates nor the words of one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)


class CodedForm(WagtailAdminModelForm):
    """What addresses and feeds know by its code: the code is typed once."""

    code_field = "code"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accept_coordinates(self)
        if self.instance.pk and self.code_field in self.fields:
            self.fields[self.code_field].disabled = True
        offer_choices(self)


class PlaceForm(CodedForm):
    code_field = "slug"
