"""Entries follow what is published, at a cost that does not grow."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from core.models import Commune, Service, Skill
from search import entries
from search.analysis import name_key, terms
from search.entries import refresh
from search.models import PendingRefresh, SearchEntry, Word
from search.querying import query
from tests.factories.annuaire import ActorPageFactory
from tests.factories.contest import ContestEntryPageFactory
from tests.factories.core import translate
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory, line, organised_by

pytestmark = pytest.mark.django_db


def queries(page_ids: list[int]) -> int:
    with CaptureQueriesContext(connection) as captured:
        refresh(page_ids)
    return len(captured)


def test_refreshing_many_events_takes_the_queries_of_one():
    events = [EventPageFactory(participants=organised_by(ActorPageFactory())) for _ in range(6)]
    ids = [event.pk for event in events]

    assert queries(ids) == queries(ids[:1])


def test_what_did_not_change_is_not_written():
    event = EventPageFactory()

    assert refresh([event.pk]) == 0


def test_an_event_is_current_until_its_last_date_ends():
    event = EventPageFactory(date_lines=[line(start_date=dt.date(2027, 4, 7)), line(start_date=dt.date(2027, 5, 7))])

    entry = SearchEntry.objects.get(page=event, language="fr")

    assert entry.current_until == dt.datetime(2027, 5, 7, 15, tzinfo=dt.UTC)


def test_an_actor_renamed_is_found_by_its_new_name_in_its_events():
    actor = ActorPageFactory(title="Ancien nom")
    event = EventPageFactory(participants=organised_by(actor))

    actor.title = "Zygomatique"
    actor.save_revision().publish()

    assert terms("Zygomatique", "fr")[0] in SearchEntry.objects.get(page=event).offer_terms


def test_a_translation_gives_its_words_to_its_language_alone():
    event = EventPageFactory(title="Souder sans crainte")
    homes = event.get_parent().get_translations().get(locale__language_code="en")
    translation = event.copy_for_translation(homes.locale)
    translation.title = "Soldering without fear"
    translation.save_revision().publish()

    assert SearchEntry.objects.get(page=event, language="en").title == "Soldering without fear"
    french = SearchEntry.objects.get(page=event, language="fr")
    assert french.title == "Souder sans crainte"
    assert french.readers == ["br", "fr"]


def test_a_label_reworded_is_found_at_once_where_it_shows():
    actor = ActorPageFactory(title="Le Phare")
    service = Service.objects.first()
    actor.services.add(service)
    actor.save_revision().publish()

    service.label = "Zygomatique"
    service.save()

    assert "zygomat" in SearchEntry.objects.get(page=actor).offer_terms


def test_a_label_that_many_pages_show_keeps_nobody_waiting_and_the_worker_finishes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(entries, "AT_ONCE", 1)
    monkeypatch.setattr(entries, "BATCH", 1)
    service = Service.objects.first()
    actors = [ActorPageFactory() for _ in range(4)]
    for actor in actors:
        actor.services.add(service)
        actor.save_revision().publish()

    service.label = "Zygomatique"
    service.save()
    found = SearchEntry.objects.filter(offer_terms__contains="zygomat")

    assert found.count() == 1
    out = StringIO()
    call_command("update_search", pending=True, stdout=out)
    assert "3 pages" in out.getvalue()
    assert found.count() == 4
    assert not PendingRefresh.objects.exists()


def test_an_actor_that_many_pages_name_is_itself_found_at_once_by_its_new_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "AT_ONCE", 1)
    actor = ActorPageFactory(title="Ancien nom")
    EventPageFactory(participants=organised_by(actor))

    actor.title = "Zygomatique"
    actor.save_revision().publish()

    assert SearchEntry.objects.get(page=actor).title == "Zygomatique"
    assert PendingRefresh.objects.count() == 1


def test_a_commune_renamed_is_found_at_once_in_its_actors_and_their_events():
    actor = ActorPageFactory(commune=Commune.objects.first())
    event = EventPageFactory(host=actor, participants=organised_by(actor))

    actor.commune.name_br = "Zygomatik"
    actor.commune.save()

    for page in (actor, event):
        assert "zygomatik" in SearchEntry.objects.get(page=page).offer_terms


def test_an_actor_renamed_is_found_in_its_entries_of_the_contest():
    entry = ContestEntryPageFactory(actor=ActorPageFactory(title="Ancien"))

    entry.actor.title = "Zygomatique"
    entry.actor.save_revision().publish()

    assert "zygomat" in SearchEntry.objects.get(page=entry).offer_terms


def test_a_term_that_is_deleted_is_no_longer_found():
    actor = ActorPageFactory()
    kept = SearchEntry.objects.get(page=actor).offer_terms
    skill = Skill.objects.create(code="zygomatique", label="Zygomatique")
    actor.skills.add(skill)
    actor.save_revision().publish()
    assert "zygomat" in SearchEntry.objects.get(page=actor).offer_terms
    actor.skills.clear()
    actor.save_revision().publish()

    assert SearchEntry.objects.get(page=actor).offer_terms == kept


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Club des entreprises (exemple)", "club des entreprises"),
        ("Hackathon – les données du port", "hackathon"),
        ("La Cale, tiers-lieu", "la cale"),
        ("Le Fab Lab", "fablab"),
    ],
)
def test_a_page_is_known_by_its_short_name(title: str, typed: str):
    page = ActorPageFactory(title=title)

    assert name_key(typed) in SearchEntry.objects.get(page=page).names


def test_words_of_labels_in_other_languages_find_the_page_and_correct_nobody():
    actor = ActorPageFactory()
    actor.services.add(Service.objects.create(code="zygomatique", label="Autre", label_br="Zygomatikkêr"))
    actor.save_revision().publish()

    assert "zygomatikk" in SearchEntry.objects.get(page=actor).offer_terms
    assert Word.objects.get(term="zygomatikk").word == ""


def test_rank_puts_what_is_to_come_first_the_soonest_before():
    soon, late, over = (
        EventPageFactory(date_lines=[line(start_date=dt.date.today() + dt.timedelta(days=days))]) for days in (2, 9, -9)
    )
    actor = ActorPageFactory()
    rank = {entry.page_id: entry.rank for entry in SearchEntry.objects.all()}

    assert rank[soon.pk] > rank[late.pk] > rank[actor.pk] > rank[over.pk]


def test_the_entry_goes_with_its_page():
    actor = ActorPageFactory(title="Zygomatique")

    actor.delete()

    assert query("zygomatique", language="fr", verbatim=True).total == 0


@pytest.mark.parametrize("factory", [EventPageFactory, WorkshopPageFactory])
def test_nothing_is_left_of_a_page_deleted_from_the_tree(factory):
    page = factory(title="Zygomatique", at_place=True, participants=organised_by(ActorPageFactory()))
    translate(page, "en", title="Zygomatic")

    Page.objects.get(pk=page.pk).delete()

    assert not SearchEntry.objects.filter(page_id=page.pk).exists()
    assert not Word.objects.filter(word__startswith="zygomati").exists()


def test_every_way_of_changing_a_row_changes_the_database_s_index():
    actor = ActorPageFactory(title="Le Phare")

    SearchEntry.objects.filter(page=actor).update(title_terms="zygomatix", title="autre")
    assert [entry.page_id for entry in query("zygomatix", language="fr", verbatim=True).entries] == [actor.pk]

    SearchEntry.objects.filter(page=actor).delete()
    assert query("zygomatix", language="fr", verbatim=True).total == 0
