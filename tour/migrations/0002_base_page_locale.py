"""The locale of the base page, once Wagtail has made its locales (as Wagtail's own bootstrap of a custom page does)."""

from django.db import migrations
from wagtail.models import BootstrapLocaleField, BootstrapTranslatableModel, BootstrapTranslationKeyField


class Migration(migrations.Migration):
    dependencies = [
        ('tour', '0001_user_and_base_page'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        BootstrapLocaleField("tour.BasePage"),
        BootstrapTranslationKeyField("tour.BasePage"),
        BootstrapTranslatableModel("tour.BasePage"),
    ]
