"""`update_search`: entries made again from what is published."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from search.management.commands import update_search
from search.models import SearchEntry

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[object, ...]]:
    """Every entry but its key."""
    fields = ("page_id", "language", "kind", "title", "summary", "title_terms", "body_terms", "current_until")
    return sorted(SearchEntry.objects.values_list(*fields), key=str)


def update(**options: object) -> str:
    """What the command says."""
    out = StringIO()
    call_command("update_search", stdout=out, **options)
    return out.getvalue()


def test_entries_lost_or_wrong_are_made_again() -> None:
    before = rows()
    lost, wrong = SearchEntry.objects.values_list("pk", flat=True)[:2]
    SearchEntry.objects.filter(pk=lost).delete()
    SearchEntry.objects.filter(pk=wrong).update(title_terms="autre")

    update()
    update()

    assert before
    assert rows() == before


def test_the_entries_of_a_page_no_longer_published_go() -> None:
    entry = SearchEntry.objects.first()
    assert entry
    Page.objects.filter(pk=entry.page_id).update(live=False)

    update()

    assert not SearchEntry.objects.filter(page_id=entry.page_id).exists()


def test_only_what_changed_since_a_day_is_written() -> None:
    keep, change = SearchEntry.objects.filter(language="fr")[:2]
    today = timezone.localdate()
    Page.objects.update(last_published_at=timezone.now() - dt.timedelta(days=30))
    Page.objects.filter(pk=change.page_id).update(last_published_at=timezone.now())
    SearchEntry.objects.update(title_terms="autre")

    assert "1 pages" in update(since=today)

    keep.refresh_from_db()
    change.refresh_from_db()
    assert keep.title_terms == "autre"
    assert change.title_terms != "autre"


def test_a_dry_run_writes_nothing() -> None:
    SearchEntry.objects.all().delete()

    update(dry_run=True)

    assert not SearchEntry.objects.exists()


def test_the_chosen_engine_is_rebuilt(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuilt: list[bool] = []
    monkeypatch.setattr(update_search, "rebuild_index", lambda: rebuilt.append(True))

    update()

    assert len(rebuilt) == (engine == "elasticsearch")
