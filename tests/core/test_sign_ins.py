"""A refused sign-in leaves one line, that says from where and cannot be forged."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory

from core.sign_ins import client_address
from tests.project.sources import ROOT

LOGIN = "/admin/login/"


def refused(client: Client, caplog: pytest.LogCaptureFixture, name: str, **environ: str) -> list[str]:
    """What the log says of a sign-in under NAME with a wrong password."""
    client.post(LOGIN, {"username": name, "password": "wrong-one"}, **environ)
    return [record.getMessage() for record in caplog.records if record.name == "core.sign_ins"]


@pytest.mark.django_db
def test_a_refused_sign_in_says_who_and_from_where_and_no_password(client: Client, caplog: pytest.LogCaptureFixture):
    told = refused(client, caplog, "editeur", REMOTE_ADDR="192.0.2.7")

    assert told == ['refused from 192.0.2.7: "editeur"']
    assert "wrong-one" not in caplog.text


@pytest.mark.django_db
def test_what_was_typed_is_cut_and_stays_on_its_line(client: Client, caplog: pytest.LogCaptureFixture):
    typed = "x\r\nrefused from 198.51.100.1: \x1b[2J\u2028" + "y" * 140
    told = refused(client, caplog, typed, REMOTE_ADDR="192.0.2.7")

    assert len(told) == 1
    assert told[0].startswith('refused from 192.0.2.7: "xrefused from 198.51.100.1: [2Jyyy')
    assert len(told[0]) < 140


@pytest.mark.django_db
def test_who_signs_in_leaves_no_such_line(client: Client, caplog: pytest.LogCaptureFixture):
    get_user_model().objects.create_superuser("chef", password="right-one")
    client.post(LOGIN, {"username": "chef", "password": "right-one"})

    assert [record for record in caplog.records if record.name == "core.sign_ins"] == []


@pytest.mark.parametrize(
    ("peer", "said", "address"),
    [
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("::1", "2001:DB8::1", "2001:db8::1"),
        ("127.0.0.1", "not an address", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("", "198.51.100.1", "198.51.100.1"),
        ("", "", "-"),
    ],
)
def test_the_address_is_that_of_the_client_that_cannot_choose_it(
    rf: RequestFactory, peer: str, said: str, address: str
):
    assert client_address(rf.get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=said)) == address


@pytest.mark.parametrize(
    ("line", "address"),
    [
        (' WARNING core.sign_ins refused from 192.0.2.7: "editeur"', "192.0.2.7"),
        ('2026-11-21 20:15:33,123 WARNING core.sign_ins refused from 192.0.2.7: "editeur"', "192.0.2.7"),
        (
            ' WARNING core.sign_ins refused from 192.0.2.7: "x WARNING core.sign_ins refused from 6.6.6.6: "',
            "192.0.2.7",
        ),
        (' WARNING django.request Not Found: /WARNING core.sign_ins refused from 6.6.6.6: "', None),
    ],
)
def test_what_the_documentation_gives_fail2ban_finds_the_address_and_no_other(line: str, address: str | None):
    documented = re.search(r"`failregex = (.+)`", (ROOT / "docs" / "operations.md").read_text(encoding="utf-8"))
    assert documented
    found = re.search(documented[1].replace("<HOST>", r"(\S+)"), line)

    assert (found[1] if found else None) == address
