"""What the list pages show: the agenda's and the workshops'."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.browsing import ask, page_of_dates, published_version
from agenda.channels import Channel
from agenda.counts import counts
from agenda.facets import filters, problems, workshop_filters
from agenda.files import files
from agenda.filters import FilterForm, filter_form
from agenda.question import Question
from agenda.selection import Selection
from agenda.suggestions import suggestions
from agenda.terms import read_terms
from agenda.wording import Wording, wording
from core.addresses import absolute
from core.dates_in_words import day_name, month_name
from core.parts import Filters, View
from evenements.days import by_day


def list_context(request: HttpRequest, channel: Channel) -> dict[str, Any]:
    """The dates REQUEST asks of CHANNEL, the form to ask otherwise, and what to try when there are none."""
    form = filter_form(request.GET, workshops=channel.scope.workshops)
    question = ask(form.selection, channel.scope)
    terms = read_terms()
    found = counts(question, published_version(question.language), terms)
    words = wording(question.selection, terms)
    page = page_of_dates(question, found, request.GET.get("page", ""))
    make_filters = workshop_filters if channel.scope.workshops else filters
    shown = make_filters(channel.folder, question.selection, terms, found, form.messages)
    return {
        "channel": channel,
        "total": found.total,
        "total_in_digits": grouped(found.total),
        "lead": lead(question, found.total, words),
        "days": by_day(page.object_list, question.begins),
        "page_obj": page,
        "links": suggestions(question, words, channel.folder) if not found.total else [],
        "phrase": words.phrase,
        "views": [] if channel.scope.workshops else views(question, channel),
        **frame(form, question, channel, words, shown),
        **files(channel, question.selection),
        "canonical": absolute(question.selection.at(channel.folder, page.number)),
    }


def frame(
    form: FilterForm, question: Question, channel: Channel, words: Wording, shown: Filters | None = None
) -> dict[str, Any]:
    """What every page of a selection shows: its filters, SHOWN as a form and in words, its feeds, today."""
    selection, today = question.selection, question.today
    return {
        "selection": selection,
        "filters": shown,
        "problems": problems(form, shown),
        "chips": words.chips(channel.folder),
        "clear_url": channel.folder,
        "subscribe_url": selection.lasting.at(channel.subscription),
        "ics_url": selection.lasting.at(channel.ics),
        "rss_url": selection.lasting.at(channel.rss),
        "feed_title": channel.name(replace(words, selection=selection.lasting).phrase),
        "noindex": is_deep(selection),
        "canonical": absolute(selection.at(channel.folder)),
        "today": today,
        "weekday": day_name(today),
        "month_name": month_name(today),
    }


def is_deep(selection: Selection) -> bool:
    """Whether search engines need not keep the page: several filters, a period or typed words."""
    return len(selection.pairs()) > 1 or bool(selection.q or selection.du or selection.au)


def lead(question: Question, total: int, words: Wording) -> SafeString:
    """ "<strong>10 dates</strong> : Gratuit, jusqu’au 5 décembre" """
    number = _("Aucune date")
    if total:
        number = ngettext("%(number)s date", "%(number)s dates", total) % {"number": grouped(total)}
    if words.phrase:
        return format_html(_("<strong>{}</strong> : {}"), number, words.phrase)
    return format_html(_("<strong>{}</strong> à venir"), number)


def grouped(number: int) -> str:
    """12345 as the language being read writes it: "12 345"."""
    return number_format(number, force_grouping=True)


def views(question: Question, channel: Channel, month: dt.date | None = None, *, is_map: bool = False) -> list[View]:
    """The ways to show the same selection: the list, the month read or that the list begins in, the map."""
    selection, shown = question.selection, month or question.selection.du or question.today
    undated, is_list = selection.undated, not month and not is_map
    return [
        View(_("Liste"), (undated if month else selection).at(channel.folder), "list", is_current=is_list),
        View(_("Mois"), undated.at(channel.month(shown)), "calendar-days", is_current=bool(month)),
        View(_("Carte"), (undated if month else selection).at(channel.map), "map", is_current=is_map),
    ]
