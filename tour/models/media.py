"""Images and documents, with what publishing them requires."""

from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


def form_fields(model):
    """What is typed of a file. No tags: Wagtail offers to everybody the tags that others gave to their own files."""
    return (*(field for field in model.admin_form_fields if field != "tags"), "credit", "rights")


class Rights(models.Model):
    """Who made a file and by what right it is shown."""

    credit = models.CharField(
        "crédit",
        max_length=200,
        blank=True,
        help_text="Qui a fait cette image ou ce document\u00a0: «\u00a0Photo\u00a0: Prénom Nom\u00a0». "
        "Affiché avec le fichier.",
    )
    rights = models.CharField(
        "droits",
        max_length=200,
        blank=True,
        help_text="Licence ou autorisation qui permet de publier\u00a0: «\u00a0CC BY-SA 4.0\u00a0», "
        "«\u00a0autorisation du 3 mars\u00a0»…",
    )

    class Meta:
        abstract = True


class TourImage(Rights, AbstractImage):
    """An image; its ``description`` is the alternative text."""

    description = models.CharField(
        "texte alternatif",
        max_length=255,
        blank=True,
        default="",
        help_text="Ce que l’image montre, pour qui ne la voit pas. Lu à haute voix à sa place.",
    )

    admin_form_fields = form_fields(Image)

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"
        permissions = [("choose_image", "Can choose image")]


class TourRendition(AbstractRendition):
    image = models.ForeignKey(TourImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = "déclinaison d’image"
        verbose_name_plural = "déclinaisons d’images"
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class TourDocument(Rights, AbstractDocument):
    admin_form_fields = form_fields(Document)

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"
        permissions = [("choose_document", "Can choose document")]

    def clean(self):
        # Wagtail complains of the file of a form that has no field for one: of a document made of an earlier upload.
        if self.file:
            super().clean()
