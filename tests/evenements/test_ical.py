"""The bytes of a VEVENT, rule by rule (RFC 5545)."""

import ctypes
import ctypes.util
import datetime as dt
import re
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenements.ical import Frame, Said, Stamp, Timing, one_line, paragraphs, stamped, vevent
from tests.conftest import need
from tests.evenements.calendars import content_lines, vevents, whole

PARIS = ZoneInfo("Europe/Paris")
FRAME = Frame(url="https://site.example/evenements/x/", organiser="Le FabLab", email="contact@site.example")
TIMING = Timing("uid@site.example", dt.datetime(2027, 4, 7, 14), dt.datetime(2027, 4, 7, 17))
STAMP = Stamp(dt.datetime(2027, 1, 1, 8, tzinfo=dt.UTC), dt.datetime(2027, 1, 2, 9, tzinfo=dt.UTC), 3)

# Everything an editor may paste, and worse: emoji, every sort of line break, control characters, lone surrogates.
NASTY = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.characters(),
        st.sampled_from(["\r\n", "\r", "\n", "\t", "\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x85", "\u2028", "\u2029"]),
        st.sampled_from([",", ";", ":", "\\", '"', "'", "^", "\ud800", "é", "’", "ᵉ", "🎉", "👩🏽‍💻"]),
        st.sampled_from(["\r\nATTENDEE:mailto:x@y.example", "\r\nEND:VEVENT", "BEGIN:VEVENT\r\n", "\\N", "\\n"]),
        st.just("x" * 5000),
    ),
    max_size=60,
).map("".join)  # fmt: skip


SAID = Said("Titre")


def body(said: Said = SAID, timing: Timing = TIMING, frame: Frame = FRAME) -> bytes:
    return vevent(timing, said, frame, PARIS)


def test_a_vevent_says_all_it_must_and_nothing_of_attendees_or_alarms():
    said = Said(
        summary="Découpe laser : 8 places, dès 14 ans",
        description="Un atelier ; deux heures.\nVenez.",
        location="FabLab, 1 rue du Port, 56100 Lorient",
        point=(47.74817, -3.37177),
        conference="https://visio.example/salle",
    )
    frame = Frame(
        url="https://site.example/evenements/x/",
        organiser='L’atelier "bleu", Lorient',
        email="contact@site.example",
        categories=("Atelier", "Fabrication, numérique"),
        image="https://site.example/media/a.jpg",
        conference_label="Rejoindre : en ligne",
    )

    assert content_lines(body(said, frame=frame)) == [
        "BEGIN:VEVENT",
        "UID:uid@site.example",
        "DTSTART;TZID=Europe/Paris:20270407T140000",
        "DTEND;TZID=Europe/Paris:20270407T170000",
        "SUMMARY:Découpe laser : 8 places\\, dès 14 ans",
        "DESCRIPTION:Un atelier \\; deux heures.\\nVenez.",
        "LOCATION:FabLab\\, 1 rue du Port\\, 56100 Lorient",
        "GEO:47.74817;-3.37177",
        "URL:https://site.example/evenements/x/",
        "CATEGORIES:Atelier,Fabrication\\, numérique",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "CLASS:PUBLIC",
        "ORGANIZER;CN=\"L’atelier ^'bleu^', Lorient\":mailto:contact@site.example",
        'CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="Rejoindre : en ligne":https://visio.example/salle',
        "IMAGE;VALUE=URI;FMTTYPE=image/jpeg:https://site.example/media/a.jpg",
        "END:VEVENT",
        "",
    ]


def test_the_stamp_dates_every_vevent_alike():
    data = stamped(body() + body(), STAMP)

    head = ["DTSTAMP:20270102T090000Z", "CREATED:20270101T080000Z", "LAST-MODIFIED:20270102T090000Z", "SEQUENCE:3"]
    assert content_lines(data)[1:5] == head
    assert [int(component["SEQUENCE"]) for component in vevents(data)] == [3, 3]


def test_a_series_and_its_exception_are_said_in_the_same_terms():
    start = dt.datetime(2027, 4, 7, 14)
    series = Timing(
        "u@x", start, dt.datetime(2027, 4, 7, 17), "FREQ=WEEKLY;BYDAY=WE;COUNT=5", (dt.datetime(2027, 4, 21, 14),)
    )
    exception = Timing(
        "u@x", dt.datetime(2027, 4, 15, 9), dt.datetime(2027, 4, 15, 12), original=dt.datetime(2027, 4, 14, 14)
    )

    assert "EXDATE;TZID=Europe/Paris:20270421T140000" in content_lines(body(timing=series))
    assert "RECURRENCE-ID;TZID=Europe/Paris:20270414T140000" in content_lines(body(timing=exception))
    assert not any(line.startswith("RRULE") for line in content_lines(body(timing=exception)))


def test_whole_days_have_no_zone_and_an_exclusive_end():
    timing = Timing("u@x", dt.date(2027, 3, 1), dt.date(2027, 3, 3), "FREQ=WEEKLY;COUNT=2", (dt.date(2027, 3, 8),))

    lines = content_lines(body(timing=timing))

    assert "DTSTART;VALUE=DATE:20270301" in lines
    assert "DTEND;VALUE=DATE:20270303" in lines
    assert "EXDATE;VALUE=DATE:20270308" in lines


@pytest.mark.parametrize(
    ("point", "said"),
    [((47.7, -3.0), "GEO:47.7;-3"), ((0.00001, 48.123456789), "GEO:0.00001;48.123457"), ((0.0, 0.0), "GEO:0;0")],
)
def test_coordinates_have_six_decimals_at_most_and_no_exponent(point, said):
    assert said in content_lines(body(Said("x", point=point)))


def test_an_address_is_not_escaped_but_encoded():
    frame = Frame(url="https://site.example/é/?a=1,2;b=%20 c\r\nX:y", organiser="x", email="c@site.example")

    assert "URL:https://site.example/%C3%A9/?a=1,2;b=%20cX:y" in content_lines(body(frame=frame))


def test_a_backslash_followed_by_n_stays_what_it_is():
    (event,) = vevents(stamped(body(Said("C:\\New\\name", "D:\\N")), STAMP))

    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == ("C:\\New\\name", "D:\\N")


def test_control_characters_are_gone_and_every_line_break_is_one():
    assert paragraphs("a\x00b\x1bc\td\r\ne\rf\x85g\u2028h\ud800") == "abc d\ne\nf\ng\nh"
    assert one_line("  a \r\n b\tc ") == "a b c"


def test_a_title_is_never_empty():
    assert "SUMMARY:…" in content_lines(body(Said("\x00 ")))


@pytest.mark.parametrize("shift", range(6))
@pytest.mark.parametrize("text", ["\\" * 300, "\n" * 300, "é" * 300, "🎉" * 200, "a" * 74, "a" * 75 + ";", "^" * 300])
def test_a_line_is_cut_at_75_octets_between_characters_and_escapes(text, shift):
    data = body(Said("x" * shift + text, "x", location=text))

    for part in data.split(b"\r\n"):
        assert len(part) <= 75
        assert part.decode("utf-8").count("\\") % 2 == 0 or not part.endswith(b"\\")
    lines = [part for part in data.split(b"\r\n") if part]
    assert all(len(part) >= 70 for part, following in pairwise(lines) if following[:1] == b" ")


@settings(deadline=None)
@given(title=NASTY, description=NASTY, place=NASTY, organiser=NASTY)
def test_whatever_is_written_the_lines_are_right_and_read_back_equal(title, description, place, organiser):
    frame = Frame(FRAME.url, organiser, FRAME.email, categories=(title,), conference_label=place)
    said = Said(title, description, location=place, conference="https://visio.example/")

    data = stamped(vevent(TIMING, said, frame, PARIS), STAMP)

    assert data.endswith(b"\r\nEND:VEVENT\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode("utf-8") for line in lines]  # no character is cut
    names = [re.split("[;:]", line)[0] for line in content_lines(data) if line]
    assert set(names) <= ALLOWED
    assert len(names) == len(set(names))
    (event,) = vevents(data)
    assert str(event["SUMMARY"]) == (one_line(title) or "…")
    assert str(event.get("DESCRIPTION", "")) == paragraphs(description)
    assert str(event.get("LOCATION", "")) == one_line(place)
    assert event["CATEGORIES"].cats == [one_line(title)]


ALLOWED = {
    "BEGIN", "END", "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY",
    "DESCRIPTION", "LOCATION", "URL", "CATEGORIES", "STATUS", "TRANSP", "CLASS", "ORGANIZER", "CONFERENCE",
}  # fmt: skip


def test_libical_finds_nothing_wrong():
    name = ctypes.util.find_library("ical")
    need(name, "libical is not installed")
    left_out = dt.datetime(2027, 4, 21, 14)
    series = Timing("u@x", TIMING.start, TIMING.end, "FREQ=WEEKLY;BYDAY=WE;COUNT=5", (left_out,))
    moved = Timing(
        "u@x", dt.datetime(2027, 4, 15, 9), dt.datetime(2027, 4, 15, 12), original=dt.datetime(2027, 4, 14, 14)
    )
    said = Said("Titre", "Texte", location="Ici", point=(47.7, -3.3), conference="https://visio.example/")
    data = whole(stamped(body(said, series) + body(said, moved) + body(Said("x", status="CANCELLED")), STAMP))

    assert libical_errors(name, data) == (0, True)


def libical_errors(name: str, data: bytes) -> tuple[int, bool]:
    """How many errors libical counts in a calendar, and whether it obeys the restrictions of its METHOD (RFC 5546)."""
    library = ctypes.CDLL(name)
    library.icalparser_parse_string.restype = ctypes.c_void_p
    for function in (library.icalrestriction_check, library.icalcomponent_count_errors, library.icalcomponent_free):
        function.argtypes = [ctypes.c_void_p]
    calendar = library.icalparser_parse_string(data)
    try:
        respected = bool(library.icalrestriction_check(calendar))
        return library.icalcomponent_count_errors(calendar), respected
    finally:
        library.icalcomponent_free(calendar)
