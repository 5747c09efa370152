"""The vocabulary."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import PlacePageFactory, StagePageFactory, ThemeFactory
from tour.models import Theme

pytestmark = pytest.mark.django_db


def test_theme_has_a_slug_and_a_family():
    theme = ThemeFactory(name="Économie circulaire")

    assert (theme.slug, theme.get_family_display()) == ("economie-circulaire", "Pratiques de travail")


def test_theme_exists_once():
    ThemeFactory(name="Coworking")

    with pytest.raises(IntegrityError), transaction.atomic():
        Theme.objects.create(name="Coworking", slug="autre")


def test_themes_are_listed_by_name():
    for name in ("Ruralité", "Coworking"):
        ThemeFactory(name=name)

    assert [theme.name for theme in Theme.objects.all()] == ["Coworking", "Ruralité"]


def test_theme_that_is_deleted_leaves_its_pages():
    theme = ThemeFactory()
    for page in (StagePageFactory(), PlacePageFactory()):
        page.themes.add(theme)
        page.save()
    theme.delete()

    assert (
        StagePageFactory._meta.model.objects.get().themes.count(),
        PlacePageFactory._meta.model.objects.get().themes.count(),
    ) == (0, 0)
