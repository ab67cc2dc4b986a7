"""Every mail about an application, in each language, as text and as HTML, and as a mail server gets it."""

import pytest
from bs4 import BeautifulSoup

from core.clock import now
from core.languages import codes
from core.mail.sending import send_waiting
from core.models import OutgoingMail
from core.territory import territory
from evenements.contest.entering import submit
from evenements.contest.letters import STARTED, SUBMITTED, tell_blocked, tell_started
from tests.evenements.booking import test_letters as bookings
from tests.evenements.booking.test_letters import GREETINGS, LINK, SEPARATOR, lines, words_of
from tests.evenements.contest.sample import OPEN, draft, open_edition
from tests.factories.core import translate

pytestmark = pytest.mark.django_db
TITLES = {"fr": "Concours des ports", "br": "Kenstrivadeg ar porzhioù", "en": "Contest of the harbours"}
sink = bookings.sink


@pytest.fixture(autouse=True)
def _november(settings):
    settings.FROZEN_NOW = OPEN


@pytest.fixture
def mails() -> dict[tuple[str, str], OutgoingMail]:
    """The two mails that applicants get, in each language, each to an address of its own."""
    edition = open_edition(title=TITLES["fr"])
    for language in ("br", "en"):
        translate(edition, language, title=TITLES[language])
    found = {}
    for language in codes():
        for notice in (STARTED, SUBMITTED):
            address = f"{notice}-{language}@courriel.bzh"
            begun = draft(edition, language=language, title=f"Four {notice}", contact_email=address)
            if notice == STARTED:
                tell_started(begun)
            else:
                submit(begun, now())
            found[notice, language] = OutgoingMail.objects.get(recipient=address)
    return found


def test_each_is_whole_in_text_and_in_html(mails):
    assert len(mails) == 6
    for (notice, language), mail in mails.items():
        about = f"{notice} {language}"
        told = lines(mail.text)
        assert told[0] == GREETINGS[language], about
        assert TITLES[language] in mail.subject, about
        assert f"Four {notice}" in mail.text, about
        assert "%(" not in mail.subject + mail.text + mail.html, about
        soup = BeautifulSoup(mail.html, "html.parser")
        assert soup.html["lang"] == soup.body.div["lang"] == language, about
        said = [part for line in told for part in SEPARATOR.split(line.removeprefix("– "), maxsplit=1)]
        assert [part for part in said if part not in words_of(mail.html) and not LINK.fullmatch(part)] == [], about
        assert LINK.findall(mail.text) == [link["href"] for link in soup.select("a")], about


def test_none_says_in_another_language_what_it_says_in_french(mails):
    for (notice, language), mail in mails.items():
        if language != "fr":
            same = set(lines(mail.text)) & set(lines(mails[notice, "fr"].text))
            assert {line for line in same if "Four" not in line} <= {territory().publisher}, f"{notice} {language}"


def test_the_link_of_each_opens_its_application_in_its_language(mails, client):
    for (notice, language), mail in mails.items():
        own, page = (url.removeprefix("http://testserver") for url in LINK.findall(mail.text))
        response = client.get(own)
        assert response.status_code == 200, f"{notice} {language}"
        soup = BeautifulSoup(response.content, "html.parser")
        assert (soup.html["lang"], f"Four {notice}" in response.content.decode()) == (language, True)
        assert client.get(page).status_code == 200


def test_a_mail_server_gets_each_once_whole(mails, sink):
    tell_blocked(open_edition(year=2030), ["Une image est perdue."])
    written = OutgoingMail.objects.all()
    assert send_waiting().sent == len(written) == 7
    assert send_waiting().sent == 0
    received = {mail["To"]: mail for mail in sink.received}
    assert len(received) == len(sink.received) == 7
    for mail in written:
        got = received[mail.recipient]
        assert got["Subject"].strip() == mail.subject
        assert got["Message-ID"] == mail.message_id
        assert got["Auto-Submitted"] == "auto-generated"
        assert got.get_body(("plain",)).get_content().split() == mail.text.split()
        assert got.get_body(("html",)).get_content().split() == mail.html.split()
        assert not list(got.iter_attachments())
