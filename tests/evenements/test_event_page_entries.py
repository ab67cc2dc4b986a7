"""What an editor may not enter of an event besides its dates, and the sentence that says why."""

import pytest

from core.groups import editors_name
from tests.evenements.event_forms import edit_url, event_data, stored_line
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import PlaceFactory, UserFactory
from tests.factories.evenements import EventPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def errors(client):
    """What the form answers for an event in which these fields are typed, and what it keeps of them."""
    client.force_login(UserFactory(groups=[editors_name()]))
    event = EventPageFactory()

    def of(**typed) -> dict[str, list[str]]:
        fields = {name: event.pk if value == "itself" else value for name, value in typed.items()}
        data = event_data(stored_line(event.date_lines.get()), initial=1, slug=event.slug, **fields)
        response = client.post(edit_url(event), data | {"action-publish": "action-publish"})
        assert response.status_code == 200
        form = response.context["form"]
        assert {name: form[name].value() for name in fields} == {name: str(value) for name, value in fields.items()}
        return form.errors

    return of


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"registration": "external"}, "registration_url", "Indiquez l’adresse où l’on s’inscrit."),
        ({"parent_event": "itself"}, "parent_event", "Un événement ne fait pas partie de lui-même."),
        (
            {"contact_phone": "douze"},
            "contact_phone",
            "Ce numéro ne se lit pas.",
        ),
    ],
)
def test_is_told_on_its_field(errors, typed, field, sentence):
    found = errors(**typed)
    assert list(found) == [field]
    assert found[field][0].startswith(sentence)


def test_two_places_are_one_too_many(errors):
    found = errors(host=ActorPageFactory().pk, place=PlaceFactory().pk)
    assert found == {"place": ["Choisissez un acteur de l’annuaire ou un autre lieu, pas les deux."]}
