"""Words that mean the same: bounded, effective at once, edited by editors."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core.groups import editors_name
from core.models import Commune
from search.slots import phrase_terms
from search.synonyms import SynonymTable, synonyms
from search.vocabulary import Synonym
from tests.factories.core import UserFactory

FILES = [settings.BASE_DIR / "search/data/synonyms.json", settings.TERRITORY_DIR / "synonyms.json"]
ENTRIES = [
    (language, entry)
    for path in FILES
    for language, entries in json.loads(Path(path).read_text()).items()
    if isinstance(entries, list)
    for entry in entries
]


def expansions(text: str, *rows, language: str = "fr") -> set[str]:
    table = SynonymTable([(language, words, one_way) for words, one_way in rows])
    return {" ".join(terms) for terms in table.expansions(phrase_terms(text, language))}


def test_each_of_them_finds_the_others():
    rows = [("THD, très haut débit, FTTH", False)]

    assert expansions("thd", *rows) == {"tre haut deb", "ftth"}
    assert expansions("le Très Haut-Débit", *rows) == {"thd", "ftth"}


def test_of_one_way_the_first_alone_finds_the_others():
    assert expansions("linux", ("Linux, logiciel libre", True)) == {"logiciel libr"}
    assert expansions("logiciel libre", ("Linux, logiciel libre", True)) == set()


def test_synonyms_that_turn_in_circles_stop_after_one_step():
    rows = [("chat, matou", False), ("matou, félin", False), ("félin, chat", False), ("chat, chat, chats", False)]

    assert expansions("chat", *rows) == {"matou", "felin"}


def test_too_many_or_too_long_ones_are_cut():
    many = ", ".join(f"mot{number}x" for number in range(500))

    assert len(expansions("mot0x", (many, False))) < 12
    assert expansions("court", ("court, " + "long " * 50, False)) == set()
    assert expansions("court", (", ,;\n'\"\x00🦀, court", False)) == set()


def test_communes_are_found_by_both_their_names(db):
    commune = Commune.objects.exclude(name_br="").first()
    for language in ("fr", "br"):
        found = synonyms(language).expansions(phrase_terms(commune.name_br, language))

        assert phrase_terms(commune.name, language) in found


def test_a_change_is_seen_at_once_whatever_process_made_it(db):
    assert not synonyms("fr").expansions(("zigoto",))

    row = Synonym.objects.create(words="zigoto, olibrius")
    assert synonyms("fr").expansions(("zigoto",)) == (("olibriu",),)

    Synonym.objects.filter(pk=row.pk).update(words="zigoto, énergumène")
    assert synonyms("fr").expansions(("zigoto",)) == (("energumen",),)

    Synonym.objects.filter(pk=row.pk).update(active=False)
    assert not synonyms("fr").expansions(("zigoto",))


def test_reading_them_costs_two_queries(db, django_assert_num_queries: DjangoAssertNumQueries):
    with django_assert_num_queries(2):
        synonyms("br")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "seul",
        "atelier, ateliers",
        "thd, 🦀",
        "un, " + "mot " * 9,
        ", ".join(f"mot{n}x" for n in range(13)),
        "a" * 501,
    ],
    ids=["empty", "one", "same stem", "no word", "long", "many", "endless"],
)
def test_what_cannot_widen_a_search_is_refused_with_a_sentence(words: str):
    with pytest.raises(ValidationError) as refused:
        Synonym(words=words).full_clean(exclude=["code"])

    assert refused.value.message_dict["words"]


def test_lines_and_semicolons_separate_too_and_are_tidied():
    synonym = Synonym(words=" THD ;très  haut débit\nFTTH ")
    synonym.full_clean(exclude=["code"])

    assert synonym.words == "THD, très haut débit, FTTH"


@pytest.mark.parametrize(("language", "entry"), ENTRIES, ids=[entry["code"] for _, entry in ENTRIES])
def test_each_synonym_of_the_data_files_is_one_an_editor_could_have_typed(language: str, entry: dict):
    synonym = Synonym(language=language, **entry)
    synonym.full_clean(validate_unique=False, validate_constraints=False)

    assert synonym.words == entry["words"]


def test_each_code_of_the_data_files_is_used_once():
    codes = [entry["code"] for _, entry in ENTRIES]

    assert len(codes) == len(set(codes))


def test_the_files_are_loaded_once_and_what_an_editor_changed_is_kept(db):
    assert Synonym.objects.exclude(code=None).count() == len(ENTRIES)
    Synonym.objects.filter(code="thd").update(words="THD, débit", active=False)

    call_command("load_territory", verbosity=0)

    assert Synonym.objects.exclude(code=None).count() == len(ENTRIES)
    assert Synonym.objects.get(code="thd").words == "THD, débit"


def test_an_editor_adds_one_in_the_admin(client: Client, db):
    client.force_login(UserFactory(groups=[editors_name()]))
    address = reverse(Synonym.snippet_viewset.get_url_name("add"))
    response = client.post(address, {"words": "zigoto, olibrius", "language": "fr", "active": "on"}, follow=True)

    assert response.status_code == 200
    assert synonyms("fr").expansions(("zigoto",)) == (("olibriu",),)
    assert "zigoto, olibrius" in response.content.decode()


def test_editors_may_change_them(db):
    group = Group.objects.get(name=editors_name())

    assert group.permissions.filter(content_type__app_label="search", content_type__model="synonym").count() == 4
