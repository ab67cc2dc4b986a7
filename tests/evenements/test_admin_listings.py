"""The listings of events and workshops in the admin, and what all listings do."""

import datetime as dt
import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page

from core.groups import editors_name
from core.models import Audience, Commune, EventKind
from evenements.models import EventPage
from tests.evenements.event_forms import event_data, stored_line
from tests.factories.annuaire import ActorPageFactory
from tests.factories.contest import ContestEntryPageFactory, ContestPageFactory
from tests.factories.core import CommuneFactory, PlaceFactory, UserFactory, translate
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory, line

pytestmark = pytest.mark.django_db

LISTED = [
    ("evenements", EventPageFactory),
    ("ateliers", WorkshopPageFactory),
    ("annuaire", ActorPageFactory),
    ("editions", ContestPageFactory),
    ("candidatures", ContestEntryPageFactory),
]


@pytest.fixture(autouse=True)
def _in_april(settings) -> None:
    settings.FROZEN_NOW = "2027-04-01T09:00"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(groups=[editors_name()]))
    return client


def listed(editor: Client, name: str = "evenements", **query: object) -> list[str]:
    """The titles that a listing shows, in its order."""
    response = editor.get(reverse(f"{name}:index"), query)
    assert response.status_code == 200
    return [page.title for page in response.context["object_list"]]


def event(title: str, day: dt.date, **facts):
    return EventPageFactory(title=title, date_lines=[line(start_date=day)], **facts)


@pytest.fixture
def four_times() -> None:
    event("Passé", dt.date(2027, 2, 1))
    event("Passé il y a longtemps", dt.date(2026, 2, 1))
    event("Plus tard", dt.date(2027, 6, 1))
    event("Bientôt", dt.date(2027, 4, 3))
    event("Brouillon de mai", dt.date(2027, 5, 3), draft=True)


def test_what_is_next_comes_first_and_what_is_over_last(editor, four_times):
    assert listed(editor) == ["Bientôt", "Brouillon de mai", "Plus tard", "Passé", "Passé il y a longtemps"]
    assert listed(editor, ordering="-next_day")[:3] == ["Plus tard", "Brouillon de mai", "Bientôt"]
    assert listed(editor, ordering="title")[0] == "Bientôt"


def test_a_series_is_listed_by_its_next_date(editor):
    EventPageFactory(title="Chaque semaine", date_lines=[line(weekly=True, start_date=dt.date(2027, 3, 3))])
    event("Demain", dt.date(2027, 4, 2))

    page = editor.get(reverse("evenements:index")).content.decode()

    assert listed(editor) == ["Demain", "Chaque semaine"]
    assert "mercredi 7 avril" in page


def test_each_row_says_when_where_for_whom_and_what_happened(editor):
    commune = CommuneFactory(name="Hennebont")
    audience = Audience.objects.get(code="seniors")
    event("Café", dt.date(2027, 4, 3), place=PlaceFactory(commune=commune), audiences=[audience], cancelled=True)
    event("Ancien", dt.date(2027, 2, 1))

    page = editor.get(reverse("evenements:index")).content.decode()

    for words in ("samedi 3 avril", "Hennebont", audience.label, "Annulé", "passé :", "lundi 1ᵉʳ février"):
        assert words in page


def test_the_state_of_the_next_date_counts(editor):
    full = line(start_date=dt.date(2027, 4, 3), changes=({"original": "2027-04-03", "state": "full"},))
    EventPageFactory(title="Complet", date_lines=[full])
    event("Ouvert", dt.date(2027, 4, 4))

    assert listed(editor, state=["full"]) == ["Complet"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"when": "coming"}, ["Bientôt", "Plus tard"]),
        ({"when": "past"}, ["Passé", "Passé il y a longtemps"]),
        ({"when": "none"}, ["Brouillon de mai"]),
        ({"day_from": "01/06/2027"}, ["Plus tard"]),
        ({"day_from": "2027-04-01", "day_to": "2027-04-30"}, ["Bientôt"]),
        ({"status": "draft"}, ["Brouillon de mai"]),
        ({"status": "changed"}, []),
        ({"q": "plus"}, ["Plus tard"]),
        ({"q": "passé", "ordering": "title"}, ["Passé", "Passé il y a longtemps"]),
        ({"q": "rien du tout"}, []),
    ],
)
def test_filters_and_search(editor, four_times, query, titles):
    assert listed(editor, **query) == titles


def test_filters_by_commune_kind_and_public(editor):
    commune = CommuneFactory()
    kind, other = EventKind.objects.order_by("sort_order")[:2]
    audience = Audience.objects.first()
    actor = ActorPageFactory(commune=commune)
    EventPageFactory(title="Chez un acteur", host=actor, kind=other)
    EventPageFactory(title="Dans un lieu", place=PlaceFactory(commune=commune), kind=kind, audiences=[audience])
    EventPageFactory(title="Ailleurs", kind=kind)

    assert set(listed(editor, commune=[commune.pk])) == {"Chez un acteur", "Dans un lieu"}
    assert listed(editor, kind=[other.pk]) == ["Chez un acteur"]
    assert listed(editor, audiences=[audience.pk]) == ["Dans un lieu"]


def test_one_row_an_event_whatever_its_translations(editor):
    page = EventPageFactory(title="Repair café")
    translate(page, "br", title="Kafe ratreiñ")
    translate(page, "en", title="Fix-it café", live=False)
    EventPageFactory(title="Seul")

    assert listed(editor, ordering="title") == ["Repair café", "Seul"]
    assert listed(editor, translation="br") == ["Repair café"]
    assert listed(editor, translation="sans-br") == ["Seul"]
    assert listed(editor, translation="en") == []
    rows = editor.get(reverse("evenements:index")).context["object_list"]
    known = {row.title: [(t.code, t.is_live) for t in row.translations_known] for row in rows}
    assert known == {"Repair café": [("br", True), ("en", False)], "Seul": []}


def facts_of_four(name: str) -> list[dict[str, object]]:
    """What four pages of a listing need to be side by side."""
    if name == "candidatures":
        edition = ContestPageFactory()
        translate(edition, "br")
        translate(edition, "en")
        return [{"parent": edition}] * 4
    return [{"year": 2027 + number} if name == "editions" else {} for number in range(4)]


@pytest.mark.parametrize(("name", "factory"), LISTED)
def test_every_listing_sorts_by_the_languages_a_page_has(editor, name, factory):
    pages = {title: factory(title=title, **facts) for title, facts in zip("ABCD", facts_of_four(name), strict=True)}
    translate(pages["A"], "br")
    translate(pages["A"], "en")
    translate(pages["B"], "en")
    translate(pages["C"], "br")
    translate(pages["D"], "br", live=False)

    assert listed(editor, name, ordering="translations") == ["D", "B", "C", "A"]
    assert listed(editor, name, ordering="-translations") == ["A", "C", "B", "D"]


def test_the_agenda_has_workshops_too_and_workshops_their_own_list(editor):
    EventPageFactory(title="Conférence")
    WorkshopPageFactory(title="Découpe laser")

    assert set(listed(editor)) == {"Conférence", "Découpe laser"}
    assert listed(editor, "ateliers") == ["Découpe laser"]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("evenements", "evenements/eventpage"),
        ("ateliers", "evenements/workshoppage"),
        ("annuaire", "annuaire/actorpage"),
    ],
)
def test_adding_goes_straight_to_the_right_folder(editor, name, path):
    response = editor.get(reverse(f"{name}:choose_parent"))

    assert response.status_code == 302
    assert response["Location"].startswith(f"/admin/pages/add/{path}/")
    assert editor.get(response["Location"]).status_code == 200


def links_to(listing: str, view: str, page: Page) -> set[str]:
    """The addresses that LISTING links to of what VIEW does to PAGE."""
    path = re.escape(reverse(view, args=[page.pk]))
    return {unescape(found) for found in re.findall(rf'href="({path}[^"]*)"', listing)}


@pytest.mark.parametrize(("name", "factory"), LISTED)
def test_what_is_done_to_a_row_comes_back_to_the_listing_as_it_was(editor, name, factory):
    page = factory(title="Découpe laser")
    query = {"q": "laser", "ordering": "title", "status": "live", "p": "1"}
    here = f"{reverse(f'{name}:index')}?{urlencode(query)}"

    for url in (here, f"{reverse(f'{name}:index_results')}?{urlencode(query)}&_w_filter_fragment=1"):
        listing = editor.get(url).content.decode()
        for view in ("edit", "delete", "unpublish", "copy"):
            [address] = links_to(listing, f"wagtailadmin_pages:{view}", page)
            assert dict(parse_qsl(urlsplit(address).query)) == {"next": here}, view
    assert editor.get(*links_to(listing, "wagtailadmin_pages:edit", page)).context["next"] == here


def test_an_event_found_changed_and_published_is_back_among_those_found(editor):
    event = EventPageFactory(title="Découpe laser")
    here = f"{reverse('evenements:index')}?q=laser"
    [address] = links_to(editor.get(here).content.decode(), "wagtailadmin_pages:edit", event)
    data = event_data(stored_line(event.date_lines.get()), initial=1, slug=event.slug, title="Découpe au laser")

    kept = editor.post(address, data | {"next": editor.get(address).context["next"]})
    published = editor.post(kept["Location"], data | {"next": here, "action-publish": "1"})

    assert urlsplit(kept["Location"]).path == reverse("wagtailadmin_pages:edit", args=[event.pk])
    assert published["Location"] == here
    assert "Découpe au laser" in editor.get(here).content.decode()


def test_translating_comes_back_to_the_listing(editor):
    event = EventPageFactory(title="Découpe laser")
    here = f"{reverse('evenements:index')}?q=laser"
    form, *more = links_to(editor.get(here).content.decode(), "wagtail_localize:submit_page_translation", event)
    if not urlsplit(form).query:  # that of Wagtail's menu, beside ours
        [form] = more
    locales = [locale.pk for locale in Locale.objects.exclude(language_code="fr")]

    answer = editor.post(form, {"locales": locales})

    assert answer["Location"] == here
    breton = event.get_translation(Locale.objects.get(language_code="br"))
    [address] = links_to(editor.get(here).content.decode(), "wagtailadmin_pages:edit", breton)
    assert dict(parse_qsl(urlsplit(address).query)) == {"next": here}


@pytest.mark.parametrize("elsewhere", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)"])
def test_one_never_comes_back_to_another_site(editor, elsewhere):
    event = EventPageFactory()
    edit = reverse("wagtailadmin_pages:edit", args=[event.pk])
    data = event_data(stored_line(event.date_lines.get()), initial=1, slug=event.slug)

    answer = editor.post(f"{edit}?{urlencode({'next': elsewhere})}", data | {"next": elsewhere, "action-publish": "1"})

    assert answer["Location"] == reverse("wagtailadmin_explore", args=[event.get_parent().pk])


def test_an_entry_is_added_to_the_edition_one_chooses_and_comes_back_to_the_listing(editor):
    editions = [ContestPageFactory(), ContestPageFactory(over=True)]

    answer = editor.post(reverse("candidatures:choose_parent"), {"parent_page": editions[0].pk})

    form = reverse("wagtailadmin_pages:add", args=["evenements", "contestentrypage", editions[0].pk])
    assert answer["Location"] == f"{form}?{urlencode({'next': reverse('candidatures:index')})}"


@pytest.mark.parametrize("query", [{"state": "x"}, {"commune": "x"}, {"day_from": "x"}, {"ordering": "x"}, {"p": "x"}])
def test_an_unknown_value_filters_nothing_and_breaks_nothing(editor, query):
    event("Bientôt", dt.date(2027, 4, 3))

    assert listed(editor, **query) == ["Bientôt"]


def test_our_columns_ask_the_database_no_more_for_a_longer_list(editor, django_assert_max_num_queries):
    place = PlaceFactory()

    def count(rows: int) -> int:
        """The queries of the listing, without the two of wagtail-localize’s menu in each row."""
        with django_assert_max_num_queries(100) as queries:
            editor.get(reverse("evenements:index"))
        return len(queries) - 2 * rows

    EventPageFactory.create_batch(2, place=place)
    count(2)
    few = count(2)
    EventPageFactory.create_batch(6, place=place)

    assert count(8) <= few + 1


def test_events_of_the_same_day_are_in_the_order_of_their_hours(editor):
    for title, hour in (("Après-midi", 14), ("Soir", 20), ("Matin", 9)):
        lines = [line(start_date=dt.date(2027, 4, 3), start_time=dt.time(hour), end_time=dt.time(hour + 1))]
        EventPageFactory(title=title, date_lines=lines)

    assert listed(editor) == ["Matin", "Après-midi", "Soir"]


def test_the_state_sorts_and_filters_as_it_is_shown(editor):
    cancelled = {"original": "2027-04-03", "state": "cancelled"}
    EventPageFactory(title="Annulé", date_lines=[line(start_date=dt.date(2027, 4, 3), changes=(cancelled,))])
    event("Ouvert", dt.date(2027, 4, 4))
    event("Reporté", dt.date(2027, 4, 2), postponed=True)
    later = {"original": "2027-04-14", "state": "full"}
    EventPageFactory(title="Complet plus tard", date_lines=[line(weekly=True, changes=(later,))])

    assert listed(editor, ordering="state") == ["Annulé", "Complet plus tard", "Ouvert", "Reporté"]
    assert listed(editor, state=["cancelled"]) == ["Annulé"]
    assert listed(editor, state=["full"]) == ["Complet plus tard"]
    assert listed(editor, state=["full", "cancelled"], ordering="state") == ["Annulé", "Complet plus tard"]
    assert listed(editor, state=["confirmed"], ordering="title") == ["Complet plus tard", "Ouvert"]


def test_the_commune_sorts_and_filters_as_it_is_shown(editor):
    usual, other = CommuneFactory(name="Zone"), CommuneFactory(name="Abri")
    elsewhere = {"original": "2027-04-07", "place": PlaceFactory(commune=other).pk}
    EventPageFactory(title="Ailleurs", place=PlaceFactory(commune=usual), date_lines=[line(changes=(elsewhere,))])
    EventPageFactory(title="Comme prévu", place=PlaceFactory(commune=usual))
    EventPageFactory(title="Brouillon", place=PlaceFactory(commune=usual), draft=True)
    EventPageFactory(title="En ligne", online=True)

    rows = editor.get(reverse("evenements:index"), {"ordering": "commune"}).context["object_list"]

    assert [row.title for row in rows] == ["Ailleurs", "Brouillon", "Comme prévu", "En ligne"]
    assert listed(editor, commune=[other.pk]) == ["Ailleurs"]
    assert set(listed(editor, commune=[usual.pk])) == {"Brouillon", "Comme prévu"}


def first_row(editor: Client, **query: object) -> str:
    """What the first row of the listing says, apart from its title and what may be done to it."""
    page = editor.get(reverse("evenements:index"), query).content.decode()
    row = page.partition("<tbody>")[2].partition("</tr>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", row.partition("</ul>")[2]).split())


@pytest.fixture
def market() -> EventPage:
    """Each Wednesday at Zone; on the 14th cancelled, on the 21st at Abri, on the 28th at Abri and full."""
    usual, other = CommuneFactory(name="Zone"), PlaceFactory(commune=CommuneFactory(name="Abri")).pk
    changes = (
        {"original": "2027-03-24", "state": "moved_online"},
        {"original": "2027-04-14", "state": "cancelled"},
        {"original": "2027-04-21", "place": other},
        {"original": "2027-04-28", "place": other, "state": "full"},
    )
    lines = [line(weekly=True, start_date=dt.date(2027, 3, 3), changes=changes)]
    return EventPageFactory(title="Marché", place=PlaceFactory(commune=usual), date_lines=lines)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "mercredi 7 avril, 14 h – 17 h Zone"),
        ({"state": ["cancelled"]}, "mercredi 14 avril, 14 h – 17 h Annulé Zone"),
        ({"commune": ["Abri"]}, "mercredi 21 avril, 14 h – 17 h Abri"),
        ({"commune": ["Abri"], "state": ["full"]}, "mercredi 28 avril, 14 h – 17 h Complet Abri"),
        ({"commune": ["Abri"], "day_from": "22/04/2027"}, "mercredi 28 avril, 14 h – 17 h Complet Abri"),
        ({"state": ["moved_online"], "day_to": "31/03/2027"}, "passé : mercredi 24 mars, 14 h – 17 h Déplacé en ligne"),
        ({"day_from": "10/04/2027", "day_to": "17/04/2027"}, "mercredi 14 avril, 14 h – 17 h Annulé Zone"),
        ({"commune": ["Abri"], "state": ["cancelled"]}, ""),
        ({"commune": ["Zone"], "state": ["full"]}, ""),
        ({"state": ["moved_online"]}, ""),
    ],
)
def test_what_is_asked_is_asked_of_one_date_to_come_and_the_row_says_it(editor, market, query, said):
    names = query.get("commune", [])
    asked = query | {"commune": list(Commune.objects.filter(name__in=names).values_list("pk", flat=True))}

    assert listed(editor, **asked) == (["Marché"] if said else [])
    assert first_row(editor, **asked).replace("\N{NO-BREAK SPACE}", " ").startswith(said)


def test_an_event_that_is_over_is_found_by_any_of_its_dates(editor):
    lines = [
        line(start_date=dt.date(2027, 2, 1), changes=({"original": "2027-02-01", "state": "cancelled"},)),
        line(start_date=dt.date(2027, 3, 1)),
    ]
    EventPageFactory(title="Passé", date_lines=lines)

    assert listed(editor, state=["cancelled"]) == ["Passé"]
    assert "lundi 1ᵉʳ février" in first_row(editor, state=["cancelled"])


def test_a_draft_is_found_by_what_it_says_itself(editor):
    commune = CommuneFactory()
    event("Brouillon", dt.date(2027, 4, 3), place=PlaceFactory(commune=commune), cancelled=True, draft=True)

    assert listed(editor, state=["cancelled"], commune=[commune.pk]) == ["Brouillon"]
    assert listed(editor, state=["full"], commune=[commune.pk]) == []
    assert listed(editor, state=["cancelled"], commune=[CommuneFactory().pk]) == []
