"""Creates the two groups of the admin: the network's editors, named after it, and administrators."""

from django.conf import settings
from django.db import migrations

ADMINISTRATORS = "administrateur"
WAGTAIL_GROUPS = ("Moderators", "Editors")

EDIT_PAGES = ("add_page", "change_page", "publish_page")
RUN_PAGES = (*EDIT_PAGES, "bulk_delete_page", "lock_page", "unlock_page")
COLLECTION_PERMISSIONS = [
    ("wagtailimages", "image", ("add", "change", "choose")),
    ("wagtaildocs", "document", ("add", "change", "choose")),
]
EVERYTHING = ("view", "add", "change", "delete")
EDITORS_MODELS = [
    ("wagtailadmin", "admin", ("access",)),
    ("core", "place", EVERYTHING),
    ("wagtail_localize", "translation", ("submit",)),
]
VOCABULARY = (
    "theme", "audience", "eventkind", "equipment", "service", "skill", "ambition", "orientation", "action",
)  # fmt: skip
ADMINISTRATORS_MODELS = [
    *EDITORS_MODELS,
    *[("core", model, EVERYTHING) for model in VOCABULARY],
    ("core", "commune", ("view", "change")),
    ("auth", "user", EVERYTHING),
    ("auth", "group", EVERYTHING),
    ("wagtailcore", "site", EVERYTHING),
    ("wagtailcore", "locale", EVERYTHING),
    ("wagtailcore", "workflow", EVERYTHING),
    ("wagtailcore", "task", EVERYTHING),
    ("wagtailredirects", "redirect", EVERYTHING),
]
MANAGE_COLLECTIONS = [("wagtailcore", "collection", ("add", "change", "delete"))]


def codename(action, model):
    """Django's and Wagtail's names of permissions."""
    return {"access": "access_admin", "submit": "submit_translation"}.get(action, f"{action}_{model}")


def permission(apps, label, model, name):
    """The permission NAME, created here as its row appears only after all migrations have run."""
    types = apps.get_model("contenttypes", "ContentType").objects
    content_type, _ = types.get_or_create(app_label=label, model=model)
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=name, defaults={"name": f"Can {name.replace('_', ' ')}"}
    )
    return found


def permissions(apps, table):
    return [
        permission(apps, label, model, codename(action, model)) for label, model, actions in table for action in actions
    ]


def give(apps, group, models, page_permissions, pages, collections):
    group.permissions.add(*permissions(apps, models))
    page_rights = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for page in pages:
        for name in page_permissions:
            page_rights.get_or_create(
                group=group, page=page, permission=permission(apps, "wagtailcore", "page", name)
            )
    root = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    collection_rights = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for right in permissions(apps, collections):
        collection_rights.get_or_create(group=group, collection=root, permission=right)


def editors_name():
    return f"éditeur {settings.TERRITORY.data['network']['short_name']}"


def create_groups(apps, schema_editor):
    """Home pages made later open to editors by a signal (core.groups)."""
    groups, pages = apps.get_model("auth", "Group").objects, apps.get_model("wagtailcore", "Page").objects
    editors, _ = groups.get_or_create(name=editors_name())
    administrators, _ = groups.get_or_create(name=ADMINISTRATORS)
    give(apps, editors, EDITORS_MODELS, EDIT_PAGES, pages.filter(depth=2), COLLECTION_PERMISSIONS)
    give(
        apps, administrators, ADMINISTRATORS_MODELS, RUN_PAGES, pages.filter(depth=1),
        [*COLLECTION_PERMISSIONS, *MANAGE_COLLECTIONS],
    )  # fmt: skip
    replace_wagtail_groups(apps, administrators)


def replace_wagtail_groups(apps, administrators):
    """Wagtail's own groups go, unless someone is in them: two names are enough to choose from."""
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.all():
        task.groups.add(administrators)
    apps.get_model("auth", "Group").objects.filter(name__in=WAGTAIL_GROUPS, user=None).delete()


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=(editors_name(), ADMINISTRATORS)).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_kept_places"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0001_initial"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(create_groups, remove_groups)]
