"""What Wagtail's own reports export."""

import csv

import pytest
from django.urls import reverse
from wagtail.log_actions import log

from core.formulas import is_formula
from tests.factories.annuaire import ActorPageFactory
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "report", ["wagtailadmin_reports:aging_pages_results", "wagtailadmin_reports:site_history_results"]
)
def test_a_title_that_a_spreadsheet_would_run_is_text_in_what_the_admin_exports(client, report):
    client.force_login(UserFactory(is_superuser=True))
    actor = ActorPageFactory(title='=HYPERLINK("https://example.org";"Lire")')
    actor.save_revision().publish()
    log(actor, "wagtail.edit")

    response = client.get(reverse(report), {"export": "csv"})
    rows = list(csv.reader(b"".join(response.streaming_content).decode().splitlines()))

    cells = [cell for row in rows for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if is_formula(cell)]
