"""Facts belong to the French page alone: a test of each page model, whatever app it comes from."""

import pytest
from django.apps import apps
from django.urls import reverse
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Locale, Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail_localize.fields import SynchronizedField, TranslatableField
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from core.models import BasePage
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import UserFactory, translate

MODELS = sorted(
    (model for model in apps.get_models() if issubclass(model, BasePage)), key=lambda model: model._meta.label
)
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


def added_fields(model: type[BasePage]) -> set[str]:
    """The fields and child rows that MODEL, or a page model above it, adds to Wagtail's page."""
    fields = {
        field.name
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if not (field.remote_field and getattr(field.remote_field, "parent_link", False))
    }
    children = {relation.get_accessor_name() for relation in get_all_child_relations(model)}
    known = {field.name for field in Page._meta.get_fields()} | {COMMENTS_RELATION_NAME}
    return (fields | children) - known


def form_of(model: type[BasePage], language: str):
    """The form a page of MODEL in LANGUAGE is edited with."""
    page = model(locale=Locale.objects.get(language_code=language))
    return model.get_edit_handler().get_form_class()(instance=page, for_user=UserFactory(administrator=True))


def test_there_are_page_models_to_walk():
    assert len(MODELS) >= 10


@every_model
def test_every_field_a_page_adds_is_a_fact_or_words(model):
    assert set(model.facts) | set(model.words_fields) == added_fields(model)


@every_model
def test_no_field_is_both_a_fact_and_words_nor_named_twice(model):
    names = [*model.facts, *model.words_fields]

    assert len(names) == len(set(names))


@every_model
def test_no_fact_is_translatable_and_all_words_are(model):
    translatable = {field.field_name for field in model.translatable_fields if isinstance(field, TranslatableField)}
    synchronized = {field.field_name for field in model.translatable_fields if isinstance(field, SynchronizedField)}

    assert translatable == {"title", "seo_title", "search_description", *model.words_fields}
    assert synchronized == {"slug"}
    assert not (translatable | synchronized) & set(model.facts)


@every_model
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["br", "en"])
def test_no_fact_is_on_the_form_of_a_translation(model, language):
    form = form_of(model, language)

    assert not set(model.facts) & {*form.fields, *form.formsets}
    assert set(model.words_fields) <= set(form.fields)


@every_model
@pytest.mark.django_db
def test_every_fact_an_editor_gives_is_on_the_french_form(model):
    form = form_of(model, "fr")
    derived = {field.name for field in model._meta.concrete_fields if not field.editable}

    assert set(model.facts) - derived <= {*form.fields, *form.formsets}


@pytest.mark.django_db
def test_the_admin_shows_the_facts_of_an_actor_in_french_only(client):
    actor = ActorPageFactory(siret="73282932000074")
    translation = translate(actor, "br", title="Ar C’hlub")
    client.force_login(UserFactory(administrator=True))

    french = client.get(reverse("wagtailadmin_pages:edit", args=[actor.pk])).content.decode()
    breton = client.get(reverse("wagtailadmin_pages:edit", args=[translation.pk])).content.decode()

    assert 'name="siret"' in french
    assert 'name="audiences"' in french
    assert 'name="title"' in breton
    assert 'name="summary"' in breton
    assert not [name for name in actor.facts if f'name="{name}"' in breton]


@pytest.mark.django_db
def test_a_fact_sent_to_a_translation_by_hand_changes_nothing(client):
    actor = ActorPageFactory(siret="73282932000074")
    translation = translate(actor, "br", title="Ar C’hlub")
    client.force_login(UserFactory(administrator=True))
    sent = nested_form_data(
        {
            "title": "Kevredigezh",
            "slug": translation.slug,
            "summary": "Ar pezh a ra.",
            "body": streamfield([("text", rich_text("<p>Demat</p>"))]),
            "siret": "35600000049837",
            "kind": "fablab",
            "action-publish": "1",
        }
    )

    client.post(reverse("wagtailadmin_pages:edit", args=[translation.pk]), sent)

    translation.refresh_from_db()
    actor.refresh_from_db()
    assert translation.title == "Kevredigezh"
    assert (translation.siret, translation.kind) == (actor.siret, actor.kind) == ("73282932000074", "association")


@pytest.mark.django_db
def test_only_the_words_of_an_actor_are_sent_to_translators():
    actor = ActorPageFactory(
        title="Le Club", siret="73282932000074", website="https://club.example/", programmes="Label Un", acronym="LC"
    )
    source, _created = TranslationSource.get_or_create_from_instance(actor)
    Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="br"))

    paths = set(StringSegment.objects.filter(source=source).values_list("context__path", flat=True))

    assert {path.split(".")[0] for path in paths} <= {"title", "seo_title", "search_description", *actor.words_fields}
    assert {"title", "summary"} <= paths
