"""The dates of a line while it is typed: its fields come in, a fragment of HTML goes out, nothing is saved."""

import re

from django import forms
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST
from wagtail.permissions import policy_registry

from annuaire.models import ActorPage
from core.models import Place
from evenements.enums import State
from evenements.forms import DateLineForm
from evenements.line_preview import FIRST_ROWS, LinePreview
from evenements.models import DateLine, EventPage
from evenements.panels import LINES, line_headings
from evenements.postponing import keep_former_date
from evenements.preview_rows import in_words
from evenements.recurrence import Line
from evenements.snapshots import KNOWN, named_venues

PREFIX = re.compile(rf"{LINES}-\d{{1,4}}", re.ASCII)
MOST_ROWS = 5_000


@require_POST
def line_dates(request: HttpRequest) -> HttpResponse:
    """What the line called `line` ("date_lines-0") gives. The body holds the fields of the form's date lines, and the
    `state` of the event.
    """
    if not policy_registry.get_by_type(EventPage).user_has_any_permission(request.user, {"add", "change"}):
        raise PermissionDenied
    prefix = request.POST.get("line", "")
    if not PREFIX.fullmatch(prefix):
        raise BadRequest("No such line")
    form = line_form(request.POST, prefix)
    context = {"prefix": prefix, "form": form, "states": [state for state in State if state != State.CONFIRMED]}
    if form.is_valid():
        state = request.POST.get("state", "")
        posted = form.instance.line
        keep_former_date(form.instance, _published(form.instance.uid), state)
        context["places"] = Place.objects.select_related("commune").order_by("name", "pk")
        context["hosts"] = _hosts(posted)
        context["preview"] = LinePreview(
            form.instance,
            other_lines(request.POST, prefix),
            _limit(request.POST),
            posted=posted,
            is_postponed=state == State.POSTPONED,
        )
    elif not request.POST.get(f"{prefix}-start_date", "").strip():
        context["is_blank"] = True
    else:
        context["problems"] = problems(form)
        context["has_changes"] = request.POST.get(f"{prefix}-changes", "") not in ("", "[]")
    return render(request, "evenements/admin/resulting_dates.html", context)


def _hosts(line: Line) -> list[tuple[int, str]]:
    """The actors where a date may be held, those that LINE names already among them: their keys, and words."""
    _places, named = named_venues([line])
    canonical = ActorPage.objects.canonical()
    actors = canonical.live() | canonical.filter(KNOWN, pk__in=named)
    return [(actor.pk, in_words(actor)) for actor in actors.select_related("commune").by_name()]


def _published(uid: str) -> DateLine | None:
    """The line of a published event that has this UID."""
    return DateLine.objects.filter(uid=uid, page__in=EventPage.objects.canonical().live()).first()


def line_form(data: QueryDict, prefix: str) -> DateLineForm:
    """The form that the event's page uses for one line."""
    lines = EventPage.get_edit_handler().get_form_class().formsets[LINES]
    return lines.form(data, prefix=prefix)


def other_lines(data: QueryDict, prefix: str) -> dict[int, DateLine]:
    """The other lines of the same form that are right, by their position as the editor counts them."""
    found = {}
    position = 0
    for name in _by_order(data):
        position += 1
        if name != prefix:
            form = line_form(data, name)
            if form.is_valid():
                found[position] = form.instance
    return found


def problems(form: forms.ModelForm) -> list[tuple[str, list[str]]]:
    """What is wrong, field by field: what the form calls it, and sentences."""
    labels = {name: str(field.label) for name, field in form.fields.items()} | line_headings()
    return [(labels.get(name, ""), [str(error) for error in errors]) for name, errors in form.errors.items()]


def _by_order(data: QueryDict) -> list[str]:
    """The prefixes of the lines that are not deleted, in the order they are shown."""
    names = {name.rpartition("-")[0] for name in data if name.startswith(f"{LINES}-")}
    lines = [name for name in names if PREFIX.fullmatch(name) and data.get(f"{name}-DELETE") != "1"]
    return sorted(lines, key=lambda name: (_number(data.get(f"{name}-ORDER")), _number(name.rpartition("-")[2])))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _limit(data: QueryDict) -> int:
    return min(max(_number(data.get("limit")), FIRST_ROWS), MOST_ROWS)
