"""What to try when a selection has no date: which filter to drop, the dates that are past."""

import datetime as dt
from dataclasses import replace

from django.db.models import Count, Value
from django.utils.translation import ngettext

from agenda.question import Question
from agenda.selection import NAMES, Selection
from agenda.wording import Wording
from core.parts import Link


def candidates(question: Question) -> dict[str, Selection]:
    """Wider selections by what they leave out; "past" is the same before today."""
    asked = question.selection
    wider = {name: asked.without(name) for name in NAMES if asked.values(name)}
    if not asked.du:
        yesterday = question.today - dt.timedelta(days=1)
        wider["past"] = replace(asked, au=min(yesterday, asked.au or yesterday))
    return wider


def suggestions(question: Question, wording: Wording, path: str) -> list[Link]:
    """Links to what has dates, with how many; one query."""
    wider = candidates(question)
    parts = [
        replace(question, selection=selection).dates().values(case=Value(name)).annotate(number=Count("pk"))
        for name, selection in wider.items()
    ]
    found = dict(parts[0].union(*parts[1:], all=True).order_by().values_list("case", "number")) if parts else {}
    links = []
    for name, selection in wider.items():
        if number := found.get(name, 0):
            links.append(Link(_label(name, number, wording), selection.at(path)))
    return links


def _label(name: str, number: int, wording: Wording) -> str:
    if name == "past":
        return ngettext("%(number)s date passée", "%(number)s dates passées", number) % {"number": number}
    values = wording.selection.values(name)
    # Words typed are already between quotation marks in the sentence.
    dropped = ", ".join(values if name == "q" else [wording.label(name, value) for value in values])
    said = {"number": number, "filter": dropped}
    return ngettext("Sans « %(filter)s » : %(number)s date", "Sans « %(filter)s » : %(number)s dates", number) % said
