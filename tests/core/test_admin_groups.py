"""What editors and administrators may do in the admin."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page

from agenda.models import AgendaPage, EventIndexPage
from annuaire.models import DirectoryPage
from core.groups import ADMINISTRATORS, JURY, editors_name
from core.models import Audience, Commune
from core.models.pages import default_site
from core.navigation import PATHS
from home.models import ContentPage, HomePage
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import PlaceFactory, UserFactory
from tests.factories.evenements import EventPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(groups=[editors_name()]))
    return client


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(UserFactory(groups=[ADMINISTRATORS]))
    return client


def status(client: Client, name: str, *args: object) -> int:
    """200 when that page of the admin opens; refused, Wagtail goes back to the first screen."""
    return client.get(reverse(name, args=args)).status_code


def test_the_groups_are_editors_named_after_the_network_administrators_and_jurors(settings):
    network = settings.TERRITORY.data["network"]["short_name"]

    assert set(Group.objects.values_list("name", flat=True)) == {f"éditeur {network}", "administrateur", JURY}


@pytest.mark.parametrize("language", ["fr", "br", "en"])
def test_editors_change_and_publish_in_each_language_and_add_in_french_alone(language):
    user = UserFactory(groups=[editors_name()])
    for model in (EventIndexPage, DirectoryPage):
        allowed = model.objects.get(locale__language_code=language).permissions_for_user(user)
        assert (allowed.can_edit(), allowed.can_publish_subpage()) == (True, True)
        assert allowed.can_add_subpage() is (language == "fr")


def test_nothing_is_made_nor_copied_in_another_language_than_french():
    user = UserFactory(groups=[editors_name()])
    event = EventPageFactory()
    breton, french = (EventIndexPage.objects.get(locale__language_code=language) for language in ("br", "fr"))
    client = Client()
    client.force_login(user)

    assert event.permissions_for_user(user).can_copy_to(french)
    assert not event.permissions_for_user(user).can_copy_to(breton)
    assert client.get(reverse("wagtailadmin_pages:add", args=["evenements", "eventpage", french.pk])).status_code == 200
    refused = client.get(reverse("wagtailadmin_pages:add", args=["evenements", "eventpage", breton.pk]))
    assert refused.status_code == 302  # back to the first screen, which says why


def test_a_language_added_later_opens_to_editors():
    locale = Locale.objects.create(language_code="de")
    home = HomePage(title="Startseite", slug="accueil-de", locale=locale)
    Page.get_first_root_node().add_child(instance=home)

    assert home.permissions_for_user(UserFactory(groups=[editors_name()])).can_edit()


def test_editors_do_not_touch_the_root():
    root = Page.get_first_root_node()
    allowed = root.permissions_for_user(UserFactory(groups=[editors_name()]))

    assert not allowed.can_add_subpage()
    assert not allowed.can_edit()


def test_a_section_stays_where_it_is():
    for group in (editors_name(), ADMINISTRATORS):
        allowed = AgendaPage.objects.get(locale__language_code="fr").permissions_for_user(UserFactory(groups=[group]))

        assert allowed.can_edit()
        assert not any([allowed.can_delete(), allowed.can_unpublish(), allowed.can_move()])


def test_the_address_of_a_section_is_not_in_its_form(editor):
    agenda = AgendaPage.objects.get(locale__language_code="fr")

    form = editor.get(reverse("wagtailadmin_pages:edit", args=[agenda.pk])).context["form"]

    assert "title" in form.fields
    assert not {"slug", "go_live_at", "expire_at"} & set(form.fields)


def content_page(slug: str, language: str = "fr") -> ContentPage:
    return ContentPage.objects.get(slug=slug, locale__language_code=language)


CONTRACT = ["accessibilite", "mentions-legales", "donnees-personnelles", "donnees", "contact", "plan-du-site"]


@pytest.mark.parametrize("language", ["fr", "br", "en"])
@pytest.mark.parametrize("slug", CONTRACT)
def test_a_page_that_the_contract_promises_stays_where_it_is(slug, language):
    page = content_page(slug, language)
    for group in (editors_name(), ADMINISTRATORS):
        user = UserFactory(groups=[group])
        for allowed in (page.permissions_for_user(user), Page.objects.get(pk=page.pk).permissions_for_user(user)):
            assert (allowed.can_edit(), allowed.can_publish()) == (True, True)
            assert not any([allowed.can_delete(), allowed.can_unpublish(), allowed.can_move()])
            assert not allowed.can_set_view_restrictions()


def test_every_page_that_the_site_links_to_is_promised():
    paths = {name: path for name, path in PATHS.items() if name not in ("subscribe", "rss", "search")}

    for path in paths.values():
        page = default_site().root_page.specific
        for slug in filter(None, path.split("/")):
            page = page.get_children().get(slug=slug).specific
        assert page.is_promised, path


@pytest.mark.parametrize("action", ["delete", "unpublish", "move"])
def test_asking_for_it_all_the_same_changes_nothing(editor, administrator, action):
    page, elsewhere = content_page("mentions-legales"), content_page("aide")
    for client in (editor, administrator):
        assert client.post(reverse(f"wagtailadmin_pages:{action}", args=[page.pk])).status_code == 302
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        client.post(f"{bulk}?id={page.pk}", {"chooser": elsewhere.pk, "move_applicable": "on"})

    page.refresh_from_db()
    assert page.live
    assert client.get("/mentions-legales/").status_code == 200


def test_the_form_of_a_promised_page_says_so_and_has_no_other_address(editor):
    page = content_page("donnees")
    response = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert {"title", "introduction", "body"} <= set(response.context["form"].fields)
    assert not {"slug", "expire_at"} & set(response.context["form"].fields)
    assert "est promise aux visiteurs" in response.content.decode()


def test_a_content_page_that_is_not_promised_is_an_editors_own(editor):
    page = content_page("aide")
    allowed = page.permissions_for_user(UserFactory(groups=[editors_name()]))
    response = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert (allowed.can_unpublish(), allowed.can_delete(), allowed.can_move()) == (True, True, True)
    assert {"slug", "go_live_at", "expire_at"} <= set(response.context["form"].fields)
    assert "est promise aux visiteurs" not in response.content.decode()


def test_a_promised_page_is_saved_at_the_address_it_has(editor):
    page = content_page("contact")
    data = {
        "title": "Nous écrire", "slug": "ailleurs", "introduction": "", "body-count": "0", "seo_title": "",
        "search_description": "", "expire_at": "2020-01-01", "action-publish": "1", "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).status_code == 302

    page.refresh_from_db()
    assert (page.title, page.slug, page.expire_at, page.live) == ("Nous écrire", "contact", None, True)


def test_a_title_without_an_address_to_write_asks_nothing_of_the_browser(editor):
    for page in (AgendaPage.objects.get(locale__language_code="fr"), content_page("contact")):
        assert "w-sync" not in editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[content_page("aide").pk])).content.decode()
    assert 'data-w-sync-target-value="#id_slug"' in form


def test_editors_withdraw_and_delete_what_they_publish():
    user = UserFactory(groups=[editors_name()])
    for page in (EventPageFactory(), ActorPageFactory()):
        allowed = page.permissions_for_user(user)
        assert (allowed.can_unpublish(), allowed.can_delete(), allowed.can_move()) == (True, True, True)


EDITORS_PAGES = [
    "evenements:index",
    "ateliers:index",
    "annuaire:index",
    "editions:index",
    "candidatures:index",
    "wagtailsnippets_core_place:list",
    "wagtailsnippets_core_place:add",
    "wagtailimages:add",
    "wagtaildocs:add",
]
ADMINISTRATORS_PAGES = [
    "wagtailsnippets_core_audience:list",
    "wagtailsnippets_core_action:add",
    "wagtailsnippets_core_commune:list",
    "wagtailusers_users:index",
    "wagtailusers_users:add",
    "wagtailusers_groups:index",
    "wagtailredirects:index",
    "wagtaillocales:index",
    "wagtailsites:index",
    "wagtailadmin_workflows:index",
    "wagtailadmin_collections:index",
]


@pytest.mark.parametrize("name", EDITORS_PAGES)
def test_editors_and_administrators_open(editor, administrator, name):
    assert (status(editor, name), status(administrator, name)) == (200, 200)


@pytest.mark.parametrize("name", ADMINISTRATORS_PAGES)
def test_only_administrators_open(editor, administrator, name):
    assert status(administrator, name) == 200
    assert status(editor, name) == 302


def test_editors_change_places_and_not_the_vocabulary(editor):
    term, commune = Audience.objects.first(), Commune.objects.first()

    assert status(editor, "wagtailsnippets_core_place:edit", PlaceFactory().pk) == 200
    assert status(editor, "wagtailsnippets_core_audience:edit", term.pk) == 302
    assert status(editor, "wagtailsnippets_core_commune:edit", commune.pk) == 302


def test_editors_translate(editor):
    assert status(editor, "wagtail_localize:submit_page_translation", EventPageFactory().pk) == 200


def test_editors_write_content_pages(editor):
    page = ContentPage.objects.filter(locale__language_code="fr").first()

    assert status(editor, "wagtailadmin_pages:edit", page.pk) == 200


def menu_of(client: Client) -> list[str]:
    from wagtail.admin.menu import admin_menu

    request = client.get(reverse("wagtailadmin_home")).wsgi_request
    items = sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)
    return [str(item.label) for item in items]


def test_the_menu_of_an_editor_has_what_an_editor_needs(editor):
    assert menu_of(editor) == [
        "Agenda", "Annuaire", "Ateliers", "Réservations", "Concours", "Pages", "Lieux", "Vocabulaire", "Courriels",
        "Recherche", "Images", "Documents",
    ]  # fmt: skip


def test_the_menu_of_an_administrator_has_everything(administrator):
    assert menu_of(administrator) == [
        "Agenda", "Annuaire", "Ateliers", "Réservations", "Concours", "Pages", "Lieux", "Vocabulaire",
        "Courriels", "Recherche", "Images", "Documents", "Rapports", "Paramètres", "Aide",
    ]  # fmt: skip


def test_the_first_screen_shows_the_week_and_what_to_add(editor):
    page = editor.get(reverse("wagtailadmin_home")).content.decode()

    assert "Cette semaine" in page
    assert "Ajouter un événement" in page
    assert reverse("evenements:choose_parent") in page


@pytest.mark.parametrize("language", ["br", "en", "de"])
def test_the_admin_is_french_whatever_the_browser_asks_for(editor, language):
    page = editor.get(reverse("wagtailadmin_home"), headers={"accept-language": language}).content.decode()

    assert '<html lang="fr"' in page
    assert "Rechercher toutes les pages" in page


def test_an_editor_may_read_the_admin_in_english_and_not_in_breton(editor):
    form = editor.get(reverse("wagtailadmin_account")).content.decode()

    assert '<option value="en"' in form
    assert '<option value="br"' not in form


def test_someone_without_a_group_is_not_let_in(client):
    client.force_login(UserFactory())

    assert client.get(reverse("wagtailadmin_home")).status_code in (302, 403)
