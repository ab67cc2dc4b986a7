"""« Jury et résultats »: what those who edit an edition see and decide."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageLogEntry

from core.clock import now
from core.groups import editors_name
from evenements.contest.decisions import decision_form
from evenements.contest.desk import desk_url, named_url
from evenements.contest.enums import ApplicationState, FileKind, Outcome
from evenements.contest.models import Application, Decision, Juror, Recusal
from evenements.models import ContestPage
from tests.evenements.contest.jury_sample import (
    DELIBERATING,
    MARKING,
    TRACES,
    applied,
    filed,
    juror,
    jury_edition,
    marked,
)
from tests.factories.annuaire import ActorPageFactory
from tests.factories.contest import category
from tests.factories.core import UserFactory
from tests.reading import ReadPage, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _march(settings, tmp_path):
    settings.FROZEN_NOW = DELIBERATING
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def jury():
    return [juror("anna"), juror("bruno")]


@pytest.fixture
def edition(jury):
    return jury_edition(jury)


@pytest.fixture
def ranked(edition, jury):
    """Three applications of companies, whose scores are 9, 7 and 7, and one of a commune that Bruno has not marked."""
    anna, bruno = jury
    rows = [applied(edition, number) for number in (1, 2, 3)]
    rows.append(applied(edition, 4, category=category("commune")))
    for application, value in zip(rows, (7, 9, 7, 5), strict=True):
        marked(application, anna, value, value)
        if application is not rows[3]:
            marked(application, bruno, value, value)
    return rows


@pytest.fixture
def maelle(client, edition):
    """An editor who is in the jury too, and has marked nothing yet."""
    user = UserFactory(groups=[editors_name()], username="maelle")
    Juror.objects.create(page=edition, user=user, sort_order=9)
    client.force_login(user)
    return client


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=[editors_name()], username="lena"))
    return client


def typed(edition, *said: dict[str, str]) -> dict[str, str]:
    """The deliberation as it is shown now, with what is SAID of the applications, in the order of their numbers."""
    data = {}
    for application, fields in zip(edition.applications.order_by("number"), said, strict=False):
        form = decision_form(application)
        given = {"seen": form.initial["seen"], "outcome": "", "rank": "", "reason": "", "jury_words": ""} | fields
        data |= {f"{form.prefix}-{name}": value for name, value in given.items()}
    return data


def decide(client, edition, *said: dict[str, str]):
    """Sends the deliberation, opened just before, with what is SAID."""
    return client.post(desk_url(edition, "deliberation"), typed(edition, *said))


def logged() -> list[str]:
    rows = PageLogEntry.objects.filter(action__startswith="evenements.contest.").order_by("timestamp", "pk")
    return [row.action.rpartition(".")[2] for row in rows]


def rows_of(client, url: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(client.get(url).content.decode())))


class TestEditions:
    def test_are_those_one_may_edit_with_their_counts(self, editor, edition):
        applied(edition)
        applied(edition, None, state=ApplicationState.DRAFT)
        page = ReadPage.at(editor, reverse("deliberation:index"))
        [row] = page.all(".contest-table tbody tr")
        assert row.startswith("Concours 2027")
        assert row.endswith("1 1 2")


class TestRanking:
    def test_shows_ranks_ties_means_and_what_is_missing_by_category(self, editor, edition, ranked):
        page = ReadPage.at(editor, desk_url(edition))
        rows = page.all(".contest-table tbody tr")
        assert rows[0] == "Anna Jury 4 / 4 0 0 0"
        assert rows[1] == "Bruno Jury 3 / 4 0 1 0"
        assert rows[2] == "1 n° 2, Projet 2 de la [masqué] 9,00 9,009,00"
        assert rows[3].startswith("2 ex æquo n° 1,")
        assert rows[4].startswith("2 ex æquo n° 3,")
        assert rows[5] == "1 n° 4, Projet 4 de la [masqué] 5,00 5,005,00 2"
        assert "Il manque 2 notes." in page.html.replace("\xa0", " ")

    def test_names_nobody_when_the_jury_is_blind(self, editor, edition, ranked):
        for url in (desk_url(edition), desk_url(edition, "deliberation"), desk_url(edition, "ranking")):
            page = editor.get(url).content.decode().casefold()
            assert not [trace for trace in TRACES if trace in page], url

    @pytest.mark.parametrize(("anonymous", "is_there"), [(True, False), (False, True)])
    def test_repeats_nothing_of_what_jurors_write_to_a_jury_that_is_blind(
        self, anonymous, is_there, editor, edition, ranked, jury
    ):
        ContestPage.objects.update(anonymous=anonymous)
        Recusal.objects.create(application=ranked[0], user=jury[1], reason="Kerlann, mon cousin", at=now())
        marked(applied(edition, 9), jury[0], 7, 7, comment="C’est Kerlann !")
        for url in (desk_url(edition), desk_url(edition, "marks")):
            said = editor.get(url).content.decode()
            assert ("C’est Kerlann" in said or "Kerlann, mon" in said) == is_there, url

    def test_leaves_out_who_stands_back_and_counts_them_again_when_they_do_no_longer(
        self, editor, edition, ranked, jury
    ):
        row = Recusal.objects.create(application=ranked[0], user=jury[1], reason="Cousin.", at="2027-02-11T09:00Z")
        page = ReadPage.at(editor, desk_url(edition))
        assert "Bruno Jury 2 / 3 0 1 1" in page.all(".contest-table tbody tr")
        said = "bruno, candidature n° 1 : la raison se lit sur la page de la candidature. Lever la récusation"
        assert said in page.all(".contest-rows li")
        editor.post(desk_url(edition, "unrecuse"), {"recusal": row.pk})
        assert not Recusal.objects.exists()
        assert logged() == ["unrecused"]

    @pytest.mark.parametrize("name", ["edition", "deliberation", "ranking", "marks"])
    def test_costs_as_many_queries_whatever_the_number(
        self, name, editor, edition, ranked, jury, django_assert_num_queries
    ):
        url = desk_url(edition, name)
        editor.get(url)
        with CaptureQueriesContext(connection) as before:
            editor.get(url)
        for number in range(10, 18):
            filed(applied(edition, number))
            marked(edition.applications.get(number=number), jury[0], 1, 1)
        with django_assert_num_queries(len(before)):
            editor.get(url)

    def test_warns_of_a_blind_juror_who_may_edit(self, editor, edition, ranked):
        lena = UserFactory(groups=[editors_name()], username="maelle")
        Juror.objects.create(page=edition, user=lena, sort_order=9)
        assert "maelle" in ReadPage.at(editor, desk_url(edition)).one(".help-block.help-warning")


class TestMarksOfOthers:
    def test_are_not_read_by_a_juror_before_they_gave_theirs_were_they_an_editor(
        self, maelle, edition, ranked, settings
    ):
        settings.FROZEN_NOW = MARKING
        desk = ReadPage.at(maelle, desk_url(edition))
        assert "le classement s’ouvre ici quand toutes vos notes sont données" in desk.html
        assert "n° 1" not in desk.text
        for name in ("deliberation", "ranking", "marks"):
            assert maelle.get(desk_url(edition, name)).status_code == 302
        assert maelle.post(desk_url(edition, "prepare")).url == reverse("wagtailadmin_home")
        user = Juror.objects.get(user__username="maelle").user
        for application in ranked:
            marked(application, user, 5, 5)
        assert "n° 1" in ReadPage.at(maelle, desk_url(edition)).text
        assert maelle.get(desk_url(edition, "marks")).status_code == 200

    def test_are_read_once_the_jury_deliberates(self, maelle, edition, ranked):
        assert maelle.get(desk_url(edition, "deliberation")).status_code == 200


class TestFiles:
    def test_of_the_ranking_has_numbers_when_the_jury_is_blind(self, editor, edition, ranked):
        head, first, *_rest = rows_of(editor, desk_url(edition, "ranking"))
        assert head == [
            "Catégorie", "Rang", "Ex æquo", "Numéro", "Titre", "Note sur 10", "Utilité (× 3)", "Portée (× 1)",
            "Jurés attendus", "Notes manquantes", "Récusations", "Décision", "Raison",
        ]  # fmt: skip
        assert first[:6] == ["Entreprise", "1", "", "2", "Projet 2 de la [masqué]", "9.00"]
        assert logged() == ["exported"]

    def test_of_the_ranking_has_names_when_the_jury_has(self, editor, edition, ranked):
        ContestPage.objects.filter(pk=edition.pk).update(anonymous=False)
        head, first, *_rest = rows_of(editor, desk_url(edition, "ranking"))
        assert first[head.index("Candidat")] == "Biscuiterie Kerlann"

    def test_of_the_marks_are_enough_to_rank_again(self, editor, edition, ranked):
        head, *rows = rows_of(editor, desk_url(edition, "marks"))
        assert head == ["Numéro", "Juré", "Critère", "Poids", "Note", "Commentaire"]
        assert len(rows) == 14
        mine = [(int(weight), int(value)) for number, _juror, _criterion, weight, value, _said in rows if number == "2"]
        assert sum(weight * value for weight, value in mine) / sum(weight for weight, _value in mine) == 9

    def test_run_nothing_in_a_spreadsheet(self, editor, edition, jury):
        marked(applied(edition, 1, title="=1+1"), jury[0], 5, 5, comment="=HYPERLINK(1)")
        assert rows_of(editor, desk_url(edition, "ranking"))[1][4] == "'=1+1"
        assert rows_of(editor, desk_url(edition, "marks"))[1][5] == "'=HYPERLINK(1)"


class TestApplication:
    def test_is_read_with_its_names_on_the_record(self, editor, edition, ranked):
        page = ReadPage.at(editor, named_url(ranked[0]))
        assert "Biscuiterie Kerlann, Locmalo-sur-Mer" in page.html
        assert "rozenn.legall@orange.fr" in page.html
        assert logged() == ["names"]

    def test_keeps_an_actor_unless_it_proposes_one(self, editor, edition):
        known = ActorPageFactory()
        application = applied(edition, actor=known, proposed_name="")
        response = editor.post(named_url(application), {"actor": ""}, follow=True)
        assert "Cette candidature ne propose pas d’acteur" in response.content.decode()
        application.refresh_from_db()
        assert application.actor == known
        Application.objects.update(proposed_name="Biscuiterie Kerlann")
        editor.post(named_url(application), {"actor": ""})
        application.refresh_from_db()
        assert application.actor is None

    @pytest.mark.parametrize("moment", ["2027-01-15T09:00", MARKING, DELIBERATING])
    def test_is_not_read_by_a_juror_who_is_blind_were_they_an_editor(self, moment, maelle, edition, ranked, settings):
        settings.FROZEN_NOW = moment
        assert maelle.get(named_url(ranked[0])).status_code == 302
        assert maelle.get(desk_url(edition)).status_code == 200
        settings.FROZEN_NOW = "2027-03-20T18:00"
        assert maelle.get(named_url(ranked[0])).status_code == 200

    def test_shows_its_pieces_to_the_jury_once_they_are_read_again(self, editor, edition):
        row = filed(applied(edition))
        url = named_url(row.application, "clear")
        for action, shown in (("show", True), ("hide", False)):
            editor.post(url, {"action": action, "piece": row.key})
            row.refresh_from_db()
            assert row.for_jury is shown
        assert logged() == ["cleared", "uncleared"]

    def test_shows_the_piece_that_was_read_and_not_the_one_in_its_place(self, editor, edition):
        application = applied(edition)
        read, unread = filed(application), filed(application)
        sent = ReadPage.at(editor, named_url(application)).soup.select_one("input[name=piece]")["value"]
        assert sent == str(read.key)
        read.delete()
        for piece in (sent, "1"):
            assert editor.post(named_url(application, "clear"), {"action": "show", "piece": piece}).status_code == 404
        unread.refresh_from_db()
        assert unread.for_jury is False

    def test_shows_no_piece_that_its_author_may_still_change(self, editor, edition, settings):
        settings.FROZEN_NOW = "2027-01-15T09:00"
        row = filed(applied(edition))
        assert "Montrer au jury" not in ReadPage.at(editor, named_url(row.application)).html
        sent = {"action": "show", "piece": row.key}
        response = editor.post(named_url(row.application, "clear"), sent, follow=True)
        assert "d’ici là, son auteur peut la changer" in response.content.decode()
        row.refresh_from_db()
        assert row.for_jury is False

    def test_never_shows_a_pdf_that_cannot_be_cleaned(self, editor, edition):
        row = filed(applied(edition), FileKind.DOCUMENT)
        with row.file.open("wb") as stored:
            stored.write(b"%PDF-1.4 nothing of it can be read")
        response = editor.post(named_url(row.application, "clear"), {"action": "show", "piece": row.key}, follow=True)
        assert "Le jury juge sans lui ; son auteur en a été averti en le joignant." in response.content.decode()
        row.refresh_from_db()
        assert row.for_jury is False

    def test_leads_to_nobody_once_its_author_is_forgotten(self, editor, edition):
        application = applied(edition, contact_email="", contact_name="")
        assert not ReadPage.at(editor, named_url(application)).soup.select("a[href^=mailto]")

    def test_gives_its_pieces_as_they_were_sent(self, editor, edition):
        row = filed(applied(edition), FileKind.DOCUMENT)
        response = editor.get(named_url(row.application) + "piece/1/")
        assert b"Kerlann" in response.content
        assert response["Content-Disposition"] == 'attachment; filename="piece-1.pdf"'


class TestDeliberation:
    def test_keeps_what_is_decided_and_by_whom(self, editor, edition, ranked):
        said = [{"outcome": "finalist"}, {"outcome": "laureate", "rank": "1", "jury_words": "Simple et juste."}]
        decide(editor, edition, *said, {"outcome": "declined"})
        rows = Decision.objects.order_by("application__number")
        assert [(row.outcome, row.rank, row.jury_words, row.by.username) for row in rows] == [
            (Outcome.FINALIST, None, "", "lena"),
            (Outcome.LAUREATE, 1, "Simple et juste.", "lena"),
            (Outcome.DECLINED, None, "", "lena"),
        ]
        states = list(edition.applications.order_by("number").values_list("state", flat=True))
        assert states == ["retained", "retained", "declined", "submitted"]
        assert logged() == ["deliberated"]

    def test_against_the_ranking_says_why(self, editor, edition, ranked):
        said = [{"outcome": "laureate"}, {"outcome": "finalist"}]
        response = decide(editor, edition, *said)
        assert "Une candidature mieux notée est moins bien placée" in response.content.decode()
        assert not Decision.objects.exists()
        decide(editor, edition, said[0] | {"reason": "Utile à tous."}, said[1])
        assert Decision.objects.get(application=ranked[0]).reason == "Utile à tous."

    def test_gives_no_prize_over_a_better_one_still_to_be_decided_without_saying_why(self, editor, edition, ranked):
        response = decide(editor, edition, {"outcome": "laureate"})
        assert "Une candidature mieux notée est moins bien placée" in response.content.decode()
        assert not Decision.objects.exists()
        decide(editor, edition, {"outcome": "laureate", "reason": "Utile à tous."})
        assert Decision.objects.get().reason == "Utile à tous."

    def test_of_a_page_that_is_behind_keeps_what_a_colleague_decided_and_what_was_typed(
        self, editor, edition, ranked, jury
    ):
        """Two rows: one that both changed, one that the colleague alone did."""
        behind = typed(edition, {"outcome": "finalist", "reason": "Utile."}, {}, {"outcome": "declined"})
        decide(editor, edition, {"outcome": "declined"}, {"outcome": "laureate"})
        response = editor.post(desk_url(edition, "deliberation"), behind)
        page = ReadPage(response.content.decode())
        assert "depuis que vous avez ouvert cette page, quelqu’un a changé n° 1, n° 2." in page.html
        said = page.all(".contest-decisions .error-message")
        assert said[0].startswith("Entre-temps, lena a enregistré : « lauréate »")
        assert said[1].startswith("Entre-temps, lena a enregistré : « non retenue »")
        assert "Ce que vous avez écrit est gardé ci-dessous" in said[1]
        kept = {row.application.number: row.outcome for row in Decision.objects.select_related("application")}
        assert kept == {1: Outcome.DECLINED, 2: Outcome.LAUREATE}
        again = {field["name"]: field.get("value", "") for field in page.soup.select("input[name^=a]")}
        again |= {area["name"]: words(area) for area in page.soup.select("textarea[name^=a]")}
        chosen = page.soup.select("select[name^=a] option[selected]")
        again |= {option.parent["name"]: option["value"] for option in chosen}
        assert (again["a1-outcome"], again["a2-outcome"], again["a3-outcome"]) == ("finalist", "laureate", "declined")
        editor.post(desk_url(edition, "deliberation"), again)
        kept = {row.application.number: row.outcome for row in Decision.objects.select_related("application")}
        assert kept == {1: Outcome.FINALIST, 2: Outcome.LAUREATE, 3: Outcome.DECLINED}

    def test_leaves_alone_what_the_page_did_not_show(self, editor, edition, ranked):
        decide(editor, edition, {}, {"outcome": "laureate"})
        decide(editor, edition, {"outcome": "finalist"})
        assert Decision.objects.filter(outcome=Outcome.LAUREATE, application__number=2).exists()

    def test_keeps_no_place_nor_reason_without_a_decision_and_says_so(self, editor, edition, ranked):
        response = decide(editor, edition, {"reason": "Utile.", "rank": "200"})
        said = ReadPage(response.content.decode()).all(".contest-decisions .error-message")
        assert [sentence.split(" ")[0] for sentence in said] == ["Choisissez", "Assurez-vous"]

    def test_keeps_what_was_typed_when_something_is_wrong(self, editor, edition, ranked):
        response = decide(editor, edition, {"outcome": "declined", "jury_words": "Dommage."})
        page = ReadPage(response.content.decode())
        assert "Dommage." in [words(area) for area in page.soup.select("textarea")]
        assert "Le mot du jury accompagne une distinction" in page.html

    def test_may_be_taken_back(self, editor, edition, ranked):
        decide(editor, edition, {"outcome": ""}, {"outcome": "laureate"})
        decide(editor, edition, {"outcome": ""}, {"outcome": ""})
        assert not Decision.objects.exists()
        assert set(edition.applications.values_list("state", flat=True)) == {"submitted"}

    def test_waits_for_the_end_of_applications(self, editor, edition, ranked, settings):
        settings.FROZEN_NOW = "2027-01-15T09:00"
        assert editor.get(desk_url(edition, "deliberation")).status_code == 302
        decide(editor, edition, {"outcome": ""}, {"outcome": "laureate"})
        assert not Decision.objects.exists()

    def test_warns_while_marks_are_missing(self, editor, edition, ranked, settings):
        settings.FROZEN_NOW = MARKING
        page = ReadPage.at(editor, desk_url(edition, "deliberation"))
        assert "Il manque 2 notes : ce classement peut encore changer." in page.one(".help-block.help-warning")
