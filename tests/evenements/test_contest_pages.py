"""The contest on its pages: where it stands, its calendar, its entries, its palmarès."""

import datetime as dt

import pytest
from wagtail import hooks
from wagtail_factories import ImageFactory

from evenements.models import ContestDate, ContestEntryPage, ContestEntryPicture, ContestPage, EventPage
from tests.factories.annuaire import ActorPageFactory
from tests.factories.contest import ContestEntryPageFactory, ContestPageFactory, category, midnight
from tests.factories.core import translate
from tests.factories.evenements import EventPageFactory, line
from tests.reading import ReadPage, words

pytestmark = pytest.mark.django_db

HOW = [("text", "<p>Une page qui raconte.</p>")]
RULES = [("text", "<h2>Qui peut candidater</h2><p>Tous.</p>")]


@pytest.fixture(autouse=True)
def _november(settings):
    settings.FROZEN_NOW = "2026-11-24T09:00"


@pytest.fixture
def index(client):
    return lambda prefix="": ReadPage.at(client, f"{prefix}/concours/")


@pytest.fixture
def read(client):
    return lambda page, prefix="": ReadPage.at(client, prefix + page.url)


def step(title: str, day: dt.date, **facts) -> ContestDate:
    event = EventPageFactory(title=title, date_lines=[line(start_date=day, **facts)])
    return ContestDate(event=event)


STAGES = [
    ("2026-10-31T09:00", False, "Les candidatures ouvrent le lundi 2 novembre.", []),
    (
        "2026-11-02T00:00",
        False,
        "Les candidatures sont ouvertes jusqu’au dimanche 31 janvier 2027 inclus.",
        ["Candidater jusqu’au 31 janvier 2027"],
    ),
    (
        "2027-01-31T23:59",
        False,
        "Les candidatures sont ouvertes jusqu’au dimanche 31 janvier inclus.",
        ["Candidater jusqu’au 31 janvier"],
    ),
    ("2027-02-01T00:00", False, "Les candidatures sont closes depuis le dimanche 31 janvier. Le jury les lit.", []),
    ("2027-04-08T20:00", True, "Le palmarès est connu.", ["Voir le palmarès"]),
]


class TestStage:
    @pytest.mark.parametrize(("now", "has_laureate", "sentence", "action"), STAGES)
    def test_is_told_by_the_edition_and_by_the_index(self, read, index, settings, now, has_laureate, sentence, action):
        edition = ContestPageFactory(how_to_enter=HOW)
        if has_laureate:
            ContestEntryPageFactory(parent=edition, laureate=True)
        settings.FROZEN_NOW = now
        for page in (read(edition), index()):
            assert sentence in page.all("#calendrier ~ p")
            assert page.all(".head .actions a") == action
            assert bool(page.soup.select("#candidater")) == (now < "2027-02-01")

    def test_without_dates_says_that_they_will_come(self, read):
        assert "Les dates de cette édition seront annoncées ici." in read(ContestPageFactory(undated=True)).text

    def test_without_dates_laureates_are_the_end(self, read):
        edition = ContestPageFactory(undated=True)
        ContestEntryPageFactory(parent=edition, laureate=True)
        assert "Le palmarès est connu." in read(edition).text

    def test_after_the_closing_the_calendar_says_what_comes(self, read, settings):
        edition = ContestPageFactory(calendar=[step("Annonce des finalistes", dt.date(2027, 3, 2))])
        settings.FROZEN_NOW = "2027-03-01T09:00"
        assert "Le jury les lit." in read(edition).text
        settings.FROZEN_NOW = "2027-03-02T09:00"
        assert "Le jury les lit." not in read(edition).text
        assert "Le palmarès sera publié ici." in read(edition).text

    def test_an_edition_without_laureates_does_not_hide_the_next_for_ever(self, index, settings):
        ContestPageFactory(how_to_enter=HOW)
        following = ContestPageFactory(
            title="Concours 2029", year=2029, opens_at=midnight(2028, 11, 2), closes_at=midnight(2029, 2, 1)
        )
        settings.FROZEN_NOW = "2027-12-01T09:00"
        assert "closes depuis le dimanche 31 janvier" in index().text
        settings.FROZEN_NOW = "2028-02-01T09:00"
        assert "ouvrent le jeudi 2 novembre" in index().text
        assert following.url in index().links("main").values()

    def test_nothing_invites_to_enter_when_nothing_says_how(self, read):
        page = read(ContestPageFactory())
        assert page.all(".head .actions") == []
        assert page.all("#candidater") == []

    def test_every_action_leads_somewhere_on_the_page(self, read, index):
        ContestEntryPageFactory(laureate=True)
        for page in (read(ContestPageFactory(how_to_enter=HOW, rules=RULES)), index()):
            targets = {element["id"] for element in page.soup.select("[id]")}
            anchors = {link["href"][1:] for link in page.soup.select('main a[href^="#"]')}
            assert anchors
            assert anchors <= targets
            assert page.all("main form, main button:not([data-copy])") == []


class TestCalendar:
    def test_is_made_of_events_and_today_is_marked(self, read, settings):
        steps = [
            step("Remise des prix", dt.date(2027, 4, 8)),
            step("Ouverture", dt.date(2026, 11, 2), whole_day=True),
            step("Clôture", dt.date(2027, 1, 31), whole_day=True),
        ]
        edition = ContestPageFactory(calendar=steps)
        page = read(edition)
        assert page.all(".list--num h3") == ["Ouverture", "Clôture", "Remise des prix"]
        assert page.all(".is-now h3") == ["Ouverture"]
        assert "Jeudi 8 avril 2027, 14 h – 17 h" in page.text
        assert page.links(".list--num")["Remise des prix"] == steps[0].event.url
        settings.FROZEN_NOW = "2027-01-31T12:00"
        assert read(edition).all(".is-now h3") == ["Clôture"]
        settings.FROZEN_NOW = "2027-04-09T09:00"
        assert read(edition).all(".is-now") == []

    def test_follows_its_events(self, read):
        edition = ContestPageFactory(calendar=[step("Remise des prix", dt.date(2027, 4, 8))])
        event = edition.calendar.get().event.specific
        event.date_lines = [line(start_date=dt.date(2027, 4, 15))]
        event.save_revision().publish()
        assert "Jeudi 15 avril 2027" in read(edition).text
        event.unpublish()
        assert "Remise des prix" not in read(edition).text

    def test_without_events_gives_its_own_instants(self, read):
        assert read(ContestPageFactory()).all(".list--num h3") == ["Ouverture des candidatures", "Fin des candidatures"]
        moments = {"jury_ends_on": dt.date(2027, 3, 26), "results_at": dt.datetime(2027, 4, 8, 18, tzinfo=dt.UTC)}
        page = read(ContestPageFactory(year=2028, **moments))
        assert page.all(".list--num h3")[2:] == ["Dernier jour des notes du jury", "Résultats"]
        assert "Jeudi 8 avril 2027, 20 h" in page.text

    def test_its_own_instants_win_over_events_that_say_otherwise(self, read):
        steps = [
            step("Concours : fin des candidatures", dt.date(2027, 1, 31), whole_day=True),
            step("Concours : annonce des finalistes", dt.date(2027, 3, 2), whole_day=True),
            step("Remise des prix", dt.date(2027, 4, 8)),
        ]
        until = {"closes_at": dt.datetime(2027, 2, 15, 17, tzinfo=dt.UTC), "results_at": midnight(2027, 4, 9)}
        page = read(ContestPageFactory(calendar=steps, **until))
        titles = ["Ouverture des candidatures", "Fin des candidatures", "Remise des prix", "Résultats"]
        assert page.all(".list--num h3") == titles
        assert "Lundi 15 février 2027, 18 h" in page.text
        assert "31 janvier" not in page.one("main")

    def test_an_event_on_the_day_of_an_instant_is_its_row_and_says_its_hour(self, read):
        steps = [step("Clôture", dt.date(2027, 1, 31), whole_day=True)]
        page = read(ContestPageFactory(calendar=steps, closes_at=dt.datetime(2027, 1, 31, 17, tzinfo=dt.UTC)))
        assert page.all(".list--num h3") == ["Ouverture des candidatures", "Clôture"]
        assert "Dimanche 31 janvier 2027, 18 h" in page.one(".list--num")

    def test_who_edits_the_edition_or_its_event_is_told_that_they_disagree(self, rf, monkeypatch):
        steps = [step("Fin des candidatures", dt.date(2027, 1, 31), whole_day=True)]
        ContestPageFactory(calendar=steps)
        told: list[str] = []
        monkeypatch.setattr("evenements.edition_steps.messages.warning", lambda request, said: told.append(said))

        def save() -> None:
            for page in (ContestPage.objects.get(), EventPage.objects.get()):
                for hook in hooks.get_hooks("after_edit_page"):
                    hook(rf.post("/", HTTP_ACCEPT="text/html"), page)

        save()
        assert told == []
        ContestPage.objects.update(closes_at=midnight(2027, 2, 16))
        save()
        assert (
            told
            == [
                "L’agenda dit « Fin des candidatures » le dimanche 31 janvier 2027 ; ce concours dit « Fin des "
                "candidatures » le lundi 15 février 2027. Sa page suit le concours ; les abonnés de l’agenda lisent "
                "l’événement : mettez les deux d’accord."
            ]
            * 2
        )


class TestEdition:
    def test_tells_everything_the_editor_wrote(self, read):
        partner = ActorPageFactory(title="Chambre des métiers")
        edition = ContestPageFactory(
            title="Concours numérique 2027",
            summary="Montrer ce qui a changé.",
            body=[("text", "<p>L’appel.</p>")],
            categories=[category("entreprise"), category("commune")],
            criteria=[("text", "<p>L’usage.</p><p>Le partage.</p>")],
            prizes=[("text", "<p>Un film.</p>")],
            rules=RULES,
            how_to_enter=HOW,
            partners=[partner],
            example=True,
        )
        page = read(edition)
        assert page.one("h1") == "Concours numérique 2027"
        assert page.soup.find("meta", attrs={"name": "description"})["content"] == "Montrer ce qui a changé."
        assert page.links(".crumbs") == {"Concours": "/concours/"}
        assert page.one(".head__mark") == "édition 2027 exemple"
        assert page.all(".head .publics li") == ["Entreprise", "Commune"]
        assert "L’appel." in page.text
        told = [category(code).description for code in ("entreprise", "commune")]
        assert words(page.section("Les catégories")) == "Les catégories Entreprise {} Commune {}".format(*told)
        assert [words(line) for line in page.section("Ce que regarde le jury").select(".list > p")] == [
            "L’usage.",
            "Le partage.",
        ]
        assert "Un film." in words(page.section("Ce que l’on gagne"))
        assert page.one("#reglement ~ .fold summary") == "Lire le règlement"
        assert "Une page qui raconte." in page.one("#candidater")
        assert page.links("#candidater")["Lire le règlement"] == f"{edition.url}#reglement"
        assert page.links()["Chambre des métiers"] == partner.url

    def test_leaves_out_what_is_empty(self, read):
        assert read(ContestPageFactory()).headings == ["Le calendrier"]

    def test_lists_its_entries_by_category(self, read):
        edition = ContestPageFactory(over=True)
        ContestEntryPageFactory(parent=edition, title="Zoé")
        ContestEntryPageFactory(parent=edition, title="Ville ouverte", of_a_commune=True)
        ContestEntryPageFactory(parent=edition, title="Anne")
        ContestEntryPageFactory(parent=edition, title="Brouillon", draft=True)
        section = read(edition).section("Les candidatures")
        assert [words(title) for title in section.select("h3")] == [
            "Entreprise",
            "Anne",
            "Zoé",
            "Commune",
            "Ville ouverte",
        ]

    def test_tells_laureates_and_finalists_with_the_jurys_words(self, read):
        edition = ContestPageFactory(over=True)
        actor = ActorPageFactory(title="Voilerie")
        laureate = ContestEntryPageFactory(parent=edition, title="Sans papier", laureate=True, actor=actor)
        praised = ContestEntryPageFactory(parent=edition, title="L’étiquette", finalist=True, jury_words="Pour tous.")
        finalist = ContestEntryPageFactory(parent=edition, title="Le bateau", finalist=True)
        other = ContestEntryPageFactory(parent=edition, title="La marée")
        page = read(edition)
        first, second = page.soup.select(".tiles > li")
        assert words(first) == "Lauréate, entreprise Sans papier Voilerie Avant, après. Simple et juste. Le jury"
        assert words(second).startswith("Finaliste, entreprise L’étiquette")
        assert words(page.soup.select_one("table")).endswith(f"Le bateau {finalist.actor.title} Entreprise")
        links = page.links()
        assert {laureate.url, praised.url, finalist.url, other.url, actor.url} <= set(links.values())
        assert "La marée" in words(page.section("Les autres candidatures"))

    def test_recalls_the_palmares_of_the_others(self, read):
        former = ContestPageFactory(over=True)
        laureate = ContestEntryPageFactory(parent=former, laureate=True, title="Sans papier")
        section = read(ContestPageFactory()).section("Les autres éditions")
        assert "2026 Concours 2026 Lauréate, entreprise : Sans papier" in words(section)
        assert laureate.url in {link["href"] for link in section.select("a")}
        assert "Les autres éditions" not in read(former).headings

    @pytest.mark.parametrize("language", ["", "/en"])
    def test_an_actor_enters_again_and_again(self, read, index, language):
        actor = ActorPageFactory(title="Voilerie")
        past = ContestPageFactory(over=True)
        ContestEntryPageFactory(parent=past, actor=actor, laureate=True, title="Les voiles")
        again = ContestPageFactory()
        entries = [
            ContestEntryPageFactory(parent=again, actor=actor, title=title) for title in ("Les mâts", "La coque")
        ]

        assert {"Les voiles", "Les mâts", "La coque"} <= set(index(language).links()) | set(
            read(again, language).links()
        )
        assert "Voilerie" in read(entries[0], language).text

    def test_two_editions_of_the_same_year_do_not_share_their_entries(self, read):
        one, other = ContestPageFactory(over=True), ContestPageFactory(over=True, slug="bis", title="Bis")
        ContestEntryPageFactory(parent=other, title="De l’autre", laureate=True)
        assert read(one).all("main .tiles") == []


class TestIndex:
    def test_shows_the_edition_of_the_moment_then_every_palmares(self, index, client):
        older = ContestPageFactory(year=2025, opens_at=midnight(2024, 11, 4), closes_at=midnight(2025, 2, 1))
        old = ContestPageFactory(over=True)
        edition = ContestPageFactory(how_to_enter=HOW)
        for parent, title in ((older, "Ancienne"), (old, "Récente")):
            ContestEntryPageFactory(parent=parent, title=title, laureate=True)
        page = index()
        assert page.one(".head__mark") == "édition 2027"
        assert page.links()["Tout sur l’édition 2027"] == edition.url
        assert "Récente" in words(page.section("Palmarès 2026"))
        assert "Ancienne" in words(page.section("Les autres éditions"))
        assert page.links()["L’édition 2026 et ses candidatures"] == old.url

    @pytest.mark.parametrize(
        ("now", "year"),
        [
            ("2026-11-24", "2027"),  # open
            ("2026-03-01", "2026"),  # the jury of 2026 is at work, though 2027 is announced
            ("2025-10-01", "2026"),  # the nearest of the two to come
        ],
    )
    def test_the_edition_of_the_moment_depends_on_the_day(self, index, settings, now, year):
        ContestPageFactory(over=True)
        ContestPageFactory()
        settings.FROZEN_NOW = now
        assert index().one(".head__mark b") == year

    def test_the_last_edition_stays_when_all_are_over(self, index, settings):
        for parent in (ContestPageFactory(over=True), ContestPageFactory()):
            ContestEntryPageFactory(parent=parent, laureate=True)
        settings.FROZEN_NOW = "2028-01-01"
        assert index().one(".head__mark b") == "2027"

    def test_without_edition_says_so(self, index):
        page = index()
        assert "Aucune édition n’est publiée pour l’instant." in page.text
        assert page.all(".head__mark") == []


class TestEntry:
    @pytest.fixture
    def entry(self):
        edition = ContestPageFactory(over=True, title="Concours numérique 2026")
        ContestEntryPageFactory(parent=edition, title="Une voisine")
        image = ImageFactory()
        return ContestEntryPageFactory(
            parent=edition,
            title="Sans papier",
            actor=ActorPageFactory(title="Voilerie", acronym="VDC"),
            what_was_done=[("text", "<p>Les patrons sont redessinés.</p>")],
            results=[("text", "<p>Deux jours gagnés.</p>")],
            pictures=[ContestEntryPicture(image=image, alternative="Deux couturières à leur table")],
            laureate=True,
        )

    def test_tells_who_did_what_and_what_came_of_it(self, read, entry):
        page = read(entry)
        assert page.one("h1") == "Sans papier"
        assert page.one(".head__mark") == "Lauréate 2026 Entreprise"
        assert list(page.links(".crumbs")) == ["Concours", "Concours numérique 2026"]
        assert "Les patrons sont redessinés." in words(page.section("Ce qui a été fait"))
        assert "Deux jours gagnés." in words(page.section("Ce que cela a changé"))
        assert "Simple et juste." in words(page.section("Le mot du jury"))
        assert page.links("dl")["Voilerie (VDC)"] == entry.actor.url
        assert page.facts()["Distinction"] == "Lauréate"
        assert list(page.links("table")) == ["Une voisine"]

    def test_pictures_have_their_alternative_and_their_size(self, read, entry):
        picture = read(entry).soup.select_one("figure.picture img")
        assert picture["alt"] == "Deux couturières à leur table"
        assert picture["loading"] == "lazy"
        assert picture["width"]
        assert picture["height"]

    def test_says_how_to_cite_it(self, read, entry):
        page = read(entry)
        cited = page.facts()["Pour citer cette page"]
        assert cited.startswith("« Sans papier », Voilerie (VDC), Concours numérique 2026, ")
        assert page.links()["Adresse permanente"] == f"http://testserver{entry.url}"

    def test_without_distinction_is_an_entry(self, read):
        entry = ContestEntryPageFactory()
        page = read(entry)
        assert page.one(".head__mark") == "candidature 2026 Entreprise"
        assert "Distinction" not in page.facts()
        assert page.headings == []


class TestTranslations:
    def test_words_come_from_the_translations_and_facts_from_the_french_pages(self, read, index):
        edition = ContestPageFactory(over=True, categories=[category("entreprise")])
        entry = ContestEntryPageFactory(parent=edition, laureate=True, summary="Avant, après.")
        translate(edition, "en", title="Contest 2026", opens_at=None)
        translate(entry, "en", title="No more paper", summary="Before, after.", jury_words="Simple.")
        page = read(edition, "/en")
        assert page.one("h1") == "Contest 2026"
        assert category("entreprise").description_en in page.text
        assert page.one(".head__mark b") == "2026"
        assert page.links()["No more paper"] == f"/en{entry.url}"
        assert "Simple." in page.text
        assert index("/en").links()["No more paper"] == f"/en{entry.url}"
        assert read(entry, "/en").one("h1") == "No more paper"

    def test_a_distinction_given_in_french_shows_in_every_language(self, read):
        edition = ContestPageFactory(over=True)
        entry = ContestEntryPageFactory(parent=edition)
        translate(edition, "br", title="Kenstrivadeg")
        translate(entry, "br", title="Hep paper")
        entry.refresh_from_db()
        entry.distinction = "laureat"
        entry.save_revision().publish()
        assert "Hep paper" in read(edition, "/br").one(".tiles > li")

    def test_without_translation_the_french_words_are_announced(self, read, client):
        entry = ContestEntryPageFactory(laureate=True, title="Sans papier")
        for page in (entry, entry.edition):
            shown = read(page, "/br")
            assert shown.language_of("Sans papier") == "fr"
            assert len(shown.all(".note")) == 1
            assert shown.soup.find("link", rel="canonical")["href"] == f"http://testserver{page.url}"
        ContestEntryPageFactory(parent=entry.edition, title="La marée")
        finalist = ContestEntryPageFactory(parent=entry.edition, title="Le bateau", finalist=True)
        for path in (f"/br{entry.edition.url}", "/br/concours/"):
            assert "Sans papier e galleg" in ReadPage.at(client, path).text
            assert "Le bateau e galleg" in ReadPage.at(client, path).text
        assert "en français" not in read(finalist.edition).text


class TestPreview:
    def test_a_draft_edition_and_a_draft_entry_show_what_is_not_published(self):
        edition = ContestPageFactory(over=True)
        edition.title = "Titre à venir"
        edition.save_revision()
        entry = ContestEntryPageFactory(parent=edition)
        entry.title = "Candidature à venir"
        entry.save_revision()
        for page in (edition, entry):
            draft = page.get_latest_revision_as_object()
            assert ReadPage(draft.make_preview_request().render().content.decode()).one("h1") == page.title

    def test_a_page_never_saved_is_previewed_too(self):
        saved = ContestEntryPageFactory()
        fresh = ContestPage(title="Toute neuve", slug="neuve", year=2030, summary="…", locale=saved.locale)
        entry = ContestEntryPage(
            title="Neuve", slug="neuve", actor=saved.actor, category=category("commune"), locale=saved.locale
        )
        for page in (fresh, entry):
            assert ReadPage(page.make_preview_request().render().content.decode()).one("h1") == page.title


class TestCost:
    def test_queries_do_not_grow_with_steps_and_entries(
        self, client, django_assert_max_num_queries, django_assert_num_queries
    ):
        budgets = {"edition": 28, "index": 21, "entry": 20}
        small = self._addresses(ContestPageFactory(over=True), 1)
        counts = {}
        for name, path in small.items():
            client.get(path)
            with django_assert_max_num_queries(budgets[name]) as queries:
                client.get(path)
            counts[name] = len(queries)
        large = self._addresses(ContestPageFactory(), 4)
        for name, path in large.items():
            client.get(path)
            with django_assert_num_queries(counts[name]):
                client.get(path)

    def _addresses(self, edition: ContestPage, number: int) -> dict[str, str]:
        edition.calendar = [step(f"Étape {n}", dt.date(2026, 12, n)) for n in range(1, number + 1)]
        edition.partners = ActorPageFactory.create_batch(number)
        edition.save_revision().publish()
        for name in ("laureate", "finalist", "of_a_commune"):
            entries = ContestEntryPageFactory.create_batch(number, parent=edition, **{name: True})
        return {"edition": edition.url, "index": "/concours/", "entry": entries[0].url}
