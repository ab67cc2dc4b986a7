import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evenements", "0010_move_contest"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="contestpage", name="contest_closes_after_opening"),
        migrations.RemoveField(model_name="contestpage", name="closes_on"),
        migrations.RemoveField(model_name="contestpage", name="opens_on"),
        migrations.RemoveField(model_name="contestpage", name="commune_category"),
        migrations.RemoveField(model_name="contestpage", name="company_category"),
        # Undone, the column comes back empty before 0010 fills it.
        migrations.AlterField(
            model_name="contestentrypage",
            name="category",
            field=models.CharField(max_length=12, default=""),
        ),
        migrations.RemoveField(model_name="contestentrypage", name="category"),
        migrations.RenameField(model_name="contestentrypage", old_name="category_term", new_name="category"),
        migrations.AlterField(
            model_name="contestentrypage",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.contestcategory",
                verbose_name="catégorie",
            ),
        ),
        migrations.AddConstraint(
            model_name="contestpage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens_at__isnull", True),
                    ("closes_at__isnull", True),
                    ("closes_at__gt", models.F("opens_at")),
                    _connector="OR",
                ),
                name="contest_closes_after_opening",
            ),
        ),
    ]
