"""Stages: what the Tour is made of."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager
from wagtail.search import index

from partners.models import PlacePage
from partners.models.place import COORDINATES_IN_THE_WORLD, LATITUDES, LONGITUDES
from stages.enums import DateKind, Phase, StageKind, StageStatus, TimeZone
from stages.models.stage_queryset import StageQuerySet
from stages.page_forms import StageForm
from stages.panels import ProgrammePanel
from tour import clock, departments
from tour.blocks import PROSE_FEATURES, ProseBlock
from tour.fields import FIRST_DAY, LAST_DAY, OUT_OF_CALENDAR, Degrees
from tour.models import RUN_THE_TOUR, BasePage
from tour.panels import THEMES_HELP, RowsPanel, TitlePanel

#: Days.
LONGEST_STAGE = 366


class StagePage(BasePage):
    """One event of the Tour, in one place.

    What editors type are civil dates and times in the stage's own ``time_zone``. ``starts_at`` and
    ``ends_at`` (aware, UTC) are derived from them when the page is saved: the first instant of the
    stage or period, and the first instant after it. Both are null when the date is unknown.
    ``programme_version`` counts the releases of its programme (``stages.domain.programme_release``).
    """

    position = models.PositiveSmallIntegerField(
        "rang dans le Tour",
        null=True,
        blank=True,
        validators=[MinValueValidator(1, "La première étape a le rang 1."), MaxValueValidator(999)],
        help_text="1 pour la première étape. Vide si l’ordre n’est pas connu.",
    )
    kind = models.CharField("type d’étape", max_length=10, choices=StageKind.choices, default=StageKind.URBAN)
    status = models.CharField("statut", max_length=10, choices=StageStatus.choices, default=StageStatus.CONFIRMED)
    status_note = models.CharField(
        "explication",
        max_length=300,
        blank=True,
        help_text="En cas d’annulation ou de report\u00a0: pourquoi, et ce que les participants doivent faire.",
    )

    date_kind = models.CharField(
        "précision de la date", max_length=10, choices=DateKind.choices, default=DateKind.UNKNOWN
    )
    starts_on = models.DateField("premier jour", null=True, blank=True)
    ends_on = models.DateField("dernier jour", null=True, blank=True, help_text="Vide pour une étape d’un seul jour.")
    opening_time = models.TimeField(
        "ouverture des portes", null=True, blank=True, help_text="Le premier jour, heure du lieu."
    )
    closing_time = models.TimeField(
        "fin", null=True, blank=True, help_text="Le dernier jour. Vide si elle n’est pas connue."
    )
    day_count = models.PositiveSmallIntegerField(
        "durée en jours",
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1, "Une étape dure au moins un jour."),
            MaxValueValidator(LONGEST_STAGE, "Une étape dure moins d’un an."),
        ],
        help_text="Pour une date encore imprécise, si la durée est connue.",
    )
    time_zone = models.CharField("fuseau horaire", max_length=40, choices=TimeZone.choices, default=TimeZone.METROPOLE)
    starts_at = models.DateTimeField("premier instant", null=True, editable=False)
    ends_at = models.DateTimeField("instant de fin", null=True, editable=False)

    city = models.CharField("commune", max_length=100, blank=True)
    department = models.CharField("département", max_length=3, blank=True, choices=departments.CHOICES)
    latitude = Degrees("latitude", validators=LATITUDES)
    longitude = Degrees("longitude", validators=LONGITUDES)
    venue = models.ForeignKey(
        "partners.PlacePage",
        verbose_name="lieu",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stages",
        help_text="S’il figure dans l’annuaire des lieux.",
    )
    venue_name = models.CharField(
        "nom du lieu",
        max_length=200,
        blank=True,
        help_text="S’il ne figure pas dans l’annuaire\u00a0: «\u00a0parvis de…\u00a0».",
    )
    venue_note = models.CharField("précision sur le lieu", max_length=300, blank=True)
    access = RichTextField("accès", blank=True, features=PROSE_FEATURES)
    registration_url = models.URLField("adresse d’inscription", blank=True)
    price = models.CharField("tarif", max_length=100, blank=True, help_text="«\u00a0Gratuit sur inscription\u00a0»…")

    body = StreamField(ProseBlock(), verbose_name="présentation", blank=True)
    results = StreamField(
        ProseBlock(),
        verbose_name="restitution",
        blank=True,
        help_text="Ce qui ressort de la journée. Montré une fois l’étape passée.",
    )
    programme_version = models.PositiveSmallIntegerField("version du programme", default=0, editable=False)
    themes = ClusterTaggableManager(through="stages.ThemedStage", blank=True, verbose_name="thèmes")

    objects = PageManager.from_queryset(StageQuerySet)()

    subpage_types = ["stages.PressReleasePage"]
    # A copy in the same edition would take the rank of its original; its programme was never released.
    exclude_fields_in_copy = ["position", "programme_version"]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("city"),
        index.AutocompleteField("city"),
        index.SearchField("venue_name"),
        index.SearchField("body"),
        index.SearchField("results"),
        index.RelatedFields("programme_items", [index.SearchField("title")]),
        index.FilterField("kind"),
        index.FilterField("status"),
        index.FilterField("position"),
        index.FilterField("starts_at"),
        index.FilterField("ends_at"),
        index.FilterField("date_kind"),
    ]

    edit_handler = BasePage.tabs(
        (
            "L’étape",
            [
                TitlePanel("title", heading="Nom de l’étape"),
                FieldPanel("summary"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("position", permission=RUN_THE_TOUR)]),
                FieldPanel(
                    "photo",
                    help_text="Montrée en tête de page. Pensez au texte alternatif et au crédit. Quand la page est "
                    "partagée, c’est sa carte qui est montrée, dessinée d’après ce qui est saisi ici.",
                ),
                FieldPanel("body"),
                FieldPanel("themes", help_text=THEMES_HELP),
                MultiFieldPanel(
                    [FieldPanel("status"), FieldPanel("status_note")], heading="Maintien, annulation, report"
                ),
            ],
        ),
        (
            "Date et lieu",
            [
                MultiFieldPanel(
                    [
                        FieldPanel("date_kind"),
                        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                        FieldRowPanel([FieldPanel("opening_time"), FieldPanel("closing_time", heading="Heure de fin")]),
                        FieldRowPanel([FieldPanel("day_count"), FieldPanel("time_zone")]),
                    ],
                    heading="Date",
                ),
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("city"), FieldPanel("department")]),
                        PageChooserPanel("venue", "partners.PlacePage", heading="Lieu de l’annuaire"),
                        FieldPanel("venue_name"),
                        FieldPanel("venue_note"),
                        FieldPanel("access"),
                        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                    ],
                    heading="Lieu",
                ),
                MultiFieldPanel([FieldPanel("registration_url"), FieldPanel("price")], heading="Inscription"),
            ],
        ),
        ("Programme", [ProgrammePanel("programme_items", heading="Programme", label="un moment")]),
        ("Partenaires", [RowsPanel("partner_roles", heading="Partenaires de l’étape", label="un partenaire")]),
        (
            "Après l’étape",
            [
                FieldPanel("results"),
                RowsPanel("key_figures", heading="Chiffres clés", label="un chiffre"),
                RowsPanel("publications", heading="Revue de presse et publications", label="une publication"),
            ],
        ),
        ("Sources", [RowsPanel("citations", heading="Sources et incertitudes", label="une citation")]),
        form=StageForm,
    )

    class Meta:
        verbose_name = "étape"
        verbose_name_plural = "étapes"
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="stage_starts_ends")]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(
                        date_kind=DateKind.EXACT,
                        starts_on__isnull=False,
                        starts_at__isnull=False,
                        ends_at__isnull=False,
                        ends_at__gt=F("starts_at"),
                    )
                    & (Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")))
                    & (Q(closing_time__isnull=True) | Q(opening_time__isnull=False))
                )
                | Q(
                    date_kind=DateKind.PERIOD,
                    starts_on__isnull=False,
                    ends_on__isnull=False,
                    ends_on__gte=F("starts_on"),
                    opening_time__isnull=True,
                    closing_time__isnull=True,
                    starts_at__isnull=False,
                    ends_at__isnull=False,
                    ends_at__gt=F("starts_at"),
                )
                | Q(
                    date_kind=DateKind.UNKNOWN,
                    starts_on__isnull=True,
                    ends_on__isnull=True,
                    opening_time__isnull=True,
                    closing_time__isnull=True,
                    starts_at__isnull=True,
                    ends_at__isnull=True,
                ),
                name="stage_date_is_exact_period_or_unknown",
                violation_error_message="La date est incomplète ou contradictoire.",
            ),
            models.CheckConstraint(
                condition=COORDINATES_IN_THE_WORLD,
                name="stage_coordinates_in_the_world",
                violation_error_message="Indiquez une latitude et une longitude, toutes deux sur la Terre.",
            ),
        ]

    def clean(self):
        super().clean()
        if self.time_zone not in TimeZone.values:
            return  # said by the field itself, and nothing below can be told without one
        errors = self.date_errors()
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            errors[missing] = "La latitude et la longitude vont ensemble\u00a0: complétez ou videz les deux."
        if errors:
            raise ValidationError(errors)
        self.derive_instants()

    def date_errors(self) -> dict[str, str]:
        """What is wrong with the date, by field. Empty when it is well formed."""
        errors = {}
        if self.date_kind == DateKind.UNKNOWN:
            for field in ("starts_on", "ends_on", "opening_time", "closing_time"):
                if getattr(self, field) is not None:
                    errors[field] = (
                        "La date est dite inconnue\u00a0: videz ce champ, ou choisissez une autre précision."
                    )
            return errors
        for field in ("starts_on", "ends_on"):
            day = getattr(self, field)
            if day is not None and not FIRST_DAY <= day <= LAST_DAY:
                errors[field] = OUT_OF_CALENDAR
        if errors:
            return errors
        if self.starts_on is None:
            errors["starts_on"] = "Indiquez le premier jour, ou choisissez «\u00a0Date inconnue\u00a0»."
        if self.date_kind == DateKind.PERIOD:
            if self.ends_on is None:
                errors["ends_on"] = "Une période a un premier et un dernier jour\u00a0: indiquez le dernier."
            elif self.starts_on and self.ends_on < self.starts_on:
                errors["ends_on"] = "La période finit avant de commencer."
            for field in ("opening_time", "closing_time"):
                if getattr(self, field) is not None:
                    errors[field] = "Une période n’a pas d’horaires\u00a0: videz ce champ, ou indiquez une date exacte."
            return errors
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = "L’étape finit avant de commencer."
        if self.starts_on and not errors and self.day_count and self.day_count != self.known_days:
            errors["day_count"] = "Les dates exactes disent déjà la durée\u00a0: videz ce champ, ou corrigez les dates."
        if self.closing_time and not self.opening_time:
            errors["opening_time"] = "Indiquez aussi l’heure d’ouverture, ou videz l’heure de fin."
        elif self.closing_time and not errors and self.closes_before_it_opens():
            errors["closing_time"] = "L’étape finit avant d’ouvrir\u00a0: corrigez l’une des deux heures."
        return errors

    def closes_before_it_opens(self) -> bool:
        """Compares instants, not hours: in the night of the spring change 2 h 30 comes after 3 h 15."""
        return self.instant(self.last_day, self.closing_time) <= self.instant(self.starts_on, self.opening_time)

    def save(self, *args, **kwargs):
        self.derive_instants()
        super().save(*args, **kwargs)

    def derive_instants(self):
        """Set ``starts_at`` and ``ends_at`` from the civil date and times in the stage's time zone."""
        if self.starts_on is None or self.date_kind == DateKind.UNKNOWN:
            self.starts_at = self.ends_at = None
            return
        self.starts_at = self.instant(self.starts_on, self.opening_time or time.min)
        if self.closing_time:
            self.ends_at = self.instant(self.last_day, self.closing_time)
        else:
            self.ends_at = self.instant(self.last_day + timedelta(days=1), time.min)

    def instant(self, day, at) -> datetime:
        """The civil ``day`` and time ``at`` of this stage as an aware datetime in UTC."""
        return datetime.combine(day, at, tzinfo=ZoneInfo(self.time_zone)).astimezone(ZoneInfo("UTC"))

    @property
    def last_day(self):
        return self.ends_on or self.starts_on

    @property
    def known_days(self) -> int | None:
        """How many days the stage lasts, when that is known."""
        if self.date_kind == DateKind.EXACT and self.starts_on and self.last_day >= self.starts_on:
            return (self.last_day - self.starts_on).days + 1
        return self.day_count

    @property
    def phase(self) -> Phase:
        """Where the stage stands now. On a stage read by ``with_progress`` it costs no query."""
        self.read_progress()
        if self.is_under_way:
            return Phase.UNDER_WAY
        if not self.is_over:
            return Phase.TO_COME
        return Phase.RESULTS_ONLINE if self.results else Phase.OVER

    def read_progress(self):
        """Set ``is_over`` and ``is_under_way``, unless the stage was read ``with_progress``.

        An exact date is judged as it is here, so that the preview of a draft shows what its new date makes of it.
        """
        if hasattr(self, "is_over"):
            return
        if self.date_kind == DateKind.EXACT and self.starts_at:
            now = clock.now()
            self.is_over, self.is_under_way = self.ends_at <= now, self.starts_at <= now < self.ends_at
            return
        progress = StagePage.objects.with_progress().filter(pk=self.pk).values("is_over", "is_under_way").first()
        self.is_over, self.is_under_way = progress.values() if progress else (False, False)

    @property
    def goes_ahead(self) -> bool:
        return self.status == StageStatus.CONFIRMED

    @property
    def shown_venue(self):
        """The venue's page if everybody may see it. On a stage read ``with_venue`` it costs no query."""
        if self.venue_id is None:
            return None
        if not hasattr(self, "is_venue_open"):
            self.is_venue_open = PlacePage.objects.visible().filter(pk=self.venue_id).exists()
        return self.venue if self.is_venue_open else None

    @property
    def place_name(self) -> str:
        """Where it is held, as far as is known; empty otherwise."""
        return self.shown_venue.title if self.shown_venue else self.venue_name

    @property
    def location(self) -> str:
        """« Mende (Lozère) », whatever of it is known."""
        return departments.locate(self.city, self.department)

    @property
    def full_location(self) -> str:
        """Venue, address and town on one line, as an agenda takes it; what is not known is left out."""
        address = self.shown_venue.full_address if self.shown_venue else ""
        town = "" if self.city and self.city in address else self.location
        return ", ".join(part for part in (self.place_name, address, town) if part)
