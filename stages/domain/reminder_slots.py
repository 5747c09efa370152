"""When reminders fall: the rules in force for a stage, and the instants they give it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db.models import Q

from stages.domain import schedule
from stages.enums import DateKind, Moment, StageStatus
from stages.models import ReminderRule, StagePage, StageReminders

#: How long a reminder well ahead of a stage, or after it, may be late.
LATEST_AHEAD = timedelta(days=2)
#: How long one may wait for the stage's results.
LONGEST_WAIT = timedelta(days=60)
#: For a stage whose doors open at an hour that is not known.
LATEST_MORNING = time(12)

NOT_ONLINE = "La page de l’étape n’est plus en ligne."
NO_DATE = "La date de l’étape n’est plus fixée."
OFF = {StageStatus.CANCELLED: "L’étape est annulée.", StageStatus.POSTPONED: "L’étape est reportée."}


@dataclass(frozen=True)
class Slot:
    """When a rule falls for a stage. ``occurrence``: which date of the stage it is about."""

    rule: ReminderRule
    due_at: datetime
    not_after: datetime
    occurrence: str
    stage: StagePage = field(repr=False)

    def may_begin(self, now: datetime) -> bool:
        """Whether it is not too late to plan it: what is past is not sent, save the morning's, and what waits for
        results that are not online.
        """
        return now < self.due_at or (now < self.not_after and (self.rule.moment == Moment.MORNING or self.is_awaited))

    def may_go_on(self, now: datetime) -> bool:
        """Whether it is not too late for who was to have it all along: the results that came meanwhile are news."""
        return self.may_begin(now) or (self.rule.needs_results and now < self.not_after)

    @property
    def is_awaited(self) -> bool:
        """Whether it waits for results; those of a stage are read only if its hour is past."""
        return self.rule.needs_results and not self.stage.results


def why_not(stage: StagePage | None) -> str:
    """Why nobody is reminded of a stage (None: not online); empty when they are."""
    if stage is None:
        return NOT_ONLINE
    if stage.status in OFF:
        return OFF[stage.status]
    return "" if stage.date_kind == DateKind.EXACT else NO_DATE


def rules_of(stage: StagePage) -> list[ReminderRule]:
    """The rules in force for ``stage``: the national ones that it did not switch off, and its own."""
    return rules_by_stage([stage])[stage.pk]


def rules_by_stage(stages: Iterable[StagePage]) -> dict[int, list[ReminderRule]]:
    """The rules in force for each of ``stages``, by key: two queries whatever their number."""
    keys = [stage.pk for stage in stages]
    off = StageReminders.switched_off.through.objects.filter(stagereminders__in=keys)
    off = set(off.values_list("stagereminders", "reminderrule"))
    rules = list(ReminderRule.objects.in_force().filter(Q(stage__in=keys) | Q(stage=None)))
    return {
        key: [rule for rule in rules if rule.stage_id == key or (rule.stage_id is None and (key, rule.pk) not in off)]
        for key in keys
    }


def slots_of(stage: StagePage) -> list[Slot]:
    """When each rule in force falls for ``stage``, which has an exact date. In the order of time."""
    occurrence = str(schedule.number_of_date(stage))
    slots = [slot_of(rule, stage, occurrence) for rule in rules_of(stage)]
    return sorted(slots, key=lambda slot: slot.due_at)


def slot_of(rule: ReminderRule, stage: StagePage, occurrence: str) -> Slot:
    due_at = rule.due_at(stage)
    return Slot(rule, due_at, latest(rule, stage, due_at), occurrence, stage)


def latest(rule: ReminderRule, stage: StagePage, due_at: datetime) -> datetime:
    """From when on a reminder comes too late: once the doors are open, of what comes before them; the eve's on the day,
    which is no longer « demain ».
    """
    opens_at = stage.instant(stage.starts_on, stage.opening_time or LATEST_MORNING)
    match rule.moment:
        case Moment.AFTER:
            return due_at + (LONGEST_WAIT if rule.needs_results else LATEST_AHEAD)
        case Moment.AHEAD:
            return min(due_at + LATEST_AHEAD, opens_at)
        case Moment.EVE:
            return stage.instant(stage.starts_on, time.min)
    # One that is meant for later than the opening says what it has to say during the day.
    return opens_at if opens_at > due_at else stage.instant(stage.starts_on + timedelta(days=1), time.min)
