"""Days become instants, the two categories entries of a list with their texts; in pages, drafts and earlier versions."""

import datetime as dt
import json

from django.conf import settings
from django.db import migrations
from zoneinfo import ZoneInfo

ONE_DAY = dt.timedelta(days=1)
# Code, the name in each language, the field of an edition that described it.
CATEGORIES = (
    ("entreprise", "Entreprise", "Embregerezh", "Company", "company_category"),
    ("commune", "Commune", "Kumun", "Commune", "commune_category"),
)


def midnight(day, after=0):
    """When DAY begins, or the one AFTER days later, on the territory's clock."""
    if day is None:
        return None
    if isinstance(day, str):
        day = dt.date.fromisoformat(day)
    there = dt.datetime.combine(day + after * ONE_DAY, dt.time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))
    return there.astimezone(dt.UTC)


def day_of(moment, before=dt.timedelta(0)):
    """The day of MOMENT, or that of the instant BEFORE it, on the territory's clock."""
    return (moment - before).astimezone(ZoneInfo(settings.TIME_ZONE)).date() if moment else None


def texts(editions, field):
    """What the latest edition that describes a category says of it in FIELD, by language."""
    found = {}
    for edition in editions.exclude(**{field: ""}).order_by("year", "pk").select_related("locale"):
        found[edition.locale.language_code] = getattr(edition, field)
    return found


def make_categories(apps):
    """The two categories, where the contest has something; by code."""
    editions = apps.get_model("evenements", "ContestPage").objects
    if not editions.exists():
        return {}
    model, made = apps.get_model("core", "ContestCategory"), {}
    for order, (code, label, label_br, label_en, field) in enumerate(CATEGORIES, start=1):
        said = texts(editions, field)
        made[code], _ = model.objects.get_or_create(
            code=code,
            defaults={
                "label": label,
                "label_br": label_br,
                "label_en": label_en,
                "sort_order": order,
                "description": said.get("fr", ""),
                "description_br": said.get("br", ""),
                "description_en": said.get("en", ""),
            },
        )
    return made


def forward(apps, schema_editor):
    categories = make_categories(apps)
    chosen = apps.get_model("evenements", "ContestPage").categories.through.objects
    for edition in apps.get_model("evenements", "ContestPage").objects.all():
        edition.opens_at, edition.closes_at = midnight(edition.opens_on), midnight(edition.closes_on, after=1)
        edition.save(update_fields=["opens_at", "closes_at"])
        for code, *_, field in CATEGORIES:
            if getattr(edition, field):
                chosen.create(contestpage_id=edition.pk, contestcategory_id=categories[code].pk)
    for code, category in categories.items():
        entries = apps.get_model("evenements", "ContestEntryPage").objects.filter(category=code)
        entries.update(category_term=category)
    rewrite_versions(apps, {code: category.pk for code, category in categories.items()})


def rewrite_versions(apps, keys):
    """What is kept of pages as text: drafts, earlier versions, what is translated."""
    kinds = apps.get_model("contenttypes", "ContentType").objects.filter(
        app_label="evenements", model__in=("contestpage", "contestentrypage")
    )
    for revision in apps.get_model("wagtailcore", "Revision").objects.filter(content_type__in=kinds).iterator():
        rewrite(revision.content, keys)
        revision.save(update_fields=["content"])
    for source in apps.get_model("wagtail_localize", "TranslationSource").objects.filter(
        specific_content_type__in=kinds
    ):
        content = json.loads(source.content_json)
        rewrite(content, keys)
        source.content_json = json.dumps(content)
        source.save(update_fields=["content_json"])


def rewrite(content, keys):
    if content.get("category") in keys:
        content["category"] = keys[content["category"]]
    if "company_category" not in content:
        return
    opens, closes = midnight(content.pop("opens_on", None)), midnight(content.pop("closes_on", None), after=1)
    content["opens_at"], content["closes_at"] = (moment and moment.isoformat() for moment in (opens, closes))
    content["categories"] = [keys[code] for code, *_, field in CATEGORIES if content.pop(field, "") and code in keys]


def backward(apps, schema_editor):
    """Pages alone: a version kept since is of the new shape, and saved again it is of the old one."""
    instant, fields = dt.timedelta(microseconds=1), {code: field for code, *_, field in CATEGORIES}
    chosen = apps.get_model("evenements", "ContestPage").categories.through.objects
    terms = apps.get_model("core", "ContestCategory").objects
    for edition in apps.get_model("evenements", "ContestPage").objects.select_related("locale"):
        edition.opens_on, edition.closes_on = day_of(edition.opens_at), day_of(edition.closes_at, before=instant)
        language = edition.locale.language_code
        described = "description" if language == "fr" else f"description_{language}"
        for category in terms.filter(pk__in=chosen.filter(contestpage=edition.pk).values("contestcategory")):
            if category.code in fields:
                setattr(edition, fields[category.code], getattr(category, described, ""))
        edition.save()
    for entry in apps.get_model("evenements", "ContestEntryPage").objects.select_related("category_term"):
        entry.category = entry.category_term.code[:12]
        entry.save(update_fields=["category"])


class Migration(migrations.Migration):
    dependencies = [
        ("evenements", "0009_contest_applications"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(forward, backward)]
