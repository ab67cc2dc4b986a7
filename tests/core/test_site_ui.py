"""The tags of the templates, and the components through them."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from core.parts import ActorCard, Chip, Choice, Day, DayCount, Entry, Facet, Filters, Item, Link, Month, MonthDay
from core.templatetags.site_ui import month, short_month, tidy, weekday

TEMPLATES = sorted(Path(settings.SITE_DIR, "templates").rglob("*.html"))
COMPONENTS = [path for path in TEMPLATES if path.parent.name == "components"]
ENTRY = Entry("/evenements/x/", "Découpe laser", "18 h – 20 h", "2026-11-24T18:00", publics=["Agents publics"])


def render(source: str, **context: object) -> str:
    return Template("{% load site_ui %}" + source).render(Context(context))


def component(name: str, **context: object) -> str:
    """The component's HTML, runs of spaces made one."""
    return re.sub(r"\s+", " ", render_to_string(f"components/{name}.html", context))


class TestTags:
    def test_an_icon_and_a_flag_are_taken_from_the_sprites_and_say_nothing(self):
        assert render('{% icon "search" %}') == (
            '<svg class="icon" aria-hidden="true"><use href="/static/icons/icons.svg#i-search"/></svg>'
        )
        assert 'href="/static/icons/flags.svg#f-cone"' in render('{% flag "cone" %}')

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("fr", ["mercredi", "février", "févr."]),
            ("br", ["Merc’her", "C’hwevrer", "C’hwe."]),
            ("en", ["Wednesday", "February", "Feb"]),
        ],
    )
    def test_days_and_months_are_said_as_in_all_dates(self, language: str, words: list[str]):
        day = dt.date(2027, 2, 3)
        with translation.override(language):
            assert [weekday(day), month(day), short_month(day)] == words

    def test_a_word_is_spelled_in_flags(self):
        assert re.findall(r"#f-(\w)", render("{% flags name %}", name="Lô 1")) == ["L", "O"]

    @pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
    def test_every_icon_a_template_names_is_in_the_sprite(self, template):
        sprite = Path(finders.find("icons/icons.svg")).read_text()
        for name in re.findall(r'{% icon "([\w-]+)" %}', template.read_text()):
            assert f'id="i-{name}"' in sprite

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Impression 3D : refaire une pièce ?", "Impression 3D\xa0: refaire une pièce\xa0?"),
            ("8 h 30 – 10 h, « oui »", "8\xa0h\xa030\xa0–\u2060\xa010\xa0h, «\xa0oui\xa0»"),
            ("1 150 emplois, 25 %", "1\xa0150 emplois, 25\xa0%"),
            ("le 3 décembre", "le 3 décembre"),
            ("a :b", "a :b"),
        ],
    )
    def test_french_spaces_do_not_break(self, text, expected):
        assert tidy(text) == expected

    def test_tidy_words_are_still_escaped(self):
        assert render("{{ text|tidy }}", text="<b> ?") == "&lt;b&gt;\xa0?"

    def test_a_head_refuses_an_input_it_does_not_have(self):
        with pytest.raises(TemplateSyntaxError, match="colour"):
            render('{% head title="Agenda" colour="red" %}{% endhead %}')

    def test_a_head_shows_its_number_and_what_it_holds(self):
        shown = render(
            '{% head title=title before="mardi" number=24 after="novembre" %}<b>Suite</b>{% endhead %}', title="A < B"
        )
        assert "<h1>A &lt; B</h1>" in shown
        assert "<b>Suite</b>" in shown
        assert re.search(r"mardi</span>\s*<b>24</b>\s*<span>novembre", shown)

    def test_a_banner_is_a_heading_of_the_second_level(self):
        shown = render('{% head title="Concours" level=2 title_id="t" item=True %}{% endhead %}')
        assert '<h2 id="t">Concours</h2>' in shown
        assert "head--page" in shown
        assert "head__mark" not in shown


class TestComponents:
    @pytest.mark.parametrize(
        ("state", "word"),
        [
            ("cancelled", "Annulé"),
            ("postponed", "Reporté"),
            ("full", "Complet"),
            ("moved_online", "Déplacé en ligne"),
        ],
    )
    def test_a_state_is_a_word_and_an_icon(self, state, word):
        shown = component("state", state=state)
        assert word in shown
        assert "<svg" in shown

    def test_a_confirmed_date_has_no_state_to_show(self):
        assert "<" not in component("state", state="confirmed")
        assert "En ligne" in component("state", state="confirmed", is_online=True)

    def test_a_day_says_its_date_whom_each_entry_is_for_and_what_is_cancelled(self):
        cancelled = Entry("/evenements/y/", "Inauguration", "17 h", "2026-11-24T17:00", state="cancelled", example=True)
        day = Day(dt.date(2026, 11, 24), [ENTRY, cancelled], "aujourd’hui")
        shown = component("day", day=day)
        assert "<span>mardi</span> <b>24</b> <span>novembre</span> <em>aujourd’hui</em>" in shown
        assert "<li>Agents publics</li>" in shown
        assert 'class="entry is-cancelled"' in shown
        assert shown.count("exemple") == 1

    @pytest.mark.parametrize(("level", "title"), [(2, "h3"), (3, "h4")])
    def test_headings_follow_the_level_of_the_day(self, level, title):
        shown = component("day", day=Day(dt.date(2026, 11, 24), [ENTRY], level=level))
        assert f"<h{level} " in shown
        assert f"</{title}>" in shown

    def test_words_in_another_language_say_so(self):
        entry = Entry("/x/", "Laser", "18 h", "2026-11-24T18:00", lang="en")
        assert 'lang="en"' in component("entry", entry=entry, level=2)

    def test_a_moved_date_shows_the_former_and_the_new_one(self):
        entry = Entry("/x/", "Laser", "18 h", "2026-11-24", state="postponed", former="le 26", new="le 3 décembre")
        shown = component("entry", entry=entry, level=2)
        assert "<del>le 26</del>" in shown
        assert "<strong>le 3 décembre</strong>" in shown

    def test_the_strip_of_a_week_leads_to_the_days_that_have_dates(self):
        monday = dt.date(2026, 11, 23)
        days = [DayCount(monday, 0), DayCount(dt.date(2026, 11, 24), 2, "#j-2026-11-24", is_today=True)]
        shown = component("week_strip", days=days)
        assert shown.count("<a ") == 1
        assert "aucune date" in shown

    def test_a_month_is_a_table_with_headings_and_a_list_of_the_days_that_have_dates(self):
        days = [MonthDay(dt.date(2026, 11, 23) + dt.timedelta(days=i)) for i in range(7)]
        days[1] = MonthDay(days[1].date, [ENTRY], is_today=True)
        month = Month("Novembre 2026", [days])
        table, listed = component("month_table", month=month), component("month_list", month=month)
        assert table.count('<th scope="col">') == 7
        assert table.count("<td") == 7
        assert 'aria-current="date"' in table
        assert listed.count('class="num num--s"') == 1

    def test_a_row_has_its_number_its_lines_and_its_links(self):
        links = [Link("Ajouter", "/y/", "plus")]
        item = Item("Soudure", "/x/", number="4", unit="places", lines=["samedi"], links=links)
        shown = component("item", item=item)
        assert "<b>4</b>places" in shown
        assert "<p> samedi </p>" in shown
        assert ">Ajouter</a>" in shown

    def test_invented_content_says_so_even_in_a_row_without_a_line(self):
        assert "exemple" in component("item", item=Item("Soudure", "/x/", example=True))

    def test_an_actor_is_numbered_as_on_the_map_and_says_when_it_was_verified(self):
        card = ActorCard("/annuaire/x/", "Le lieu", "Tiers-lieu", pin="3", place="Groix", verified="le 3 novembre")
        shown = component("actor_card", card=card)
        assert '<span class="pin">3</span>' in shown
        assert "Tiers-lieu · Groix" in shown
        assert "Vérifié le 3 novembre" in shown

    def test_filters_keep_other_parameters_and_show_counts(self):
        facet = Facet("public", "Pour qui", choices=[Choice("elus", "Élus", 0), Choice("1", "Gratuit", name="gratuit")])
        shown = component("filters", filters=Filters("/agenda/", [facet], "Voir", active=1, hidden=[("q", '"')]))
        assert '<input type="hidden" name="q" value="&quot;">' in shown
        assert "<i>0</i>" in shown
        assert 'name="gratuit"' in shown
        assert "1</span>" in shown

    def test_a_bad_value_is_kept_and_told_on_its_field(self):
        facet = Facet("du", "À partir du", "date", value="hier", error="Cette date n’existe pas.")
        shown = component("facet", facet=facet)
        assert 'value="hier"' in shown
        assert 'aria-describedby="f-du-e"' in shown
        assert 'id="f-du-e"' in shown

    def test_a_list_to_choose_from_offers_all_and_keeps_the_choice(self):
        facet = Facet("commune", "Commune", "select", [Choice("56069", "Groix", 2, checked=True)], any_label="Toutes")
        shown = component("facet", facet=facet)
        assert '<option value="">Toutes</option>' in shown
        assert "selected> Groix (2)" in shown

    def test_each_active_filter_can_be_removed_and_all_at_once(self):
        chips = [Chip("Gratuit", "?a"), Chip("Élus", "?b")]
        assert component("chips", chips=chips, clear_url="?").count("<a ") == 3
        assert "<" not in component("chips", chips=[])

    def test_pages_of_a_list_keep_its_filters(self):
        request = RequestFactory().get("/annuaire/", {"public": "elus", "page": "2"})
        pages = {"page_obj": Paginator(range(30), 10).page(2)}
        shown = render_to_string("components/pagination.html", pages, request)
        assert 'href="?public=elus"' in shown
        assert 'href="?public=elus&amp;page=3"' in shown
        assert "page 2 sur 3" in shown

    def test_an_address_to_copy_is_there_without_scripts_and_its_button_only_with_them(self):
        assert 'href="/x/"' in component("copy_link", url="/x/", label="Lien")
        field = component("copy_field", url="webcal://x/", label="Adresse", id="u")
        assert 'value="webcal://x/"' in field
        assert " hidden " in field

    def test_words_in_another_language_than_the_one_read_are_announced(self):
        assert "la voici en français" in component("fallback_notice", words_lang="fr", language="br")
        assert "<p" not in component("fallback_notice", words_lang="fr", language="fr")

    def test_an_empty_list_says_what_to_try(self):
        shown = component("empty_state", title="Rien pour « x »", links=[Link("Sans le filtre", "?")])
        assert "Sans le filtre" in shown


class TestLook:
    def test_the_style_sheet_stays_small_and_asks_nothing_elsewhere(self):
        sheet = Path(finders.find("css/phare.css")).read_text()
        assert len(sheet.encode()) < 30_000
        assert all(address.startswith("../fonts/") for address in re.findall(r'url\("([^"]+)"\)', sheet))

    @pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
    def test_a_public_template_has_no_style_nor_script_of_its_own(self, template):
        source = template.read_text()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)", source) or "admin" in template.parts

    @pytest.mark.parametrize("template", COMPONENTS, ids=lambda path: path.name)
    def test_a_component_begins_by_saying_its_inputs(self, template):
        assert template.read_text().startswith("{% comment %}")
