"""What happens at a stage, and who takes part."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from stages.enums import Attendance, SessionKind
from stages.models.person import PersonPage
from stages.models.stage import LONGEST_STAGE, StagePage
from tour.fields import ChoicesField
from tour.models import Row, stored_key
from tour.panels import RowsPanel


class ProgrammeItem(ClusterableModel, Orderable):
    """One moment of a stage: timed, open-ended, all day, or at an hour still to be confirmed.

    ``day`` counts from the stage's first day, so that the programme follows a stage that moves. Times
    are civil times of the stage's time zone. Without ``end_time`` it ends where the next one begins.
    """

    stage = ParentalKey(StagePage, verbose_name="étape", on_delete=models.CASCADE, related_name="programme_items")
    title = models.CharField("intitulé", max_length=255)
    kinds = ChoicesField("nature", choices=SessionKind.choices, help_text="Plusieurs si le moment en mêle plusieurs.")
    day = models.PositiveSmallIntegerField(
        "jour",
        default=1,
        validators=[
            MinValueValidator(1, "Le premier jour de l’étape est le jour 1."),
            MaxValueValidator(LONGEST_STAGE, "Une étape dure moins d’un an."),
        ],
        help_text="1 pour le premier jour de l’étape.",
    )
    is_all_day = models.BooleanField("toute la journée", default=False)
    start_time = models.TimeField(
        "début", null=True, blank=True, help_text="Vide\u00a0: «\u00a0horaire à confirmer\u00a0»."
    )
    end_time = models.TimeField("fin", null=True, blank=True, help_text="Vide\u00a0: jusqu’au moment suivant.")
    description = RichTextField("description", blank=True, features=["bold", "italic", "link", "ul"])
    is_provisional = models.BooleanField("provisoire", default=True, help_text="Décochez quand ce moment est arrêté.")

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("start_time"), FieldPanel("end_time"), FieldPanel("day")]),
        FieldRowPanel([FieldPanel("is_all_day"), FieldPanel("is_provisional")]),
        FieldPanel("kinds"),
        FieldPanel("description"),
        RowsPanel("participations", heading="Intervenants", label="un intervenant"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "moment du programme"
        verbose_name_plural = "programme"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_all_day=False) | Q(start_time__isnull=True, end_time__isnull=True),
                name="item_all_day_has_no_times",
                violation_error_message="Un moment de toute la journée n’a pas d’horaires.",
            ),
            models.CheckConstraint(
                condition=Q(end_time__isnull=True) | Q(start_time__isnull=False, end_time__gt=F("start_time")),
                name="item_ends_after_start",
                violation_error_message="La fin doit venir après le début.",
            ),
            models.CheckConstraint(
                condition=Q(day__gte=1),
                name="item_day_counts_from_one",
                violation_error_message="Le premier jour de l’étape est le jour 1.",
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        errors = {}
        if self.is_all_day and (self.start_time or self.end_time):
            errors["is_all_day"] = "Un moment de toute la journée n’a pas d’horaires\u00a0: décochez, ou videz-les."
        elif self.end_time and not self.start_time:
            errors["start_time"] = "Indiquez aussi le début, ou videz la fin."
        elif self.end_time and self.end_time <= self.start_time:
            errors["end_time"] = "La fin doit venir après le début."
        if errors:
            raise ValidationError(errors)

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        """The item as a revision holds it, with the participations that are its own.

        Copying a page, Wagtail gives the rows in its revisions the keys of their copies, but not the rows below them:
        published, the copy would take the participations away from the original. An item deleted since is a new one.
        """
        pk = stored_key(cls, data["pk"])
        own = [
            {**part, "item": pk, "pk": part["pk"] if part["item"] == pk else None}
            for part in data.get("participations", [])
        ]
        return super().from_serializable_data(
            {**data, "pk": pk, "participations": own}, check_fks=check_fks, strict_fks=strict_fks
        )

    @property
    def kind_labels(self) -> list[str]:
        return [SessionKind(kind).label for kind in self.kinds]


class ParticipationQuerySet(models.QuerySet):
    def with_person(self):
        """Each read with its person, and ``is_person_open``: whether everybody may see the person's page."""
        visible = PersonPage.objects.visible().filter(pk=OuterRef("person"))
        return self.select_related("person").annotate(is_person_open=Exists(visible))


class Participation(Row):
    """Someone's part in a programme item, as announced and as it happened.

    A person, a bare name, or a function alone (« le préfet »). Function and organisation are those of
    that day. ``is_alternate`` reads « ou »: this one in place of the one before.
    """

    item = ParentalKey(ProgrammeItem, verbose_name="moment", on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey(
        "stages.PersonPage",
        verbose_name="personne",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="participations",
    )
    name = models.CharField("nom", max_length=150, blank=True, help_text="Si la personne n’a pas de page.")
    function = models.CharField("fonction ce jour-là", max_length=200, blank=True)
    organisation = models.CharField("organisation ce jour-là", max_length=200, blank=True)
    is_announced = models.BooleanField("annoncé au programme", default=True)
    attendance = models.CharField("présence", max_length=10, choices=Attendance.choices, default=Attendance.UNKNOWN)
    is_alternate = models.BooleanField("ou (à la place du précédent)", default=False)

    objects = ParticipationQuerySet.as_manager()

    panels = [
        FieldRowPanel([PageChooserPanel("person", "stages.PersonPage"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("function"), FieldPanel("organisation")]),
        FieldRowPanel([FieldPanel("is_announced"), FieldPanel("attendance"), FieldPanel("is_alternate")]),
    ]

    class Meta(Row.Meta):
        verbose_name = "intervenant"
        verbose_name_plural = "intervenants"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name="") | ~Q(function=""),
                name="participation_is_somebody",
                violation_error_message="Indiquez une personne, un nom ou une fonction.",
            )
        ]

    def __str__(self):
        return self.person.title if self.person else self.name or self.function

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        part = super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)
        return part if part is not None and part.is_somebody else None

    def clean(self):
        super().clean()
        if not self.is_somebody:
            raise ValidationError(
                {"name": "Indiquez une personne, un nom, ou au moins une fonction («\u00a0le préfet\u00a0»)."}
            )

    @property
    def is_somebody(self) -> bool:
        return bool(self.person_id or self.name or self.function)

    @property
    def shown_person(self):
        """The person's page if everybody may see it. On a row read ``with_person`` it costs no query."""
        if self.person_id is None:
            return None
        if not hasattr(self, "is_person_open"):
            self.is_person_open = PersonPage.objects.visible().filter(pk=self.person_id).exists()
        return self.person if self.is_person_open else None

    @property
    def shown_name(self) -> str:
        """The person's name, else the bare name, else the function that stands for them; empty if none may be told."""
        return self.shown_person.title if self.shown_person else self.name or self.function
