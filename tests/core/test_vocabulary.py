"""Controlled lists: codes for good, labels per language, entries retired rather than deleted."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import translation

from core.models import Action, Audience, Commune, Term
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import (
    ActionFactory,
    AudienceFactory,
    CommuneFactory,
    EquipmentFactory,
    OrientationFactory,
    ServiceFactory,
    UserFactory,
    translate,
)

pytestmark = pytest.mark.django_db


def stored(term: Term) -> bool:
    return type(term).objects.filter(pk=term.pk).exists()


def test_an_entry_is_read_in_each_language_and_in_french_where_it_has_no_label():
    term = AudienceFactory(label="Aînés", label_br="Tud kozh", label_en="")

    assert (term.label_in("fr"), term.label_in("br"), term.label_in("en")) == ("Aînés", "Tud kozh", "Aînés")
    with translation.override("br"):
        assert term.words == "Tud kozh"


def test_a_commune_has_its_breton_name_in_breton_alone():
    commune = CommuneFactory(name="Le Port", name_br="Ar Porzh")

    assert (commune.label_in("fr"), commune.label_in("br"), commune.label_in("en")) == (
        "Le Port",
        "Ar Porzh",
        "Le Port",
    )


def test_the_code_of_an_entry_never_changes():
    term = AudienceFactory(code="aines")
    term.code = "seniors-actifs"

    with pytest.raises(ValidationError) as refusal:
        term.full_clean()

    assert "ne change plus" in str(refusal.value.message_dict["code"])


def test_two_entries_of_a_list_do_not_share_a_code():
    AudienceFactory(code="aines")

    with pytest.raises(ValidationError) as refusal:
        Audience(code="aines", label="Autres").full_clean()

    assert "code" in refusal.value.message_dict


@pytest.mark.parametrize("code", ["avec espace", "accentué", "a/b", ""])
def test_a_code_can_stand_in_an_address(code):
    with pytest.raises(ValidationError):
        Audience(code=code, label="Aînés").full_clean()


def test_the_code_of_a_heading_of_the_plan_is_its_number():
    orientation = OrientationFactory()

    assert Action(code="12", label="Action", orientation=orientation).number == 12
    with pytest.raises(ValidationError) as refusal:
        Action(code="douze", label="Action", orientation=orientation).full_clean()
    assert "numéro" in str(refusal.value.message_dict["code"])


def test_an_unused_entry_is_deleted():
    term = AudienceFactory()

    term.delete()

    assert not stored(term)


def test_an_entry_a_published_page_uses_is_kept():
    term = AudienceFactory(label="Aînés")
    actor = ActorPageFactory(title="Le Club", audiences=[term])

    with pytest.raises(ProtectedError) as refusal:
        term.delete()

    assert stored(term)
    assert {page.pk for page in refusal.value.protected_objects} == {actor.pk}
    assert "« Aînés » est utilisé par « Le Club »" in str(refusal.value)
    assert "Retirez-la" in str(refusal.value)


def test_an_entry_only_a_draft_uses_is_kept():
    term = ServiceFactory()
    ActorPageFactory(draft=True, services=[term])

    with pytest.raises(ProtectedError):
        term.delete()

    assert stored(term)


def test_an_entry_only_an_unpublished_change_uses_is_kept():
    term = AudienceFactory()
    actor = ActorPageFactory()
    actor.audiences = [term]
    actor.save_revision()
    assert not ActorPageFactory._meta.model.objects.filter(audiences=term).exists()

    with pytest.raises(ProtectedError):
        term.delete()


def test_an_entry_only_an_earlier_version_uses_is_kept_because_it_may_be_restored():
    term = EquipmentFactory()
    actor = ActorPageFactory(equipment=[term])
    actor.equipment = []
    actor.save_revision().publish()

    with pytest.raises(ProtectedError):
        term.delete()


def test_an_entry_is_not_kept_for_another_whose_number_looks_like_its_own():
    used = AudienceFactory(id=9_121)
    unused = [AudienceFactory(id=pk) for pk in (912, 121, 91_210)]
    ActorPageFactory(draft=True, audiences=[used])

    for term in unused:
        term.delete()

    with pytest.raises(ProtectedError):
        used.delete()


def test_a_list_is_deleted_whole_or_not_at_all():
    unused, used = AudienceFactory(), AudienceFactory()
    ActorPageFactory(audiences=[used])

    with pytest.raises(ProtectedError):
        Audience.objects.filter(pk__in=[unused.pk, used.pk]).delete()

    assert stored(unused)


def test_deleting_the_page_frees_its_entries():
    term = AudienceFactory()
    ActorPageFactory(audiences=[term]).delete()

    term.delete()

    assert not stored(term)


def test_a_commune_only_a_draft_uses_is_kept():
    commune = CommuneFactory()
    ActorPageFactory(draft=True, commune=commune)
    actor = ActorPageFactory()
    actor.commune = CommuneFactory()
    actor.save_revision()

    for kept in (commune, actor.commune):
        with pytest.raises(ProtectedError):
            Commune.objects.get(pk=kept.pk).delete()


def test_a_page_is_named_once_however_it_uses_an_entry():
    term = AudienceFactory()
    actor = ActorPageFactory(audiences=[term])
    translate(actor, "br", title="Ar C’hlub")

    assert [page.pk for page in term.users() if page.title == actor.title] == [actor.pk]


def test_a_retired_entry_is_no_longer_offered():
    kept, retired = ActionFactory(), ActionFactory(retired=True)

    assert set(Action.objects.offered().filter(pk__in=[kept.pk, retired.pk])) == {kept}


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(administrator=True))
    return client


def sentences(response):
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_admin_says_why_a_used_entry_is_not_deleted(editor, method):
    term = AudienceFactory(label="Aînés")
    for number in range(4):
        ActorPageFactory(title=f"Club {number}", audiences=[term], draft=number == 3)

    response = getattr(editor, method)(reverse(Audience.snippet_viewset.get_url_name("delete"), args=[term.pk]))

    assert response.status_code == 302
    assert response.url == reverse(Audience.snippet_viewset.get_url_name("edit"), args=[term.pk])
    (sentence,) = sentences(response)
    assert sentence.startswith("« Aînés » est utilisé par « Club ")
    assert "et d’autres contenus" in sentence
    assert "Retirez-la au lieu de la supprimer" in sentence
    assert stored(term)


def test_the_admin_deletes_several_entries_or_says_which_are_used(editor):
    used, unused = AudienceFactory(label="Aînés"), AudienceFactory(label="Nés hier")
    ActorPageFactory(audiences=[used])
    address = reverse("wagtail_bulk_action", args=["core", "audience", "delete"])

    refused = editor.post(f"{address}?id={used.pk}&id={unused.pk}")
    assert [sentence for sentence in sentences(refused) if "Aînés" in sentence]
    assert stored(unused)

    editor.post(f"{address}?id={unused.pk}")
    assert not stored(unused)


def test_the_code_of_a_saved_entry_is_not_typed_again():
    form_class = Audience.snippet_viewset.get_form_class()

    assert form_class(instance=AudienceFactory()).fields["code"].disabled
    assert not form_class().fields["code"].disabled
