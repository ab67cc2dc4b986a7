"""Every mail about a booking, in every language, as text and as HTML, and as a mail server gets it."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from bs4 import BeautifulSoup
from icalendar import Calendar

from core.clock import now
from core.mail.sending import send_waiting
from core.models import MailState, OutgoingMail
from core.territory import territory
from evenements.booking import allocation
from evenements.booking.letters import METHODS, Notice
from tests.benchmarks.servers import free_port
from tests.evenements.booking.sample import MORNING, TITLES, booked, every_mail, workshop
from tests.reading import SPACES

pytestmark = pytest.mark.django_db
GREETINGS = {"fr": "Bonjour,", "br": "Demat,", "en": "Hello,"}
LINK = re.compile(r"https?://\S+")
SEPARATOR = re.compile(r" ?: ")


@pytest.fixture(autouse=True)
def _april(settings):
    settings.FROZEN_NOW = MORNING


@pytest.fixture
def mails() -> dict[tuple[Notice, str], OutgoingMail]:
    return {(notice, language): mail for notice, language, mail in every_mail()}


def lines(text: str) -> list[str]:
    return [line for line in text.translate(SPACES).splitlines() if line]


def words_of(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").body.get_text().translate(SPACES).split())


def test_each_is_whole_in_text_and_in_html(mails):
    assert {notice for notice, _language in mails} == set(Notice)
    for (notice, language), mail in mails.items():
        about = f"{notice.name} {language}"
        told = lines(mail.text)
        assert told[0] == GREETINGS[language], about
        assert TITLES[language] in mail.subject, about
        assert TITLES[language] in mail.text, about
        assert "%(" not in mail.subject + mail.text + mail.html, about
        assert f"{notice.name}-{language}" in mail.text, about
        soup = BeautifulSoup(mail.html, "html.parser")
        assert soup.html["lang"] == soup.body.div["lang"] == language, about
        said = [part for line in told for part in SEPARATOR.split(line.removeprefix("– "), maxsplit=1)]
        assert [part for part in said if part not in words_of(mail.html) and not LINK.fullmatch(part)] == [], about
        assert LINK.findall(mail.text) == [link["href"] for link in soup.select("a")], about


def test_none_says_in_another_language_what_it_says_in_french(mails):
    for (notice, language), mail in mails.items():
        if language == "fr":
            continue
        french = mails[notice, "fr"]
        written = {"Premier.", "Second."} if notice == Notice.MESSAGE else set()
        same = set(lines(mail.text)) & set(lines(french.text)) - written
        signed = territory().publisher_names
        assert same == {signed["fr"]} & {signed[language]}, f"{notice.name} {language}"
        assert lines(mail.text)[-1] == signed[language], f"{notice.name} {language}"
        if notice != Notice.MESSAGE:
            before = [told.subject.partition(TITLES[of])[0] for told, of in ((mail, language), (french, "fr"))]
            assert before[0] != before[1], f"{notice.name} {language}"


def test_the_link_of_each_opens_its_booking_in_its_language(mails, client):
    for (notice, language), mail in mails.items():
        own, page = (url.removeprefix("http://testserver") for url in LINK.findall(mail.text))
        response = client.get(own)
        assert response.status_code == 200, f"{notice.name} {language}"
        soup = BeautifulSoup(response.content, "html.parser")
        assert soup.html["lang"] == language
        assert f"{notice.name}-{language}" in soup.get_text()
        assert client.get(page).status_code == 200


def test_the_calendar_file_comes_where_it_is_due_with_its_method(mails):
    found = {}
    for (notice, _language), mail in mails.items():
        if mail.attachment is not None:
            calendar = Calendar.from_ical(bytes(mail.attachment))
            assert len(calendar.events) == 1
            assert f"method={calendar['METHOD']}" in mail.attachment_type
            found.setdefault(notice, set()).add(str(calendar["METHOD"]))
    assert found == {notice: {method} for notice, method in METHODS.items()}


def test_the_calendar_file_is_in_the_language_of_its_mail(mails):
    for language, title in TITLES.items():
        calendar = Calendar.from_ical(bytes(mails[Notice.BOOKED, language].attachment))
        assert title in calendar.events[0]["SUMMARY"]


@pytest.mark.parametrize(
    ("language", "has_seat", "waits"),
    [
        ("fr", "Réservation modifiée :", "Demande modifiée :"),
        ("br", "Miridigezh kemmet:", "Goulenn kemmet:"),
        ("en", "Booking changed:", "Request changed:"),
    ],
)
def test_who_waits_and_changes_what_they_asked_is_not_told_of_a_booking(language, has_seat, waits):
    event = workshop(2)
    first, second = booked(event, "Enora", 2, language=language), booked(event, "Malo", 2, language=language)
    for booking, subject in ((first, has_seat), (second, waits)):
        allocation.change(booking, f"{booking.name} et Cie", 2, now())
        changed = OutgoingMail.objects.get(recipient=booking.email, key__contains="/changed/")
        assert changed.subject.translate(SPACES).startswith(subject)


class Sink:
    """A mail server that keeps what it is given; it puts off the first mail for each address in `busy`."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.busy: set[str] = set()

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        (recipient,) = envelope.rcpt_tos
        if recipient in self.busy:
            self.busy.discard(recipient)
            return "451 Try again later"
        self.received.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    handler = Sink()
    server = Controller(handler, hostname="127.0.0.1", port=free_port())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    server.start()
    yield handler
    server.stop()


def test_a_mail_server_gets_each_once_whole(mails, sink):
    assert send_waiting().sent == len(mails)
    assert send_waiting().sent == 0
    received = {mail["To"]: mail for mail in sink.received}
    assert len(received) == len(sink.received) == len(mails)
    for mail in mails.values():
        got = received[mail.recipient]
        assert got["Subject"].strip() == mail.subject
        assert got["Message-ID"] == mail.message_id
        assert got["Auto-Submitted"] == "auto-generated"
        assert got["Reply-To"]
        assert got.get_body(("plain",)).get_content().split() == mail.text.split()
        assert got.get_body(("html",)).get_content().split() == mail.html.split()
        files = list(got.iter_attachments())
        assert [file.get_payload(decode=True) for file in files] == [
            bytes(content) for content in [mail.attachment] if content is not None
        ]
        for file in files:
            assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "date.ics")
            assert file.get_param("method") in mail.attachment_type


def test_a_mail_server_that_is_busy_gets_it_once_later(sink):
    event = workshop()
    booked(event)
    sink.busy = {"enora@courriel.bzh"}
    assert send_waiting().postponed == 1
    assert sink.received == []
    OutgoingMail.objects.update(next_try_at=OutgoingMail.objects.get().queued_at)
    assert send_waiting().sent == 1
    assert send_waiting().sent == 0
    assert [mail["To"] for mail in sink.received] == ["enora@courriel.bzh"]
    assert OutgoingMail.objects.get().state == MailState.SENT
