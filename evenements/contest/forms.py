"""The form an application is begun with, and that which tells it whole. No session, no cookie, no third party."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annuaire.models import ActorPage
from core.models import Commune, ContestCategory
from evenements.booking.forms import NameField
from evenements.contest.models import MAX_SUMMARY, MAX_TEXT, MAX_TITLE, Application
from evenements.form_guard import GuardedForm, one_line
from evenements.models import ContestPage

MAX_ACTOR, MAX_VIDEO = 160, 200
TOO_LONG = gettext_lazy("Écrivez %(limit_value)d caractères au plus ; il y en a %(show_value)d.")
ADDRESS = {
    "required": gettext_lazy("Écrivez votre adresse électronique."),
    "invalid": gettext_lazy("Écrivez une adresse comme nom@exemple.fr."),
}
# What is written in a draft may lack; what the jury reads may not.
NEEDED = {
    "title": gettext_lazy("Donnez un titre à votre candidature."),
    "actor": gettext_lazy("Écrivez qui candidate : entreprise, commune ou autre."),
    "category": gettext_lazy("Choisissez une catégorie."),
    "summary": gettext_lazy("Dites-le en une phrase ou deux."),
    "what_was_done": gettext_lazy("Racontez ce qui a été fait."),
    "consent_rules": gettext_lazy("Acceptez le règlement pour déposer votre candidature."),
}


class StartForm(GuardedForm):
    """What an application begins with: who writes, and to whom its link is sent."""

    contact_name = NameField()
    contact_email = forms.EmailField(max_length=254, error_messages=ADDRESS)


class TextField(forms.CharField):
    """A text of a few lines or more, with a sentence when it is too long."""

    def __init__(self, longest: int, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=longest, error_messages={"max_length": TOO_LONG}, **kwargs)

    def to_python(self, value: Any) -> str:
        """The end of a line is one character, as the browser counts, which sends two (HTML, "form submission")."""
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class LineField(TextField):
    """The same on one line."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value))


class ApplicationForm(forms.Form):
    """An application to EDITION; `is_whole` when it must be what a jury reads."""

    title = LineField(MAX_TITLE)
    actor = LineField(MAX_ACTOR)
    commune = forms.ModelChoiceField(Commune.objects.none(), required=False)
    actor_email = forms.EmailField(required=False, max_length=254, error_messages=ADDRESS)
    category = forms.ModelChoiceField(ContestCategory.objects.none(), required=False)
    summary = TextField(MAX_SUMMARY)
    what_was_done = TextField(MAX_TEXT)
    results = TextField(MAX_TEXT)
    video_url = forms.URLField(
        required=False,
        max_length=MAX_VIDEO,
        assume_scheme="https",
        error_messages={
            "invalid": gettext_lazy("Écrivez une adresse comme https://exemple.fr/video."),
            "max_length": TOO_LONG,
        },
    )
    contact_name = NameField()
    contact_email = forms.EmailField(max_length=254, error_messages=ADDRESS)
    consent_rules = forms.BooleanField(required=False)
    consent_shown = forms.BooleanField(required=False)

    def __init__(self, edition: ContestPage, *args: Any, is_whole: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].queryset = Commune.objects.order_by("name")
        self.fields["category"].queryset = edition.categories.all()
        self.is_whole, self.is_blind = is_whole, edition.anonymous
        if is_whole:
            for name, sentence in NEEDED.items():
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = sentence

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name, commune = cleaned.get("actor", ""), cleaned.get("commune")
        cleaned["entry"] = found = known_actor(name, commune)
        if self.is_whole and name and not found and not commune:
            self.add_error("commune", _ask_for_commune(name))
        return cleaned

    def fill(self, application: Application) -> None:
        """Writes what is good of the form in APPLICATION, not saved: what is not stays as it was."""
        said = self.cleaned_data
        for name in (
            "title", "category", "summary", "what_was_done", "results", "video_url", "contact_name", "contact_email",
            "consent_rules", "consent_shown",
        ):  # fmt: skip
            if name in said:
                setattr(application, name, said[name])
        if "actor" in said:
            found = said["entry"]
            application.actor = found
            application.proposed_name = "" if found else said["actor"]
            application.proposed_commune = None if found else said.get("commune")
            application.proposed_email = "" if found else said.get("actor_email", "")


def known_actors() -> Sequence[ActorPage]:
    """The entries of the directory one may enter as, canonical, with their commune."""
    return list(ActorPage.objects.published().select_related("commune").order_by("title", "pk"))


def actor_label(actor: ActorPage) -> str:
    """ "Voilerie, Rivage": told apart from its namesakes; in French, as the directory is kept."""
    return ", ".join(filter(None, [actor.title, actor.commune.name if actor.commune else ""]))


def known_actor(label: str, commune: Commune | None = None) -> ActorPage | None:
    """The only published entry that LABEL names whole, or by its title in COMMUNE; None when none or several do.

    A title alone is no proof: two communes have a « Boulangerie du port ».
    """
    wanted = label.casefold()
    if not wanted:
        return None
    actors = known_actors()
    whole = [actor for actor in actors if actor_label(actor).casefold() == wanted]
    there = [actor for actor in actors if commune and actor.commune_id == commune.pk]
    for found in (whole, [actor for actor in there if actor.title.casefold() == wanted]):
        if len(found) == 1:
            return found[0]
    return None


def _ask_for_commune(name: str) -> str:
    """What to do when NAME, without a commune, names no entry; the namesakes it may be, if any."""
    same = [actor_label(actor) for actor in known_actors() if actor.title.casefold() == name.casefold()]
    if same:
        return _("Choisissez la commune, ou cette structure dans la liste : %(labels)s.") % {"labels": " ; ".join(same)}
    return _("Choisissez la commune : cette structure n’est pas encore dans l’annuaire.")
