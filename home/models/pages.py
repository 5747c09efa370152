"""The home page and the editorial pages."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from tour.blocks import ProseBlock
from tour.models import BasePage
from tour.panels import TitlePanel


class HomePage(BasePage):
    """The front of the site: where the Tour stands now. What it shows of it is derived."""

    headline = models.CharField("accroche", max_length=150, blank=True)
    body = StreamField(ProseBlock(), verbose_name="présentation du Tour", blank=True)

    max_count = 1
    subpage_types = [
        "stages.EditionPage",
        "partners.PartnerIndexPage",
        "partners.PlaceIndexPage",
        "stages.PersonIndexPage",
        "home.EditorialPage",
    ]

    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    edit_handler = BasePage.tabs(
        (
            "Accueil",
            [
                TitlePanel("title"),
                FieldPanel("headline"),
                FieldPanel("summary"),
                FieldPanel("photo"),
                FieldPanel("body"),
            ],
        )
    )

    class Meta:
        verbose_name = "page d’accueil"
        verbose_name_plural = "pages d’accueil"


class EditorialPage(BasePage):
    """A page of prose: the Tour, legal notice, accessibility…"""

    body = StreamField(ProseBlock(), verbose_name="texte", blank=True)

    subpage_types = ["home.EditorialPage"]

    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    edit_handler = BasePage.tabs(
        (
            "Contenu",
            [
                TitlePanel("title"),
                FieldPanel("summary"),
                FieldPanel("photo"),
                FieldPanel("body"),
            ],
        )
    )

    class Meta:
        verbose_name = "page éditoriale"
        verbose_name_plural = "pages éditoriales"
