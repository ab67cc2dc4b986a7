"""What those who booked are told, in the language of the page they booked on; queued in the causing transaction."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache, partial

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.addresses import absolute
from core.clock import today as clock_today
from core.dates_in_words import clock as hour_words
from core.dates_in_words import full_day
from core.languages import choose
from core.mail.letter import Attachment, Letter
from core.mail.queue import Draft, queue_mails
from core.parts import Link
from core.territory import territory
from evenements.booking.calendar_names import Name
from evenements.booking.enums import BookingState
from evenements.booking.invitation import CANCEL, PUBLISH, invitation
from evenements.booking.links import url_of
from evenements.booking.models import BookedDate, Booking
from evenements.booking.told import told
from evenements.enums import State
from evenements.presentation import local, when_words
from evenements.snapshots import Snapshot


class Notice(Enum):
    """What happened; the value names the mail in its key."""

    BOOKED = "booked"
    WAITING = "waiting"
    OFFERED = "offered"
    EXPIRED = "expired"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    REMOVED = "removed"
    MOVED = "moved"
    POSTPONED = "postponed"
    DATE_CANCELLED = "date-cancelled"
    RESTORED = "restored"
    REMINDER = "reminder"
    MESSAGE = "message"


# The notices that carry the date's calendar file, for those who hold a seat, and by what method.
METHODS = {
    Notice.BOOKED: PUBLISH,
    Notice.MOVED: PUBLISH,
    Notice.POSTPONED: PUBLISH,
    Notice.RESTORED: PUBLISH,
    Notice.REMINDER: PUBLISH,
    Notice.CANCELLED: CANCEL,
    Notice.REMOVED: CANCEL,
    Notice.DATE_CANCELLED: CANCEL,
}
# Those told of what they no longer have may have had a seat.
LEAVING = (Notice.CANCELLED, Notice.REMOVED)
# Those of a date that is not when or where it was, where one may no longer be able to come.
MOVING = (Notice.MOVED, Notice.POSTPONED, Notice.RESTORED)


@dataclass(frozen=True)
class News:
    """A notice about a date. `former` is when it was; `subject` and `text` are what an organiser wrote.

    `read` gives what is published of its event. `occasion` tells apart two mails of the same notice to the same person:
    asked twice for one, nothing more is sent.
    """

    notice: Notice
    occasion: str
    date: BookedDate
    read: Callable[[], Snapshot | None]
    former: tuple[dt.datetime, dt.datetime] | None = None
    subject: str = ""
    text: str = ""

    @property
    def snapshot(self) -> Snapshot | None:
        return self.read()


def mail_prefix(booking: Booking) -> str:
    """What the keys of all the mails about BOOKING begin with."""
    return f"booking/{booking.key.hex}/"


def tell(booking: Booking, news: News) -> None:
    """Queues the mail of NEWS to BOOKING; nothing for someone without an address that mails reach."""
    tell_all([booking], news)


def tell_all(bookings: Iterable[Booking], news: News) -> None:
    """The same to each of BOOKINGS, all or none, in as few queries as for one."""
    file = cache(partial(_file, news))
    written = [(booking, _draft(booking, news, file)) for booking in bookings if booking.can_be_written_to]
    queue_mails(draft for _booking, draft in written)
    renamed = [booking.pk for booking, draft in written if booking.former_name and draft.attachment]
    if renamed:
        Booking.objects.filter(pk__in=renamed).update(former_uid="", former_moment="")


def _file(news: News, language: str, former: Name | None) -> Attachment | None:
    """What NEWS carry to those who hold a seat, or did, in whose agenda the date has the FORMER name."""
    method = METHODS.get(news.notice)
    return invitation(news.date, news.snapshot, language, method=method, former=former) if method else None


def _draft(booking: Booking, news: News, file: Callable[[str, Name | None], Attachment | None]) -> Draft:
    with translation.override(booking.language):
        letter = _letter(booking, news)
    has_seat = booking.state == BookingState.BOOKED or news.notice in LEAVING
    return Draft(
        key=f"{mail_prefix(booking)}{news.notice.value}/{news.occasion}",
        recipient=booking.email,
        letters=[letter],
        reply_to=reply_to(news.date),
        attachment=file(booking.language, booking.former_name) if has_seat else None,
    )


def reply_to(date: BookedDate) -> str:
    """Who answers questions about DATE."""
    return date.event.contact_email or territory().email


def _letter(booking: Booking, news: News) -> Letter:
    about = told(news.date, news.snapshot)
    online = about.online_url if booking.state == BookingState.BOOKED else ""
    return Letter(
        language=booking.language,
        subject=_subject(booking, news) % {"title": about.title},
        paragraphs=[_("Bonjour,"), *_paragraphs(booking, news)],
        facts_title=_("La réservation"),
        facts=[
            *about.facts(news.date, says_former=news.former is None),
            (_("Au nom de"), booking.name),
            (_("Personnes"), str(booking.people)),
        ],
        links=[
            *([Link(_("Rejoindre en ligne"), online)] if online else []),
            Link(_link_label(booking, news), url_of(booking)),
            Link(_("Voir la page"), absolute(about.path)),
        ],
        closing=[
            _("Ce lien est à vous : il montre, change ou annule cette réservation. Ne le transmettez pas."),
            _("Une question ? Répondez à ce courriel."),
            choose(territory().publisher_names),
        ],
    )


def _subject(booking: Booking, news: News) -> str:
    """With the place where the title of the event goes."""
    if news.notice == Notice.MESSAGE:
        return news.subject.replace("%", "%%") + " – %(title)s"
    if news.notice == Notice.CHANGED and booking.state == BookingState.WAITING:
        return _("Demande modifiée : %(title)s")
    return {
        Notice.BOOKED: _("Réservation confirmée : %(title)s"),
        Notice.WAITING: _("Liste d’attente : %(title)s"),
        Notice.OFFERED: _("Une place se libère : %(title)s"),
        Notice.EXPIRED: _("Place proposée à la personne suivante : %(title)s"),
        Notice.CHANGED: _("Réservation modifiée : %(title)s"),
        Notice.CANCELLED: _("Réservation annulée : %(title)s"),
        Notice.REMOVED: _("Votre réservation est retirée : %(title)s"),
        Notice.MOVED: _("Changement : %(title)s"),
        Notice.POSTPONED: _("Date reportée : %(title)s"),
        Notice.DATE_CANCELLED: _("Date annulée : %(title)s"),
        Notice.RESTORED: _("La date a finalement lieu : %(title)s"),
        Notice.REMINDER: _("C’est bientôt : %(title)s"),
    }[news.notice]


def _link_label(booking: Booking, news: News) -> str:
    if news.notice == Notice.OFFERED:
        return _("Accepter ou refuser cette place")
    if news.notice in MOVING:
        return _("Je ne peux plus venir : le dire, ou voir ma réservation")
    return _("Voir, changer ou annuler ma réservation") if booking.is_going else _("Voir cette réservation")


def moment_words(moment: dt.datetime) -> str:
    """An instant on the territory's clock: "mardi 24 novembre, 18 h"."""
    there = local(moment)
    return f"{full_day(there.date(), clock_today())}, {hour_words(there)}"


def _paragraphs(booking: Booking, news: News) -> list[str]:
    notice, date = news.notice, news.date
    if notice == Notice.MESSAGE:
        return [part.strip() for part in news.text.split("\n\n") if part.strip()]
    if notice == Notice.OFFERED and booking.offer_ends_at:
        return [
            ngettext(
                "Une place s’est libérée : elle est pour vous si vous l’acceptez avant le %(until)s.",
                "%(count)s places se sont libérées : elles sont pour vous si vous les acceptez avant le %(until)s.",
                booking.people,
            )
            % {"count": booking.people, "until": moment_words(booking.offer_ends_at)},
            _("Sans réponse à cette heure-là, nous la proposerons à la personne suivante."),
        ]
    if notice in MOVING:
        former = when_words(_at(date, news.former), clock_today()) if news.former else ""
        words = [_("Elle se tient désormais en ligne.")] if date.state == State.MOVED_ONLINE else []
        words += [_("C’était auparavant : %(former)s.") % {"former": former}] if former else []
        no = _("Si vous ne pouvez plus venir, dites-le par le lien.")
        return [*_what_moves(notice), *words, _still_stands(booking), no]
    return list(_plain(booking)[notice])


def _what_moves(notice: Notice) -> list[str]:
    return {
        Notice.MOVED: [_("Cette date change. Voici ce qui vaut désormais.")],
        Notice.POSTPONED: [
            _("Cette date est reportée : elle n’a pas lieu ce jour-là."),
            _("La nouvelle date n’est pas encore connue. Nous vous l’écrirons."),
        ],
        Notice.RESTORED: [_("Cette date a finalement lieu.")],
    }[notice]


def _still_stands(booking: Booking) -> str:
    """What a change of the date leaves as it was."""
    if booking.state == BookingState.WAITING:
        return _("Vous êtes toujours sur la liste d’attente.")
    return _("Votre réservation reste valable.")


def _plain(booking: Booking) -> dict[Notice, list[str]]:
    """The sentences that say nothing of their own."""
    return {
        Notice.BOOKED: [
            ngettext("Votre place est réservée.", "Vos %(count)s places sont réservées.", booking.people)
            % {"count": booking.people},
            _("Le fichier joint met la date dans votre agenda."),
        ],
        Notice.WAITING: [
            _("Cette date est complète : vous êtes sur la liste d’attente."),
            _("Si des places se libèrent, nous vous écrirons ; vous aurez alors un délai pour accepter ou refuser."),
        ],
        Notice.EXPIRED: [
            _("Nous n’avons pas eu votre réponse à temps : la place est proposée à la personne suivante."),
            _("Vous pouvez faire une nouvelle demande sur la page."),
        ],
        Notice.CHANGED: [
            _("Votre demande est changée : vous êtes toujours sur la liste d’attente.")
            if booking.state == BookingState.WAITING
            else _("Votre réservation est changée. Voici ce qui vaut désormais.")
        ],
        Notice.CANCELLED: [_("Votre réservation est annulée, comme vous l’avez demandé. Merci de l’avoir dit.")],
        Notice.REMOVED: [_("L’organisateur a retiré votre réservation. Pour savoir pourquoi, répondez à ce courriel.")],
        Notice.DATE_CANCELLED: [_("Cette date n’aura pas lieu comme prévu. Vous n’avez rien à faire.")],
        Notice.REMINDER: [
            _("Nous vous attendons bientôt. Si vous ne pouvez plus venir, dites-le : votre place servira à d’autres.")
        ],
    }


def _at(date: BookedDate, span: tuple[dt.datetime, dt.datetime]) -> BookedDate:
    """DATE when it was held at SPAN; never saved."""
    return BookedDate(start=span[0], end=span[1], all_day=date.all_day, open_ended=date.open_ended)
