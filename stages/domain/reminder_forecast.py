"""What leaves when: each reminder of a stage with its hour, and those whom the ledger means to tell."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from stages.domain import reminder_slots, schedule
from stages.enums import DateKind, DeliveryKind
from stages.models import Delivery, ReminderRule, ReminderSettings, StagePage, StageReminders
from tour import clock
from tour.models import MailState
from tour.models.mail import OPEN

#: What a list of reminders does not show of a stage.
UNREAD = ("body", "access")
#: How far the national list looks ahead.
DAYS_AHEAD = 30


@dataclass(frozen=True)
class Foreseen:
    """A rule as it falls for a stage. ``due_at``: when (UTC), None as long as the stage has no day. ``counts``: its
    mails by state. ``is_off``: the stage does without it.
    """

    rule: ReminderRule
    stage: StagePage
    due_at: datetime | None
    counts: Counter = field(default_factory=Counter)
    is_off: bool = False
    is_suspended: bool = False

    @property
    def local(self) -> datetime | None:
        """When, as the clocks of the stage say it."""
        return self.due_at and self.due_at.astimezone(ZoneInfo(self.stage.time_zone))

    @property
    def days_left(self) -> int | None:
        """Whole days until it leaves, by the stage's calendar; negative once it is past."""
        return self.due_at and (self.local.date() - clock.today(self.stage.time_zone)).days

    @property
    def is_past(self) -> bool:
        return self.due_at is not None and self.due_at <= clock.now()

    @property
    def is_closed(self) -> bool:
        """Whether it is too late for anybody to be added."""
        return self.due_at is not None and not reminder_slots.slot_of(self.rule, self.stage, "").may_begin(clock.now())

    @property
    def recipients(self) -> int:
        """Those whom it is still to reach."""
        return sum(self.counts[state] for state in OPEN)

    @property
    def sent(self) -> int:
        return self.counts[MailState.SENT]

    @property
    def to_look_at(self) -> int:
        """Those of whom a person must decide."""
        return self.counts[MailState.UNCERTAIN] + self.counts[MailState.FAILED]


@dataclass(frozen=True)
class StageForecast:
    """The reminders of a stage, in the order of time. ``obstacle``: why none is planned at present (a sentence)."""

    reminders: list[Foreseen]
    obstacle: str
    is_suspended: bool
    is_all_suspended: bool


def of_stage(stage: StagePage) -> StageForecast:
    """Every rule of ``stage``, also those that it switched off; seven queries whatever their number."""
    settings = StageReminders.objects.filter(stage=stage).first()
    off = set(settings.switched_off.values_list("pk", flat=True)) if settings else set()
    mails = Delivery.objects.filter(
        kind=DeliveryKind.REMINDER, stage=stage, occurrence=str(schedule.number_of_date(stage))
    )
    counts = counts_of(mails)
    is_dated = stage.date_kind == DateKind.EXACT and stage.starts_on is not None
    reminders = [
        Foreseen(
            rule=rule,
            stage=stage,
            due_at=rule.due_at(stage) if is_dated else None,
            counts=counts[stage.pk, rule.pk],
            is_off=rule.pk in off,
        )
        for rule in ReminderRule.objects.in_force().filter(Q(stage=None) | Q(stage=stage.pk))
    ]
    return StageForecast(
        reminders=sorted(reminders, key=lambda one: (one.rule.days, one.rule.at)),
        obstacle=reminder_slots.why_not(StagePage.objects.followable().filter(pk=stage.pk).first()),
        is_suspended=settings is not None and settings.is_suspended,
        is_all_suspended=ReminderSettings.current().is_suspended,
    )


def coming(days: int = DAYS_AHEAD) -> list[Foreseen]:
    """What leaves in the next ``days`` days, of all stages, with those to whom nobody listens; four queries."""
    now = clock.now()
    until = now + timedelta(days=days)
    longest = timedelta(days=days + 100)  # a rule is at most ninety days from its stage
    stages = dated_stages().filter(starts_at__lt=now + longest, ends_at__gt=now - longest)
    rules, off = defaultdict(list), set(StageReminders.switched_off.through.objects.values_list(*THROUGH))
    for rule in ReminderRule.objects.in_force():
        rules[rule.stage_id].append(rule)
    foreseen = [
        Foreseen(rule=rule, stage=stage, due_at=rule.due_at(stage), is_suspended=stage.is_suspended)
        for stage in stages
        for rule in [*rules[None], *rules[stage.pk]]
        if (stage.pk, rule.pk) not in off
    ]
    foreseen = sorted((one for one in foreseen if now < one.due_at <= until), key=lambda one: one.due_at)
    counts = counts_of(Delivery.objects.open().filter(kind=DeliveryKind.REMINDER, due_at__gt=now, due_at__lte=until))
    for one in foreseen:
        one.counts.update(counts[one.stage.pk, one.rule.pk])
    return foreseen


THROUGH = ("stagereminders", "reminderrule")


def dated_stages() -> QuerySet[StagePage]:
    """The stages that can be followed and go ahead on a day that is known, each with ``is_suspended``."""
    suspended = StageReminders.objects.filter(stage=OuterRef("pk"), is_suspended=True)
    stages = StagePage.objects.followable().filter(date_kind=DateKind.EXACT).exclude(status__in=reminder_slots.OFF)
    return stages.annotate(is_suspended=Exists(suspended)).defer(*UNREAD)


def counts_of(mails: QuerySet[Delivery]) -> dict[tuple, Counter]:
    """How many of ``mails`` are in each state, by stage and rule: one query."""
    counts = defaultdict(Counter)
    rows = mails.order_by().values_list("stage", "rule", "state").annotate(Count("pk"))
    for stage, rule, state, count in rows:
        counts[stage, rule][state] = count
    return counts


def example() -> StagePage | None:
    """The stage with which a national rule is shown: the next one, else the last."""
    stages = dated_stages().order_by("starts_at", "pk")
    return stages.filter(ends_at__gt=clock.now()).first() or stages.last()
