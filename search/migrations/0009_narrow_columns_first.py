"""Counting reads the narrow columns of many rows: PostgreSQL finds them without passing over the texts before them.

A column cannot be moved, so the table is made again, with its rows: search stays what it was.
"""

import datetime

import django.db.models.deletion
import modelsearch.index
from django.conf import settings
from django.core.management.color import no_style
from django.db import migrations, models

KINDS = [
    ("evenement", "À l’agenda"),
    ("atelier", "Dans les ateliers"),
    ("acteur", "Dans l’annuaire"),
    ("candidature", "Au concours"),
    ("action", "Dans le plan"),
    ("page", "Dans les pages"),
]


def copy_rows(apps, schema_editor):
    old, new = apps.get_model("search", "SearchEntry"), apps.get_model("search", "NarrowEntry")
    quoted = schema_editor.connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in new._meta.local_concrete_fields)
    schema_editor.execute(
        f"INSERT INTO {quoted(new._meta.db_table)} ({columns}) SELECT {columns} FROM {quoted(old._meta.db_table)}"
    )
    for statement in schema_editor.connection.ops.sequence_reset_sql(no_style(), [new]):
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0008_editors_choose_results"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NarrowEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entries",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "facets",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="search.facetset"
                    ),
                ),
                (
                    "current_until",
                    models.DateTimeField(default=datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)),
                ),
                ("rank", models.IntegerField(default=0)),
                ("language", models.CharField(max_length=5)),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("title", models.CharField(max_length=255)),
                ("name_keys", models.TextField(blank=True)),
                ("title_words", models.TextField(blank=True)),
                ("title_terms", models.TextField(blank=True)),
                ("offer_terms", models.TextField(blank=True)),
                ("body_terms", models.TextField(blank=True)),
                ("summary", models.TextField(blank=True)),
            ],
            options={"verbose_name": "entrée de recherche", "verbose_name_plural": "entrées de recherche"},
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.RunPython(copy_rows, migrations.RunPython.noop),
        migrations.DeleteModel(name="SearchEntry"),
        migrations.RenameModel(old_name="NarrowEntry", new_name="SearchEntry"),
        migrations.AddIndex(
            model_name="searchentry", index=models.Index(fields=["language", "kind"], name="search_entry_kind")
        ),
        migrations.AddConstraint(
            model_name="searchentry",
            constraint=models.UniqueConstraint(fields=("page", "language"), name="search_entry_identity"),
        ),
    ]
