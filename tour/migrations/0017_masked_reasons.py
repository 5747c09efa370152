"""What mail servers answered is kept without the address."""

from django.db import migrations
from django.db.models import F, Q

from tour.suppressions import without_address


def mask_reasons(apps, schema_editor):
    rows = apps.get_model("tour", "QueuedMail").objects.filter(Q(reason__contains="@") | Q(reason__regex=r"^\d{3} "))
    for row in rows.iterator():
        rows.filter(pk=row.pk).update(reason=without_address(row.reason, row.to))


class Migration(migrations.Migration):
    dependencies = [("tour", "0016_put_off_by_recipient")]

    operations = [migrations.RunPython(mask_reasons, migrations.RunPython.noop)]
