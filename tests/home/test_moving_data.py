"""From one database to another, as docs/operations.md says: what is written down and loaded again is the same site."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.color import no_style
from django.core.management.sql import sql_flush
from django.db import connection
from django.test import Client
from wagtail.models import Page, PageLogEntry

from tests.reading import ReadPage

MANUAL = Path(__file__).parents[2] / "docs" / "operations.md"
SEARCHES = ("atelier", "fablab", "médiatrice")


def written_down(folder: Path) -> list[str]:
    """The files that the commands of the manual write, in the order in which it loads them."""
    lines = MANUAL.read_text(encoding="utf-8").splitlines()
    dumps = [line.split()[1:] for line in lines if line.strip().startswith("manage.py dumpdata")]
    for name, *options in dumps:
        call_command(name, *options[:-1], str(folder / options[-1]), verbosity=0)
    return next(line.split()[2:] for line in lines if line.strip().startswith("manage.py loaddata"))


def shown(client: Client) -> list[object]:
    feed = client.get("/agenda/agenda.ics")
    results = [ReadPage.at(client, f"/recherche/?q={text}").all("main h3") for text in SEARCHES]
    return [feed.content, feed["ETag"], results, ReadPage.at(client, "/annuaire/").links("main ul.list")]


def test_the_site_moves_whole_and_its_subscribers_see_nothing(demo: None, client: Client, tmp_path: Path):
    Page.objects.filter(slug="robots-en-famille").first().delete()
    assert PageLogEntry.objects.exclude(page__in=Page.objects.all()).exists()
    before = shown(client)
    assert all(before[2])
    assert before[3]

    files = written_down(tmp_path)
    with connection.cursor() as cursor, connection.constraint_checks_disabled():
        for statement in sql_flush(no_style(), connection):
            cursor.execute(statement)
    call_command("loaddata", *(str(tmp_path / name) for name in files), verbosity=0)

    assert shown(client) == before
