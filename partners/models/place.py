"""Places: where a stage is held, where people work."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.search import index

from partners.enums import PlaceKind
from tour import clock, departments
from tour.blocks import ProseBlock
from tour.fields import YEARS, Degrees
from tour.models import BasePage, Theme
from tour.panels import THEMES_HELP, RowsPanel, TitlePanel

# NULL compared with anything is NULL, which a CHECK lets through: each side says what must be there.
COORDINATES_IN_THE_WORLD = Q(latitude__isnull=True, longitude__isnull=True) | Q(
    latitude__isnull=False, longitude__isnull=False, latitude__range=(-90, 90), longitude__range=(-180, 180)
)
LATITUDES = [
    MinValueValidator(-90, "Une latitude va de −90 à 90 degrés."),
    MaxValueValidator(90, "Une latitude va de −90 à 90 degrés."),
]
LONGITUDES = [
    MinValueValidator(-180, "Une longitude va de −180 à 180 degrés."),
    MaxValueValidator(180, "Une longitude va de −180 à 180 degrés."),
]


class PlaceIndexPage(BasePage):
    """All the places, by kind."""

    max_count = 1
    subpage_types = ["partners.PlacePage"]

    edit_handler = BasePage.tabs(("Contenu", [TitlePanel("title"), FieldPanel("summary")]))

    class Meta:
        verbose_name = verbose_name_plural = "index des lieux"


class PlacePage(BasePage):
    """A venue, a tiers-lieu or a télécentre. Coordinates are WGS 84 degrees."""

    kind = models.CharField("nature", max_length=20, choices=PlaceKind.choices)
    partner = models.ForeignKey(
        "partners.PartnerPage",
        verbose_name="page partenaire",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="places",
        help_text="Si ce lieu est aussi un partenaire du Tour.",
    )
    carrier = models.CharField("porté par", max_length=200, blank=True, help_text="Commune, communauté, association…")
    carrier_partner = models.ForeignKey(
        "partners.PartnerPage",
        verbose_name="page du porteur",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="carried_places",
    )
    address = models.CharField("adresse", max_length=255, blank=True)
    postal_code = models.CharField("code postal", max_length=10, blank=True)
    city = models.CharField("commune", max_length=100, blank=True)
    department = models.CharField("département", max_length=3, blank=True, choices=departments.CHOICES)
    latitude = Degrees("latitude", validators=LATITUDES)
    longitude = Degrees("longitude", validators=LONGITUDES)
    opened_year = models.PositiveSmallIntegerField("ouvert en", null=True, blank=True, validators=YEARS)
    closed_year = models.PositiveSmallIntegerField("fermé en", null=True, blank=True, validators=YEARS)
    opening_note = models.CharField(
        "précision sur l’ouverture", max_length=200, blank=True, help_text="«\u00a0ouverture prévue début 2013\u00a0»…"
    )
    website = models.URLField("site web", blank=True)
    body = StreamField(ProseBlock(), verbose_name="présentation", blank=True)
    themes = ClusterTaggableManager(through="partners.ThemedPlace", blank=True, verbose_name="thèmes")

    subpage_types = []

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("city"),
        index.SearchField("carrier"),
        index.SearchField("body"),
        index.FilterField("kind"),
    ]

    edit_handler = BasePage.tabs(
        (
            "Présentation",
            [
                TitlePanel("title", heading="Nom"),
                FieldPanel("kind"),
                FieldPanel("summary"),
                FieldPanel("photo"),
                FieldPanel("body"),
                FieldPanel("themes", help_text=THEMES_HELP),
            ],
        ),
        (
            "Adresse et histoire",
            [
                MultiFieldPanel(
                    [
                        FieldPanel("address"),
                        FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city"), FieldPanel("department")]),
                        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                        FieldPanel("website"),
                    ],
                    heading="Adresse",
                ),
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("opened_year"), FieldPanel("closed_year")]),
                        FieldPanel("opening_note"),
                    ],
                    heading="Ouverture",
                ),
                MultiFieldPanel(
                    [
                        FieldPanel("carrier"),
                        PageChooserPanel("carrier_partner", "partners.PartnerPage"),
                        PageChooserPanel("partner", "partners.PartnerPage"),
                    ],
                    heading="Qui le porte",
                ),
            ],
        ),
        (
            "Sources",
            [
                RowsPanel("key_figures", heading="Chiffres clés", label="un chiffre"),
                RowsPanel("citations", heading="Sources et incertitudes", label="une citation"),
            ],
        ),
    )

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_year__isnull=True)
                | Q(opened_year__isnull=True)
                | Q(closed_year__gte=F("opened_year")),
                name="place_closed_after_opened",
                violation_error_message="Un lieu ne peut pas fermer avant d’avoir ouvert.",
            ),
            models.CheckConstraint(
                condition=COORDINATES_IN_THE_WORLD,
                name="place_coordinates_in_the_world",
                violation_error_message="Indiquez une latitude et une longitude, toutes deux sur la Terre.",
            ),
        ]

    def clean(self):
        super().clean()
        if self.opened_year and self.closed_year and self.closed_year < self.opened_year:
            raise ValidationError(
                {"closed_year": f"Ce lieu ne peut pas fermer avant d’avoir ouvert ({self.opened_year})."}
            )
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError(
                {missing: "La latitude et la longitude vont ensemble\u00a0: complétez ou videz les deux."}
            )

    @property
    def is_closed(self) -> bool:
        """Whether the year in which it closed has come; the day is not known."""
        return self.closed_year is not None and self.closed_year <= clock.today().year

    @property
    def location(self) -> str:
        """« Mende (Lozère) », whatever of it is known."""
        return departments.locate(self.city, self.department)

    @property
    def full_address(self) -> str:
        """Street, postal code and town on one line; empty when nothing is known."""
        town = " ".join(part for part in (self.postal_code, self.city) if part)
        return ", ".join(part for part in (self.address, town) if part)


class ThemedPlace(ItemBase):
    content_object = ParentalKey(PlacePage, verbose_name="lieu", on_delete=models.CASCADE, related_name="themed_items")
    tag = models.ForeignKey(Theme, verbose_name="thème", on_delete=models.CASCADE, related_name="themed_places")

    class Meta:
        verbose_name = "thème d’un lieu"
        verbose_name_plural = "thèmes des lieux"
