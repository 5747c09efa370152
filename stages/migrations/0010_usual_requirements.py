from django.db import migrations

USUAL = [
    ("date", -60),
    ("venue", -60),
    ("summary", -60),
    ("registration", -30),
    ("programme", -30),
    ("speakers", -21),
    ("partners", -14),
    ("photo", -14),
    ("press_release", -14),
    ("results", 7),
]


def require_the_usual(apps, schema_editor):
    """Editions made before there were requirements get what a new one gets."""
    Requirement = apps.get_model("stages", "Requirement")
    editions = apps.get_model("stages", "EditionPage").objects.filter(requirements=None)
    Requirement.objects.bulk_create(
        Requirement(edition_id=key, kind=kind, days=days, sort_order=order)
        for key in editions.values_list("pk", flat=True)
        for order, (kind, days) in enumerate(USUAL)
    )


class Migration(migrations.Migration):

    dependencies = [
        ("stages", "0009_requirements"),
    ]

    operations = [
        # What editors made of them since goes with the table.
        migrations.RunPython(require_the_usual, migrations.RunPython.noop),
    ]
