"""Entries are derived from pages: they are dropped here, and written again by `update_search`."""

import datetime

import django.db.models.deletion
import modelsearch.index
from django.conf import settings
from django.db import migrations, models


def forget_stock_index(apps, schema_editor):
    """Entries no longer are in the index of what the admin searches."""
    content_types = apps.get_model("contenttypes", "ContentType").objects.filter(app_label="search", model="searchentry")
    apps.get_model("wagtailsearch", "IndexEntry").objects.filter(content_type__in=content_types).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0002_synonyms_and_words"),
        ("wagtailsearch", "0010_add_text_fields"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.RunPython(forget_stock_index, migrations.RunPython.noop),
        migrations.DeleteModel(name="SearchEntry"),
        migrations.CreateModel(
            name="FacetSet",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("values", models.JSONField()),
            ],
            options={"verbose_name": "valeurs de facettes", "verbose_name_plural": "valeurs de facettes"},
        ),
        migrations.CreateModel(
            name="PendingChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry_id", models.BigIntegerField()),
                ("sent", models.BooleanField(default=False)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "changement à transmettre",
                "verbose_name_plural": "changements à transmettre",
                "indexes": [models.Index(fields=["sent", "id"], name="search_change_to_send")],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "current_until",
                    models.DateTimeField(default=datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)),
                ),
                ("rank", models.IntegerField(default=0)),
                ("language", models.CharField(max_length=5)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("evenement", "À l’agenda"),
                            ("atelier", "Dans les ateliers"),
                            ("acteur", "Dans l’annuaire"),
                            ("candidature", "Au concours"),
                            ("action", "Dans le plan"),
                            ("page", "Dans les pages"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=255)),
                ("name_keys", models.TextField(blank=True)),
                ("title_words", models.TextField(blank=True)),
                ("title_terms", models.TextField(blank=True)),
                ("offer_terms", models.TextField(blank=True)),
                ("body_terms", models.TextField(blank=True)),
                ("summary", models.TextField(blank=True)),
                (
                    "facets",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="search.facetset"
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entries",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "entrée de recherche",
                "verbose_name_plural": "entrées de recherche",
                "indexes": [models.Index(fields=["language", "kind"], name="search_entry_kind")],
                "constraints": [models.UniqueConstraint(fields=("page", "language"), name="search_entry_identity")],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
    ]
