"""Whether it is its recipient alone that puts a mail off; what servers answered is kept without the address."""

from django.db import migrations, models
from django.db.models import Q

from tour.suppressions import without_address


def mask_reasons(apps, schema_editor):
    rows = apps.get_model("tour", "QueuedMail").objects.filter(Q(reason__contains="@") | Q(reason__regex=r"^\d{3} "))
    for row in rows.iterator():
        rows.filter(pk=row.pk).update(reason=without_address(row.reason, row.to))


class Migration(migrations.Migration):
    dependencies = [("tour", "0015_settled_mails")]

    operations = [
        migrations.AddField(
            model_name="queuedmail",
            name="is_put_off_by_recipient",
            field=models.BooleanField(default=False, verbose_name="remis à plus tard pour son seul destinataire"),
        ),
        migrations.AddIndex(
            model_name="queuedmail",
            index=models.Index(condition=Q(sent_at__isnull=False), fields=["sent_at"], name="queuedmail_sent"),
        ),
        # The last: PostgreSQL alters no table that has changes pending of the same transaction.
        migrations.RunPython(mask_reasons, migrations.RunPython.noop),
    ]
