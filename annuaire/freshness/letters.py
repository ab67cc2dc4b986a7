"""What is written to structures, and to editors when one answers."""

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from annuaire.freshness.aging import delays, local_day
from annuaire.freshness.enums import Answer, Step
from annuaire.freshness.facts import facts_of
from annuaire.freshness.links import url_of
from annuaire.freshness.models import ConfirmationRequest
from annuaire.freshness.rules import Age, after, hidden_from
from annuaire.models import ActorPage
from core.addresses import absolute, page_path
from core.dates_in_words import on_day
from core.languages import DEFAULT_LANGUAGE, choose, codes
from core.mail.letter import Letter
from core.parts import Link
from core.territory import territory


def letters_for(actor: ActorPage, request: ConfirmationRequest, age: Age, today: dt.date) -> list[Letter]:
    """The mail of REQUEST: in French, then in each language the entry is translated into."""
    live = actor.get_translations().filter(alias_of=None, live=True).select_related("locale")
    words = {page.locale.language_code: page.specific for page in live} | {DEFAULT_LANGUAGE: actor}
    letters = []
    for code in sorted((code for code in codes() if code in words), key=codes().index):
        with translation.override(code):
            letters.append(_letter(actor, words[code], request, age, today, code))
    return letters


def _letter(
    actor: ActorPage, words: ActorPage, request: ConfirmationRequest, age: Age, today: dt.date, code: str
) -> Letter:
    name = actor.name_in(words)
    page = absolute(page_path(actor, code))
    return Letter(
        language=code,
        subject=_subject(request.step, age) % {"name": name},
        paragraphs=[_("Bonjour,"), _standing(actor, name, today), _what_follows(request, age, today)],
        facts_title=_("Ce que dit la fiche"),
        facts=facts_of(actor, words),
        links=[
            Link(_("Confirmer cette fiche, ou dire ce qui a changé"), url_of(request, code)),
            Link(_("Voir la fiche en ligne"), page),
        ],
        closing=_closing(request, today),
    )


def _subject(step: str, age: Age) -> str:
    """The first mail a structure gets is no reminder, however old its entry was by then."""
    subjects = {
        Step.REMIND: _("Rappel : la fiche « %(name)s » est-elle toujours exacte ?"),
        Step.MARK: _("La fiche « %(name)s » est maintenant signalée comme non confirmée"),
        Step.LAST: _("La fiche « %(name)s » sera bientôt masquée, faute de réponse"),
        Step.HIDE: _("La fiche « %(name)s » n’est plus affichée"),
    }
    first = step == Step.REMIND and not age.asked
    return subjects.get(Step.ASK if first else Step(step), _("La fiche « %(name)s » est-elle toujours exacte ?"))


def _standing(actor: ActorPage, name: str, today: dt.date) -> str:
    """Who writes, about what, and when it was last confirmed."""
    site = choose(territory().site_name)
    said = {"site": site, "publisher": territory().publisher, "name": name}
    if actor.verified_on:
        said["day"] = on_day(actor.verified_on, today)
        return (
            _(
                "« %(site)s », le site de %(publisher)s, présente « %(name)s » dans son annuaire public. "
                "Cette fiche a été confirmée pour la dernière fois %(day)s."
            )
            % said
        )
    said["day"] = on_day(actor.confirmed_on or today, today)
    return (
        _(
            "« %(site)s », le site de %(publisher)s, présente « %(name)s » dans son annuaire public. La fiche a "
            "été publiée %(day)s, et n’a encore jamais été confirmée."
        )
        % said
    )


def _what_follows(request: ConfirmationRequest, age: Age, today: dt.date) -> str:
    """What happens when nobody answers, with its dates; what has happened already."""
    hidden = on_day(hidden_from(age, delays(), today), today)
    marked_on = after(age.base, delays().mark)
    if request.step == Step.HIDE:
        return _(
            "Faute de réponse, elle n’apparaît plus dans l’annuaire ni dans la recherche. Rien n’est effacé : "
            "une réponse par le lien ci-dessous la rétablit aussitôt."
        )
    if today >= marked_on:
        return _(
            "Elle porte maintenant la mention « non confirmée » et passe après les autres. Sans réponse, elle "
            "sera masquée %(hidden)s. Une réponse la remet aussitôt en ordre."
        ) % {"hidden": hidden}
    return _(
        "Dites-nous en un clic si elle est toujours exacte. Sans réponse, elle portera la mention « non "
        "confirmée » %(marked)s, et sera masquée %(hidden)s."
    ) % {"marked": on_day(marked_on, today), "hidden": hidden}


def _closing(request: ConfirmationRequest, today: dt.date) -> list[str]:
    until = on_day(local_day(request.expires_at), today)
    return [
        _("Le lien ne demande ni compte ni mot de passe. Il ne sert qu’une fois et s’éteint %(day)s.") % {"day": until},
        _(
            "Vous pouvez aussi répondre à ce courriel, par exemple pour que la fiche soit retirée ou pour ne plus "
            "recevoir ces messages."
        ),
        territory().publisher,
    ]


def answer_letters(request: ConfirmationRequest) -> Sequence[Letter]:
    """Tells editors what a structure asks for; in French, the language they write in."""
    with translation.override(DEFAULT_LANGUAGE):
        actor = request.actor
        closed = request.answer == Answer.CLOSED
        subject = _("N’existe plus ? « %(name)s »") if closed else _("À corriger dans l’annuaire : « %(name)s »")
        asked = (
            _("Par le lien qui lui a été envoyé, la structure répond qu’elle n’existe plus.")
            if closed
            else _("Par le lien qui lui a été envoyé, la structure demande une correction.")
        )
        edit = absolute(reverse("wagtailadmin_pages:edit", args=[actor.pk]))
        listing = absolute(reverse("fiches_a_verifier:index"))
        return [
            Letter(
                language=DEFAULT_LANGUAGE,
                subject=subject % {"name": actor.display_name},
                paragraphs=[asked],
                facts_title=_("Sa réponse"),
                facts=[(_("Fiche"), actor.display_name), (_("Message"), request.remark or _("(sans message)"))],
                links=[Link(_("Modifier la fiche"), edit), Link(_("Voir les fiches à vérifier"), listing)],
                closing=[_("Répondre à ce courriel écrit à la structure. Rien n’est changé en ligne sans vous.")],
            )
        ]
