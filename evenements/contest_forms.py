"""The forms an edition of the contest and its entries are entered with."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annuaire.models import ActorPage
from core.clock import now
from core.forms import BasePageForm


class ContestPageForm(BasePageForm):
    """An edition. Its year is its own: asked here and not of the model, for a copy has the same until it is edited."""

    asked = {"year": gettext_lazy("Écrivez l’année de cette édition.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "partners" in self.fields:
            self.fields["partners"].queryset = ActorPage.objects.canonical().order_by("title")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("year") and self._namesakes(cleaned["year"]).exists():
            self.add_error("year", _("Une autre édition porte déjà cette année."))
        if cleaned.get("takes_applications") and not self.is_deferred_validation:
            self._ask_for_what_applications_need(cleaned)
        if any(form.instance.pk and form.instance.marks.exists() for form in self._removed("weighted_criteria")):
            self.add_error(None, _("Un critère que le jury a déjà noté ne se retire plus : donnez-lui un autre nom."))
        if self._would_rank_again():
            self.add_error(None, _("Les résultats sont publiés : les critères notés et leurs poids ne changent plus."))
        if self._has_juror_twice():
            self.add_error(None, _("La même personne est deux fois dans le jury."))
        return cleaned

    def _ask_for_what_applications_need(self, cleaned: dict[str, Any]) -> None:
        """Before it is published: a draft may lack it."""
        if not cleaned.get("rules") and "rules" not in self.errors:
            self.add_error(
                "rules", _("On candidate sur ce site : écrivez le règlement, qui candidate doit l’accepter.")
            )
        if not cleaned.get("categories"):
            self.add_error("categories", _("Choisissez au moins une catégorie : on candidate dans l’une d’elles."))
        for name in ("opens_at", "closes_at", "results_at"):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, _("On candidate sur ce site : dites quand."))

    def _rows(self, name: str) -> Any:
        """The rows of NAME that could be read; none on a translation, which has no facts."""
        formset = self.formsets.get(name)
        return formset if formset is not None and formset.is_valid() else None

    def _removed(self, name: str) -> list[Any]:
        rows = self._rows(name)
        return list(rows.deleted_forms) if rows is not None else []

    def _would_rank_again(self) -> bool:
        """Whether what ranked results that are published would be another: a criterion, or its weight."""
        from evenements.contest.jury import are_published

        rows = self._rows("weighted_criteria")
        if rows is None or self.instance.pk is None or not are_published(self.instance):
            return False
        ranked = set(type(self.instance).objects.get(pk=self.instance.pk).weighted_criteria.values_list("pk", "weight"))
        written = [form for form in rows.forms if form.has_changed() and form not in rows.deleted_forms]
        return any(form.instance.pk for form in rows.deleted_forms) or any(
            (form.instance.pk, form.instance.weight) not in ranked for form in written
        )

    def _has_juror_twice(self) -> bool:
        rows = self._rows("jurors")
        kept = [form for form in rows.forms if form not in rows.deleted_forms] if rows is not None else []
        users = [form.cleaned_data["user"] for form in kept if form.cleaned_data.get("user")]
        return len(users) != len(set(users))

    def _namesakes(self, year: int) -> Any:
        """The other editions of YEAR."""
        editions = type(self.instance).objects.canonical().filter(year=year)
        return editions.exclude(translation_key=self.instance.translation_key)


class ContestEntryForm(BasePageForm):
    """An entry. The jury speaks of those it distinguishes, once entries are closed."""

    asked = {
        "actor": gettext_lazy("Choisissez l’acteur qui candidate."),
        "category": gettext_lazy("Choisissez une catégorie dans la liste."),
    }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "distinction" not in self.fields:
            return cleaned
        actor = cleaned.get("actor")
        if actor and not actor.live and actor.first_published_at is None:
            self.add_error("actor", _("Cette fiche n’a jamais été publiée : publiez-la d’abord, son nom sera montré."))
        if cleaned.get("jury_words") and not cleaned.get("distinction"):
            self.add_error("distinction", _("Le mot du jury accompagne une distinction : choisissez laquelle."))
        if cleaned.get("distinction") and self._is_open():
            self.add_error(
                "distinction", _("Les candidatures sont encore ouvertes : le jury distingue après leur clôture.")
            )
        return cleaned

    def _is_open(self) -> bool:
        edition = self.parent_page.specific if self.parent_page else None
        closes_at = getattr(edition, "closes_at", None)
        return closes_at is not None and closes_at > now()
