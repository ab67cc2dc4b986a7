"""What was ranked, and why it was decided so, stays: whoever leaves the jury, whatever is purged."""

import csv
import io

import pytest
from django.core.management import call_command

from core.groups import editors_name
from evenements.contest import entering
from evenements.contest.desk import desk_url
from evenements.contest.enums import ApplicationState
from evenements.contest.jury import is_marking, others_marks
from evenements.contest.models import Application, ContestCriterion, Decision, Juror, Mark, Recusal
from evenements.contest.preparing import prepare
from evenements.contest.tally import tally_of
from evenements.models import ContestPage
from tests.evenements.contest.jury_sample import DELIBERATING, applied, juror, jury_edition, marked
from tests.evenements.contest.test_edition_form import rows
from tests.evenements.contest.test_results import AT_THE_HOUR, publish
from tests.evenements.test_contest_admin import form_for
from tests.factories.core import UserFactory
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db
MONTHS_LATER = "2027-09-20T18:01"


@pytest.fixture(autouse=True)
def _march(settings, tmp_path):
    settings.FROZEN_NOW = DELIBERATING
    settings.MEDIA_ROOT = tmp_path / "media"
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
def ranked(edition, jury) -> list[Application]:
    """Four whose scores are 9, 7, 7 and 5; without Bruno they would be 8, 9, 7 and 5, without the third no tie."""
    given = [applied(edition, number) for number in (1, 2, 3, 4)]
    for row, (anna, bruno) in zip(given, [(8, 10), (9, 5), (7, 7), (5, 5)], strict=True):
        marked(row, jury[0], anna, anna)
        marked(row, jury[1], bruno, bruno)
    return given


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=[editors_name()], username="lena"))
    return client


def places(edition: ContestPage) -> list[tuple[int | None, int | None, bool]]:
    """The number, the rank and the tie of each, the best first."""
    tally = tally_of(edition)
    return [(tally.applications[row.application].number, row.rank, row.tied) for row in tally.standings]


RANKED = [(1, 1, False), (2, 2, True), (3, 2, True), (4, 4, False)]


def published(edition: ContestPage, settings) -> None:
    """The first is a laureate, the second a finalist; the last two are declined, the very last for a reason."""
    for row, outcome in zip(edition.applications.all(), ("laureate", "finalist", "declined", "declined"), strict=True):
        Decision.objects.create(application=row, outcome=outcome, reason="Enora l’a dit.", at="2027-03-02T09:00Z")
    prepare(edition)
    settings.FROZEN_NOW = AT_THE_HOUR
    publish()
    assert edition.applications.filter(entry__live=True).count() == 2


class TestJurors:
    def test_who_leaves_the_jury_keeps_the_marks_they_gave(self, editor, edition, ranked, jury):
        assert places(edition) == RANKED
        Juror.objects.filter(user=jury[1]).delete()
        assert places(edition) == RANKED
        page = ReadPage.at(editor, desk_url(edition))
        lines = page.all(".contest-table tbody tr")
        assert lines[:2] == ["Anna Jury 4 / 4 0 0 0", "Bruno Jury (n’est plus du jury, ses notes comptent) 4 / 4 0 0 0"]
        marks = list(csv.reader(io.StringIO(editor.get(desk_url(edition, "marks")).content.decode())))
        assert len(marks) == 1 + 16
        assert [row["juror"] for row in others_marks(jury[0], ranked[0], [], {})] == ["Bruno Jury"]

    def test_nothing_is_waited_for_from_who_left(self, edition, ranked, jury):
        Mark.objects.filter(juror=jury[1], application=ranked[3]).delete()
        assert tally_of(edition).missing == 2
        Juror.objects.filter(user=jury[1]).delete()
        tally = tally_of(edition)
        assert (tally.missing, [row.expected for row in tally.standings]) == (0, [2, 2, 2, 1])

    def test_who_stood_back_and_left_still_does_not_count(self, edition, ranked, jury):
        Recusal.objects.create(application=ranked[1], user=jury[1], reason="Cousin.", at="2027-02-11T09:00Z")
        before = places(edition)
        Juror.objects.filter(user=jury[1]).delete()
        assert places(edition) == before != RANKED


class TestPurge:
    def test_leaves_ranks_and_ties_and_takes_the_names(self, editor, edition, ranked, settings):
        published(edition, settings)
        settings.FROZEN_NOW = MONTHS_LATER
        call_command("purge_personal_data", stdout=io.StringIO())
        assert places(edition) == RANKED
        page = ReadPage.at(editor, desk_url(edition))
        assert "n° 3, effacée" in page.html
        assert not page.soup.select(f"a[href*='{desk_url(edition)}3/']")
        assert "n° 3, effacée" in editor.get(desk_url(edition, "deliberation")).content.decode()
        lines = list(csv.reader(io.StringIO(editor.get(desk_url(edition, "ranking")).content.decode())))
        assert [row[1:5] for row in lines[3:]] == [["2", "oui", "3", ""], ["4", "", "4", ""]]

    def test_keeps_why_of_what_is_published_without_the_name_of_its_author(self, edition, ranked, settings):
        ranked[0].contact_name = "Enora Le Bris"
        ranked[0].save()
        published(edition, settings)
        settings.FROZEN_NOW = MONTHS_LATER
        call_command("purge_personal_data", stdout=io.StringIO())
        reasons = Decision.objects.order_by("application__number").values_list("reason", flat=True)
        assert list(reasons) == ["[masqué] l’a dit.", "Enora l’a dit.", "", ""]

    def test_decides_nothing_any_more_of_what_is_purged(self, editor, edition, ranked, settings):
        published(edition, settings)
        settings.FROZEN_NOW = MONTHS_LATER
        call_command("purge_personal_data", stdout=io.StringIO())
        sent = {"a3-seen": "", "a3-outcome": "laureate", "a3-rank": "", "a3-reason": "", "a3-jury_words": ""}
        editor.post(desk_url(edition, "deliberation"), sent)
        assert Decision.objects.get(application=ranked[2]).outcome == "declined"


class TestPublished:
    def test_a_withdrawal_leaves_the_ranking_and_takes_the_rest(self, edition, ranked, settings):
        published(edition, settings)
        ranked[2].refresh_from_db()
        assert entering.withdraw(ranked[2])
        ranked[2].refresh_from_db()
        assert (ranked[2].state, ranked[2].title, ranked[2].contact_email) == (ApplicationState.DECLINED, "", "")
        assert places(edition) == RANKED

    def test_no_mark_changes_were_the_results_put_off(self, edition, ranked, settings):
        ContestPage.objects.filter(pk=edition.pk).update(jury_ends_on=None)
        published(edition, settings)
        ContestPage.objects.filter(pk=edition.pk).update(results_at="2027-12-01T10:00Z")
        assert not is_marking(ContestPage.objects.get(pk=edition.pk))

    def test_no_recusal_is_lifted(self, editor, edition, ranked, jury, settings):
        row = Recusal.objects.create(application=ranked[1], user=jury[1], reason="Cousin.", at="2027-02-11T09:00Z")
        published(edition, settings)
        response = editor.post(desk_url(edition, "unrecuse"), {"recusal": row.pk}, follow=True)
        assert "Les résultats sont publiés" in response.content.decode()
        assert Recusal.objects.exists()

    def test_a_criterion_and_its_weight_stay(self, edition, ranked, settings):
        published(edition, settings)
        criterion = ContestCriterion.objects.get(label="Utilité")
        row = {"id": criterion.pk, "label": "Utile", "weight": 3}
        assert form_for(edition, **rows("weighted_criteria", row)).is_valid()
        for changed in ({"weight": 9}, {"DELETE": "on"}, {"id": "", "label": "Autre"}):
            form = form_for(edition, **rows("weighted_criteria", row | changed))
            assert "les critères notés et leurs poids ne changent plus." in str(form.errors), changed
