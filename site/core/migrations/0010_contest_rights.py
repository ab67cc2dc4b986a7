"""The categories of the contest are edited by editors and administrators; jurors come into the admin, and no more."""

from django.conf import settings
from django.db import migrations

JURY = "jury"
ADMINISTRATORS = "administrateur"
EVERYTHING = ("view", "add", "change", "delete")


def permission(apps, label, model, codename):
    """The permission CODENAME, created here as its row appears only after all migrations have run."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=label, model=model)
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
    )
    return found


def give_rights(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    rights = [permission(apps, "core", "contestcategory", f"{name}_contestcategory") for name in EVERYTHING]
    names = (f"éditeur {settings.TERRITORY.data['network']['short_name']}", ADMINISTRATORS)
    for group in groups.filter(name__in=names):
        group.permissions.add(*rights)
    jury, _ = groups.get_or_create(name=JURY)
    jury.permissions.set([permission(apps, "wagtailadmin", "admin", "access_admin")])


def remove_jury(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=JURY).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0009_contest_categories"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(give_rights, remove_jury)]
