"""What a juror gives to an application: a mark for each criterion, or why they stand back. Saved at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import now as clock_now
from evenements.contest.jury import User, marks_of
from evenements.contest.models import Application, ContestCriterion, Mark, Recusal
from evenements.contest.ranking import LEAST_MARK, MOST_MARK

MARKS = [("", gettext_lazy("Pas de note")), *((str(mark), str(mark)) for mark in range(LEAST_MARK, MOST_MARK + 1))]
LONGEST_COMMENT = 1000


@dataclass
class Saved:
    """How many marks or comments were given, changed or taken back; CHANGES says the marks that are others now."""

    number: int = 0
    changes: list[str] = field(default_factory=list)


class MarksForm(forms.Form):
    """A mark and a comment for each of CRITERIA; none has to be given at once."""

    def __init__(
        self, criteria: Sequence[ContestCriterion], data: Any = None, given: dict[int, Mark] | None = None
    ) -> None:
        super().__init__(data)
        self.criteria, given = criteria, given or {}
        for criterion in criteria:
            mark = given.get(criterion.pk)
            self.fields[f"mark_{criterion.pk}"] = forms.ChoiceField(
                choices=MARKS, required=False, initial=str(mark.value) if mark else "", widget=forms.RadioSelect
            )
            self.fields[f"comment_{criterion.pk}"] = forms.CharField(
                max_length=LONGEST_COMMENT, required=False, initial=mark.comment if mark else ""
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """A criterion and its two fields, for the template."""
        return [
            {"criterion": row, "mark": self[f"mark_{row.pk}"], "comment": self[f"comment_{row.pk}"]}
            for row in self.criteria
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for criterion in self.criteria:
            mark, comment = f"mark_{criterion.pk}", f"comment_{criterion.pk}"
            if said.get(comment) and mark in said and not said[mark]:
                self.add_error(mark, _("Ce critère a un commentaire : donnez aussi une note."))
        return said

    @transaction.atomic
    def save(self, user: User, application: Application) -> "Saved":
        """Keeps the marks of USER for APPLICATION; what was given, changed or taken back."""
        before, saved, now = marks_of(user, application), Saved(), clock_now()
        for criterion in self.criteria:
            value, comment = self.cleaned_data[f"mark_{criterion.pk}"], self.cleaned_data[f"comment_{criterion.pk}"]
            mark = before.get(criterion.pk)
            if not value:
                if mark:
                    saved.number += 1
                    mark.delete()
            elif mark is None or (mark.value, mark.comment) != (int(value), comment):
                saved.number += 1
                if mark and mark.value != int(value):
                    saved.changes.append(f"{criterion.label} : {mark.value} → {value}")
                given = {"value": int(value), "comment": comment, "changed_at": now}
                Mark.objects.update_or_create(
                    application=application, juror_id=user.pk, criterion=criterion, defaults=given
                )
        return saved

    def keep_all(self) -> None:
        """Refuses to take a mark back: one who saw those of others would give it again as if it were the first."""
        for criterion in self.criteria:
            if not self.cleaned_data[f"mark_{criterion.pk}"]:
                self.add_error(
                    f"mark_{criterion.pk}",
                    _("Vous avez vu les notes des autres : celle-ci se change, elle ne se retire plus."),
                )


class RecusalForm(forms.Form):
    """Why a juror does not judge an application."""

    reason = forms.CharField(
        max_length=300, error_messages={"required": gettext_lazy("Dites pourquoi vous ne jugez pas cette candidature.")}
    )

    def save(self, user: User, application: Application) -> bool:
        """Whether USER now stands back, and did not before; the marks already given count no more."""
        said = {"reason": self.cleaned_data["reason"], "at": clock_now()}
        _row, created = Recusal.objects.get_or_create(user_id=user.pk, application=application, defaults=said)
        return created


def stand_forward(user: User, application: Application) -> None:
    """Takes back that USER does not judge APPLICATION; the marks they had given count again."""
    Recusal.objects.filter(user=user.pk, application=application).delete()
