"""What an empty list proposes."""

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.factories.evenements import EventPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _before(settings: LazySettings) -> None:
    settings.FROZEN_NOW = "2027-04-05T09:00"


@pytest.mark.parametrize(
    ("query", "proposed"), [("q=licorne", "Sans « licorne » : 1 date"), ("gratuit=1", "Sans « Gratuit » : 1 date")]
)
def test_a_filter_to_leave_out_is_named_between_one_pair_of_quotation_marks(
    client: Client, query: str, proposed: str
) -> None:
    EventPageFactory(is_free=False)

    labels = [link.label for link in client.get(f"/agenda/?{query}").context["links"]]

    assert proposed in labels
