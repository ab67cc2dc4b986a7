"""The form an event is entered with, and that of each of its date lines."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.forms.fields import InvalidJSONInput
from django.forms.formsets import ORDERING_FIELD_NAME
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm

from core.forms import BasePageForm, OneSentence, accept_days
from evenements.change_rules import UNREADABLE, change_problems
from evenements.enums import AttendanceMode, Frequency, RegistrationMode, State
from evenements.recurrence.checks import LAST_DAY
from evenements.uids import new_uid
from evenements.widgets import ResultingDatesInput

UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}@[\w.-]+", re.ASCII)
# What a line that does not repeat says of its repetition.
ONCE: dict[str, Any] = {
    "interval": 1,
    "weekdays": "",
    "until": None,
    "count": None,
    "skip_public_holidays": False,
    "skip_school_holidays": False,
}


class ChangesField(forms.JSONField):
    """The exceptions of a line, in JSON; nested beyond reason, it is not JSON either."""

    default_error_messages = {"invalid": UNREADABLE}

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError:
            raise forms.ValidationError(UNREADABLE, code="invalid") from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except RecursionError:
            return InvalidJSONInput(data)


class DateLineForm(OneSentence, WagtailAdminModelForm):
    """A date line. It carries its UID, so that a line keeps it through drafts, where it has no primary key yet."""

    uid = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)
    changes = ChangesField(required=False, initial=list, widget=ResultingDatesInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        is_new = kwargs.get("instance") is None
        super().__init__(*args, **kwargs)
        accept_days(self)
        self.fields["uid"].initial = "" if is_new else self.instance.uid
        for field in self.fields.values():
            if isinstance(field, forms.TimeField):
                field.error_messages["invalid"] = _("Écrivez l’heure ainsi : 14:30 ou 14 h 30.")
        self.fields["interval"].required = False
        self.fields["start_date"].error_messages["required"] = _("Indiquez le jour.")

    def clean_uid(self) -> str:
        """The UID to keep: that of a stored line never changes, a new line's is taken from the form when it is one."""
        typed = self.cleaned_data["uid"]
        return typed if not self.instance.pk and UID.fullmatch(typed) else self.instance.uid

    def clean_interval(self) -> int:
        interval = self.cleaned_data.get("interval")
        return 1 if interval is None else interval

    def clean_changes(self) -> list[dict[str, Any]]:
        changes = self.cleaned_data.get("changes") or []
        if found := change_problems(changes):
            raise forms.ValidationError(found)
        return changes

    def clean(self) -> dict[str, Any]:
        """What does not apply is dropped; the days left out are frozen, as the calendars know them today."""
        cleaned = super().clean()
        if cleaned.get("frequency") == Frequency.ONCE:
            cleaned.update(ONCE)
        elif cleaned.get("frequency") != Frequency.WEEKLY and "weekdays" in cleaned:
            cleaned["weekdays"] = ""
        if cleaned.get("all_day"):
            cleaned.update(start_time=None, end_time=None)
        self.instance.uid = cleaned.get("uid") or self.instance.uid
        self._freeze_closures(cleaned)
        return cleaned

    def _freeze_closures(self, cleaned: dict[str, Any]) -> None:
        from evenements.line_rules import skipped_days

        if cleaned.get("start_date") is None or not _is_near(cleaned.get("until")):
            return
        names = ("start_date", "frequency", "until", "skip_public_holidays", "skip_school_holidays")
        typed = self.instance.__class__(**{name: cleaned[name] for name in names if name in cleaned})
        self.instance.excluded = skipped_days(typed)

    def has_changed(self) -> bool:
        """An untouched new line says who it is and its place in the form, nothing else."""
        return bool(set(self.changed_data) - {ORDERING_FIELD_NAME, "uid"})

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """After a save in the background, the page learns the UID its new line was given."""
        return [*super().get_field_updates_for_resave(), (self.add_prefix("uid"), self.instance.uid)]


def _is_near(until: Any) -> bool:
    """Whether a rule's end is one `recurrence` accepts: beyond, there is no calendar to ask."""
    return until is None or until <= LAST_DAY


class DateLineFormSet(BaseChildFormSet):
    """The date lines of an event."""

    default_error_messages = {
        **BaseChildFormSet.default_error_messages,
        "too_few_forms": _("Un événement a au moins une date : ajoutez-en une."),
    }


# The fields that the form shows only when they apply, and when they do: `only_if` in the panels says the same.
APPLIES: dict[str, Callable[[dict[str, Any]], bool]] = {
    "price": lambda facts: not facts.get("is_free"),
    "host": lambda facts: facts.get("mode") != AttendanceMode.ONLINE,
    "place": lambda facts: facts.get("mode") != AttendanceMode.ONLINE,
    "registration_url": lambda facts: facts.get("registration") == RegistrationMode.EXTERNAL,
    "state_note": lambda facts: facts.get("state") != State.CONFIRMED,
}


RELATIONS = ("host", "place")
USUAL = ("booking_group", "booking_closes")


class EventPageForm(BasePageForm):
    """An event. An untouched date line does not prevent from saving a draft."""

    asked = {
        "kind": _("Choisissez un type dans la liste."),
        "audiences": _("Cochez au moins un public : à qui l’événement s’adresse."),
    }

    def clean(self) -> dict[str, Any]:
        """What the form hides is dropped; a number of bookings left empty is the usual one."""
        cleaned = super().clean()
        if not self.edits_facts():
            return cleaned
        for name in USUAL:
            if name in self.fields and cleaned.get(name) is None and name not in self.errors:
                cleaned[name] = self.instance._meta.get_field(name).get_default()
        for name, applies in APPLIES.items():
            if name in self.fields and not applies(cleaned):
                cleaned[name] = None if name in RELATIONS else ""
                self.errors.pop(name, None)
        return cleaned

    def defer_required_fields(self) -> None:
        super().defer_required_fields()
        for form in self.formsets["date_lines"].extra_forms if "date_lines" in self.formsets else []:
            form.empty_permitted = True

    def save(self, commit: bool = True) -> Any:
        self._settle_uids()
        self._settle_dates()
        return super().save(commit)

    def _settle_dates(self) -> None:
        from evenements.models import DateLine
        from evenements.postponing import settle

        formset = self.formsets.get("date_lines")
        if formset:
            rows = DateLine.objects.filter(page_id=self.instance.pk) if self.instance.pk and self.instance.live else []
            lines = [form.instance for form in formset.forms if form not in formset.deleted_forms]
            # What is untouched in the form is left as it was when the form is saved.
            self.instance.date_lines.add(*settle(lines, {row.uid: row for row in rows}, self.instance.state))

    def _settle_uids(self) -> None:
        """One UID, one line. A new line known by its UID on this page was saved in the background meanwhile: it is that
        one. A UID that is another line's, here or elsewhere, is replaced.
        """
        formset = self.formsets.get("date_lines")
        forms_of_lines = [form for form in formset.forms if form.instance.pk or form.has_changed()] if formset else []
        stored = {line.uid: line for line in self.instance.date_lines.all() if line.pk}
        taken = {form.instance.uid for form in forms_of_lines if form.instance.pk}
        for line in [form.instance for form in forms_of_lines if not form.instance.pk]:
            if line.uid in stored and line.uid not in taken:
                line.pk = stored[line.uid].pk
            elif line.uid in taken or self._is_of_another_event(line.uid):
                line.uid = new_uid()
            taken.add(line.uid)

    def _is_of_another_event(self, uid: str) -> bool:
        from evenements.models import DateLine

        return DateLine.objects.filter(uid=uid).exclude(page__translation_key=self.instance.translation_key).exists()
