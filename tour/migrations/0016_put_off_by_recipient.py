"""Whether it is its recipient alone that puts a mail off."""

from django.db import migrations, models
from django.db.models import Q


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
    ]
