"""What a browser sends when an event is saved in the admin, and the address it sends it to."""

import json
from typing import Any

from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from agenda.models import EventIndexPage
from core.models import Audience, EventKind
from evenements.models import DateLine, EventPage

# "tous les mercredis de 14 h à 17 h jusqu’au 30 juin"
WEDNESDAYS = {
    "start_date": "07/04/2027",
    "start_time": "14:00",
    "end_time": "17:00",
    "frequency": "weekly",
    "interval": "1",
    "weekdays": ["WE"],
    "until": "30/06/2027",
}


def line_data(**fields: Any) -> dict[str, Any]:
    """The fields of a date line as the form sends them: one afternoon, or what FIELDS say; `changes` as data."""
    data = {
        "id": "", "uid": "", "start_date": "07/04/2027", "start_time": "14:00", "end_time": "17:00", "end_date": "",
        "frequency": "", "interval": "1", "until": "", "count": "", "changes": "[]",
    }  # fmt: skip
    data = data | fields
    if not isinstance(data["changes"], str):
        data["changes"] = json.dumps(data["changes"])
    return data


def event_data(*lines: dict[str, Any], initial: int = 0, **fields: Any) -> dict[str, Any]:
    """A whole event as the form sends it, with the date lines given (one afternoon without any)."""
    lines = lines or (line_data(),)
    chosen = {f"date_lines-{number}-weekdays": line.get("weekdays", []) for number, line in enumerate(lines)}
    audiences = fields.pop("audiences", [Audience.objects.order_by("sort_order").first().pk])
    data = {
        "title": "Aide aux démarches",
        "slug": "aide-aux-demarches",
        "summary": "On y apprend à faire ses démarches en ligne.",
        "body": streamfield([]),
        "kind": EventKind.objects.order_by("sort_order").first().pk,
        "parent_event": "",
        "state": "confirmed",
        "mode": "sur-place",
        "is_free": "on",
        "registration": "none",
        "date_lines": inline_formset([_single(data) for data in lines], initial=initial),
        "participants": inline_formset([]),
        "comments": inline_formset([]),
    }
    return nested_form_data(data | fields) | chosen | {"audiences": audiences}


def _single(data: dict[str, Any]) -> dict[str, Any]:
    """The fields that have one value: Wagtail's helper would number the others."""
    return {name: value for name, value in data.items() if name != "weekdays"}


def stored_line(line: DateLine, **fields: Any) -> dict[str, Any]:
    """`line_data` of a line that is already in the form, changed by FIELDS."""
    day = "%d/%m/%Y"
    stored = {
        "id": line.pk or "",
        "uid": line.uid,
        "start_date": line.start_date.strftime(day),
        "start_time": line.start_time.strftime("%H:%M") if line.start_time else "",
        "end_time": line.end_time.strftime("%H:%M") if line.end_time else "",
        "frequency": line.frequency,
        "weekdays": [code for code in line.weekdays.split(",") if code],
        "until": line.until.strftime(day) if line.until else "",
        "changes": line.changes,
    }
    return line_data(**(stored | fields))


def add_url() -> str:
    folder = EventIndexPage.objects.get(locale__language_code="fr")
    return reverse("wagtailadmin_pages:add", args=["evenements", "eventpage", folder.pk])


def edit_url(event: EventPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[event.pk])
