"""What failed or is uncertain may be settled by a person, without being sent again."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tour', '0014_french_spaces'),
    ]

    operations = [
        migrations.AlterField(
            model_name='queuedmail',
            name='state',
            field=models.CharField(choices=[('due', 'Prévu'), ('sending', 'En cours d’envoi'), ('retry', 'Nouvel essai prévu'), ('sent', 'Envoyé'), ('failed', 'Échec'), ('uncertain', 'Incertain'), ('settled', 'Classé'), ('cancelled', 'Annulé'), ('expired', 'Trop tard')], default='due', max_length=10, verbose_name='état'),
        ),
    ]
