"""People who take part in the Tour."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.search import index

from tour.blocks import ProseBlock
from tour.fields import YEARS
from tour.models import RUN_THE_TOUR, BasePage, Row
from tour.panels import RowsPanel, TitlePanel


class PersonIndexPage(BasePage):
    """« Intervenants »: everybody who takes part."""

    max_count = 1
    subpage_types = ["stages.PersonPage"]

    edit_handler = BasePage.tabs(("Contenu", [TitlePanel("title"), FieldPanel("summary")]))

    class Meta:
        verbose_name = verbose_name_plural = "index des intervenants"


class PersonPage(BasePage):
    """Somebody. The page's title is the full name; functions belong to a day or to some years."""

    family_name = models.CharField("nom de famille", max_length=100, help_text="Pour l’ordre alphabétique.")
    body = StreamField(ProseBlock(), verbose_name="présentation", blank=True)
    kept_by = models.ForeignKey(
        "stages.StagePage",
        verbose_name="fiche tenue par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="kept_persons",
        help_text="L’étape dont l’équipe peut modifier cette fiche. Vide\u00a0: l’équipe nationale seule.",
    )

    subpage_types = []

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.RelatedFields("functions", [index.SearchField("function"), index.SearchField("organisation")]),
    ]

    edit_handler = BasePage.tabs(
        (
            "Personne",
            [
                TitlePanel("title", heading="Prénom et nom"),
                FieldPanel("family_name"),
                FieldPanel("summary"),
                FieldPanel("photo"),
                FieldPanel("body"),
                RowsPanel("functions", heading="Fonctions", label="une fonction"),
                PageChooserPanel("kept_by", "stages.StagePage", permission=RUN_THE_TOUR),
            ],
        ),
        ("Sources", [RowsPanel("citations", heading="Sources et incertitudes", label="une citation")]),
    )

    class Meta:
        verbose_name = "intervenant"
        verbose_name_plural = "intervenants"


class PersonFunction(Row):
    """A function somebody held, as far as its years are known."""

    person = ParentalKey(PersonPage, verbose_name="intervenant", on_delete=models.CASCADE, related_name="functions")
    function = models.CharField("fonction", max_length=200)
    organisation = models.CharField("organisation", max_length=200, blank=True)
    partner = models.ForeignKey(
        "partners.PartnerPage",
        verbose_name="page du partenaire",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person_functions",
    )
    from_year = models.PositiveSmallIntegerField("depuis (année)", null=True, blank=True, validators=YEARS)
    until_year = models.PositiveSmallIntegerField("jusqu’en (année)", null=True, blank=True, validators=YEARS)

    panels = [
        FieldRowPanel([FieldPanel("function"), FieldPanel("organisation")]),
        FieldRowPanel([FieldPanel("from_year"), FieldPanel("until_year")]),
        PageChooserPanel("partner", "partners.PartnerPage"),
    ]

    class Meta(Row.Meta):
        verbose_name = "fonction"
        verbose_name_plural = "fonctions"
        constraints = [
            models.CheckConstraint(
                condition=Q(from_year__isnull=True) | Q(until_year__isnull=True) | Q(until_year__gte=F("from_year")),
                name="function_ends_after_start",
                violation_error_message="La fonction ne peut pas finir avant de commencer.",
            )
        ]

    def __str__(self):
        return f"{self.function}, {self.organisation}" if self.organisation else self.function

    @property
    def years(self) -> str:
        """« de 2008 à 2015 », « depuis 2004 », « en 2013 », « jusqu’en 2015 »; empty when unknown."""
        if self.from_year and self.until_year:
            if self.from_year == self.until_year:
                return f"en {self.from_year}"
            return f"de {self.from_year} à {self.until_year}"
        if self.from_year:
            return f"depuis {self.from_year}"
        return f"jusqu’en {self.until_year}" if self.until_year else ""

    def clean(self):
        super().clean()
        if self.from_year and self.until_year and self.until_year < self.from_year:
            raise ValidationError({"until_year": "La fonction ne peut pas finir avant de commencer."})
