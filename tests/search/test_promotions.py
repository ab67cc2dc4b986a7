"""The results that editors choose for some words."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from annuaire.models import ActorPage
from core.groups import editors_name
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import UserFactory
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db
CHOSEN = '[aria-labelledby="t-promoted"]'


@pytest.fixture
def actor() -> ActorPage:
    return ActorPageFactory(title="Ornithorynque", summary="Il nage.")


def chosen(client: Client, text: str, path: str = "/recherche/") -> dict[str, str]:
    return ReadPage.at(client, f"{path}?q={text}").links(CHOSEN)


def test_an_editor_chooses_the_page_to_show_for_words_that_found_nothing(client: Client, actor: ActorPage):
    client.get("/recherche/?q=trottinettes électriques")
    editor = Client()
    editor.force_login(UserFactory(groups=[editors_name()]))
    query = Query.objects.get()
    form = {
        "query_string": query.query_string,
        "editors_picks-TOTAL_FORMS": 1, "editors_picks-INITIAL_FORMS": 0, "editors_picks-MIN_NUM_FORMS": 0,
        "editors_picks-MAX_NUM_FORMS": 1000, "editors_picks-0-page": actor.pk, "editors_picks-0-ORDER": 1,
        "editors_picks-0-description": "", "editors_picks-0-external_link_url": "",
        "editors_picks-0-external_link_text": "",
    }  # fmt: skip
    answer = editor.post(reverse("wagtailsearchpromotions:edit", args=[query.pk]), form)

    assert answer.status_code == 302
    # As typed, and whatever the accents, plural, case and stop words.
    for text in ("trottinettes électriques", "Trottinette electrique", "les trottinettes électriques"):
        assert chosen(client, text) == {"Ornithorynque": actor.url}
    assert chosen(client, "trottinettes") == {}
    page = ReadPage.at(client, "/recherche/?q=trottinettes électriques")
    assert page.all(f"{CHOSEN} li p") == ["Il nage."]


def test_no_field_of_the_form_is_in_english(client: Client):
    client.force_login(UserFactory(groups=[editors_name()]))

    page = client.get(reverse("wagtailsearchpromotions:add")).content.decode()

    assert "Texte du lien" in page
    assert "External" not in page


def test_a_page_nobody_may_read_is_not_shown(client: Client, actor: ActorPage):
    SearchPromotion.objects.create(query=Query.get("trottinette"), page=actor)
    actor.unpublish()

    assert chosen(client, "trottinette") == {}


def test_another_site_may_be_chosen_and_markup_is_only_text(client: Client):
    SearchPromotion.objects.create(
        query=Query.get("trottinette"),
        external_link_url="https://exemple.fr/?a=1&b=2",
        external_link_text="<b>Ailleurs</b>",
        description="<script>alert(1)</script>",
    )

    html = client.get("/recherche/?q=trottinette").content.decode()

    assert 'href="https://exemple.fr/?a=1&amp;b=2"' in html
    assert "&lt;b&gt;Ailleurs&lt;/b&gt;" in html
    assert "<script>alert" not in html


def test_a_page_chosen_in_french_is_read_in_each_language(client: Client, actor: ActorPage):
    SearchPromotion.objects.create(query=Query.get("trottinette"), page=actor)

    assert chosen(client, "trottinette", "/br/recherche/") == {"Ornithorynque": f"/br{actor.url}"}


def test_what_was_chosen_stays_when_old_searches_are_forgotten(client: Client, actor: ActorPage):
    SearchPromotion.objects.create(query=Query.get("trottinette"), page=actor)
    Query.garbage_collect()

    assert chosen(client, "trottinette") == {"Ornithorynque": actor.url}
