"""What an editor may not enter in the contest, and the sentence that says why."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from evenements.models import ContestEntryPage, ContestPage
from tests.factories.annuaire import ActorPageFactory
from tests.factories.contest import ContestEntryPageFactory, ContestPageFactory, midnight
from tests.factories.core import UserFactory, translate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(settings):
    settings.FROZEN_NOW = "2026-11-24T09:00"


def form_for(page: ContestPage | ContestEntryPage, **typed):
    """The edit form of PAGE as its editor sends it back, with what was TYPED."""
    form_class = page.get_edit_handler().get_form_class()
    user, parent = UserFactory(administrator=True), page.get_parent()
    blank = form_class(instance=page, parent_page=parent, for_user=user)
    data = {name: field.value() for name, field in ((name, blank[name]) for name in blank.fields)}
    data = {name: "" if value is None else value for name, value in data.items()}
    for formset in blank.formsets.values():
        data |= {f"{formset.prefix}-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
    for name, field in blank.fields.items():
        if hasattr(field, "block"):
            data[f"{name}-count"] = "0"
    return form_class(data | typed, instance=page, parent_page=parent, for_user=user)


class TestEdition:
    def test_is_accepted_as_it_stands(self):
        form = form_for(ContestPageFactory())
        assert form.is_valid(), form.errors

    def test_does_not_close_before_it_opens(self):
        form = form_for(ContestPageFactory(), opens_at="2027-02-01 00:00", closes_at="2027-01-31 18:00")
        assert form.errors == {"closes_at": ["Les candidatures se terminent avant d’ouvrir : vérifiez les deux dates."]}

    def test_may_open_and_close_the_same_day(self):
        assert form_for(ContestPageFactory(), opens_at="2027-01-31 09:00", closes_at="2027-01-31 18:00").is_valid()

    @pytest.mark.parametrize(("day", "is_taken"), [("2027-01-31", False), ("2027-02-01", True)])
    def test_its_jury_marks_after_it_closes(self, day, is_taken):
        form = form_for(ContestPageFactory(), jury_ends_on=day)  # Closed on 1 February at midnight.
        said = {"jury_ends_on": ["Le jury aurait fini de noter avant la fin des candidatures."]}
        assert form.errors == ({} if is_taken else said)

    def test_does_not_give_its_results_before_it_closes(self):
        form = form_for(ContestPageFactory(), results_at="2027-01-31 18:00")
        assert form.errors == {"results_at": ["Les résultats paraîtraient avant la fin des candidatures."]}

    def test_takes_its_moments_as_they_are_written_here(self):
        form = form_for(ContestPageFactory(), closes_at="31/01/2027 18:30", results_at="hier soir")
        assert form.errors == {"results_at": ["Écrivez le jour et l’heure ainsi : 25/06/2027 18:30."]}
        assert form.cleaned_data["closes_at"] == dt.datetime(2027, 1, 31, 17, 30, tzinfo=dt.UTC)

    def test_offers_each_actor_once_as_a_partner_whatever_its_translations(self):
        actor = ActorPageFactory(title="Chambre des métiers")
        translate(actor, "en", title="Chamber of trades")
        assert [page.title for page in form_for(ContestPageFactory()).fields["partners"].queryset] == [
            "Chambre des métiers"
        ]

    def test_does_not_take_the_year_of_another(self):
        ContestPageFactory(over=True)
        form = form_for(ContestPageFactory(), year="2026")
        assert form.errors == {"year": ["Une autre édition porte déjà cette année."]}

    def test_keeps_its_year_with_its_translations(self):
        edition = ContestPageFactory()
        translation = translate(edition, "en", title="Contest")
        assert form_for(edition).is_valid()
        assert form_for(translation, title="Digital contest").is_valid()

    def test_is_copied_with_its_year_until_an_editor_gives_another(self):
        edition = ContestPageFactory()
        copy = edition.copy(update_attrs={"slug": "copie"}, keep_live=True)
        assert copy.specific.year == edition.year

    def test_the_table_refuses_it_too(self):
        edition = ContestPageFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            ContestPage.objects.filter(pk=edition.pk).update(closes_at=midnight(2026, 1, 1))


class TestEntry:
    def test_is_not_of_an_actor_nobody_has_published(self):
        entry = ContestEntryPageFactory()
        draft = ActorPageFactory(live=False, first_published_at=None)
        form = form_for(entry, actor=draft.pk)
        assert form.errors == {
            "actor": ["Cette fiche n’a jamais été publiée : publiez-la d’abord, son nom sera montré."]
        }

        draft.save_revision().publish()
        draft.unpublish()
        assert form_for(entry, actor=draft.pk).is_valid()

    def test_is_accepted_as_it_stands(self):
        form = form_for(ContestEntryPageFactory(laureate=True))
        assert form.is_valid(), form.errors

    def test_is_not_spoken_of_by_the_jury_without_distinction(self):
        form = form_for(ContestEntryPageFactory(), jury_words="Bravo.")
        assert form.errors == {"distinction": ["Le mot du jury accompagne une distinction : choisissez laquelle."]}

    def test_is_not_distinguished_while_others_may_still_enter(self, settings):
        entry = ContestEntryPageFactory(parent=ContestPageFactory())
        form = form_for(entry, distinction="laureat")
        assert form.errors == {
            "distinction": ["Les candidatures sont encore ouvertes : le jury distingue après leur clôture."]
        }
        settings.FROZEN_NOW = "2027-02-01T00:00"
        assert form_for(entry, distinction="laureat").is_valid()

    def test_has_the_jurys_words_translated_without_its_distinction(self):
        entry = ContestEntryPageFactory(laureate=True)
        translate(entry.edition, "en", title="Contest")
        translation = translate(entry, "en", title="No more paper")
        form = form_for(translation, jury_words="Simple.")
        assert "distinction" not in form.fields
        assert form.is_valid(), form.errors
