"""What the site says, and on whose word: sources, citations, key figures (ADR 0004)."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from tour.enums import Standing
from tour.fields import DAYS
from tour.models.row import Row


class Source(models.Model):
    """A document that states facts: press release, article, report, official page."""

    code = models.SlugField("code", max_length=20, unique=True, help_text="Court et stable\u00a0: «\u00a0s1\u00a0».")
    title = models.CharField("titre", max_length=255)
    publisher = models.CharField("éditeur ou auteur", max_length=200, blank=True)
    published_on = models.DateField("date de parution", null=True, blank=True, validators=DAYS)
    url = models.URLField("adresse", max_length=500, blank=True)
    copy_url = models.URLField(
        "adresse d’une copie", max_length=500, blank=True, help_text="Si l’original n’est plus en ligne."
    )

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("published_on")]),
        FieldPanel("url"),
        FieldPanel("copy_url"),
        FieldPanel("code"),
    ]

    class Meta:
        verbose_name = "source"
        verbose_name_plural = "sources"
        ordering = ["title"]

    def __str__(self):
        return f"{self.title} ({self.publisher})" if self.publisher else self.title


class Citation(Row):
    """One statement of a page, what one source says of it, and how well it stands.

    Sources that disagree are several citations with the same ``statement``: they are shown together.
    """

    page = ParentalKey("tour.BasePage", verbose_name="page", on_delete=models.CASCADE, related_name="citations")
    statement = models.CharField(
        "sujet", max_length=200, help_text="De quoi il s’agit\u00a0: «\u00a0Date de l’étape\u00a0»."
    )
    claim = models.TextField("ce que dit la source", max_length=1000)
    source = models.ForeignKey(
        Source, verbose_name="source", null=True, blank=True, on_delete=models.PROTECT, related_name="citations"
    )
    standing = models.CharField("fiabilité", max_length=20, choices=Standing.choices, default=Standing.CONFIRMED)
    is_result = models.BooleanField(
        "bilan", default=False, help_text="Cochez si cela n’est connu qu’après l’événement."
    )

    panels = [
        FieldRowPanel([FieldPanel("statement"), FieldPanel("standing")]),
        FieldPanel("claim"),
        FieldPanel("source"),
        FieldPanel("is_result"),
    ]

    class Meta(Row.Meta):
        verbose_name = "citation"
        verbose_name_plural = "citations"

    def __str__(self):
        return self.statement

    def clean(self):
        super().clean()
        if self.standing != Standing.TO_CONFIRM and not self.source_id:
            raise ValidationError(
                {"source": "Indiquez la source, ou choisissez «\u00a0À confirmer\u00a0» si aucune ne l’établit."}
            )


class KeyFigure(Row):
    """A number worth showing, its unit, and its source."""

    class Precision(models.TextChoices):
        EXACT = "exact", "exactement"
        ABOUT = "about", "environ"
        MORE_THAN = "more_than", "plus de"
        LESS_THAN = "less_than", "moins de"

    page = ParentalKey("tour.BasePage", verbose_name="page", on_delete=models.CASCADE, related_name="key_figures")
    precision = models.CharField("précision", max_length=10, choices=Precision.choices, default=Precision.EXACT)
    value = models.DecimalField("valeur", max_digits=14, decimal_places=2)
    unit = models.CharField(
        "unité", max_length=40, help_text="«\u00a0visiteurs\u00a0», «\u00a0m²\u00a0», «\u00a0€\u00a0»…"
    )
    label = models.CharField("ce que compte ce chiffre", max_length=200)
    is_result = models.BooleanField(
        "bilan", default=False, help_text="Cochez si ce chiffre n’est connu qu’après l’événement."
    )
    source = models.ForeignKey(
        Source, verbose_name="source", null=True, blank=True, on_delete=models.PROTECT, related_name="key_figures"
    )

    panels = [
        FieldRowPanel([FieldPanel("precision"), FieldPanel("value"), FieldPanel("unit")]),
        FieldPanel("label"),
        FieldPanel("source"),
        FieldPanel("is_result"),
    ]

    class Meta(Row.Meta):
        verbose_name = "chiffre clé"
        verbose_name_plural = "chiffres clés"

    def __str__(self):
        value = "" if self.value is None else f"{Decimal(self.value).normalize():f} "
        return f"{self.label}\u00a0: {value}{self.unit}"
