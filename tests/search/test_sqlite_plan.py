"""How SQLite reads the index: the words first, then each entry once, whatever the filters."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.querying import Filters, query

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.only_on("sqlite"),
]


@pytest.mark.parametrize("page", [1, 2])
def test_an_entry_is_looked_up_by_its_key_alone(page: int) -> None:
    with CaptureQueriesContext(connection) as captured:
        query("numérique", language="fr", filters=Filters(type=("action",)), page=page, per_page=1)

    reading = [asked["sql"] for asked in captured.captured_queries if "CROSS JOIN" in asked["sql"]]
    assert len(reading) > 1
    # With many facet sets and what ANALYZE tells of them, the planner would look each entry up once for each set.
    assert all("+e.facets_id IN" in sql for sql in reading if " LIMIT " in sql)
    for sql in reading:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [step for *_, step in cursor.fetchall()]
        assert steps[0].startswith("SCAN search_words VIRTUAL TABLE")
        assert steps[1] == "SEARCH e USING COVERING INDEX search_entry_narrow (id=?)"
