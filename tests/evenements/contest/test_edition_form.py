"""What an editor may not do with an edition that takes applications, and the sentence that says why."""

import json

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from core.clock import now
from core.groups import editors_name
from core.models import ContestCategory
from evenements.models import Application, ContestCriterion, ContestPage, Mark
from tests.evenements.contest.sample import OPEN, draft, open_edition
from tests.evenements.test_contest_admin import form_for
from tests.factories.contest import ContestPageFactory, category
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(settings):
    settings.FROZEN_NOW = OPEN


def rows(name: str, *kept: dict, **more) -> dict:
    """What a formset NAME sends."""
    counts = {"TOTAL_FORMS": len(kept), "INITIAL_FORMS": sum("id" in row for row in kept), "MIN_NUM_FORMS": 0}
    sent = {f"{name}-{key}": value for key, value in counts.items()}
    for number, row in enumerate(kept):
        sent |= {f"{name}-{number}-{key}": value for key, value in ({"ORDER": number + 1} | row).items()}
    return sent


def test_to_take_applications_it_needs_rules_categories_and_its_three_moments():
    form = form_for(ContestPageFactory(undated=True), takes_applications="on")
    assert form.errors == {
        "rules": ["On candidate sur ce site : écrivez le règlement, qui candidate doit l’accepter."],
        "categories": ["Choisissez au moins une catégorie : on candidate dans l’une d’elles."],
        "opens_at": ["On candidate sur ce site : dites quand."],
        "closes_at": ["On candidate sur ce site : dites quand."],
        "results_at": ["On candidate sur ce site : dites quand."],
    }


def test_a_draft_may_lack_them_until_it_is_published(client):
    edition = ContestPageFactory(undated=True, draft=True)
    form = form_for(edition, takes_applications="on")
    form.defer_required_fields()
    assert form.is_valid(), form.errors
    text = json.dumps({"blocks": [{"key": "a", "type": "unstyled", "text": "Tous."}], "entityMap": {}})
    block = {"type": "text", "value": text, "deleted": "", "order": "0"}
    told = {"rules-count": "1"} | {f"rules-0-{name}": value for name, value in block.items()}
    form = form_for(edition, takes_applications="on", **told)
    assert set(form.errors) == {"categories", "opens_at", "closes_at", "results_at"}


def test_a_person_sits_once_in_a_jury():
    user = UserFactory()
    form = form_for(ContestPageFactory(), **rows("jurors", {"user": user.pk}, {"user": user.pk}))
    assert form.errors == {"__all__": ["La même personne est deux fois dans le jury."]}
    assert form_for(ContestPageFactory(year=2028), **rows("jurors", {"user": user.pk})).is_valid()


def test_a_criterion_already_marked_stays():
    edition = ContestPageFactory(weighted_criteria=[ContestCriterion(label="L’usage", weight=3)])
    criterion, juror = ContestCriterion.objects.get(), UserFactory()
    row = {"id": criterion.pk, "label": "L’usage", "weight": 3, "DELETE": "on"}
    assert form_for(edition, **rows("weighted_criteria", row)).is_valid()
    application = draft(edition, number=1, state="submitted")
    Mark.objects.create(application=application, juror=juror, criterion=criterion, value=7, changed_at=now())
    form = form_for(edition, **rows("weighted_criteria", row))
    assert form.errors == {
        "__all__": ["Un critère que le jury a déjà noté ne se retire plus : donnez-lui un autre nom."]
    }


def test_a_criterion_marked_since_stays_in_an_old_version_one_goes_back_to(client):
    edition = ContestPageFactory(weighted_criteria=[ContestCriterion(label="L’usage", weight=3)])
    before = edition.save_revision()
    edition.weighted_criteria.add(ContestCriterion(label="La portée", weight=1))
    edition.save_revision().publish()
    criterion = ContestCriterion.objects.get(label="La portée")
    application = draft(edition, number=1, state="submitted")
    Mark.objects.create(application=application, juror=UserFactory(), criterion=criterion, value=7, changed_at=now())
    client.force_login(UserFactory(administrator=True))
    page = client.get(reverse("wagtailadmin_pages:revisions_revert", args=[edition.pk, before.pk])).content.decode()
    assert "La portée" in page
    assert "un critère reste, même si l’on revient à une ancienne version" in page
    before.as_object().save_revision().publish()
    assert Mark.objects.exists()
    assert list(edition.weighted_criteria.values_list("label", flat=True)) == ["L’usage", "La portée"]


def test_is_not_deleted_with_the_applications_it_holds(client):
    edition = open_edition()
    held = draft(edition)
    client.force_login(UserFactory(administrator=True))
    path = reverse("wagtailadmin_pages:delete", args=[edition.pk])
    assert "Une candidature est déposée" in client.post(path, follow=True).content.decode()
    assert ContestPage.objects.filter(pk=edition.pk).exists()
    Application.objects.filter(pk=held.pk).update(state="withdrawn")
    client.post(path)
    assert not ContestPage.objects.filter(pk=edition.pk).exists()


def test_is_not_deleted_among_several_pages_either_nor_with_what_it_is_under(client):
    edition = open_edition()
    held, other = draft(edition), ContestPageFactory(year=2020)
    client.force_login(UserFactory(administrator=True))
    for pages in ((other, edition), (edition.get_parent(),)):
        ids = "&".join(f"id={page.pk}" for page in pages)
        path = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?{ids}"
        assert "Une candidature est déposée" in client.post(path, follow=True).content.decode()
        assert ContestPage.objects.count() == 2
    Application.objects.filter(pk=held.pk).update(state="withdrawn")
    client.post(path)
    assert not ContestPage.objects.exists()


def test_a_category_that_only_applications_have_is_kept():
    term = ContestCategory.objects.create(code="association", label="Association")
    draft(open_edition(), category=term)
    with pytest.raises(ProtectedError, match="est utilisé par « Candidature n° —"):
        term.delete()


def test_an_editor_adds_a_category_and_it_is_offered(client):
    client.force_login(UserFactory(groups=[editors_name()]))
    sent = {"label": "Association", "code": "association", "description": "Une association.", "sort_order": 3}
    response = client.post(reverse(ContestCategory.snippet_viewset.get_url_name("add")), sent)
    assert response.status_code == 302
    form = form_for(open_edition(categories=[category("commune")]))
    assert [str(label) for _value, label in form.fields["categories"].choices][-1] == "Association"


def test_a_juror_is_chosen_among_those_who_have_an_account(client):
    UserFactory(username="enora"), UserFactory(username="parti", is_active=False)
    client.force_login(UserFactory(groups=[editors_name()]))
    page = client.get(reverse("wagtailadmin_pages:edit", args=[ContestPageFactory().pk])).content.decode()
    offered = page.partition('name="jurors-__prefix__-user"')[2].partition("</select>")[0]
    assert "enora" in offered
    assert "parti" not in offered
