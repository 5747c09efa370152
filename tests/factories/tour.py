"""What every app stands on: accounts, media, vocabulary, evidence."""

import factory

from tests.factories.page import RowFactory
from tour.enums import Standing
from tour.models import Citation, KeyFigure, Source, Theme, TourDocument, TourImage, User

PASSWORD = "une phrase de passe assez longue"


class UserFactory(factory.django.DjangoModelFactory):
    """An account without rights; ``national`` may do everything."""

    email = factory.Sequence(lambda n: f"membre{n}@example.org")

    class Meta:
        model = User

    class Params:
        national = factory.Trait(is_superuser=True, is_staff=True)

    @classmethod
    def _create(cls, model_class, *args, password=PASSWORD, **kwargs):
        return model_class.objects.create_user(*args, password=password, **kwargs)


class ThemeFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence(lambda n: f"thème {n}")

    class Meta:
        model = Theme


class SourceFactory(factory.django.DjangoModelFactory):
    code = factory.Sequence(lambda n: f"s{n}")
    title = factory.Sequence(lambda n: f"Compte rendu {n}")

    class Meta:
        model = Source


class ImageFactory(factory.django.DjangoModelFactory):
    title = "La salle"
    description = "Une salle pleine, vue du fond"
    file = factory.django.ImageField(width=40, height=30)

    class Meta:
        model = TourImage


class DocumentFactory(factory.django.DjangoModelFactory):
    title = "Le programme"
    file = factory.django.FileField(filename="programme.pdf", data=b"%PDF-1.4")

    class Meta:
        model = TourDocument


class CitationFactory(RowFactory):
    """A statement established by a source; ``doubtful``: by none."""

    page = None
    statement = "Date de l’étape"
    claim = "Le 9 octobre 2014"
    source = factory.SubFactory(SourceFactory)

    class Meta:
        model = Citation

    class Params:
        doubtful = factory.Trait(source=None, standing=Standing.TO_CONFIRM)


class KeyFigureFactory(RowFactory):
    page = None
    value = 120
    unit = "participants"
    label = "inscrits"

    class Meta:
        model = KeyFigure
