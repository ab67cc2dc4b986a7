"""Users, vocabularies, communes and places; what every page's factory does."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

import factory
import wagtail_factories
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models.signals import post_save
from django.utils import timezone
from factory.django import DjangoModelFactory
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Locale, Page, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from core import models
from core.models import BasePage, Term


class UserFactory(DjangoModelFactory):
    """Someone who may do what `groups`, by their names, may; `administrator=True` may do everything."""

    username = factory.Sequence("person-{}".format)
    email = factory.LazyAttribute("{0.username}@site.example".format)
    password = factory.django.Password("secret")

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    class Params:
        administrator = factory.Trait(is_superuser=True, is_staff=True)

    @factory.post_generation
    def groups(self, create: bool, names: Sequence[str] | None, **kwargs: Any) -> None:
        self.groups.set(Group.objects.filter(name__in=names or ()))


class TermFactory(DjangoModelFactory):
    """An entry of a controlled list, after those of the territory."""

    code = factory.Sequence("terme-{}".format)
    label = factory.LazyAttribute(lambda term: f"Terme {term.code.removeprefix('terme-')}")
    sort_order = 900

    class Meta:
        abstract = True

    class Params:
        retired_since = factory.Trait(retired=True)


class ThemeFactory(TermFactory):
    class Meta:
        model = models.Theme


class AudienceFactory(TermFactory):
    class Meta:
        model = models.Audience


class EventKindFactory(TermFactory):
    class Meta:
        model = models.EventKind


class EquipmentFactory(TermFactory):
    class Meta:
        model = models.Equipment


class ServiceFactory(TermFactory):
    class Meta:
        model = models.Service


class SkillFactory(TermFactory):
    class Meta:
        model = models.Skill


class OrientationFactory(TermFactory):
    code = factory.Sequence(lambda number: str(700 + number))

    class Meta:
        model = models.Orientation


class ActionFactory(TermFactory):
    code = factory.Sequence(lambda number: str(800 + number))
    orientation = factory.SubFactory(OrientationFactory)

    class Meta:
        model = models.Action


class EpciFactory(DjangoModelFactory):
    siren = factory.Sequence("9{:08}".format)
    name = factory.Sequence("Communauté {}".format)

    class Meta:
        model = models.Epci


class CommuneFactory(DjangoModelFactory):
    """A commune in the middle of nowhere, with one postcode."""

    insee = factory.Sequence("99{:03}".format)
    name = factory.Sequence("Commune {}".format)
    epci = factory.SubFactory(EpciFactory)
    postcodes = factory.LazyAttribute(lambda commune: [f"{commune.insee[:2]}000"])
    latitude = 47.5
    longitude = -3.5

    class Meta:
        model = models.Commune


class PlaceFactory(DjangoModelFactory):
    name = factory.Sequence("Salle {}".format)
    commune = factory.SubFactory(CommuneFactory)

    class Meta:
        model = models.Place


class BasePageFactory(wagtail_factories.PageFactory):
    """A page and its first revision: published, or with `draft=True` never yet.

    Many-to-many fields take entries of vocabularies or their codes; child rows are given unsaved, in a list.
    """

    title = factory.Sequence("Page {}".format)
    slug = factory.Sequence("page-{}".format)

    class Meta:
        abstract = True

    class Params:
        draft = factory.Trait(live=False)

    @classmethod
    def _create_instance(cls, model_class: type[BasePage], parent: Page, kwargs: dict[str, Any]) -> BasePage:
        chosen = {field.name: field.related_model for field in model_class._meta.many_to_many if field.name in kwargs}
        for name, model in chosen.items():
            kwargs[name] = [entry_of(model, entry) for entry in kwargs[name]]
        page = model_class(**kwargs)
        with _unindexed(model_class) if page.live else nullcontext():
            parent.add_child(instance=page)
            revision = page.save_revision(clean=False)
        if page.live:
            revision.publish()
        page.refresh_from_db()
        return page


@contextmanager
def _unindexed(model: type[Page]) -> Iterator[None]:
    """Wagtail's indexes of references and of the admin's search wait: publishing brings both up to date."""
    post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        post_save.connect(post_save_signal_handler, sender=model)


def entry_of(model: type[Term], entry: Term | str) -> Term:
    """ENTRY itself, or that of MODEL whose code it is."""
    return model.objects.get(code=entry) if isinstance(entry, str) else entry


def parent_of(model: type[Page], language: str = "fr") -> Any:
    """The page of MODEL that the territory's tree has in LANGUAGE, as a factory's parent."""
    return factory.LazyFunction(lambda: model.objects.get(locale__language_code=language))


def translate(page: BasePage, language: str, *, live: bool = True, **words: Any) -> BasePage:
    """PAGE's translation in LANGUAGE with these WORDS, published unless told otherwise."""
    translation = page.copy_for_translation(Locale.objects.get(language_code=language))
    for name, value in words.items():
        setattr(translation, name, value)
    revision = translation.save_revision(clean=False)
    if live:
        revision.publish()
    return type(page).objects.get(pk=translation.pk)


def planned(page: BasePage, **facts: Any) -> Revision:
    """A draft of PAGE, with FACTS, to be published in three days."""
    draft = page.get_latest_revision_as_object()
    for name, value in facts.items():
        setattr(draft, name, value)
    draft.go_live_at = timezone.now() + dt.timedelta(days=3)
    revision = draft.save_revision(clean=False)
    revision.publish()
    return revision
