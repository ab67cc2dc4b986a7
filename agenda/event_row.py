"""A row of the agenda's own table: a date of an event, with what its event says. No national schema of events exists.

`/agenda/agenda.csv` and `.json` are made of these rows, and `/agenda/agenda.schema.json` of this class. What each
column is called elsewhere (schema.org, iCalendar) is said beside it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from annuaire.models import ActorPage
from annuaire.national_row import INSEE, POSTCODE
from core.addresses import absolute
from core.models import Place
from core.open_data.terms import licence_url
from core.tables.columns import Kind, column
from evenements.enums import ActorRole, AttendanceMode, RegistrationMode, State
from evenements.event_dates import edited_state
from evenements.models import EventPage, Occurrence, WorkshopPage
from evenements.snapshots import Snapshot

STATUSES = ("prevu", "reprogramme", "reporte", "deplace-en-ligne", "complet", "annule")
STATUS_OF = {
    State.CONFIRMED: "prevu",
    State.POSTPONED: "reporte",
    State.MOVED_ONLINE: "deplace-en-ligne",
    State.FULL: "complet",
    State.CANCELLED: "annule",
}


def codes(title: str, what: str) -> Any:
    return column(title, f"Codes {what}, séparés par |, dans l’ordre alphabétique.", many=True)


@dataclass(frozen=True)
class EventRow:
    """A date. Text is "" and a list () where nothing is known; numbers, days and instants are None."""

    id: str = column("Identifiant de la date", "Ne change pas quand l’heure change.", required=True, unique=True)
    id_serie: str = column(
        "Identifiant de la série", "Le même pour les dates qui se répètent ; l’UID d’iCalendar.", required=True
    )
    titre_fr: str = column("Titre en français", required=True, max_length=255)
    titre_br: str = column("Titre en breton", "Vide sans traduction.", max_length=255)
    titre_en: str = column("Titre en anglais", "Vide sans traduction.", max_length=255)
    description_fr: str = column("En une phrase ou deux, en français", max_length=400)
    description_br: str = column("En breton", max_length=400)
    description_en: str = column("En anglais", max_length=400)
    type: str = column("Type d’événement", "Code.", required=True)
    atelier: bool | None = column("Atelier", "Vrai pour un atelier.", kind=Kind.BOOLEAN, required=True)
    debut: dt.datetime | None = column("Début", "En UTC ; startDate, DTSTART.", kind=Kind.DATETIME, required=True)
    fin: dt.datetime | None = column(
        "Fin", "En UTC, exclue ; vide quand elle n’est pas dite ; endDate, DTEND.", kind=Kind.DATETIME
    )
    premier_jour: dt.date | None = column("Premier jour", "Dans le fuseau.", kind=Kind.DATE, required=True)
    dernier_jour: dt.date | None = column("Dernier jour", "Dans le fuseau, inclus.", kind=Kind.DATE, required=True)
    jour_entier: bool | None = column("Toute la journée", kind=Kind.BOOLEAN, required=True)
    fuseau: str = column("Fuseau horaire", "Nom de la base IANA ; TZID.", required=True, example="Europe/Paris")
    statut: str = column("Statut", "eventStatus, STATUS.", required=True, values=STATUSES)
    debut_initial: dt.datetime | None = column(
        "Début initial", "Avant le report, en UTC ; previousStartDate.", kind=Kind.DATETIME
    )
    note: str = column("Ce qui est dit de cette date", max_length=200)
    mode: str = column(
        "Mode", "Celui de cette date ; eventAttendanceMode.", required=True, values=tuple(AttendanceMode.values)
    )
    lien_en_ligne: str = column("Lien en ligne", "VirtualLocation, CONFERENCE.", kind=Kind.URI)
    lieu_id: str = column("Identifiant du lieu", "Celui de l’acteur dans annuaire.csv, ou le code d’un autre lieu.")
    lieu_nom: str = column("Lieu", "location, LOCATION.", max_length=255)
    adresse: str = column("Numéro et voie", max_length=200)
    complement_adresse: str = column("Complément d’adresse", max_length=200)
    code_postal: str = column("Code postal", pattern=POSTCODE)
    code_insee: str = column("Code INSEE de la commune", pattern=INSEE)
    commune: str = column("Commune")
    latitude: float | None = column("Latitude", "WGS 84, en degrés ; GEO.", kind=Kind.NUMBER)
    longitude: float | None = column("Longitude", "WGS 84, en degrés.", kind=Kind.NUMBER)
    organisateur_id: tuple[str, ...] = column(
        "Identifiants des organisateurs", "Ceux d’annuaire.csv, séparés par |.", many=True
    )
    organisateur_nom: tuple[str, ...] = column("Organisateurs", "Séparés par | ; organizer.", many=True)
    publics: tuple[str, ...] = codes("Publics", "des publics visés ; audience")
    themes: tuple[str, ...] = codes("Thèmes", "des thèmes ; keywords")
    actions: tuple[str, ...] = codes("Actions du plan", "des actions du plan servies")
    equipements: tuple[str, ...] = codes("Équipements", "des équipements d’un atelier")
    niveau: str = column("Niveau", "D’un atelier.")
    gratuit: bool | None = column("Gratuit", "isAccessibleForFree.", kind=Kind.BOOLEAN, required=True)
    tarif: str = column("Tarif", max_length=160)
    capacite: float | None = column("Places par date", "maximumAttendeeCapacity.", kind=Kind.NUMBER)
    inscription_url: str = column("Où s’inscrire", "offers.url.", kind=Kind.URI)
    accessibilite: str = column("Accessibilité", max_length=400)
    langues_parlees: str = column("Langues parlées", max_length=80)
    image_url: str = column("Image", "image, IMAGE.", kind=Kind.URI)
    exemple: bool | None = column("Exemple", "Vrai pour un contenu inventé, à ne pas reprendre.", kind=Kind.BOOLEAN)
    url: str = column("Page de l’événement", kind=Kind.URI, required=True)
    date_maj: dt.datetime | None = column(
        "Mise à jour", "Ce qui est dit de l’événement a changé, en UTC ; LAST-MODIFIED.", kind=Kind.DATETIME
    )
    licence: str = column("Licence", kind=Kind.URI, required=True)

    @classmethod
    def from_date(cls, date: Occurrence, shot: Snapshot, language: str, modified: dt.datetime | None) -> "EventRow":
        """The row of DATE, whose event is SHOT, last told otherwise at MODIFIED; its names and its page in LANGUAGE."""
        return cls(
            id=date.public_id,
            id_serie=date.line_uid,
            **_words(date, shot),
            **_when(date),
            **_where_online(date, shot),
            **_organisers(shot, language),
            **_subjects(shot),
            **_price(date, shot.event),
            **_access(shot.event),
            **_workshop(shot.event),
            **_venue(date, shot, language),
            **_record(shot, language, modified),
        )


def status_of(date: Occurrence) -> str:
    """What the state of DATE is called; one that has a new day is rescheduled, however its editor called it."""
    state = State(edited_state(date))
    if date.previous_start and state in (State.CONFIRMED, State.POSTPONED):
        return "reprogramme"
    return STATUS_OF[state]


def _words(date: Occurrence, shot: Snapshot) -> dict[str, Any]:
    """What it is called and said to be, in each language."""
    event, breton, english = shot.event, shot.words.get("br"), shot.words.get("en")
    return {
        "titre_fr": date.title or event.title,
        "titre_br": breton.title if breton else "",
        "titre_en": english.title if english else "",
        "description_fr": event.summary,
        "description_br": breton.summary if breton else "",
        "description_en": english.summary if english else "",
        "note": date.note,
    }


def _when(date: Occurrence) -> dict[str, Any]:
    return {
        "debut": date.start,
        "fin": None if date.open_ended else date.end,
        "premier_jour": date.first_day,
        "dernier_jour": date.last_day,
        "jour_entier": date.all_day,
        "fuseau": settings.TIME_ZONE,
        "statut": status_of(date),
        "debut_initial": date.previous_start,
    }


def _where_online(date: Occurrence, shot: Snapshot) -> dict[str, Any]:
    link = "" if date.mode == AttendanceMode.ON_SITE else shot.event.online_url
    return {"mode": date.mode, "lien_en_ligne": link}


def _organisers(shot: Snapshot, language: str) -> dict[str, Any]:
    """Who organises it, called as in LANGUAGE."""
    organisers = [actor for role, actor in shot.actors if role == ActorRole.ORGANISER]
    return {
        "organisateur_id": tuple(str(actor.translation_key) for actor in organisers),
        "organisateur_nom": tuple(shot.name_of(actor, language) for actor in organisers),
    }


def _subjects(shot: Snapshot) -> dict[str, Any]:
    return {
        "type": shot.event.kind.code,
        "publics": codes_of(shot, "audiences"),
        "themes": codes_of(shot, "themes"),
        "actions": codes_of(shot, "actions"),
        "equipements": codes_of(shot, "equipment"),
    }


def _price(date: Occurrence, event: EventPage) -> dict[str, Any]:
    """What it costs, how many it takes and where one registers."""
    is_external = event.registration == RegistrationMode.EXTERNAL
    return {
        "gratuit": date.is_free,
        "tarif": "" if date.is_free else event.price,
        "capacite": date.seats or event.seats,
        "inscription_url": event.registration_url if is_external else "",
    }


def _access(event: EventPage) -> dict[str, Any]:
    return {"accessibilite": event.accessibility, "langues_parlees": event.spoken_languages}


def _record(shot: Snapshot, language: str, modified: dt.datetime | None) -> dict[str, Any]:
    """What is said of the row itself: its page in LANGUAGE, its picture, its licence and when it last changed."""
    return {
        "image_url": shot.picture,
        "exemple": shot.event.example,
        "url": absolute(shot.path_in(language)),
        "date_maj": modified,
        "licence": licence_url(),
    }


def codes_of(shot: Snapshot, field: str) -> tuple[str, ...]:
    return tuple(sorted(term.code for term in shot.terms.get(field, ())))


def _workshop(event: EventPage) -> dict[str, Any]:
    if not isinstance(event, WorkshopPage):
        return {"atelier": False}
    return {"atelier": True, "niveau": event.level}


def _venue(date: Occurrence, shot: Snapshot, language: str) -> dict[str, Any]:
    """Where DATE is held; nothing online, nor of a date that moved there."""
    venue = venue_of(date, shot)
    if venue is None or date.mode == AttendanceMode.ONLINE:
        return {}
    return {
        "lieu_id": venue.slug if isinstance(venue, Place) else str(venue.translation_key),
        "lieu_nom": shot.venue_name(venue, language),
        "adresse": venue.street,
        "complement_adresse": venue.complement,
        "code_postal": venue.postcode,
        "code_insee": venue.commune.insee if venue.commune else "",
        "commune": venue.commune.name if venue.commune else "",
        "latitude": venue.latitude,
        "longitude": venue.longitude,
    }


def venue_of(date: Occurrence, shot: Snapshot) -> ActorPage | Place | None:
    """The actor or the place of DATE, among those of its event."""
    if date.host_id:
        return shot.hosts.get(date.host_id)
    if date.place_id is None:
        return None
    own = shot.event.place
    return own if own and own.pk == date.place_id else shot.places.get(date.place_id)
