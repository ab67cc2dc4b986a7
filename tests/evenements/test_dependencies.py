"""What an event shows from elsewhere reaches its dates and its calendar when that changes, and only then."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from annuaire.models import ActorPage
from core.models import Audience, Commune, Equipment, Theme
from evenements.models import EventBytes, EventPage, Publication
from evenements.publication import events_refreshed
from tests.evenements.calendars import told
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import EventKindFactory, PlaceFactory, ThemeFactory, translate
from tests.factories.evenements import EventPageFactory, WorkshopPageFactory, line, organised_by

pytestmark = pytest.mark.django_db


def sequence(event: EventPage) -> int:
    return Publication.objects.get(event=event).sequence


def rename(actor: ActorPage, **fields) -> None:
    page = actor.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(clean=False).publish()


def test_a_place_renamed_is_renamed_in_its_events_only():
    place = PlaceFactory(name="Salle haute")
    event, other = EventPageFactory(place=place), EventPageFactory(at_place=True)

    place.name = "Salle basse"
    place.save()

    assert b"LOCATION:Salle basse" in told(event.pk)
    assert event.occurrences.get().place_label == "Salle basse"
    assert (sequence(event), sequence(other)) == (1, 0)


def test_a_place_saved_unchanged_tells_nothing():
    place = PlaceFactory()
    event = EventPageFactory(place=place)

    place.access = "Entrée par la cour."
    place.save()

    assert sequence(event) == 0


def test_a_place_where_one_date_is_held_is_renamed_too():
    place, near = PlaceFactory(name="Salle haute"), PlaceFactory()
    change = {"original": "2027-04-14", "place": place.pk}
    event = EventPageFactory(date_lines=[line(weekly=True, changes=(change,))])
    other = EventPageFactory(date_lines=[line(weekly=True, changes=({**change, "place": near.pk},))])

    place.name = "Salle basse"
    place.save()

    assert b"LOCATION:Salle basse" in told(event.pk)
    assert (sequence(event), sequence(other)) == (1, 0)


def test_a_host_that_moves_moves_its_events():
    host = ActorPageFactory(located=True)
    event = EventPageFactory(host=host)

    rename(host, street="2 quai du Port")

    assert b"2 quai du Port" in told(event.pk)


def at_host(host: ActorPage) -> EventPage:
    """An event of which the second date is held at HOST."""
    change = {"original": "2027-04-14", "host": host.pk}
    return EventPageFactory(at_place=True, date_lines=[line(weekly=True, changes=(change,))])


def test_the_host_of_one_date_that_moves_moves_that_date():
    host, near = ActorPageFactory(located=True), ActorPageFactory(located=True)
    event, other = at_host(host), at_host(near)

    rename(host, street="2 quai du Port", title="L’Atelier")

    assert "LOCATION:L’Atelier\\, 2 quai du Port" in told(event.pk).decode().replace("\r\n ", "")
    assert event.occurrences.get(original_day="2027-04-14").place_label == "L’Atelier"
    assert (sequence(event), sequence(other)) == (1, 0)


def test_the_host_of_one_date_is_named_in_its_own_languages():
    host = ActorPageFactory(title="Le FabLab", located=True)
    event = at_host(host)

    translate(host, "en", title="The FabLab")

    assert b"LOCATION:The FabLab" in told(event.pk, "en")
    assert b"LOCATION:The FabLab" not in told(event.pk, "fr")


def test_the_host_of_one_date_keeps_its_name_once_unpublished_and_none_once_deleted():
    host = ActorPageFactory(title="Le FabLab", located=True)
    event = at_host(host)

    ActorPage.objects.get(pk=host.pk).unpublish()
    assert b"LOCATION:Le FabLab" in told(event.pk)
    assert sequence(event) == 0

    ActorPage.objects.get(pk=host.pk).delete()
    assert b"Le FabLab" not in told(event.pk)
    date = event.occurrences.get(original_day="2027-04-14")
    assert (date.host, date.place, date.place_label) == (None, None, "")


def test_an_organiser_renamed_is_renamed_when_that_is_published():
    organiser = ActorPageFactory(title="Le FabLab")
    event = EventPageFactory(participants=organised_by(organiser))
    draft = organiser.get_latest_revision_as_object()
    draft.title = "L’Atelier"
    draft.save_revision()
    assert b"Le FabLab" in told(event.pk)

    draft.get_latest_revision().publish()

    assert "L’Atelier" in told(event.pk).decode()


def test_the_translation_of_an_actor_names_it_in_its_language():
    organiser = ActorPageFactory(title="Le FabLab")
    event = EventPageFactory(participants=organised_by(organiser))

    translation = translate(organiser, "en", title="The FabLab")
    assert b"The FabLab" in told(event.pk, "en")
    assert b"The FabLab" not in told(event.pk, "fr")

    translation.delete()
    assert b"The FabLab" not in told(event.pk, "en")


def test_an_actor_published_for_the_first_time_is_named_from_then_on():
    organiser = ActorPageFactory(title="Le FabLab", draft=True)
    event = EventPageFactory(participants=organised_by(organiser))
    assert b"Le FabLab" not in told(event.pk)

    organiser.save_revision().publish()

    assert b"Le FabLab" in told(event.pk)


def test_an_actor_deleted_is_gone_from_its_events():
    actor = ActorPageFactory(title="Le FabLab", located=True)
    event = EventPageFactory(participants=organised_by(actor), host=actor)

    ActorPage.objects.get(pk=actor.pk).delete()

    assert b"Le FabLab" not in told(event.pk)
    assert event.occurrences.get().commune is None


def test_a_commune_renamed_is_renamed_in_its_addresses():
    commune = Commune.objects.exclude(name_br="").first()
    at_place = EventPageFactory(place=PlaceFactory(commune=commune))
    hosted = EventPageFactory(host=ActorPageFactory(located=True, commune=commune))
    hosted_once = at_host(ActorPageFactory(located=True, commune=commune))
    elsewhere = {"original": "2027-04-14", "place": PlaceFactory(commune=commune).pk}
    one_date = EventPageFactory(date_lines=[line(weekly=True, changes=(elsewhere,))])

    commune.name_br = "Kêr Nevez"
    commune.save()

    for event in (at_place, hosted, one_date, hosted_once):
        assert "Kêr Nevez" in told(event.pk, "br").decode()
        assert "Kêr Nevez" not in told(event.pk, "fr").decode()


@pytest.mark.parametrize("field", ["audiences", "themes", "kind", "equipment"])
def test_a_label_reworded_is_reworded_in_the_events_that_have_it(field):
    models = {"audiences": Audience, "themes": Theme, "equipment": Equipment}
    term = EventKindFactory() if field == "kind" else models[field].objects.first()
    event = WorkshopPageFactory(**{field: term if field == "kind" else [term]})
    other = WorkshopPageFactory()

    term.label_en = "Brand new label"
    term.save()

    assert b"Brand new label" in told(event.pk, "en")
    assert b"Brand new label" not in told(event.pk, "fr")
    assert (sequence(event), sequence(other)) == (1, 0)


def test_a_term_retired_tells_nothing():
    theme = ThemeFactory()
    event = EventPageFactory(themes=[theme])

    theme.retired = True
    theme.save()

    assert sequence(event) == 0


def test_a_picture_replaced_or_deleted_is_so_in_its_events():
    image = get_image_model().objects.create(title="x", file=get_test_image_file("a.png"))
    event = EventPageFactory(image=image)

    image.file = get_test_image_file("b.png")
    image.save()
    image.renditions.all().delete()  # as Wagtail's form does
    assert b"/b.width-1200" in told(event.pk).replace(b"\r\n ", b"")

    image.delete()
    assert b"IMAGE" not in told(event.pk)


def test_an_event_that_is_withdrawn_is_not_told_again():
    place = PlaceFactory()
    event = EventPageFactory(place=place)
    event.unpublish()

    place.name = "Autre"
    place.save()

    assert not EventBytes.objects.filter(event=event).exists()


def test_telling_again_costs_the_same_for_one_event_or_many(monkeypatch):
    monkeypatch.setattr(events_refreshed, "send", lambda **kwargs: None)
    place = PlaceFactory()
    counts = []
    for name in ("Belem", "Hermione", "Recouvrance"):  # each takes the words of the former from the search
        for _ in range(3):
            EventPageFactory(place=place)
        place.name = name
        with CaptureQueriesContext(connection) as queries:
            place.save()
        counts.append(len(queries))

    assert counts[1] == counts[2]
