"""What stored content becomes when one thing takes the place of another: no list loses its last mention."""

from typing import Any

import pytest

from annuaire.models import ActorPage
from core.blocks import ActorsBlock
from core.mentions import Swap, blocks_value, changes_in, put
from evenements.models import EventPage

pytestmark = pytest.mark.django_db
OLD, NEW, OTHER = 1, 2, 3
LISTS = [
    ([OLD, OLD], [NEW]),
    ([OLD, OTHER, OLD], [NEW, OTHER]),
    ([OLD, NEW, OLD], [NEW]),
    ([NEW, NEW, OLD], [NEW, NEW]),
    ([OTHER, OTHER, OLD], [OTHER, OTHER, NEW]),
]


@pytest.fixture
def swap() -> Swap:
    return Swap(ActorPage(pk=OLD), ActorPage(pk=NEW))


@pytest.mark.parametrize(("before", "after"), LISTS)
def test_a_list_of_blocks_names_the_new_thing_once(swap: Swap, before: list[int], after: list[int]) -> None:
    def stored(keys: list[int]) -> dict[str, Any]:
        return {"title": "Acteurs", "actors": [{"type": "item", "value": key} for key in keys]}

    assert blocks_value(ActorsBlock(), stored(before), swap) == stored(after)


@pytest.mark.parametrize(("before", "after"), LISTS)
def test_the_rows_of_a_revision_name_the_new_thing_once(swap: Swap, before: list[int], after: list[int]) -> None:
    rows = [{"pk": rank, "sort_order": rank, "actor": key, "role": "organiser"} for rank, key in enumerate(before)]
    content = {"participants": rows}

    for change in changes_in(EventPage, content, swap):
        put(content, change.path, change.after)

    assert [row["actor"] for row in content["participants"]] == after
