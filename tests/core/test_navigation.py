"""Where a reader can go from a page."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from core.languages import language_of
from core.navigation import frame, page_addresses, sections, site_navigation


def current(path: str) -> dict[str, str]:
    return {section.code: section.current for section in sections(path) if section.current}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/agenda/", {"agenda": "page"}),
        ("/agenda/mois/2026-11/", {"agenda": "true"}),
        ("/evenements/une-rencontre/", {"agenda": "true"}),
        ("/br/ateliers/soudure/", {"ateliers": "true"}),
        ("/en/annuaire/", {"annuaire": "page"}),
        ("/concours/2027/", {"concours": "true"}),
        ("/agendas/", {}),
        ("/", {}),
    ],
)
def test_the_tab_of_the_section_being_read_is_marked(path, expected):
    assert current(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"), [("/", "fr"), ("", "fr"), ("/br/", "br"), ("/br", "br"), ("/brest/", "fr"), ("/en/x/", "en")]
)
def test_an_address_says_its_language(path, expected):
    assert language_of(path) == expected


def test_links_stay_in_the_language_being_read():
    with translation.override("br"):
        shown = frame("/br/agenda/")
    assert shown["paths"]["contact"] == "/br/contact/"
    assert {section.url for section in shown["sections"]} >= {"/br/ateliers/", "/br/annuaire/"}
    assert shown["section"].css_class == "is-agenda"


def test_the_frame_opens_no_session_and_asks_nothing_of_the_database(rf):
    request = rf.get("/agenda/")
    assert site_navigation(request)["may_edit"] is False
    request.COOKIES["sessionid"] = "x"
    assert site_navigation(request)["may_edit"] is True


def test_a_view_has_the_same_address_in_each_language_without_its_query(rf):
    addresses = page_addresses(rf.get("/br/recherche/", {"q": "laser"}), None)
    assert [link.url for link in addresses.links] == ["/recherche/", "/br/recherche/", "/en/recherche/"]
    assert addresses.canonical == "http://testserver/recherche/"


@pytest.mark.parametrize(("number", "expected"), [("2", "?page=2"), ("1", ""), ("x", ""), ("²", ""), ("-1", "")])
def test_a_further_page_of_a_list_is_its_own_canonical(rf, number, expected):
    addresses = page_addresses(rf.get("/recherche/", {"page": number}), None)
    assert addresses.canonical == f"http://testserver/recherche/{expected}"


class TestAPage:
    """The addresses of one of Wagtail's pages."""

    @pytest.fixture
    def page(self, db):
        from wagtail.models import Page, Site

        root = Site.objects.get(is_default_site=True).root_page
        return root.add_child(instance=Page(title="Lieu", slug="lieu", locale=root.locale))

    @pytest.fixture
    def breton(self, page):
        from wagtail.models import Locale

        locale = Locale.objects.get(language_code="br")
        return page.copy_for_translation(locale, copy_parents=True)

    def request(self, path: str, language: str = "fr"):
        request = RequestFactory().get(path)
        return translation.override(language), request

    def test_that_is_not_translated_is_offered_under_each_prefix_but_kept_in_french(self, page):
        language, request = self.request("/br/lieu/", "br")
        with language:
            addresses = page_addresses(request, page)
        assert [link.url for link in addresses.links] == ["/lieu/", "/br/lieu/", "/en/lieu/"]
        assert [link.code for link in addresses.links if link.is_current] == ["br"]
        assert addresses.canonical == "http://testserver/lieu/"
        assert addresses.alternates == []

    def test_that_is_translated_is_found_where_its_translation_is(self, page, breton):
        breton.slug = "lech"
        breton.save_revision().publish()
        language, request = self.request("/lieu/")
        with language:
            addresses = page_addresses(request, page)
        assert [link.url for link in addresses.links] == ["/lieu/", "/br/lech/", "/en/lieu/"]
        assert [link.code for link in addresses.alternates] == ["fr", "br"]
        assert addresses.default.full_url == "http://testserver/lieu/"

    def test_keeps_what_follows_its_own_address(self, page, breton):
        breton.save_revision().publish()
        language, request = self.request("/br/lieu/mois/2026-11/", "br")
        with language:
            addresses = page_addresses(request, breton)
        assert [link.url for link in addresses.links][:2] == ["/lieu/mois/2026-11/", "/br/lieu/mois/2026-11/"]
        assert addresses.canonical == "http://testserver/br/lieu/mois/2026-11/"

    def test_costs_one_query(self, page, django_assert_num_queries):
        language, request = self.request("/lieu/")
        page.get_url_parts(request)
        with language, django_assert_num_queries(1):
            page_addresses(request, page)
