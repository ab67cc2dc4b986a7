"""What a juror sees and does: their editions' applications alone, marks one by one, and standing back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageLogEntry

from evenements.contest.enums import ApplicationState, FileKind
from evenements.contest.jury_views import sheet_url
from evenements.contest.models import Mark, Recusal
from evenements.models import ContestPage
from tests.evenements.contest.jury_sample import (
    DELIBERATING,
    MARKING,
    TRACES,
    applied,
    criteria_keys,
    filed,
    juror,
    jury_edition,
    marked,
)
from tests.factories.contest import ContestEntryPageFactory
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db
INDEX = "/admin/jury/"


@pytest.fixture(autouse=True)
def _february(settings, tmp_path):
    settings.FROZEN_NOW = MARKING
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def anna():
    return juror("anna")


@pytest.fixture
def edition(anna):
    return jury_edition([anna, juror("bruno")])


@pytest.fixture
def as_anna(client, anna, edition):
    client.force_login(anna)
    return client


def others(edition: ContestPage):
    return edition.jurors.get(user__username="bruno").user


def said(edition: ContestPage, *values: str, comments: tuple[str, ...] = ("", "")) -> dict[str, str]:
    keys = criteria_keys(edition)
    return {f"mark_{key}": value for key, value in zip(keys, values, strict=True)} | {
        f"comment_{key}": comment for key, comment in zip(keys, comments, strict=True)
    }


def logged() -> list[tuple[str, int | None]]:
    rows = PageLogEntry.objects.filter(action__startswith="evenements.contest.").order_by("timestamp", "pk")
    return [(row.action.rpartition(".")[2], row.data.get("number")) for row in rows]


class TestList:
    def test_has_the_submitted_applications_and_what_is_left_to_mark(self, as_anna, anna, edition):
        marked(applied(edition, 1), anna, 7, 8)
        marked(applied(edition, 2), anna, 7, None)
        applied(edition, 3)
        applied(edition, None, state=ApplicationState.DRAFT, title="Brouillon")
        page = ReadPage.at(as_anna, INDEX)
        rows = page.all(".contest-table tbody tr")
        assert [row.split(" Entreprise ")[1] for row in rows] == ["notée", "en partie (1/2)", "à noter"]
        assert "1 sur 3 notées." in page.one("#" + edition.slug + "-content")
        assert page.links("#" + edition.slug + "-content")["Noter la suivante"].endswith("/2/")

    def test_shows_no_application_before_entries_close_nor_after_the_results(self, as_anna, edition, settings):
        applied(edition)
        for moment in ("2027-01-31T23:59", "2027-03-20T18:00"):
            settings.FROZEN_NOW = moment
            assert not ReadPage.at(as_anna, INDEX).all(".contest-table tbody tr")
            assert as_anna.get(sheet_url(edition.applications.get())).status_code == 302

    def test_is_over_with_its_laureates_in_an_edition_that_says_no_hour(self, as_anna, edition):
        ContestPage.objects.filter(pk=edition.pk).update(results_at=None)
        application = applied(edition)
        assert as_anna.get(sheet_url(application)).status_code == 200
        ContestEntryPageFactory(parent=edition, laureate=True)
        page = ReadPage.at(as_anna, INDEX)
        assert "Le palmarès est connu." in page.html
        assert not page.all(".contest-table tbody tr")
        assert as_anna.get(sheet_url(application)).status_code == 302

    def test_names_nobody_when_the_jury_is_blind(self, as_anna, edition):
        applied(edition)
        page = as_anna.get(INDEX).content.decode().casefold()
        assert not [trace for trace in TRACES if trace in page]

    def test_costs_as_many_queries_whatever_the_number(self, as_anna, edition, django_assert_num_queries):
        filed(applied(edition))
        as_anna.get(INDEX)
        with CaptureQueriesContext(connection) as before:
            as_anna.get(INDEX)
        for number in range(2, 9):
            filed(applied(edition, number))
        with django_assert_num_queries(len(before)):
            as_anna.get(INDEX)


class TestSheet:
    def test_names_nobody_when_the_jury_is_blind(self, as_anna, edition):
        application = applied(edition)
        filed(application, for_jury=True)
        filed(application, FileKind.DOCUMENT)
        page = as_anna.get(sheet_url(application)).content.decode()
        assert "Projet 1 de la [masqué]" in page
        assert not [trace for trace in TRACES if trace in page.casefold()]

    def test_says_whose_it_is_to_a_jury_that_may_know(self, as_anna, edition):
        ContestPage.objects.filter(pk=edition.pk).update(anonymous=False)
        page = ReadPage.at(as_anna, sheet_url(applied(edition)))
        assert "Biscuiterie Kerlann, Locmalo-sur-Mer" in page.html
        assert "legall@orange" not in page.html

    @pytest.mark.parametrize(("video", "is_told"), [("https://video.example/secret-video", True), ("", False)])
    def test_tells_a_blind_jury_of_a_video_that_it_does_not_see(self, as_anna, edition, video, is_told):
        page = ReadPage.at(as_anna, sheet_url(applied(edition, video_url=video))).text
        assert ("Le jury juge à l’aveugle : elle ne lui est pas montrée." in page) == is_told

    def test_is_read_on_the_record(self, as_anna, edition):
        as_anna.get(sheet_url(applied(edition, 4)))
        assert logged() == [("read", 4)]

    def test_is_kept_by_no_cache(self, as_anna, edition):
        assert "no-store" in as_anna.get(sheet_url(applied(edition)))["Cache-Control"]


class TestMarks:
    def test_are_kept_with_their_comment_and_may_be_changed_or_taken_back(self, as_anna, anna, edition):
        url = sheet_url(applied(edition))
        as_anna.post(url, said(edition, "7", "10", comments=("Utile.", "")) | {"action": "save"})
        assert list(Mark.objects.values_list("juror", "value", "comment")) == [
            (anna.pk, 7, "Utile."),
            (anna.pk, 10, ""),
        ]
        as_anna.post(url, said(edition, "0", "") | {"action": "save"})
        assert list(Mark.objects.values_list("value", "comment")) == [(0, "")]
        assert logged() == [("marked", 1), ("marked", 1)]

    def test_lead_to_the_next_application_that_has_none(self, as_anna, anna, edition):
        first, second, third = (applied(edition, number) for number in (1, 2, 3))
        marked(second, anna, 5, 5)
        response = as_anna.post(sheet_url(first), said(edition, "7", "7") | {"action": "next"})
        assert response.url == sheet_url(third)
        response = as_anna.post(sheet_url(third), said(edition, "7", "7") | {"action": "next"})
        assert response.url == reverse("jury:index")

    @pytest.mark.parametrize("value", ["11", "-1", "7.5", "x"])
    def test_are_whole_numbers_from_0_to_10(self, as_anna, edition, value):
        response = as_anna.post(sheet_url(applied(edition)), said(edition, value, "5"))
        assert response.status_code == 200
        assert "Rien n’est enregistré" in response.content.decode()
        assert not Mark.objects.exists()

    def test_come_with_what_is_said_of_them(self, as_anna, edition):
        response = as_anna.post(sheet_url(applied(edition)), said(edition, "", "5", comments=("Sans note.", "")))
        assert "Ce critère a un commentaire : donnez aussi une note." in response.content.decode()
        assert "Sans note." in response.content.decode()
        assert not Mark.objects.exists()

    def test_change_no_more_once_the_jury_deliberates(self, as_anna, edition, settings):
        settings.FROZEN_NOW = DELIBERATING
        url = sheet_url(applied(edition))
        assert "les notes ne changent plus" in as_anna.get(url).content.decode()
        as_anna.post(url, said(edition, "7", "7"))
        assert not Mark.objects.exists()

    def test_of_others_are_hidden_until_all_of_one_s_own_are_given(self, as_anna, anna, edition):
        application = applied(edition)
        marked(application, others(edition), 9, 4, comment="Remarquable.")
        url = sheet_url(application)
        assert "Remarquable" not in as_anna.get(url).content.decode()
        as_anna.post(url, said(edition, "7", ""))
        assert "Remarquable" not in as_anna.get(url).content.decode()
        as_anna.post(url, said(edition, "7", "6"))
        assert "Remarquable" in as_anna.get(url).content.decode()

    @pytest.mark.parametrize(
        ("anonymous", "comment"), [(True, "[masqué], non ?"), (False, "Biscuiterie Kerlann, non ?")]
    )
    def test_of_others_name_nobody_when_the_jury_is_blind(self, anonymous, comment, as_anna, anna, edition):
        ContestPage.objects.update(anonymous=anonymous)
        application = applied(edition)
        marked(application, anna, 7, 8)
        marked(application, others(edition), 9, 4, comment="Biscuiterie Kerlann, non ?")
        assert f"9 {comment}" in ReadPage.at(as_anna, sheet_url(application)).one("[id*=others] tbody")

    def test_of_others_are_seen_at_once_where_the_edition_says_so(self, as_anna, edition):
        ContestPage.objects.filter(pk=edition.pk).update(marks_hidden=False)
        application = applied(edition)
        marked(application, others(edition), 9, 4, comment="Remarquable.")
        assert "Remarquable" in as_anna.get(sheet_url(application)).content.decode()


class TestRecusal:
    def test_has_a_reason(self, as_anna, edition):
        response = as_anna.post(sheet_url(applied(edition)), {"action": "recuse", "reason": " "})
        assert "Dites pourquoi vous ne jugez pas cette candidature." in response.content.decode()
        assert not Recusal.objects.exists()

    def test_hides_the_application_and_its_files(self, as_anna, anna, edition):
        application = applied(edition, 2)
        filed(application, for_jury=True)
        url = sheet_url(application)
        as_anna.post(url, {"action": "recuse", "reason": "Ma sœur y travaille."})
        row = Recusal.objects.get()
        assert (row.user, row.reason) == (anna, "Ma sœur y travaille.")
        assert "Résumé" not in as_anna.get(url).content.decode()
        assert as_anna.get(f"{url}piece/1/").status_code == 302
        as_anna.post(url, said(edition, "10", "10"))
        assert not Mark.objects.exists()
        assert logged() == [("recused", 2)]

    @pytest.mark.parametrize("anonymous", [True, False])
    def test_leaves_its_number_alone_in_the_list(self, anonymous, as_anna, anna, edition):
        ContestPage.objects.filter(pk=edition.pk).update(anonymous=anonymous)
        applied(edition, 1)
        Recusal.objects.create(application=applied(edition, 2), user=anna, reason="Cousin.", at="2027-02-11T09:00Z")
        rows = ReadPage.at(as_anna, INDEX).all(".contest-table tbody tr")
        assert rows[0].startswith("1 Projet 1")
        assert rows[1] == "2 récusé Revenir sur la récusation"

    def test_may_be_taken_back_on_the_record_while_marks_are_given(self, as_anna, anna, edition, settings):
        application = applied(edition, 2)
        marked(application, anna, 7, 8)
        url = sheet_url(application)
        as_anna.post(url, {"action": "recuse", "reason": "Homonyme."})
        settings.FROZEN_NOW = DELIBERATING
        as_anna.post(url, {"action": "unrecuse"})
        assert "Lever ma récusation" not in as_anna.get(url).content.decode()
        assert "Revenir" not in as_anna.get(INDEX).content.decode()
        assert Recusal.objects.exists()
        settings.FROZEN_NOW = MARKING
        assert "Lever ma récusation" in as_anna.get(url).content.decode()
        response = as_anna.post(url, {"action": "unrecuse"}, follow=True)
        assert "Vous jugez de nouveau la candidature n° 2." in response.content.decode()
        assert not Recusal.objects.exists()
        assert logged() == [("recused", 2), ("unrecused", 2), ("read", 2)]


class TestPiece:
    def test_has_a_name_and_headers_that_say_nothing(self, as_anna, edition):
        application = applied(edition, 5)
        filed(application, for_jury=True)
        response = as_anna.get(sheet_url(application) + "piece/1/")
        assert response["Content-Disposition"] == 'attachment; filename="piece-1.jpg"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in response["Cache-Control"]
        assert "Last-Modified" not in response
        assert logged() == [("piece", 5)]

    def test_of_a_blind_jury_waits_for_the_organiser(self, as_anna, edition):
        application = applied(edition)
        filed(application)
        assert as_anna.get(sheet_url(application) + "piece/1/").status_code == 302
        assert "pas encore relue" in as_anna.get(sheet_url(application)).content.decode()

    def test_has_no_metadata_when_the_jury_is_blind(self, as_anna, edition):
        application = applied(edition)
        filed(application, FileKind.DOCUMENT, for_jury=True)
        assert b"Kerlann" not in as_anna.get(sheet_url(application) + "piece/1/").content

    def test_is_as_it_was_sent_when_the_jury_may_know(self, as_anna, edition):
        ContestPage.objects.filter(pk=edition.pk).update(anonymous=False)
        application = applied(edition)
        filed(application, FileKind.DOCUMENT)
        response = as_anna.get(sheet_url(application) + "piece/1/")
        assert b"Kerlann" in response.content
        assert response["Content-Disposition"] == 'attachment; filename="piece-1.pdf"'

    def test_that_is_not_there_is_not_found(self, as_anna, edition):
        assert as_anna.get(sheet_url(applied(edition)) + "piece/1/").status_code == 404


def test_a_juror_takes_their_own_marks_away_without_a_formula_nor_a_name(as_anna, anna, edition):
    marked(applied(edition, 1, title="=1+1 chez Kerlann"), anna, 7, 8, comment="@bien")
    marked(applied(edition, 2), others(edition), 1, 1, comment="Secret.")
    response = as_anna.get(reverse("jury:marks", args=[edition.pk]))
    text = response.content.decode()
    assert response["Content-Disposition"] == 'attachment; filename="mes-notes-2027.csv"'
    assert "1,Entreprise,'=1+1 chez [masqué],7,8,'@bien ; '@bien" in text
    assert "Secret" not in text
    assert not [trace for trace in TRACES if trace in text.casefold()]


class TestChangingAfterOthers:
    @pytest.fixture
    def sheet(self, edition, anna) -> str:
        """An application that Anna has marked, and Bruno too: she reads his marks."""
        application = applied(edition)
        marked(application, anna, 8, 6)
        marked(application, others(edition), 10, 10)
        return sheet_url(application)

    def test_is_in_the_history_mark_by_mark(self, as_anna, edition, sheet):
        assert "si vous changez les vôtres, l’historique de l’édition le dit" in ReadPage.at(as_anna, sheet).html
        as_anna.post(sheet, said(edition, "10", "6", comments=("", "Revu.")))
        [line] = PageLogEntry.objects.filter(action="evenements.contest.remarked")
        assert line.message == "Notes changées après avoir vu celles des autres : n° 1 ; Utilité : 8 → 10"
        as_anna.post(sheet, said(edition, "10", "6", comments=("Relu.", "Revu.")))
        assert logged()[-1] == ("marked", 1)

    def test_is_not_done_by_taking_a_mark_back(self, as_anna, anna, edition, sheet):
        response = as_anna.post(sheet, said(edition, "", "6"))
        assert "celle-ci se change, elle ne se retire plus" in response.content.decode()
        assert Mark.objects.filter(juror=anna).count() == 2

    def test_is_a_change_like_another_where_nobody_marked_alone(self, as_anna, edition, sheet):
        ContestPage.objects.filter(pk=edition.pk).update(marks_hidden=False)
        as_anna.post(sheet, said(edition, "10", "6"))
        assert logged()[-1] == ("marked", 1)
