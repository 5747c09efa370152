"""What became of the mails to followers, in numbers."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count

from stages.enums import DeliveryKind
from stages.models import Delivery, EditionPage, ReminderRule, StagePage
from stages.models.delivery import NOTICES, SUSPENDABLE
from tour import clock
from tour.models import MailState
from tour.models.mail import OPEN

#: What failed longer ago has been looked at, or will not be.
RECENT = timedelta(days=30)
OWN_RULES, DELETED_RULES = "Rappels propres aux étapes", "Rappels supprimés depuis"


@dataclass
class Figures:
    """The mails of one rule, or of one kind, by state."""

    label: str
    rule: ReminderRule | None = None
    counts: Counter = field(default_factory=Counter)

    @property
    def waiting(self) -> int:
        return sum(self.counts[state] for state in OPEN)

    @property
    def cells(self) -> list[tuple[str, int]]:
        """(heading, number), as ``HEADINGS`` has them."""
        return [(label, self.waiting if state is None else self.counts[state]) for label, state in HEADINGS]


#: In the order shown; None stands for all that is still to leave.
HEADINGS = (
    ("En attente", None),
    ("Envoyés", MailState.SENT),
    ("Annulés", MailState.CANCELLED),
    ("Échecs", MailState.FAILED),
    ("Incertains", MailState.UNCERTAIN),
    ("Classés", MailState.SETTLED),
    ("Trop tard", MailState.EXPIRED),
)


def statistics(edition: EditionPage | None) -> list[Figures]:
    """What became of the mails about the stages of ``edition`` (None: of all): a line for each national rule, then one
    for the stages' own, and for each kind of notice, if there are any. Two queries.
    """
    mails = Delivery.objects.telling()
    if edition is not None:
        mails = mails.filter(stage__in=StagePage.objects.child_of(edition).order_by().values("pk"))
    rules = {rule.pk: Figures(str(rule), rule) for rule in ReminderRule.objects.national()}
    others = defaultdict(Counter)
    for kind, rule, state, count in mails.order_by().values_list("kind", "rule", "state").annotate(Count("pk")):
        counts = rules[rule].counts if rule in rules else others[label_of(kind, rule)]
        counts[state] += count
    labels = [OWN_RULES, *(kind.label for kind in NOTICES), DELETED_RULES]
    return [*rules.values(), *(Figures(label, counts=others[label]) for label in labels if label in others)]


def label_of(kind: str, rule: int | None) -> str:
    if kind != DeliveryKind.REMINDER:
        return DeliveryKind(kind).label
    return DELETED_RULES if rule is None else OWN_RULES


@dataclass(frozen=True)
class ToLookAt:
    """How many mails wait for a person: of any age, and those that failed lately."""

    uncertain: int
    failed: int


def to_look_at() -> ToLookAt:
    # Of what has failed this is the hour of the last try.
    failed = Delivery.objects.filter(state=MailState.FAILED, next_try_at__gt=clock.now() - RECENT)
    return ToLookAt(Delivery.objects.filter(state=MailState.UNCERTAIN).count(), failed.count())


@dataclass(frozen=True)
class Waiting:
    """What a kill switch holds back: in all, in the next day, and what is due already."""

    total: int
    soon: int
    due: int


def waiting(stage: StagePage | None) -> Waiting:
    """What is to leave about ``stage`` (None: of the whole Tour)."""
    now = clock.now()
    mails = Delivery.objects.open().filter(kind__in=SUSPENDABLE)
    if stage is not None:
        mails = mails.filter(stage=stage)
    return Waiting(
        total=mails.count(),
        soon=mails.filter(due_at__lte=now + timedelta(days=1)).count(),
        due=mails.filter(due_at__lte=now).count(),
    )


def notices_waiting(stage: StagePage) -> tuple[int, bool]:
    """How many followers are about to be told what changed of ``stage``, and whether a kill switch holds that back."""
    notices = Delivery.objects.not_handed().filter(kind__in=NOTICES, stage=stage)
    count = notices.count()
    return count, count > notices.not_suspended().count()
