"""Editions from before had days, and a text for each of two categories: 0010 makes instants and a list of them."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from wagtail.models import Revision

from core.models import ContestCategory
from evenements.models import ContestPage
from tests.factories.contest import ContestEntryPageFactory, ContestPageFactory
from tests.factories.core import translate

pytestmark = pytest.mark.django_db
MOVED = import_module("evenements.migrations.0010_move_contest")
# What 0011 dropped, by table; the transaction of the test takes it away again.
DROPPED = {
    "evenements_contestpage": [
        "opens_on date", "closes_on date", "company_category text DEFAULT ''", "commune_category text DEFAULT ''",
    ],
    "evenements_contestentrypage": ["category varchar(12) DEFAULT 'entreprise'", "category_term_id integer"],
}  # fmt: skip


@pytest.fixture
def before() -> Apps:
    """The models of 0009, with their columns."""
    with connection.cursor() as cursor:
        for table, columns in DROPPED.items():
            for column in columns:
                cursor.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    return MigrationLoader(connection).project_state(("evenements", "0009_contest_applications")).apps


def described(before: Apps, page: ContestPage, **texts: object) -> None:
    """PAGE as it was before the move."""
    page.categories.clear()
    page.save()
    before.get_model("evenements", "ContestPage").objects.filter(pk=page.pk).update(**texts)


def test_the_text_of_the_latest_edition_describes_a_category_in_each_language(before):
    """Two editions that say otherwise: the later one is kept for all, a language it has not from the one before."""
    old, new = ContestPageFactory(year=2025), ContestPageFactory(year=2026)
    entry = ContestEntryPageFactory(parent=old)
    ContestCategory.objects.filter(code="entreprise").update(code="before-entreprise")
    ContestCategory.objects.filter(code="commune").update(code="before-commune")
    described(before, old, company_category="De 2025", commune_category="Une commune", opens_on="2025-03-01")
    described(before, translate(old, "br"), company_category="Eus 2025")
    described(before, new, company_category="De 2026", closes_on="2026-10-25")  # the day clocks go back
    revision = old.save_revision()
    content = {"company_category": "De 2025", "commune_category": "", "opens_on": "2025-03-01", "closes_on": None}
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | content)

    MOVED.forward(before, None)

    company, commune = (ContestCategory.objects.get(code=code) for code in ("entreprise", "commune"))
    assert (company.description, company.description_br, company.description_en) == ("De 2026", "Eus 2025", "")
    assert commune.description == "Une commune"
    chosen = {page.year: {row.code for row in page.categories.all()} for page in ContestPage.objects.canonical()}
    assert chosen == {2025: {"entreprise", "commune"}, 2026: {"entreprise"}}
    old.refresh_from_db()
    new.refresh_from_db()
    assert old.opens_at == dt.datetime(2025, 2, 28, 23, tzinfo=dt.UTC)
    assert new.closes_at == dt.datetime(2026, 10, 25, 23, tzinfo=dt.UTC)
    moved = before.get_model("evenements", "ContestEntryPage").objects.get(pk=entry.pk)
    assert moved.category_term_id == company.pk
    revision.refresh_from_db()
    assert "company_category" not in revision.content
    assert revision.content["categories"] == [company.pk]
    assert revision.content["opens_at"] == "2025-02-28T23:00:00+00:00"
