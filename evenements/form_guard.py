"""What guards a public form without session, cookie nor third party.

A form carries when and under which key it was shown, signed: sent twice it is one request, sent at once by a program
or days later it is asked again. A field that people do not see is a trap for programs.
"""

import datetime as dt
import hashlib
import secrets
import unicodedata
from typing import Any

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner, b62_decode
from django.utils import timezone
from django.utils.translation import gettext as _

SIGNER = TimestampSigner(sep=".", salt="evenements.booking.form")
SHORTEST = dt.timedelta(seconds=2)
LONGEST = dt.timedelta(hours=24)
TRAP = "site_web"


def new_token() -> str:
    """What a form just shown carries."""
    return SIGNER.sign(secrets.token_urlsafe(16))


def one_line(text: str) -> str:
    """TEXT without what is not written: it goes in mails, files and lists."""
    return " ".join("".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text).split())


class KeyedForm(forms.Form):
    """A form whose sending counts once; `cleaned_data["form_key"]` is its key once valid. `longest` is how long it may
    stay open, None for ever.
    """

    token = forms.CharField()
    longest: dt.timedelta | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            key = SIGNER.unsign(cleaned.get("token", ""), max_age=self.longest)
        except SignatureExpired:
            sentence = _("Cette page est restée ouverte longtemps : vérifiez, puis renvoyez.")
            raise forms.ValidationError(sentence) from None
        except BadSignature:
            raise forms.ValidationError(_("Ce formulaire n’a pas pu être lu : vérifiez, puis renvoyez.")) from None
        return cleaned | {"form_key": key}

    def said_once(self, *said: object) -> str:
        """A key of what it said, once valid: the same when it is sent twice, another when it was filled in again."""
        return hashlib.sha256("\n".join(map(str, (self.cleaned_data["form_key"], *said))).encode()).hexdigest()


class GuardedForm(KeyedForm):
    """A keyed form that only people send."""

    site_web = forms.CharField(required=False)
    longest = LONGEST

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get(TRAP):
            raise forms.ValidationError(_("Laissez vide le champ « Site web » : il n’est là que pour les robots."))
        cleaned = super().clean()
        if timezone.now() - shown_at(cleaned["token"]) < SHORTEST:
            raise forms.ValidationError(_("C’était très rapide : vérifiez, puis renvoyez."))
        return cleaned

    @property
    def next_token(self) -> str:
        """What the form shown again carries: the same key while it is good, so that it stays one request."""
        token = str(self.data.get("token", ""))
        try:
            SIGNER.unsign(token, max_age=LONGEST)
        except BadSignature:
            return new_token()
        return token


def shown_at(token: str) -> dt.datetime:
    """The instant that `TimestampSigner` wrote in TOKEN, which is good: key, instant, signature."""
    return dt.datetime.fromtimestamp(b62_decode(token.split(SIGNER.sep)[1]), dt.UTC)
