"""The ledger of the Tour's mails: who is to be told what, when, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from stages.enums import DeliveryKind
from stages.models.reminder import ReminderRule, ReminderSettings, StageReminders
from stages.models.schedule import ScheduleVersion
from stages.models.stage import StagePage
from stages.models.subscription import Consent, Subscription
from tour.models import MailState, OutgoingMail, OutgoingMailQuerySet, User
from tour.models.mail import masked

#: What a kill switch stops: not what somebody has just asked for.
SUSPENDABLE = [kind for kind in DeliveryKind.values if kind not in ("confirmation", "access", "test")]
#: What is told when a stage changes.
NOTICES = (DeliveryKind.CHANGED, DeliveryKind.CANCELLED, DeliveryKind.POSTPONED)
#: What tells followers the schedule of a stage.
TELLING = (DeliveryKind.REMINDER, *NOTICES)


class DeliveryQuerySet(OutgoingMailQuerySet):
    def telling(self):
        """Those that tell followers the schedule of a stage."""
        return self.filter(kind__in=TELLING)

    def perhaps_told(self):
        """What its reader had, or may have: it is handed, or was once before a person or the site let it leave anew."""
        return self.filter(Q(handed_at__isnull=False) | Q(ambiguous__gt=0))

    def to_address(self, email: str):
        """Those to one address, of a follower or of somebody with an account; none to an address that is unknown."""
        subscriptions = Subscription.objects.filter(email=email.lower()).values_list("pk", flat=True)
        users = User.objects.filter(email__iexact=email).values_list("pk", flat=True)
        # As keys, not as subqueries: each has its index.
        return self.filter(Q(subscription__in=list(subscriptions)) | Q(user__in=list(users)))

    def before(self, row: "Delivery"):
        """Those that follow ``row`` in the order of the ledger, the latest due first."""
        return self.filter(due_at__lte=row.due_at).exclude(due_at=row.due_at, pk__gte=row.pk)

    def after(self, row: "Delivery"):
        """Those that precede it, the nearest first."""
        later = self.filter(due_at__gte=row.due_at).exclude(due_at=row.due_at, pk__lte=row.pk)
        return later.order_by("due_at", "pk")

    def not_suspended(self):
        """Those that no kill switch holds back."""
        if ReminderSettings.objects.filter(is_suspended=True).exists():
            return self.exclude(kind__in=SUSPENDABLE)
        suspended = StageReminders.objects.filter(stage=OuterRef("stage"), is_suspended=True)
        return self.exclude(Exists(suspended), kind__in=SUSPENDABLE)


class Delivery(OutgoingMail):
    """A mail to one follower (``subscription``) or one person with an account (``user``).

    ``key`` says what it is to whom (« reminder:4:stage:12:subscription:7:occurrence:2 »): it exists once, whoever plans
    it and however often. ``occurrence`` tells one telling from the next: the number of the schedule version that gave
    the stage its present date, that of the change that is told, an ISO week. ``told`` is the schedule version that the
    mail spoke of, once it was handed. The address is the follower's or the person's alone: erased there, it is
    nowhere, and the key becomes « erased:31 », of the row's own.
    """

    key = models.CharField("clé", max_length=160, unique=True, editable=False)
    kind = models.CharField("nature", max_length=12, choices=DeliveryKind.choices)
    stage = models.ForeignKey(
        StagePage, verbose_name="étape", null=True, blank=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    rule = models.ForeignKey(
        ReminderRule, verbose_name="rappel", null=True, blank=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    subscription = models.ForeignKey(
        Subscription,
        verbose_name="abonnement",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deliveries",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="compte",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deliveries",
    )
    consent = models.ForeignKey(
        Consent,
        verbose_name="consentement",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deliveries",
    )
    told = models.ForeignKey(
        ScheduleVersion, verbose_name="calendrier annoncé", null=True, blank=True, on_delete=models.SET_NULL
    )
    occurrence = models.CharField("occurrence", max_length=40, blank=True)
    planned_at = models.DateTimeField("inscrit le")
    bounced_at = models.DateTimeField("revenu le", null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta(OutgoingMail.Meta):
        verbose_name = "envoi"
        verbose_name_plural = "envois"
        ordering = ["-due_at", "-pk"]
        indexes = [
            *OutgoingMail.Meta.indexes,
            models.Index(fields=["due_at"], name="delivery_due_at"),
        ]

    def __str__(self):
        return self.key

    @property
    def address(self) -> str:
        """Where it goes; empty once erased."""
        if self.subscription:
            return self.subscription.email
        return self.user.email if self.user else ""

    @property
    def masked_address(self) -> str:
        return masked(self.address) if self.address else ""

    @property
    def may_be_sent_again(self) -> bool:
        """Whether a person may let it leave anew."""
        return self.is_undecided or self.state == MailState.SETTLED


class DeliveryLog(models.Model):
    """What happened to a mail, a line at a time. Never changed."""

    delivery = models.ForeignKey(Delivery, verbose_name="envoi", on_delete=models.CASCADE, related_name="log")
    state = models.CharField("état", max_length=10, choices=MailState.choices)
    at = models.DateTimeField("le")
    attempt = models.PositiveSmallIntegerField("essai", default=0)
    reason = models.TextField("raison", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "étape d’un envoi"
        verbose_name_plural = "journal des envois"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.delivery_id} {self.state}"
