"""`update_search`: entries made again from what is published."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from home.models import ContentPage
from search import sending
from search.backends.elasticsearch import EntriesInElasticsearch
from search.engines import elasticsearch
from search.management.commands import update_search
from search.models import PendingChange, SearchEntry
from search.querying import query
from search.sender import Sender
from search.sending import rebuild

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[object, ...]]:
    """Every entry but its key."""
    fields = [field.attname for field in SearchEntry._meta.concrete_fields if not field.primary_key]
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
    monkeypatch.setattr(update_search, "rebuild", lambda told: rebuilt.append(True))

    update()

    assert len(rebuilt) == (engine == "elasticsearch")


def test_nothing_waits_where_the_database_is_what_searches() -> None:
    PendingChange.objects.create(entry_id=1)

    assert update(pending=True) == ""


on_elasticsearch = pytest.mark.parametrize(
    "engine", [pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)], indirect=True
)


@pytest.fixture
def server(engine: str) -> EntriesInElasticsearch:
    """Elasticsearch, with every entry; for tests marked `on_elasticsearch`."""
    rebuild()
    return elasticsearch(patient=True)


def held(server: EntriesInElasticsearch) -> set[int]:
    """The entries that the server holds."""
    server.es.indices.refresh(index=server.alias)
    hits = server.es.search(index=server.alias, size=10_000)["hits"]["hits"]
    return {int(hit["_id"]) for hit in hits}


@on_elasticsearch
def test_what_was_written_meanwhile_is_sent_by_the_command(server: EntriesInElasticsearch) -> None:
    page = ContentPage.objects.filter(locale__language_code="fr").first()
    assert page
    gone = set(SearchEntry.objects.filter(page=page).values_list("pk", flat=True))
    page.unpublish()
    assert gone <= held(server)

    assert f" {len(gone)} changements envoyés" in update(pending=True)

    assert held(server) == set(SearchEntry.objects.values_list("pk", flat=True))
    assert "0 changements envoyés" in update(pending=True)


@on_elasticsearch
@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_sent_by_a_thread_at_once(
    server: EntriesInElasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending.sender, "wake", partial(Sender.wake, sending.sender))
    page = ContentPage.objects.filter(locale__language_code="fr").first()
    assert page
    gone = set(SearchEntry.objects.filter(page=page).values_list("pk", flat=True))

    page.unpublish()
    sending.sender.wait()

    assert sending.waiting() == 0
    assert gone.isdisjoint(held(server))


@on_elasticsearch
def test_an_index_that_was_lost_is_made_again(server: EntriesInElasticsearch) -> None:
    for name in server.es.indices.get(index=f"{server.index_prefix}*"):
        server.es.indices.delete(index=name)

    assert "il est refait" in update(pending=True)

    assert held(server) == set(SearchEntry.objects.values_list("pk", flat=True))


@on_elasticsearch
def test_an_old_change_told_late_does_not_undo_a_later_one(server: EntriesInElasticsearch) -> None:
    entry = SearchEntry.objects.first()
    assert entry
    early, late = PendingChange(pk=10**9, entry_id=entry.pk), PendingChange(pk=10**9 + 1, entry_id=entry.pk)
    sending._send(server, [late])
    entry.title_terms = "vieux"
    entry.save()

    sending._send(server, [early])

    assert server.es.get(index=server.alias, id=str(entry.pk))["_source"]["title_terms"] != "vieux"


@on_elasticsearch
def test_the_old_index_answers_until_the_new_one_is_whole(
    server: EntriesInElasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, bool]] = []

    def documents(*arguments: object) -> Iterator[dict[str, object]]:
        for document in real(*arguments):
            answer = query("numérique", language="fr")
            seen.append((answer.total, answer.degraded))
            yield document

    server.es.indices.refresh(index=server.alias)
    usual = query("numérique", language="fr").total
    real = sending._documents
    monkeypatch.setattr(sending, "_documents", documents)

    rebuild()

    assert set(seen) == {(usual, False)}


@on_elasticsearch
def test_a_rebuild_that_fails_leaves_no_index_behind(
    server: EntriesInElasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(server.es.indices.get(index=f"{server.index_prefix}*"))
    monkeypatch.setattr(sending, "_documents", lambda *arguments: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        rebuild()

    assert set(server.es.indices.get(index=f"{server.index_prefix}*")) == before
