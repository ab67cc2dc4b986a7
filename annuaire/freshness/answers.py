"""Takes what a structure answers by its link."""

import unicodedata

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from annuaire.freshness.confirming import confirm
from annuaire.freshness.enums import Answer
from annuaire.freshness.history import note
from annuaire.freshness.letters import answer_letters
from annuaire.freshness.models import ConfirmationRequest
from annuaire.freshness.states import ages, refresh_state
from core.clock import today
from core.mail.queue import queue_mail
from core.territory import territory

MOST_WORDS = 2000
KEPT_CONTROLS = "\n"


class AnswerForm(forms.Form):
    """One of three answers; a correction says what is wrong."""

    answer = forms.ChoiceField(choices=Answer.choices)
    remark = forms.CharField(required=False, max_length=MOST_WORDS, strip=True)

    def clean_remark(self) -> str:
        """The words without what is not written: it goes in a mail."""
        words = self.cleaned_data["remark"].replace("\r\n", "\n")
        return "".join(letter for letter in words if letter in KEPT_CONTROLS or unicodedata.category(letter)[0] != "C")

    def clean(self) -> None:
        if self.cleaned_data.get("answer") == Answer.CORRECTION and not self.cleaned_data.get("remark", "").strip():
            if "remark" not in self.errors:
                self.add_error("remark", _("Écrivez ce qui est à corriger."))


def take_answer(request: ConfirmationRequest, answer: Answer, remark: str) -> bool:
    """Does what ANSWER asks, once; false when the same link has been answered meanwhile."""
    with transaction.atomic():
        open_now = ConfirmationRequest.objects.filter(pk=request.pk, answer="")
        remark = "" if answer == Answer.EXACT else remark
        if not open_now.update(answer=answer, remark=remark, answered_at=timezone.now()):
            return False
        request.refresh_from_db()
        if answer == Answer.EXACT:
            confirm(request.actor, today(), name="answered_exact")
            return True
        note(request.actor, f"answered_{answer.value}")
        key = f"answer/{request.key}"
        queue_mail(key, territory().email, answer_letters(request), reply_to=request.recipient)
        # It answered: it is not hidden for want of an answer.
        refresh_state(request.actor, ages([request.actor])[request.actor.pk], today())
    return True
