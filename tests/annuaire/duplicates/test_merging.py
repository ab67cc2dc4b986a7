"""Merging two entries: what named one names the other, and its addresses lead there."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from icalendar import Calendar
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, PageLogEntry

from annuaire.duplicates.merging import Refused, merge
from annuaire.duplicates.models import Duplicate, Merge, PairState
from annuaire.duplicates.subjects import key_of
from annuaire.duplicates.undoing import undo
from annuaire.models import ActorPage
from core.models import Place
from evenements.enums import ActorRole
from evenements.models import ContestEntryPage, ContestPage, EventActor, EventPage
from home.models import ContentPage
from search.models import SearchEntry
from tests.annuaire.duplicates.sample import again, pair_of, twins
from tests.factories.annuaire import ActorPageFactory
from tests.factories.contest import ContestEntryPageFactory, ContestPageFactory
from tests.factories.core import PlaceFactory, UserFactory, planned, translate
from tests.factories.evenements import EventPageFactory, line, organised_by

pytestmark = pytest.mark.django_db


def merged(kept: Any, other: Any, **choices: str) -> Merge:
    return merge(pair_of(kept, other), key_of(kept), choices)


def feed(client: Any, path: str) -> Calendar:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return Calendar.from_ical(answer.content)


def uids(calendar: Calendar) -> set[str]:
    return {str(event["UID"]) for event in calendar.walk("VEVENT")}


def named_everywhere(actor: ActorPage) -> dict[str, Any]:
    """A thing of each kind that names ACTOR, saved and published."""
    body = [
        {"type": "actors", "value": {"title": "Avec", "actors": [{"type": "item", "value": actor.pk, "id": "a" * 36}]}},
        {"type": "text", "value": f'<p><a linktype="page" id="{actor.pk}">Eux</a></p>'},
    ]
    moved = {"original": "2027-04-14", "start": "2027-04-14T15:00:00", "host": actor.pk}
    return {
        "organised": EventPageFactory(title="Organisé", participants=organised_by(actor)),
        "hosted": EventPageFactory(title="Accueilli", host=actor),
        "hosted for a date": EventPageFactory(title="Une date", date_lines=[line(weekly=True, changes=(moved,))]),
        "entry": ContestEntryPageFactory(actor=actor),
        "edition": ContestPageFactory(partners=[actor]),
        "page": content_page(body=body),
        "promotion": SearchPromotion.objects.create(query=Query.get("fablab"), page=actor),
    }


def names_of(things: dict[str, Any]) -> dict[str, Any]:
    """What each of THINGS names now."""
    event = EventPage.objects.get(pk=things["hosted for a date"].pk)
    body = list(ContentPage.objects.get(pk=things["page"].pk).body.raw_data)
    return {
        "organised": [row.actor_id for row in EventActor.objects.filter(page=things["organised"])],
        "hosted": EventPage.objects.get(pk=things["hosted"].pk).host_id,
        "hosted for a date": [change.get("host") for row in event.date_lines.all() for change in row.changes],
        "entry": ContestEntryPage.objects.get(pk=things["entry"].pk).actor_id,
        "edition": [actor.pk for actor in ContestPage.objects.get(pk=things["edition"].pk).partners.all()],
        "page": [body[0]["value"]["actors"][0]["value"], body[1]["value"].split('id="')[1].split('"')[0]],
        "promotion": SearchPromotion.objects.get(pk=things["promotion"].pk).page_id,
    }


def each_naming(actor: ActorPage) -> dict[str, Any]:
    pk = actor.pk
    return {
        "organised": [pk], "hosted": pk, "hosted for a date": [pk], "entry": pk, "edition": [pk],
        "page": [pk, str(pk)], "promotion": pk,
    }  # fmt: skip


def content_page(**facts: Any) -> ContentPage:
    page = ContentPage(title="Page", slug="page-libre", **facts)
    Page.objects.get(depth=2, locale__language_code="fr").add_child(instance=page)
    page.save_revision(clean=False).publish()
    return page


def test_all_that_named_one_names_the_other_and_comes_back_when_it_is_undone():
    kept, other = twins()
    things = named_everywhere(other)
    assert names_of(things) == each_naming(other)

    row = merged(kept, other)

    assert names_of(things) == each_naming(kept)
    assert not again(other).live

    assert undo(row) == []

    assert names_of(things) == each_naming(other)
    assert again(other).live


def test_publishing_an_old_draft_does_not_bring_the_merged_one_back():
    kept, other = twins()
    things = named_everywhere(other)
    del things["promotion"]
    for name, page in things.items():
        draft = page.get_latest_revision_as_object()
        draft.title = f"{name}, brouillon"
        draft.save_revision(clean=False)

    merged(kept, other)
    for page in things.values():
        type(page).objects.get(pk=page.pk).get_latest_revision().publish()

    assert names_of({**things, "promotion": SearchPromotion.objects.create(query=Query.get("x"), page=kept)}) == (
        each_naming(kept)
    )


def test_an_event_that_named_both_names_the_one_that_stays_once_drafts_too():
    kept, other = twins()
    event = EventPageFactory(participants=organised_by(kept, other))

    row = merged(kept, other)

    assert [actor.actor_id for actor in again(event).participants.all()] == [kept.pk]
    again(event).get_latest_revision().publish()
    assert [actor.actor_id for actor in again(event).participants.all()] == [kept.pk]

    undo(row)

    assert {actor.actor_id for actor in again(event).participants.all()} == {kept.pk, other.pk}


def test_an_actor_keeps_both_of_its_roles():
    kept, other = twins()
    roles = [EventActor(actor=kept, role=ActorRole.PARTNER), EventActor(actor=other, role=ActorRole.ORGANISER)]
    event = EventPageFactory(participants=roles)

    merged(kept, other)

    assert {row.role for row in again(event).participants.all()} == {ActorRole.PARTNER, ActorRole.ORGANISER}


def test_old_addresses_lead_to_the_one_that_stays_in_each_language(client):
    kept, other = twins()

    row = merged(kept, other)

    for head in ("", "/br", "/en"):
        for tail in ("", "agenda.ics"):
            answer = client.get(f"{head}/annuaire/le-fab-lab/{tail}")
            where = f"{head}/annuaire/fablab-de-la-rade/{tail}"
            assert (answer.status_code, answer.headers["Location"]) == (301, where)

    undo(row)

    assert client.get("/annuaire/le-fab-lab/").status_code == 200
    assert client.get("/en/annuaire/le-fab-lab/").status_code == 200


def test_the_addresses_it_had_before_still_lead_there(client, django_capture_on_commit_callbacks):
    kept, other = twins()
    with django_capture_on_commit_callbacks(execute=True):
        page = other.get_latest_revision_as_object()
        page.slug = "le-fablab"
        page.save_revision().publish()

    row = merged(kept, again(other))
    assert client.get("/annuaire/le-fab-lab/").headers["Location"] == "/annuaire/fablab-de-la-rade/"

    undo(row)
    assert client.get("/annuaire/le-fab-lab/").headers["Location"] == "/annuaire/le-fablab/"


def test_a_second_merge_takes_the_first_one_with_it(client):
    kept, other = twins()
    third = ActorPageFactory(title="Fablab", slug="fablab")
    first = merged(kept, other)
    merged(third, kept)

    assert client.get("/annuaire/le-fab-lab/").headers["Location"] == "/annuaire/fablab/"
    with pytest.raises(Refused, match="Annulez d’abord"):
        undo(first)
    assert not again(other).live


@pytest.mark.parametrize("name", ["organisateur", "lieu"])
def test_a_subscription_by_the_old_name_gives_the_same_events(client, name):
    kept, other = twins()
    EventPageFactory(participants=organised_by(other), host=other)
    EventPageFactory()
    before = feed(client, f"/agenda/agenda.ics?{name}=le-fab-lab")

    merged(kept, other)

    after = feed(client, f"/agenda/agenda.ics?{name}=le-fab-lab")
    assert uids(after) == uids(before) != set()
    assert uids(feed(client, f"/agenda/agenda.ics?{name}=fablab-de-la-rade")) == uids(before)


def test_a_sequence_rises_when_something_shown_changes_and_only_then(client):
    kept, other = twins(title="Fablab de la rade")
    same = EventPageFactory(title="Sans changement", participants=organised_by(other))
    shown = EventPageFactory(title="Lieu", host=ActorPageFactory(title="Ailleurs", slug="ailleurs"))
    before = {str(event["SUMMARY"]): event for event in feed(client, "/agenda/agenda.ics").walk("VEVENT")}

    merged(kept, other)
    merged(kept, shown.host)

    after = {str(event["SUMMARY"]): event for event in feed(client, "/agenda/agenda.ics").walk("VEVENT")}
    assert {name: str(event["UID"]) for name, event in after.items()} == {
        name: str(event["UID"]) for name, event in before.items()
    }
    assert after[same.title]["SEQUENCE"] == before[same.title]["SEQUENCE"]
    assert after[shown.title]["SEQUENCE"] == before[shown.title]["SEQUENCE"] + 1
    assert "Fablab de la rade" in after[shown.title]["LOCATION"]


def test_the_one_that_stays_takes_what_was_chosen_published_at_once_and_in_its_draft():
    kept, other = twins(phone="02 61 91 01 37", services=["demarches"], email="contact@rade.example")
    draft = kept.get_latest_revision_as_object()
    draft.summary = "En cours d’écriture."
    draft.save_revision(clean=False)

    row = merged(kept, other, phone="other", services="both", email="own")

    now = again(kept)
    assert (now.phone, now.email, now.summary) == ("02 61 91 01 37", "", "Ce que fait cet acteur.")
    assert [term.code for term in now.services.all()] == ["demarches"]
    assert now.get_latest_revision_as_object().summary == "En cours d’écriture."
    assert now.get_latest_revision_as_object().phone == "02 61 91 01 37"

    undo(row)

    now = again(kept)
    assert (now.phone, now.services.count()) == ("", 0)
    assert now.get_latest_revision_as_object().summary == "En cours d’écriture."


def test_what_was_planned_of_either_entry_stays_planned_and_comes_back():
    kept, other = twins(phone="02 61 91 01 37")
    day, other_day = (planned(entry, summary="Bientôt.").approved_go_live_at for entry in (kept, other))

    row = merged(again(kept), again(other), phone="other")

    plan = again(kept).scheduled_revision
    assert (plan.approved_go_live_at, plan.as_object().summary) == (day, "Bientôt.")
    assert plan.as_object().phone == "02 61 91 01 37"
    assert again(other).scheduled_revision is None

    assert undo(row) == []

    plan = again(kept).scheduled_revision
    assert (plan.approved_go_live_at, plan.as_object().phone) == (day, "")
    plan = again(other).scheduled_revision
    assert (plan.approved_go_live_at, plan.as_object().summary) == (other_day, "Bientôt.")
    assert (again(other).live, again(other).summary) == (True, "Ce que fait cet acteur.")


def test_the_day_an_entry_was_confirmed_goes_with_it_and_comes_back():
    kept, other = twins(verified_on=dt.date(2026, 10, 1))

    row = merged(kept, other, verified_on="other")
    assert again(kept).verified_on == dt.date(2026, 10, 1)

    assert undo(row) == []
    assert again(kept).verified_on is None
    assert again(other).verified_on == dt.date(2026, 10, 1)


def test_what_was_changed_since_stays_and_is_said():
    kept, other = twins(phone="02 61 91 01 37")
    event = EventPageFactory(host=other)
    row = merged(kept, other, phone="other")
    third = ActorPageFactory()
    page = again(event)
    page.host = third
    page.save_revision(clean=False).publish()
    now = again(kept)
    now.phone = "02 61 91 99 99"
    now.save_revision(clean=False).publish()

    remarks = undo(row)

    assert again(event).host == third
    assert again(kept).phone == "02 61 91 99 99"
    assert len(remarks) == 1
    assert "2 informations ont changé" in remarks[0]


def test_the_words_of_a_language_that_only_the_merged_one_has_go_with_it(client):
    kept, other = twins()
    translation = translate(other, "br", title="Fablab ar roc’h")

    row = merged(kept, other)

    assert "Fablab ar roc’h" in client.get("/br/annuaire/fablab-de-la-rade/").content.decode()
    assert client.get("/br/annuaire/le-fab-lab/").headers["Location"] == "/br/annuaire/fablab-de-la-rade/"

    undo(row)

    assert again(translation).translation_key == again(other).translation_key
    assert "Fablab ar roc’h" in client.get("/br/annuaire/le-fab-lab/").content.decode()
    assert "Fablab ar roc’h" not in client.get("/br/annuaire/fablab-de-la-rade/").content.decode()


def test_words_that_the_one_that_stays_has_are_kept(client):
    kept, other = twins()
    translate(kept, "br", title="Ar re gentañ")
    translate(other, "br", title="Ar re all")

    merged(kept, other)

    assert "Ar re gentañ" in client.get("/br/annuaire/fablab-de-la-rade/").content.decode()
    assert client.get("/br/annuaire/le-fab-lab/").headers["Location"] == "/br/annuaire/fablab-de-la-rade/"


def test_search_finds_the_one_that_stays_only():
    kept, other = twins()
    row = merged(kept, other)
    assert set(SearchEntry.objects.filter(page__in=[kept, other]).values_list("page", flat=True)) == {kept.pk}
    undo(row)
    assert set(SearchEntry.objects.filter(page__in=[kept, other]).values_list("page", flat=True)) == {kept.pk, other.pk}


def test_the_history_of_both_says_who_merged_and_undid():
    kept, other = twins()
    editor = UserFactory()
    undo(merge(pair_of(kept, other), key_of(kept), {}, editor), editor)

    said = PageLogEntry.objects.filter(action__startswith="annuaire.duplicates.", user=editor)
    assert {(entry.page_id, entry.action.rpartition(".")[2]) for entry in said} == {
        (kept.pk, "received"), (other.pk, "merged"), (kept.pk, "lost"), (other.pk, "revived"),
    }  # fmt: skip


def test_of_two_merges_of_one_pair_the_second_is_refused():
    kept, other = twins()
    pair = pair_of(kept, other)
    stale = Duplicate.objects.get(pk=pair.pk)
    merge(pair, key_of(kept), {})

    with pytest.raises(Refused, match="déjà décidé"):
        merge(stale, key_of(other), {})
    assert again(kept).live


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_the_same_moment_merge_once():
    kept, other = twins()
    event = EventPageFactory(host=other)
    pair = pair_of(kept, other)
    ready = Barrier(2)

    def attempt(key: str) -> bool:
        ready.wait()
        try:
            merge(Duplicate.objects.get(pk=pair.pk), key, {})
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(attempt, pair.keys))

    assert sorted(done) == [False, True]
    row = Merge.objects.get()
    assert [again(actor).live for actor in (kept, other)].count(True) == 1
    assert f"actor:{again(event).host_id}" == row.kept


def test_a_pair_of_which_one_is_gone_is_refused_and_stays_as_it_was():
    kept, other = twins()
    pair = pair_of(kept, other)
    other.unpublish()

    with pytest.raises(Refused, match="n’est plus publiée"):
        merge(pair, key_of(kept), {})
    assert Duplicate.objects.get(pk=pair.pk).state == PairState.PROPOSED


def test_an_entry_deleted_is_in_no_pair_any_more():
    kept, other = twins()
    pair_of(kept, other)
    other.delete()
    assert not Duplicate.objects.exists()


def test_a_merge_is_undone_once_and_not_when_the_entry_was_deleted():
    kept, other = twins()
    row = merged(kept, other)
    undo(row)
    with pytest.raises(Refused, match="déjà annulée"):
        undo(row)
    row = merged(kept, again(other))
    again(other).delete()
    with pytest.raises(Refused, match="supprimé depuis"):
        undo(row)


def test_two_places_become_one_and_two_again(client):
    kept = PlaceFactory(name="Salle des fêtes", slug="salle")
    other = PlaceFactory(name="La salle des fêtes", slug="la-salle", access="Par la cour.")
    change = {"original": "2027-04-14", "start": "2027-04-14T15:00:00", "place": other.pk}
    event = EventPageFactory(place=other)
    dated = EventPageFactory(date_lines=[line(weekly=True, changes=(change,))])
    before = uids(feed(client, "/agenda/agenda.ics?lieu=la-salle"))

    row = merged(kept, other, access="other")

    assert not Place.objects.filter(pk=other.pk).exists()
    assert again(event).place == kept
    assert again(kept).access == "Par la cour."
    assert [item["place"] for item in again(dated).date_lines.get().changes] == [kept.pk]
    assert uids(feed(client, "/agenda/agenda.ics?lieu=la-salle")) == before != set()

    assert undo(row) == []

    assert again(event).place == again(other)
    assert [item["place"] for item in again(dated).date_lines.get().changes] == [other.pk]
    assert (again(kept).access, again(other).access) == ("", "Par la cour.")
    assert uids(feed(client, "/agenda/agenda.ics?lieu=la-salle")) == before


def test_a_place_that_is_an_actor_s_becomes_it(client):
    actor = ActorPageFactory(title="Médiathèque", slug="mediatheque")
    place = PlaceFactory(name="La médiathèque", slug="la-mediatheque")
    event = EventPageFactory(place=place)
    before = uids(feed(client, "/agenda/agenda.ics?lieu=la-mediatheque"))

    row = merge(pair_of(actor, place), key_of(actor), {})

    assert (again(event).host, again(event).place) == (actor, None)
    again(event).get_latest_revision().publish()
    assert (again(event).host, again(event).place) == (actor, None)
    assert uids(feed(client, "/agenda/agenda.ics?lieu=la-mediatheque")) == before != set()

    undo(row)

    assert (again(event).host, again(event).place) == (None, again(place))


def test_an_actor_never_becomes_a_place():
    actor, place = ActorPageFactory(), PlaceFactory()
    with pytest.raises(Refused, match="gardez l’acteur"):
        merge(pair_of(actor, place), key_of(place), {})


def test_a_place_comes_back_under_another_code_when_its_own_was_taken():
    kept, other = PlaceFactory(name="Salle", slug="salle"), PlaceFactory(name="La salle", slug="la-salle")
    row = merged(kept, other)
    PlaceFactory(name="La salle", slug="la-salle")

    assert "la-salle-2" in undo(row)[0]
    assert again(other).slug == "la-salle-2"


def test_what_failed_left_nothing_behind(monkeypatch):
    kept, other = twins()
    event = EventPageFactory(host=other)
    monkeypatch.setattr("annuaire.duplicates.merging._retire_entry", lambda *args: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        merged(kept, other)

    assert again(event).host == other
    assert not Merge.objects.exists()
    assert not Redirect.objects.exists()
