"""Counts are the number of results after the click, whatever is already ticked."""

import datetime as dt

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agenda.browsing import ask
from agenda.counts import count, counts
from agenda.filters import filter_form
from agenda.selection import Scope, Selection
from agenda.terms import read_terms
from core.models import Commune
from tests.agenda.sample import NOW, agenda, get, selections, total_of, workshops
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(settings) -> None:
    settings.FROZEN_NOW = NOW


def answers(selection: Selection, *, is_workshops: bool = False) -> dict[tuple[str, str], tuple[Selection, int]]:
    """What is counted for each click: the selection after it, and its number."""
    found = count(ask(selection, Scope(workshops=is_workshops)), read_terms())
    after = {}
    for name, of in found.of.items():
        for code, number in of.items():
            if name == "gratuit":
                clicked = Selection(**{**selection.__dict__, "gratuit": True})
            elif name == "commune":
                clicked = selection.without("commune").having("commune", code)
            else:
                clicked = selection.having(name, code)
            after[name, code] = clicked, number
    return after


def test_each_count_is_the_number_of_results_after_the_click(client: Client) -> None:
    agenda()
    asked = [filter_form(QueryDict(query)).selection for query in list(selections())[::9]]

    wrong, checked = [], 0
    for selection in asked:
        for click, (after, number) in answers(selection).items():
            checked += 1
            if ask(after, Scope()).dates().count() != number:
                wrong.append((selection.querystring(), click, number))

    assert wrong == []
    assert checked > 500


def test_each_count_of_workshops_is_the_number_of_results_after_the_click() -> None:
    agenda(6)
    workshops()

    for query in ("", "equipement=decoupe-laser", "niveau=avance&public=citoyens", "gratuit=1"):
        selection = filter_form(QueryDict(query), workshops=True).selection
        for click, (after, number) in answers(selection, is_workshops=True).items():
            assert ask(after, Scope(workshops=True)).dates().count() == number, (query, click)


def test_the_page_after_the_click_says_the_number_shown_before_it(client: Client) -> None:
    agenda()
    insee = Commune.objects.order_by("insee").first().insee

    for query in ("", "public=entreprises", f"commune={insee}&type=conference", "gratuit=1&theme=cybersecurite"):
        for after, number in answers(filter_form(QueryDict(query)).selection).values():
            if number:
                assert total_of(get(client, "/agenda/", after.querystring())) == number, after


def test_choosing_a_commune_replaces_the_one_shown_and_keeps_the_others() -> None:
    agenda()
    first, second = Commune.objects.order_by("insee").values_list("insee", flat=True)[:2]

    both = answers(Selection(commune=(first, second)))
    alone = answers(Selection(commune=(first,)))

    assert both["commune", second][1] == ask(Selection(commune=(second,)), Scope()).dates().count()
    assert both["commune", first][1] == ask(Selection(commune=(first, second)), Scope()).dates().count()
    assert alone["commune", second][1] == ask(Selection(commune=(second,)), Scope()).dates().count()


def test_counts_are_kept_until_a_date_begins_or_ends(settings) -> None:
    EventPageFactory(date_lines=[line(start_time=dt.time(14), end_time=dt.time(17))])
    EventPageFactory(date_lines=[line(start_time=dt.time(11), end_time=dt.time(15))])

    def total(moment: str) -> tuple[int, int, int]:
        settings.FROZEN_NOW = f"2027-04-07T{moment}"
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = counts(ask(Selection(), Scope()), 1, read_terms())
        return found.total, len(found.begun), len([query for query in queries if "UNION" in query["sql"]])

    total("12:30")  # reads the vocabulary
    assert total("12:31:00") == (2, 1, 0)
    assert total("13:59:59") == (2, 1, 0)
    assert total("14:00:00") == (2, 2, 1)
    assert total("14:59:59") == (2, 2, 0)
    assert total("15:00:00") == (1, 1, 1)
    assert total("16:59:59") == (1, 1, 0)
    assert total("17:00:00") == (0, 0, 1)


def test_counts_move_with_a_publication(client: Client) -> None:
    EventPageFactory()
    assert total_of(get(client, "/agenda/")) == 1

    EventPageFactory()

    assert total_of(get(client, "/agenda/")) == 2


def test_counts_move_when_a_fact_that_no_calendar_tells_changes(client: Client) -> None:
    event = EventPageFactory(actions=["4"])
    assert total_of(get(client, "/agenda/", "action=4")) == 1

    page = event.get_latest_revision_as_object()
    page.actions = []
    page.save_revision(clean=False).publish()

    assert total_of(get(client, "/agenda/", "action=4")) == 0
