"""What the page of a month shows."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.browsing import ask, published_version
from agenda.channels import agenda_channel
from agenda.filters import filter_form
from agenda.months import MonthDates, bounded, month_dates, month_key, neighbours, read_month, weeks
from agenda.pages import frame, grouped, views
from agenda.question import Question
from agenda.terms import read_terms
from agenda.wording import wording
from core.addresses import absolute
from core.clock import today as clock_today
from core.dates_in_words import clock, month_and_year
from core.dates_in_words import month_name as name_of_month
from core.parts import Entry, Link, Month, MonthDay
from evenements.models import Occurrence
from evenements.presentation import brief, local, with_words


def this_month_path(request: HttpRequest) -> str:
    """The address of the month we are in, with what REQUEST asks."""
    return filter_form(request.GET).selection.undated.at(agenda_channel().month(clock_today()))


def month_context(request: HttpRequest, name: str) -> dict[str, Any]:
    """The month NAME ("2026-11") of what REQUEST asks; Http404 when it is none, or out of reach."""
    form, channel = filter_form(request.GET), agenda_channel()
    first = read_month(name, clock_today())
    if first is None:
        raise Http404
    question = ask(form.selection.undated, channel.scope)
    version = published_version(question.language)
    found = month_dates(question, first, version)
    words = wording(question.selection, read_terms())
    path = channel.month(first)
    title = month_and_year(first)
    return {
        **frame(form, question, channel, words),
        "chips": words.chips(path),
        "clear_url": path,
        "canonical": absolute(question.selection.at(path)),
        "noindex": bool(question.selection.pairs()) or not found.total,
        "title": title[:1].upper() + title[1:],
        "lead": lead(question, found),
        # Called by the template, when nobody has asked for these dates before.
        "month": lambda: month(question, first, found),
        "month_key": month_key(question, first, version),
        "previous": neighbour(question, neighbours(first)[0]),
        "next": neighbour(question, neighbours(first)[1]),
        "views": views(question, channel, first),
        "total": found.total,
    }


def lead(question: Question, found: MonthDates) -> SafeString:
    """ "<strong>12 dates</strong>, dont 7 à venir" """
    number, ahead = found.total, found.to_come(question.now)
    words = ngettext("%(number)s date", "%(number)s dates", number) % {"number": grouped(number)}
    if ahead == number:
        return format_html(_("<strong>{}</strong> à venir"), words)
    return format_html(_("<strong>{}</strong>, dont {} à venir"), words, grouped(ahead))


def neighbour(question: Question, first: dt.date) -> Link | None:
    """The month before or after, while there is one to go to."""
    if bounded(first, question.today) is None:
        return None
    near = abs(first.year - question.today.year) < 1
    label = name_of_month(first) if near else month_and_year(first)
    return Link(label[:1].upper() + label[1:], question.selection.at(agenda_channel().month(first)))


def month(question: Question, first: dt.date, found: MonthDates) -> Month:
    """The grid, with the dates of each day."""
    shown = {pk for busy in found.days.values() for pk in busy.shown}
    dates = with_words(Occurrence.objects.filter(pk__in=shown), question.language)
    rows = {date.pk: date for date in dates}
    caption = _("Les dates de %(month)s, semaine par semaine") % {"month": month_and_year(first)}
    return Month(caption, [[_day(question, day, first, found, rows) for day in week] for week in weeks(first)])


def _day(question: Question, day: dt.date, first: dt.date, found: MonthDates, rows: dict[int, Occurrence]) -> MonthDay:
    busy = found.days.get(day)
    entries = [_entry(rows[pk], day, question.today) for pk in busy.shown if pk in rows] if busy else []
    of_day = replace(question.selection, du=day, au=day)
    return MonthDay(
        date=day,
        entries=entries,
        is_out=day.month != first.month,
        is_past=day < question.today,
        is_today=day == question.today,
        more=busy.number - len(busy.shown) if busy else 0,
        ongoing=busy.ongoing if busy else 0,
        more_url=of_day.at(agenda_channel().folder),
    )


def _entry(date: Occurrence, day: dt.date, today: dt.date) -> Entry:
    """The row of DATE on DAY: the hour it begins is enough where it begins and ends."""
    row = brief(date, today)
    if date.all_day or not date.first_day == date.last_day == day:
        return row
    return replace(row, time=clock(local(date.start)))
