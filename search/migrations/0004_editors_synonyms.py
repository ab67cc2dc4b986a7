"""Lets editors and administrators change synonyms."""

import django.core.validators
from django.conf import settings
from django.db import migrations, models

ACTIONS = ("view", "add", "change", "delete")


def group_names():
    """Those of core's migration 0003."""
    return f"éditeur {settings.TERRITORY.data['network']['short_name']}", "administrateur"


def permissions(apps):
    """The permissions, created here as their rows appear only after all migrations have run."""
    types = apps.get_model("contenttypes", "ContentType").objects
    content_type, _ = types.get_or_create(app_label="search", model="synonym")
    objects = apps.get_model("auth", "Permission").objects
    return [
        objects.get_or_create(
            content_type=content_type, codename=f"{action}_synonym", defaults={"name": f"Can {action} synonyme"}
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
        ("search", "0003_entries_for_three_engines"),
        ("core", "0003_groups"),
    ]

    operations = [
        migrations.AlterField(
            model_name="synonym",
            name="words",
            field=models.TextField(
                help_text="Mots ou expressions séparés par des virgules : « THD, très haut débit ». Effet immédiat.",
                validators=[django.core.validators.MaxLengthValidator(500)],
                verbose_name="mots de même sens",
            ),
        ),
        migrations.RunPython(let_editors_in, keep_editors_out),
    ]
