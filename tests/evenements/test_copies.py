"""A copy is another event, with UIDs of its own; a translation and an alias are the same event, with the same UIDs."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from evenements.models import DateLine, EventPage, Occurrence
from tests.evenements.calendars import content_lines, told
from tests.factories.core import UserFactory, translate
from tests.factories.evenements import EventPageFactory, line

pytestmark = pytest.mark.django_db


def uids(event: EventPage) -> list[str]:
    return list(DateLine.objects.filter(page=event).order_by("sort_order").values_list("uid", flat=True))


def revised_uids(event: EventPage) -> list[list[str]]:
    """The UIDs of each revision, oldest first."""
    revisions = event.revisions.order_by("created_at", "pk")
    return [[of_line["uid"] for of_line in revision.content["date_lines"]] for revision in revisions]


@pytest.fixture
def event() -> EventPage:
    """A published event of two lines, with two revisions, the last not published."""
    event = EventPageFactory(slug="original", date_lines=[line(sort_order=0), line(weekly=True, sort_order=1)])
    page = event.get_latest_revision_as_object()
    page.title = "Brouillon"
    page.save_revision()
    return EventPage.objects.get(pk=event.pk)


def test_a_copy_and_its_revisions_have_their_own_uids(event):
    copy = event.copy(update_attrs={"slug": "copie"})

    assert not set(uids(copy)) & set(uids(event))
    assert len(set(uids(copy))) == 2
    assert revised_uids(copy) == [uids(copy)] * len(revised_uids(copy))
    assert revised_uids(event) == [uids(event)] * 2


def test_a_copy_kept_live_is_told_as_another_event(event):
    copy = event.copy(update_attrs={"slug": "copie"})

    assert {f"UID:{uid}" for uid in uids(copy)} <= set(content_lines(told(copy.pk)))
    assert {f"UID:{uid}" for uid in uids(event)} <= set(content_lines(told(event.pk)))
    assert "SEQUENCE:0" in content_lines(told(copy.pk))


def test_a_copy_not_kept_live_is_not_told(event):
    copy = event.copy(update_attrs={"slug": "copie"}, keep_live=False)

    assert not told(copy.pk)
    assert not Occurrence.objects.filter(event=copy).exists()


def test_restoring_a_copied_revision_keeps_the_uids_of_the_copy(event):
    copy = event.copy(update_attrs={"slug": "copie"})

    restored = copy.revisions.order_by("created_at", "pk").first().as_object()
    restored.slug = "copie"
    restored.save_revision().publish()

    assert {row.line_uid for row in Occurrence.objects.filter(event=copy)} == set(uids(copy))
    assert not set(uids(copy)) & set(uids(event))


def test_a_copy_of_a_copy_has_its_own_uids(event):
    copy = event.copy(update_attrs={"slug": "copie"})
    other = copy.copy(update_attrs={"slug": "autre"})

    assert len({*uids(event), *uids(copy), *uids(other)}) == 6
    assert revised_uids(other) == [uids(other)] * len(revised_uids(other))


def test_copying_a_folder_copies_its_events_with_their_own_uids(event):
    folder = event.get_parent().specific

    folder.copy(recursive=True, update_attrs={"slug": "copie"})

    copy = EventPage.objects.exclude(pk=event.pk).get(slug="original")
    assert not set(uids(copy)) & set(uids(event))
    assert revised_uids(copy) == [uids(copy)] * len(revised_uids(copy))


def test_the_admin_s_copy_has_its_own_uids(event, client):
    client.force_login(UserFactory(administrator=True))
    parent = event.get_parent()

    answer = client.post(
        reverse("wagtailadmin_pages:copy", args=[event.pk]),
        {"new_title": "Copie", "new_slug": "copie", "new_parent_page": parent.pk, "publish_copies": "on"},
    )

    assert answer.status_code == 302
    copy = EventPage.objects.get(slug="copie")
    assert not set(uids(copy)) & set(uids(event))
    assert "SUMMARY:Copie" in content_lines(told(copy.pk))


def test_a_translation_keeps_the_uids(event):
    assert uids(translate(event, "br")) == uids(event)


def test_an_alias_keeps_the_uids_and_is_not_told(event):
    alias = event.create_alias(update_slug="alias")

    assert uids(alias) == uids(event)
    assert not told(alias.pk)
    assert Occurrence.objects.filter(event=alias).count() == 0


def test_an_alias_made_a_page_is_another_event(event, client):
    alias = event.create_alias(update_slug="alias")
    client.force_login(UserFactory(administrator=True))

    client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))

    page = EventPage.objects.get(slug="alias")
    assert not set(uids(page)) & set(uids(event))
    assert {f"UID:{uid}" for uid in uids(page)} <= set(content_lines(told(page.pk)))
    assert revised_uids(page) == [uids(page)]


def test_an_alias_of_a_translation_made_a_page_says_its_words(event):
    breton = Locale.objects.get(language_code="br")
    alias = event.copy_for_translation(breton, alias=True)
    page = EventPage.objects.get(pk=alias.pk)
    assert "SUMMARY:Mots" not in content_lines(told(event.pk, "br"))

    page.alias_of = None
    page.save(update_fields=["alias_of_id"], clean=False)
    page.title = "Mots"
    page.save_revision().publish()

    assert "SUMMARY:Mots" in content_lines(told(event.pk, "br"))
    assert uids(page) == uids(event)


def test_a_translation_made_an_alias_says_the_french_words_again(event):
    translation = translate(event, "br", title="Mots")
    assert "SUMMARY:Mots" in content_lines(told(event.pk, "br"))

    translation.alias_of = event.page_ptr
    translation.save(update_fields=["alias_of_id"], clean=False)  # as wagtail-localize does

    assert "SUMMARY:Mots" not in content_lines(told(event.pk, "br"))


def test_a_draft_saved_twice_keeps_its_uids(event):
    before = uids(event)

    event.save_revision()
    event.save_revision().publish()

    assert uids(event) == before


def test_who_copies_is_not_offered_an_alias(client, event):
    client.force_login(UserFactory(administrator=True))
    url = reverse("wagtailadmin_pages:copy", args=[event.pk])
    form = client.get(url).context["form"]
    assert "alias" not in form.fields

    client.post(
        url,
        {
            **form.initial,
            "new_title": "Copie",
            "new_slug": "copie",
            "new_parent_page": event.get_parent().pk,
            "alias": "on",
        },
    )

    assert EventPage.objects.get(slug="copie").alias_of is None
