"""What applicants are told, in the language they began in, and the organiser; queued by what causes it."""

import hashlib
from collections.abc import Sequence

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.addresses import absolute
from core.clock import today as clock_today
from core.dates_in_words import full_day
from core.languages import DEFAULT_LANGUAGE
from core.mail.letter import Letter
from core.mail.queue import queue_mail
from core.models import OutgoingMail
from core.parts import Link
from core.territory import territory
from core.translations import attach_words
from evenements.contest.links import url_of
from evenements.contest.models import Application
from evenements.editions import ends_at_midnight, last_day, moment_words
from evenements.models import ContestPage

STARTED, MOVED, SUBMITTED = "started", "moved", "submitted"


def mail_prefix(application: Application) -> str:
    """What the keys of all the mails about APPLICATION begin with."""
    return f"application/{application.key.hex}/"


def forget_mails(application: Application) -> None:
    """Drops the mails about APPLICATION, sent or not."""
    OutgoingMail.objects.filter(key__startswith=mail_prefix(application)).delete()


def tell_started(application: Application) -> None:
    """The private link, as soon as an application is begun."""
    with translation.override(application.language):
        until = deadline_words(application.edition)
        letter = _letter(
            application,
            _("Votre candidature est commencée : %(edition)s"),
            [
                _("Votre brouillon est enregistré. Rien n’est encore déposé : le jury ne le voit pas."),
                _("Le lien ci-dessous est le vôtre : complétez, joignez vos fichiers, puis déposez."),
                *([_("Vous avez jusqu’au %(moment)s.") % {"moment": until}] if until else []),
            ],
            _("Continuer ma candidature"),
        )
    _queue(application, STARTED, letter)


def tell_moved(application: Application) -> None:
    """The private link, to the address that APPLICATION has now; once for each."""
    with translation.override(application.language):
        letter = _letter(
            application,
            _("Votre lien privé : %(edition)s"),
            [
                _("Cette adresse est désormais celle de votre candidature : nos courriels y arrivent."),
                _("Le lien ci-dessous est le vôtre. Gardez ce courriel."),
            ],
            _("Voir, changer ou retirer ma candidature"),
        )
    told = hashlib.sha256(application.contact_email.casefold().encode()).hexdigest()[:32]
    _queue(application, f"{MOVED}/{told}", letter)


def tell_submitted(application: Application) -> None:
    """That an application is received, and what comes next."""
    with translation.override(application.language):
        until = deadline_words(application.edition)
        letter = _letter(
            application,
            _("Candidature reçue : %(edition)s"),
            [
                _("Votre candidature est déposée. Merci."),
                *(
                    [_("Vous pouvez la changer ou la retirer jusqu’au %(moment)s.") % {"moment": until}]
                    if until
                    else []
                ),
                _("Le jury la lira après la clôture. Sa réponse sera publiée sur la page du concours."),
            ],
            _("Voir, changer ou retirer ma candidature"),
        )
    _queue(application, SUBMITTED, letter)


def tell_blocked(edition: ContestPage, reasons: Sequence[str]) -> None:
    """To the organiser: the results of EDITION are due and wait for REASONS. Once for the same ones."""
    with translation.override(DEFAULT_LANGUAGE):
        address = absolute(reverse("deliberation:deliberation", args=[edition.pk]))
        letter = Letter(
            language=DEFAULT_LANGUAGE,
            subject=_("Résultats non publiés : %(edition)s") % {"edition": edition.title},
            paragraphs=[
                _("L’heure des résultats est passée, et rien n’est publié : tout l’est ensemble, ou rien."),
                *reasons,
                _("Corrigez ces pages : les résultats paraîtront d’eux-mêmes à la minute suivante."),
            ],
            links=[Link(_("Ouvrir la délibération"), address)],
        )
    told = hashlib.sha256("\n".join(reasons).encode()).hexdigest()[:32]
    queue_mail(f"results/{edition.pk}/{told}", territory().email, [letter])


def deadline_words(edition: ContestPage) -> str:
    """Until when one may enter EDITION: "dimanche 31 janvier à minuit", "dimanche 31 janvier, 18 h"; "" for ever."""
    if edition.closes_at is None:
        return ""
    if not ends_at_midnight(edition.closes_at):
        return moment_words(edition.closes_at)
    return _("%(day)s à minuit") % {"day": full_day(last_day(edition.closes_at), clock_today())}


def _letter(application: Application, subject: str, paragraphs: list[str], label: str) -> Letter:
    edition = application.edition
    attach_words([edition])
    named = [(_("Numéro"), str(application.number))] if application.number else []
    titled = [(_("Titre"), application.title)] if application.title else []
    return Letter(
        language=application.language,
        subject=subject % {"edition": edition.words.title},
        paragraphs=[_("Bonjour,"), *paragraphs],
        facts_title=_("La candidature"),
        facts=[(_("Concours"), edition.words.title), *titled, *named, (_("De"), application.contact_name)],
        links=[Link(label, url_of(application)), Link(_("Voir la page"), absolute(edition.reading_path))],
        closing=[
            _("Ce lien est à vous : il montre, change ou retire cette candidature. Ne le transmettez pas."),
            _("Une question ? Répondez à ce courriel."),
            territory().publisher,
        ],
    )


def _queue(application: Application, notice: str, letter: Letter) -> None:
    key = f"{mail_prefix(application)}{notice}"
    queue_mail(key, application.contact_email, [letter], reply_to=territory().email)
