"""The list of a date as its organiser reads it: who has a seat, who waits, who left."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from annuaire.duplicates.names import fold
from core.formulas import neutral
from core.models import OutgoingMail
from core.models.mail import NOT_LEFT
from core.tables.writing import one_line
from evenements.booking.dates import occurrence_of
from evenements.booking.enums import HOLDING, BookingState
from evenements.booking.letters import mail_prefix, moment_words
from evenements.booking.models import BookedDate, Booking
from evenements.booking.questions import in_lines
from evenements.booking.rules import free_seats


@dataclass
class Register:
    """The bookings of a date, those that SOUGHT finds when given; `failed` are those a mail did not reach."""

    date: BookedDate
    sought: str = ""
    rows: Sequence[Booking] = field(init=False)
    failed: set[int] = field(init=False)
    seats: int | None = field(init=False)

    def __post_init__(self) -> None:
        published = occurrence_of(self.date)
        self.seats = published.seats if published else None
        self.rows = found(self.date.bookings.order_by("made_at", "pk"), self.sought)
        keys = _failed_keys()
        self.failed = {row.pk for row in self.rows if mail_prefix(row) in keys}
        for row in self.rows:
            row.lines = in_lines(row.answers)
            row.answers_by = moment_words(row.offer_ends_at) if row.offer_ends_at else ""

    @property
    def free(self) -> int:
        return free_seats(self.seats or 0, self.date.held)

    @property
    def booked(self) -> list[Booking]:
        """Those who have a seat, by name as a sheet has them."""
        rows = [row for row in self.rows if row.state in HOLDING]
        return sorted(rows, key=lambda row: (row.state == BookingState.OFFERED, row.name.casefold(), row.pk))

    @property
    def coming(self) -> list[Booking]:
        """Those of them who said yes."""
        return [row for row in self.booked if row.state == BookingState.BOOKED]

    @property
    def waiting(self) -> list[Booking]:
        return [row for row in self.rows if row.state == BookingState.WAITING]

    @property
    def left(self) -> list[Booking]:
        return [row for row in self.rows if not row.is_going]

    @property
    def came(self) -> int:
        """How many people came, sought or not, names gone or not."""
        number = self.date.bookings.filter(came=True).aggregate(people=Sum("people"))["people"] or 0
        return max(number, self.date.attended)


def found(rows: Iterable[Booking], sought: str) -> list[Booking]:
    """Those of ROWS whose name or address has SOUGHT, whatever its case and its accents, on every database."""
    words = fold(" ".join(sought.split()))
    return [row for row in rows if words in fold(row.name) or words in fold(row.email)]


def _failed_keys() -> set[str]:
    """The beginnings of the keys of mails that did not leave."""
    keys = OutgoingMail.objects.filter(state__in=NOT_LEFT, key__startswith="booking/").values_list("key", flat=True)
    return {"/".join(key.split("/")[:2]) + "/" for key in keys}


def as_csv(register: Register) -> str:
    """The list as a file: a line a booking, none that a spreadsheet would run."""
    asked = list(dict.fromkeys(question for row in register.rows for question, _answer in row.lines))
    head = [_("Nom"), _("Adresse électronique"), _("Personnes"), _("État"), _("Demandé le"), _("Présence"), *asked]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([neutral(one_line(str(cell))) for cell in head])
    for row in [*register.booked, *register.waiting, *register.left]:
        answers = dict(row.lines)
        made = timezone.localtime(row.made_at, timezone.get_default_timezone())
        came = {True: _("oui"), False: _("non"), None: ""}[row.came]
        cells = [row.name, row.email, row.people, row.get_state_display(), f"{made:%Y-%m-%d %H:%M}", came]
        cells += [answers.get(question, "") for question in asked]
        writer.writerow([neutral(one_line(str(cell))) for cell in cells])
    return out.getvalue()
