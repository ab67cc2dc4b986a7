"""Where an edition stands, to the minute: its page, the contest's and the home page say the same."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from core.models import BasePage
from evenements.contest.links import path_of
from evenements.contest.stages import Calendar, Stage, stage_at
from evenements.editions import told_stage
from evenements.models import ContestDate
from tests.evenements.contest.sample import draft
from tests.evenements.contest.sample import shown as words_of
from tests.factories.contest import ContestEntryPageFactory, ContestPageFactory
from tests.factories.evenements import EventPageFactory, line
from tests.reading import ReadPage

PARIS = ZoneInfo("Europe/Paris")


def paris(words: str) -> dt.datetime:
    return dt.datetime.fromisoformat(words).replace(tzinfo=PARIS)


FINALS = dt.date(2027, 4, 15)
CALENDAR = Calendar(
    opens_at=paris("2026-10-05T09:00"),
    closes_at=paris("2027-03-28T12:00"),  # the day clocks go forward
    jury_ends_on=dt.date(2027, 4, 30),
    results_at=paris("2027-05-20T18:30"),
)
MINUTES = [
    ("2026-10-05T08:59", Stage.COMING),
    ("2026-10-05T09:00", Stage.OPEN),
    ("2027-03-28T11:59", Stage.OPEN),
    ("2027-03-28T12:00", Stage.CLOSED),
    ("2027-04-30T23:59", Stage.CLOSED),
    ("2027-05-01T00:00", Stage.JURY),
    ("2027-05-20T18:29", Stage.JURY),
    ("2027-05-20T18:30", Stage.RESULTS),
]


@pytest.mark.parametrize(("moment", "stage"), MINUTES)
def test_the_stage_follows_the_calendar_to_the_minute(moment, stage):
    assert stage_at(paris(moment), CALENDAR) == stage
    assert stage_at(paris(moment).astimezone(dt.UTC), CALENDAR, has_laureates=True) == stage


@pytest.mark.parametrize(
    ("calendar", "has_laureates", "stage"),
    [
        (Calendar(), False, Stage.COMING),
        (Calendar(), True, Stage.RESULTS),
        (Calendar(opens_at=paris("2026-01-01T00:00")), True, Stage.OPEN),
        (Calendar(closes_at=paris("2027-01-01T00:00")), False, Stage.COMING),
        (Calendar(closes_at=paris("2026-01-01T00:00")), False, Stage.CLOSED),
        (Calendar(closes_at=paris("2026-01-01T00:00")), True, Stage.RESULTS),
    ],
)
def test_without_an_instant_of_results_the_laureates_are_the_end(calendar, has_laureates, stage):
    assert stage_at(paris("2026-11-24T09:00"), calendar, has_laureates) == stage


SENTENCES = [
    ("2026-10-05T08:59", "Les candidatures ouvrent le lundi 5 octobre, 9 h."),
    ("2026-10-05T09:00", "Les candidatures sont ouvertes jusqu’au dimanche 28 mars 2027, 12 h."),
    ("2027-03-28T12:00", "Les candidatures sont closes depuis le dimanche 28 mars, 12 h. Le jury les lit."),
    (
        "2027-05-20T18:29",
        "Les candidatures sont closes depuis le dimanche 28 mars, 12 h. Le jury délibère. Le palmarès sera publié ici "
        "le jeudi 20 mai, 18 h 30.",
    ),
    ("2027-05-20T18:30", "Le palmarès est connu."),
]


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def edition(self) -> BasePage:
        edition = ContestPageFactory(**vars(CALENDAR))
        ContestEntryPageFactory(parent=edition, laureate=True)
        return edition

    @pytest.mark.parametrize(("now", "sentence"), SENTENCES)
    def test_the_stage_is_told_with_the_moment_that_matters_next(self, settings, edition, now, sentence):
        settings.FROZEN_NOW = now
        assert " ".join(told_stage(edition)[1].split()) == sentence

    def test_all_that_tell_the_stage_agree_in_the_minutes_around_each_instant(self, client, settings, edition):
        """The same reader at each of them, so that nothing kept from the minute before is shown."""
        type(edition).objects.filter(pk=edition.pk).update(takes_applications=True)
        ContestDate.objects.create(page=edition, event=EventPageFactory(date_lines=[line(start_date=FINALS)]))
        own = path_of(draft(edition, number=1, state="submitted"), "fr")
        instants = [CALENDAR.opens_at, CALENDAR.closes_at, paris("2027-05-01T00:00"), CALENDAR.results_at]
        told: set[Stage] = set()
        for moment in [instant + dt.timedelta(minutes=step) for instant in instants for step in (-1, 0)]:
            settings.FROZEN_NOW = moment.isoformat()
            stage, sentence = told_stage(edition)
            sentence = " ".join(sentence.split())
            paths = ["/", "/concours/", edition.url, f"{edition.url}candidater/"]
            paths += [own] if stage not in (Stage.COMING, Stage.OPEN) else []
            shown = {path: ReadPage.at(client, path).text for path in paths}
            assert [path for path, text in shown.items() if sentence not in text] == [], moment
            told.add(stage)
        assert told == set(Stage)

    def test_the_agenda_and_its_feed_tell_no_stage(self, client, settings, edition):
        """Their events are those of the calendar, whose bytes an instant of the edition does not change."""
        ContestDate.objects.create(page=edition, event=EventPageFactory(date_lines=[line(start_date=FINALS)]))
        for before, after in [("2026-10-05T08:59", "2026-10-05T09:00"), ("2027-03-28T11:59", "2027-03-28T12:00")]:
            read = []
            for settings.FROZEN_NOW in (before, after):
                read.append([client.get(path).content for path in ("/agenda/agenda.ics", "/agenda/agenda.rss")])
                assert " ".join(told_stage(edition)[1].split()) not in ReadPage.at(client, "/agenda/").text
            assert read[0] == read[1]

    @pytest.mark.parametrize(
        ("now", "sentence"),
        [
            ("2027-03-29T09:00", "Le jury les lit."),
            ("2027-04-15T09:00", "closes depuis le dimanche 28 mars, 12 h. Le palmarès sera publié ici."),
            ("2027-05-20T18:30", "Le palmarès est connu."),
        ],
    )
    def test_the_days_of_the_finalists_count_everywhere_and_for_whoever_entered(
        self, client, settings, edition, now, sentence
    ):
        event = EventPageFactory(title="Finalistes", date_lines=[line(start_date=FINALS)])
        ContestDate.objects.create(page=edition, event=event)
        type(edition).objects.filter(pk=edition.pk).update(takes_applications=True)
        own = path_of(draft(edition, number=1, state="submitted"), "fr")
        settings.FROZEN_NOW = now
        paths = ("/", "/concours/", edition.url, own, f"{edition.url}candidater/")
        late = client.post(own, {"action": "save"})
        shown = {path: ReadPage.at(client, path).text for path in paths} | {"late": words_of(late).text}
        assert [path for path, text in shown.items() if sentence not in text] == []

    @pytest.mark.parametrize(
        ("now", "label"),
        [
            ("2026-07-01T09:00", None),
            ("2026-10-05T08:59", "Voir cette édition"),
            ("2026-10-05T09:00", "Voir comment candidater"),
            ("2027-04-01T09:00", "Voir cette édition"),
            ("2027-05-20T18:30", "Voir le palmarès"),
            ("2027-08-01T09:00", None),
        ],
    )
    def test_the_home_page_announces_it_while_it_is_news(self, client, settings, edition, now, label):
        settings.FROZEN_NOW = now
        links = ReadPage.at(client, "/").links("[aria-labelledby=t-contest]")
        assert list(links) == ([label] if label else [])

    @pytest.mark.parametrize(
        ("now", "label", "year"),
        [
            ("2027-05-26T09:00", "Voir le palmarès", 2027),
            ("2027-07-19T18:00", "Voir le palmarès", 2027),
            ("2027-07-20T09:00", "Voir cette édition", 2028),
            ("2027-08-02T09:00", "Voir comment candidater", 2028),
        ],
    )
    def test_the_home_page_tells_fresh_results_though_the_next_edition_is_there_or_an_older_jury_is_late(
        self, client, settings, edition, now, label, year
    ):
        late = {"opens_at": paris("2026-09-01T09:00"), "closes_at": paris("2026-12-01T09:00")}
        ContestPageFactory(year=2026, results_at=paris("2027-07-20T00:00"), **late)
        coming = {"opens_at": paris("2027-08-01T09:00"), "closes_at": paris("2027-12-01T09:00")}
        ContestPageFactory(year=2028, **coming)
        settings.FROZEN_NOW = now
        links = ReadPage.at(client, "/").links("[aria-labelledby=t-contest]")
        assert list(links.items()) == [(label, f"/concours/concours-{year}/")]
