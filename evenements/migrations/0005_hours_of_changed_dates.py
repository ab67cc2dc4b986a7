"""A date that was moved wrote its hour even when nobody had typed one: unsaid again, it follows that of its line.

A date that begins at an hour of its own says when it ends too, as the form does from now on. No date changes.
"""

import datetime as dt

from django.db import migrations


def own_hours(line):
    """The exceptions of LINE, a date line in JSON types."""
    start, end = line["start_time"], line["end_time"]
    if line["all_day"] or not start:
        return line["changes"]
    first = dt.datetime.fromisoformat(f"{line['start_date']}T{start}")
    last = dt.datetime.fromisoformat(f"{line['end_date'] or line['start_date']}T{end or start}")
    if last <= first and not line["end_date"]:
        last += dt.timedelta(days=1)
    return [_change(change, first, last if end else None) for change in line["changes"]]


def _change(change, first, last):
    said = dict(change)
    start, end = said.get("start", ""), said.get("end", "")
    is_own = "T" in start and dt.datetime.fromisoformat(start).time() != first.time()
    if is_own and last and not end:
        said["end"] = (dt.datetime.fromisoformat(start) + (last - first)).isoformat()
    if is_own:
        return said
    if "T" in start:
        said["start"] = start[:10]
    if said.get("start") == said["original"]:
        del said["start"]
    if "T" in end and last and dt.datetime.fromisoformat(end).time() == last.time():
        said["end"] = end[:10]
    return said


NAMES = ("start_date", "start_time", "end_date", "end_time", "all_day", "changes")


def rewrite(apps, rewritten):
    """Gives REWRITTEN each line that has exceptions, published or in a revision, and stores what it answers."""
    for row in apps.get_model("evenements", "DateLine").objects.exclude(changes=[]):
        line = {name: getattr(row, name) for name in NAMES}
        line = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in line.items()}
        if (changes := rewritten(line)) != row.changes:
            row.changes = changes
            row.save(update_fields=["changes"])
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(content__has_key="date_lines")
    for revision in revisions.iterator():
        lines = [line for line in revision.content["date_lines"] if line["changes"] and line["start_date"]]
        changes = [rewritten(line) for line in lines]
        if changes != [line["changes"] for line in lines]:
            for line, said in zip(lines, changes, strict=True):
                line["changes"] = said
            revision.save(update_fields=["content"])


def own_all_hours(apps, schema_editor):
    rewrite(apps, own_hours)


class Migration(migrations.Migration):
    dependencies = [
        ("evenements", "0004_where_each_date_is"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(own_all_hours, migrations.RunPython.noop)]
