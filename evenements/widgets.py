"""The controls a date line is entered with."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from wagtail.admin.widgets import AdminTimeInput

from evenements.enums import Weekday

# "14", "14h", "14 h 30", "14:30", "14.30", "1430": what people type for an hour.
HOUR = re.compile(r"(?P<hour>\d{1,2})\s*(?:[h:.]\s*)?(?P<minute>\d{2})?\s*(?:min)?", re.IGNORECASE)


def normalised_hour(typed: str) -> str:
    """ "14 h 30" as "14:30"; what is not an hour of the day stays as it was typed."""
    found = HOUR.fullmatch(typed.strip())
    hour, minute = (found["hour"], found["minute"] or "00") if found else ("24", "00")
    return f"{hour:0>2}:{minute}" if int(hour) < 24 and int(minute) < 60 else typed


class HourInput(AdminTimeInput):
    """Wagtail's time picker by half hours, for hours typed as people write them."""

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "validateOnBlur": False, "step": 30, "scrollInput": False}

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return normalised_hour(typed) if isinstance(typed, str) else typed


class WeekdaysInput(forms.CheckboxSelectMultiple):
    """Days of the week as boxes, stored as RFC 5545 writes them: "MO,WE"."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, choices=Weekday.choices)

    def format_value(self, value: Any) -> list[str]:
        return value.split(",") if isinstance(value, str) else super().format_value(value)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        chosen = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name) or []
        days = chosen.split(",") if isinstance(chosen, str) else [day for text in chosen for day in text.split(",")]
        unknown = [day for day in days if day and day not in Weekday.values]
        return ",".join([*(day for day in Weekday.values if day in days), *unknown])


class ResultingDatesInput(forms.Widget):
    """The exceptions of a line, in JSON, and the place where its dates show: `date-line.js` keeps both in step."""

    template_name = "evenements/admin/resulting_dates_input.html"

    class Media:
        css = {"all": ["evenements/admin/date-line.css"]}
        js = ["evenements/admin/date-line.js"]
