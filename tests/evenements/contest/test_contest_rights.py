"""Who may open what of the contest: each role, each view, each export, each file; and what a juror finds elsewhere."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import GroupPagePermission, PageLogEntry

from core.groups import JURY, editors_name
from core.models import OutgoingMail
from evenements.contest.desk import desk_url, named_url
from evenements.contest.enums import ApplicationState, Outcome
from evenements.contest.jury_views import sheet_url
from evenements.contest.links import file_path_of, path_of, token_of
from evenements.contest.models import Decision, Recusal
from evenements.contest.preparing import prepare
from evenements.contest.viewsets import DeskViewSet, JuryViewSet
from tests.evenements.contest.jury_sample import MARKING, TRACES, applied, filed, juror, jury_edition
from tests.factories.core import UserFactory
from tests.factories.evenements import EventPageFactory

pytestmark = pytest.mark.django_db
JUROR = {"sheet", "mark", "recuse", "piece", "own marks"}
ORGANISER = {
    "edition", "ranking file", "marks file", "unrecuse", "deliberation", "decide", "prepare", "named", "actor",
    "named piece", "clear",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _february(settings, tmp_path):
    settings.FROZEN_NOW = MARKING
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def anna():
    return juror("anna")


@pytest.fixture
def edition(anna):
    return jury_edition([anna])


@pytest.fixture
def application(edition):
    row = applied(edition)
    filed(row, for_jury=True)
    Recusal.objects.create(application=applied(edition, 2), user=anna_of(edition), reason="—", at=timezone.now())
    return row


def anna_of(edition):
    return edition.jurors.get().user


def another_juror(edition):
    """Of the jury of another edition, which reads at the same time."""
    other = juror("bruno")
    jury_edition([other], year=2028, slug="concours-2028")
    return other


def partner(edition):
    """Who may change an event, and no edition."""
    group = Group.objects.create(name="partenaire")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page_id=EventPageFactory().pk, permission=change)
    return UserFactory(groups=[group.name])


ROLES = {
    "anonymous": (lambda edition: None, set()),
    "juror": (anna_of, JUROR),
    "juror of another edition": (another_juror, set()),
    "partner": (partner, set()),
    "editor": (lambda edition: UserFactory(groups=[editors_name()]), ORGANISER),
    "administrator": (lambda edition: UserFactory(administrator=True), ORGANISER),
}


def views(application) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Every address of the jury and of the desk: how it is asked, where, with what."""
    edition = application.edition
    recusal = {"recusal": Recusal.objects.values_list("pk", flat=True).first() or 0}
    return {
        "sheet": ("get", sheet_url(application), {}),
        "mark": ("post", sheet_url(application), {"action": "save"}),
        "piece": ("get", sheet_url(application) + "piece/1/", {}),
        "own marks": ("get", reverse("jury:marks", args=[edition.pk]), {}),
        "edition": ("get", desk_url(edition), {}),
        "ranking file": ("get", desk_url(edition, "ranking"), {}),
        "marks file": ("get", desk_url(edition, "marks"), {}),
        "unrecuse": ("post", desk_url(edition, "unrecuse"), recusal),
        "deliberation": ("get", desk_url(edition, "deliberation"), {}),
        "decide": ("post", desk_url(edition, "deliberation"), {"a1-outcome": "laureate"}),
        "prepare": ("post", desk_url(edition, "prepare"), {}),
        "named": ("get", named_url(application), {}),
        "actor": ("post", named_url(application), {"actor": ""}),
        "named piece": ("get", named_url(application) + "piece/1/", {}),
        "clear": (
            "post",
            named_url(application, "clear"),
            {"piece": str(application.files.all()[0].key), "action": "hide"},
        ),
        "recuse": ("post", sheet_url(application), {"action": "recuse", "reason": "Cousin."}),
    }


def is_let_in(client: Client, how: str, path: str, data: dict[str, str]) -> bool:
    response = getattr(client, how)(path, data)
    elsewhere = ("/admin/", "/admin/login/", *(() if data.get("action") == "recuse" else ("/admin/jury/",)))
    away = response.status_code == 302 and response.url.partition("?")[0] in elsewhere
    return response.status_code < 400 and not away


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_is_its_own_and_nothing_else(role, client, edition, application):
    who, allowed = ROLES[role]
    if user := who(edition):
        client.force_login(user)
    opened = {name for name, asked in views(application).items() if is_let_in(client, *asked)}
    assert opened == allowed


def test_every_address_of_the_jury_and_of_the_desk_is_in_the_matrix(application):
    known = {path.partition("?")[0] for _how, path, _data in views(application).values()}
    indexes = {reverse("jury:index"), reverse("deliberation:index")}
    numbers = {"edition": application.edition_id, "number": 1, "piece": 1}
    for namespace in ("jury", "deliberation"):
        for name, parameters in _names(namespace).items():
            path = reverse(f"{namespace}:{name}", kwargs={each: numbers[each] for each in parameters})
            assert path in known | indexes, path


def _names(namespace: str) -> dict[str, list[str]]:
    """The addresses of NAMESPACE, by name, with what each takes."""
    viewset = {"jury": JuryViewSet, "deliberation": DeskViewSet}[namespace]()
    return {pattern.name: list(pattern.pattern.converters) for pattern in viewset.get_urlpatterns()}


class TestLink:
    """What the private link of an applicant opens: their own application, and nothing of the admin."""

    def test_opens_its_own_application_and_files_alone(self, client, edition, application):
        other = applied(edition, 3)
        theirs = filed(other)
        assert client.get(path_of(application, "fr")).status_code == 200
        assert client.get(file_path_of(application.files.get(), "fr")).status_code == 200
        crossed = file_path_of(theirs, "fr").replace(token_of(other), token_of(application))
        assert client.get(crossed).status_code == 404
        assert not [name for name, asked in views(application).items() if is_let_in(client, *asked)]

    @pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: token + "a", lambda token: "x" + token])
    def test_spoilt_says_so_in_a_sentence(self, client, application, spoil):
        token = token_of(application)
        response = client.get(path_of(application, "fr").replace(token, spoil(token)))
        assert response.status_code == 403
        assert "Ce lien n’est pas entier" in response.content.decode()

    def test_of_an_application_that_is_gone_says_so_in_a_sentence(self, client, application):
        path = path_of(application, "fr")
        client.post(path, {"action": "withdraw"})
        response = client.get(path)
        assert response.status_code == 410
        assert "Cette candidature est retirée ou effacée" in response.content.decode()


class TestElsewhere:
    """A juror of a blind edition has the whole admin to look in, and finds no name in it."""

    @pytest.fixture
    def searched(self, client, edition, application):
        """The admin as the juror has it, once drafts were made and mails written with the names in them."""
        Decision.objects.create(application=application, outcome=Outcome.LAUREATE, at=timezone.now())
        prepare(edition, UserFactory(administrator=True, username="lena"))
        now = timezone.now()
        OutgoingMail.objects.create(
            key="contest/1", recipient="rozenn.legall@orange.fr", subject="Biscuiterie Kerlann", text="Rozenn Le Gall",
            message_id="<1@site>", queued_at=now, next_try_at=now,
        )  # fmt: skip
        client.force_login(anna_of(edition))
        application.refresh_from_db()
        return client

    @pytest.mark.filterwarnings("ignore:Pagination may yield")  # that of a report of wagtail-localize
    def test_nothing_is_found_by_who_looks_for_names(self, searched, edition, application):
        edit = application.entry_id
        paths = [
            "/admin/", "/admin/jury/", "/admin/pages/", f"/admin/pages/{edition.pk}/", "/admin/pages/search/?q=kerlann",
            "/admin/pages/search/?q=kerlann&content_type=evenements.contestentrypage", "/admin/choose-page/",
            f"/admin/choose-page/{edition.pk}/", "/admin/choose-page/search/?q=kerlann",
            "/admin/choose-page/search/?q=kerlann&page_type=annuaire.actorpage", "/admin/images/?q=kerlann",
            "/admin/images/chooser/", "/admin/documents/", "/admin/courriels/", "/admin/users/",
            "/admin/reports/site-history/", "/admin/reports/aging-pages/", "/admin/reports/locked/",
            f"/admin/pages/{edition.pk}/history/", f"/admin/pages/{edition.pk}/edit/", f"/admin/pages/{edit}/edit/",
            f"/admin/pages/{edit}/history/", f"/admin/pages/{edit}/view_draft/", f"/admin/pages/{edit}/usage/",
            f"/admin/api/main/pages/?child_of={edition.pk}", "/admin/api/main/pages/?search=kerlann",
            f"/admin/api/main/pages/{edit}/", reverse("candidatures:index"), reverse("annuaire:index"),
            reverse("editions:index"), reverse("deliberation:index"), "/admin/account/", "/admin/doublons/",
            "/admin/localize/reports/translations/", f"/admin/pages/{edition.get_parent().pk}/",
            "/admin/actor_chooser/", f"/admin/actor_chooser/chosen/{application.actor_id}/", "/admin/searchpicks/",
            "/admin/snippets/",
            f"/admin/images/chooser/chosen/{get_image_model().objects.get().pk}/", "/admin/imports/",
        ]  # fmt: skip
        found = {path: _traces(searched.get(path)) for path in paths}
        assert {path: traces for path, traces in found.items() if traces} == {}

    def test_every_address_of_the_admin_but_the_jury_s_leads_back_to_it(self, searched, edition):
        for path in ("/admin/", "/admin/pages/", "/admin/courriels/", "/admin/api/main/pages/", "/admin/sprite/x/"):
            assert searched.get(path).url == "/admin/jury/", path
        assert searched.get("/admin/account/").status_code == 200

    def test_nor_in_what_the_history_says(self, edition, searched, application):
        lines = " ".join(str(row.data) + row.message for row in PageLogEntry.objects.filter(page=edition.pk))
        assert not [trace for trace in TRACES if trace in lines.casefold()]

    def test_nor_on_the_public_site(self, searched, edition):
        for path in (edition.url, "/concours/", "/annuaire/", "/recherche/?q=kerlann", "/annuaire/?q=biscuiterie"):
            text = searched.get(path).content.decode().casefold().replace("q=kerlann", "").replace('"kerlann"', "")
            assert "biscuiterie kerlann" not in text, path

    def test_the_group_gives_the_admin_and_nothing_else(self, edition):
        group = Group.objects.get(name=JURY)
        assert list(anna_of(edition).groups.all()) == [group]
        assert list(group.permissions.values_list("codename", flat=True)) == ["access_admin"]
        assert not group.page_permissions.exists()
        assert not group.collection_permissions.exists()


def _traces(response) -> list[str]:
    """The names that RESPONSE has, but for those of the address asked."""
    text = b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()
    text = text.casefold().replace("q=kerlann", "").replace('value="kerlann"', "").replace("“kerlann”", "")
    return [trace for trace in TRACES if trace in text]


def test_drafts_and_withdrawn_applications_are_of_no_jury(client, edition, anna):
    client.force_login(anna)
    for number, state in ((None, ApplicationState.DRAFT), (9, ApplicationState.WITHDRAWN)):
        applied(edition, number, state=state, title="Une seule")
    assert "Une seule" not in client.get("/admin/jury/").content.decode()
    assert client.get(reverse("jury:sheet", args=[edition.pk, 9])).status_code == 404


def test_the_menu_of_a_juror_has_the_jury_alone(client, edition, anna):
    client.force_login(anna)
    page = client.get("/admin/jury/").content.decode()
    assert '"name": "jury"' in page
    for name in ("agenda", "annuaire", "reservations", "concours", "explorer"):
        assert f'"name": "{name}"' not in page
