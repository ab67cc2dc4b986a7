"""The territory's folder, loaded."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from agenda.models import AgendaPage
from core.models import Action, Audience, Commune, Orientation
from home.models import ActionPage

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
