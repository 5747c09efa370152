"""When followers are reminded of a stage, who may be, and the texts of the mails that the national team may change."""

from datetime import time, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from stages import mail_texts
from stages.enums import Moment
from stages.models.stage import StagePage

#: Days from the stage.
FURTHEST = 90
#: Civil times that a night may not have, or have twice.
CHANGING_HOUR = (time(2), time(3))


class ReminderRuleQuerySet(models.QuerySet):
    def national(self):
        return self.filter(stage=None)

    def in_force(self):
        return self.filter(is_active=True)


class ReminderRule(models.Model):
    """A mail to those who follow a stage, ``days`` from it at the civil time ``at`` of its own time zone.

    −7: a week before its first day; 3: three days after its last one. Without a stage it is everybody's (national).
    ``needs_results``: it waits until the stage's results are online. Empty texts: those of its moment.
    """

    stage = models.ForeignKey(
        StagePage, verbose_name="étape", null=True, blank=True, on_delete=models.CASCADE, related_name="reminder_rules"
    )
    days = models.SmallIntegerField(
        "jours",
        validators=[
            MinValueValidator(-FURTHEST, f"Au plus tôt {FURTHEST} jours avant l’étape."),
            MaxValueValidator(FURTHEST, f"Au plus tard {FURTHEST} jours après l’étape."),
        ],
        help_text="-7\u00a0: sept jours avant le premier jour. 0\u00a0: le jour même. "
        "3\u00a0: trois jours après le dernier jour.",
    )
    at = models.TimeField("heure", help_text="À l’heure du lieu de l’étape.")
    needs_results = models.BooleanField(
        "attendre la restitution",
        default=False,
        help_text="N’est envoyé qu’une fois la restitution de l’étape en ligne.",
    )
    is_active = models.BooleanField("en service", default=True)
    subject = models.CharField("objet", max_length=150, blank=True)
    text = models.TextField("texte", blank=True)

    objects = ReminderRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "rappel"
        verbose_name_plural = "rappels"
        ordering = ["days", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=-FURTHEST, days__lte=FURTHEST),
                name="reminder_within_reach",
                violation_error_message="Un rappel tombe à moins de trois mois de l’étape.",
            ),
            models.CheckConstraint(
                condition=Q(at__lt=CHANGING_HOUR[0]) | Q(at__gte=CHANGING_HOUR[1]),
                name="reminder_hour_is_of_every_night",
                violation_error_message="Entre 2\u00a0h et 3\u00a0h, une heure manque ou revient "
                "aux changements d’heure.",
            ),
        ]

    def __str__(self):
        return f"{self.countdown}, {self.at:%H:%M}"

    def clean(self):
        errors = errors_of_words(self.subject, self.text, mail_texts.ABOUT_A_STAGE)
        if self.at and CHANGING_HOUR[0] <= self.at < CHANGING_HOUR[1]:
            errors["at"] = (
                "Choisissez une heure avant 2\u00a0h ou à partir de 3\u00a0h\u00a0: aux changements d’heure, celle-ci "
                "manque ou revient deux fois."
            )
        if self.needs_results and self.days is not None and self.days <= 0:
            errors["needs_results"] = "Une restitution vient après l’étape\u00a0: indiquez des jours après."
        if errors:
            raise ValidationError(errors)

    @property
    def countdown(self) -> str:
        """« J−7 », « J », « J+3 »."""
        return f"J{self.days:+d}".replace("-", "−") if self.days else "J"

    @property
    def moment(self) -> Moment:
        if self.days > 0:
            return Moment.AFTER
        return {0: Moment.MORNING, -1: Moment.EVE}.get(self.days, Moment.AHEAD)

    def due_at(self, stage: StagePage):
        """The instant (UTC) at which it leaves for ``stage``, which has an exact date."""
        day = stage.last_day if self.days > 0 else stage.starts_on
        return stage.instant(day + timedelta(days=self.days), self.at)


class StageReminders(models.Model):
    """What a stage changes of its reminders. ``is_suspended``: none of its mails leaves."""

    stage = models.OneToOneField(
        StagePage, verbose_name="étape", on_delete=models.CASCADE, related_name="reminders", primary_key=True
    )
    is_suspended = models.BooleanField("envois suspendus", default=False)
    switched_off = models.ManyToManyField(ReminderRule, verbose_name="rappels nationaux écartés", blank=True)

    class Meta:
        verbose_name = "rappels d’une étape"
        verbose_name_plural = "rappels des étapes"

    def __str__(self):
        return str(self.stage)


class ReminderSettings(models.Model):
    """The one row of what holds for all mails of the Tour. ``is_suspended``: none leaves. ``may_repeat``: a mail whose
    fate is not known is sent once more instead of waiting for a person.
    """

    is_suspended = models.BooleanField("tous les envois suspendus", default=False)
    may_repeat = models.BooleanField("renvoyer une fois ce qui est incertain", default=False)

    class Meta:
        verbose_name = "réglages des rappels"
        verbose_name_plural = "réglages des rappels"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="reminder_settings_are_one_row")]

    def __str__(self):
        return "Réglages des rappels"

    @classmethod
    def current(cls):
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class MailText(models.Model):
    """The words of a kind of mail (a key of ``stages.mail_texts.TEXTS``) as the national team changed them; without a
    row they are the site's own.
    """

    name = models.CharField("courriel", max_length=40, primary_key=True)
    subject = models.CharField("objet", max_length=150)
    text = models.TextField("texte")

    class Meta:
        verbose_name = "texte de courriel"
        verbose_name_plural = "textes de courriels"

    def __str__(self):
        return self.title

    def clean(self):
        if self.name not in mail_texts.TEXTS:
            raise ValidationError("Le site n’envoie pas de courriel de ce nom.")
        errors = errors_of_words(self.subject, self.text, mail_texts.TEXTS[self.name].placeholders)
        if errors:
            raise ValidationError(errors)

    @property
    def title(self) -> str:
        """« La veille »; its key, if the site has had another since."""
        known = mail_texts.TEXTS.get(self.name)
        return known.title if known else self.name


def errors_of_words(subject: str, text: str, placeholders: tuple[str, ...]) -> dict[str, list[str]]:
    """What is wrong with the words of a mail, by field: a mail that cannot be written is refused here, not at night."""
    found = {
        "subject": mail_texts.faults_of_subject(subject, placeholders),
        "text": mail_texts.faults_of_text(text, placeholders),
    }
    return {field: faults for field, faults in found.items() if faults}
