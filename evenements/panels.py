"""The panels of an event that Wagtail does not have: its date lines, and fields that show only when they apply."""

import json
from typing import Any

from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel, get_form_for_model

from core.panels import FactsInlinePanel
from evenements.forms import DateLineForm, DateLineFormSet
from evenements.uids import uid_host
from evenements.widgets import HourInput, WeekdaysInput

LINES = "date_lines"


class DateLinesPanel(FactsInlinePanel):
    """The date lines of an event, each with the dates it gives."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        lines = options["formsets"][self.relation_name]
        deferred = lines["form"]._meta.defer_required_on_fields if "form" in lines else []
        lines["form"] = get_form_for_model(
            self.db_field.related_model, form_class=DateLineForm, defer_required_on_fields=deferred
        )
        lines["formset"] = DateLineFormSet
        return options

    class BoundPanel(FactsInlinePanel.BoundPanel):
        template_name = "evenements/admin/date_lines.html"


# On the group that holds them: panels with `only_if` hide while they do not apply.
HIDING = {"data-controller": "w-rules", "data-action": "change@document->w-rules#resolve"}


def only_if(**values: list[str]) -> dict[str, str]:
    """The attributes of a panel shown only when each field named has one of these VALUES ([] is an empty box)."""
    return {"data-w-rules-target": "show", "data-w-rules": json.dumps(values)}


def _part(name: str) -> dict[str, str]:
    """The attributes by which `date-line.js` knows a part of the line."""
    return {"data-date-line-target": name}


LINE_PANELS: list[Panel] = [
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("start_date"),
                    FieldPanel("start_time", widget=HourInput, attrs=_part("timed")),
                    FieldPanel("end_time", widget=HourInput, attrs=_part("timed")),
                ]
            ),
            FieldRowPanel([FieldPanel("all_day"), FieldPanel("end_date", heading=_("Dernier jour"))]),
            FieldRowPanel([FieldPanel("frequency"), FieldPanel("interval", attrs=_part("repeating"))]),
            FieldPanel("weekdays", widget=WeekdaysInput, heading=_("Jours de la semaine"), attrs=_part("weekly")),
            FieldRowPanel(
                [
                    FieldPanel("until", heading=_("Se répète jusqu’au")),
                    FieldPanel("count", heading=_("ou ce nombre de fois")),
                ],
                attrs=_part("repeating"),
            ),
            FieldRowPanel(
                [FieldPanel("skip_public_holidays"), FieldPanel("skip_school_holidays")], attrs=_part("repeating")
            ),
            FieldPanel("changes", heading=_("Dates obtenues")),
        ],
        attrs={
            "data-controller": "date-line",
            "data-action": "input->date-line#typed change->date-line#typed",
            "data-date-line-url-value": reverse_lazy("evenements_admin:line_dates"),
            "data-date-line-host-value": lazy(uid_host, str)(),
        },
    )
]


def line_headings() -> dict[str, str]:
    """What the form calls the fields of a line, where it does not say their own names."""
    found, panels = {}, list(LINE_PANELS)
    while panels:
        panel = panels.pop()
        panels += getattr(panel, "children", [])
        if isinstance(panel, FieldPanel) and panel.heading:
            found[panel.field_name] = str(panel.heading)
    return found
