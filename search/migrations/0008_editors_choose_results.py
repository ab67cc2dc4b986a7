"""Lets editors and administrators choose the results of some words."""

from django.conf import settings
from django.db import migrations

ACTIONS = ("add", "change", "delete")


def group_names():
    """Those of core's migration 0003."""
    return f"éditeur {settings.TERRITORY.data['network']['short_name']}", "administrateur"


def permissions(apps):
    """The permissions, created here as their rows appear only after all migrations have run."""
    types = apps.get_model("contenttypes", "ContentType").objects
    content_type, _ = types.get_or_create(app_label="wagtailsearchpromotions", model="searchpromotion")
    objects = apps.get_model("auth", "Permission").objects
    return [
        objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_searchpromotion",
            defaults={"name": f"Can {action} search promotion"},
        )[0]
        for action in ACTIONS
    ]


def let_editors_in(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=group_names()):
        group.permissions.add(*permissions(apps))


def keep_editors_out(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=group_names()):
        group.permissions.remove(*permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0007_words_backwards"),
        ("core", "0003_groups"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
    ]

    operations = [migrations.RunPython(let_editors_in, keep_editors_out)]
