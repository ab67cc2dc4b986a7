"""Who was added without an address gets no mail: when a seat is offered to them, the organiser is asked to call."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.addresses import absolute
from core.clock import today as clock_today
from core.languages import DEFAULT_LANGUAGE
from core.mail.letter import Letter
from core.mail.queue import queue_mail
from core.parts import Link
from evenements.booking.letters import News, Notice, mail_prefix, moment_words, reply_to
from evenements.booking.models import BookedDate, Booking
from evenements.models import Occurrence
from evenements.presentation import when_words


def ask_to_call(booking: Booking, news: News) -> None:
    """Queues what the organiser of the date must know of BOOKING, in French: an offer to answer, or one that passed."""
    with translation.override(DEFAULT_LANGUAGE):
        told = _told(booking, news.notice)
        if not told:
            return
        subject, *paragraphs = told
        title, date = news.date.event.title, news.date
        letter = Letter(
            language=DEFAULT_LANGUAGE,
            subject=subject % {"title": title},
            paragraphs=[_("Bonjour,"), *paragraphs],
            facts_title=_("La réservation"),
            facts=[(_("Quoi"), title), (_("Quand"), when_words(date, clock_today()))],
            links=[Link(_("Ouvrir la liste"), absolute(date_url(date)))],
        )
    queue_mail(f"{mail_prefix(booking)}call-{news.notice.value}/{news.occasion}", reply_to(date), [letter])


def _told(booking: Booking, notice: Notice) -> list[str]:
    """The subject, with the place of the title, then the sentences; nothing when there is nobody to call."""
    if notice == Notice.OFFERED and booking.offer_ends_at:
        freed = ngettext(
            "Une place s’est libérée pour %(name)s, qui n’a pas d’adresse électronique.",
            "%(count)s places se sont libérées pour %(name)s, qui n’a pas d’adresse électronique.",
            booking.people,
        )
        call = _("Appelez, puis acceptez pour cette personne, ou retirez-la, dans la liste, avant le %(until)s.")
        return [
            _("À appeler : une place se libère, %(title)s"),
            freed % {"name": booking.name, "count": booking.people},
            call % {"until": moment_words(booking.offer_ends_at)},
        ]
    if notice == Notice.EXPIRED:
        passed = _("La place proposée à %(name)s n’a pas été acceptée à temps : elle passe à la personne suivante.")
        return [_("Place passée à la personne suivante : %(title)s"), passed % {"name": booking.name}]
    return []


def date_url(date: Occurrence | BookedDate, name: str = "date") -> str:
    """The page NAME of DATE for its organisers; by itself, the list of who comes."""
    return reverse(f"reservations:{name}", args=[date.event_id, date.original_day.isoformat(), date.line_uid])
