"""The territory's folder, loaded."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from agenda.models import AgendaPage
from core.models import Action, Audience, Commune, Orientation
from home.loading.files import read, read_folder
from home.loading.words import PLACEHOLDER
from home.models import ActionPage, ContentPage
from tests.home.words import lost

pytestmark = pytest.mark.django_db


def test_the_plan_the_communes_and_the_lists_are_there():
    assert Commune.objects.count() == 46
    assert Orientation.objects.count() == 6
    assert Action.objects.get(code="4").orientation.code == "1"
    assert Audience.objects.exclude(label_br="").exclude(label_en="").count() == Audience.objects.count()


def test_each_section_stands_in_three_languages_with_the_same_slug():
    pages = AgendaPage.objects.order_by("locale__language_code")

    assert [page.locale.language_code for page in pages] == ["br", "en", "fr"]
    assert {page.slug for page in pages} == {"agenda"}
    assert len({page.translation_key for page in pages}) == 1


def test_each_action_has_its_page_at_its_number(client):
    page = ActionPage.objects.get(action__code="4", locale__language_code="br")

    assert page.url == "/br/plan/4/"


def test_a_second_run_adds_nothing_and_keeps_what_an_editor_changed(capsys):
    term = Audience.objects.first()
    term.label = "Changé à la main"
    term.save()
    before = Page.objects.count()

    call_command("load_territory")

    term.refresh_from_db()
    assert term.label == "Changé à la main"
    assert Page.objects.count() == before
    assert "0 entrées et 0 pages créées" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(capsys):
    Commune.objects.filter(insee="56069").delete()

    call_command("load_territory", dry_run=True)

    assert "1 entrées" in capsys.readouterr().out
    assert not Commune.objects.filter(insee="56069").exists()


def test_the_default_site_starts_at_the_french_home_page():
    assert Site.objects.get(is_default_site=True).root_page.slug == "accueil"


def test_each_page_says_in_breton_and_in_english_all_that_it_says_in_french():
    pages = {**read_folder("pages"), **{f"plan/{action['number']}": action for action in read("plan")["actions"]}}

    for slug, entry in pages.items():
        by_language = {name: words for name, words in entry.items() if isinstance(words, dict)}
        french, *others = (
            {name: words.get(code) for name, words in by_language.items()} for code in ("fr", "br", "en")
        )
        for words in others:
            assert lost(french, words, by_language) == [], slug


def test_what_the_pages_take_from_the_territory_is_filled_in():
    for page in ContentPage.objects.all():
        assert not PLACEHOLDER.search(f"{page.introduction} {page.body}"), (page.slug, page.locale)


@pytest.mark.parametrize(
    ("prefix", "scope", "date"),
    [
        ("", "à ce site, Agenda du numérique.", "établie le 21 novembre 2026"),
        ("br/", "evit al lec’hienn-mañ, Deiziataer an niverel.", "d’an 21 a viz Du 2026"),
        ("en/", "to this site, Digital agenda.", "on 21 November 2026"),
    ],
)
def test_the_accessibility_statement_is_true_wherever_and_whenever_it_is_read(client, settings, prefix, scope, date):
    (page,) = ContentPage.objects.filter(slug="accessibilite", locale__language_code=prefix.strip("/") or "fr")

    html = client.get(f"/{prefix}accessibilite/").content.decode()

    assert scope in html
    assert date in html
    assert settings.SITE_URL not in str(page.body)


def test_the_names_of_communes_have_typographic_apostrophes():
    assert not Commune.objects.filter(name__contains="'").exists()
    assert not Commune.objects.filter(name_br__contains="'").exists()
