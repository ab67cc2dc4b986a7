"""`modifie_depuis=`: a reader that has a copy asks for what changed since.

Bounds: the instant asked is included, so a change of that very second is told, perhaps twice, and never missed. Who
reads is told what to send next: the version that was there before anything was read. A change under way then has a
later one, since versions follow one another under a lock; so neither clocks nor slow transactions lose anything.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from core.clock import now

NAME = "modifie_depuis"
NEXT_HEADER = "Modifie-Depuis"
FIRST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
LONGEST = 40
# A "+" that an address did not encode comes as a space.
LOST_PLUS = re.compile(r" (?=\d{2}:?\d{2}$)")


@dataclass(frozen=True)
class Reading:
    """What a reader that asked for changes gets. `since` is None when everything is told: nothing was asked, or not
    all that changed since is known; `following` is the instant to ask from next time, None while nothing is known.
    """

    asked: dt.datetime | None
    since: dt.datetime | None
    following: dt.datetime | None

    @property
    def is_whole(self) -> bool:
        return self.since is None


def reading(query: QueryDict, version: dt.datetime | None, known_since: dt.datetime | None) -> Reading:
    """What QUERY asks of data at VERSION, of which each change is known from KNOWN_SINCE on.

    Raises ValidationError, with a sentence, when it is no instant.
    """
    asked = _asked(query, version)
    is_known = asked is not None and version is not None and known_since is not None and asked >= known_since
    return Reading(asked, asked if is_known else None, version)


def headers(read: Reading) -> dict[str, str]:
    """What says, beside the document, what to ask from next time."""
    return {NEXT_HEADER: written(read.following)} if read.following else {}


def table_refusal(address: str) -> str:
    """What is answered to who asks a table for changes: it has no place to say what was withdrawn."""
    return _("Paramètre « %(name)s » : un tableau ne dit pas ce qui a été retiré ; lisez %(url)s.") % {
        "name": NAME,
        "url": address,
    }


def written(moment: dt.datetime) -> str:
    """MOMENT as addresses and files write it, in UTC."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _asked(query: QueryDict, version: dt.datetime | None) -> dt.datetime | None:
    values = list(dict.fromkeys(value.strip() for value in query.getlist(NAME) if value.strip()))
    if not values:
        return None
    if len(values) > 1:
        raise wrong(_("Une seule valeur à la fois."))
    asked = _instant(values[0])
    if asked is None:
        raise wrong(_("écrivez un instant (2026-11-21T08:00:00Z) ou un jour (2026-11-21), au format ISO 8601."))
    # An instant to come would silently leave out what changes until then.
    if asked > max(filter(None, (now(), version))):
        raise wrong(_("cet instant n’est pas encore passé ; envoyez celui que donne la dernière lecture."))
    return asked


def wrong(message: str) -> ValidationError:
    return ValidationError(_("Paramètre « %(name)s » : %(message)s") % {"name": NAME, "message": message})


def _instant(text: str) -> dt.datetime | None:
    """The instant TEXT writes; a day, or an hour without a zone, is on the territory's clock."""
    if len(text) > LONGEST or not text.isascii():
        return None
    try:
        moment = dt.datetime.fromisoformat(LOST_PLUS.sub("+", text))
        aware = moment if moment.tzinfo else timezone.make_aware(moment, timezone.get_default_timezone())
        return max(aware.astimezone(dt.UTC), FIRST)
    except (ValueError, OverflowError):
        return None
