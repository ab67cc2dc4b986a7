"""What the demonstration's files hold: enough for every facet, nothing invented about what is real."""

import re

import pytest

from annuaire.enums import ActorKind
from annuaire.models import ActorPage
from annuaire.validators import validate_opening_hours, validate_phone, validate_structure_email
from core.outlines import read_communes
from evenements.enums import AttendanceMode, Distinction, Frequency, Level, State
from evenements.models import ContestPage, EventPage, WorkshopPage
from home.loading.files import read
from tests.home.words import lost

CONTACT = ("phone", "email", "website", "siret")
PLACE = ("street", "postcode", "latitude", "longitude", "opening_hours", "accessibility")
NATIONAL_LIST = "france_services_2022"
# The offers of real actors, each after what their sources say of them; the listed places have those of their list.
OFFERS = {
    "audelor": ["accompagnement-entreprises"],
    "b-com": ["recherche"],
    "etat": ["financement"],
    "fablab-du-territoire": ["fabrication"],
    "plateforme-d-initiative-locale": ["financement"],
    "region-bretagne": ["financement"],
    "reseau-numerique-165": ["mise-en-reseau", "accompagnement-entreprises", "comprehension"],
    "universite-bretagne-sud": ["recherche"],
}
# What the sources say of real events, beside their words: when, who, where, and what they do not say.
REAL_EVENTS = {
    "la-classe-de-demain": {
        "dates": [{"day": "2019-04-03", "all_day": True}],
        "kind": "table-ronde",
        "audiences": ["elus", "education"],
        "organisers": ["lorient-agglomeration"],
        "host": "maison-de-l-agglomeration",
    },
    "le-numerique-au-pays-de-lorient-quels-defis-pour-demain": {
        "dates": [{"day": "2016-04-27", "start": "18:00", "end": "22:00"}],
        "kind": "soiree-participative",
        "audiences": ["entreprises", "associations", "institutions", "citoyens"],
        "organisers": ["conseil-de-developpement-du-pays-de-lorient"],
        "partners": ["fondation-internet-nouvelle-generation"],
        "place": "lorient-salle-non-precisee",
    },
    "presentation-et-validation-des-conclusions-a-la-societe-civile": {
        "dates": [{"day": "2016-05-10", "all_day": True}],
        "kind": "seance-pleniere",
        "audiences": ["associations", "citoyens"],
        "organisers": ["conseil-de-developpement-du-pays-de-lorient"],
    },
}
NOT_SAID = {
    "organisers": [], "partners": [], "host": None, "place": None, "parent": None, "actions": [], "free": False,
    "price": "", "online_url": "", "languages": "", "accessibility": "", "contact_email": "", "contact_phone": "",
    "registration_url": "", "state": "confirmed", "state_note": "",
}  # fmt: skip
REAL_TITLES = ("la semaine du numérique", "danger ou opportunité", "quel impact sur l’emploi et les métiers")
FICTION_PHONE = re.compile(r"02 61 91 \d\d \d\d")  # a range kept for fiction


def actors(**facts):
    return [a for a in read("demo/actors")["actors"] if all(a[name] == value for name, value in facts.items())]


def events():
    return [*read("demo/events")["events"], *read("demo/workshops")["workshops"]]


def lines():
    return [line for event in events() for line in event["dates"]]


def changes():
    return [change for line in lines() for change in line.get("changes", [])]


def codes(name):
    return {term["code"] for term in read("vocabulary")[name]}


def used(entries, name):
    values = [entry[name] for entry in entries if name in entry]
    return {code for value in values for code in (value if isinstance(value, list) else [value])}


def test_there_are_thirty_one_real_actors_nine_listed_places_and_enough_examples():
    real = actors(example=False)
    listed = [actor for actor in real if actor["source_keys"] == [NATIONAL_LIST]]

    assert len(real) - len(listed) == 31
    assert len(listed) == 9
    assert len(actors()) >= 60


def test_each_real_actor_names_its_sources():
    assert [actor["slug"] for actor in actors(example=False) if not actor["source_keys"]] == []


def test_nothing_is_invented_about_a_real_actor():
    for actor in actors(example=False):
        if actor["slug"] == "conseil-de-developpement-du-pays-de-lorient":  # its printed opinion gives both
            assert [name for name in (*CONTACT, *PLACE) if actor[name]] == ["website", "street", "postcode"]
        elif actor["source_keys"] == [NATIONAL_LIST]:
            assert [actor[name] for name in CONTACT] == ["", "", "", ""]
        else:
            assert [name for name in (*CONTACT, *PLACE) if actor[name]] == [], actor["slug"]


def test_a_real_actor_offers_only_what_its_sources_say():
    offers = {
        actor["slug"]: actor["services"]
        for actor in actors(example=False)
        if actor["services"] and actor["source_keys"] != [NATIONAL_LIST]
    }

    assert offers == OFFERS


def test_a_real_event_says_only_what_its_source_says():
    real = {event["slug"]: event for event in events() if not event["example"]}

    assert real.keys() == REAL_EVENTS.keys()
    for slug, said in REAL_EVENTS.items():
        assert real[slug].items() >= (NOT_SAID | said).items()


def test_an_invented_event_involves_no_real_actor_nor_place():
    real = {actor["slug"] for actor in actors(example=False)}
    places = {place["slug"]: place["name"] for place in read("demo/events")["places"]}

    for event in events():
        if event["example"]:
            held = {
                event["place"],
                *(change.get("place") for line in event["dates"] for change in line.get("changes", [])),
            }
            assert not real & {*event["organisers"], *event["partners"], event["host"]}, event["slug"]
            assert all("(exemple)" in places[slug] for slug in held - {None}), event["slug"]
            assert not any(title in event["title"].lower() for title in REAL_TITLES), event["slug"]


def test_an_invented_contest_involves_no_real_actor():
    real = {actor["slug"] for actor in actors(example=False)}

    for edition in read("demo/contest")["editions"]:
        assert edition["example"]
        assert not real & {*edition["partners"], *(entry["actor"] for entry in edition["entries"])}


def test_an_example_can_be_taken_for_nobody():
    for actor in actors(example=True):
        assert "(exemple)" in actor["title"]
        assert actor["siret"] == ""
        assert not actor["phone"] or FICTION_PHONE.fullmatch(actor["phone"])
        assert not actor["email"] or actor["email"].endswith(".example")
        assert not actor["website"] or re.fullmatch(r"https://[a-z0-9-]+\.example/", actor["website"])


def test_what_actors_say_is_valid():
    for actor in actors():
        for name, check in (
            ("opening_hours", validate_opening_hours),
            ("phone", validate_phone),
            ("email", validate_structure_email),
        ):
            if actor[name]:
                check(actor[name])


def inside(point, ring):
    """Whether POINT is in RING, by the number of sides a ray crosses."""
    x, y = point
    sides = zip(ring, [*ring[1:], ring[0]], strict=True)
    crossed = [(a, b) for a, b in sides if (a[1] > y) != (b[1] > y)]
    return sum(x < a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) for a, b in crossed) % 2 == 1


def test_each_point_lies_in_its_commune(settings):
    rings = {commune.insee: commune.rings for commune in read_communes(settings.TERRITORY_DIR)}
    places = [*actors(), *read("demo/events")["places"]]

    astray = [
        place["slug"]
        for place in places
        if place["latitude"]
        and not any(inside((place["longitude"], place["latitude"]), ring) for ring in rings[place["commune"]])
    ]

    assert astray == []


@pytest.mark.parametrize("name", ["services", "skills", "equipment", "audiences"])
def test_each_facet_of_the_directory_has_content(name):
    assert used(actors(), name) == codes(name)


def test_each_kind_of_actor_and_each_commune_of_the_territory_have_one(settings):
    own = settings.TERRITORY.data["territory"]["epci_siren"]
    groups = {group["siren"]: group["communes"] for group in read("communes")["epci"]}

    assert used(actors(), "kind") == set(ActorKind.values)
    assert {commune["code_insee"] for commune in groups[own]} <= used(actors(), "commune")


def test_there_are_enough_events_and_workshops():
    assert len(read("demo/events")["events"]) >= 40
    assert len(read("demo/workshops")["workshops"]) >= 15


@pytest.mark.parametrize(
    ("name", "facet"), [("kind", "kinds"), ("audiences", "audiences"), ("themes", "themes"), ("equipment", "equipment")]
)
def test_each_facet_of_the_agenda_has_content(name, facet):
    assert used(events(), name) == codes(facet)


def test_each_action_is_served():
    assert used(events(), "actions") == set(range(1, 19))


def test_each_state_is_shown_by_an_event_and_by_a_date():
    assert used(events(), "state") == set(State.values)
    assert used(changes(), "state") == set(State.values) - {State.CONFIRMED}


def test_each_shape_of_date_is_shown():
    shapes = lines()

    assert {line.get("repeat", "") for line in shapes} == set(Frequency.values)
    assert any(line.get("all_day") and "last" not in line for line in shapes)
    assert any(line.get("all_day") and "last" in line for line in shapes)
    assert any("start" in line and "last" in line for line in shapes)
    assert any(line.get("end", "99") < line.get("start", "") for line in shapes)
    assert any(line.get("every", 1) > 1 for line in shapes)
    assert any(len(line.get("on", [])) > 1 for line in shapes)
    assert any("until" in line for line in shapes)
    assert any("count" in line for line in shapes)
    assert any(line.get("skip_school") for line in shapes)
    assert any(len(event["dates"]) > 1 for event in events())


def test_dates_are_cancelled_moved_renamed_and_held_elsewhere():
    names = {name for change in changes() for name in change}

    assert names >= {"state", "shift", "start", "title", "note", "place"}


def test_online_hybrid_free_and_paid_are_shown():
    assert used(events(), "mode") == set(AttendanceMode.values)
    assert {event["free"] for event in events()} == {True, False}
    assert all(event["price"] for event in events() if event["example"] and not event["free"])
    assert used(read("demo/workshops")["workshops"], "level") == set(Level.values)


def test_only_real_events_have_true_dates_and_they_name_their_source():
    for event in events():
        fixed = [line for line in event["dates"] if re.match(r"\d{4}-", line["day"])]
        assert bool(fixed) == (not event["example"]) == bool(event["source_keys"]), event["slug"]


def test_the_contest_has_laureates_finalists_and_an_open_edition():
    editions = read("demo/contest")["editions"]
    entries = [entry for edition in editions for entry in edition["entries"]]

    assert {entry["distinction"] for entry in entries} == set(Distinction.values)
    assert {entry["category"] for entry in entries} == {"entreprise", "commune"}
    assert any(not edition["entries"] and len(edition["calendar"]) > 1 for edition in editions)


def test_translations_are_those_of_known_pages():
    translations = read("demo/translations")

    assert translations["actors"].keys() <= used(actors(), "slug")
    assert (translations["events"] | translations["workshops"]).keys() <= used(events(), "slug")


@pytest.mark.parametrize(
    ("group", "model"), [("actors", ActorPage), ("events", EventPage), ("workshops", WorkshopPage)]
)
def test_a_translation_says_all_that_its_french_page_says(group, model):
    pages = {page["slug"]: page for page in read(f"demo/{group}")[group]}

    for slug, translations in read("demo/translations")[group].items():
        for language, words in translations.items():
            assert lost(pages[slug], words, ["title", *model.words_fields]) == [], (slug, language)


def test_a_translated_edition_of_the_contest_says_all_that_the_french_one_says():
    for edition in read("demo/contest")["editions"]:
        assert edition["translations"].keys() == {"br", "en"}
        for language, words in edition["translations"].items():
            assert lost(edition, words, ["title", *ContestPage.words_fields]) == [], (edition["year_of"], language)
