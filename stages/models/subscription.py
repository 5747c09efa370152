"""Who follows the Tour by e-mail, without an account; what they follow, and the proof that they asked for it."""

from django.db import models
from django.db.models import Q

from stages.enums import FollowScope, Moment
from stages.models.stage import StagePage
from tour.departments import REGION_OF
from tour.models import Theme
from tour.models.mail import masked


class SubscriptionQuerySet(models.QuerySet):
    def active(self):
        """Who may be written to about what they follow: confirmed, not left, not paused."""
        return self.filter(confirmed_at__isnull=False, left_at=None, paused_at=None)

    def following(self, stage: StagePage):
        """Those active who follow ``stage``: by itself, one of its themes, its region or the whole Tour."""
        follows = Follow.objects.confirmed().covering(stage)
        return self.active().filter(pk__in=follows.values("subscription"))


class Subscription(models.Model):
    """One e-mail address, in lower case. ``declined``: the moments (``Moment``) at which it is not written to."""

    email = models.EmailField("adresse", unique=True)
    created_at = models.DateTimeField("demandé le")
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    paused_at = models.DateTimeField("en pause depuis le", null=True, blank=True)
    left_at = models.DateTimeField("parti le", null=True, blank=True)
    declined = models.JSONField("moments refusés", default=list, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "abonnement"
        verbose_name_plural = "abonnements"
        indexes = [models.Index(fields=["confirmed_at"], name="subscription_confirmed")]

    def __str__(self):
        return self.masked_email

    @property
    def masked_email(self) -> str:
        return masked(self.email)

    @property
    def is_active(self) -> bool:
        return self.confirmed_at is not None and self.left_at is None and self.paused_at is None

    def wants(self, moment: Moment) -> bool:
        return moment not in self.declined


class FollowQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def covering(self, stage: StagePage):
        covers = Q(scope=FollowScope.TOUR) | Q(scope=FollowScope.STAGE, stage=stage.pk)
        covers |= Q(scope=FollowScope.THEME, theme__in=stage.themes.values("pk"))
        if region := REGION_OF.get(stage.department):
            covers |= Q(scope=FollowScope.REGION, region=region)
        return self.filter(covers)


class Consent(models.Model):
    """The proof that somebody asked to be written to (RGPD, article 7): it outlives their address, of which it keeps a
    keyed hash. ``wording`` is what was shown to them, ``ip_prefix`` where they came from, its last part left out.
    """

    subscription = models.ForeignKey(
        Subscription, verbose_name="abonnement", null=True, on_delete=models.SET_NULL, related_name="consents"
    )
    address_hash = models.CharField(max_length=64)
    subject = models.CharField("ce qui est suivi", max_length=255)
    wording = models.TextField("texte montré")
    page = models.CharField("page", max_length=255)
    ip_prefix = models.CharField("réseau", max_length=45, blank=True)
    asked_at = models.DateTimeField("demandé le")
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "preuve de consentement"
        verbose_name_plural = "preuves de consentement"
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["address_hash"], name="consent_address")]

    def __str__(self):
        return f"{self.subject} ({self.asked_at:%Y-%m-%d})"


class Follow(models.Model):
    """One thing that an address follows. ``target`` names it in one word (« stage:12 »)."""

    subscription = models.ForeignKey(
        Subscription, verbose_name="abonnement", on_delete=models.CASCADE, related_name="follows"
    )
    scope = models.CharField("ce qui est suivi", max_length=10, choices=FollowScope.choices)
    stage = models.ForeignKey(
        StagePage, verbose_name="étape", null=True, blank=True, on_delete=models.CASCADE, related_name="follows"
    )
    theme = models.ForeignKey(
        Theme, verbose_name="thème", null=True, blank=True, on_delete=models.CASCADE, related_name="follows"
    )
    region = models.CharField("région", max_length=40, blank=True)
    target = models.CharField(max_length=60, editable=False)
    consent = models.ForeignKey(Consent, verbose_name="consentement", on_delete=models.PROTECT, related_name="follows")
    asked_at = models.DateTimeField("demandé le")
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = "suivi"
        verbose_name_plural = "suivis"
        ordering = ["asked_at", "pk"]
        constraints = [
            # Two requests may wait for the same thing: each holds its own, and either may be the one confirmed.
            models.UniqueConstraint(
                fields=["subscription", "target"], condition=Q(confirmed_at__isnull=False), name="follow_confirmed_once"
            ),
            models.UniqueConstraint(fields=["consent", "target"], name="follow_asked_once"),
            models.CheckConstraint(
                condition=Q(scope="tour", stage=None, theme=None, region="")
                | (Q(scope="region", stage=None, theme=None) & ~Q(region=""))
                | Q(scope="theme", stage=None, theme__isnull=False, region="")
                | Q(scope="stage", stage__isnull=False, theme=None, region=""),
                name="follow_names_what_its_scope_says",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.target = target_of(self.scope, stage=self.stage_id, theme=self.theme_id, region=self.region)
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """« le Tour entier », « l’étape Mende », « le thème Télétravail », « la région Occitanie »."""
        match self.scope:
            case FollowScope.STAGE:
                return f"l’étape {self.stage.title}"
            case FollowScope.THEME:
                return f"le thème {self.theme.name}"
            case FollowScope.REGION:
                return f"la région {self.region}"
        return "le Tour entier"

    def covers(self, stage: StagePage, themes: set[int]) -> bool:
        """Whether ``stage``, whose themes have the keys ``themes``, is followed by this."""
        match self.scope:
            case FollowScope.STAGE:
                return self.stage_id == stage.pk
            case FollowScope.THEME:
                return self.theme_id in themes
            case FollowScope.REGION:
                return self.region == REGION_OF.get(stage.department)
        return True


def target_of(scope: str, *, stage: int | None = None, theme: int | None = None, region: str = "") -> str:
    named = stage or theme or region
    return f"{scope}:{named}" if named else str(scope)
