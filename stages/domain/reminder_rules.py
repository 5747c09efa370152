"""What people decide of reminders: each deed plans what follows from it, and is kept in the history, all in one
transaction. Those that change nothing (the same button twice) return None or False and leave no trace.
"""

from django.db import transaction
from wagtail.log_actions import log

from stages.domain import planning
from stages.domain.planning import Outcome
from stages.models import ReminderRule, ReminderSettings, StagePage, StageReminders
from tour.models import User

TAKEN = "Un rappel part déjà ce jour-là à cette heure\u00a0: choisissez un autre moment."
TAKEN_BY_STAGES = (
    "Un rappel propre à une étape part déjà ce jour-là à cette heure ({})\u00a0: choisissez un autre moment."
)


class TakenError(Exception):
    """Another reminder leaves at the same moment: which one, in French."""


@transaction.atomic
def save(rule: ReminderRule, *, by: User) -> Outcome:
    """Keep a rule that is valid, new or changed. A national one plans all the stages that it concerns."""
    action = "stages.add_reminder" if rule.pk is None else "stages.change_reminder"
    rule.save()
    return keep(action, rule, by=by)


@transaction.atomic
def delete(rule: ReminderRule, *, by: User) -> Outcome:
    """Delete a rule of a stage: what it was to send is cancelled, what it sent stays in the ledger."""
    stage, name = rule.stage, str(rule)
    settings_of(stage)  # as every planner does, before the mails: who held them the other way round would wait for good
    rule.delete()
    log(instance=stage, action="stages.delete_reminder", user=by, data={"rule": name})
    return planning.plan([stage])


@transaction.atomic
def switch(rule: ReminderRule, *, stage: StagePage, is_on: bool, by: User) -> Outcome | None:
    """Let ``stage`` do without a national rule, or have it again. Raises TakenError."""
    off = settings_of(stage).switched_off
    if off.contains(rule) != is_on:
        return None
    if is_on:
        refuse_if_taken(rule, stage=stage)
    (off.remove if is_on else off.add)(rule)
    return keep("stages.switch_on_reminder" if is_on else "stages.switch_off_reminder", rule, stage=stage, by=by)


@transaction.atomic
def switch_national(rule: ReminderRule, *, is_on: bool, by: User) -> Outcome | None:
    """Put a national rule in or out of service, for all stages. Raises TakenError."""
    if is_on and not rule.is_active:
        refuse_if_taken(rule, stage=None)
    if not ReminderRule.objects.national().filter(pk=rule.pk).exclude(is_active=is_on).update(is_active=is_on):
        return None
    return keep("stages.switch_on_reminder" if is_on else "stages.switch_off_reminder", rule, by=by)


def what_is_taken(rule: ReminderRule, *, stage: StagePage | None) -> str:
    """Which other reminder leaves at the moment of ``rule``, a stage's own or one that it wants (None: for all stages),
    of those that one stage has together; empty if none does.
    """
    same = ReminderRule.objects.in_force().filter(days=rule.days, at=rule.at).exclude(pk=rule.pk)
    if stage is not None:
        together = same.national().exclude(stagereminders=stage.pk) | same.filter(stage=stage)
        return TAKEN if together.exists() else ""
    if same.national().exists():
        return TAKEN
    own = same.filter(stage__in=planning.current_keys()).exclude(stage__reminders__switched_off=rule)
    stages = own.order_by("stage__title").values_list("stage__title", flat=True)
    return TAKEN_BY_STAGES.format(", ".join(stages)) if stages else ""


def refuse_if_taken(rule: ReminderRule, *, stage: StagePage | None):
    if taken := what_is_taken(rule, stage=stage):
        raise TakenError(taken)


@transaction.atomic
def suspend(stage: StagePage | None, *, is_suspended: bool, by: User) -> bool:
    """Hold back all mails about ``stage`` (None: of the whole Tour), or let them go again."""
    row = settings_of_all() if stage is None else settings_of(stage)
    if row.is_suspended == is_suspended:
        return False
    row.is_suspended = is_suspended
    row.save(update_fields=["is_suspended"])
    log(instance=stage or row, action="stages.suspend_mails" if is_suspended else "stages.resume_mails", user=by)
    return True


@transaction.atomic
def allow_repeats(*, is_allowed: bool, by: User) -> bool:
    """Choose what becomes of a mail whose fate is not known: sent once more, or left to a person."""
    row = settings_of_all()
    if row.may_repeat == is_allowed:
        return False
    row.may_repeat = is_allowed
    row.save(update_fields=["may_repeat"])
    log(instance=row, action="stages.allow_repeats" if is_allowed else "stages.refuse_repeats", user=by)
    return True


def settings_of(stage: StagePage) -> StageReminders:
    """What ``stage`` changes of its reminders, held until the end of the transaction."""
    StageReminders.objects.get_or_create(stage=stage)
    return StageReminders.objects.select_for_update().get(stage=stage)


def settings_of_all() -> ReminderSettings:
    ReminderSettings.objects.get_or_create(pk=1)
    return ReminderSettings.objects.select_for_update().get(pk=1)


def keep(action: str, rule: ReminderRule, *, by: User, stage: StagePage | None = None) -> Outcome:
    """Write the deed into the history of the stage, or of the national rule; plan what it concerns."""
    stage = stage or rule.stage
    log(instance=stage or rule, action=action, user=by, data={"rule": str(rule)})
    return planning.plan(None if stage is None else [stage], rule=rule)
